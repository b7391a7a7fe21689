package ingest

import (
	"net/http"
	"strings"
	"time"

	"github.com/datelinewire/dateline/ingest/document"
	"github.com/datelinewire/dateline/ingest/rhythm"
	"github.com/datelinewire/dateline/wire"
)

// documentHints reads ttl and sy:update*, of which the slower counts, and the
// hours and days to be left out. Who skips all of them means none.
func documentHints(d document.Hints) wire.Hints {
	h := wire.Hints{Document: rhythm.Clamp(max(d.TTL, d.UpdatePeriod))}
	for _, n := range d.SkipHours {
		if n >= 0 && n <= 24 {
			h.SkipHours |= 1 << (n % 24) // RSS 0.91 counted from 1 to 24
		}
	}
	for _, n := range d.SkipDays {
		if n >= time.Sunday && n <= time.Saturday {
			h.SkipDays |= 1 << n
		}
	}
	if h.SkipHours == 1<<24-1 {
		h.SkipHours = 0
	}
	if h.SkipDays == 1<<7-1 {
		h.SkipDays = 0
	}
	return h
}

// offersDelta reports whether the server says that it sends feed instances
// on demand (RFC 3229 §10.5.2).
func offersDelta(h http.Header) bool {
	for _, name := range []string{"Vary", "IM"} {
		for _, v := range h.Values(name) {
			for part := range strings.SplitSeq(v, ",") {
				part = strings.ToLower(strings.TrimSpace(part))
				if name == "Vary" && part == "a-im" || name == "IM" && part == "feed" {
					return true
				}
			}
		}
	}
	return false
}
