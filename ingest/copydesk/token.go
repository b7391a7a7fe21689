package copydesk

import (
	"strings"
	"unicode/utf8"
)

// A token is a word, or one mark of punctuation, of a stretch of text.
type token struct {
	text       string
	low        string // in small letters; without a possessive ending
	start, end int
	word       bool
	upper      bool // begins with a capital
	senses     sense
}

// sense is what the word can be; it is looked up when it is first asked for.
func (t *token) sense() sense {
	if t.senses == 0 {
		t.senses = senseOf(t.low) | looked
	}
	return t.senses
}

func (t *token) is(as sense) bool { return t.sense()&as != 0 }

func (t *token) pronoun() byte { return t.sense().pronoun() }

// tokens appends those of s[start:end] to list.
func (l *lowers) tokens(list []token, s string, start, end int) []token {
	for i := start; i < end; {
		i, list = l.next(list, s, i, end)
	}
	return list
}

// sentence appends the tokens of s[start:end] to list, up to the first stop
// that ends a sentence.
func (l *lowers) sentence(list []token, s string, start, end int) []token {
	for i := start; i < end; {
		i, list = l.next(list, s, i, end)
		if c := s[i-1]; (c == '.' || c == '!' || c == '?') && len(list) > 0 && !list[len(list)-1].word {
			return list
		}
	}
	return list
}

// next appends the token at s[i], if there is one, and returns where to go on.
func (l *lowers) next(list []token, s string, i, end int) (int, []token) {
	c := s[i]
	if c == ' ' {
		return i + 1, list
	}
	if c < utf8.RuneSelf && !isWordByte(c) {
		return i + 1, append(list, token{text: s[i : i+1], start: i, end: i + 1})
	}
	if c == 0xe2 || c == 0xc2 {
		_, n := utf8.DecodeRuneInString(s[i:])
		return i + n, append(list, token{text: s[i : i+n], start: i, end: i + n})
	}
	j := tokenEnd(s, i, end)
	if j == i {
		_, n := utf8.DecodeRuneInString(s[i:])
		return i + n, list
	}
	return j, l.word(list, s, i, j)
}

// word appends the word s[i:j] to list.
func (l *lowers) word(list []token, s string, i, j int) []token {
	list = append(list, token{text: s[i:j], low: s[i:j], start: i, end: j, word: true, upper: isUpperAt(s, i)})
	t := &list[len(list)-1]
	switch s[j-1] {
	case 's':
		t.low = strings.TrimSuffix(strings.TrimSuffix(t.low, "'s"), "’s")
	case '.':
		t.low = t.low[:len(t.low)-1]
	}
	switch {
	case t.upper:
		t.low = l.of(t.low)
	case s[i] >= utf8.RuneSelf:
		t.low = strings.ToLower(t.low)
	}
	return list
}

// isUpperAt reports whether the letter at s[i] is a capital.
func isUpperAt(s string, i int) bool {
	if c := s[i]; c < utf8.RuneSelf {
		return 'A' <= c && c <= 'Z'
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return isUpper(r)
}

// tokenEnd is the end of the word at s[i]: letters and figures, apostrophes and
// hyphens between them, and the stop of a title or an initial.
func tokenEnd(s string, i, end int) int {
	j := i
	for j < end {
		c := s[j]
		switch {
		case c < utf8.RuneSelf && inWord[c]:
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
			if !isWordRune(r) {
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
