package topic

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// How text becomes words, for articles and queries alike.
//
// A word is a run of letters, digits and their marks. Everything else parts
// words: blanks, hyphens, full stops, and the apostrophe, so that "Baku's",
// "Bakı'nın" and "l'Iran" hold baku, baki and iran. A query's "Baku's" is read
// by the same rule and becomes the phrase "baku s".
//
// Scripts that do not part words (Han, Kana, Thai, Lao, Khmer, Burmese) give
// one word a rune, so that a phrase of them is a substring match.
//
// Folding: what is an accent is dropped, what is a letter stays.
//   - Compatibility forms are unfolded (NFKD): full-width, ligatures, ﬁ.
//   - Marks on Latin, Greek, Arabic and Hebrew are dropped; so are the letters
//     with a stroke (ø ł đ) and ß æ œ þ spelt out.
//   - All four i of Turkish and Azerbaijani (I ı İ i) become i: agencies write
//     ISTANBUL, İSTANBUL, İstanbul and istanbul for one city, often in one
//     text. What is lost is the rare pair of words that differ by the dot.
//   - ə stays: it is a vowel of its own, not an e with an accent, and English
//     copy writes it a as often as e ("Əliyev" is "Aliyev").
//   - In Cyrillic й, ї, ў, ѓ and ќ are letters and stay; ё is often printed е,
//     so it becomes е. Stress marks are dropped.
//   - Marks of all other scripts are vowels and stay.

// eachWord calls f for every word of text, with its place in bytes and its
// folded form, which is valid until f returns.
func eachWord(text string, f func(start, end int, folded []byte)) {
	var buf [64]byte
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf && !asciiWord[c] {
			i++
			continue
		}
		end, kind := wordEnd(text, i)
		if kind != parted {
			if w := fold(buf[:0], text[i:end], kind); len(w) > 0 {
				f(i, end, w)
			}
		}
		i = end
	}
}

// kinds of what starts at a place in a text
const (
	parted   = iota // no word
	ascii           // a word of ASCII alone
	spaced          // a word with others
	unspaced        // one rune of a script without blanks
)

// wordEnd returns where the word that starts at i ends, and its kind.
func wordEnd(text string, i int) (end, kind int) {
	for end = i; end < len(text) && text[end] < utf8.RuneSelf && asciiWord[text[end]]; end++ {
		kind = ascii
	}
	for end < len(text) {
		r, n := utf8.DecodeRuneInString(text[end:])
		switch {
		case r < utf8.RuneSelf && asciiWord[r]:
		case r < utf8.RuneSelf || isApostrophe(r) || r == utf8.RuneError && n == 1:
			return max(end, i+n*btoi(end == i)), kind
		case unicode.In(r, unspacedScripts...):
			if end > i {
				return end, kind
			}
			return i + n + marksAfter(text[i+n:]), unspaced
		case kind == parted && !unicode.In(r, unicode.L, unicode.N):
			return end + n, parted
		case !unicode.In(r, unicode.L, unicode.N, unicode.M) && !isIgnorable(r):
			return end, kind
		default:
			kind = spaced
		}
		end += n
	}
	return end, kind
}

// marksAfter returns the bytes of voicing and other marks that belong to the
// unspaced rune before s.
func marksAfter(s string) int {
	for i, r := range s {
		voiced := r == '\uff9e' || r == '\uff9f' // half-width
		if !voiced && (!unicode.Is(unicode.M, r) || unicode.In(r, unspacedScripts...)) {
			return i
		}
	}
	return len(s)
}

// fold appends the folded form of the word w to dst. Equal forms are the same
// word.
func fold(dst []byte, w string, kind int) []byte {
	if kind == ascii {
		for i := range len(w) {
			c := w[i]
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			dst = append(dst, c)
		}
		return dst
	}
	var buf [96]byte
	var base rune
	compose := false
	for d := norm.NFKD.AppendString(buf[:0], w); len(d) > 0; {
		r, n := utf8.DecodeRune(d)
		d = d[n:]
		if unicode.Is(unicode.M, r) {
			if keepsMark(base, r) {
				dst = utf8.AppendRune(dst, r)
				compose = true
			}
			continue
		}
		r = unicode.ToLower(r)
		base = r
		if to, ok := spelt[r]; ok {
			dst = append(dst, to...)
		} else if unicode.In(r, unicode.L, unicode.N) {
			dst = utf8.AppendRune(dst, r)
			compose = compose || 0x1100 <= r && r <= 0x11ff // Hangul comes apart too
		}
	}
	if compose {
		dst = norm.NFC.Append(nil, dst...)
	}
	return dst
}

// keepsMark reports whether mark makes another letter of base.
func keepsMark(base, mark rune) bool {
	switch {
	case base < 0x0370: // Latin, and marks that stand alone
		return false
	case unicode.Is(unicode.Cyrillic, base):
		switch mark {
		case '\u0306': // й ў
			return true
		case '\u0308': // ї, but not ё
			return base != 'е'
		case '\u0301': // ѓ ќ, but not stress
			return base == 'г' || base == 'к'
		}
		return false
	}
	return !unicode.In(base, unicode.Latin, unicode.Greek, unicode.Arabic, unicode.Hebrew, unicode.Armenian)
}

func isApostrophe(r rune) bool {
	return 0x02b9 <= r && r <= 0x02bf || r == 0x02c8 || r == 0xa78c // modifier letters used as such
}

// isIgnorable reports whether r is invisible inside a word: soft hyphen and
// joiners.
func isIgnorable(r rune) bool {
	return r == 0x00ad || r == 0x200c || r == 0x200d || r == 0x2060 || r == 0xfeff
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

var asciiWord = func() (t [utf8.RuneSelf]bool) {
	for c := range t {
		t[c] = '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
	}
	return t
}()

var unspacedScripts = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar,
}

// spelt are letters that do not come apart by Unicode's rules but are the
// same to readers, or are spelt with others where they cannot be typed.
var spelt = map[rune]string{
	'ı': "i", 'ø': "o", 'ł': "l", 'đ': "d", 'ħ': "h", 'ŧ': "t", 'ƀ': "b",
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'þ': "th", 'ð': "d",
	'ς': "σ",
	'ی': "ي", 'ى': "ي", 'ک': "ك", 'ـ': "",
}
