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
	if !suspect(s) {
		return s
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

// suspect reports whether s holds what such a text must: a character of the
// leading bytes C2 to F4 and after it one of the bytes 80 to BF, both of which
// stand in UTF-8 as C3 82 to C3 B4 and as C2 or a rarer mark.
func suspect(s string) bool {
	for {
		i := strings.IndexByte(s, 0xC3)
		if i < 0 || i+2 >= len(s) {
			return false
		}
		lead, next := s[i+1], s[i+2:]
		s = s[i+2:]
		if lead < 0x82 || lead > 0xB4 || next[0] < 0x80 {
			continue
		}
		r, _ := utf8.DecodeRuneInString(next)
		if b, ok := single(r); ok && b >= 0x80 && b <= 0xBF {
			return true
		}
	}
}

// single is the byte that a character stands for in ISO 8859-1 or, where that
// has none, in windows-1252.
func single(r rune) (byte, bool) {
	if r <= 0xFF {
		return byte(r), true
	}
	return charmap.Windows1252.EncodeRune(r)
}
