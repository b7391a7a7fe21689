package document

import (
	"bytes"
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"github.com/datelinewire/dateline/ingest/link"
)

// text keeps a text construct aside. The first that says something wins; the
// longer one where a body is given twice.
func (k *skeleton) text(b []byte, n *note, r role, as []attr, from, to int, base, lang string) {
	typ, mode := strings.ToLower(strings.TrimSpace(value(as, "type"))), strings.ToLower(value(as, "mode"))
	if i := strings.IndexByte(typ, ';'); i >= 0 {
		typ = strings.TrimSpace(typ[:i])
	}
	if src := value(as, "src"); r == roleContent && src != "" {
		n.outside, n.outType = link.Resolve(base, src), typ
	}
	s, marked := inner(b, k.toks[from:to])
	if marked && bytes.Contains(b[k.toks[from].start:k.toks[to-1].end], []byte("xml:base")) {
		s = markupAt(b, k.toks[from:to], from, base)
	}
	s = uncased(s)
	if k.format != formatAtom && r != roleContent && r != roleSummary {
		typ, mode = "html", "" // RSS knows no types; the attribute is decoration
	}
	if mode == "base64" || isBinary(typ) {
		d, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(s), ""))
		if err != nil || isBinary(typ) && (typ != "application/octet-stream" || !utf8.Valid(d) || bytes.IndexByte(d, 0) >= 0) {
			return
		}
		s = string(cleanText(bytes.ToValidUTF8(d, []byte("\uFFFD"))))
	}
	markup := typ != "text" && typ != "text/plain" && typ != "plain"
	guess := typ == "" || typ == "text/plain" && mode == "escaped"
	if guess {
		markup = marked || looksMarked(s)
	}
	switch {
	case r <= roleSubtitle:
		if len(s) > 4*maxLine {
			n.truncated = true
		}
		s = limit(s)
		if !marked && (guess || k.format != formatAtom) && !isTagged(s) {
			s = unescapeString(s) // what looks like a tag is what it is about
			markup = false
		}
		s = line(s, markup || marked)
	case marked && (strings.HasSuffix(typ, "/xml") || strings.HasSuffix(typ, "+xml")):
		s = undouble(strings.TrimSpace(s))
	case markup || marked:
		s = fromHTML(s)
	default:
		s = fromText(s)
	}
	if old := n.text(r); old.s == "" || r > roleOtherTitle && len(s) > len(old.s) {
		*old = text{s, base, lang}
	}
}

// uncased is s without the marks of a CDATA section that were escaped, and so
// are text.
func uncased(s string) string {
	if t, ok := strings.CutPrefix(strings.TrimLeft(s, " \t\r\n"), string(cdataOpen)); ok {
		return strings.TrimSuffix(strings.TrimRight(t, " \t\r\n"), string(cdataClose))
	}
	return s
}

// looksMarked reports whether a text of no declared type is HTML: it has a
// tag, or an entity.
func looksMarked(s string) bool {
	return isHTML(s) || strings.IndexByte(s, '&') >= 0 && unescapeString(s) != s
}

// isBinary reports the media types whose content is no text.
func isBinary(typ string) bool {
	for _, p := range [...]string{"image/", "audio/", "video/", "application/octet-stream", "application/pdf", "application/zip"} {
		if strings.HasPrefix(typ, p) && !strings.HasSuffix(typ, "+xml") {
			return true
		}
	}
	return false
}

// blurbs keeps the descriptions of a group of media aside: often they are all
// the text that an entry has.
func (k *skeleton) blurbs(b []byte, n *note, from, to int, base, lang string) {
	for i := from; i < to; i++ {
		t := k.toks[i]
		if t.kind != kindStart || int(t.match) == i {
			continue
		}
		if sp, local, as := k.name(b, t); roleOf(sp, local) == roleBlurb {
			k.text(b, n, roleBlurb, as, i+1, min(int(t.match), to), base, lang)
		}
		i = int(t.match)
	}
}
