package store

import (
	"container/heap"
	"fmt"
	"slices"
	"time"

	"github.com/datelinewire/dateline/wire"
	bolt "go.etcd.io/bbolt"
)

// A Query selects articles by source and by when they were received.
type Query struct {
	Source string    // empty is all sources
	From   time.Time // received then or later; zero is no bound
	To     time.Time // received before then; zero is no bound
	Limit  int       // at most so many; 0 is no limit
}

// rangeChunk is how many articles Range reads in one transaction: few enough
// that a slow caller holds up nobody.
const rangeChunk = 64

// Range calls f with the articles that q selects at their current versions,
// newest first by Received (within a millisecond the last filed first), until f returns an error,
// which is returned as it is. An article that is pruned or filed while Range
// runs may or may not be seen. f may call the store.
func (s *Store) Range(q Query, f func(*wire.Article) error) error {
	r, err := s.newRange(q)
	if err != nil {
		return fmt.Errorf("range: %w", err)
	}
	left := q.Limit
	for len(r.heads) > 0 && (q.Limit <= 0 || left > 0) {
		n := rangeChunk
		if q.Limit > 0 {
			n = min(n, left)
		}
		var list []found
		err := s.view(func(tx *bolt.Tx) (err error) {
			list, err = r.read(s, tx.Bucket(bucketArticles), n)
			return err
		})
		if err != nil {
			return fmt.Errorf("range: %w", err)
		}
		left -= len(list)
		for i := range list {
			a, err := s.codec.decode(list[i].text, list[i].source, &list[i].head)
			if err != nil {
				return fmt.Errorf("range: %w", err)
			}
			if err := f(a); err != nil {
				return err
			}
		}
	}
	return nil
}

// A ranger merges the sources, each of which lies in the order of time: it
// keeps for each the place of its newest article that was not read yet.
type ranger struct {
	heads places
	query Query
	from  uint64 // milliseconds
}

func (s *Store) newRange(q Query) (*ranger, error) {
	r := &ranger{query: q, from: millis(q.From)}
	to := time.UnixMilli(1<<48 - 1)
	if !q.To.IsZero() {
		to = q.To.Add(time.Millisecond - 1) // places hold whole milliseconds; read looks closer
	}
	var numbers []uint32
	s.mu.RLock()
	for name, n := range s.numbers {
		if q.Source == "" || q.Source == name {
			numbers = append(numbers, n)
		}
	}
	s.mu.RUnlock()
	slices.Sort(numbers) // neighbours in the file, one after the other
	err := s.view(func(tx *bolt.Tx) error {
		c := tx.Bucket(bucketArticles).Cursor()
		for _, n := range numbers {
			r.push(c, lowPlace(n, to), n)
		}
		return nil
	})
	heap.Init(&r.heads)
	return r, err
}

// push adds the last place of source before bound, if it is not too old.
func (r *ranger) push(c *bolt.Cursor, bound []byte, source uint32) bool {
	k, _ := nextTo(c, bound, true)
	if len(k) != placeLen || placeSource(k) != source || uint64(placeMillis(k)) < r.from {
		return false
	}
	r.heads = append(r.heads, [placeLen]byte(k))
	return true
}

// holds reports whether t is in the bounds of q.
func (q *Query) holds(t time.Time) bool {
	return (q.From.IsZero() || !t.Before(q.From)) && (q.To.IsZero() || t.Before(q.To))
}

// read unpacks the next n articles.
func (r *ranger) read(s *Store, articles *bolt.Bucket, n int) ([]found, error) {
	list := make([]found, 0, n)
	c := articles.Cursor()
	for len(list) < n && len(r.heads) > 0 {
		place := r.heads[0]
		if record := articles.Get(place[:]); record != nil {
			f, err := s.find(record, place[:])
			if err != nil {
				return nil, err
			}
			if r.query.holds(f.head.received) {
				list = append(list, f)
			}
		}
		last := len(r.heads) - 1
		if r.push(c, place[:], placeSource(place[:])) {
			r.heads[0] = r.heads[last+1]
			r.heads = r.heads[:last+1]
			heap.Fix(&r.heads, 0)
			continue
		}
		heap.Pop(&r.heads)
	}
	return list, nil
}

// places is a heap, the newest on top.
type places [][placeLen]byte

func (p places) Len() int           { return len(p) }
func (p places) Less(i, j int) bool { return string(p[i][4:]) > string(p[j][4:]) }
func (p places) Swap(i, j int)      { p[i], p[j] = p[j], p[i] }
func (p *places) Push(x any)        { *p = append(*p, x.([placeLen]byte)) }
func (p *places) Pop() any {
	old := *p
	x := old[len(old)-1]
	*p = old[:len(old)-1]
	return x
}
