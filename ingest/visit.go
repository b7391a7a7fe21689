package ingest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"github.com/datelinewire/dateline/ingest/fetch"
	"github.com/datelinewire/dateline/ingest/rhythm"
	"github.com/datelinewire/dateline/wire"
)

// accept names the formats we read, best first.
const accept = "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, " +
	"application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"

// distrustFor is how long validators that were found out lying stay unused.
const distrustFor = 30 * 24 * time.Hour

// maxKnown bounds the hashes kept of a source whose documents are only what
// is new (RFC 3229, pushes).
const maxKnown = 4096

// visit asks src once and commits what it answers. The error is the store's,
// or ctx's; what the source did wrong is in the Visit.
func (in *Ingester) visit(ctx context.Context, src wire.Source, turn *fetch.Turn) (Visit, error) {
	defer turn.End()
	old, err := in.Store.Poll(src.Name)
	if err != nil {
		return Visit{Source: src.Name}, fmt.Errorf("poll %s: %w", src.Name, err)
	}
	now := in.now()
	if held(old, now) {
		v := Visit{Source: src.Name, Poll: old, Held: true}
		v.Err = fmt.Errorf("%w: until %s", ErrHeld, old.RetryAt.Format(time.RFC3339))
		return v, nil
	}
	if old.Gone && old.URL == asked(old, src) && !in.Insist {
		return Visit{Source: src.Name, Poll: old, Held: true, Err: fmt.Errorf("%w; it is asked only when it is named", ErrGone)}, nil
	}
	old.Learnt = watched(old, now)
	b := &visitor{in: in, src: src, old: old, now: now, p: begin(old, src, now)}
	defer b.drop()
	b.p.Hub = in.hubs.state(src.Name, b.p.Hub)
	a, err := in.Fetch.Do(ctx, b.request(turn))
	if ctx.Err() != nil {
		return Visit{Source: src.Name, Poll: old}, ctx.Err()
	}
	b.heard(a)
	if err == nil {
		err = b.read(ctx, a)
	}
	if ctx.Err() != nil {
		return Visit{Source: src.Name, Poll: old}, ctx.Err()
	}
	b.weigh(a, err)
	v, err := b.commit(ctx)
	if err != nil {
		return v, fmt.Errorf("poll %s: %w", src.Name, err)
	}
	in.tell(old, v)
	return v, nil
}

// held reports whether the server's Retry-After still runs. One from a time
// that has not come yet was written by a clock that has been put right since.
func held(p wire.Poll, now time.Time) bool {
	return now.Before(p.RetryAt) && !p.At.After(now)
}

// A visitor carries one visit from the request to the commit.
type visitor struct {
	in   *Ingester
	src  wire.Source
	old  wire.Poll
	p    wire.Poll // what will be committed
	now  time.Time
	asks bool // with validators

	shaped  *Shaped
	partial bool // the document is only what is new
	unknown bool // the document had no entry of the one before
	elapsed time.Duration

	hubURL, topic string // that the answer names
	holds         bool   // a turn to hold a shaped document
	large         bool   // a turn to hold a large body
	heavy         bool   // the turn to shape the largest
}

// room waits for a turn to hold a large body.
func (b *visitor) room(ctx context.Context) error {
	select {
	case b.in.large <- struct{}{}:
		b.large = true
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// smallShaped is how many bytes of raw entries a visit may hold without a
// turn: a few stories, which is what most visits bring. So any number of such
// visits share one write of the store.
const smallShaped = 64 << 10

// hold waits for a turn to hold a shaped document. There are several for each
// CPU, so that commits can share a write, and not one for each worker, so that
// memory is bounded however many visits wait for the store.
func (b *visitor) hold(ctx context.Context) error {
	select {
	case b.in.holding <- struct{}{}:
		b.holds = true
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// drop gives the turns back.
func (b *visitor) drop() {
	if b.holds {
		b.holds = false
		<-b.in.holding
	}
	if b.large {
		b.large = false
		<-b.in.large
	}
	if b.heavy {
		b.heavy = false
		<-b.in.heavy
	}
}

// lift waits for the turn to shape a body of that size and to hold what comes
// of it, where that is a burden: it takes up to eight times as much.
func (b *visitor) lift(ctx context.Context, size int) error {
	if size < heavyBody {
		return nil
	}
	select {
	case b.in.heavy <- struct{}{}:
		b.heavy = true
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// begin makes the poll of a new visit of what is kept of the one before.
// Validators, hints and moves belong to an address and go with it.
func begin(old wire.Poll, src wire.Source, now time.Time) wire.Poll {
	p := old
	p.Source, p.At, p.URL = src.Name, now, asked(old, src)
	p.Known, p.Took, p.Status, p.Bytes = nil, 0, 0, 0
	p.Error, p.RetryAt, p.Gone = "", time.Time{}, false
	p.Tally, p.Refusals = wire.Tally{}, nil // of this visit; the store keeps those of the latest document
	if old.Move.From != src.URL {
		p.Move = wire.Move{}
	}
	// What lies ahead of the clock was written before it was put right.
	p.Full = notAfter(p.Full, now)
	p.Distrust = notAfter(p.Distrust, now.Add(distrustFor))
	if old.URL != p.URL {
		p.Validators, p.Answered, p.BodyHash, p.Delta = wire.Validators{}, "", 0, false
		p.Distrust, p.Full = time.Time{}, time.Time{}
		p.Hints = wire.Hints{}
	}
	return p
}

func notAfter(t, limit time.Time) time.Time {
	if t.After(limit) {
		return limit
	}
	return t
}

// asked returns the address to ask: where the source has moved for good, else
// the configured one. A move from https to http holds as long as it is allowed.
func asked(p wire.Poll, src wire.Source) string {
	m := p.Move
	if !m.Adopted || m.From != src.URL || downgrades(src.URL, m.To) && !src.Pace.AllowDowngrade {
		return src.URL
	}
	return m.To
}

func downgrades(from, to string) bool {
	return strings.HasPrefix(from, "https:") && strings.HasPrefix(to, "http:")
}

// request returns the conditional GET, which once in a while goes without its
// conditions, to see whether the validators tell the truth.
func (b *visitor) request(turn *fetch.Turn) fetch.Request {
	pace := b.src.Pace
	r := fetch.Request{
		URL: b.p.URL, Accept: accept, Timeout: pace.Timeout, MaxBody: pace.MaxBody,
		Private: pace.AllowPrivate, AllowDowngrade: pace.AllowDowngrade, Alone: pace.Shared, Turn: turn, Room: b.room,
	}
	b.asks = b.p.Validators != (wire.Validators{}) &&
		!b.now.Before(b.p.Distrust) && !b.wantsFull()
	if b.asks {
		r.ETag, r.LastModified = b.p.Validators.ETag, b.p.Validators.LastModified
		r.ValidFor = b.p.Answered
		r.Delta = b.p.Delta
	}
	return r
}

// wantsFull reports whether it is time to ask without validators. Sources
// part ways by up to a tenth of the period.
func (b *visitor) wantsFull() bool {
	every := b.in.FullEvery + rhythm.Jitter(b.src.Name, b.p.Full, b.in.FullEvery/10)
	return b.now.Sub(b.p.Full) >= every
}

// weigh decides what an error means and when to ask next.
func (b *visitor) weigh(a *fetch.Answer, err error) {
	answered := err == nil || a != nil && a.Status != 0
	if answered {
		b.in.weather.answered(hostOf(b.p.URL), b.now)
	}
	if err == nil {
		b.p.Learnt = rhythm.Settle(b.p.Learnt, every(b.src), ceiling(b.src), b.now)
		b.p.Next = b.next()
		return
	}
	kind, text := kindOf(err, a), words(err, a)
	if !answered {
		kind, text = b.whose(kind, text, err)
	}
	b.fail(kind, text)
}

// whose looks whether silence may be our own network's. If so, it says that.
func (b *visitor) whose(kind, text string, err error) (string, string) {
	var fe *fetch.Error
	host := hostOf(b.p.URL)
	switch fetch.Kind(kind) {
	case fetch.Network, fetch.Name, fetch.Slow, fetch.Ours:
		if b.in.weather.silent(host) {
			kind = string(fetch.Ours)
		}
	}
	if kind == string(fetch.Network) && errors.As(err, &fe) && fe.Lost() {
		began := b.now
		if b.old.Kind == kindUnknown || b.old.Kind == kind {
			began = b.old.Since
		}
		if b.in.weather.doubt(host, began) {
			return kindUnknown, text + "; nobody whom we ask answers, so it may be our own network, and the source is not blamed"
		}
	}
	return kind, text
}

// fail notes a failure. What was known, and the validators, stay.
func (b *visitor) fail(kind, words string) {
	keep := b.old
	p := &b.p
	p.Validators, p.Answered, p.BodyHash, p.Full, p.Distrust, p.Delta = keep.Validators, keep.Answered, keep.BodyHash, keep.Full, keep.Distrust, keep.Delta
	if keep.URL != p.URL {
		p.Validators, p.Answered, p.BodyHash = wire.Validators{}, "", 0
	}
	p.Tally, p.Refusals, p.Known, p.Learnt = wire.Tally{}, nil, nil, keep.Learnt
	p.Format, p.Title = keep.Format, keep.Title
	b.shaped = nil
	p.Error, p.Kind = words, kind
	known := keep.Kind == kindUnknown && kind == string(fetch.Network) // now we know whose trouble it has been
	if kind != keep.Kind && !known || keep.Since.IsZero() {
		p.Since = b.now
	}
	if kind != string(fetch.Ours) && kind != kindUnknown {
		p.Failures++
	}
	if p.Move.Adopted && p.Failures >= disbeliefAfter {
		p.Move = wire.Move{} // back to the address that is configured
	}
	if kind == kindGone && !p.Move.Adopted {
		p.Gone = true
	}
	b.p.Next = b.retry(kind)
}

// commit stores the visit with what it brought.
func (b *visitor) commit(ctx context.Context) (Visit, error) {
	v := Visit{Source: b.src.Name}
	var filings []wire.Filing
	b.subscribed()
	if b.shaped != nil { // while the store packs them they are let go one by one
		filings, b.shaped.Filings, b.shaped.entries = b.shaped.Filings, nil, nil
	}
	tally, err := b.in.Store.Commit(ctx, b.p, filings)
	if err != nil {
		return Visit{Source: b.src.Name, Poll: b.old}, err
	}
	v.Poll = b.p
	if b.shaped != nil {
		v.Tally = tally
		v.Poll.Tally = tally
		v.Poll.Total.Add(tally)
	} else {
		v.Poll.Tally, v.Poll.Refusals = b.old.Tally, b.old.Refusals
	}
	if b.unknown && tally.New == tally.Entries-tally.Refused {
		if err := b.lost(ctx, &v); err != nil {
			return v, err
		}
	}
	if b.p.Error != "" {
		v.Err = errors.New(b.p.Error)
	}
	return v, nil
}

// tell logs what a visit did: a line when it brought something, and one when
// the state of the source changes.
func (in *Ingester) tell(old wire.Poll, v Visit) {
	if in.Observe != nil {
		in.Observe(v)
	}
	p := &v.Poll
	switch {
	case p.Gone && !old.Gone:
		in.Log.Warn("source is gone", "source", v.Source, "err", p.Error)
	case p.Error != "" && (p.Kind != old.Kind || old.Failures == 0 && old.Error == ""):
		in.Log.Warn("source fails", "source", v.Source, "kind", p.Kind, "err", p.Error, "next", p.Next)
	case p.Error != "":
		in.Log.Debug("source still fails", "source", v.Source, "kind", p.Kind, "failures", p.Failures, "next", p.Next)
	case old.Error != "":
		in.Log.Info("source answers again", "source", v.Source, "since", old.Since, "new", v.Tally.New)
	case v.Tally.New+v.Tally.Changed > 0 || v.Tally.Refused > 0 && v.Tally.Refused != old.Tally.Refused:
		in.Log.LogAttrs(context.Background(), slog.LevelInfo, "visit", slog.String("source", v.Source),
			slog.Int("new", v.Tally.New), slog.Int("changed", v.Tally.Changed), slog.Int("refused", v.Tally.Refused))
	}
	if p.Move.Adopted && !old.Move.Adopted {
		in.Log.Info("source has moved; write the new address into the configuration", "source", v.Source, "from", p.Move.From, "to", p.Move.To)
	}
	if !p.Learnt.Quiet.IsZero() && old.Learnt.Quiet.IsZero() {
		in.Log.Warn("source is quiet beyond its rhythm", "source", v.Source, "last_new", p.Learnt.LastNew)
	}
}

// hostOf returns the host of an address, or the address.
func hostOf(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" {
		return s
	}
	return strings.ToLower(u.Hostname())
}
