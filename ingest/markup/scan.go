package markup

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// scan reads HTML from the front of s for as long as it is of text, tags and
// simple comments, and returns where it stopped: at the end, or in front of
// what is left to package html, which goes on from there: declarations,
// elements with a content of their own kind such as script, references in
// attributes that not everyone reads alike, and what has no end.
//
// What scan reads it reads as html.Tokenizer does, letter by letter: text,
// start and end are called with what tokens would have called them with.
func (r *reader) scan(s string) int {
	for at := 0; ; {
		if end := textEnd(s, at); end > at {
			r.words = appendText(r.words[:0], s[at:end])
			r.signs += strings.Count(s[at:end], "&") + strings.Count(s[at:end], "<")
			r.text(r.words)
			at = end
		}
		if at == len(s) {
			return at
		}
		next := r.tag(s, at)
		if next == at {
			return at
		}
		r.marks++
		at = next
	}
}

// textEnd is where the text ends that begins at s[i]: in front of the next
// tag, or of what else html.Tokenizer knows that begins with "<".
func textEnd(s string, i int) int {
	for {
		n := strings.IndexByte(s[i:], '<')
		if i += n; n < 0 || i+1 == len(s) {
			return len(s)
		}
		if c := s[i+1]; isLetter(c) || c == '/' || c == '!' || c == '?' {
			return i
		}
		i++
	}
}

// tag takes the tag or comment at s[at] and returns where it ends; it returns
// at if it is none that scan can read.
func (r *reader) tag(s string, at int) int {
	if strings.HasPrefix(s[at:], "<!--") {
		return at + commentLen(s[at:])
	}
	i := at + 1
	closing := i < len(s) && s[i] == '/'
	if closing {
		i++
	}
	if i == len(s) || !isLetter(s[i]) {
		return at
	}
	from := i
	for i < len(s) && !isBlank(s[i]) && s[i] != '/' && s[i] != '>' {
		i++
	}
	a := lookup(s[from:i])
	c := classOf(a)
	if closing {
		end, ok := r.scanAttributes(s, i, true)
		if !ok {
			return at
		}
		r.end(a, c)
		return end
	}
	if c == skip || c == raw || isRawText(a) {
		return at
	}
	if i < len(s) && s[i] == '>' && a == 0 && isTicker(s[at:i+1]) {
		r.words = append(r.words[:0], s[at:i+1]...)
		r.text(r.words)
		return i + 1
	}
	r.next = r.next[:0]
	end, ok := r.scanAttributes(s, i, false)
	if !ok {
		return at
	}
	r.as, r.next = r.next, r.as
	r.start(a, c)
	return end
}

// commentLen is the length of the comment that s begins with, 0 if it is not
// one that ends at its first "--".
func commentLen(s string) int {
	const open, end = "<!--", "-->"
	text := s[len(open):]
	n := strings.Index(text, end[:2])
	if n < 0 || !strings.HasPrefix(text[n:], end) || text[0] == '>' || strings.HasPrefix(text, "->") {
		return 0
	}
	return len(open) + n + len(end)
}

// isRawText reports the elements, besides those of class skip and raw, whose
// content is no markup to package html.
func isRawText(a atom.Atom) bool {
	return a == atom.Textarea || a == atom.Xmp || a == atom.Plaintext
}

// lookup is the atom of a name in any case, 0 for none.
func lookup(name string) atom.Atom {
	var room [32]byte // no atom is longer
	if len(name) > len(room) {
		return 0
	}
	return atom.Lookup(appendLower(room[:0], name))
}

func appendLower(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		b = append(b, c)
	}
	return b
}

// scanAttributes reads a tag from behind its name, s[i], and returns where it
// ends. It notes its attributes, unless it is an end tag. ok is false where it
// has no end, or a value is better left to package html.
func (r *reader) scanAttributes(s string, i int, closing bool) (end int, ok bool) {
	for {
		for i < len(s) && (isBlank(s[i]) || s[i] == '/') {
			i++
		}
		if i == len(s) {
			return 0, false
		}
		if s[i] == '>' {
			return i + 1, true
		}
		from := i
		for i++; i < len(s) && !isBlank(s[i]) && s[i] != '=' && s[i] != '/' && s[i] != '>'; i++ {
		}
		name := s[from:i]
		value, next := scanValue(s, i)
		if next < 0 || !closing && !r.note(name, value) {
			return 0, false
		}
		i = next
	}
}

// scanValue reads "=" and the value of an attribute from behind its name, s[i],
// if they are there; next is behind them, -1 if the value has no end.
func scanValue(s string, i int) (value string, next int) {
	i = skipBlanks(s, i)
	if i == len(s) || s[i] != '=' {
		return "", i
	}
	i = skipBlanks(s, i+1)
	if i == len(s) {
		return "", -1
	}
	switch c := s[i]; c {
	case '>':
		return "", i
	case '"', '\'':
		n := strings.IndexByte(s[i+1:], c)
		if n < 0 {
			return "", -1
		}
		return s[i+1 : i+1+n], i + n + 2
	}
	from := i
	for i < len(s) && !isBlank(s[i]) && s[i] != '>' {
		i++
	}
	return s[from:i], i
}

// note notes an attribute if it means something and is the first of its name.
// It reports false if the value is not for scan to read.
func (r *reader) note(name, value string) bool {
	var room [32]byte
	if len(name) > len(room) {
		return true
	}
	low := appendLower(room[:0], name)
	if !meansSomething(low) || r.hasAttr(low) {
		return true
	}
	if string(low) != name {
		name = string(low)
	}
	value, ok := attrText(value)
	if ok {
		r.next = append(r.next, attr{name, value})
	}
	return ok
}

func (r *reader) hasAttr(name []byte) bool {
	for i := range r.next {
		if r.next[i].name == string(name) {
			return true
		}
	}
	return false
}

func skipBlanks(s string, i int) int {
	for i < len(s) && isBlank(s[i]) {
		i++
	}
	return i
}

// isBlank reports what parts the words in a tag.
func isBlank(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' }

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
