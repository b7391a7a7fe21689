package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/datelinewire/dateline/wire"
	bolt "go.etcd.io/bbolt"
)

// visits are the visits to one source that are not written yet, folded into
// the latest of them.
type visits struct {
	poll    wire.Poll  // the latest; Tally and Refusals of the latest that brought a document
	add     wire.Tally // of all of them
	brought bool       // one of them brought a document
	known   []uint64   // nil leaves what is there
}

// newVisits starts with one visit, of tally t.
func newVisits(p wire.Poll, t wire.Tally, filings int) *visits {
	v := &visits{poll: p, add: t, known: slices.Clone(p.Known)}
	v.brought = p.Known != nil || filings > 0 || t != wire.Tally{}
	if p.Known != nil && v.known == nil {
		v.known = []uint64{} // a document without entries
	}
	v.poll.Known, v.poll.Tally = nil, t
	v.poll.Refusals = slices.Clone(p.Refusals[:min(len(p.Refusals), wire.MaxRefusals)])
	return v
}

// then folds a later visit w into v.
func (v *visits) then(w *visits) *visits {
	if repeats(&w.poll, &v.poll) {
		w.add = wire.Tally{}
	}
	w.add.Add(v.add)
	if !w.brought {
		keepDocument(&w.poll, &v.poll)
		w.brought = v.brought
	}
	if w.known == nil {
		w.known = v.known
	}
	return w
}

// repeats reports whether p is the same visit as old, committed again.
func repeats(p, old *wire.Poll) bool {
	return old.Source != "" && !p.At.IsZero() && p.At.Equal(old.At)
}

// outdated reports whether p is a visit before old, repeated. While old lies
// in the future of now, it was the clock that was wrong then.
func outdated(p, old *wire.Poll, now time.Time) bool {
	return !p.At.IsZero() && p.At.Before(old.At) && !old.At.After(now)
}

// keepDocument keeps in p, a visit without a document, what old knows of one.
func keepDocument(p, old *wire.Poll) {
	p.Tally, p.Refusals = old.Tally, old.Refusals
	p.Format, p.Title = cmp.Or(p.Format, old.Format), cmp.Or(p.Title, old.Title)
}

// onto returns the state of the source after v, where it was old before; ok is
// false when the state stays as it was.
func (v *visits) onto(old wire.Poll, now time.Time) (p wire.Poll, ok bool) {
	if outdated(&v.poll, &old, now) {
		return old, false
	}
	p = v.poll
	p.Total = old.Total
	if repeats(&p, &old) {
		p.Tally, p.Refusals = old.Tally, old.Refusals
		return p, true
	}
	p.Total.Add(v.add)
	if !v.brought {
		keepDocument(&p, &old)
	}
	return p, true
}

// Poll returns the state of a source after its latest visit, written or not;
// zero when there was none. Known is left out.
func (s *Store) Poll(source string) (wire.Poll, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var p wire.Poll
	n := s.numbers[source]
	err := s.view(func(tx *bolt.Tx) (err error) {
		p, err = s.codec.poll(tx.Bucket(bucketPolls).Get(be32(n)))
		return err
	})
	if err != nil {
		return wire.Poll{}, fmt.Errorf("poll of %s: %w", source, err)
	}
	return s.withPending(p, source), nil
}

// withPending returns the state p of source as it will be when all visits are
// written. The caller holds mu.
func (s *Store) withPending(p wire.Poll, source string) wire.Poll {
	now := s.now()
	for _, v := range []*visits{s.flushing[source], s.pending[source]} {
		if v != nil {
			p, _ = v.onto(p, now)
		}
	}
	return p
}

// Polls returns the state of all sources that were ever visited, by name.
func (s *Store) Polls() ([]wire.Poll, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	polls := make(map[string]wire.Poll, len(s.numbers))
	err := s.view(func(tx *bolt.Tx) error {
		return tx.Bucket(bucketPolls).ForEach(func(k, v []byte) error {
			p, err := s.codec.poll(v)
			if err != nil {
				return err
			}
			polls[p.Source] = p
			return nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("polls: %w", err)
	}
	for _, m := range []map[string]*visits{s.flushing, s.pending} {
		for source := range m {
			if _, ok := polls[source]; !ok {
				polls[source] = wire.Poll{}
			}
		}
	}
	for source, p := range polls {
		polls[source] = s.withPending(p, source)
	}
	return slices.SortedFunc(maps.Values(polls), func(a, b wire.Poll) int { return cmp.Compare(a.Source, b.Source) }), nil
}

// Known returns the hashes of the raw entries in the latest document of
// source, written or not; none when there was no document.
func (s *Store) Known(source string) ([]uint64, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, v := range []*visits{s.pending[source], s.flushing[source]} {
		if v != nil && v.known != nil {
			return slices.Clone(v.known), nil
		}
	}
	n := s.numbers[source]
	var hashes []uint64
	err := s.view(func(tx *bolt.Tx) error {
		hashes = parseHashes(tx.Bucket(bucketKnown).Get(be32(n)))
		return nil
	})
	return hashes, err
}

func appendHashes(b []byte, hashes []uint64) []byte {
	for _, h := range hashes {
		b = binary.BigEndian.AppendUint64(b, h)
	}
	return b
}

func parseHashes(b []byte) []uint64 {
	var hashes []uint64
	for ; len(b) >= 8; b = b[8:] {
		hashes = append(hashes, binary.BigEndian.Uint64(b))
	}
	return hashes
}

// writeVisits writes v as what is known of source number n, as far as it
// changes anything.
func (b *batch) writeVisits(n uint32, v *visits) error {
	key := be32(n)
	polls := b.tx.Bucket(bucketPolls)
	before := polls.Get(key)
	old, err := b.s.codec.poll(before)
	if err != nil {
		return fmt.Errorf("poll of %s: %w", v.poll.Source, err)
	}
	p, ok := v.onto(old, b.now)
	if !ok {
		return nil
	}
	after, err := b.s.codec.packPoll(&p)
	if err != nil {
		return fmt.Errorf("poll of %s: %w", v.poll.Source, err)
	}
	if !bytes.Equal(before, after) {
		if err := polls.Put(key, after); err != nil {
			return fmt.Errorf("poll of %s: %w", v.poll.Source, err)
		}
	}
	if v.known == nil {
		return nil
	}
	known := b.tx.Bucket(bucketKnown)
	hashes := appendHashes(make([]byte, 0, 8*len(v.known)), v.known)
	if bytes.Equal(known.Get(key), hashes) {
		return nil
	}
	return known.Put(key, hashes)
}

// packPoll writes a poll under the names its JSON has, so that the state of a
// source survives new and renamed fields alike.
func (c *codec) packPoll(p *wire.Poll) ([]byte, error) { return c.cborEnc.Marshal(p) }

// poll reads what packPoll wrote; nothing is the zero poll.
func (c *codec) poll(b []byte) (p wire.Poll, err error) {
	if len(b) == 0 {
		return p, nil
	}
	if err := c.cborDec.Unmarshal(b, &p); err != nil {
		return p, fmt.Errorf("%v: %w", err, ErrCorrupt)
	}
	return p, nil
}
