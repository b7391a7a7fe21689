package store

import (
	"encoding/binary"
	"fmt"

	"github.com/datelinewire/dateline/wire"
	bolt "go.etcd.io/bbolt"
)

// maxChanges and maxChangeBytes bound what After and Follow return at once,
// packed: some megabytes of articles in memory.
const (
	maxChanges     = 512
	maxChangeBytes = 2 << 20
)

// Wake returns a channel that is closed when the log grows after this call. So:
// take the channel, read the log to its end, then wait.
func (s *Store) Wake() <-chan struct{} {
	s.wakeMu.Lock()
	defer s.wakeMu.Unlock()
	return s.wake
}

func (s *Store) wakeAll() {
	s.wakeMu.Lock()
	defer s.wakeMu.Unlock()
	close(s.wake)
	s.wake = make(chan struct{})
}

// After returns the next changes after seq, in order: at most n, and at least
// one when there is any. The log holds each article once, at its latest change:
// an article that changes again leaves its old place. A pruned article has a
// Change without Article until all followers have passed it.
func (s *Store) After(seq uint64, n int) ([]wire.Change, error) {
	var found []found
	err := s.view(func(tx *bolt.Tx) (err error) {
		found, err = s.after(tx, seq, min(n, maxChanges))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("changes after %d: %w", seq, err)
	}
	return s.changes(found)
}

// found is an article unpacked, not yet decoded, in memory of its own.
type found struct {
	seq    uint64
	source string
	head   header
	text   []byte // nil when pruned
}

// after unpacks the changes after seq; decoding is left to changes, which
// needs no transaction.
func (s *Store) after(tx *bolt.Tx, seq uint64, n int) ([]found, error) {
	var list []found
	size := 0
	live, gone := tx.Bucket(bucketLog).Cursor(), tx.Bucket(bucketGone).Cursor()
	articles := tx.Bucket(bucketArticles)
	lk, lv := live.Seek(be64(seq + 1))
	gk, gv := gone.Seek(be64(seq + 1))
	for len(list) < n && size < maxChangeBytes && (lk != nil || gk != nil) {
		if lk == nil || gk != nil && string(gk) < string(lk) {
			list = append(list, found{seq: binary.BigEndian.Uint64(gk), head: header{id: string(gv)}})
			gk, gv = gone.Next()
			continue
		}
		record := articles.Get(lv)
		f, err := s.find(record, lv)
		if err != nil {
			return nil, fmt.Errorf("change %d: %w", binary.BigEndian.Uint64(lk), err)
		}
		f.seq = binary.BigEndian.Uint64(lk)
		list = append(list, f)
		size += len(record)
		lk, lv = live.Next()
	}
	return list, nil
}

// find unpacks the record at place.
func (s *Store) find(record, place []byte) (found, error) {
	if err := checkPlace(place); err != nil {
		return found{}, err
	}
	h, packed, err := parseHeader(record)
	if err != nil {
		return found{}, err
	}
	text, _, err := s.codec.unpack(packed)
	if err != nil {
		return found{}, fmt.Errorf("article %s: %w", h.id, err)
	}
	return found{source: s.sourceName(placeSource(place)), head: h, text: text}, nil
}

// changes decodes what after has found.
func (s *Store) changes(list []found) ([]wire.Change, error) {
	out := make([]wire.Change, 0, len(list))
	for _, f := range list {
		c := wire.Change{Seq: f.seq, ID: f.head.id}
		if f.text != nil {
			a, err := s.codec.decode(f.text, f.source, &f.head)
			if err != nil {
				return nil, fmt.Errorf("change %d: %w", f.seq, err)
			}
			c.Article = a
		}
		out = append(out, c)
	}
	return out, nil
}

// Seq returns the latest place given in the log, 0 when there is none.
func (s *Store) Seq() (uint64, error) {
	var seq uint64
	err := s.view(func(tx *bolt.Tx) error {
		seq = tx.Bucket(bucketLog).Sequence()
		return nil
	})
	return seq, err
}
