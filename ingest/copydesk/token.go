package copydesk

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// room is what tokens are kept in while one article is read; it is used again
// for the next.
type room struct{ sentence, name []token }

// A token is a word, or one mark of punctuation, of a stretch of text.
type token struct {
	text       string
	low        string // in small letters; without a possessive ending
	start, end int
	word       bool
	upper      bool // begins with a capital
}

// tokens appends those of s[start:end] to list.
func tokens(list []token, s string, start, end int) []token {
	for i := start; i < end; {
		c := s[i]
		if c == ' ' {
			i++
			continue
		}
		if !isWordByte(c) || c == 0xe2 || c == 0xc2 {
			_, n := utf8.DecodeRuneInString(s[i:])
			list = append(list, token{text: s[i : i+n], start: i, end: i + n})
			i += n
			continue
		}
		j := tokenEnd(s, i, end)
		if j == i {
			_, n := utf8.DecodeRuneInString(s[i:])
			i += n
			continue
		}
		list = append(list, newToken(s, i, j))
		i = j
	}
	return list
}

func newToken(s string, i, j int) token {
	t := token{text: s[i:j], start: i, end: j, word: true}
	c := t.text[0]
	switch {
	case c < utf8.RuneSelf:
		t.upper = 'A' <= c && c <= 'Z'
	default:
		r, _ := utf8.DecodeRuneInString(t.text)
		t.upper = unicode.IsUpper(r)
	}
	t.low = t.text
	switch t.text[len(t.text)-1] {
	case 's':
		t.low = strings.TrimSuffix(strings.TrimSuffix(t.low, "'s"), "’s")
	case '.':
		t.low = t.low[:len(t.low)-1]
	}
	if t.upper || c >= utf8.RuneSelf {
		t.low = strings.ToLower(t.low)
	}
	return t
}

// tokenEnd is the end of the word at s[i]: letters and figures, apostrophes and
// hyphens between them, and the stop of a title or an initial.
func tokenEnd(s string, i, end int) int {
	j := i
	for j < end {
		c := s[j]
		switch {
		case isLetterByte(c) || '0' <= c && c <= '9':
			j++
		case c == '\'' || c == '-' || c == '&':
			if j+1 >= end || !isWordByte(s[j+1]) || s[j+1] == 0xe2 {
				return j
			}
			j++
		case c == '.':
			// Inside "U.S.", behind "J." and "Sen.".
			part := s[i:j]
			k := strings.LastIndexByte(part, '.') + 1
			switch {
			case j+1 < end && isLetterByte(s[j+1]) && len(part)-k <= 2 && part[k:] != "":
				j++
			case len(part)-k == 1 && part[k] >= 'A' && part[k] <= 'Z', isTitleShort(part):
				return j + 1
			default:
				return j
			}
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRuneInString(s[j:])
			if r == '’' && j+n < end && isLetterByte(s[j+n]) {
				j += n
				continue
			}
			if !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) && !unicode.IsDigit(r) {
				return j
			}
			j += n
		default:
			return j
		}
	}
	return j
}

// isTitleShort knows the titles that are shortened with a stop.
func isTitleShort(w string) bool {
	switch w {
	case "Mr", "Mrs", "Ms", "Dr", "Sen", "Rep", "Gov", "Gen", "Col", "Maj", "Capt", "Lt", "Sgt", "Cpl", "Adm", "Cmdr", "Rev", "Prof", "St",
		"Jr", "Sr", "Hon", "Reps", "Sens", "Det", "Supt", "Atty", "M", "Mme":
		return true
	}
	return false
}
