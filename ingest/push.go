package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/datelinewire/dateline/ingest/fetch"
	"github.com/datelinewire/dateline/ingest/rhythm"
	"github.com/datelinewire/dateline/ingest/websub"
	"github.com/datelinewire/dateline/wire"
)

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
	s, loaded := hs.byToken[token], hs.loaded
	hs.mu.Unlock()
	if s == nil && loaded {
		// The hub may end the subscription (§7), and should.
		http.Error(w, "no such subscription any more", http.StatusGone)
		return
	}
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
	if err := websub.Verify(h, s.hub.Secret, body, s.src.Pace.PushSHA1); err != nil {
		s.hub.Forged++
		if s.hub.Forged == 1 {
			in.Log.Warn("push is not the hub's", "source", s.src.Name, "err", err)
		}
		return http.StatusForbidden, false
	}
	if s.hub.State == wire.HubAsked || !now.Before(s.hub.Lease) {
		return http.StatusGone, false // nobody has a lease
	}
	hash := sha256.Sum256(body)
	sum := binary.BigEndian.Uint64(hash[:])
	for _, old := range s.recent {
		if old == sum {
			return http.StatusAccepted, false // delivered twice, or replayed: done already
		}
	}
	s.recent[s.next%replays] = sum
	s.next++
	s.hub.Pushed, s.hub.Missed = now, 0
	s.hub.Pushes++
	if s.hub.Vain < vainMost {
		s.hub.State = wire.HubActive
	}
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
	believed := s.hub.State == wire.HubActive
	in.hubs.mu.Unlock()
	if !believed {
		return http.StatusAccepted
	}
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
	p.Learnt = rhythm.Learn(p.Learnt, datesOf(s.Filings, now), false, now)
	in.hubs.mu.Lock()
	if sub := in.hubs.bySource[src.Name]; sub != nil {
		p.Hub = sub.hub
	}
	in.hubs.mu.Unlock()
	_, err = in.Store.Commit(ctx, p, s.Filings)
	return err
}
