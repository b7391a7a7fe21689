package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/datelinewire/dateline/ingest"
	"github.com/datelinewire/dateline/ingest/fetch"
	"github.com/datelinewire/dateline/ingest/websub"
	"github.com/datelinewire/dateline/wire"
)

// filing files stories into f as long as more says so.
func (d *desk) filing(t *testing.T, f *feed, step time.Duration, n int, when func(time.Time) bool) {
	go func() {
		for range n {
			select {
			case <-time.After(step):
			case <-t.Context().Done():
				return
			}
			d.pub.mu.Lock()
			if when(time.Now()) {
				f.file(fmt.Sprint("story ", len(f.stories)))
			}
			d.pub.mu.Unlock()
		}
	}()
}

// A source that files by day on weekdays is asked often then, and rarely at
// night; and what it files is found soon.
func TestRhythm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := new(feed)
		f.file("story 0")
		d := newDesk(f.serve)
		office := func(at time.Time) bool {
			at = at.UTC()
			return at.Hour() >= 8 && at.Hour() < 18 && at.Weekday() != time.Saturday && at.Weekday() != time.Sunday
		}
		d.filing(t, f, 2*time.Hour, 28*12, office)
		src := source("harbour", "https://harbour.example/feed.xml")
		d.runFor(t, 21*24*time.Hour, src)
		learnt := len(d.pub.log)
		d.runFor(t, 7*24*time.Hour, src)
		day, night := 0, 0
		for _, a := range d.pub.log[learnt:] {
			if office(a.at) {
				day++
			} else {
				night++
			}
		}
		perDay, perNight := float64(day)/50, float64(night)/118
		if perDay < 2*perNight {
			t.Errorf("asked %.2f times an hour in office hours and %.2f at others", perDay, perNight)
		}
		t.Logf("fourth week: %d asks, %.2f an hour in office hours, %.2f at others", day+night, perDay, perNight)
	})
}

// A source silent far beyond its rhythm is flagged, one that is merely having
// its weekend is not, and the flag goes when it speaks again.
func TestSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := new(feed)
		f.file("story 0")
		d := newDesk(f.serve)
		begin := time.Now()
		alive := func(at time.Time) bool {
			days := at.Sub(begin) / (24 * time.Hour)
			return at.UTC().Weekday() != time.Saturday && at.UTC().Weekday() != time.Sunday && (days < 21 || days > 30)
		}
		d.filing(t, f, 3*time.Hour, 40*8, alive)
		src := source("harbour", "https://harbour.example/feed.xml")
		d.runFor(t, 20*24*time.Hour, src)
		if p, _ := d.store.Poll("harbour"); !p.Learnt.Quiet.IsZero() {
			t.Error("flagged though it only had its weekends")
		}
		d.runFor(t, 9*24*time.Hour, src)
		if p, _ := d.store.Poll("harbour"); p.Learnt.Quiet.IsZero() {
			t.Errorf("not flagged after eight silent days: %+v", p.Learnt)
		}
		if n := strings.Count(d.logs.String(), "quiet beyond its rhythm"); n != 1 {
			t.Errorf("said %d times", n)
		}
		d.runFor(t, 8*24*time.Hour, src)
		if p, _ := d.store.Poll("harbour"); !p.Learnt.Quiet.IsZero() {
			t.Error("still flagged though it speaks again")
		}
	})
}

// A document without an entry of the one before has probably lost some in
// between: that is counted, and the source asked sooner.
func TestLossMeter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &feed{window: 5}
		for i := range 5 {
			f.file(fmt.Sprint("story ", i))
		}
		d := newDesk(f.serve)
		src := source("harbour", "https://harbour.example/feed.xml")
		_, _ = d.Poll(t.Context(), src)
		time.Sleep(4 * time.Hour)
		for range 12 {
			f.file(fmt.Sprint("story ", len(f.stories)))
		}
		v, err := d.Poll(t.Context(), src)
		if err != nil || v.Poll.Learnt.Gaps != 1 || v.Poll.Learnt.Lost < 1 {
			t.Errorf("gaps %d, lost %d, %v; want one gap", v.Poll.Learnt.Gaps, v.Poll.Learnt.Lost, err)
		}
		if p, _ := d.store.Poll("harbour"); p.Learnt.Gaps != 1 || p.Total.New != 10 {
			t.Errorf("stored: gaps %d, total %+v", p.Learnt.Gaps, p.Total)
		}
		if v.Poll.Learnt.Interval > 2*time.Hour {
			t.Errorf("asked again in %v", v.Poll.Learnt.Interval)
		}
		// The same entries with another head are not a loss.
		f.extra = "<language>en</language>"
		f.file("one more")
		if v, err = d.Poll(t.Context(), src); err != nil || v.Poll.Learnt.Gaps != 1 {
			t.Errorf("a new head is taken for a loss: gaps %d, %v", v.Poll.Learnt.Gaps, err)
		}
	})
}

// A document of which the most is new is asked for twice as often, before
// entries are lost, however rarely its source has filed so far; one of which
// the most is known is not.
func TestLowOverlapIsAskedSooner(t *testing.T) {
	for fresh, want := range map[int]time.Duration{1: 5 * time.Hour, 2: time.Hour} {
		synctest.Test(t, func(t *testing.T) {
			f := &feed{window: 3}
			for i := range 3 {
				f.file(fmt.Sprint("story ", i))
				time.Sleep(10 * 24 * time.Hour)
			}
			d := newDesk(f.serve)
			src := source("harbour", "https://harbour.example/feed.xml")
			if v, err := d.Poll(t.Context(), src); err != nil || v.Poll.Learnt.Interval < 12*time.Hour {
				t.Fatalf("at first every %v, %v", v.Poll.Learnt.Interval, err)
			}
			time.Sleep(2 * time.Hour)
			for range fresh {
				f.file(fmt.Sprint("story ", len(f.stories)))
			}
			v, err := d.Poll(t.Context(), src)
			sooner := strings.Contains(v.Poll.Learnt.Why, "twice as often")
			if l := v.Poll.Learnt; err != nil || sooner != (want == time.Hour) || sooner && l.Interval != want || !sooner && l.Interval < want || l.Gaps != 0 {
				t.Errorf("%d of 3 new: every %v (%s), %v; want %v", fresh, l.Interval, l.Why, err, want)
			}
		})
	}
}

// Retry-After is for the host: its other sources wait too, over a restart, but
// for those that say their host is shared by many publishers.
func TestRetryAfterHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := new(feed)
		f.file("story")
		begin, patience := time.Now(), "7200"
		d := newDesk(func(w *reply, r *http.Request) {
			if r.URL.Path == "/a" && time.Since(begin) < time.Minute {
				w.status = 429
				w.header.Set("Retry-After", patience)
				return
			}
			f.serve(w, r)
		})
		a, b := source("a", "https://harbour.example/a"), source("b", "https://harbour.example/b")
		d.runFor(t, 500*time.Millisecond, a)
		d.renew()
		d.runFor(t, 90*time.Minute, a, b)
		if n := len(d.pub.log); n != 1 {
			t.Errorf("the host was asked %d times within its two hours", n-1)
		}
		d.runFor(t, time.Hour, a, b)
		if n := len(d.pub.asks("/b")); n == 0 {
			t.Error("the other source was forgotten")
		}
		begin, patience = time.Now(), "604800"
		a.Pace.Shared = true
		before := len(d.pub.asks("/b"))
		_, _ = d.Poll(t.Context(), a)
		d.runFor(t, 12*time.Hour, a, b)
		if n := len(d.pub.asks("/b")); n == before {
			t.Error("on a shared host, another's source was held too")
		}
	})
}

// The patience that one host asks for is not asked of the other hosts of its
// domain, which are polled meanwhile.
func TestRetryAfterLeavesTheDomain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := new(feed)
		f.file("story")
		d := newDesk(func(w *reply, r *http.Request) {
			if r.URL.Host == "a.house.co.uk" {
				w.status = 429
				w.header.Set("Retry-After", "604800")
				return
			}
			f.serve(w, r)
		})
		var sources []wire.Source
		for i, host := range []string{"a", "a", "b", "a", "b"} {
			sources = append(sources, source(fmt.Sprint("s", i), fmt.Sprintf("https://%s.house.co.uk/%d", host, i)))
			sources[i].Pace.Ceiling = time.Hour
		}
		d.runFor(t, 6*24*time.Hour, sources...)
		if n := len(d.pub.asks("a.house")); n != 1 {
			t.Errorf("the host was asked %d times in six of its seven days", n)
		}
		if n := len(d.pub.asks("b.house")); n < 2*6*20 {
			t.Errorf("its neighbour was asked %d times in six days", n)
		}
		d.runFor(t, 36*time.Hour, sources...)
		if n := len(d.pub.asks("a.house")); n != 2 {
			t.Errorf("after its week the host was asked %d times more, want once: it says 429 again", n-1)
		}
	})
}

// A source that is gone is asked in a round only when that is insisted upon,
// and comes back so.
func TestGoneInRounds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gone := true
		f := new(feed)
		f.file("story")
		d := newDesk(func(w *reply, r *http.Request) {
			if gone {
				w.status = 410
				return
			}
			f.serve(w, r)
		})
		src := source("harbour", "https://harbour.example/feed.xml")
		var last ingest.Visit
		round := func() {
			time.Sleep(24 * time.Hour)
			if err := d.Round(t.Context(), []wire.Source{src}, func(v ingest.Visit) { last = v }); err != nil {
				t.Fatal(err)
			}
		}
		for range 3 {
			round()
		}
		if n := len(d.pub.log); n != 1 || !last.Held || !errors.Is(last.Err, ingest.ErrGone) {
			t.Errorf("asked %d times in three rounds, %v; want once, and the reason", n, last.Err)
		}
		gone, d.Insist = false, true
		round()
		d.Insist = false
		round()
		if n := len(d.pub.log); n != 3 || last.Err != nil {
			t.Errorf("asked %d times, %v; want the source back", n, last.Err)
		}
	})
}

// A clock that leaps a year forth, or back, as one without a battery does at
// every start, makes no source wait for longer than it ever did, however often
// the daemon is restarted meanwhile; and nobody is taken for silent.
func TestClockLeaps(t *testing.T) {
	const year = 365 * 24 * time.Hour
	for name, leaps := range map[string][]time.Duration{
		"forth": {0, year, year, year}, "back": {0, -year, -year, -year}, "forth and back": {0, year, 0, year, 0, 2 * year, -year, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := new(feed)
				f.file("story 0")
				d := newDesk(f.serve)
				d.filing(t, f, time.Hour, 24*20, func(time.Time) bool { return true })
				src := source("harbour", "https://harbour.example/feed.xml")
				d.runFor(t, 3*24*time.Hour, src)
				before, begin := len(d.pub.log), time.Now()
				for _, leap := range leaps {
					clock := time.AfterFunc(13*time.Hour, func() { d.shift.Store(int64(leap)) })
					for range 6 {
						d.runFor(t, 5*time.Hour, src)
						d.renew()
					}
					clock.Stop()
				}
				last := begin
				for _, a := range d.pub.log[before:] {
					if gap := a.at.Sub(last); gap > 3*time.Hour {
						t.Errorf("%v after %v: not asked for %v", a.at.Sub(begin), d.shift.Load(), gap)
					}
					last = a.at
				}
				if gap := time.Since(last); gap > 3*time.Hour {
					t.Errorf("at the end not asked for %v", gap)
				}
				if p, _ := d.store.Poll("harbour"); !p.Learnt.Quiet.IsZero() || strings.Contains(d.logs.String(), "quiet beyond") {
					t.Errorf("taken for silent: %+v", p.Learnt)
				}
			})
		})
	}
}

// Nor does a clock that is set back keep a source from being asked that was in
// its back-off, while restarts follow each other; its Retry-After is kept.
func TestClockSetBackInBackOff(t *testing.T) {
	for retry, want := range map[string]time.Duration{"": 16 * time.Minute, "10800": 3 * time.Hour} {
		synctest.Test(t, func(t *testing.T) {
			d := newDesk(func(w *reply, _ *http.Request) {
				w.status = 429
				if retry != "" {
					w.header.Set("Retry-After", retry)
				}
			})
			src := source("harbour", "https://harbour.example/feed.xml")
			for range 6 {
				v, _ := d.Poll(t.Context(), src)
				time.Sleep(time.Until(v.Poll.Next))
			}
			_, _ = d.Poll(t.Context(), src)
			asked, begin := len(d.pub.log), time.Now()
			d.shift.Store(-int64(365 * 24 * time.Hour))
			for range 3 {
				d.renew()
				d.runFor(t, 4*time.Hour, src)
			}
			if len(d.pub.log) == asked {
				t.Fatalf("Retry-After %q: not asked in twelve hours", retry)
			}
			if wait := d.pub.log[asked].at.Sub(begin); wait < want-time.Minute || wait > want+time.Minute {
				t.Errorf("Retry-After %q: asked after %v, want about %v", retry, wait, want)
			}
		})
	}
}

// After a long night everybody is overdue: they come back apart.
func TestRestartSpreads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := new(feed)
		f.file("story")
		d := newDesk(f.serve)
		var sources []wire.Source
		for i := range 300 {
			sources = append(sources, source(fmt.Sprint("s", i), fmt.Sprintf("https://s%d.example/feed", i)))
		}
		if err := d.Round(t.Context(), sources, nil); err != nil {
			t.Fatal(err)
		}
		time.Sleep(3 * 24 * time.Hour)
		d.renew()
		before := len(d.pub.log)
		d.runFor(t, 10*time.Minute, sources...)
		most, secs := 0, map[int64]int{}
		for _, a := range d.pub.log[before:] {
			secs[a.at.Unix()]++
			most = max(most, secs[a.at.Unix()])
		}
		if n := len(secs); n < 40 || most > 20 {
			t.Errorf("caught up in %d different seconds, %d in one", n, most)
		}
	})
}

// Feeds of one host that were asked in a row once do not stay in a row: over
// the days they part ways.
func TestFeedsOfOneHostPartWays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := new(feed)
		f.file("story")
		d := newDesk(f.serve)
		var sources []wire.Source
		for i := range 24 {
			sources = append(sources, source(fmt.Sprint("s", i), fmt.Sprintf("https://house.example/%d", i)))
			sources[i].Pace.Every, sources[i].Pace.Ceiling = time.Hour, time.Hour
		}
		d.runFor(t, 7*24*time.Hour, sources...)
		n := len(d.pub.log)
		d.runFor(t, 6*time.Hour, sources...)
		late := d.pub.log[n:]
		for i := range late {
			k := i
			for k < len(late) && late[k].at.Sub(late[i].at) < 5*time.Minute {
				k++
			}
			if k-i > 9 {
				t.Fatalf("after a week %d of 24 feeds are asked within five minutes", k-i)
			}
		}
	})
}

// A daemon that is restarted over and over asks nobody before the moment that
// it had chosen, nor anybody twice.
func TestRestartAsksNobodyEarly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := new(feed)
		f.file("story")
		d := newDesk(f.serve)
		var sources []wire.Source
		for i := range 40 {
			s := source(fmt.Sprint("s", i), fmt.Sprintf("https://s%d.example/feed", i))
			s.Pace.Every, s.Pace.Ceiling = 50*time.Minute, 50*time.Minute
			sources = append(sources, s)
		}
		if err := d.Round(t.Context(), sources, nil); err != nil {
			t.Fatal(err)
		}
		for n := range 200 {
			next := map[string]time.Time{}
			for _, s := range sources {
				p, _ := d.store.Poll(s.Name)
				next[s.URL] = p.Next
			}
			before := len(d.pub.log)
			d.renew()
			d.runFor(t, time.Minute, sources...)
			for _, a := range d.pub.log[before:] {
				if a.at.Before(next[a.url]) {
					t.Fatalf("start %d: %s was asked %v early", n, a.url, next[a.url].Sub(a.at))
				}
				next[a.url] = a.at.Add(50 * time.Minute)
			}
		}
		if n := len(d.pub.log); n < 3*len(sources) || n > 5*len(sources) {
			t.Errorf("%d visits of %d sources in 200 minutes", n, len(sources))
		}
	})
}

// A source costs memory, not a goroutine: 100,000 of them wait in less than
// 2 KB each beside what their configuration takes.
func TestManySources(t *testing.T) {
	const many = 100_000
	synctest.Test(t, func(t *testing.T) {
		sources := make([]wire.Source, many)
		for i := range sources {
			sources[i] = source(fmt.Sprint("s", i), fmt.Sprintf("https://s%d.example/feed", i))
		}
		d := &desk{store: newMemory(), pub: newPublisher(func(w *reply, _ *http.Request) { w.status = 304 })}
		now := time.Now()
		for _, s := range sources {
			d.store.polls[s.Name] = wire.Poll{Source: s.Name, URL: s.URL, At: now, Next: now.Add(time.Hour)}
		}
		d.Ingester = &ingest.Ingester{Store: d.store, Fetch: &fetch.Client{Transport: d.pub}}
		heap, goroutines := alloc(), runtime.NumGoroutine()
		stop := make(chan struct{})
		go func() {
			defer close(stop)
			d.runFor(t, 10*time.Minute, sources...)
		}()
		time.Sleep(5 * time.Minute)
		if per := (alloc() - heap) / many; per > 2000 {
			t.Errorf("%d bytes a source", per)
		} else {
			t.Logf("%d bytes a source", per)
		}
		if n := runtime.NumGoroutine() - goroutines; n > 64 {
			t.Errorf("%d goroutines", n)
		}
		<-stop
		runtime.KeepAlive(sources)
	})
}

// steady is a store that keeps what it had.
type steady struct{ *memory }

func (s steady) Commit(context.Context, wire.Poll, []wire.Filing) (wire.Tally, error) {
	return wire.Tally{}, nil
}

// unchanged answers 304 to everybody.
type unchanged struct{}

func (unchanged) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 304, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
}

// Nor does a source cost more once it has been visited, with a hub that it is
// subscribed to.
func TestManySourcesAtWork(t *testing.T) {
	if testing.Short() {
		t.Skip("20,000 visits")
	}
	const many = 20_000
	synctest.Test(t, func(t *testing.T) {
		sources, store := make([]wire.Source, many), newMemory()
		now := time.Now()
		for i := range sources {
			s := source(fmt.Sprint("s", i), fmt.Sprintf("https://s%d.example/feed", i))
			sources[i] = s
			store.polls[s.Name] = wire.Poll{
				Source: s.Name, URL: s.URL, At: now, LastGood: now, Full: now, Next: now.Add(time.Duration(i) * 10 * time.Millisecond),
				Validators: wire.Validators{ETag: `"e"`},
				Hub: wire.Hub{
					URL: "https://hub.example/", Topic: s.URL, State: wire.HubActive, Token: websub.NewToken(), Secret: websub.NewSecret(),
					Asked: now, Lease: now.Add(240 * time.Hour), Renew: now.Add(120 * time.Hour), Pushed: now, Pushes: 1,
				},
			}
		}
		var visits atomic.Int64
		in := &ingest.Ingester{
			Store: steady{store}, Fetch: &fetch.Client{Transport: unchanged{}}, Callback: "https://desk.example/websub/", Workers: 256,
			Observe: func(ingest.Visit) { visits.Add(1) },
		}
		heap := alloc()
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- in.Run(ctx, sources) }()
		time.Sleep(many*10*time.Millisecond + 5*time.Minute)
		synctest.Wait()
		per, n := (alloc()-heap)/many, visits.Load()
		if n < many || per > 2000 {
			t.Errorf("%d bytes a source after %d visits", per, n)
		}
		t.Logf("%d bytes a source after %d visits", per, n)
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		runtime.KeepAlive(sources)
	})
}

func alloc() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
