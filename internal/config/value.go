package config

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Bytes is a size.
type Bytes int64

// units of time and of size, largest first.
var (
	timeUnits = []unit{{"w", 7 * 24 * int64(time.Hour)}, {"d", 24 * int64(time.Hour)}, {"h", int64(time.Hour)}, {"m", int64(time.Minute)}, {"s", int64(time.Second)}}
	sizeUnits = []unit{{"GB", 1 << 30}, {"MB", 1 << 20}, {"KB", 1 << 10}, {"B", 1}}
)

type unit struct {
	name string
	size int64
}

var errTooMuch = errors.New("too large a number")

// ParseDuration reads a duration such as 90s, 15m, 1h30m, 7d or 2w: whole
// numbers with s, m, h, d (24 hours) or w.
func ParseDuration(s string) (time.Duration, error) {
	n, err := measure(s, timeUnits)
	if errors.Is(err, errTooMuch) {
		return 0, fmt.Errorf("%q is more than time holds", s)
	}
	if err != nil {
		return 0, fmt.Errorf("%q is no duration", s)
	}
	return time.Duration(n), nil
}

// FormatDuration writes d as ParseDuration reads it, in whole seconds.
func FormatDuration(d time.Duration) string {
	if d == 24*time.Hour {
		return "1d"
	}
	return format(int64(d), timeUnits, "0s")
}

// ParseBytes reads a size such as 512KB, 16MB or 1GB; a KB is 1,024 bytes, as
// is a KiB.
func ParseBytes(s string) (Bytes, error) {
	t := strings.ReplaceAll(strings.ToUpper(s), "IB", "B")
	n, err := measure(t, sizeUnits)
	if err != nil {
		return 0, fmt.Errorf("%q is no size", s)
	}
	return Bytes(n), nil
}

// String writes b as ParseBytes reads it.
func (b Bytes) String() string { return format(int64(b), sizeUnits, "0B") }

// measure reads numbers with units, each unit once and smaller than the one
// before.
func measure(s string, units []unit) (int64, error) {
	var sum int64
	if s == "" {
		return 0, strconv.ErrSyntax
	}
	for s != "" {
		digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
		if digits == 0 {
			return 0, strconv.ErrSyntax
		}
		n, err := strconv.ParseInt(s[:digits], 10, 64)
		if err != nil {
			return 0, errTooMuch
		}
		s = s[digits:]
		i := 0
		for i < len(units) && !startsUnit(s, units[i].name) {
			i++
		}
		if i == len(units) {
			return 0, strconv.ErrSyntax
		}
		size := units[i].size
		if n > (math.MaxInt64-sum)/size {
			return 0, errTooMuch
		}
		sum += n * size
		s = s[len(units[i].name):]
		units = units[i+1:]
	}
	return sum, nil
}

// startsUnit reports whether s starts with the unit and not with a longer word.
func startsUnit(s, name string) bool {
	rest, ok := strings.CutPrefix(s, name)
	return ok && (rest == "" || '0' <= rest[0] && rest[0] <= '9')
}

// format writes n in units. Weeks are used for whole weeks only: 90d, not
// 12w6d.
func format(n int64, units []unit, none string) string {
	var b strings.Builder
	for _, u := range units {
		if u.name == "w" && n%u.size != 0 {
			continue
		}
		if n >= u.size {
			b.WriteString(strconv.FormatInt(n/u.size, 10) + u.name)
			n %= u.size
		}
	}
	if b.Len() == 0 {
		return none
	}
	return b.String()
}
