package ingest

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/datelinewire/dateline/ingest/fetch"
	"github.com/datelinewire/dateline/ingest/rhythm"
	"github.com/datelinewire/dateline/ingest/websub"
	"github.com/datelinewire/dateline/wire"
)

// How hubs are dealt with.
const (
	// missedMost is how often a visit may find first what no push announced,
	// before the hub is taken as if it were not there.
	missedMost = 3
	// vainMost is how often a push may announce what is not there, more often
	// than what is, before pushes do not make us ask any more.
	vainMost = 3
	// hintGap parts two visits that pushes of one source ask for.
	hintGap = time.Minute
	// hubRetry is when a hub that did not take a request is asked again, at
	// first and at most; deniedFor when one that refused is.
	hubRetry    = time.Hour
	hubRetryMax = 24 * time.Hour
	deniedFor   = 7 * 24 * time.Hour
	// verifyWithin is how long a hub has to verify a request of ours.
	verifyWithin = 24 * time.Hour
	// replays is how many pushes of a source are remembered to know one again.
	replays = 32
)

// hubs are the subscriptions, by the token of their callback and by source.
type hubs struct {
	mu       sync.Mutex // guards the rest, and all in the subscriptions
	byToken  map[string]*subscription
	bySource map[string]*subscription
	loaded   bool // all that the store has: who is not here is nowhere
}

type subscription struct {
	src    wire.Source
	hub    wire.Hub
	tries  int
	modest bool            // the hub refused the lease that we wish for: it is left to it
	hinted time.Time       // end of the latest visit's turn that a push asked for
	recent [replays]uint64 // the beginnings of their hashes
	next   int
}

// A hint asks for a visit.
type hint struct {
	source string
	wait   time.Duration
}

// serves reports whether a hub is trusted to tell what is new.
func serves(h wire.Hub, now time.Time) bool {
	return h.State == wire.HubActive && h.Pushes > 0 && h.Missed == 0 && now.Before(h.Lease)
}

// keep takes up the subscription that the store has of src, if it is still
// wanted.
func (hs *hubs) keep(src wire.Source, h wire.Hub) {
	if h.Token == "" || src.Pace.NoPush {
		return
	}
	hs.mu.Lock()
	defer hs.mu.Unlock()
	if s := hs.bySource[src.Name]; s != nil && s.hub.Token == h.Token {
		s.src = src // what we know is newer than what is stored
		return
	}
	hs.put(&subscription{src: src, hub: h})
}

// kept notes that all subscriptions of the store have been taken up.
func (hs *hubs) kept() {
	hs.mu.Lock()
	hs.loaded = true
	hs.mu.Unlock()
}

func (hs *hubs) put(s *subscription) {
	if hs.byToken == nil {
		hs.byToken, hs.bySource = make(map[string]*subscription), make(map[string]*subscription)
	}
	if old := hs.bySource[s.src.Name]; old != nil {
		delete(hs.byToken, old.hub.Token)
	}
	hs.byToken[s.hub.Token], hs.bySource[s.src.Name] = s, s
}

func (hs *hubs) drop(source string) {
	if s := hs.bySource[source]; s != nil {
		delete(hs.byToken, s.hub.Token)
		delete(hs.bySource, source)
	}
}

// state returns what is known of the subscription of source: of late, or else
// as it was stored.
func (hs *hubs) state(source string, stored wire.Hub) wire.Hub {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	if s := hs.bySource[source]; s != nil {
		return s.hub
	}
	return stored
}

// announce notes the hub that an answer or its document names.
func (b *visitor) announce(a *fetch.Answer) {
	hub, topic := websub.Discover(a.Header, a.URL)
	if s := b.shaped; s != nil && hub == "" {
		hub, topic = s.Hub, s.Self
	}
	if topic == "" {
		topic = a.URL
	}
	b.hubURL, b.topic = hub, topic
}

// subscribed brings the visit and the source's subscription together before
// the visit is committed.
func (b *visitor) subscribed() {
	hs := &b.in.hubs
	hs.mu.Lock()
	defer hs.mu.Unlock()
	s := hs.bySource[b.src.Name]
	if s != nil {
		b.p.Hub = s.hub // what happened since the visit began counts
	}
	if b.in.Callback == "" || b.p.Error != "" {
		return
	}
	switch {
	case b.src.Pace.NoPush || b.hubURL == "" && b.shaped != nil && b.shaped.Format != "":
		// Nobody announces it any more.
		hs.drop(b.src.Name)
		b.p.Hub = wire.Hub{}
		return
	case b.hubURL != "" && (b.p.Hub.URL != b.hubURL || b.p.Hub.Topic != b.topic) && b.mayAsk(b.hubURL):
		s = &subscription{src: b.src, hub: wire.Hub{
			URL: b.hubURL, Topic: b.topic, State: wire.HubAsked,
			Token: websub.NewToken(), Secret: websub.NewSecret(), Renew: b.now,
		}}
		hs.put(s)
	}
	if s == nil {
		return
	}
	b.judge(&s.hub)
	b.p.Hub = s.hub
}

// mayAsk reports whether the secret may go to the hub: not in the open, where
// the source itself is asked under cover.
func (b *visitor) mayAsk(hub string) bool {
	return strings.HasPrefix(hub, "https:") || !strings.HasPrefix(b.p.URL, "https:") || b.src.Pace.AllowDowngrade
}

// judge holds the hub's word against what the visit found.
func (b *visitor) judge(h *wire.Hub) {
	if h.State != wire.HubActive && h.State != wire.HubDemoted || b.old.LastGood.IsZero() {
		return
	}
	found := 0
	if b.shaped != nil {
		found = len(b.shaped.Filings)
	}
	pushed := h.Pushed.After(b.old.At) && !h.Pushed.After(b.now)
	switch {
	case pushed && found > 0:
		h.Missed, h.Vain = 0, max(h.Vain-1, 0)
		h.State = wire.HubActive
	case pushed:
		h.Vain++
		if h.Vain >= vainMost {
			b.demote(h, "hub announces what is not there; polling as before")
		}
	case found > 0 && !h.Pushed.After(b.old.At) && !h.Asked.After(b.old.At): // else it could not know yet
		h.Missed++
		h.First += found
		if h.Missed >= missedMost {
			b.demote(h, "hub does not tell what is new; polling as before")
		}
	}
}

func (b *visitor) demote(h *wire.Hub, why string) {
	if h.State == wire.HubDemoted {
		return
	}
	h.State = wire.HubDemoted
	b.in.Log.Warn(why, "source", b.src.Name, "hub", h.URL, "missed", h.Missed, "first", h.First, "vain", h.Vain)
}

// renewals returns the sources whose hub is to be asked now, most at most.
func (hs *hubs) renewals(now time.Time, most int) []string {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	var due []string
	for name, s := range hs.bySource {
		if !s.hub.Renew.After(now) && len(due) < most {
			s.hub.Renew = now.Add(hubRetry) // not again while this one is under way
			due = append(due, name)
		}
	}
	return due
}

// subscribe asks the hub of source for a subscription, or for a new lease.
func (in *Ingester) subscribe(ctx context.Context, source string) {
	hs := &in.hubs
	hs.mu.Lock()
	s := hs.bySource[source]
	if s == nil {
		hs.mu.Unlock()
		return
	}
	h, src, lease := s.hub, s.src, websub.LeaseWanted
	if s.modest {
		lease = 0
	}
	s.hub.Asked = in.now()
	hs.mu.Unlock()

	callback, err := url.JoinPath(in.Callback, h.Token)
	refused := false
	if err == nil {
		var a *fetch.Answer
		a, err = in.Fetch.Do(ctx, fetch.Request{
			URL: h.URL, Method: http.MethodPost, Form: websub.Subscribe(callback, h.Topic, h.Secret, lease),
			Private: src.Pace.AllowPrivate, AllowDowngrade: src.Pace.AllowDowngrade, MaxBody: 64 << 10,
		})
		if err == nil && (a.Status < 200 || a.Status > 299) {
			err = fmt.Errorf("hub answered %d", a.Status)
			refused = a.Status == http.StatusBadRequest || a.Status == http.StatusUnprocessableEntity
		}
	}
	if ctx.Err() != nil {
		return
	}
	hs.mu.Lock()
	defer hs.mu.Unlock()
	if hs.bySource[source] != s {
		return
	}
	if err == nil {
		s.tries, s.hub.Error = 0, ""
		if s.hub.Renew.Before(in.now().Add(verifyWithin)) && s.hub.State == wire.HubAsked {
			s.hub.Renew = in.now().Add(verifyWithin)
		}
		return
	}
	if refused && !s.modest {
		// Some hubs refuse a lease that is too long for them, where others bring
		// it into bounds (§5.1).
		s.modest, s.hub.Renew = true, in.now()
		return
	}
	s.tries++
	s.hub.Error = err.Error()
	s.hub.Renew = in.now().Add(double(hubRetry, s.tries, hubRetryMax) + rhythm.Jitter(source, in.now(), hubRetry/4))
	in.Log.Info("hub does not take our subscription", "source", source, "hub", h.URL, "err", err)
}
