package document

import (
	"github.com/datelinewire/dateline/ingest/link"
)

// json reads one item of a JSON Feed.
func (r *reader) json(i int, p piece) {
	raw := p.of(r.b)
	switch {
	case len(raw) > maxEntryBytes:
		r.fail(i, errSize)
		return
	case !p.ended:
		r.fail(i, errEnds)
		return
	case jsonDepth(raw) > maxDepth:
		r.fail(i, errDepth)
		return
	}
	it, names, err := parseJSONItem(raw)
	if err != nil {
		r.fail(i, err)
		return
	}
	f := &fields{id: it.ID, authors: names}
	n := &note{base: r.h.base, language: word(it.Language)}
	put := func(ro role, s string) { *n.text(ro) = text{s: s, base: n.base} }
	put(roleTitle, line(limit(it.Title), true))
	if it.ContentHTML != "" {
		put(roleContent, fromHTML(it.ContentHTML))
	} else {
		put(roleContent, fromText(it.ContentText))
	}
	put(roleSummary, fromText(it.Summary))
	*n.date(rolePublished), *n.date(roleUpdated) = foldSpace(limit(it.DatePublished)), foldSpace(limit(it.DateModified))
	for _, u := range [...]string{it.URL, it.ExternalURL} {
		if u = link.Resolve(r.h.base, u); u != "" {
			f.links = append(f.links, anchor{href: u})
		}
	}
	f.permalink = true
	for _, t := range it.Tags {
		f.category(line(limit(t), true))
	}
	for _, u := range [...]string{it.Image, it.BannerImage} {
		f.medium(link.Resolve(r.h.base, u), "", "image", "")
	}
	if it.Attachments != nil {
		for _, a := range *it.Attachments {
			if f.medium(link.Resolve(r.h.base, a.URL), a.MimeType, "", "") {
				m := &f.media[len(f.media)-1]
				m.Length, m.Title = max(a.SizeInBytes, 0), line(limit(a.Title), true)
			}
		}
	}
	r.fill(i, f, n)
}

// jsonDepth is how deep a value is nested.
func jsonDepth(b []byte) int {
	s := &jsonScanner{b: b}
	depth, deepest := 0, 0
	for s.pos < len(b) {
		switch b[s.pos] {
		case '"':
			s.str()
			continue
		case '{', '[':
			depth++
			deepest = max(deepest, depth)
		case '}', ']':
			depth--
		}
		s.pos++
	}
	return deepest
}
