package document

import (
	"errors"
	"slices"
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

// offsetAhead reports whether a sign is that of a zone: digits follow, at
// least a date or a time has been read, and it is not the dash of a date.
func (p *dateParser) offsetAhead() bool {
	j := p.i + 1
	for j < len(p.s) && (p.s[j] == '-' || p.s[j] == ' ') {
		j++
	}
	n := 0
	for j < len(p.s) && p.s[j] >= '0' && p.s[j] <= '9' {
		j++
		n++
	}
	if p.s[p.i] == '-' && j < len(p.s) && p.s[j] == ':' && p.i+1 < len(p.s) && p.s[p.i+1] == ' ' {
		return true // 10:15 - 11:15, which is no zone and will not be taken for one
	}
	dated := p.n >= 3 || p.month > 0 && p.n >= 1
	return n > 0 && n <= 4 && (dated || n == 4) && !(j < len(p.s) && (p.s[j] == '-' || p.s[j] == '/'))
}

// dated reports whether the date is complete, so that what follows is time.
func (p *dateParser) dated() bool { return p.n >= 3 || p.month > 0 && p.n >= 2 }

// after reports whether the letter c stands before the n digits just read.
func (p *dateParser) after(c byte, n int) bool {
	i := p.i - n - 1
	return i >= 0 && p.s[i]&^0x20 == c
}

// digitsAt returns the number at p.i, and moves behind it.
func (p *dateParser) digitsAt() (v, n int) {
	for p.i < len(p.s) && p.s[p.i] >= '0' && p.s[p.i] <= '9' {
		if n < 17 {
			v = v*10 + int(p.s[p.i]-'0')
		}
		n++
		p.i++
	}
	return v, n
}

// number reads a number: part of a time, of a date, or a whole date in digits.
func (p *dateParser) number() bool {
	v, n := p.digitsAt()
	rest := p.s[p.i:]
	switch {
	case n <= 2 && !p.timed && len(rest) > 1 && (rest[0] == ':' || rest[0] == 'h' || rest[0] == 'H') && (isDigit(rest[1]) || rest[0] != ':'):
		return p.time(v)
	case n >= 6 && p.n == 0 && p.month == 0:
		return p.compact(v, n)
	case n == 6 && p.n >= 3 && !p.timed: // 20250909T101530 and 2025-09-09T101530
		p.hour, p.min, p.sec, p.timed = v/10000, v/100%100, v%100, true
		p.fraction()
		return true
	case n == 4 && p.n >= 3 && !p.timed && p.after('T', n):
		p.hour, p.min, p.timed = v/100, v%100, true
		return true
	case n == 2 && p.n >= 3 && !p.timed && p.after('T', n): // 20250909T10Z
		p.hour, p.timed = v, true
		return true
	case n <= 2 && !p.timed && p.dated() && len(rest) > 2 && rest[0] == '.' && isDigit(rest[1]) && isDigit(rest[2]): // 10.15
		return p.time(v)
	case n > 4 || p.n == len(p.nums):
		return false
	}
	r, size := utf8.DecodeRuneInString(rest)
	switch r { // numbers that say what they are
	case '年', '년':
		p.year, p.i = v, p.i+size
		return p.note(v, n)
	case '月', '월':
		p.month, p.monthAt, p.i = v, p.n, p.i+size
		return v >= 1 && v <= 12
	case '日', '일', '號', '号':
		p.day, p.i = v, p.i+size
		return p.note(v, n)
	case '時', '时', '시':
		p.hour, p.timed, p.i = v, true, p.i+size
		return true
	case '分', '분':
		p.min, p.i = v, p.i+size
		return p.timed
	case '秒', '초':
		p.sec, p.i = v, p.i+size
		return p.timed
	}
	if !p.timed && n <= 2 && p.meridiemAhead() {
		p.hour, p.timed = v, true
		return true
	}
	if len(rest) > 1 && p.n < 2 && (rest[0] == '.' || rest[0] == '/' || rest[0] == '-') && isDigit(rest[1]) {
		p.sep = rest[0]
	}
	return p.note(v, n)
}

// note takes a number down.
func (p *dateParser) note(v, n int) bool {
	if p.n == len(p.nums) {
		return false
	}
	p.nums[p.n], p.digits[p.n] = v, n
	p.n++
	return true
}

// meridiemAhead reports whether am or pm follows.
func (p *dateParser) meridiemAhead() bool {
	s := strings.TrimLeft(p.s[p.i:], " ")
	if len(s) < 2 || s[0]|0x20 != 'a' && s[0]|0x20 != 'p' {
		return false
	}
	return s[1]|0x20 == 'm' && (len(s) == 2 || !alpha(s[2])) || len(s) > 2 && s[1] == '.' && s[2]|0x20 == 'm'
}

// time reads what follows the hour.
func (p *dateParser) time(hour int) bool {
	p.hour, p.timed = hour, true
	dotted := p.s[p.i] == '.'
	p.i++
	if p.i < len(p.s) && !isDigit(p.s[p.i]) { // 15h
		return p.s[p.i-1]|0x20 == 'h' && !alpha(p.s[p.i])
	}
	var n int
	if p.min, n = p.digitsAt(); n > 2 {
		return false
	}
	if p.i+1 < len(p.s) && (p.s[p.i] == ':' || p.s[p.i]|0x20 == 'm' || p.s[p.i] == '.' && dotted) && isDigit(p.s[p.i+1]) {
		p.i++
		if p.sec, n = p.digitsAt(); n > 2 {
			return false
		}
		p.fraction()
	}
	return true
}

// fraction reads a fraction of a second.
func (p *dateParser) fraction() {
	if p.i+1 >= len(p.s) || p.s[p.i] != '.' && p.s[p.i] != ',' || !isDigit(p.s[p.i+1]) {
		return
	}
	p.i++
	for unit := 100_000_000; p.i < len(p.s) && isDigit(p.s[p.i]); p.i++ {
		p.nano += int(p.s[p.i]-'0') * unit
		unit /= 10
	}
}

// compact reads a date that is all digits: YYYYMMDD and longer, or Unix time.
func (p *dateParser) compact(v, n int) bool {
	from, end := p.i-n, p.i
	if p.i+1 < len(p.s) && p.s[p.i] == '.' && n <= 10 { // 1757412930.25
		for end++; end < len(p.s) && isDigit(p.s[end]); end++ {
		}
	}
	alone := strings.Trim(p.s[:from], " @") == "" && strings.TrimSpace(p.s[end:]) == "" // @ as date(1) has it
	ymd := func(d int) bool {
		return p.note(d/10000, 4) && p.note(d/100%100, 2) && p.note(d%100, 2) && d/10000 >= minYear && d/100%100 <= 12 && d%100 <= 31
	}
	switch {
	case n == 8:
		return ymd(v)
	case n == 7 && alone && v/1000 >= 1900 && v/1000 <= maxYear: // ordinal, 2025252
		t := time.Date(v/1000, 1, v%1000, 0, 0, 0, 0, time.UTC)
		return v%1000 > 0 && t.Year() == v/1000 && ymd(t.Year()*10000+int(t.Month())*100+t.Day())
	case n == 14 || n == 12 && alone && v/100_000_000 >= 1900 && v/100_000_000 <= maxYear:
		if n == 12 {
			v *= 100
		}
		p.hour, p.min, p.sec, p.timed = v/10000%100, v/100%100, v%100, true
		return ymd(v / 1_000_000)
	case alone && (n == 9 || n == 10), alone && (n == 12 || n == 13), alone && n == 16:
		p.fraction()
		switch {
		case n == 16:
			p.nano = v % 1_000_000 * 1000
			v /= 1_000_000
		case n >= 12:
			p.nano = v % 1000 * 1_000_000
			v /= 1000
		}
		p.i = len(p.s)
		t := time.Unix(int64(v), 0).UTC()
		p.hour, p.min, p.sec, p.timed = t.Hour(), t.Minute(), t.Second(), true
		p.zoneName = "UTC"
		return ymd(t.Year()*10000 + int(t.Month())*100 + t.Day())
	}
	return false
}

// numericZone reads +0300, +03:00, +3, -700, --0700.
func (p *dateParser) numericZone() bool {
	sign := 1
	if p.s[p.i] == '-' {
		sign = -1
	}
	if span := p.s[p.i+1:]; sign < 0 && span[0] == ' ' && strings.IndexByte(span, ':') > 0 {
		return false // from one time to another
	}
	for p.i < len(p.s) && !isDigit(p.s[p.i]) {
		p.i++
	}
	v, n := p.digitsAt()
	h, m := v, 0
	if n > 2 {
		h, m = v/100, v%100
	} else if p.i+2 < len(p.s) && p.s[p.i] == ':' && isDigit(p.s[p.i+1]) {
		p.i++
		m, _ = p.digitsAt()
		if p.i+2 < len(p.s) && p.s[p.i] == ':' && isDigit(p.s[p.i+1]) { // seconds, as some print
			p.i++
			p.digitsAt()
		}
	}
	p.offset, p.hasOffset = sign*(h*3600+m*60), true
	return h <= 14 && (sign > 0 || h <= 12) && m < 60 && m%15 == 0 && n <= 4
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

// result puts together what was found.
func (p *dateParser) result() (time.Time, bool) {
	y, m, d, ok := p.ymd()
	if !ok || m < 1 || m > 12 || d < 1 || d > 31 {
		return time.Time{}, false
	}
	if p.pm && p.hour < 12 {
		p.hour += 12
	} else if p.am && p.hour == 12 {
		p.hour = 0
	}
	if p.hour > 24 || p.min > 59 || p.sec > 60 || p.hour == 24 && (p.min > 0 || p.sec > 0) {
		return time.Time{}, false
	}
	if time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Day() != d {
		return time.Time{}, false
	}
	local := time.Date(y, time.Month(m), d, p.hour, p.min, min(p.sec, 59), p.nano, time.UTC)
	switch {
	case p.hasOffset:
		return local.Add(-time.Duration(p.offset) * time.Second), true
	case p.zoneName != "":
		return local.Add(-time.Duration(zoneOffset(p.zoneName, local, p.zone)) * time.Second), true
	}
	return time.Date(y, time.Month(m), d, p.hour, p.min, min(p.sec, 59), p.nano, p.zone), true
}

// nulls are the dates at whose first moment the clocks of common systems
// begin: FILETIME, SQL Server, OLE, spreadsheets, Unix.
var nulls = [...][3]int{{1601, 1, 1}, {1753, 1, 1}, {1899, 12, 30}, {1899, 12, 31}, {1900, 1, 1}, {1970, 1, 1}}

// null reports whether such a beginning is what is printed, in any zone, or
// what it means in UTC: a field that was never set.
func (p *dateParser) null(t time.Time) bool {
	if t.Equal(t.Truncate(24*time.Hour)) && slices.Contains(nulls[:], [3]int{t.Year(), int(t.Month()), t.Day()}) {
		return true
	}
	if p.hour|p.min|p.sec|p.nano != 0 {
		return false
	}
	y, m, d, _ := p.ymd()
	return slices.Contains(nulls[:], [3]int{y, m, d})
}

// ymd decides which number is what.
func (p *dateParser) ymd() (y, m, d int, ok bool) {
	a, b, c := p.nums[0], p.nums[1], p.nums[2]
	if p.month > 0 {
		if p.n < 2 || p.n > 2 && p.nums[2] != 0 {
			return 0, 0, 0, false
		}
		if p.digits[0] >= 3 { // 2006 January 2
			return a, p.month, b, p.digits[0] == 4
		}
		return century(b, p.digits[1]), p.month, a, p.digits[1] != 3
	}
	switch {
	case p.n == 2 && p.digits[0] == 4 && p.digits[1] == 3: // ordinal, 2025-252
		t := time.Date(a, 1, b, 0, 0, 0, 0, time.UTC)
		return a, int(t.Month()), t.Day(), b >= 1 && t.Year() == a
	case p.n != 3:
		return 0, 0, 0, false
	case p.digits[0] == 4: // 2006-01-02, 2006/1/2, 2006. 1. 2.
		return a, b, c, true
	case p.digits[2] != 4 && p.digits[2] != 2 || p.digits[2] == 2 && p.sep != '.':
		return 0, 0, 0, false // 06/1/2: nobody knows
	}
	c = century(c, p.digits[2])
	switch {
	case p.sep == '.': // day.month.year wherever dots are used
		return c, b, a, true
	case a > 12 || a == b:
		return c, b, a, true
	case b > 12:
		return c, a, b, true
	}
	return 0, 0, 0, false
}

// century completes a year of two digits (RFC 2822 §4.3).
func century(y, digits int) int {
	switch {
	case digits > 2:
		return y
	case y < 50:
		return 2000 + y
	}
	return 1900 + y
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func alpha(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
