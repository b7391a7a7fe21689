package document

import (
	"bytes"
	"html"
	"strings"

	"golang.org/x/net/html/atom"

	"github.com/datelinewire/dateline/ingest/link"
)

// inner is the text of an element: its character data, or where it has
// elements inside, these as HTML. marked says that it had.
func inner(b []byte, toks []token) (s string, marked bool) {
	for _, t := range toks {
		if t.kind == kindStart || t.kind == kindEmpty {
			return markupOf(b, toks), true
		}
	}
	if len(toks) == 1 {
		return charData(b, toks[0]), false
	}
	var w strings.Builder
	for _, t := range toks {
		w.WriteString(charData(b, t))
	}
	return w.String(), false
}

// charData is the character data of a token that is no tag.
func charData(b []byte, t token) string {
	raw := b[t.start:t.end]
	switch t.kind {
	case kindText:
		return unescape(raw)
	case kindCDATA:
		s, whole := bytes.CutSuffix(raw[len(cdataOpen):], cdataClose)
		if !whole { // its end is broken
			s = bytes.TrimRight(s, "]")
		}
		return string(s)
	}
	return ""
}

// markupOf is the tokens as HTML: tags without their prefixes, character data
// as it was written, CDATA as the HTML it holds.
func markupOf(b []byte, toks []token) string {
	var w strings.Builder
	if n := len(toks); n > 0 {
		w.Grow(int(toks[n-1].end - toks[0].start))
	}
	for _, t := range toks {
		writeToken(&w, b, t)
	}
	return w.String()
}

func writeToken(w *strings.Builder, b []byte, t token) {
	switch t.kind {
	case kindText:
		w.Write(b[t.start:t.end])
	case kindCDATA:
		w.WriteString(charData(b, t))
	case kindStart, kindEmpty, kindEnd:
		_, local := split(t.qname(b))
		w.WriteByte('<')
		if t.kind == kindEnd {
			w.WriteByte('/')
		}
		w.Write(local)
		rest := b[t.name:t.end]
		void := atom.Lookup(local) == 0 || voids[atom.Lookup(local)]
		if t.kind == kindEmpty && !void { // <p/> is no end in HTML
			i := bytes.LastIndexByte(rest, '/')
			w.Write(rest[:i])
			w.WriteString("></")
			w.Write(local)
			rest = rest[i+1:]
		}
		w.Write(rest)
		if !bytes.HasSuffix(rest, []byte(">")) {
			w.WriteByte('>')
		}
	}
}

// markupAt is markupOf where elements say with xml:base what their links are
// relative to, which HTML cannot: these links come out absolute. The tokens
// are those from index from of their entry.
func markupAt(b []byte, toks []token, from int, base string) string {
	type scope struct {
		end  int32
		base string
	}
	scopes := []scope{{int32(from + len(toks)), base}}
	rebased := 0
	var w strings.Builder
	for i, t := range toks {
		for n := len(scopes) - 1; n > 0 && int32(from+i) > scopes[n].end; n-- {
			scopes = scopes[:n]
		}
		if t.kind != kindStart && t.kind != kindEmpty {
			writeToken(&w, b, t)
			continue
		}
		as := t.attrs(b, nil)
		here := scopes[len(scopes)-1].base
		if rebased < maxParts {
			was := here
			if here, _ = inherit(as, here, ""); here != was {
				rebased++
			}
		}
		if t.match > int32(from+i) {
			scopes = append(scopes, scope{t.match, here})
		}
		if here == base {
			writeToken(&w, b, t)
			continue
		}
		tag := append([]byte{'<'}, t.qname(b)...)
		for _, a := range as {
			v := a.value
			if fold(a.name, "href") || fold(a.name, "src") || fold(a.name, "cite") {
				v = []byte(html.EscapeString(link.Resolve(here, unescape(v))))
			}
			tag = append(append(append(tag, ' '), a.name...), `="`...)
			tag = append(append(tag, bytes.ReplaceAll(v, []byte{'"'}, []byte("&#34;"))...), '"')
		}
		name := int32(1 + len(t.qname(b)))
		if t.kind == kindEmpty {
			tag = append(tag, '/')
		}
		tag = append(tag, '>')
		writeToken(&w, tag, token{kind: t.kind, end: int32(len(tag)), name: name})
	}
	return w.String()
}
