package copydesk

import (
	"strings"
	"unicode/utf8"
)

// A mark is one quotation mark in the text.
type mark struct {
	kind   markKind
	family byte // '"' straight, 'd' curly double, 'g' guillemets, 's' single curly, '\'' straight single, '`' typewriter
	at     int
	end    int
}

// markKind is what a mark does where it stands.
type markKind int

const (
	noMark markKind = iota
	opening
	closing
	either // "»" and "“" change sides between languages
)

// hasMark holds the bytes with which marks begin.
var hasMark = [256]bool{'"': true, '`': true, '\'': true, 0xe2: true, 0xc2: true}

// markByte is where the next byte from s[at] on stands with which a mark
// begins, or the end. It looks at eight bytes at once.
func markByte(s string, at int) int {
	for ; at+8 <= len(s); at += 8 {
		if w := load8(s[at : at+8]); zeroIn(w^eight*'"')|zeroIn(w^eight*'\'')|zeroIn(w^eight*'`')|w&eightTops != 0 {
			break
		}
	}
	for at < len(s) && !hasMark[s[at]] {
		at++
	}
	return at
}

// markAt reads the mark at s[i].
func markAt(s string, i int) (mark, bool) {
	if i >= len(s) {
		return mark{}, false
	}
	m := mark{at: i}
	switch c := s[i]; c {
	case '"':
		m.end, m.family = i+1, '"'
		m.kind = straight(s, i, i+1)
		return m, !isInch(s, i)
	case '`':
		if i+1 < len(s) && s[i+1] == '`' {
			m.end, m.family, m.kind = i+2, '`', opening
			return m, true
		}
		return m, false
	case '\'':
		if i+1 < len(s) && s[i+1] == '\'' {
			m.end, m.family = i+2, '`'
			m.kind = straight(s, i, i+2)
			return m, true
		}
		m.end, m.family = i+1, '\''
		m.kind = straight(s, i, i+1)
		return m, m.kind == opening && !isDecade(s, i+1)
	case 0xe2, 0xc2:
	default:
		return m, false
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	m.end = i + n
	switch r {
	case '“':
		// In „…“ it closes.
		m.family, m.kind = 'd', opening
		if k := straight(s, i, m.end); k == closing {
			m.kind = closing
		}
		return m, true
	case '”', '‟':
		m.family, m.kind = 'd', closing
		if straight(s, i, m.end) == opening && i+n < len(s) {
			m.kind = opening
		}
		return m, true
	case '„':
		m.family, m.kind = 'd', opening
		return m, true
	case '«', '‹':
		m.family, m.kind = 'g', opening
		if k := straight(s, i, m.end); k == closing {
			m.kind = closing
		}
		return m, true
	case '»', '›':
		m.family, m.kind = 'g', closing
		if straight(s, i, m.end) == opening && i+n < len(s) {
			m.kind = opening
		}
		return m, true
	case '‘', '‚':
		m.family, m.kind = 's', opening
		return m, straight(s, i, m.end) == opening
	}
	return m, false
}

// straight tells from its neighbours whether a mark at s[i:end] opens or
// closes.
func straight(s string, i, end int) markKind {
	prev, _ := utf8.DecodeLastRuneInString(s[:i])
	next, _ := utf8.DecodeRuneInString(s[end:])
	left := i == 0 || leadsQuote(prev)
	right := end >= len(s) || next == ' '
	switch {
	case left && right:
		if i == 0 {
			return opening
		}
		return closing
	case left:
		if (prev == '-' || prev == '—' || prev == '–') && !isLetter(next) && !isDigit(next) {
			return closing
		}
		switch next {
		case ',', '.', ';', ':', '!', '?', ')':
			return closing
		}
		return opening
	}
	return closing
}

// leadsQuote reports whether an opening mark can stand right behind r.
func leadsQuote(r rune) bool {
	switch r {
	case ' ', '(', '[', '{', '—', '–', '-', '/', ':', '‘', '\'', '“', '«', '„', '¿', '¡':
		return true
	}
	return false
}

// isInch reports whether the mark at s[i] stands behind a figure as a measure:
// 6' 2", 5.25" disks.
func isInch(s string, i int) bool {
	if i == 0 || s[i-1] < '0' || s[i-1] > '9' {
		return false
	}
	j := i - 1
	for j > 0 && (s[j] >= '0' && s[j] <= '9' || s[j] == '.') {
		j--
	}
	// An opening mark before the figure makes it the end of a quote, and so
	// does a long way to the last blank.
	return s[j] == ' ' && j > 0 && (s[j-1] == '\'' || s[j-1] == 0x99) || i+1 < len(s) && s[i+1] == '-'
}

// isDecade reports whether 's[i:]' is the rest of '70s or '90.
func isDecade(s string, i int) bool {
	return i+1 < len(s) && s[i] >= '0' && s[i] <= '9' && s[i+1] >= '0' && s[i+1] <= '9'
}

// maxSingle bounds a quote in single marks, in bytes: beyond it an apostrophe
// is more likely than an end.
const maxSingle = 1500

// closeSingle finds the end of a quote in single marks. It returns where the
// text ends and where the mark does; or -1 and up to where there is none.
func closeSingle(s string, m mark) (end, next int) {
	limit := min(len(s), m.end+maxSingle)
	fallback := -1
	for i := m.end; i < limit; i++ {
		n := 0
		switch {
		case s[i] == '\'':
			n = 1
		case s[i] == 0xe2 && strings.HasPrefix(s[i:], "’"):
			n = len("’")
		case s[i] == '"':
			limit = i
			continue
		default:
			continue
		}
		if i+n < len(s) && (isWordByte(s[i+n]) && !strings.HasPrefix(s[i+n:], "—") && !strings.HasPrefix(s[i+n:], "–")) {
			continue
		}
		if i == m.end || s[i-1] == ' ' {
			continue
		}
		if strings.IndexByte(",.!?", s[i-1]) >= 0 {
			return i, i + n
		}
		if fallback < 0 && s[i-1] != 's' {
			fallback = i
			if m.family == '\'' && !strings.HasPrefix(s[i:], "'") || i-m.end < 60 {
				return i, i + n
			}
		}
	}
	if fallback >= 0 {
		n := 1
		if s[fallback] == 0xe2 {
			n = len("’")
		}
		return fallback, fallback + n
	}
	return -1, limit
}
