package document

import (
	"strings"

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
	put := func(ro role, s string) { n.texts[ro] = text{s: s, base: n.base} }
	put(roleTitle, line(limit(it.Title), true))
	if it.ContentHTML != "" {
		put(roleContent, strings.TrimSpace(it.ContentHTML))
	} else {
		put(roleContent, fromText(it.ContentText))
	}
	put(roleSummary, fromText(it.Summary))
	n.dates[rolePublished], n.dates[roleUpdated] = foldSpace(limit(it.DatePublished)), foldSpace(limit(it.DateModified))
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

// undo takes the last entry out of the skeleton again.
func (k *skeleton) undo() {
	k.notes = k.notes[:len(k.notes)-1]
	k.out = k.out[:k.last]
}

// closed reports whether of the entry that was added last only a part of its
// own end tag is missing: then all of its children are there.
func (k *skeleton) closed(b []byte) bool {
	n := len(k.toks)
	for i := 1; i < n-1; i++ {
		t := k.toks[i]
		if t.kind == kindStart {
			if t.match == int32(i) {
				return false
			}
			i = int(t.match)
		}
	}
	if n < 3 || k.toks[n-1].kind != kindEnd {
		return false
	}
	name := k.toks[n-1].qname(b)
	whole := k.toks[0].qname(b)
	return len(name) <= len(whole) && strings.EqualFold(string(name), string(whole[:len(name)]))
}

// peekText is the identifier or the title of an entry that is refused, as far
// as it can be read.
func peekText(b []byte, f format) string {
	b = b[:min(len(b), 4*maxLine)]
	if f == formatJSON {
		s := &jsonScanner{b: b}
		s.space()
		for s.take('{') || s.take(',') {
			s.space()
			name, ok := s.key()
			if !ok {
				break
			}
			start := s.pos
			if !s.value() {
				break
			}
			if name == "id" || name == "url" {
				return line(jsonString(b[start:s.pos]), false)
			}
			s.space()
		}
		return ""
	}
	toks, _ := tree(b, nil, false)
	title := ""
	for i, t := range toks {
		if t.kind != kindStart || i+1 >= len(toks) {
			continue
		}
		switch _, local := split(t.qname(b)); {
		case fold(local, "guid"), fold(local, "id"):
			return short(line(charData(b, toks[i+1]), false))
		case fold(local, "title") && title == "":
			title = short(line(charData(b, toks[i+1]), true))
		}
	}
	return title
}

// short cuts what is shown to operators.
func short(s string) string {
	if len(s) > 200 {
		return strings.ToValidUTF8(s[:200], "")
	}
	return s
}
