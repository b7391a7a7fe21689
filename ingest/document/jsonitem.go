package document

import (
	"bytes"
	"encoding/json"

	gjson "github.com/mmcdole/gofeed/json"

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

// parseJSONItem has gofeed parse one item, after putting members of the wrong
// type right where it cannot.
func parseJSONItem(raw []byte) (*gjson.Item, []string, error) {
	bare, bodies := withoutBodies(raw)
	if doc, err := (&gjson.Parser{}).Parse(bytes.NewReader(wrapItem(bare))); err == nil && len(doc.Items) == 1 && doc.Items[0] != nil {
		it := doc.Items[0]
		for _, field := range [...]*string{&it.ContentHTML, &it.ContentText, &it.Summary} {
			if n := len(*field); n > 1 && (*field)[0] == bodyMark && n-2 < len(bodies) {
				*field = bodies[n-2]
			}
		}
		var names []string
		for _, a := range append(it.Authors, it.Author) {
			if a == nil {
				continue
			}
			for _, n := range personNames(line(a.Name, true)) {
				names = appendNew(names, n)
			}
		}
		return it, names, nil
	}
	var m map[string]json.RawMessage
	if json.Unmarshal(raw, &m) != nil && json.Unmarshal(mend(raw), &m) != nil {
		return nil, nil, errParse
	}
	names := append(jsonNames(m["authors"]), jsonNames(m["author"])...)
	fixed := map[string]any{}
	for _, k := range [...]string{"id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image", "date_published", "date_modified", "language"} {
		if s := jsonText(m[k]); s != "" {
			fixed[k] = s
		}
	}
	fixed["tags"] = jsonTags(m["tags"])
	fixed["attachments"] = jsonAttachments(m["attachments"])
	again, err := json.Marshal(fixed)
	if err != nil {
		return nil, nil, errParse
	}
	doc, err := (&gjson.Parser{}).Parse(bytes.NewReader(wrapItem(again)))
	if err != nil || len(doc.Items) != 1 || doc.Items[0] == nil {
		return nil, nil, errParse
	}
	return doc.Items[0], names, nil
}

// bodyMark and n+1 of the same letter stand in an item for body n.
const bodyMark = '\u007f'

// withoutBodies takes the bodies out of an item, which package json goes over
// five times before gofeed has them. An item that cannot be scanned stays as it is.
func withoutBodies(raw []byte) (bare []byte, bodies []string) {
	s := &jsonScanner{b: raw}
	if !s.take('{') {
		return raw, nil
	}
	from := 0
	for len(bodies) < maxParts {
		s.space()
		s.take(',')
		s.space()
		if s.take('}') {
			break
		}
		name, ok := s.key()
		start := s.pos
		if !ok || !s.value() || s.pos == start {
			return raw, nil
		}
		switch name {
		case "content_html", "content_text", "summary":
		default:
			continue
		}
		var body string
		if raw[start] != '"' || json.Unmarshal(raw[start:s.pos], &body) != nil {
			continue
		}
		bodies = append(bodies, body)
		bare = append(append(bare, raw[from:start]...), '"')
		for range len(bodies) + 1 {
			bare = append(bare, bodyMark)
		}
		bare = append(bare, '"')
		from = s.pos
	}
	return append(bare, raw[from:]...), bodies
}

func wrapItem(raw []byte) []byte {
	return append(append([]byte(`{"items":[`), raw...), "]}"...)
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
