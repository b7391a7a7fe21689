package store

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"time"

	bolt "go.etcd.io/bbolt"
)

// pruneChunk is how many articles are pruned in one transaction: commits wait
// some milliseconds at most.
const pruneChunk = 500

// Prune removes the articles, with all their versions, whose latest version
// was received before the given time, and returns how many. Each takes a new
// place in the log, as a Change without Article, which stays until all
// followers have passed it. It works in small transactions and ends between
// two of them when ctx does; commits go on meanwhile. The file does not shrink:
// the room is used again, and Compact gives it back.
func (s *Store) Prune(ctx context.Context, before time.Time) (int, error) {
	pruned := 0
	var from []byte
	for {
		var old [][]byte
		err := s.view(func(tx *bolt.Tx) (err error) {
			old, from, err = oldPlaces(tx, from, before)
			return err
		})
		if err == nil {
			err = ctx.Err()
		}
		n := 0
		if err == nil && len(old) > 0 {
			n, err = s.remove(old, before)
		}
		pruned += n
		if err != nil {
			return pruned, fmt.Errorf("prune: %w", err)
		}
		if from == nil {
			return pruned, s.Sweep()
		}
	}
}

// oldPlaces returns the next places from from on whose articles are old, and
// where to go on; nil when that was all. In each source it reads only what
// was received before then.
func oldPlaces(tx *bolt.Tx, from []byte, before time.Time) (old [][]byte, next []byte, err error) {
	c := tx.Bucket(bucketArticles).Cursor()
	k, v := c.Seek(from)
	for k != nil {
		if err := checkPlace(k); err != nil {
			return nil, nil, err
		}
		source := placeSource(k)
		if bytes.Compare(k, lowPlace(source, before)) >= 0 {
			if source == math.MaxUint32 {
				break
			}
			k, v = c.Seek(be32(source + 1))
			continue
		}
		h, _, err := parseHeader(v)
		if err != nil {
			return nil, nil, err
		}
		if h.latest().Before(before) {
			if len(old) == pruneChunk {
				return old, bytes.Clone(k), nil
			}
			old = append(old, bytes.Clone(k))
		}
		k, v = c.Next()
	}
	return old, nil, nil
}

// remove prunes the articles at places that are still old.
func (s *Store) remove(places [][]byte, before time.Time) (int, error) {
	n := 0
	err := s.update(func(tx *bolt.Tx) error {
		b := s.newBatch(tx)
		for _, place := range places {
			record := b.articles.Get(place)
			if record == nil {
				continue
			}
			h, _, err := parseHeader(record)
			if err != nil {
				return err
			}
			if !h.latest().Before(before) {
				continue
			}
			if err := b.remove(place, &h); err != nil {
				return fmt.Errorf("article %s: %w", h.id, err)
			}
			n++
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

func (b *batch) remove(place []byte, h *header) error {
	seq, err := b.nextSeq()
	if err != nil {
		return err
	}
	c := b.versions.Cursor()
	for k, _ := c.Seek(place); bytes.HasPrefix(k, place); k, _ = c.Seek(place) {
		if err := b.versions.Delete(k); err != nil {
			return err
		}
		b.count.versions--
	}
	b.count.articles--
	return cmp.Or(
		b.articles.Delete(place),
		b.ids.Delete([]byte(h.id)),
		b.removeYoung([]byte(h.id)),
		b.logb.Delete(be64(h.seq)),
		b.tx.Bucket(bucketGone).Put(be64(seq), []byte(h.id)))
}

// removeYoung removes id from bucket young, if it is there.
func (b *batch) removeYoung(id []byte) error {
	if b.young.Get(id) == nil {
		return nil
	}
	b.count.young--
	return b.young.Delete(id)
}

// Sweep removes from the log the pruned articles that all followers have
// passed. Prune calls it.
func (s *Store) Sweep() error {
	err := s.update(func(tx *bolt.Tx) error {
		passed := uint64(math.MaxUint64)
		followers := tx.Bucket(bucketFollowers)
		err := followers.ForEachBucket(func(name []byte) error {
			passed = min(passed, cursorOf(followers.Bucket(name)))
			return nil
		})
		if err != nil {
			return err
		}
		gone := tx.Bucket(bucketGone)
		swept := 0
		c := gone.Cursor()
		for k, _ := c.First(); k != nil && binary.BigEndian.Uint64(k) <= passed; k, _ = c.First() {
			if err := gone.Delete(k); err != nil {
				return err
			}
			swept++
		}
		if swept == 0 {
			return errNothing
		}
		return nil
	})
	if err != nil && err != errNothing {
		return fmt.Errorf("sweep: %w", err)
	}
	return nil
}
