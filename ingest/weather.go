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
}

// answered notes that somebody answered, whatever it was.
func (w *weather) answered() {
	w.mu.Lock()
	clear(w.quiet)
	w.mu.Unlock()
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
