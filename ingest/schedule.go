package ingest

import (
	"container/heap"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/datelinewire/dateline/ingest/fetch"
	"github.com/datelinewire/dateline/ingest/rhythm"
	"github.com/datelinewire/dateline/wire"
)

const (
	// missedEvery parts the visits that were missed while nobody ran: at most
	// so many are caught up with at a time.
	missedEvery = 200 * time.Millisecond
	// nextMax is the latest that any of our own decisions can lie ahead: a
	// Retry-After of a week and its jitter. What is later was written by a
	// clock gone wrong.
	nextMax = 8 * 24 * time.Hour
	// roundPatience is how long a round waits for a host that asked for time.
	roundPatience = 2 * time.Minute
	// renewEvery is how often hubs' leases are looked at.
	renewEvery = time.Minute
	// stuck is when to look again at a host that something else is asking.
	stuck = 50 * time.Millisecond
)

// A schedule knows when each source is due, and hands those that are to
// workers. It has one goroutine, that of run; a source costs it an entry in
// the heap and a few numbers. Its clock runs evenly whatever is done to the
// wall clock: due is the time since it was made.
type schedule struct {
	in      *Ingester
	sources []wire.Source
	once    bool // a round: nobody is asked twice
	report  func(Visit)

	start  time.Time
	heap   dues
	gen    []uint32 // of each source: entries of the heap with another are stale
	lane   []int32  // of each source
	lanes  []lane
	busy   int // visits under way
	left   int // of a round: sources not visited yet
	byName map[string]int32

	jobs chan job
	done chan outcome
}

// A lane is the queue of the sources of one registered domain.
type lane struct {
	waiting []int32
	armed   bool   // an entry of the heap will look at it
	gen     uint32 // of that entry; others are stale
}

// A due says when source idx is due, or lane -idx-1 is to be looked at.
type due struct {
	at  time.Duration
	idx int32
	gen uint32
}

type dues []due

func (h dues) Len() int           { return len(h) }
func (h dues) Less(i, j int) bool { return h[i].at < h[j].at }
func (h dues) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *dues) Push(x any)        { *h = append(*h, x.(due)) }
func (h *dues) Pop() any {
	old := *h
	d := old[len(old)-1]
	*h = old[:len(old)-1]
	return d
}

type job struct {
	idx  int32
	turn *fetch.Turn
	hub  bool // ask the source's hub, not the source
}

type outcome struct {
	idx   int32
	hub   bool
	visit Visit
	err   error
}

func newSchedule(in *Ingester, sources []wire.Source) *schedule {
	s := &schedule{
		in: in, sources: sources, start: time.Now(),
		gen: make([]uint32, len(sources)), lane: make([]int32, len(sources)),
		heap:   make(dues, 0, len(sources)+16),
		byName: make(map[string]int32, len(sources)),
		left:   len(sources),
	}
	lanes := make(map[string]int32)
	for i := range sources {
		d := fetch.Domain(hostOf(sources[i].URL))
		n, ok := lanes[d]
		if !ok {
			n = int32(len(s.lanes))
			lanes[d] = n
			s.lanes = append(s.lanes, lane{})
		}
		s.lane[i] = n
		s.byName[sources[i].Name] = int32(i)
	}
	return s
}

// load reads from the store when each source is due. What was missed is
// spread; who was never asked is asked at once, host by host.
func (s *schedule) load() error {
	now := s.in.now()
	asked := make(map[int32]struct{}, len(s.lanes))
	var missed []int32
	var hints []wire.Hints
	for i := range s.sources {
		src := &s.sources[i]
		p, err := s.in.Store.Poll(src.Name)
		if err != nil {
			return fmt.Errorf("schedule %s: %w", src.Name, err)
		}
		at, ok := resume(p, *src, now)
		if !ok {
			s.in.Log.Info("source is gone and not asked", "source", src.Name, "url", src.URL)
			continue
		}
		asked[s.lane[i]] = struct{}{}
		s.in.hubs.keep(*src, p.Hub)
		if held(p, now) && !src.Pace.Shared {
			s.in.Fetch.Pace.Hold(hostOf(p.URL), p.RetryAt.Sub(now))
		}
		if at <= 0 && !p.At.IsZero() {
			missed, hints = append(missed, int32(i)), append(hints, p.Hints)
			continue
		}
		s.heap = append(s.heap, due{at: at, idx: int32(i)})
	}
	for n, i := range missed {
		src := &s.sources[i]
		window := min(time.Duration(len(missed))*missedEvery, every(*src))
		at := rhythm.Unskipped(now.Add(rhythm.Jitter(src.Name, now, window)), hints[n])
		s.heap = append(s.heap, due{at: at.Sub(now), idx: i})
	}
	heap.Init(&s.heap)
	s.in.weather.expect(len(asked))
	s.in.hubs.kept()
	return nil
}

// resume returns in what time src is due, after the poll p that was kept of
// it. It is not ok when the source is not to be asked at all.
func resume(p wire.Poll, src wire.Source, now time.Time) (time.Duration, bool) {
	moved := p.URL != asked(p, src) // another address is configured
	switch {
	case p.At.IsZero():
		return 0, true
	case p.Gone && !moved:
		return 0, false
	case moved && !held(p, now):
		return 0, true
	case p.At.After(now), p.Next.Sub(now) > nextMax:
		// The clock was wrong then, or is now. As far as anybody can say, the
		// visit was a moment ago: the source is asked as soon as manners allow, so
		// that restarts in a row do not put it off for ever.
		wait := max(every(src), p.Hints.Document, p.Hints.HTTP, p.RetryAt.Sub(p.At))
		wait = min(wait, max(p.Next.Sub(p.At), every(src)), nextMax)
		return rhythm.Unskipped(now.Add(wait), p.Hints).Sub(now), true
	}
	return max(0, p.Next.Sub(now)), true
}

// loadNow makes every source due, for a round.
func (s *schedule) loadNow() {
	for i := range s.sources {
		s.heap = append(s.heap, due{idx: int32(i)})
	}
	heap.Init(&s.heap)
}

// run hands out visits until ctx ends or a round is over, and waits for them.
func (s *schedule) run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s.jobs = make(chan job, s.in.Workers)
	s.done = make(chan outcome, s.in.Workers) // never full: busy is bounded by Workers
	var wg sync.WaitGroup
	for range min(s.in.Workers, len(s.sources)) {
		wg.Go(func() { s.work(ctx) })
	}
	err := s.loop(ctx)
	cancel()
	close(s.jobs)
	wg.Wait()
	return err
}

func (s *schedule) work(ctx context.Context) {
	for j := range s.jobs {
		if j.hub {
			s.in.subscribe(ctx, s.sources[j.idx].Name)
			s.done <- outcome{idx: j.idx, hub: true}
			continue
		}
		v, err := s.in.visit(ctx, s.sources[j.idx], j.turn)
		s.done <- outcome{idx: j.idx, visit: v, err: err}
	}
}

func (s *schedule) loop(ctx context.Context) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	tick := time.NewTicker(renewEvery)
	defer tick.Stop()
	for !s.once || s.left > 0 {
		wait := s.dispatch()
		timer.Reset(wait)
		select {
		case <-ctx.Done():
			if s.once {
				return ctx.Err()
			}
			return nil
		case o := <-s.done:
			if err := s.ended(o); err != nil && ctx.Err() == nil {
				return err
			}
		case h := <-s.in.hints:
			s.hinted(h)
		case <-tick.C:
			s.renew()
		case <-timer.C:
		}
	}
	return nil
}

// dispatch hands what is due to workers, and returns how long nothing will be.
func (s *schedule) dispatch() time.Duration {
	for s.busy < s.in.Workers && len(s.heap) > 0 {
		d := s.heap[0]
		if wait := d.at - time.Since(s.start); wait > 0 {
			return wait
		}
		heap.Pop(&s.heap)
		if d.idx < 0 {
			n := -d.idx - 1
			if d.gen != s.lanes[n].gen {
				continue
			}
			s.lanes[n].armed = false
			s.advance(n)
			continue
		}
		if d.gen != s.gen[d.idx] {
			continue
		}
		if wait := s.in.weather.wait(); wait > 0 && !s.once {
			// Our network is down. Who is due waits, and comes back apart.
			at := s.after(wait + rhythm.Jitter(s.sources[d.idx].Name, s.in.now(), probeEvery))
			heap.Push(&s.heap, due{at: at, idx: d.idx, gen: d.gen})
			continue
		}
		n := s.lane[d.idx]
		s.lanes[n].waiting = append(s.lanes[n].waiting, d.idx)
		s.advance(n)
	}
	return time.Hour
}

// advance visits the first source that waits in lane n, if it has its turn.
// If not, the lane is looked at again when it may.
func (s *schedule) advance(n int32) {
	l := &s.lanes[n]
	for len(l.waiting) > 0 && !l.armed {
		if s.busy >= s.in.Workers {
			s.arm(n, stuck)
			return
		}
		idx := l.waiting[0]
		turn, wait := s.in.Fetch.Pace.Try(hostOf(s.sources[idx].URL))
		if turn == nil && s.once && wait > roundPatience {
			l.waiting = l.waiting[1:]
			s.skip(idx, wait)
			continue
		}
		if turn == nil && wait > roundPatience {
			// This host has asked for time; the others of the domain have not.
			l.waiting = l.waiting[1:]
			s.push(idx, wait+rhythm.Jitter(s.sources[idx].Name, s.in.now(), jitterMax))
			continue
		}
		if turn == nil {
			s.arm(n, max(wait, stuck))
			return
		}
		l.waiting = l.waiting[1:]
		if len(l.waiting) == 0 {
			l.waiting = nil
		}
		s.busy++
		s.jobs <- job{idx: idx, turn: turn}
	}
}

func (s *schedule) arm(n int32, wait time.Duration) {
	l := &s.lanes[n]
	l.armed = true
	l.gen++
	heap.Push(&s.heap, due{at: s.after(wait), idx: -n - 1, gen: l.gen})
}

func (s *schedule) after(d time.Duration) time.Duration { return time.Since(s.start) + d }

// skip ends a source's part in a round without asking.
func (s *schedule) skip(idx int32, wait time.Duration) {
	s.left--
	v := Visit{Source: s.sources[idx].Name, Held: true}
	v.Err = fmt.Errorf("%w: for another %v", ErrHeld, wait.Round(time.Second))
	if s.report != nil {
		s.report(v)
	}
}

// ended takes in the outcome of a visit.
func (s *schedule) ended(o outcome) error {
	s.busy--
	if o.hub {
		return nil
	}
	n := s.lane[o.idx]
	if s.lanes[n].armed && len(s.lanes[n].waiting) > 0 {
		// It looked in vain while this visit was under way.
		s.lanes[n].armed = false
		s.advance(n)
	}
	if s.once {
		s.left--
		if s.report != nil && o.err == nil {
			s.report(o.visit)
		}
		return o.err
	}
	src := &s.sources[o.idx]
	if o.err != nil {
		if errors.Is(o.err, context.Canceled) {
			return nil
		}
		// The store is full or broken. Nothing was taken over: ask again.
		s.in.Log.Error("visit could not be stored", "source", src.Name, "err", o.err)
		s.push(o.idx, every(*src)+rhythm.Jitter(src.Name, s.in.now(), every(*src)/10))
		return nil
	}
	if o.visit.Poll.Gone {
		return nil
	}
	wait := o.visit.Poll.Next.Sub(s.in.now())
	if o.visit.Held {
		wait = max(o.visit.Poll.RetryAt.Sub(s.in.now()), time.Second)
	}
	s.push(o.idx, min(max(wait, time.Second), nextMax))
	return nil
}

// push makes source idx due in wait; what it had in the heap is stale.
func (s *schedule) push(idx int32, wait time.Duration) {
	s.gen[idx]++
	heap.Push(&s.heap, due{at: s.after(wait), idx: idx, gen: s.gen[idx]})
}

// hinted makes a source due because a hub says that it has news.
func (s *schedule) hinted(h hint) {
	if idx, ok := s.byName[h.source]; ok && !s.once {
		s.push(idx, h.wait)
	}
}

// renew hands out what is to be asked of hubs, as far as workers are free.
func (s *schedule) renew() {
	if s.once || s.in.Callback == "" {
		return
	}
	for _, name := range s.in.hubs.renewals(s.in.now(), s.in.Workers-s.busy) {
		if idx, ok := s.byName[name]; ok {
			s.busy++
			s.jobs <- job{idx: idx, hub: true}
		}
	}
}
