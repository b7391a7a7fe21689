package document

import (
	"bytes"
	"strings"

	"github.com/datelinewire/dateline/ingest/link"
)

// maxPartDepth bounds the structure handed on: media:group/media:content/media:title.
const maxPartDepth = 4

// part copies an element of structure for gofeed, with what it may hold.
func (k *skeleton) part(b []byte, sp space, local string, as []attr, from, to int, base string, depth int) {
	var prefix []byte
	if sp != spaceNative {
		prefix = []byte(prefixes[sp])
	}
	if local == "url" && depth == 0 {
		local = "link"
	}
	k.open(prefix, local)
	for _, a := range as {
		_, name := split(a.name)
		key := k.lower(name)
		isURL := key == "href" || key == "url" || key == "src"
		if !isURL && !keptAttr(key) || duplicate(as, a) {
			continue
		}
		v := strings.TrimSpace(unescape(a.value))
		if isURL {
			v = link.Resolve(base, v)
		}
		if v == "" {
			continue
		}
		if key == "ispermalink" {
			key = "isPermaLink"
		}
		k.out = append(append(append(k.out, ' '), key...), `="`...)
		if isURL || key == "scheme" {
			k.lift(v) // gofeed rewrites addresses
		} else {
			k.put(v)
		}
		k.out = append(k.out, '"')
	}
	k.out = append(k.out, '>')
	k.content(b, local, sp, from, to, base, depth)
	k.close(prefix, local)
}

// content copies what an element of structure holds: other elements, or text.
func (k *skeleton) content(b []byte, local string, sp space, from, to int, base string, depth int) {
	hasChild := false
	for i := from; i < to; {
		t := k.toks[i]
		if t.kind != kindStart && t.kind != kindEmpty {
			i++
			continue
		}
		hasChild = true
		next := max(int(t.match), i) + 1
		if depth < maxPartDepth && k.parts < maxParts {
			k.parts++
			csp, cl, as := k.name(b, t)
			cbase, _ := inherit(as, base, "")
			end := min(int(t.match), to)
			if t.match == int32(i) {
				end = min(i+2, to) // what is not closed has the text that follows
				if t.kind == kindEmpty {
					end = i + 1
				}
			}
			if (csp == spaceNative || csp == spaceMedia || csp == spaceAtom) && keptPart(cl) {
				k.part(b, csp, cl, as, i+1, max(end, i+1), cbase, depth+1)
			}
		}
		i = next
	}
	if hasChild && depth < maxPartDepth {
		return
	}
	s, _ := inner(b, k.toks[from:to])
	s = strings.TrimSpace(limit(s))
	if s == "" {
		return
	}
	switch {
	case local == "link" && sp == spaceNative, local == "uri":
		s = link.Resolve(base, s)
	case local == "guid", local == "id", local == "identifier":
	default:
		k.put(line(s, true))
		return
	}
	k.lift(s)
}

// keptPart reports the elements inside of others that mean something to us.
func keptPart(name string) bool {
	switch name {
	case "name", "email", "uri", "url", "title", "id", "link", "content", "thumbnail", "credit", "description", "text", "author", "rights":
		return true
	}
	return false
}

// keptAttr reports the attributes that mean something to us.
func keptAttr(name string) bool {
	switch name {
	case "rel", "type", "title", "length", "filesize", "medium", "ispermalink", "domain", "term", "scheme", "label", "role", "expression", "hreflang", "width", "height":
		return true
	}
	return false
}

// duplicate reports whether an attribute stands before a in as under the same
// name.
func duplicate(as []attr, a attr) bool {
	_, name := split(a.name)
	for _, o := range as {
		_, other := split(o.name)
		if bytes.EqualFold(name, other) {
			return &o.name[0] != &a.name[0]
		}
	}
	return false
}
