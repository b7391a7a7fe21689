package document

import (
	"bytes"
	"cmp"
	"strings"

	"github.com/datelinewire/dateline/ingest/link"
)

// maxPartDepth bounds the structure handed on: media:group/media:content/media:title.
const maxPartDepth = 4

// part copies an element of structure for gofeed, with what it may hold.
func (k *skeleton) part(b []byte, sp space, local string, as []attr, from, to int, base string, depth int) {
	said := ""
	if depth == 0 {
		sp, local, as, said = k.rename(b, sp, local, as, from, to)
	}
	var prefix []byte
	if sp != spaceNative {
		prefix = []byte(prefixes[sp])
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
			v = link.Resolve(base, address(v))
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
	switch {
	case said != "":
		k.put(said)
	case local == "author" || local == "creator" || local == "contributor":
		k.person(b, prefix, local, sp, from, to)
	default:
		k.content(b, local, sp, from, to, base, depth)
	}
	k.close(prefix, local)
}

// rename gives an element of structure the name, and its content the place,
// that it has where it is written as its format asks: a link, a category or a
// guid of another format than the document's, an enclosure with href, a
// picture. said is what it says, where that is not what stands in it.
func (k *skeleton) rename(b []byte, sp space, local string, as []attr, from, to int) (space, string, []attr, string) {
	atom := k.format == formatAtom
	switch {
	case local == "url":
		local = "link"
	case local == "guid" && atom && sp == spaceNative:
		local = "id"
	}
	switch {
	case local == "link" && atom && sp == spaceNative && value(as, "href") == "":
		as = append(as, attr{[]byte("href"), k.raw(b, from, to)})
	case local == "enclosure" && value(as, "url") == "":
		as = append(as, attr{[]byte("url"), escaped(value(as, "href"))})
	case local == "category" && atom && sp == spaceNative && value(as, "term") == "":
		as = append(as, attr{[]byte("term"), k.raw(b, from, to)})
	case local == "category" && !atom:
		said := line(limit(k.said(b, from, to)), true)
		return spaceNative, local, as, cmp.Or(said, value(as, "label"), value(as, "term"))
	case local == "image" && sp == spaceNative:
		return spaceMedia, "thumbnail", []attr{{[]byte("url"), k.picture(b, from, to)}}, " "
	}
	return sp, local, as, ""
}

// picture is the address of a picture that an element is or has.
func (k *skeleton) picture(b []byte, from, to int) []byte {
	for i := from; i < to; i++ {
		t := k.toks[i]
		if t.kind != kindStart {
			continue
		}
		if _, local := split(t.qname(b)); fold(local, "url") {
			return k.raw(b, i+1, min(int(t.match), to))
		}
	}
	return k.raw(b, from, to)
}

// said is the character data of an element, of what stands in it too.
func (k *skeleton) said(b []byte, from, to int) string {
	if to-from == 1 {
		return charData(b, k.toks[from])
	}
	var w strings.Builder
	for _, t := range k.toks[from:max(from, to)] {
		w.WriteString(charData(b, t))
	}
	return w.String()
}

// raw is said as the value of an attribute is printed.
func (k *skeleton) raw(b []byte, from, to int) []byte {
	return escaped(strings.TrimSpace(limit(k.said(b, from, to))))
}

func escaped(s string) []byte { return []byte(strings.ReplaceAll(s, "&", "&amp;")) }

// person writes the name of a person: where there is structure, what its
// element of that name says.
func (k *skeleton) person(b, prefix []byte, local string, sp space, from, to int) {
	name := ""
	for i := from; i < to && name == ""; i++ {
		t := k.toks[i]
		if t.kind != kindStart {
			continue
		}
		if _, child := split(t.qname(b)); fold(child, "name") && int(t.match) != i {
			name = k.said(b, i+1, min(int(t.match), to))
		}
	}
	if strings.TrimSpace(name) == "" {
		if name = k.said(b, from, to); k.format == formatAtom && strings.IndexByte(name, '@') >= 0 && to-from > 1 {
			name = "" // only its mail
		}
	}
	name = line(limit(name), true)
	if name == "" {
		return
	}
	if local != "creator" && (sp == spaceAtom || k.format == formatAtom && sp == spaceNative) {
		k.open(prefix, "name>")
		defer k.close(prefix, "name")
	}
	k.put(name)
}

// content copies what an element of structure holds: other elements that mean
// something, else its text. gofeed would take the elements in what should be
// text for text, tags and all.
func (k *skeleton) content(b []byte, local string, sp space, from, to int, base string, depth int) {
	kept := false
	for i := from; i < to && k.holds(sp, local); {
		t := k.toks[i]
		if t.kind != kindStart && t.kind != kindEmpty {
			i++
			continue
		}
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
				kept = true
				k.part(b, csp, cl, as, i+1, max(end, i+1), cbase, depth+1)
			}
		}
		i = next
	}
	if kept {
		return
	}
	s := strings.TrimSpace(limit(k.said(b, from, to)))
	if s == "" {
		return
	}
	switch {
	case local == "link" && sp == spaceNative, local == "uri":
		s = link.Resolve(base, address(s))
	case local == "guid", local == "id", local == "identifier":
	default:
		k.put(line(s, true))
		return
	}
	k.lift(s)
}

// address is an address without the entities that were escaped once too often.
func address(s string) string {
	for _, amp := range [...]string{"&amp;", "&#38;", "&#038;", "&#x26;"} {
		s = strings.ReplaceAll(s, amp, "&")
	}
	return s
}

// holds reports the elements whose parts gofeed reads.
func (k *skeleton) holds(sp space, local string) bool {
	switch local {
	case "source":
		return sp == spaceAtom || sp == spaceNative && k.format == formatAtom
	case "content", "group":
		return sp == spaceMedia
	}
	return false
}

// keptPart reports the elements inside of others that mean something to us.
func keptPart(name string) bool {
	switch name {
	case "name", "email", "uri", "url", "title", "id", "link", "content", "thumbnail", "credit", "description", "text", "author", "rights", "copyright":
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
