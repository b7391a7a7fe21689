package document

import (
	"bytes"
)

// A span is a range of a document's bytes.
type span struct{ start, end int }

func (s span) of(b []byte) []byte { return b[s.start:s.end] }
func (s span) len() int           { return s.end - s.start }

// A cut is a document in pieces: what lies outside of entries, and entries.
// In the order of their places the pieces are the document.
type cut struct {
	format  format
	root    []byte // start tag; nil for entries without a root
	channel []byte // start tag of an RSS or RDF channel; nil when there is none
	beside  bool   // entries lie beside the channel, as in RDF
	head    []span
	entries []piece
	html    bool // the root is that of an HTML page
	whole   bool // the root was closed
	limited bool // there are more than the limit
}

// A piece is one entry.
type piece struct {
	span
	id    uint64 // hash of the identifier as printed; 0 when there is none
	at    uint64 // of the link, where the format is not Atom
	title uint64 // of the title, likewise
	ended bool   // by its own end tag, or by what follows it; false at the document's end
	open  bool   // ended by what follows it inside of an element content, but in Atom, where entries may be content
}

// format is what a document is written in.
type format uint8

const (
	formatNone format = iota
	formatRSS
	formatRDF
	formatAtom
	formatJSON
)

// cutXML cuts a document in one pass.
func cutXML(b []byte, maxEntries int) *cut {
	c := &cut{}
	l := &lexer{b: b}
	from := 0 // where the head segment begins that is being read
	for {
		t, ok := l.next()
		if !ok {
			break
		}
		switch t.kind {
		case kindEnd:
			if c.format != formatNone && c.isRoot(t.qname(b)) {
				c.whole = true
			}
			if _, local := split(t.qname(b)); c.format == formatRDF && len(c.entries) == 0 && fold(local, "channel") {
				c.beside = true
			}
			continue
		case kindStart, kindEmpty:
		default:
			continue
		}
		_, local := split(t.qname(b))
		if c.format == formatNone {
			if fold(local, "html") || fold(local, "body") {
				c.html = true
				break
			}
			if c.format = rootFormat(local); c.format == formatNone {
				continue
			}
			switch {
			case fold(local, "channel"):
				c.channel = b[t.start:t.end]
			case c.isEntry(b, t):
			case fold(local, "item"), fold(local, "entry"): // of another vocabulary
				c.format = formatNone
				continue
			default:
				c.root = b[t.start:t.end]
			}
		} else if c.channel == nil && c.format != formatAtom && fold(local, "channel") {
			c.channel = b[t.start:t.end]
		}
		if !c.isEntry(b, t) {
			continue
		}
		if len(c.entries) == maxEntries {
			c.limited = true
			break
		}
		if from < int(t.start) {
			c.head = append(c.head, span{from, int(t.start)})
		}
		p := c.entry(l, t)
		c.entries = append(c.entries, p)
		from = p.end
		l.pos, l.closer = p.end, l.closer[:0]
	}
	if from < len(b) {
		c.head = append(c.head, span{from, len(b)})
	}
	return c
}

// entry reads on to the end of the entry that t opens.
func (c *cut) entry(l *lexer, t token) piece {
	b := l.b
	p := piece{span: span{int(t.start), int(t.end)}, ended: true}
	if c.format == formatRDF {
		p.id = peekAbout(b, t)
	}
	if t.kind == kindEmpty {
		return p
	}
	name := t.qname(b)
	l.closer = append(append(l.closer[:0], "</"...), name...)
	nested, content, source := 0, false, false
	for {
		u, ok := l.next()
		if !ok {
			p.end, p.ended = len(b), false
			return p
		}
		switch u.kind {
		case kindStart, kindEmpty:
			q := u.qname(b)
			if len(q) == len(name) && bytes.EqualFold(q, name) {
				if c.format != formatAtom || !content {
					p.end, p.open = int(u.start), content // the end tag was forgotten
					return p
				}
				if u.kind == kindStart {
					nested++
				}
				continue
			}
			switch _, local := split(q); {
			case fold(local, "content"):
				content = u.kind == kindStart
			case fold(local, "source"):
				source = u.kind == kindStart
			case source || content:
			case p.id == 0 && (fold(local, "guid") || c.format == formatAtom && fold(local, "id")):
				p.id = peek(b[u.end:])
			case c.format == formatAtom:
			case p.at == 0 && len(q) == len(local) && fold(local, "link"):
				p.at = peek(b[u.end:])
			case p.title == 0 && len(q) == len(local) && fold(local, "title"):
				p.title = peek(b[u.end:])
			}
		case kindEnd:
			q := u.qname(b)
			if len(q) == len(name) && bytes.EqualFold(q, name) {
				if nested > 0 {
					nested--
					continue
				}
				p.end = int(u.end)
				return p
			}
			switch _, local := split(q); {
			case fold(local, "content"):
				content = nested > 0
			case fold(local, "source"):
				source = false
			case c.isRoot(q), !content && c.format != formatAtom && fold(local, "channel"):
				p.end, p.open = int(u.start), content && c.format != formatAtom
				return p
			}
		}
	}
}

// peek hashes the text up to the next end tag, as printed.
func peek(b []byte) uint64 {
	if len(b) > maxLine {
		b = b[:maxLine]
	}
	i := bytes.Index(b, []byte("</"))
	if i < 0 {
		return 0
	}
	b = bytes.TrimSpace(b[:i])
	if len(b) == 0 {
		return 0
	}
	return hash(b, 0)
}

// peekAbout hashes the rdf:about of the tag t: the identifier of items in RDF.
func peekAbout(b []byte, t token) uint64 {
	var room [8]attr
	for _, a := range t.attrs(b, room[:0]) {
		if _, local := split(a.name); fold(local, "about") && len(a.value) > 0 && len(a.value) <= maxLine {
			return hash(bytes.TrimSpace(a.value), 0)
		}
	}
	return 0
}

// isRoot reports whether qname is that of the root.
func (c *cut) isRoot(qname []byte) bool {
	if c.root == nil { // the start tag is missing
		return fold(qname, "feed") || fold(qname, "rss")
	}
	return len(c.root) > len(qname) && bytes.EqualFold(c.root[1:1+len(qname)], qname) && nameEnd(c.root, 1) == 1+len(qname)
}

// isEntry reports whether the element that t opens is an entry of c's format:
// the right local name, and a prefix that is not one of the extensions'.
func (c *cut) isEntry(b []byte, t token) bool {
	prefix, local := split(t.qname(b))
	switch c.format {
	case formatRSS, formatRDF:
		if !fold(local, "item") {
			return false
		}
	case formatAtom:
		if !fold(local, "entry") {
			return false
		}
	default:
		return false
	}
	if len(prefix) == 0 {
		return true
	}
	rootPrefix, _ := split(c.rootName())
	if bytes.Equal(prefix, rootPrefix) || fold(prefix, "rss") || fold(prefix, "rdf") || fold(prefix, "atom") {
		return true
	}
	for _, tag := range [...][]byte{c.root, b[t.start:t.end]} {
		if sp := spaceOfPrefix(tag, prefix); sp == spaceNative || sp == spaceAtom {
			return true
		}
	}
	return false
}

func (c *cut) rootName() []byte {
	if c.root == nil {
		return nil
	}
	return c.root[1:nameEnd(c.root, 1)]
}

// rootFormat is the format of a document with that root element.
func rootFormat(local []byte) format {
	switch {
	case fold(local, "rss"), fold(local, "channel"), fold(local, "item"):
		return formatRSS
	case fold(local, "rdf"):
		return formatRDF
	case fold(local, "feed"), fold(local, "entry"):
		return formatAtom
	}
	return formatNone
}

// fold reports whether b is s, which is in lower case, but for ASCII case.
func fold(b []byte, s string) bool {
	if len(b) != len(s) {
		return false
	}
	for i := range b {
		c := b[i]
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		if c != s[i] {
			return false
		}
	}
	return true
}

// tree finds for each start tag of b its end tag. Tags that are not closed
// stand alone, their children beside them; end tags of nothing are left out
// of account. It stops where there are too many tokens or levels: strict says
// that this is an error.
func tree(b []byte, toks []token, strict bool) ([]token, error) {
	l := &lexer{b: b}
	if strict && len(b) > 1 { // text does not swallow the end tag of its entry
		l.closer = append(append([]byte("</"), b[1:nameEnd(b, 1)]...), '>')
	}
	var open [maxDepth]int32
	var names [maxDepth][]byte // of those that are open
	depth := 0
	for {
		t, ok := l.next()
		if !ok {
			return toks, nil
		}
		if len(toks) >= maxTokens {
			if strict {
				return toks, errTokens
			}
			return toks, nil
		}
		i := int32(len(toks))
		t.match = i
		switch t.kind {
		case kindStart:
			if depth == maxDepth {
				if strict {
					return toks, errDepth
				}
				break
			}
			open[depth], names[depth] = i, t.qname(b)
			l.open = names[depth]
			depth++
		case kindEnd:
			name := t.qname(b)
			for d := depth - 1; d >= 0; d-- {
				o := names[d]
				if len(o) == len(name) && (bytes.Equal(o, name) || bytes.EqualFold(o, name)) {
					toks[open[d]].match = i
					if depth = d; d > 0 {
						l.open = names[d-1]
					}
					break
				}
			}
		}
		toks = append(toks, t)
	}
}
