package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"github.com/datelinewire/dateline/wire"
	bolt "go.etcd.io/bbolt"
)

// A visit is a poll on its way into the store. It is not modified once it is
// in the store's maps.
type visit struct {
	poll    wire.Poll // without Known
	brought bool      // a document
	known   []uint64  // nil leaves what is there
}

// newVisit returns the visit p that brought so many filings, with copies of
// what is the caller's.
func newVisit(p wire.Poll, filings int) *visit {
	v := &visit{poll: p, brought: p.Known != nil || filings > 0 || p.Tally != wire.Tally{}}
	if p.Known != nil {
		v.known = append([]uint64{}, p.Known...) // not nil when empty: a document without entries
	}
	v.poll.Known = nil
	v.poll.Refusals = slices.Clone(p.Refusals[:min(len(p.Refusals), wire.MaxRefusals)])
	return v
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
// false when the state stays as it was. Of old it needs what visited reads.
func (v *visit) onto(old wire.Poll, now time.Time) (p wire.Poll, ok bool) {
	if outdated(&v.poll, &old, now) {
		return old, false
	}
	p = v.poll
	p.Total = old.Total
	if repeats(&p, &old) {
		p.Tally, p.Refusals = old.Tally, old.Refusals
		return p, true
	}
	p.Total.Add(p.Tally)
	if !v.brought {
		keepDocument(&p, &old)
	}
	return p, true
}

// Poll returns the state of a source after its latest visit, written or not;
// zero when there was none. Known is left out.
func (s *Store) Poll(source string) (wire.Poll, error) {
	n, unwritten := s.unwritten(source)
	var p wire.Poll
	err := s.view(func(tx *bolt.Tx) (err error) {
		p, err = s.codec.poll(tx.Bucket(bucketPolls).Get(be32(n)))
		return err
	})
	if err != nil {
		return wire.Poll{}, fmt.Errorf("poll of %s: %w", source, err)
	}
	return s.fold(p, unwritten), nil
}

// unwritten returns the number of source, and its visits that were not written
// when it was called, the earlier first. No lock is held when the file is read,
// which may wait for the writer: one that is written meanwhile is found there as
// a visit that repeats.
func (s *Store) unwritten(source string) (uint32, []*visit) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.numbers[source], slices.Concat(s.flushing[source], s.pending[source])
}

// fold returns the state p as it will be when the unwritten visits are written.
func (s *Store) fold(p wire.Poll, unwritten []*visit) wire.Poll {
	now := s.now()
	for _, v := range unwritten {
		p, _ = v.onto(p, now)
	}
	return p
}

// Polls returns the state of all sources that were ever visited, by name.
func (s *Store) Polls() ([]wire.Poll, error) {
	unwritten := map[string][]*visit{}
	s.mu.RLock()
	for _, m := range []map[string][]*visit{s.flushing, s.pending} {
		for source, list := range m {
			unwritten[source] = append(unwritten[source], list...)
		}
	}
	s.mu.RUnlock()
	var polls []wire.Poll
	err := s.view(func(tx *bolt.Tx) error {
		return tx.Bucket(bucketPolls).ForEach(func(_, v []byte) error {
			p, err := s.codec.poll(v)
			polls = append(polls, p)
			return err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("polls: %w", err)
	}
	for i, p := range polls {
		polls[i] = s.fold(p, unwritten[p.Source])
		delete(unwritten, p.Source)
	}
	for _, list := range unwritten {
		polls = append(polls, s.fold(wire.Poll{}, list))
	}
	slices.SortFunc(polls, func(a, b wire.Poll) int { return cmp.Compare(a.Source, b.Source) })
	return polls, nil
}

// Known returns the hashes of the raw entries in the latest document of
// source, written or not; none when there was no document.
func (s *Store) Known(source string) ([]uint64, error) {
	n, unwritten := s.unwritten(source)
	for _, v := range slices.Backward(unwritten) {
		if v.known != nil {
			return slices.Clone(v.known), nil
		}
	}
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

// writeVisit writes v as what is known of source number n, as far as it
// changes anything.
func (b *batch) writeVisit(n uint32, v *visit) error {
	key := be32(n)
	polls := b.tx.Bucket(bucketPolls)
	before := polls.Get(key)
	old, err := b.s.codec.visited(before)
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
	known.FillPercent = 0.9
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

// visited is poll for what the next visit has to know: who was visited and when,
// what the document was and what came of it. The rest is not read.
func (c *codec) visited(b []byte) (wire.Poll, error) {
	if len(b) == 0 {
		return wire.Poll{}, nil
	}
	var p struct {
		Source   string         `json:"source"`
		At       time.Time      `json:"at"`
		Format   string         `json:"format"`
		Title    string         `json:"title"`
		Tally    wire.Tally     `json:"tally"`
		Total    wire.Tally     `json:"total"`
		Refusals []wire.Refusal `json:"refusals"`
	}
	if err := c.cborDec.Unmarshal(b, &p); err != nil {
		return wire.Poll{}, fmt.Errorf("%v: %w", err, ErrCorrupt)
	}
	return wire.Poll{Source: p.Source, At: p.At, Format: p.Format, Title: p.Title, Tally: p.Tally, Total: p.Total, Refusals: p.Refusals}, nil
}
