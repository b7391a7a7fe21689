package document

import (
	"slices"
	"time"
)

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
