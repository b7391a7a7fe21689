package document

import (
	"strings"
)

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
