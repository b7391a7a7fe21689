package store

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/datelinewire/dateline/wire"
	bolt "go.etcd.io/bbolt"
)

// Revise puts new readings in the place of articles: what a better grammar
// made of the same raw entry (Raw). Version, received and raw entry stay what
// they are; each takes a new place in the change log. One that has no place
// here, another version than its reading, or the same reading, is left alone. Revise returns how
// many were replaced, all in one transaction, durable when it returns.
//
// It is for the care of a store that no poll writes at the time.
func (s *Store) Revise(ctx context.Context, readings []*wire.Article) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	n := 0
	err := s.update(func(tx *bolt.Tx) error {
		b := s.newBatch(tx)
		n = 0
		for _, a := range readings {
			done, err := b.revise(a)
			if err != nil {
				return fmt.Errorf("revise %s: %w", a.ID, err)
			}
			if done {
				n++
			}
		}
		return b.finish()
	})
	if err != nil {
		return 0, err
	}
	if n > 0 {
		s.wakeAll()
	}
	return n, nil
}

// revise replaces the current record of a's article.
func (b *batch) revise(a *wire.Article) (bool, error) {
	place := slices.Clone(b.place(a.ID))
	if place == nil {
		return false, nil
	}
	h, old, err := parseHeader(b.articles.Get(place))
	if err != nil || int(h.version) != a.Version {
		return false, err
	}
	_, raw, err := b.s.codec.unpack(old)
	if err != nil {
		return false, err
	}
	packed, err := b.s.codec.pack(a, bytes.Clone(raw))
	if err != nil {
		return false, err
	}
	if bytes.Equal(packed, old) {
		return false, nil // the same reading
	}
	h.sum, h.stamp, h.undated = a.Sum(), a.Stamp(), a.Undated
	// The history holds no text that is current.
	seen, err := b.inHistory(place, h.sum)
	if err == nil && seen != nil {
		err = b.versions.Delete(seen)
		b.count.versions--
	}
	if err != nil {
		return false, err
	}
	oldSeq := h.seq
	if h.seq, err = b.nextSeq(); err != nil {
		return false, err
	}
	return true, cmp.Or(
		b.articles.Put(place, h.record(packed)),
		b.logb.Delete(be64(oldSeq)),
		b.logb.Put(be64(h.seq), place))
}
