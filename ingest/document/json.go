package document

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/datelinewire/dateline/ingest/link"
)

// cutJSON cuts a JSON Feed (jsonfeed.org, versions 1 and 1.1) in one pass: the
// members of the top object, and the elements of its items. It takes what it
// can get of a document that ends early. It returns nil for what is no feed.
func cutJSON(b []byte, maxEntries int) (*cut, []member) {
	s := &jsonScanner{b: b}
	s.space()
	if !s.take('{') {
		return nil, nil
	}
	c := &cut{format: formatJSON}
	var ms []member
	from, found := 0, false
	for !c.limited {
		s.space()
		if s.take(',') {
			continue
		}
		if s.take('}') {
			c.whole = true
			break
		}
		name, ok := s.key()
		if !ok {
			break
		}
		if name == "items" && !found && s.take('[') {
			found = true
			for {
				s.space()
				if s.take(',') {
					continue
				}
				if s.pos >= len(b) || s.take(']') {
					break
				}
				start := s.pos
				ok := s.value()
				if s.pos == start {
					break
				}
				if len(c.entries) == maxEntries {
					c.limited = true
					break
				}
				if from < start {
					c.head = append(c.head, span{from, start})
				}
				p := piece{span: span{start, s.pos}, ended: ok}
				p.peekJSON(b[start:s.pos])
				c.entries = append(c.entries, p)
				from = s.pos
			}
			continue
		}
		start := s.pos
		ok = s.value()
		if !ok {
			break
		}
		if len(ms) < maxParts {
			ms = append(ms, member{name, b[start:s.pos]})
		}
	}
	if from < len(b) {
		c.head = append(c.head, span{from, len(b)})
	}
	if !found && !isJSONFeed(ms) {
		return nil, nil
	}
	return c, ms
}

// peekJSON hashes id, address and title of an item as printed.
func (p *piece) peekJSON(item []byte) {
	s := &jsonScanner{b: item}
	if !s.take('{') {
		return
	}
	for {
		s.space()
		s.take(',')
		s.space()
		name, ok := s.key()
		start := s.pos
		if !ok || !s.value() || s.pos == start {
			return
		}
		v := item[start:s.pos]
		if len(v) > maxLine {
			continue
		}
		switch name {
		case "id":
			p.id = hash(v, 0)
		case "url":
			p.at = hash(v, 0)
		case "title":
			p.title = hash(v, 0)
		}
	}
}

// A member of a JSON object: its value as printed.
type member struct {
	name  string
	value []byte
}

func isJSONFeed(ms []member) bool {
	for _, m := range ms {
		if m.name == "version" && bytes.Contains(m.value, []byte("jsonfeed.org")) {
			return true
		}
	}
	return false
}

// readJSONHead reads the members of a JSON Feed outside of its items.
func readJSONHead(ms []member, o Options) *head {
	h := &head{doc: &Document{}, base: o.URL, format: formatJSON}
	d := h.doc
	d.Format = "json feed"
	h.inherit = append(h.inherit, `{"version":`...)
	version := []byte(`""`)
	var keep []byte
	for _, m := range ms {
		text := func() string { return line(limit(jsonString(m.value)), false) }
		inherits := false
		switch m.name {
		case "version":
			version = m.value
			if i := strings.LastIndexByte(text(), '/'); i >= 0 {
				d.Format = "json feed " + word(text()[i+1:])
			}
		case "title":
			d.Title = line(limit(jsonString(m.value)), true)
		case "home_page_url":
			d.Link, inherits = link.Resolve(o.URL, text()), true
		case "feed_url":
			d.Self = link.Resolve(o.URL, text())
		case "language":
			d.Language, inherits = word(text()), true
		case "author", "authors":
			inherits = true
			for _, n := range jsonNames(m.value) {
				h.authors = appendNew(h.authors, n)
			}
		case "hubs":
			var hubs []struct{ Type, URL string }
			if json.Unmarshal(m.value, &hubs) == nil {
				for _, hub := range hubs {
					if d.Hub == "" && (hub.Type == "" || strings.EqualFold(hub.Type, "websub")) {
						d.Hub = link.Resolve(o.URL, hub.URL)
					}
				}
			}
		}
		if inherits && len(keep)+len(m.value) <= maxHead {
			name, _ := json.Marshal(m.name)
			keep = append(append(append(append(keep, ','), name...), ':'), m.value...)
		}
	}
	if len(version) > maxLine || !json.Valid(version) {
		version = []byte(`""`)
	}
	h.inherit = append(append(h.inherit, version...), keep...)
	return h
}

// appendNew appends s where it is not there yet.
func appendNew(list []string, s string) []string {
	if s == "" || len(list) >= maxParts {
		return list
	}
	for _, l := range list {
		if l == s {
			return list
		}
	}
	return append(list, s)
}

// jsonString is a value as text: a string, or a number or word as printed.
func jsonString(raw []byte) string {
	var s string
	if len(raw) > 0 && raw[0] == '"' {
		if json.Unmarshal(raw, &s) != nil {
			json.Unmarshal(mend(raw), &s)
		}
		return s
	}
	if len(raw) == 0 || raw[0] == '{' || raw[0] == '[' || string(raw) == "null" {
		return ""
	}
	return string(raw)
}

// jsonText is jsonString, and of an object what it says under one of the names
// under which text or an address is found, and of a list all that.
func jsonText(raw []byte) string {
	if s := jsonString(raw); s != "" {
		return s
	}
	var many []json.RawMessage
	if json.Unmarshal(raw, &many) == nil {
		var all []string
		for _, r := range many[:min(len(many), maxParts)] {
			if s := jsonString(r); s != "" {
				all = append(all, s)
			}
		}
		return strings.Join(all, "\n")
	}
	var m map[string]json.RawMessage
	if json.Unmarshal(raw, &m) != nil {
		return ""
	}
	for _, k := range [...]string{"url", "href", "name", "title", "label", "term", "value", "text", "html"} {
		if s := jsonString(m[k]); s != "" {
			return s
		}
	}
	return ""
}

// jsonNames are the names in an author: an object, a string, or several.
func jsonNames(raw []byte) []string {
	var many []json.RawMessage
	if json.Unmarshal(raw, &many) != nil {
		many = []json.RawMessage{raw}
	}
	var names []string
	for _, r := range many[:min(len(many), maxParts)] {
		var p struct{ Name json.RawMessage }
		s := ""
		if json.Unmarshal(r, &p) == nil {
			s = jsonString(p.Name)
		} else {
			s = jsonString(r)
		}
		for _, n := range personNames(line(limit(s), true)) {
			names = appendNew(names, n)
		}
	}
	return names
}

// mend makes valid JSON of what is nearly so: line ends inside of strings,
// escapes that do not exist, numbers that are none, as Python writes them.
func mend(b []byte) []byte {
	out := make([]byte, 0, len(b)+16)
	in := false
	for i := 0; i < len(b); i++ {
		c := b[i]
		switch {
		case c == '"':
			in = !in
		case !in && (c == 'N' || c == 'I'):
			for _, word := range [...]string{"NaN", "Infinity"} {
				if bytes.HasPrefix(b[i:], []byte(word)) {
					if n := len(out); n > 0 && out[n-1] == '-' {
						out = out[:n-1]
					}
					out = append(out, "null"...)
					i += len(word) - 1
				}
			}
			continue
		case !in && c == ',': // a comma before the end
			j := i + 1
			for j < len(b) && b[j] <= ' ' {
				j++
			}
			if j < len(b) && (b[j] == '}' || b[j] == ']') {
				continue
			}
		case in && c == '\n':
			out = append(out, `\n`...)
			continue
		case in && c == '\r':
			continue
		case in && c == '\t':
			out = append(out, `\t`...)
			continue
		case in && c == '\\' && i+1 < len(b):
			i++
			if strings.IndexByte(`"\/bfnrtu`, b[i]) < 0 {
				out = append(out, `\\`...)
			} else {
				out = append(out, '\\')
			}
			c = b[i]
		}
		out = append(out, c)
	}
	return out
}

// jsonTags are tags: a list of anything, or a string with commas.
func jsonTags(raw []byte) []string {
	var many []json.RawMessage
	if json.Unmarshal(raw, &many) != nil {
		return strings.FieldsFunc(jsonString(raw), func(r rune) bool { return r == ',' || r == ';' })
	}
	var tags []string
	for _, r := range many[:min(len(many), maxParts)] {
		tags = append(tags, jsonText(r))
	}
	return tags
}

// jsonAttachments are attachments: a list of objects, or one.
func jsonAttachments(raw []byte) []map[string]string {
	var many []json.RawMessage
	if json.Unmarshal(raw, &many) != nil {
		many = []json.RawMessage{raw}
	}
	var out []map[string]string
	for _, r := range many[:min(len(many), maxParts)] {
		var m map[string]json.RawMessage
		if json.Unmarshal(r, &m) != nil {
			continue
		}
		a := map[string]string{}
		for _, k := range [...]string{"url", "mime_type", "title"} {
			a[k] = jsonString(m[k])
		}
		if n := jsonString(m["size_in_bytes"]); n != "" {
			a["size_in_bytes"] = n
		}
		out = append(out, a)
	}
	return out
}
