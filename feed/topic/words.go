package topic

import (
	"cmp"
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
		c := classOf(r)
		switch {
		case r < utf8.RuneSelf && c == letter:
		case c == letter || c == inside && kind != parted:
			kind = spaced
		case kind != parted:
			return end, kind
		case c == alone:
			return i + n + marksAfter(text[i+n:]), unspaced
		default:
			return i + n, parted
		}
		end += n
	}
	return end, kind
}

// classes of runes
const (
	between = iota // parts words
	letter         // letter or digit
	inside         // mark or joiner: goes on with a word, begins none
	alone          // of a script without blanks
)

// classOf tells the class of r. The first rows are the common ranges, which
// need no search.
func classOf(r rune) int {
	switch {
	case r < utf8.RuneSelf:
		return btoi(asciiWord[r])
	case 0xc0 <= r && r < 0x250 && r != '×' && r != '÷', 0x400 <= r && r < 0x482:
		return letter
	case 0x4e00 <= r && r < 0xa000, 0x3041 <= r && r < 0x3097, 0x30a1 <= r && r < 0x30fb:
		return alone
	case 0x2000 <= r && r < 0x200b, 0x2010 <= r && r < 0x202a, 0x3000 <= r && r < 0x3005:
		return between // blanks, dashes, quotes
	case r == 0x00ad || r == 0x200c || r == 0x200d || r == 0x2060 || r == 0xfeff:
		return inside // soft hyphen and joiners, which cannot be seen
	case 0x02b9 <= r && r <= 0x02bf || r == 0x02c8 || r == 0x0374 || r == 0xa78b || r == 0xa78c || r == utf8.RuneError:
		return between // letters that are used as apostrophes
	case unicode.In(r, unspacedScripts...):
		return alone
	case unicode.In(r, unicode.L, unicode.N):
		return letter
	case unicode.Is(unicode.M, r):
		return inside
	}
	return between
}

// marksAfter returns the bytes of voicing and other marks that belong to the
// unspaced rune before s.
func marksAfter(s string) int {
	for i, r := range s {
		voiced := r == '\uff9e' || r == '\uff9f' // half-width
		if !voiced && classOf(r) != inside {
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
	if quick, ok := foldQuick(dst, w); ok {
		return quick
	}
	return foldSlow(dst, w)
}

// foldSlow is fold by the rules of Unicode.
func foldSlow(dst []byte, w string) []byte {
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
		if to, ok := spelt[r]; ok {
			dst = append(dst, to...)
			base = cmp.Or(firstRune(to), base)
		} else if c := classOf(r); c == letter || c == alone {
			base = r
			dst = utf8.AppendRune(dst, r)
			compose = compose || 0x1100 <= r && r <= 0x11ff // Hangul comes apart too
		}
	}
	if compose {
		dst = norm.NFC.Append(nil, dst...)
	}
	return dst
}

// foldQuick is fold for words of the letters that most copy is written in.
func foldQuick(dst []byte, w string) ([]byte, bool) {
	for _, r := range w {
		switch {
		case r < utf8.RuneSelf:
			dst = append(dst, byte(unicode.ToLower(r)))
		case 0xc0 <= r && r < latinEnd:
			dst = append(dst, latin[r-0xc0]...)
		case r == 'ё' || r == 'Ё':
			dst = append(dst, "е"...)
		case 0x410 <= r && r < 0x450: // Russian; й is composed already
			dst = utf8.AppendRune(dst, unicode.ToLower(r))
		case 0x4e00 <= r && r < 0xa000:
			dst = utf8.AppendRune(dst, r)
		default:
			return nil, false
		}
	}
	return dst, true
}

// latin are the folded forms of U+00C0 to U+024F.
const latinEnd = 0x250

var latin = func() (t [latinEnd - 0xc0]string) {
	for i := range t {
		t[i] = string(foldSlow(nil, string(rune(0xc0+i))))
	}
	return t
}()

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

// firstRune returns 0 for an empty string.
func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
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
