package document

import (
	"strings"
	"time"
	"unicode/utf8"
)

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
