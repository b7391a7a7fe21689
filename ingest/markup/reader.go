package markup

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/datelinewire/dateline/wire"
)

// maxDepth bounds the elements open at one place of the output; the tags of
// deeper ones go, their text stays. Layout tables reach 20.
const maxDepth = 60

// maxImages bounds the pictures noted of one text.
const maxImages = 200

// A reader goes over tokens once, and writes paragraphs and HTML side by side.
// Tags without attributes are written from a fixed list; every tag with
// attributes goes through bluemonday. Text is escaped.
type reader struct {
	base  string
	plain bool // only paragraphs are wanted

	out   []byte
	stack []open

	para       []byte // the paragraph that is being read
	blank      bool   // white space is due before the next letter
	breaks     int    // line breaks in a row
	paragraphs []string
	captions   []string
	caption    int // how many captions are open
	images     []wire.Media
	pre        int // how many pre elements are open
	nested     bool
	as         []attr

	tags []byte // with attributes, parted by later
	late []late // one for each
}

// open is an element that is open in the output.
type open struct {
	a       atom.Atom
	start   int // where its start tag begins
	content int // and where its content
	caption bool
	late    int // 1 + index in late of its start tag, 0 for none
}

// An attr is one attribute.
type attr struct{ name, value string }

// read reads all tokens.
func (r *reader) read(s string) {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	z := html.NewTokenizer(strings.NewReader(s))
	z.AllowCDATA(true)
	var skipping atom.Atom // the element whose content is being passed over
	depth := 0
	rawNext := false
	for {
		switch tt := z.Next(); tt {
		case html.ErrorToken:
			return
		case html.TextToken:
			if skipping != 0 {
				continue
			}
			if rawNext {
				r.within(string(z.Raw()))
				continue
			}
			r.text(z.Text())
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			a := atom.Lookup(name)
			rawNext = false
			if skipping != 0 {
				if a == skipping && tt == html.StartTagToken {
					depth++
				}
				continue
			}
			c := classes[a]
			switch c {
			case skip:
				if tt == html.StartTagToken {
					skipping, depth = a, 1
				}
				r.blank = r.blank || a == atom.Iframe
				continue
			case raw:
				rawNext = true
				continue
			}
			r.attributes(z, more)
			r.start(a, c)
		case html.EndTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			rawNext = false
			if skipping != 0 {
				if a == skipping {
					if depth--; depth == 0 {
						skipping = 0
					}
				}
				continue
			}
			r.end(a, classes[a])
		}
	}
}

// within reads the content of an element such as noscript, which tokenizers
// take for text.
func (r *reader) within(s string) {
	if r.nested {
		return
	}
	r.nested = true
	r.read(s)
	r.nested = false
}

// attributes notes those of the tag that mean something.
func (r *reader) attributes(z *html.Tokenizer, more bool) {
	r.as = r.as[:0]
	for more {
		var k, v []byte
		k, v, more = z.TagAttr()
		switch string(k) {
		case "href", "src", "data-src", "data-lazy-src", "data-original", "srcset", "alt", "title", "width", "height",
			"class", "style", "datetime", "colspan", "rowspan", "dir":
			if len(r.as) < 16 {
				r.as = append(r.as, attr{string(k), string(v)})
			}
		}
	}
}

// attr is the value of an attribute of the tag being read.
func (r *reader) attr(name string) string {
	for _, a := range r.as {
		if a.name == name {
			return a.value
		}
	}
	return ""
}

// start takes a start tag.
func (r *reader) start(a atom.Atom, c class) {
	switch c {
	case inlineGone:
		if isCaption(r.attr("class")) {
			r.openCaption(a)
		}
	case blockGone:
		r.part()
		r.closeParagraph()
		if isCaption(r.attr("class")) {
			r.openCaption(a)
		}
	case inline:
		if a == atom.Q {
			r.text([]byte("“"))
			return
		}
		if a == atom.A {
			r.end(a, c) // links do not nest
		}
		r.contain()
		r.push(a)
	case text, holder:
		r.block(a, c)
	case void:
		r.void(a)
	}
}

// block opens a block that the output keeps.
func (r *reader) block(a atom.Atom, c class) {
	if a == atom.Td || a == atom.Th {
		r.blank = true // cells of a row stand in one line
	} else {
		r.part()
	}
	r.closeParagraph()
	if needsParent(a) && !r.toParent(a) {
		if c == text {
			a = atom.P
		} else {
			return
		}
	}
	if !needsParent(a) && a != atom.Figcaption {
		r.place(a)
	}
	was := len(r.stack)
	r.push(a)
	if len(r.stack) == was {
		return
	}
	if a == atom.Pre {
		r.pre++
	}
	if a == atom.Figcaption || a == atom.P && isCaption(r.attr("class")) {
		r.stack[was].caption = true
		r.caption++
	}
}

// toParent closes what stands between an element and the holder it belongs
// in, and reports whether there is one.
func (r *reader) toParent(a atom.Atom) bool {
	for i := len(r.stack) - 1; i >= 0; i-- {
		p := r.stack[i].a
		if parent(a, p) {
			r.closeTo(i + 1)
			return true
		}
		if (a == atom.Td || a == atom.Th) && parent(atom.Tr, p) { // the row's tag was forgotten
			r.closeTo(i + 1)
			r.push(atom.Tr)
			return len(r.stack) == i+2
		}
		if scope(p) && a != atom.Td && a != atom.Th && a != atom.Tr && a != atom.Tbody && a != atom.Thead && a != atom.Tfoot && a != atom.Caption {
			return false
		}
	}
	return false
}

// place makes sure that a block stands where one may: not directly in a list
// or a row.
func (r *reader) place(a atom.Atom) {
	for len(r.stack) > 0 && len(r.stack) < maxDepth {
		switch c := child(r.stack[len(r.stack)-1].a); c {
		case 0, atom.P:
			return
		default:
			r.push(c)
		}
	}
}

// contain makes sure that text stands in an element that holds text.
func (r *reader) contain() {
	for len(r.stack) < maxDepth {
		if len(r.stack) == 0 {
			r.push(atom.P)
			return
		}
		c := child(r.stack[len(r.stack)-1].a)
		if c == 0 {
			return
		}
		r.as = r.as[:0]
		r.push(c)
	}
}

// push writes a start tag and opens it, if it may stand.
func (r *reader) push(a atom.Atom) {
	if r.plain || len(r.stack) >= maxDepth {
		return
	}
	start := len(r.out)
	if !r.writeTag(a) {
		return
	}
	o := open{a: a, start: start, content: len(r.out)}
	if r.out[start] == later {
		o.late = len(r.late)
	}
	r.stack = append(r.stack, o)
}

// openCaption marks a caption that is no figcaption: a paragraph of its own.
func (r *reader) openCaption(a atom.Atom) {
	if r.plain || len(r.stack) >= maxDepth {
		return
	}
	r.part()
	r.closeParagraph()
	r.contain()
	if n := len(r.stack); n > 0 && r.stack[n-1].a == atom.P && !r.stack[n-1].caption {
		r.stack[n-1].caption = true
		r.caption++
	}
}

// isCaption reports the classes that the publishing systems in use give to
// captions.
func isCaption(class string) bool {
	if class == "" || !strings.Contains(class, "caption") {
		return false
	}
	for _, c := range strings.Fields(class) {
		switch c {
		case "wp-caption-text", "wp-caption-dd", "image-caption", "media-caption", "photo-caption", "img-caption", "caption-text", "figure-caption":
			return true
		}
	}
	return false
}

// end takes an end tag.
func (r *reader) end(a atom.Atom, c class) {
	switch c {
	case inlineGone:
		return
	case blockGone:
		r.part()
		r.closeParagraph()
		return
	case void:
		if a == atom.Br {
			r.void(a)
		}
		return
	case skip, raw:
		return
	case inline:
		if a == atom.Q {
			r.text([]byte("”"))
			return
		}
	case text, holder:
		if a == atom.Td || a == atom.Th {
			r.blank = true
		} else {
			r.part()
		}
	}
	for i := len(r.stack) - 1; i >= 0; i-- {
		o := r.stack[i].a
		if o == a {
			r.closeTo(i)
			return
		}
		if c == inline && classes[o] != inline || scope(o) && c != holder {
			return
		}
	}
}

// closeParagraph closes an open p, as every block does in HTML, with what is
// open in it; inline elements outside of blocks too.
func (r *reader) closeParagraph() {
	for i := len(r.stack) - 1; i >= 0; i-- {
		o := r.stack[i].a
		if o == atom.P || classes[o] == text && o >= atom.H1 && (o == atom.H1 || o == atom.H2 || o == atom.H3 || o == atom.H4 || o == atom.H5 || o == atom.H6) {
			r.closeTo(i)
			return
		}
		if classes[o] != inline {
			r.closeTo(i + 1)
			return
		}
	}
	r.closeTo(0)
}

// closeTo closes elements until n are open. Empty ones are taken out again.
func (r *reader) closeTo(n int) {
	for len(r.stack) > n {
		o := r.stack[len(r.stack)-1]
		r.stack = r.stack[:len(r.stack)-1]
		if o.caption {
			r.flush()
			r.caption--
		}
		if o.a == atom.Pre {
			r.pre--
		}
		if len(r.out) == o.content && !scope(o.a) {
			r.out = r.out[:o.start]
			if o.late > 0 {
				r.tags, r.late = r.tags[:r.late[o.late-1].start], r.late[:o.late-1]
			}
			continue
		}
		if o.late > 0 {
			r.late[o.late-1].end = len(r.out)
		}
		r.out = append(append(append(r.out, "</"...), o.a.String()...), '>')
	}
}

// void takes br, hr and img.
func (r *reader) void(a atom.Atom) {
	switch a {
	case atom.Br:
		r.newline()
		if !r.plain && len(r.out) > 0 && len(r.stack) > 0 && r.stack[len(r.stack)-1].content != len(r.out) {
			r.out = append(r.out, "<br>"...)
		}
	case atom.Hr:
		r.part()
		r.closeParagraph()
		if !r.plain && len(r.stack) == 0 {
			r.out = append(r.out, "<hr>"...)
		}
	case atom.Img:
		if !r.plain {
			r.image()
		}
	}
}

// newline takes a line break: the second in a row parts paragraphs.
func (r *reader) newline() {
	r.blank = true
	if r.breaks++; r.breaks >= 2 {
		r.flush()
	}
}

// part ends the paragraph at the border of a block.
func (r *reader) part() {
	r.flush()
	r.breaks = 0
}

// flush files the paragraph that was read.
func (r *reader) flush() {
	r.blank = false
	if len(r.para) == 0 {
		return
	}
	if r.caption > 0 {
		r.captions = append(r.captions, string(r.para))
	} else {
		r.paragraphs = append(r.paragraphs, string(r.para))
	}
	r.para = r.para[:0]
}

// text takes text: folded into the paragraph, escaped into the HTML.
func (r *reader) text(b []byte) {
	if r.pre > 0 {
		for i, line := range bytes.Split(b, []byte("\n")) {
			if i > 0 {
				r.newline()
			}
			r.fold(line)
		}
	} else {
		r.fold(b)
	}
	if r.plain {
		return
	}
	inside := len(r.stack) > 0 && child(r.stack[len(r.stack)-1].a) == 0
	if !inside || r.stack[len(r.stack)-1].content == len(r.out) {
		if r.pre == 0 {
			b = bytes.TrimLeftFunc(b, nothing)
		}
		if len(b) == 0 {
			return
		}
		if !inside && len(bytes.TrimLeftFunc(b, nothing)) == 0 {
			return
		}
		r.contain()
	}
	r.escape(b)
}

// fold adds text to the paragraph, white space of every kind folded to single
// blanks, controls left out.
func (r *reader) fold(b []byte) {
	for i := 0; i < len(b); {
		c := b[i]
		if c > ' ' && c < 0x7F || c >= 0xC3 && c != 0xE1 && c != 0xE2 && c != 0xE3 && c != 0xEF || c >= 0x80 && c < 0xC0 {
			j := i + 1
			for j < len(b) {
				d := b[j]
				if !(d > ' ' && d < 0x7F || d >= 0xC3 && d != 0xE1 && d != 0xE2 && d != 0xE3 && d != 0xEF || d >= 0x80 && d < 0xC0) {
					break
				}
				j++
			}
			r.letters(b[i:j])
			i = j
			continue
		}
		if c <= ' ' {
			if c == ' ' || c >= '\t' && c <= '\r' {
				r.blank = true
			}
			i++
			continue
		}
		ch, n := utf8.DecodeRune(b[i:])
		switch {
		case isSpace(ch):
			r.blank = true
		case unseen(ch):
		default:
			r.letters(b[i : i+n])
		}
		i += n
	}
}

// letters adds what is visible.
func (r *reader) letters(b []byte) {
	if r.blank && len(r.para) > 0 {
		r.para = append(r.para, ' ')
	}
	r.blank, r.breaks = false, 0
	r.para = append(r.para, b...)
}

// escape adds text to the HTML.
func (r *reader) escape(b []byte) {
	from := 0
	for i := 0; i < len(b); {
		c := b[i]
		var by string
		n := 1
		switch {
		case c == '&':
			by = "&amp;"
		case c == '<':
			by = "&lt;"
		case c == '>':
			by = "&gt;"
		case c < ' ' && c != '\n' && c != '\t', c == 0x7F:
		case c == 0xC2 || c == 0xE2 || c == 0xEF:
			var ch rune
			if ch, n = utf8.DecodeRune(b[i:]); !unseen(ch) || ch == 0xAD || ch == 0x200B {
				i += n
				continue
			}
		default:
			i++
			continue
		}
		r.out = append(append(r.out, b[from:i]...), by...)
		i += n
		from = i
	}
	r.out = append(r.out, b[from:]...)
}

// nothing reports what shows nothing: white space and what is unseen.
func nothing(r rune) bool { return r <= ' ' || isSpace(r) || unseen(r) }

// isSpace reports white space of every kind, the unbreakable too.
func isSpace(r rune) bool {
	switch r {
	case 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
		return true
	}
	return r >= 0x2000 && r <= 0x200A
}

// unseen reports characters that nobody sees: controls, soft hyphens, spaces
// of no width, overrides of the direction of writing.
func unseen(r rune) bool {
	switch r {
	case 0xAD, 0x200B, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF, 0x202D, 0x202E:
		return true
	}
	return r >= 0x7F && r < 0xA0
}
