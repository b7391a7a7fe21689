package copydesk

import (
	"strings"
	"unicode/utf8"
)

// lowerRoom is how many bytes of words in small letters are made room for at
// once.
const lowerRoom = 512

// A lowers writes words in small letters, one behind the other. The strings it
// returns stay as they are for good.
type lowers struct{ b strings.Builder }

func (l *lowers) of(w string) string {
	var buf [64]byte
	return l.keep(appendLower(buf[:0], w))
}

// keep makes a string of k.
func (l *lowers) keep(k []byte) string {
	if l.b.Cap()-l.b.Len() < len(k) {
		l.b.Reset()
		l.b.Grow(max(lowerRoom, len(k)))
	}
	l.b.Write(k)
	return l.b.String()[l.b.Len()-len(k):]
}

// appendLower appends s in small letters.
func appendLower(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case 'A' <= c && c <= 'Z':
			b = append(b, c+'a'-'A')
		case c < utf8.RuneSelf:
			b = append(b, c)
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			b = utf8.AppendRune(b, toLower(r))
			i += n - 1
		}
	}
	return b
}
