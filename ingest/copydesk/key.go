package copydesk

import (
	"strings"
	"unicode/utf8"
)

// key is the form in which names are compared: lower case, accents off, stops
// and apostrophes gone, hyphens as blanks. Turkish and Azerbaijani dotted and
// dotless i are one letter in it.
func key(s string) string {
	var b [96]byte
	return string(appendKey(b[:0], s))
}

func appendKey(b []byte, s string) []byte {
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			i++
			if k := keyBytes[c]; k > ' ' || k == ' ' && len(b) > 0 && b[len(b)-1] != ' ' {
				b = append(b, k)
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		if 0xc0 <= r && r < 0x250 || 0x1e00 <= r && r < 0x1f00 {
			if p := plain(r); p != "" {
				b = append(b, p...)
				continue
			}
		}
		switch r {
		case 'ə', 'Ə':
			r = 'e'
		case '’', '‘', 'ʻ', 'ʼ', '´', 'ь', 'Ь', 'ъ', 'Ъ', 0x301, 0x307, 0x308, 0x327, 0x303, 0x302, 0x300, 0x30c:
			continue
		case '–', '—', '‑':
			if len(b) > 0 && b[len(b)-1] != ' ' {
				b = append(b, ' ')
			}
			continue
		case 'ё', 'Ё':
			r = 'е'
		}
		b = utf8.AppendRune(b, toLower(r))
	}
	if len(b) > 0 && b[len(b)-1] == ' ' {
		b = b[:len(b)-1]
	}
	return b
}

// keyBytes says what becomes of ASCII in a key; 0 goes.
var keyBytes = func() (t [utf8.RuneSelf]byte) {
	for i := range t {
		switch c := byte(i); {
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			t[i] = c
		case 'A' <= c && c <= 'Z':
			t[i] = c + 'a' - 'A'
		case c == ' ' || c == '-' || c == '/' || c == '_':
			t[i] = ' '
		}
	}
	return t
}()

// plain is the Latin letter r without its accent, in lower case.
func plain(r rune) string {
	if r = toLower(r); r < 0x80 {
		return string(r)
	}
	for _, g := range plainGroups {
		if strings.ContainsRune(g[1], r) {
			return g[0]
		}
	}
	return ""
}

var plainGroups = [...][2]string{
	{"a", "àáâãäåāăąǎạảấầẩẫậắằẳẵặ"}, {"ae", "æ"}, {"c", "çćĉċč"}, {"d", "ďđð"},
	{"e", "èéêëēĕėęěəẹẻẽếềểễệǝ"}, {"g", "ĝğġģǧ"}, {"h", "ĥħḥḩ"}, {"i", "ìíîïĩīĭįıỉịǐi"}, {"j", "ĵ"},
	{"k", "ķĸ"}, {"l", "ĺļľŀł"}, {"n", "ñńņňŉ"}, {"o", "òóôõöøōŏőǒọỏốồổỗộớờởỡợơ"}, {"oe", "œ"},
	{"r", "ŕŗř"}, {"s", "śŝşšșṣ"}, {"ss", "ß"}, {"t", "ţťŧțṭ"}, {"th", "þ"},
	{"u", "ùúûüũūŭůűųǔụủứừửữựư"}, {"w", "ŵ"}, {"y", "ýÿŷỳỵỷỹ"}, {"z", "źżžẓ"},
}

// isCaps reports whether s has letters and all that have a case are capitals.
// The "Mc" of MCLEAN, the d' of L'AQUILA and "de" between capitals count.
func isCaps(s string) bool {
	upper := 0
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case isUpper(r):
			upper++
		case isLower(r):
			if !(r == 'c' && i > 0 && s[i-1] == 'M') && !(i+1 < len(s) && s[i+1] == '\'') {
				return false
			}
		}
		i += n
	}
	return upper > 0
}

// hasCase reports whether s has a letter of a script with capitals.
func hasCase(s string) bool {
	for _, r := range s {
		if isUpper(r) || isLower(r) {
			return true
		}
	}
	return false
}
