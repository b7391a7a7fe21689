package copydesk

import (
	"strings"
	"unicode/utf8"
)

// fold makes every run of white space one blank and cuts the outer ones; no-
// break and thin spaces are white space, control characters and zero-width
// marks go, and bytes that are not UTF-8 become the replacement character.
func fold(s string) string {
	if folded(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	blank := false
	for _, r := range s {
		if isSpace(r) {
			blank = true
			continue
		}
		if isInvisible(r) {
			continue
		}
		if blank && b.Len() > 0 {
			b.WriteByte(' ')
		}
		blank = false
		b.WriteRune(r)
	}
	return b.String()
}

// folded reports whether fold has nothing to do, for the usual case. It looks
// at eight bytes at once.
func folded(s string) bool {
	if s == "" {
		return true
	}
	if s[0] == ' ' || s[len(s)-1] == ' ' {
		return false
	}
	i, high := 0, uint64(0)
	for ; i+9 <= len(s); i += 8 {
		w, next := load8(s[i:i+8]), load8(s[i+1:i+9])
		high |= w
		// A control character; DEL; a blank and the next byte one too.
		if (w-eight*' ')&^w&eightTops|zeroIn(w^eight*0x7f)|zeroIn(w^eight*' '|next^eight*' ') != 0 {
			return false
		}
	}
	for ; i < len(s); i++ {
		c := s[i]
		if c < ' ' || c == 0x7f || c == ' ' && s[i+1] == ' ' {
			return false
		}
		high |= uint64(c)
	}
	return high&eightTops == 0 || foldedRunes(s)
}

const (
	eight     = 0x0101010101010101 // times a byte: that byte eight times
	eightTops = 0x80 * eight
)

// load8 is the eight bytes of s as one number.
func load8(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// zeroIn is not 0 when one of the eight bytes of w is.
func zeroIn(w uint64) uint64 { return (w - eight) &^ w & eightTops }

// foldedRunes reports whether s is UTF-8 and no rune of it outside ASCII is one
// that fold changes.
func foldedRunes(s string) bool {
	for i := 0; i < len(s); {
		if i+8 <= len(s) && load8(s[i:i+8])&eightTops == 0 {
			i += 8
			continue
		}
		if s[i] < utf8.RuneSelf {
			i++
			continue
		}
		// Runes that begin with these bytes are letters, in the most: the white
		// space and what is unseen begins with 0xC2, 0xE1, 0xE2, 0xE3 and 0xEF.
		switch c := s[i]; {
		case c > 0xC2 && c < 0xE0 && i+1 < len(s) && isInner(s[i+1]):
			i += 2
			continue
		case c > 0xE3 && c < 0xED && i+2 < len(s) && isInner(s[i+1]) && isInner(s[i+2]):
			i += 3
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if n == 1 || isSpace(r) || isInvisible(r) {
			return false
		}
		i += n
	}
	return true
}

// isInner reports the bytes that stand behind the first of a rune.
func isInner(c byte) bool { return c&0xC0 == 0x80 }

func isSpace(r rune) bool {
	switch {
	case r <= ' ':
		return r == ' ' || r >= '\t' && r <= '\r' || r == 0x1c || r == 0x1d || r == 0x1e || r == 0x1f
	case r < 0x85:
		return false
	}
	return r == 0x85 || r == 0xa0 || r == 0x1680 || r >= 0x2000 && r <= 0x200a ||
		r == 0x2028 || r == 0x2029 || r == 0x202f || r == 0x205f || r == 0x3000
}

func isInvisible(r rune) bool {
	return r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x200b || r == 0x2060 || r == 0xfeff || r == 0xad
}
