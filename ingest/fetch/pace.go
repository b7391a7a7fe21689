package fetch

import (
	"context"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/publicsuffix"
)

// DefaultGap parts the end of one request from the start of the next to the
// same host: a person clicking would not be quicker.
const DefaultGap = time.Second

// A Pace hands out turns: so many requests at a time for each host and each
// registered domain (of the public suffix list), with a gap after each, and
// none before the moment a host has named with Retry-After. The zero Pace is
// ready: one at a time, DefaultGap apart. Safe for concurrent use.
type Pace struct {
	Gap       time.Duration // between two requests; 0 is DefaultGap, negative none
	PerHost   int           // requests at a time; 0 is 1
	PerDomain int           // requests at a time over all hosts of a domain; 0 is 1

	mu    sync.Mutex
	lanes map[string]*lane // by host, and by "." + domain
	sweep int              // size of lanes at which idle ones are dropped
}

// A lane is the queue in front of one host or domain.
type lane struct {
	busy  int
	free  time.Time // no request before: end of the last one and the gap, or Retry-After
	freed chan struct{}
}

// A Turn is the right to send one request to a host. End it.
type Turn struct {
	pace *Pace
	host string
	done bool
}

// Host returns the host that the turn is for.
func (t *Turn) Host() string { return t.host }

// End gives the turn back; the gap begins. It may be called again.
func (t *Turn) End() {
	if t == nil || t.done {
		return
	}
	t.done = true
	p := t.pace
	p.mu.Lock()
	defer p.mu.Unlock()
	end := time.Now().Add(p.gap())
	for _, k := range keys(t.host) {
		l := p.lane(k)
		l.busy--
		if end.After(l.free) {
			l.free = end
		}
		close(l.freed)
		l.freed = make(chan struct{})
	}
}

// Try takes a turn for host if one is free at this moment. Else wait says
// when to try again: 0 when a request is under way and its end will tell.
func (p *Pace) Try(host string) (t *Turn, wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	t, wait, _ = p.try(host)
	return t, wait
}

func (p *Pace) try(host string) (*Turn, time.Duration, <-chan struct{}) {
	now := time.Now()
	ks := keys(host)
	for i, k := range ks {
		l := p.lane(k)
		if d := l.free.Sub(now); d > 0 {
			return nil, d, nil
		}
		if l.busy >= p.limit(i) {
			return nil, 0, l.freed
		}
	}
	for _, k := range ks {
		p.lane(k).busy++
	}
	return &Turn{pace: p, host: host}, 0, nil
}

// Wait waits for a turn for host. A host that has asked for more patience than
// that, before or while others wait in line, is not waited for: there is no turn
// then, and held says how long it still may not be asked.
func (p *Pace) Wait(ctx context.Context, host string, patience time.Duration) (t *Turn, held time.Duration, err error) {
	for {
		p.mu.Lock()
		t, d, freed := p.try(host)
		p.mu.Unlock()
		if t != nil {
			return t, 0, nil
		}
		if d > patience+p.gap() {
			return nil, d, nil
		}
		var over <-chan time.Time
		if freed == nil {
			over = time.After(d)
		}
		select {
		case <-freed:
		case <-over:
		case <-ctx.Done():
			return nil, 0, ctx.Err()
		}
	}
}

// Hold lets nobody ask host before d has passed.
func (p *Pace) Hold(host string, d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.lane(strings.ToLower(host))
	if until := time.Now().Add(d); until.After(l.free) {
		l.free = until
	}
}

func (p *Pace) gap() time.Duration {
	if p.Gap == 0 {
		return DefaultGap
	}
	return max(0, p.Gap)
}

// limit returns how many requests may run in the i-th of keys.
func (p *Pace) limit(i int) int {
	if i == 0 {
		return max(1, p.PerHost)
	}
	return max(1, p.PerDomain)
}

// lane returns the lane of key k. Idle ones are dropped now and then, so that
// hosts once met on a redirect or a page do not stay for ever.
func (p *Pace) lane(k string) *lane {
	if l := p.lanes[k]; l != nil {
		return l
	}
	if p.lanes == nil {
		p.lanes = make(map[string]*lane)
		p.sweep = 1024
	}
	if len(p.lanes) >= p.sweep {
		now := time.Now()
		for k, l := range p.lanes {
			if l.busy == 0 && !l.free.After(now) {
				delete(p.lanes, k)
			}
		}
		p.sweep = max(1024, 2*len(p.lanes))
	}
	l := &lane{freed: make(chan struct{})}
	p.lanes[k] = l
	return l
}

// keys returns the lanes that a request to host runs in: its own, and that of
// its registered domain. An address has only its own.
func keys(host string) []string {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	if _, err := netip.ParseAddr(host); err == nil {
		return []string{host}
	}
	d, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return []string{host}
	}
	return []string{host, "." + d}
}

// Domain returns the registered domain of host, or host where it has none.
func Domain(host string) string {
	ks := keys(host)
	return ks[len(ks)-1]
}
