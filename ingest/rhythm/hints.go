package rhythm

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/datelinewire/dateline/wire"
)

// HintMax bounds what a hint can ask for: a year of max-age is meant for
// pictures.
const HintMax = 24 * time.Hour

// Clamp brings what a hint asks for into bounds.
func Clamp(d time.Duration) time.Duration { return min(max(d, 0), HintMax) }

// Freshness returns for how long an answer says it stays fresh (RFC 9111
// §4.2), less its age, and whether it says anything. Beside no-cache or
// no-store, max-age says nothing about when to ask; Expires counts against
// the server's own Date.
func Freshness(h http.Header, now time.Time) (time.Duration, bool) {
	age := seconds(h.Get("Age"))
	var maxAge time.Duration
	var has, no bool
	for _, v := range h.Values("Cache-Control") {
		for part := range strings.SplitSeq(v, ",") {
			name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
			switch strings.ToLower(name) {
			case "no-cache", "no-store":
				no = true
			case "max-age":
				if !has {
					maxAge, has = seconds(strings.Trim(value, `"`)), true
				}
			}
		}
	}
	if no {
		return 0, true
	}
	if has {
		return Clamp(maxAge - age), true
	}
	e := h.Get("Expires")
	if e == "" {
		return 0, false
	}
	expires, err := http.ParseTime(e)
	if err != nil {
		return 0, true // "0" and the like: it is stale already
	}
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	return Clamp(max(expires.Sub(now), 0) - age), true // what Sub cannot say, less an age, would be the future
}

// seconds reads a count of seconds; what is none is 0, what is too large is
// a day beyond every limit.
func seconds(s string) time.Duration {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	if err != nil || n < 0 {
		if err != nil && strings.Trim(s, "0123456789") == "" && s != "" {
			return 2 * HintMax
		}
		return 0
	}
	return time.Duration(min(n, int64(2*HintMax/time.Second))) * time.Second
}

// Unskipped returns t, or the end of the hours and days to be left out that t
// falls into; at most a week later.
func Unskipped(t time.Time, h wire.Hints) time.Time {
	if h.SkipHours == 0 && h.SkipDays == 0 {
		return t
	}
	for range 7 * 24 {
		u := t.UTC()
		if h.SkipDays&(1<<u.Weekday()) == 0 && h.SkipHours&(1<<u.Hour()) == 0 {
			return t
		}
		t = u.Truncate(time.Hour).Add(time.Hour)
	}
	return t
}
