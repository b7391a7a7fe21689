package desk_test

import (
	"bytes"
	"errors"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/datelinewire/dateline/feed/desk"
	"github.com/datelinewire/dateline/wire"
)

// A fakeStore is a store in memory, by the contract of desk.Store. It outlives
// desks as a file outlives processes.
type fakeStore struct {
	mu       sync.Mutex
	articles map[string]*wire.Article
	log      []wire.Change // each article once, by Seq
	seq      uint64
	cursor   uint64
	pages    map[string][]byte
	wake     chan struct{}
	batch    int   // changes in one call of Follow
	fail     error // of the next Follow, after f has been called
	fetched  int   // articles asked for

	stopAfter int // Follow fails after so many more calls; 0: never
}

func newFake() *fakeStore {
	return &fakeStore{articles: map[string]*wire.Article{}, pages: map[string][]byte{}, wake: make(chan struct{}), batch: 7}
}

// put files a, or prunes the article with the ID when a is nil.
func (s *fakeStore) put(id string, a *wire.Article) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log = slices.DeleteFunc(s.log, func(c wire.Change) bool { return c.ID == id })
	s.seq++
	s.log = append(s.log, wire.Change{Seq: s.seq, ID: id, Article: a})
	s.articles[id] = a
	close(s.wake)
	s.wake = make(chan struct{})
}

func (s *fakeStore) Wake() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.wake
}

func (s *fakeStore) Articles(ids []string) iter.Seq2[*wire.Article, error] {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fetched += len(ids)
	var out []*wire.Article
	for _, id := range ids {
		if a := s.articles[id]; a != nil {
			out = append(out, a)
		}
	}
	return func(yield func(*wire.Article, error) bool) {
		for _, a := range out {
			if !yield(a, nil) {
				return
			}
		}
	}
}

func (s *fakeStore) Follow(_ string, f func(desk.Tx, []wire.Change) error) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopAfter--; s.stopAfter == 0 {
		return false, errors.New("stopped")
	}
	from, _ := slices.BinarySearchFunc(s.log, s.cursor+1, func(c wire.Change, seq uint64) int { return int(int64(c.Seq) - int64(seq)) })
	changes := slices.Clone(s.log[from:min(len(s.log), from+s.batch)])
	tx := &fakeTx{fakePages{maps.Clone(s.pages)}, false}
	if err := f(tx, changes); err != nil {
		return false, err
	}
	if err := s.fail; err != nil {
		s.fail = nil
		return false, err
	}
	s.pages = tx.m
	switch {
	case tx.rewound:
		s.cursor = 0
		return len(s.log) > 0, nil
	case len(changes) > 0:
		s.cursor = changes[len(changes)-1].Seq
	}
	return from+len(changes) < len(s.log), nil
}

func (s *fakeStore) View(_ string, f func(desk.Pages) error) error {
	s.mu.Lock()
	p := fakePages{maps.Clone(s.pages)}
	s.mu.Unlock()
	return f(p)
}

type fakePages struct{ m map[string][]byte }

func (p fakePages) Get(k []byte) []byte { return p.m[string(k)] }

func (p fakePages) Put(k, v []byte) error {
	if v == nil {
		delete(p.m, string(k))
		return nil
	}
	p.m[string(k)] = bytes.Clone(v)
	return nil
}

func (p fakePages) Scan(prefix []byte, reverse bool, f func(k, v []byte) bool) error {
	var keys []string
	for k := range p.m {
		if strings.HasPrefix(k, string(prefix)) {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	if reverse {
		slices.Reverse(keys)
	}
	for _, k := range keys {
		if !f([]byte(k), p.m[k]) {
			return nil
		}
	}
	return nil
}

type fakeTx struct {
	fakePages
	rewound bool
}

func (t *fakeTx) Rewind() error { t.rewound = true; return nil }
