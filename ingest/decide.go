package ingest

import (
	"context"
	"fmt"
	"time"

	"github.com/datelinewire/dateline/ingest/fetch"
	"github.com/datelinewire/dateline/ingest/rhythm"
	"github.com/datelinewire/dateline/wire"
)

// What makes the learnt interval shorter, or longer.
const (
	// turnover is the share of new entries in a document beyond which entries
	// are soon lost between two visits.
	turnover = 0.5
	// hubSlow is how much longer we wait while a hub tells us what is new,
	// and hubLeast how long at least.
	hubSlow  = 4
	hubLeast = time.Hour
	// lateMost is how late a visit may be for the time until then to count as
	// watched.
	lateMost = time.Hour
)

// Back-off. Transient kinds start at the source's own interval, since the
// trouble may be over by then; the others are for people to put right.
const (
	transientMax = 6 * time.Hour
	busyLeast    = time.Hour
	humanLeast   = time.Hour
	oursEvery    = 5 * time.Minute
	unknownMax   = time.Hour // a visit that is not heard costs nobody anything
	jitterMax    = 15 * time.Minute
)

func every(src wire.Source) time.Duration {
	if src.Pace.Every > 0 {
		return src.Pace.Every
	}
	return DefaultEvery
}

func ceiling(src wire.Source) time.Duration {
	if src.Pace.Ceiling > 0 {
		return max(src.Pace.Ceiling, every(src))
	}
	return max(DefaultCeiling, every(src))
}

// watched returns what is known of the source of p without the time in which
// nobody looked, because the machine was down or its clock leapt: whether the
// source was silent then, nobody can say.
func watched(p wire.Poll, now time.Time) wire.Learnt {
	l := p.Learnt
	if late := now.Sub(p.Next); late > lateMost && !p.Next.IsZero() && !l.LastNew.IsZero() {
		l.LastNew = l.LastNew.Add(late)
	}
	return l
}

// learn takes the new entries of the document into what is known of the
// source's rhythm.
func (b *visitor) learn(first bool) {
	p, dates := &b.p, datesOf(b.shaped.Filings, b.now)
	if !b.old.LastGood.IsZero() {
		b.elapsed = max(0, b.now.Sub(b.old.LastGood))
	}
	p.Learnt = rhythm.Learn(p.Learnt, dates, first, b.now)
}

// datesOf returns when the articles of filings were published, as far as their
// entries say.
func datesOf(filings []wire.Filing, now time.Time) []time.Time {
	dates := make([]time.Time, 0, len(filings))
	for _, f := range filings {
		d := f.Article.Published
		if f.Article.Undated {
			d = now
		}
		dates = append(dates, d)
	}
	return dates
}

// next returns when to ask again after a good visit. Everything after the
// interval only makes it later.
func (b *visitor) next() time.Time {
	l := &b.p.Learnt
	d := l.Interval
	if b.shaped != nil && !b.partial && b.shaped.Tally.Entries > 1 && b.elapsed > 0 {
		share := float64(len(b.shaped.Filings)) / float64(b.shaped.Tally.Entries)
		if half := max(b.elapsed/2, every(b.src)); share > turnover && half < d {
			d, l.Interval = half, half
			l.Why = fmt.Sprintf("%.0f%% of the document was new: asked twice as often", 100*share)
		}
	}
	if serves(b.p.Hub, b.now) && d < ceiling(b.src) {
		d = min(max(hubSlow*d, hubLeast), ceiling(b.src))
		l.Interval, l.Why = d, "a hub tells what is new: asked slowly, to check on it"
	}
	h := b.p.Hints
	if hint := max(h.Document, h.HTTP); hint > d {
		d, l.Interval = hint, hint
		l.Why = fmt.Sprintf("the publisher asks for %v between two visits", hint.Round(time.Second))
	}
	d += rhythm.Jitter(b.src.Name, b.now, min(d/10, jitterMax))
	return rhythm.Unskipped(b.now.Add(d), h)
}

// retry returns when to ask again after a failure: never is nobody dead, but
// for those who said so.
func (b *visitor) retry(kind string) time.Time {
	if b.p.Gone {
		return time.Time{}
	}
	least, most := every(b.src), ceiling(b.src)
	var d time.Duration
	switch kind {
	case string(fetch.Ours):
		d = min(least, oursEvery)
	case kindUnknown:
		// A quarter of the time that it has lasted, so that little is missed
		// when it is over.
		d = min(max(b.now.Sub(b.p.Since)/4, least), max(unknownMax, least))
	case string(fetch.Network), string(fetch.Name), string(fetch.Slow), string(fetch.Broken), kindServer:
		d = double(least, b.p.Failures, max(min(transientMax, most), least))
	case kindBusy:
		d = double(max(least, busyLeast), b.p.Failures, most)
	case kindParse:
		d = double(least, b.p.Failures, most)
	default:
		d = double(max(least, humanLeast), b.p.Failures, most)
	}
	// Wide jitter: those who failed together should not come back together.
	d += rhythm.Jitter(b.src.Name, b.now, d/4)
	next := b.now.Add(d)
	if b.p.RetryAt.After(next) || b.p.RetryAt.After(b.now) && kind == kindBusy && b.p.Failures <= 1 {
		next = b.p.RetryAt.Add(rhythm.Jitter(b.src.Name, b.now, min(b.p.RetryAt.Sub(b.now)/10+time.Second, jitterMax)))
	}
	return rhythm.Unskipped(next, b.p.Hints)
}

// double returns d doubled for every failure after the first, most at most.
func double(d time.Duration, failures int, most time.Duration) time.Duration {
	for ; failures > 1 && d < most; failures-- {
		d *= 2
	}
	return min(d, max(most, 0))
}

// lost notes that the document had nothing of the one before, so that entries
// in between were probably never seen.
func (b *visitor) lost(ctx context.Context, v *Visit) error {
	l := &v.Poll.Learnt
	l.Gaps++
	l.Lost += max(1, int(l.Rate*b.elapsed.Hours())-v.Tally.Entries)
	b.in.Log.Warn("entries were probably lost between two visits", "source", v.Source, "elapsed", b.elapsed, "entries", v.Tally.Entries)
	if _, err := b.in.Store.Commit(ctx, v.Poll, nil); err != nil {
		return err
	}
	return nil
}
