package document

import (
	"bytes"
	"html"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/net/html/atom"

	"github.com/datelinewire/dateline/ingest/link"
)

// maxEntity is the longest name of an HTML entity, with room.
const maxEntity = 40

// unescape decodes the entities of XML and of HTML in raw, the latter because
// feeds use them undeclared. What is no entity, such as a bare &, stays as it
// is; so do names without their semicolon, which in feeds are mostly parts of
// addresses.
func unescape(raw []byte) string {
	i := bytes.IndexByte(raw, '&')
	if i < 0 {
		return string(raw)
	}
	var b strings.Builder
	b.Grow(len(raw))
	for i >= 0 {
		b.Write(raw[:i])
		raw = raw[i:]
		end := entityEnd(raw)
		if r, n := surrogates(raw, end); n > 0 {
			b.WriteRune(r)
			end = n
		} else if end == 0 || !writeEntity(&b, raw[:end]) {
			b.WriteByte('&')
			end = 1
		}
		raw = raw[end:]
		i = bytes.IndexByte(raw, '&')
	}
	b.Write(raw)
	return b.String()
}

func unescapeString(s string) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	return unescape([]byte(s))
}

// entityEnd is the length of the entity that s, which begins with &, begins
// with; 0 when it is none.
func entityEnd(s []byte) int {
	for i := 1; i < len(s) && i < maxEntity; i++ {
		switch c := s[i]; {
		case c == ';':
			if i == 1 {
				return 0
			}
			return i + 1
		case !alnum(c) && c != '#':
			return 0
		}
	}
	return 0
}

// writeEntity writes what the entity stands for, or reports that it is none.
func writeEntity(b *strings.Builder, s []byte) bool {
	switch string(s) {
	case "&amp;":
		b.WriteByte('&')
	case "&lt;":
		b.WriteByte('<')
	case "&gt;":
		b.WriteByte('>')
	case "&quot;":
		b.WriteByte('"')
	case "&apos;", "&#39;":
		b.WriteByte('\'')
	default:
		if s[1] == '#' {
			return writeNumeric(b, string(s[2:len(s)-1]))
		}
		u := html.UnescapeString(string(s))
		if u == string(s) || strings.HasSuffix(u, ";") && u != ";" {
			return false
		}
		b.WriteString(u)
	}
	return true
}

// surrogates is the character that s begins with in two numeric references,
// as JavaScript counts letters, and how long they are; of which the first is
// end long.
func surrogates(s []byte, end int) (rune, int) {
	unit := func(ref []byte) rune {
		if len(ref) < 4 || ref[1] != '#' {
			return 0
		}
		digits, base := string(ref[2:len(ref)-1]), 10
		if digits[0]|0x20 == 'x' {
			digits, base = digits[1:], 16
		}
		n, err := strconv.ParseUint(digits, base, 16)
		if err != nil {
			return 0
		}
		return rune(n)
	}
	high := unit(s[:end])
	if !utf16.IsSurrogate(high) || end == len(s) || s[end] != '&' {
		return 0, 0
	}
	next := entityEnd(s[end:])
	r := utf16.DecodeRune(high, unit(s[end:end+next]))
	if r == utf8.RuneError {
		return 0, 0
	}
	return r, end + next
}

// writeNumeric writes the character of a numeric reference. Controls are
// dropped; 128 to 159 are taken as windows-1252 as HTML does (HTML §13.2.5.80).
func writeNumeric(b *strings.Builder, digits string) bool {
	base := 10
	if strings.HasPrefix(digits, "x") || strings.HasPrefix(digits, "X") {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 64)
	if digits == "" || err != nil && n == 0 {
		return false
	}
	switch {
	case n == '\t' || n == '\n' || n == '\r':
		b.WriteByte(byte(n))
	case n < ' ' || n == 0x7F:
	case n >= 0x80 && n <= 0x9F:
		b.WriteString(html.UnescapeString("&#" + strconv.FormatUint(n, 10) + ";"))
	case n > utf8.MaxRune || n >= 0xD800 && n <= 0xDFFF:
		b.WriteRune(utf8.RuneError)
	default:
		b.WriteRune(rune(n))
	}
	return true
}

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
		here, _ := inherit(as, scopes[len(scopes)-1].base, "")
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

// voids are the elements of HTML that have no end tag.
var voids = map[atom.Atom]bool{atom.Area: true, atom.Base: true, atom.Br: true, atom.Col: true, atom.Embed: true, atom.Hr: true,
	atom.Img: true, atom.Input: true, atom.Link: true, atom.Meta: true, atom.Source: true, atom.Track: true, atom.Wbr: true}

// elements are those of HTML, old ones too.
var elements = wordSet(`a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body br button
canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure
font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map
mark marquee math menu meta meter nav nobr noframes noscript object ol optgroup option output p param picture pre progress q rb rp rt rtc ruby s samp
script section select small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time
title tr track tt u ul var video wbr xmp`)

// maxTickers bounds how often the end tag is looked for of what may be a tag.
const maxTickers = 20

// A tagFinder tells tags of HTML from what agencies print in angle brackets:
// USAIR <U>, DU PONT <DD>.
type tagFinder struct {
	all   string
	asked int
}

// tag returns the name of the tag that s, which follows a < in all, begins
// with; empty when it is none. Capitals alone are a tag only if it has an
// attribute, or an end, or is a break.
func (f *tagFinder) tag(s string) string {
	n := tagName(s)
	low := strings.ToLower(n)
	switch {
	case !elements[low]:
		return ""
	case n == low, low == "br", low == "hr", low == "img", s[0] == '/':
		return low
	case len(s) > len(n) && s[len(n)] <= ' ':
		if end := strings.IndexByte(s[:min(len(s), 200)], '>'); end > 0 && strings.IndexByte(s[:end], '=') > 0 {
			return low
		}
	}
	if f.asked++; f.asked > maxTickers || strings.Contains(f.all, "</"+n) {
		return low
	}
	return ""
}

// isHTML reports whether s has a tag of HTML in it, and so is not meant as
// plain text.
func isHTML(s string) bool {
	f := &tagFinder{all: s}
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			return false
		}
		s = s[i+1:]
		if strings.HasPrefix(s, "!--") || f.tag(s) != "" || f.foreign(s) {
			return true
		}
	}
}

// foreign reports whether what follows a < is the tag of an element that HTML
// does not know, such as o:p: one in lower case that is closed.
func (f *tagFinder) foreign(s string) bool {
	i := 0
	for i < len(s) && i < 24 && ('a' <= s[i] && s[i] <= 'z' || i > 0 && (isDigit(s[i]) || s[i] == '-' || s[i] == ':' || s[i] == '_')) {
		i++
	}
	if i < 2 || i == len(s) || s[i] != '>' && s[i] != ' ' || f.asked >= maxTickers {
		return false
	}
	f.asked++
	return strings.Contains(f.all, "</"+s[:i]+">")
}

// isTagged reports whether a title of which nobody says that it is HTML has a
// tag in it, and not a word in angle brackets, as a title about a tag has: the
// tag has an attribute or an end, or needs none.
func isTagged(s string) bool {
	f := &tagFinder{all: s}
	for at := 0; ; {
		i := strings.IndexByte(s[at:], '<')
		if i < 0 {
			return false
		}
		at += i + 1
		rest := s[at:]
		if strings.HasPrefix(rest, "!--") {
			return true
		}
		tag := f.tag(rest)
		switch {
		case tag == "":
		case voids[atom.Lookup([]byte(tag))], tag == "p" && at == 1:
			return true
		default:
			n := tagName(rest)
			end := strings.IndexByte(rest, '>')
			if end > 0 && strings.IndexByte(rest[:end], '=') > 0 {
				return true
			}
			if f.asked++; f.asked <= maxTickers && rest[0] != '/' && strings.Contains(s, "</"+n) {
				return true
			}
		}
	}
}

// tagName is the name of the tag that s, which follows a <, begins with;
// empty when it is none.
func tagName(s string) string {
	s = strings.TrimPrefix(s, "/")
	i := 0
	for i < len(s) && i < 24 && alnum(s[i]) {
		i++
	}
	if i == 0 || i == len(s) || s[0] < 'A' {
		return ""
	}
	if c := s[i]; c > ' ' && c != '>' && c != '/' {
		return ""
	}
	return s[:i]
}

// twice reports whether s is HTML that was escaped once too often: it has no
// tag, but an escaped one that is closed.
func twice(s string) bool {
	if !strings.Contains(s, "&lt;") || strings.IndexByte(s, '<') >= 0 {
		return false
	}
	for _, end := range [...]string{"&lt;/p&gt;", "&lt;/a&gt;", "&lt;/div&gt;", "&lt;/b&gt;", "&lt;/strong&gt;", "&lt;/em&gt;", "&lt;/i&gt;", "&lt;br&gt;", "&lt;br/&gt;", "&lt;br /&gt;", "&lt;/span&gt;", "&lt;/li&gt;"} {
		if strings.Contains(s, end) {
			return true
		}
	}
	return false
}

// fromHTML is a body that is HTML by its format. Plain text in its place, as
// wires send it, keeps its paragraphs.
func fromHTML(s string) string {
	s = undouble(strings.TrimSpace(s))
	if twice(s) {
		s = unescapeString(s)
	}
	if lt, nl := strings.IndexByte(s, '<') >= 0, strings.IndexByte(s, '\n') >= 0; (lt || nl) && !isHTML(s) {
		if lt {
			s = strings.ReplaceAll(s, "<", "&lt;")
		}
		if nl {
			s = paragraphs(s, false)
		}
	}
	return s
}

// fromText is a body that is plain text by its format, as HTML.
func fromText(s string) string { return paragraphs(undouble(strings.TrimSpace(s)), true) }

// paragraphs puts plain text into HTML: a paragraph for each part between
// blank lines, a break for a line that ends.
func paragraphs(s string, escape bool) string {
	if s == "" {
		return ""
	}
	if strings.IndexByte(s, '\r') >= 0 {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	var b strings.Builder
	b.Grow(len(s) + len(s)/8 + 16)
	open, blank := false, false
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			blank = true
			continue
		}
		switch {
		case !open:
			b.WriteString("<p>")
		case blank:
			b.WriteString("</p>\n<p>")
		default:
			b.WriteString("\n")
		}
		open, blank = true, false
		if escape {
			line = html.EscapeString(line)
		}
		b.WriteString(line)
	}
	if open {
		b.WriteString("</p>")
	}
	return b.String()
}

// line is s as one line of plain text: HTML taken away, entities decoded,
// white space folded, controls dropped.
func line(s string, isMarkup bool) string {
	if isMarkup && strings.IndexByte(s, '<') >= 0 {
		s = untag(s)
	}
	if isMarkup {
		s = unescapeString(s)
	}
	return foldSpace(undouble(s))
}

// untag takes the tags of HTML out of s, with a blank where one parts words.
// A < that begins no tag of HTML stays.
func untag(s string) string {
	f := &tagFinder{all: s}
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		s = s[i:]
		if strings.HasPrefix(s, "<!--") {
			if e := strings.Index(s, "-->"); e >= 0 {
				s = s[e+3:]
				continue
			}
		}
		tag := f.tag(s[1:])
		end := strings.IndexByte(s, '>')
		if tag == "" || end < 0 {
			b.WriteByte('<')
			s = s[1:]
			continue
		}
		switch tag {
		case "br", "p", "div", "li", "td", "tr", "h1", "h2", "h3", "h4":
			b.WriteByte(' ')
		}
		s = s[end+1:]
	}
}

// foldSpace folds white space to single blanks and drops controls.
func foldSpace(s string) string {
	clean := true
	space := true // a blank at the beginning goes
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == ' ' && !space {
			space = true
			continue
		}
		if c <= ' ' || c == 0x7F || c >= 0x80 && c != 0xC3 && c != 0xC4 && c != 0xC5 && c != 0xD0 && c != 0xD1 && (c&0xC0) != 0x80 {
			clean = false
			break
		}
		space = false
	}
	if clean && (!space || s == "") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	pending := false
	for _, r := range s {
		switch {
		case isSpace(r):
			pending = b.Len() > 0
		case r < ' ' || r >= 0x7F && r < 0xA0 || r == 0xFEFF || r == 0xFFFE || r == 0xFFFF || r >= 0x202A && r <= 0x202E:
		default:
			if pending {
				b.WriteByte(' ')
				pending = false
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isSpace reports white space of every kind, the unbreakable too.
func isSpace(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\r', '\v', '\f', 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
		return true
	}
	return r >= 0x2000 && r <= 0x200A
}
