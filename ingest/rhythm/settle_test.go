package rhythm_test

import (
	"testing"
	"time"

	"github.com/datelinewire/dateline/ingest/rhythm"
	"github.com/datelinewire/dateline/wire"
)

// A source of which nothing is known is asked once an hour, not as often as
// allowed and not tomorrow; the longer it is silent, the less often.
func TestUnknownSourceIsAskedHourlyAtFirst(t *testing.T) {
	const least, most = 15 * time.Minute, 24 * time.Hour
	begun := time.Date(2026, time.May, 4, 9, 0, 0, 0, time.UTC)
	l := rhythm.Learn(wire.Learnt{}, nil, true, begun)
	last := time.Duration(0)
	for _, c := range []struct {
		silent   time.Duration
		from, to time.Duration
	}{
		{0, time.Hour, time.Hour},
		{6 * time.Hour, time.Hour, time.Hour},
		{48 * time.Hour, 2 * time.Hour, 6 * time.Hour},
		{30 * 24 * time.Hour, most, most},
	} {
		l = rhythm.Settle(l, least, most, begun.Add(c.silent))
		if l.Interval < c.from || l.Interval > c.to || l.Interval < last {
			t.Errorf("silent for %v: asked every %v (%s), want %v to %v", c.silent, l.Interval, l.Why, c.from, c.to)
		}
		last = l.Interval
	}
}
