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

// flush files the paragraph that was read.
func (r *reader) flush() {
	r.blank = false
	if len(r.para) == 0 {
		return
	}
	if r.caption > 0 {
		r.captions = append(r.captions, Caption{string(r.para), len(r.paragraphs)})
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

// ordinary are the bytes that belong to letters and signs that are seen; the
// others are white space, controls, or begin a character that may be such.
var ordinary = func() (t [256]bool) {
	for i := range t {
		c := byte(i)
		t[i] = c > ' ' && c < 0x7F || c >= 0x80 && c != 0xC0 && c != 0xC1 && c != 0xC2 && c != 0xE1 && c != 0xE2 && c != 0xE3 && c != 0xEF
	}
	return t
}()

// fold adds text to the paragraph, white space of every kind folded to single
// blanks, controls left out.
func (r *reader) fold(b []byte) {
	for i := 0; i < len(b); {
		c := b[i]
		if ordinary[c] {
			j := i + 1
			for j < len(b) && (ordinary[b[j]] || b[j] == ' ' && j+1 < len(b) && ordinary[b[j+1]]) {
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
