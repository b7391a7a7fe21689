package document

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// undouble mends text that was UTF-8 already when its publisher took it for
// windows-1252 or ISO 8859-1 and encoded it again ("enchÃ¨res"). It does so
// only where all of the text is such and what comes out is valid UTF-8, which
// other text is not by chance.
func undouble(s string) string {
	i := strings.IndexAny(s, "ÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïð")
	if i < 0 {
		return s
	}
	_, size := utf8.DecodeRuneInString(s[i:])
	next, _ := utf8.DecodeRuneInString(s[i+size:])
	if b, ok := single(next); !ok || b < 0x80 || b > 0xBF {
		if !continues(s[i+size:]) {
			return s
		}
	}
	out := make([]byte, 0, len(s))
	for _, r := range s {
		b, ok := single(r)
		if !ok {
			return s
		}
		out = append(out, b)
	}
	if !utf8.Valid(out) {
		return s
	}
	return string(out)
}

// continues reports whether such a pair stands anywhere in s: the first
// letter that could lead one may be a letter by itself.
func continues(s string) bool {
	lead := false
	for _, r := range s {
		b, ok := single(r)
		if !ok {
			return false
		}
		if lead && b >= 0x80 && b <= 0xBF {
			return true
		}
		lead = b >= 0xC2 && b <= 0xF4
	}
	return false
}

// single is the byte that a character stands for in ISO 8859-1 or, where that
// has none, in windows-1252.
func single(r rune) (byte, bool) {
	if r <= 0xFF {
		return byte(r), true
	}
	return charmap.Windows1252.EncodeRune(r)
}
