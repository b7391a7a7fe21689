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
	disbeliefAfter = 4 // failures in a row at the new address
)

// believe returns m after a good answer to asking url, at the end of a
// permanent redirect to target, or "" when there was none. From is the
// configured address.
func believe(m wire.Move, from, url, target string, now time.Time) wire.Move {
	if m.Adopted && url == m.To {
		if target == "" {
			return m
		}
		// It moves on: proof starts again, and the adopted address is asked
		// until then.
		if m.Next != target {
			m.Next, m.Since, m.Seen = target, now, 1
			return m
		}
		m.Seen++
		if m.Seen >= beliefSeen && now.Sub(m.Since) >= beliefAfter {
			m.To, m.Next = target, ""
		}
		return m
	}
	if target == "" || target == from {
		return wire.Move{}
	}
	if m.To != target || now.Before(m.Since) {
		return wire.Move{From: from, To: target, Since: now, Seen: 1}
	}
	m.Seen++
	m.Adopted = m.Seen >= beliefSeen && now.Sub(m.Since) >= beliefAfter
	return m
}
