package ingest

import (
	"sync"
	"time"

	"github.com/datelinewire/dateline/ingest/fetch"
)

// When hosts of this many domains are silent in a row, and nobody has answered
// in between, it is our own network that is down.
const silentDomains = 3

// probeEvery is how often somebody is asked while our network is down.
const probeEvery = 30 * time.Second

// The weather is whether our own network is up, as far as answers tell.
type weather struct {
	mu     sync.Mutex // guards the rest
	quiet  map[string]struct{}
	probed time.Time
	asked  int      // domains that are asked; 0 when nobody knows
	heard  [2]voice // the latest answers of two domains, the later one first
}

// A voice is who answered, and when.
type voice struct {
	domain string
	at     time.Time
}

// expect notes how many domains are asked.
func (w *weather) expect(domains int) {
	w.mu.Lock()
	w.asked = domains
	w.mu.Unlock()
}

// answered notes that host answered at now, whatever it was.
func (w *weather) answered(host string, now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	clear(w.quiet)
	d := fetch.Domain(host)
	if w.heard[0].domain != d {
		w.heard[1] = w.heard[0]
	}
	w.heard[0] = voice{d, now}
}

// doubt reports whether nobody can say who is to blame that nothing came back
// from host since began: so few domains are asked that they prove nothing by
// their silence, and no other has answered since.
func (w *weather) doubt(host string, began time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.asked == 0 || w.asked >= silentDomains {
		return false
	}
	other := w.heard[0]
	if other.domain == fetch.Domain(host) {
		other = w.heard[1]
	}
	return !other.at.After(began)
}

// silent notes that host did not answer, and reports whether it is we who
// cannot be heard.
func (w *weather) silent(host string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.quiet == nil {
		w.quiet = make(map[string]struct{})
	}
	if len(w.quiet) < 2*silentDomains {
		w.quiet[fetch.Domain(host)] = struct{}{}
	}
	return len(w.quiet) >= silentDomains
}

// wait returns how long to wait before asking anybody: 0 when the network is
// up, or when it is time to try.
func (w *weather) wait() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.quiet) < silentDomains {
		return 0
	}
	now := time.Now()
	if d := probeEvery - now.Sub(w.probed); d > 0 {
		return d
	}
	w.probed = now
	return 0
}
