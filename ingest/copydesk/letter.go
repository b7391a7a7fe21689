package copydesk

import (
	"unicode"
	"unicode/utf8"
)

// A trait is what unicode says of a rune.
type trait uint8

const (
	letterTrait trait = 1 << iota
	upperTrait
	lowerTrait
	digitTrait
	markTrait
	foldsTrait // it has another small letter

	wordTraits = letterTrait | digitTrait | markTrait
)

// alphabets is the end of the runes whose traits are looked up in a table: of
// Latin, Greek, Cyrillic, Armenian, Hebrew and Arabic. Package unicode searches
// its ranges for each rune, which was a third of the time that copy in Cyrillic
// took.
const alphabets = 0x700

var traits = func() (t [alphabets]trait) {
	for i := range t {
		t[i] = searched(rune(i))
	}
	return t
}()

func searched(r rune) (t trait) {
	for _, p := range [...]struct {
		is    bool
		trait trait
	}{
		{unicode.IsLetter(r), letterTrait}, {unicode.IsUpper(r), upperTrait}, {unicode.IsLower(r), lowerTrait},
		{unicode.IsDigit(r), digitTrait}, {unicode.Is(unicode.M, r), markTrait}, {unicode.ToLower(r) != r, foldsTrait},
	} {
		if p.is {
			t |= p.trait
		}
	}
	return t
}

// known returns the traits of r where they are at hand; ok is false where they
// are to be searched for.
func known(r rune) (t trait, ok bool) {
	switch {
	case uint32(r) < alphabets:
		return traits[r], true
	case r >= 0x4E00 && r <= 0x9FFF, r >= 0xAC00 && r <= 0xD7A3, r >= 0x3041 && r <= 0x3096, r >= 0x30A1 && r <= 0x30FA: // Han, Hangul, Kana
		return letterTrait, true
	case r >= 0x2000 && r <= 0x2070, r == utf8.RuneError: // punctuation
		return 0, true
	}
	return 0, false
}

// isLetter, isUpper, isLower and isDigit are those of package unicode, isMark
// is its category M, and toLower its ToLower.

func isLetter(r rune) bool {
	t, ok := known(r)
	return t&letterTrait != 0 || !ok && unicode.IsLetter(r)
}

func isUpper(r rune) bool {
	t, ok := known(r)
	return t&upperTrait != 0 || !ok && unicode.IsUpper(r)
}

func isLower(r rune) bool {
	t, ok := known(r)
	return t&lowerTrait != 0 || !ok && unicode.IsLower(r)
}

func isDigit(r rune) bool {
	t, ok := known(r)
	return t&digitTrait != 0 || !ok && unicode.IsDigit(r)
}

func isMark(r rune) bool {
	t, ok := known(r)
	return t&markTrait != 0 || !ok && unicode.Is(unicode.M, r)
}

func toLower(r rune) rune {
	if t, ok := known(r); ok && t&foldsTrait == 0 {
		return r
	}
	return unicode.ToLower(r)
}

// isWordRune reports letters, figures and the marks that are set on letters.
func isWordRune(r rune) bool {
	t, ok := known(r)
	return t&wordTraits != 0 || !ok && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r))
}
