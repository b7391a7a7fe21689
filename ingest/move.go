package ingest

import (
	"time"

	"github.com/datelinewire/dateline/wire"
)

// What it takes to believe that a source has moved for good, and to doubt it
// again. Publishers do send 301 by mistake, and networks with a login page do
// it for everything.
const (
	beliefAfter    = 3 * 24 * time.Hour
	beliefSeen     = 3
	beliefStep     = 12 * time.Hour // that one visit can add: clocks are set, machines sleep
	disbeliefAfter = 4              // failures in a row at the new address
)

// believe returns m after a good answer to asking url, at the end of a
// permanent redirect to target, or "" when there was none. From is the
// configured address, and elapsed the time since the visit before.
func believe(m wire.Move, from, url, target string, now time.Time, elapsed time.Duration) wire.Move {
	moving := m.Adopted && url == m.To
	switch {
	case moving && target == "":
		return m
	case !moving && (target == "" || target == from):
		return wire.Move{}
	case !moving && m.To != target:
		return wire.Move{From: from, To: target, Since: now, Seen: 1}
	case moving && m.Next != target:
		// It moves on: proof starts again, and the adopted address is asked
		// until then.
		m.Next, m.Since, m.Seen, m.Proof = target, now, 1, 0
		return m
	}
	m.Seen++
	m.Proof += min(max(elapsed, 0), beliefStep)
	if m.Seen >= beliefSeen && m.Proof >= beliefAfter {
		m.To, m.Next, m.Adopted = target, "", true
	}
	return m
}
