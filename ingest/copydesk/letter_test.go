package copydesk

import (
	"testing"
	"unicode"
)

// What the table and the shortcuts say of a rune is what package unicode says.
func TestTraits(t *testing.T) {
	for r := rune(-1); r <= unicode.MaxRune+1; r++ {
		for _, p := range [...]struct {
			name      string
			got, want bool
		}{
			{"letter", isLetter(r), unicode.IsLetter(r)}, {"upper", isUpper(r), unicode.IsUpper(r)},
			{"lower", isLower(r), unicode.IsLower(r)}, {"digit", isDigit(r), unicode.IsDigit(r)},
			{"mark", isMark(r), unicode.Is(unicode.M, r)}, {"small letter", toLower(r) == unicode.ToLower(r), true},
			{"of words", isWordRune(r), unicode.In(r, unicode.L, unicode.Nd, unicode.M)},
		} {
			if p.got != p.want {
				t.Errorf("%U: %s is %v", r, p.name, p.got)
			}
		}
	}
}

// The short ways through text outside of ASCII see what the long ones see.
func TestShortWays(t *testing.T) {
	for r := rune(0x80); r <= unicode.MaxRune; r++ {
		if r >= 0xD800 && r < 0xE000 {
			continue
		}
		s := "a" + string(r) + "b"
		if got, want := folded(s), !isSpace(r) && !isInvisible(r); got != want {
			t.Errorf("%U: folded is %v", r, got)
		}
		if got, want := wordEnd(s[:len(s)-1], 0) == len(s)-1, isWordRune(r); got != want {
			t.Errorf("%U: part of a word is %v", r, got)
		}
	}
	for _, s := range []string{"a\xc3", "a\xc3(", "a\xe4\xb8", "a\xe4\xb8(", "a\xedb\x80", "\xff"} {
		if folded(s) {
			t.Errorf("%q is taken for folded", s)
		}
	}
}
