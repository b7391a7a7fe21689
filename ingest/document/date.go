package document

import (
	"errors"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// errDate is the error of a date that cannot be read with certainty.
var errDate = errors.New("date is not readable")

// maxDate bounds the text of a date, bytes: the longest that JavaScript
// prints, in a language of three bytes a letter, has some 150.
const maxDate = 256

// The years that are believed. Null dates of common systems lie before, or are
// in nulls.
const (
	minYear = 1601
	maxYear = 2200
)

// parseDate reads a date as feeds print it (RFC 822, 1123, 2822 and 3339, ISO
// 8601 in basic and extended form, asctime, Unix seconds, and what is met
// besides). A date that names no zone is in zone; so is a zone name that means
// several, if one of them is of zone. What is ambiguous, such as 3/4/2025, or
// names a zone that nobody knows, is errDate: no date is better than a wrong
// one. The result is in UTC.
func parseDate(s string, zone *time.Location) (time.Time, error) {
	if zone == nil {
		zone = time.UTC
	}
	if len(s) == 0 || len(s) > maxDate {
		return time.Time{}, errDate
	}
	p := dateParser{s: plainDigits(s), zone: zone}
	t, ok := p.parse()
	t = t.UTC()
	if !ok || t.Year() < minYear || t.Year() > maxYear || t.Unix() == 0 || p.null(t) {
		return time.Time{}, errDate
	}
	return t, nil
}

// A dateParser goes over the text once, taking down what it finds.
type dateParser struct {
	s    string
	i    int
	zone *time.Location

	nums           [4]int // what is not time or zone, in printed order
	digits         [4]int // how many digits each has
	n              int
	month          int // by name
	monthAt        int // how many numbers stood before it
	year, day      int // where marked as such, as in Chinese
	hour, min, sec int
	nano           int
	timed          bool
	pm, am         bool
	sep            byte // between numbers: . / -
	zoneName       string
	offset         int // seconds
	hasOffset      bool
	words          int
	wasWeekday     bool // the month is by a first word that may be a weekday: mar
}

// parse reads it all.
func (p *dateParser) parse() (time.Time, bool) {
	for p.i < len(p.s) {
		c := p.s[p.i]
		switch {
		case '0' <= c && c <= '9':
			if !p.number() {
				return time.Time{}, false
			}
		case (c == '+' || c == '-') && p.timed && !p.hasOffset && p.offsetAhead():
			if !p.numericZone() {
				return time.Time{}, false
			}
		case c == '(':
			p.parenthesis()
		case c == '[' && (p.hasOffset || p.zoneName != ""): // a zone's name beside its offset (RFC 9557)
			if end := strings.IndexByte(p.s[p.i:], ']'); end > 0 {
				p.i += end
			}
			p.i++
		case c < utf8.RuneSelf && !alpha(c):
			p.i++
		default:
			if !p.letters() {
				return time.Time{}, false
			}
		}
	}
	return p.result()
}

// parenthesis skips a comment (RFC 5322 §3.2.2), in which some repeat the zone;
// it is the zone where nothing else is.
func (p *dateParser) parenthesis() {
	end := strings.IndexByte(p.s[p.i:], ')')
	if end < 0 {
		end = len(p.s) - p.i - 1
	}
	in := strings.ToUpper(strings.Trim(p.s[p.i:p.i+end], "( "))
	if p.timed && p.zoneName == "" && !p.hasOffset {
		name := in[:len(in)-len(strings.TrimLeftFunc(in, unicode.IsLetter))]
		if _, ok := zones[name]; ok && strings.Trim(in[len(name):], " +-:0123456789") == "" {
			p.i++ // (MSK), (GMT+3)
			return
		}
	}
	p.i += end + 1
}

// letters reads a word.
func (p *dateParser) letters() bool {
	from := p.i
	for p.i < len(p.s) {
		r, size := utf8.DecodeRuneInString(p.s[p.i:])
		if r == '\'' || r == '’' || unicode.IsLetter(r) || unicode.Is(unicode.M, r) || r == '_' || r == 0x200C {
			p.i += size
			continue
		}
		if p.i == from {
			p.i += size
			return true
		}
		break
	}
	w := p.s[from:p.i]
	p.words++
	return p.word(w)
}

// word takes one word for what it is.
func (p *dateParser) word(w string) bool {
	if len(w) == 1 {
		switch w[0] {
		case 'T', 't':
			return true
		case 'Z', 'z':
			p.zoneName = "UTC"
			return true
		case 'a', 'p', 'A', 'P': // a.m.
			if strings.HasPrefix(strings.ToLower(p.s[p.i:]), ".m") {
				p.pm, p.am = w[0]|0x20 == 'p', w[0]|0x20 == 'a'
				p.i += 2
				return true
			}
		}
	}
	var buf [64]byte
	low := lowerWord(buf[:0], w)
	if p.words == 1 && p.n == 0 && weekdays[string(low)] && strings.HasPrefix(strings.TrimPrefix(p.s[p.i:], "."), ",") {
		return true // mar, is March in one language and Tuesday in others
	}
	if m, ok := months[string(low)]; ok && (p.month == 0 || p.wasWeekday) {
		p.wasWeekday = p.words == 1 && p.n == 0 && weekdays[string(low)]
		p.month, p.monthAt = m, p.n
		return true
	}
	switch string(low) {
	case "am", "上午", "午前", "오전", "öö":
		p.am = true
		return true
	case "pm", "下午", "午後", "오후", "ös":
		p.pm = true
		return true
	}
	if len(w) <= 6 && (p.timed || p.n >= 2) { // PT is a Friday too
		if _, ok := zones[strings.ToUpper(w)]; ok {
			if p.zoneName == "" {
				p.zoneName = strings.ToUpper(w)
			}
			return true
		}
	}
	if weekdays[string(low)] || fillers[string(low)] {
		return true
	}
	// A weekday in a language that is not in the table.
	return p.words == 1 && p.n == 0 && strings.HasPrefix(strings.TrimLeft(p.s[p.i:], "."), ",")
}

// lowerWord appends w in lower case, good for Turkish letters too, to b.
func lowerWord(b []byte, w string) []byte {
	for _, r := range w {
		switch {
		case r == 'İ':
			r = 'i'
		case r == '’':
			r = '\''
		case r == 0x0307: // the dot that lower-casing İ elsewhere leaves
			continue
		default:
			r = unicode.ToLower(r)
		}
		b = utf8.AppendRune(b, r)
	}
	return b
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func alpha(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
