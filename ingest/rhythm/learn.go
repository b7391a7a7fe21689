package rhythm

import (
	"slices"
	"time"

	"github.com/datelinewire/dateline/wire"
)

// How a source's rhythm is learnt. Rate forgets with memory; Rhythm counts an
// entry as weight in its hour of the week, and halves all hours when one is
// full. Prior, half an entry, is what every hour is taken to have had, so that a
// few entries make no rhythm.
const (
	week     = 7 * 24
	memory   = 72 * time.Hour
	weight   = 8
	prior    = 4
	fullHour = 250
	// datesAfter bounds how old a first document's entries may be to be
	// learnt from.
	datesAfter = 28 * 24 * time.Hour
)

// Learn takes into l that a document brought entries published at dates, and
// returns it. The first document teaches by its dates alone.
func Learn(l wire.Learnt, dates []time.Time, first bool, now time.Time) wire.Learnt {
	if first || l.LastNew.IsZero() || l.LastNew.After(now) {
		return learnFirst(l, dates, now)
	}
	n := len(dates)
	if n == 0 {
		return l
	}
	gap := max(now.Sub(l.LastNew), time.Minute)
	keep := fade(gap)
	l.Rate = l.Rate*keep + float64(n)/gap.Hours()*(1-keep)
	l.Rhythm = count(l.Rhythm, dates, l.LastNew.Add(-time.Hour), now)
	l.Seen += n
	l.LastNew, l.Quiet = now, time.Time{}
	return l
}

func learnFirst(l wire.Learnt, dates []time.Time, now time.Time) wire.Learnt {
	l.LastNew, l.Quiet = now, time.Time{}
	oldest, newest := now, time.Time{}
	n := 0
	for _, d := range dates {
		if d.After(now) || now.Sub(d) > datesAfter {
			continue
		}
		n++
		if d.Before(oldest) {
			oldest = d
		}
		if d.After(newest) {
			newest = d
		}
	}
	l.Seen = n
	if span := now.Sub(oldest); n > 1 && span > 0 {
		l.Rate = float64(n) / max(span.Hours(), 1)
		l.LastNew = newest
		l.Rhythm = count(nil, dates, now.Add(-datesAfter), now)
	}
	return l
}

// fade returns the share of the past that counts after gap, 2^(-gap/memory),
// by halves and a straight line between them.
func fade(gap time.Duration) float64 {
	keep := 1.0
	for ; gap >= memory; gap -= memory {
		keep /= 2
		if keep < 1e-6 {
			return 0
		}
	}
	return keep * (1 - float64(gap)/float64(2*memory))
}

// count adds dates between from and now to the hours of the week; others
// count as now.
func count(r []byte, dates []time.Time, from, now time.Time) []byte {
	if len(r) != week {
		r = make([]byte, week)
	} else {
		r = slices.Clone(r)
	}
	for _, d := range dates {
		if d.Before(from) || d.After(now) {
			d = now
		}
		h := hourOfWeek(d)
		if r[h] > fullHour-weight {
			for i := range r {
				r[i] /= 2
			}
		}
		r[h] += weight
	}
	return r
}

func hourOfWeek(t time.Time) int {
	t = t.UTC()
	return int(t.Weekday())*24 + t.Hour()
}

// A pulse is a source's rhythm ready for use: how much more or less it files
// in each hour of the week than on average, which is 1.
type pulse struct {
	r    []byte
	mean float64
}

func newPulse(r []byte) pulse {
	if len(r) != week {
		return pulse{}
	}
	sum := 0
	for _, n := range r {
		sum += int(n)
	}
	return pulse{r: r, mean: float64(sum) / week}
}

// at returns the factor of hour h of the week, smoothed by its neighbours.
func (p pulse) at(h int) float64 {
	if p.r == nil {
		return 1
	}
	n := float64(p.r[(h+week-1)%week])/4 + float64(p.r[h])/2 + float64(p.r[(h+1)%week])/4
	return (n + prior) / (p.mean + prior)
}

// hours returns the time between from and to in average hours: a night at
// which a source never files counts little.
func (p pulse) hours(from, to time.Time) float64 {
	if !to.After(from) {
		return 0
	}
	if p.r == nil {
		return to.Sub(from).Hours()
	}
	const whole = week * time.Hour
	sum := 0.0
	if n := to.Sub(from) / whole; n > 0 {
		sum = float64(n) * week
		from = from.Add(n * whole)
	}
	for from.Before(to) {
		end := from.UTC().Truncate(time.Hour).Add(time.Hour)
		if end.After(to) {
			end = to
		}
		sum += p.at(hourOfWeek(from)) * end.Sub(from).Hours()
		from = end
	}
	return sum
}

// reach returns when, after from, want average hours will have passed; limit
// later at most.
func (p pulse) reach(from time.Time, want float64, limit time.Duration) time.Duration {
	t, end := from, from.Add(limit)
	for t.Before(end) {
		next := t.UTC().Truncate(time.Hour).Add(time.Hour)
		f := p.at(hourOfWeek(t))
		have := f * next.Sub(t).Hours()
		if have >= want {
			return min(t.Add(time.Duration(want/f*float64(time.Hour))).Sub(from), limit)
		}
		want -= have
		t = next
	}
	return limit
}
