package rhythm

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"time"

	"github.com/datelinewire/dateline/wire"
)

// How the interval follows from what was learnt.
const (
	// target is the number of new entries a visit should find on average: one
	// visit in five finds something. Fewer are late, more are a burden.
	target = 0.2
	// unknown is the rate believed in, entries an hour, before there is any: by
	// it a source is asked once an hour, until it shows what it does.
	unknown = target
	// doubt bounds the rate of a silent source: after a time in which n
	// entries were due and none came, no more than doubt entries in that time
	// are believed in.
	doubt = 3.0
	// A source is quiet beyond its rhythm when quietDue entries were due and
	// none came (by chance that happens once in 160,000 times), provided that
	// its rhythm is known from quietSeen entries and a day has passed.
	quietDue   = 12.0
	quietSeen  = 10
	quietLeast = 24 * time.Hour
)

// Settle chooses the interval after a good visit, between least and most, says
// why, and flags a source that is quiet beyond its rhythm.
func Settle(l wire.Learnt, least, most time.Duration, now time.Time) wire.Learnt {
	pu := newPulse(l.Rhythm)
	since := pu.hours(l.LastNew, now)
	rate := l.Rate
	if l.LastNew.IsZero() {
		since = 0
	}
	if rate == 0 {
		rate = unknown
	}
	if since > 0 && rate > doubt/since {
		rate = doubt / since
	}
	l.Interval = max(pu.reach(now, target/rate, most), least)
	switch {
	case l.Interval == least:
		l.Why = fmt.Sprintf("files %s: asked as often as the configuration allows", perTime(l.Rate))
	case l.Interval == most:
		l.Why = fmt.Sprintf("files %s: asked as rarely as the configuration allows", perTime(rate))
	case l.Rate == 0:
		l.Why = "nothing is known of its rhythm yet"
	default:
		l.Why = fmt.Sprintf("files %s: one visit in %d should find something", perTime(rate), int(1/target))
	}
	if l.Quiet.IsZero() && l.Seen >= quietSeen && now.Sub(l.LastNew) >= quietLeast && l.Rate*since >= quietDue {
		l.Quiet = now
	}
	return l
}

// perTime puts a rate into words.
func perTime(rate float64) string {
	switch {
	case rate >= 1:
		return "about " + entries(rate) + " an hour"
	case rate >= 1.0/24:
		return "about " + entries(rate*24) + " a day"
	case rate > 0:
		return fmt.Sprintf("about %.1f entries a week", rate*week)
	}
	return "nothing that we have seen yet"
}

func entries(n float64) string {
	if n < 1.5 {
		return "1 entry"
	}
	return fmt.Sprintf("%.0f entries", n)
}

// Jitter returns a time from 0 up to most that is the same whenever it is
// asked for the same source and moment, and different for any other.
func Jitter(name string, at time.Time, most time.Duration) time.Duration {
	if most <= 0 {
		return 0
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(name))
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], uint64(at.UnixNano()))
	_, _ = h.Write(b[:])
	x := h.Sum64()
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd // FNV's high bits are weak for short input
	x ^= x >> 33
	return time.Duration(float64(x>>11) / (1 << 53) * float64(most))
}
