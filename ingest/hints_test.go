package ingest

import (
	"net/http"
	"testing"
	"time"

	"github.com/datelinewire/dateline/ingest/document"
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
		{map[string]string{"Cache-Control": "max-age=99999999999999999999"}, hintMax, true},
		{map[string]string{"Cache-Control": "max-age=-5"}, 0, true},
		{map[string]string{"Cache-Control": "max-age=soon"}, 0, true},
		{map[string]string{"Cache-Control": "s-maxage=600"}, 0, false},
		{map[string]string{"Expires": at(time.Hour)}, time.Hour, true},
		{map[string]string{"Expires": at(time.Hour), "Date": at(30 * time.Minute)}, 30 * time.Minute, true},
		{map[string]string{"Expires": at(-time.Hour)}, 0, true},
		{map[string]string{"Expires": "0"}, 0, true},
		{map[string]string{"Expires": at(20 * 365 * 24 * time.Hour)}, hintMax, true},
	} {
		h := http.Header{}
		for k, v := range c.header {
			h.Set(k, v)
		}
		if got, says := freshness(h, now); got != c.want || says != c.says {
			t.Errorf("%v: %v, %v; want %v, %v", c.header, got, says, c.want, c.says)
		}
	}
}

func TestDocumentHints(t *testing.T) {
	all := make([]int, 24)
	for i := range all {
		all[i] = i
	}
	for _, c := range []struct {
		in   document.Hints
		want wire.Hints
	}{
		{document.Hints{TTL: time.Hour, UpdatePeriod: 2 * time.Hour}, wire.Hints{Document: 2 * time.Hour}},
		{document.Hints{TTL: 1e6 * time.Hour}, wire.Hints{Document: hintMax}},
		{document.Hints{TTL: -time.Hour}, wire.Hints{}},
		{document.Hints{SkipHours: []int{0, 23, 24, 99, -1}}, wire.Hints{SkipHours: 1 | 1<<23}},
		{document.Hints{SkipHours: all}, wire.Hints{}},
		{document.Hints{SkipDays: []time.Weekday{time.Sunday, 9}}, wire.Hints{SkipDays: 1}},
	} {
		if got := documentHints(c.in); got != c.want {
			t.Errorf("%+v: %+v, want %+v", c.in, got, c.want)
		}
	}
}

// unskipped never lands where it must not, and never goes back.
func TestUnskipped(t *testing.T) {
	h := wire.Hints{SkipHours: 0b111, SkipDays: 1 << time.Sunday}
	at := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	for range 14 * 24 * 4 {
		at = at.Add(15 * time.Minute)
		got := unskipped(at, h)
		if got.Before(at) || got.Hour() < 3 || got.Weekday() == time.Sunday {
			t.Fatalf("%v became %v", at, got)
		}
	}
}

func TestJitter(t *testing.T) {
	at := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	buckets := make([]int, 10)
	for i := range 1000 {
		d := jitter("source", at.Add(time.Duration(i)*time.Second), 10*time.Second)
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
	if jitter("source", at, 0) != 0 || jitter("a", at, time.Hour) != jitter("a", at, time.Hour) || jitter("a", at, time.Hour) == jitter("b", at, time.Hour) {
		t.Error("jitter is not of the source and the moment alone")
	}
}
