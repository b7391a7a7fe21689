package markup

import (
	"bytes"
	"unicode/utf8"
)

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

// flush files the paragraph that was read. There may be too many already; then
// it goes on.
func (r *reader) flush() {
	if r.marks >= maxMarks {
		r.blank = true
		return
	}
	r.file()
}

func (r *reader) file() {
	r.blank = false
	if len(r.said) == r.begun {
		return
	}
	r.marks++
	r.begun = len(r.said)
	r.filed = append(r.filed, piece{r.begun, r.caption > 0})
}

// paragraphs are the paragraphs and captions that were filed. They share one
// string: who keeps one keeps all.
func (r *reader) paragraphs() (paragraphs []string, captions []Caption) {
	n := 0
	for _, p := range r.filed {
		if !p.caption {
			n++
		}
	}
	if n > 0 {
		paragraphs = make([]string, 0, n)
	}
	all, from := string(r.said[:r.begun]), 0
	for _, p := range r.filed {
		if p.caption {
			captions = append(captions, Caption{all[from:p.end], len(paragraphs)})
		} else {
			paragraphs = append(paragraphs, all[from:p.end])
		}
		from = p.end
	}
	return paragraphs, captions
}

// text takes text: folded into the paragraph, escaped into the HTML.
func (r *reader) text(b []byte) {
	if r.pre > 0 {
		r.preformatted(b)
		return
	}
	if inside := r.inside(); !inside || r.stack[len(r.stack)-1].content == len(r.out) {
		n := leading(b)
		r.fold(b[:n])
		if b = b[n:]; len(b) == 0 {
			return
		}
		r.contain()
	}
	for len(b) > 0 {
		n := run(b)
		switch {
		case n > 0:
			r.letters(b[:n])
			r.out = append(r.out, b[:n]...)
		case b[0] == ' ' || b[0] == '\n' || b[0] == '\t':
			n = 1
			r.blank = true
			r.out = append(r.out, b[0])
		case b[0] == '&':
			n = 1
			r.letters(b[:1])
			r.out = append(r.out, "&amp;"...)
		case b[0] == '<':
			n = 1
			r.letters(b[:1])
			r.out = append(r.out, "&lt;"...)
		case b[0] == '>':
			n = 1
			r.letters(b[:1])
			r.out = append(r.out, "&gt;"...)
		default:
			_, n = utf8.DecodeRune(b)
			r.fold(b[:n])
			r.escape(b[:n])
		}
		b = b[n:]
	}
}

// preformatted takes text inside of a pre element, where lines end.
func (r *reader) preformatted(b []byte) {
	for i, line := range bytes.Split(b, []byte("\n")) {
		if i > 0 {
			r.newline()
		}
		r.fold(line)
	}
	if len(b) == 0 {
		return
	}
	if !r.inside() {
		if leading(b) == len(b) {
			return
		}
		r.contain()
	}
	r.escape(b)
}

// inside reports whether text may stand where the output is at.
func (r *reader) inside() bool {
	return len(r.stack) > 0 && child(r.stack[len(r.stack)-1].a) == 0
}

// leading is how many bytes of the front of b show nothing.
func leading(b []byte) int {
	for i := 0; i < len(b); {
		c, n := utf8.DecodeRune(b[i:])
		if !nothing(c) {
			return i
		}
		i += n
	}
	return len(b)
}

// What a byte says of the character that it belongs to or begins.
const (
	special = iota // white space, control, or one that HTML escapes
	letter         // seen, and written as it is
	dubious        // to be looked at: it may be unseen, or white space
)

var kinds = func() (t [256]uint8) {
	for i := range t {
		switch c := byte(i); c {
		case '&', '<', '>', 0x7F, 0xC0, 0xC1:
		case 0xC2, 0xE1, 0xE2, 0xE3, 0xEF:
			t[i] = dubious
		default:
			if c > ' ' {
				t[i] = letter
			}
		}
	}
	return t
}()

// run is how many bytes of the front of b stand in a paragraph and in HTML as
// they are. Single blanks between letters are among them.
func run(b []byte) int {
	i := 0
	for i < len(b) {
		switch kinds[b[i]] {
		case letter:
			i++
		case dubious:
			c, n := utf8.DecodeRune(b[i:])
			if isSpace(c) || unseen(c) {
				return i
			}
			i += n
		default:
			if b[i] != ' ' || i == 0 || i+1 == len(b) || kinds[b[i+1]] != letter {
				return i
			}
			i += 2
		}
	}
	return i
}

// fold adds text to the paragraph, white space of every kind folded to single
// blanks, controls left out.
func (r *reader) fold(b []byte) {
	for len(b) > 0 {
		if n := run(b); n > 0 {
			r.letters(b[:n])
			b = b[n:]
			continue
		}
		c, n := utf8.DecodeRune(b)
		switch {
		case c == ' ' || c >= '\t' && c <= '\r' || isSpace(c):
			r.blank = true
		case c < ' ' || unseen(c):
		default:
			r.letters(b[:n])
		}
		b = b[n:]
	}
}

// letters adds what is visible.
func (r *reader) letters(b []byte) {
	if r.blank && len(r.said) > r.begun {
		r.said = append(r.said, ' ')
	}
	r.blank, r.breaks = false, 0
	r.said = append(r.said, b...)
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
