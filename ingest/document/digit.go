package document

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// zeros are the zeros of the scripts in which dates are printed.
const zeros = "٠۰०০੦૦୦௦౦೦൦๐໐၀០０"

// plainDigits is a date with its digits, dashes and colons in ASCII.
func plainDigits(s string) string {
	i := 0
	for i < len(s) && s[i] < utf8.RuneSelf {
		i++
	}
	if i == len(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r < utf8.RuneSelf:
		case r >= 0x2010 && r <= 0x2015, r == 0x2212, r == '－':
			return '-'
		case r == '：':
			return ':'
		case r == '／':
			return '/'
		case unicode.IsDigit(r):
			for _, zero := range zeros {
				if r >= zero && r <= zero+9 {
					return '0' + r - zero
				}
			}
		}
		return r
	}, s)
}
