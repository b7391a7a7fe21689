package document

import "bytes"

// A token is one piece of XML. The lexer takes any bytes for XML: what cannot
// be markup is text.
type token struct {
	kind       kind
	start, end int32 // in the bytes
	name       int32 // end of the qualified name of a tag; it begins after < or </
	match      int32 // of a start tag: index of its end tag, or of itself when it has none
}

type kind uint8

const (
	kindText    kind = iota
	kindCDATA        // with its marks, of which the last may be missing
	kindComment      // <!-- -->
	kindOther        // <? ?> and <! >
	kindStart
	kindEmpty // <a/>
	kindEnd
)

var (
	cdataOpen    = []byte("<![CDATA[")
	cdataClose   = []byte("]]>")
	commentOpen  = []byte("<!--")
	commentClose = []byte("-->")
	piClose      = []byte("?>")
)

// never is a place that no search reaches.
const never = int(^uint(0) >> 1)

// A lexer walks over bytes once. It remembers where the ends it looked for
// are, so that no bytes are searched twice for the same thing.
type lexer struct {
	b   []byte
	pos int
	// where the next of each end is, as far as known; never when there is none
	cdataEnd, commentEnd, piEnd int
	// closer is the end tag of the element whose text must not swallow it,
	// "</item"; empty outside of entries.
	closer []byte
	// open is the name of the element that is open, where that is known.
	open []byte
}

// find returns where sep begins at or after from, remembering it in *memo.
func (l *lexer) find(sep []byte, from int, memo *int) int {
	if *memo >= from && *memo != 0 {
		return *memo
	}
	i := bytes.Index(l.b[from:], sep)
	if i < 0 {
		*memo = never
	} else {
		*memo = from + i
	}
	return *memo
}

// next returns the next token; false at the end.
func (l *lexer) next() (token, bool) {
	if l.pos >= len(l.b) {
		return token{}, false
	}
	t := token{start: int32(l.pos)}
	b := l.b[l.pos:]
	if b[0] != '<' {
		l.text(&t, 0)
		return t, true
	}
	if len(b) < 2 {
		l.text(&t, 1)
		return t, true
	}
	switch c := b[1]; {
	case c == '!':
		l.bang(&t)
	case c == '?':
		t.kind = kindOther
		if e := l.find(piClose, l.pos+2, &l.piEnd); e != never {
			l.pos = e + 2
		} else {
			l.pos, _ = tagEnd(l.b, l.pos+2)
		}
	case c == '/' && len(b) > 2 && isNameStart(b[2]):
		t.kind = kindEnd
		t.name = int32(nameEnd(l.b, l.pos+2))
		l.pos, _ = tagEnd(l.b, int(t.name))
	case isNameStart(c):
		t.kind = kindStart
		t.name = int32(nameEnd(l.b, l.pos+1))
		var closed bool
		l.pos, closed = tagEnd(l.b, int(t.name))
		if closed {
			t.kind = kindEmpty
		}
	default:
		l.text(&t, 1)
		return t, true
	}
	t.end = int32(l.pos)
	return t, true
}

// text takes everything up to the next < after skip bytes that may open
// something: in a run of them, the last.
func (l *lexer) text(t *token, skip int) {
	t.kind = kindText
	if skip > 0 {
		for b := l.b[l.pos:]; skip+1 < len(b) && b[skip] == '<' && b[skip+1] == '<'; {
			skip++
		}
	}
	if i := bytes.IndexByte(l.b[l.pos+skip:], '<'); i >= 0 {
		l.pos += skip + i
	} else {
		l.pos = len(l.b)
	}
	t.end = int32(l.pos)
}

// bang takes what begins with <!: a comment, CDATA or a declaration.
func (l *lexer) bang(t *token) {
	b := l.b[l.pos:]
	switch {
	case bytes.HasPrefix(b, cdataOpen), len(b) >= len(cdataOpen) && bytes.EqualFold(b[:len(cdataOpen)], cdataOpen):
		t.kind = kindCDATA
		l.pos = l.cdata(l.pos + len(cdataOpen))
	case bytes.HasPrefix(b, commentOpen):
		t.kind = kindComment
		if e := l.find(commentClose, l.pos+len(commentOpen), &l.commentEnd); e != never {
			l.pos = e + len(commentClose)
			return
		}
		l.text(t, 1) // it never ends: what it says is shown rather than lost
	default:
		t.kind = kindOther
		l.pos = declarationEnd(l.b, l.pos+2)
	}
}

// cdata returns where the CDATA section ends whose text begins at from. One
// that lost its end stops at the end of its element, or else of its entry,
// instead of swallowing what follows.
func (l *lexer) cdata(from int) int {
	end := l.find(cdataClose, from, &l.cdataEnd)
	inner := l.b[from:min(end, len(l.b))]
	if end != never && len(l.closer)+len(l.open) > 0 {
		inner = inner[:max(bytes.Index(inner, cdataOpen), 0)]
	}
	if i := endTag(inner, l.open); i >= 0 {
		return from + i
	}
	if i := bytes.Index(inner, l.closer); i >= 0 && len(l.closer) > 0 {
		return from + i
	}
	if end == never {
		return len(l.b)
	}
	return end + len(cdataClose)
}

// endTag returns where in b the end tag of an element begins; -1 when there
// is none.
func endTag(b, name []byte) int {
	for at := 0; len(name) > 0; {
		i := bytes.Index(b[at:], []byte("</"))
		if i < 0 {
			break
		}
		at += i
		if n := at + 2; len(b)-n > len(name) && bytes.EqualFold(b[n:n+len(name)], name) && nameEnd(b, n) == n+len(name) {
			return at
		}
		at += 2
	}
	return -1
}

// declarationEnd returns the end of a <!DOCTYPE …> whose text begins at i,
// its internal subset included.
func declarationEnd(b []byte, i int) int {
	depth := 0
	for ; i < len(b); i++ {
		switch b[i] {
		case '[':
			depth++
		case ']':
			depth--
		case '>':
			if depth <= 0 {
				return i + 1
			}
		}
	}
	return len(b)
}

// tagEnd returns where the tag ends whose name ended before i, and whether it
// closes itself. A < ends a tag that was not closed, even inside a value:
// XML 1.0 §3.1 forbids it there, so the quote is the mistake.
func tagEnd(b []byte, i int) (int, bool) {
	last := byte(0) // last byte that is not white space
	for i < len(b) {
		c := b[i]
		switch c {
		case '>':
			return i + 1, last == '/'
		case '<':
			return i, false
		case '"', '\'':
			if last != '=' {
				break
			}
			j := i + 1
			for j < len(b) && b[j] != c && b[j] != '<' {
				j++
			}
			if j < len(b) && b[j] == c {
				i = j
				break
			}
			if k := bytes.IndexByte(b[i:j], '>'); k >= 0 {
				return i + k + 1, false
			}
			return j, false
		}
		if c > ' ' {
			last = c
		}
		i++
	}
	return len(b), false
}

func nameEnd(b []byte, i int) int {
	for i < len(b) && b[i] > ' ' && b[i] != '>' && b[i] != '/' && b[i] != '<' && b[i] != '=' {
		i++
	}
	return i
}

func isNameStart(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c >= 0x80
}

// qname is the qualified name of a tag.
func (t token) qname(b []byte) []byte {
	i := t.start + 1
	if t.kind == kindEnd {
		i++
	}
	return b[i:t.name]
}

// split parts a qualified name.
func split(qname []byte) (prefix, local []byte) {
	if i := bytes.IndexByte(qname, ':'); i >= 0 {
		return qname[:i], qname[i+1:]
	}
	return nil, qname
}

// An attr is one attribute of a tag; the value is as printed.
type attr struct{ name, value []byte }

// attrs appends the attributes of the tag to as, at most maxAttrs.
func (t token) attrs(b []byte, as []attr) []attr {
	i, end := int(t.name), int(t.end)
	for len(as) < maxAttrs {
		for i < end && (b[i] <= ' ' || b[i] == '/') {
			i++
		}
		if i >= end || b[i] == '>' {
			return as
		}
		j := i
		for j < end && b[j] > ' ' && b[j] != '=' && b[j] != '>' && (b[j] != '/' || j == i) {
			j++
		}
		if j == i {
			i++
			continue
		}
		name := b[i:j]
		for j < end && b[j] <= ' ' {
			j++
		}
		if j >= end || b[j] != '=' {
			as = append(as, attr{name, nil})
			i = j
			continue
		}
		j++
		for j < end && b[j] <= ' ' {
			j++
		}
		i = j
		if i < end && (b[i] == '"' || b[i] == '\'') {
			if k := bytes.IndexByte(b[i+1:end], b[i]); k >= 0 {
				as = append(as, attr{name, b[i+1 : i+1+k]})
				i += k + 2
				continue
			}
			i++
		}
		j = i
		for j < end && b[j] > ' ' && b[j] != '>' {
			j++
		}
		as = append(as, attr{name, b[i:j]})
		i = j
	}
	return as
}

func alnum(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}
