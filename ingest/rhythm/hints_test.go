package rhythm

import (
	"net/http"
	"testing"
	"time"

	"github.com/datelinewire/dateline/wire"
)

func TestFreshness(t *testing.T) {
	now := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	at := func(d time.Duration) string { return now.Add(d).Format(http.TimeFormat) }
	for _, c := range []struct {
		header map[string]string
		want   time.Duration
		says   bool
	}{
		{nil, 0, false},
		{map[string]string{"Cache-Control": "max-age=600"}, 10 * time.Minute, true},
		{map[string]string{"Cache-Control": "public,MAX-AGE=\"600\" , must-revalidate"}, 10 * time.Minute, true},
		{map[string]string{"Cache-Control": "max-age=600", "Age": "500"}, 100 * time.Second, true},
		{map[string]string{"Cache-Control": "max-age=600", "Age": "900"}, 0, true},
		{map[string]string{"Cache-Control": "max-age=600", "Expires": at(5 * time.Hour)}, 10 * time.Minute, true},
		{map[string]string{"Cache-Control": "max-age=600, no-cache"}, 0, true},
		{map[string]string{"Cache-Control": "no-store", "Expires": at(5 * time.Hour)}, 0, true},
		{map[string]string{"Cache-Control": "max-age=99999999999999999999"}, HintMax, true},
		{map[string]string{"Cache-Control": "max-age=-5"}, 0, true},
		{map[string]string{"Cache-Control": "max-age=soon"}, 0, true},
		{map[string]string{"Cache-Control": "s-maxage=600"}, 0, false},
		{map[string]string{"Expires": at(time.Hour)}, time.Hour, true},
		{map[string]string{"Expires": at(time.Hour), "Date": at(30 * time.Minute)}, 30 * time.Minute, true},
		{map[string]string{"Expires": at(-time.Hour)}, 0, true},
		{map[string]string{"Expires": "0"}, 0, true},
		{map[string]string{"Expires": "Mon, 01 Jan 0001 00:00:00 GMT", "Age": "1"}, 0, true},
		{map[string]string{"Expires": at(20 * 365 * 24 * time.Hour)}, HintMax, true},
	} {
		h := http.Header{}
		for k, v := range c.header {
			h.Set(k, v)
		}
		if got, says := Freshness(h, now); got != c.want || says != c.says {
			t.Errorf("%v: %v, %v; want %v, %v", c.header, got, says, c.want, c.says)
		}
	}
}

// Unskipped never lands where it must not, and never goes back.
func TestUnskipped(t *testing.T) {
	h := wire.Hints{SkipHours: 0b111, SkipDays: 1 << time.Sunday}
	at := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	for range 14 * 24 * 4 {
		at = at.Add(15 * time.Minute)
		got := Unskipped(at, h)
		if got.Before(at) || got.Hour() < 3 || got.Weekday() == time.Sunday {
			t.Fatalf("%v became %v", at, got)
		}
	}
}

func TestJitter(t *testing.T) {
	at := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	buckets := make([]int, 10)
	for i := range 1000 {
		d := Jitter("source", at.Add(time.Duration(i)*time.Second), 10*time.Second)
		if d < 0 || d >= 10*time.Second {
			t.Fatalf("%v", d)
		}
		buckets[d/time.Second]++
	}
	for i, n := range buckets {
		if n < 60 || n > 140 {
			t.Errorf("%d of 1000 fall into second %d", n, i)
		}
	}
	a := Jitter("a", at, time.Hour)
	if Jitter("source", at, 0) != 0 || Jitter("a", at, time.Hour) != a || Jitter("b", at, time.Hour) == a {
		t.Error("jitter is not of the source and the moment alone")
	}
}

// Whatever a server says, what it asks for is within bounds; an age never
// makes an answer fresher.
func FuzzFreshness(f *testing.F) {
	f.Add("max-age=600, no-cache", "0", "5", "Mon, 04 May 2026 12:00:00 GMT")
	f.Add("", "Mon, 01 Jan 0001 00:00:00 GMT", "5", "Fri, 31 Dec 9999 12:00:00 GMT")
	f.Fuzz(func(t *testing.T, cc, expires, age, date string) {
		h := http.Header{"Cache-Control": {cc}, "Expires": {expires}, "Age": {age}, "Date": {date}}
		now := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
		d, _ := Freshness(h, now)
		if d < 0 || d > HintMax {
			t.Errorf("%v", d)
		}
		h.Del("Age")
		if young, _ := Freshness(h, now); d > young {
			t.Errorf("%v, and without its age %v", d, young)
		}
	})
}
