package ingest

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/datelinewire/dateline/ingest/document"
	"github.com/datelinewire/dateline/ingest/fetch"
	"github.com/datelinewire/dateline/ingest/rhythm"
	"github.com/datelinewire/dateline/wire"
)

// heard notes what any answer tells: status, size, redirects, patience.
func (b *visitor) heard(a *fetch.Answer) {
	if a == nil {
		return
	}
	p := &b.p
	p.Took, p.Status, p.Bytes = a.Took, a.Status, a.Wire
	if a.RetryAfter > 0 {
		p.RetryAt = b.now.Add(a.RetryAfter)
	}
}

// read makes of an answer what it is: a document, the word that nothing has
// changed, or an error.
func (b *visitor) read(ctx context.Context, a *fetch.Answer) error {
	switch a.Status {
	case http.StatusOK, http.StatusNonAuthoritativeInfo:
		return b.document(ctx, a, false)
	case http.StatusIMUsed:
		if !b.p.Delta {
			return statusError(a)
		}
		return b.document(ctx, a, true)
	case http.StatusNotModified:
		if !a.Conditional {
			return statusError(a)
		}
		b.unchanged(a)
		return nil
	}
	return statusError(a)
}

// unchanged keeps everything; validators and hints are replaced where the 304
// brings others (RFC 9111 §4.3.4).
func (b *visitor) unchanged(a *fetch.Answer) {
	if v := a.Header.Get("ETag"); v != "" {
		b.p.Validators.ETag = v
	}
	if v := a.Header.Get("Last-Modified"); v != "" {
		b.p.Validators.LastModified = v
	}
	if h, ok := rhythm.Freshness(a.Header, b.now); ok {
		b.p.Hints.HTTP = h
	}
	b.good(a)
}

// good notes an answer that was what we asked for.
func (b *visitor) good(a *fetch.Answer) {
	p := &b.p
	p.Failures, p.Kind, p.Since, p.LastGood = 0, "", time.Time{}, b.now
	p.Answered = ""
	if a.URL != p.URL {
		p.Answered = a.URL
	}
	p.Move = believe(p.Move, b.src.URL, p.URL, a.Permanent(), b.now, b.now.Sub(b.old.At))
	p.Delta = offersDelta(a.Header)
	b.announce(a)
}

// document reads a document and takes over its validators. Until it has been
// read whole, nothing is taken over.
func (b *visitor) document(ctx context.Context, a *fetch.Answer, partial bool) error {
	if len(a.Body) == 0 {
		return ErrNoContent
	}
	p := &b.p
	hash := document.Hash(a.Body)
	fresh := wire.Validators{ETag: a.Header.Get("ETag"), LastModified: a.Header.Get("Last-Modified")}
	if !partial && hash == p.BodyHash && p.BodyHash != 0 {
		p.Tally.Entries, p.Tally.Refused = b.old.Tally.Entries, b.old.Tally.Refused
		p.Tally.Same, p.Refusals = p.Tally.Entries-p.Tally.Refused, b.old.Refusals
		b.shaped = &Shaped{Tally: p.Tally}
	} else if err := b.shape(ctx, a, partial); err != nil {
		return err
	} else if b.lied(fresh) {
		p.Distrust = b.now.Add(distrustFor)
	}
	p.Validators, p.BodyHash = fresh, hash
	if partial {
		p.BodyHash = 0
	}
	if !b.asks {
		p.Full = b.now
	}
	p.Hints.HTTP, _ = rhythm.Freshness(a.Header, b.now)
	b.good(a)
	if err := b.pages(ctx); err != nil {
		return err
	}
	return nil
}

// lied reports whether a full fetch, asked for though the validators would
// have done, brought another document under the validators that we held.
func (b *visitor) lied(fresh wire.Validators) bool {
	return !b.asks && b.old.Validators != (wire.Validators{}) && b.old.URL == b.p.URL &&
		b.old.BodyHash != 0 && fresh == b.old.Validators
}

// shape reads the document of a, one at a time for each CPU.
func (b *visitor) shape(ctx context.Context, a *fetch.Answer, partial bool) error {
	known, err := b.in.Store.Known(b.src.Name)
	if err != nil {
		return err
	}
	if err := b.hold(ctx); err != nil {
		return err
	}
	if err := b.lift(ctx, len(a.Body)); err != nil {
		return err
	}
	if err := b.in.takeCPU(ctx); err != nil {
		return err
	}
	body := a.Body
	a.Body = nil // it may be large, and is let go when it has been read
	s, err := b.in.Shaper.Shape(body, b.src, Cover{
		URL: a.URL, ContentType: a.Header.Get("Content-Type"), Received: b.now, Known: known, MaxBytes: b.src.Pace.MaxBody,
	})
	<-b.in.shaping
	if err != nil {
		return err
	}
	b.shaped, b.partial = s, partial
	if s.bytes() <= smallShaped {
		b.drop()
	}
	p := &b.p
	p.Format, p.Title, p.Tally = s.Format, s.Title, s.Tally
	p.Refusals = s.Refusals[:min(len(s.Refusals), wire.MaxRefusals)]
	p.Known = s.Known
	if partial {
		p.Known = join(known, s.Known)
	}
	p.Hints = documentHints(s.Hints)
	b.unknown = len(known) > 0 && s.Tally.Same == 0 && s.Tally.Entries > 1 && !partial
	b.learn(len(known) == 0)
	return nil
}

// takeCPU waits for a CPU to shape on. Give it back by receiving.
func (in *Ingester) takeCPU(ctx context.Context) error {
	select {
	case in.shaping <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// join adds fresh hashes to known ones, the oldest leave.
func join(known, fresh []uint64) []uint64 {
	all := slices.Clone(fresh)
	have := make(map[uint64]struct{}, len(fresh))
	for _, h := range fresh {
		have[h] = struct{}{}
	}
	for _, h := range known {
		if _, ok := have[h]; !ok {
			all = append(all, h)
		}
	}
	return all[:min(len(all), maxKnown)]
}
