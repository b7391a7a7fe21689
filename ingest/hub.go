package ingest

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/datelinewire/dateline/ingest/fetch"
	"github.com/datelinewire/dateline/ingest/websub"
	"github.com/datelinewire/dateline/wire"
)

// How hubs are dealt with.
const (
	// missedMost is how often a visit may find first what no push announced,
	// before the hub is taken as if it were not there.
	missedMost = 3
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
}

type subscription struct {
	src    wire.Source
	hub    wire.Hub
	tries  int
	hinted time.Time // end of the latest visit's turn that a push asked for
	recent [replays][32]byte
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

// keep takes up the subscription that the store has of src.
func (hs *hubs) keep(src wire.Source, h wire.Hub) {
	if h.Token == "" {
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

// judge counts what the visit found before the hub had said so.
func (b *visitor) judge(h *wire.Hub) {
	if h.State != wire.HubActive || b.shaped == nil || len(b.shaped.Filings) == 0 || b.old.LastGood.IsZero() {
		return
	}
	if h.Pushed.After(b.old.At) {
		h.Missed = 0
		return
	}
	if h.Asked.After(b.old.At) {
		return // it could not know yet
	}
	h.Missed++
	if h.Missed >= missedMost {
		h.State = wire.HubDemoted
		b.in.Log.Warn("hub does not tell what is new; polling as before", "source", b.src.Name, "hub", h.URL, "missed", h.Missed)
	}
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
	h, src := s.hub, s.src
	s.hub.Asked = in.now()
	hs.mu.Unlock()

	callback, err := url.JoinPath(in.Callback, h.Token)
	if err == nil {
		var a *fetch.Answer
		a, err = in.Fetch.Do(ctx, fetch.Request{
			URL: h.URL, Method: http.MethodPost, Form: websub.Subscribe(callback, h.Topic, h.Secret),
			Private: src.Pace.AllowPrivate, NoFollow: true, MaxBody: 64 << 10,
		})
		if err == nil && (a.Status < 200 || a.Status > 299) {
			err = fmt.Errorf("hub answered %d", a.Status)
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
	s.tries++
	s.hub.Error = err.Error()
	s.hub.Renew = in.now().Add(double(hubRetry, s.tries, hubRetryMax) + jitter(source, in.now(), hubRetry/4))
	in.Log.Info("hub does not take our subscription", "source", source, "hub", h.URL, "err", err)
}

// ServeHTTP is the callback of hubs: the last part of the path is the token.
// It answers their questions and takes their pushes.
func (in *Ingester) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	in.init()
	token := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
	switch r.Method {
	case http.MethodGet:
		in.verify(w, r, token)
	case http.MethodPost:
		in.pushed(w, r, token)
	default:
		w.Header().Set("Allow", "GET, POST")
		http.Error(w, "hubs ask with GET and push with POST", http.StatusMethodNotAllowed)
	}
}

// verify answers a hub that wants to know whether we meant it (§5.3).
func (in *Ingester) verify(w http.ResponseWriter, r *http.Request, token string) {
	q := r.URL.Query()
	source, err := in.hubs.confirm(token, q, in.now())
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	if err := in.remember(r.Context(), source); err != nil {
		in.Log.Warn("subscription could not be stored", "source", source, "err", err)
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = io.WriteString(w, q.Get("hub.challenge"))
}

var errNotAsked = errors.New("we did not ask for this")

// confirm takes in what a hub says about a subscription.
func (hs *hubs) confirm(token string, q url.Values, now time.Time) (source string, err error) {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	s := hs.byToken[token]
	if s == nil || q.Get("hub.topic") != s.hub.Topic {
		return "", errNotAsked
	}
	switch q.Get("hub.mode") {
	case "denied":
		s.hub.State, s.hub.Error = wire.HubDenied, "the hub refused: "+clip(q.Get("hub.reason"), 200)
		s.hub.Renew = now.Add(deniedFor)
		return s.src.Name, nil
	case "subscribe":
		if s.hub.Asked.IsZero() || now.Sub(s.hub.Asked) > verifyWithin || q.Get("hub.challenge") == "" {
			return "", errNotAsked
		}
		lease := websub.Lease(q.Get("hub.lease_seconds"))
		s.hub.Lease, s.hub.Renew, s.hub.Error = now.Add(lease), now.Add(lease/2), ""
		if s.hub.State != wire.HubDemoted {
			s.hub.State = wire.HubActive
		}
		return s.src.Name, nil
	}
	return "", errNotAsked
}

// remember stores the subscription of source with its latest poll, for the
// next start. If a visit ends meanwhile, its poll has the subscription too,
// and the store drops this one as outdated.
func (in *Ingester) remember(ctx context.Context, source string) error {
	p, err := in.Store.Poll(source)
	if err != nil {
		return err
	}
	p.Hub = in.hubs.state(source, p.Hub)
	p.Tally, p.Refusals = wire.Tally{}, nil
	_, err = in.Store.Commit(ctx, p, nil)
	return err
}

func clip(s string, n int) string { return strings.ToValidUTF8(s[:min(len(s), n)], "") }

// pushed takes a push: it is checked, and then it is a hint or content.
func (in *Ingester) pushed(w http.ResponseWriter, r *http.Request, token string) {
	hs := &in.hubs
	hs.mu.Lock()
	s := hs.byToken[token]
	hs.mu.Unlock()
	if s == nil {
		http.Error(w, "no such subscription", http.StatusNotFound)
		return
	}
	limit := s.src.Pace.MaxBody
	if limit <= 0 {
		limit = fetch.DefaultMaxBody
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	if err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			http.Error(w, "push is too large", http.StatusRequestEntityTooLarge)
			return
		}
		http.Error(w, "push breaks off", http.StatusBadRequest)
		return
	}
	now := in.now()
	status, fresh := in.accept(s, r.Header, body, now)
	if fresh {
		status = in.take(r, s, body, now)
	}
	w.WriteHeader(status)
}

// accept checks a push and counts it. It is fresh when something has to be
// done about it.
func (in *Ingester) accept(s *subscription, h http.Header, body []byte, now time.Time) (status int, fresh bool) {
	hs := &in.hubs
	hs.mu.Lock()
	defer hs.mu.Unlock()
	if err := websub.Verify(h, s.hub.Secret, body); err != nil {
		s.hub.Forged++
		if s.hub.Forged == 1 {
			in.Log.Warn("push is not the hub's", "source", s.src.Name, "err", err)
		}
		return http.StatusForbidden, false
	}
	if s.hub.State == wire.HubAsked || !now.Before(s.hub.Lease) {
		return http.StatusGone, false // nobody has a lease
	}
	sum := sha256.Sum256(body)
	for _, old := range s.recent {
		if old == sum {
			return http.StatusAccepted, false // delivered twice, or replayed: done already
		}
	}
	s.recent[s.next%replays] = sum
	s.next++
	s.hub.Pushed, s.hub.Missed = now, 0
	s.hub.Pushes++
	s.hub.State = wire.HubActive
	return http.StatusAccepted, true
}

// take acts on a push.
func (in *Ingester) take(r *http.Request, s *subscription, body []byte, now time.Time) (status int) {
	if s.src.Pace.PushContent {
		err := in.fileContent(r, s.src, body, now)
		if err == nil {
			return http.StatusAccepted
		}
		in.Log.Info("push could not be filed, so it is a hint", "source", s.src.Name, "err", err)
	}
	in.hubs.mu.Lock()
	wait := max(0, s.hinted.Add(hintGap).Sub(now))
	s.hinted = now.Add(wait)
	in.hubs.mu.Unlock()
	select {
	case in.hints <- hint{s.src.Name, wait}:
	default: // so many hints are waiting that this source is polled anyway
	}
	return http.StatusAccepted
}

// fileContent commits what was pushed, which is some of the document, or all.
// When to ask next stays as it is: no push postpones a poll.
func (in *Ingester) fileContent(r *http.Request, src wire.Source, body []byte, now time.Time) error {
	ctx := r.Context()
	p, err := in.Store.Poll(src.Name)
	if err != nil {
		return err
	}
	known, err := in.Store.Known(src.Name)
	if err != nil {
		return err
	}
	if err := in.takeCPU(ctx); err != nil {
		return err
	}
	s, err := in.Shaper.Shape(body, src, Cover{
		URL: p.Hub.Topic, ContentType: r.Header.Get("Content-Type"), Received: now, Known: known, MaxBytes: src.Pace.MaxBody,
	})
	<-in.shaping
	if err != nil {
		return err
	}
	if len(s.Filings) == 0 {
		return nil
	}
	p.At, p.Tally, p.Known = now, s.Tally, join(known, s.Known)
	p.Refusals = s.Refusals[:min(len(s.Refusals), wire.MaxRefusals)]
	p.Learnt = learn(p.Learnt, datesOf(s.Filings, now), false, now)
	in.hubs.mu.Lock()
	if sub := in.hubs.bySource[src.Name]; sub != nil {
		p.Hub = sub.hub
	}
	in.hubs.mu.Unlock()
	_, err = in.Store.Commit(ctx, p, s.Filings)
	return err
}
