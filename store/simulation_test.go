package store_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/datelinewire/dateline/store"
	"github.com/datelinewire/dateline/wire"
	"github.com/google/go-cmp/cmp"
)

// A model is what a store should hold, kept in maps.
type model struct {
	articles map[string]*modelArticle
	order    []string // of the log: IDs, the latest change last
	totals   map[string]wire.Tally
	known    map[string][]uint64
}

type modelArticle struct {
	source   string
	current  *wire.Article
	texts    map[string]int // lead to version
	top      int
	received time.Time
	latest   time.Time
}

// file does to the model what Commit of one filing does to the store.
func (m *model) file(f wire.Filing, at time.Time) wire.Tally {
	a := *f.Article
	old := m.articles[a.ID]
	if old == nil {
		a.Version, a.Received = 1, at
		m.articles[a.ID] = &modelArticle{a.Source, &a, map[string]int{a.Lead: 1}, 1, at, at}
		m.order = append(m.order, a.ID)
		return wire.Tally{New: 1}
	}
	if a.Lead == old.current.Lead {
		return wire.Tally{Same: 1}
	}
	a.Version, a.Received, a.Revised = old.top+1, old.received, at
	wins := a.Supersedes(old.current)
	if _, seen := old.texts[a.Lead]; seen && !wins {
		return wire.Tally{Same: 1}
	}
	old.top = a.Version
	old.texts[a.Lead] = a.Version
	if wins {
		old.current, old.latest = &a, at
		m.order = append(slices.DeleteFunc(m.order, func(id string) bool { return id == a.ID }), a.ID)
	}
	return wire.Tally{Changed: 1}
}

func (m *model) prune(before time.Time) int {
	n := 0
	for id, a := range m.articles {
		if a.latest.Before(before) {
			n++
			delete(m.articles, id)
			m.order = slices.DeleteFunc(m.order, func(x string) bool { return x == id })
		}
	}
	return n
}

// check compares all that can be read of s.
func (m *model) check(t *testing.T, s *store.Store) {
	t.Helper()
	var order []string
	for seq, more := uint64(0), true; more; {
		changes, err := s.After(seq, 7)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range changes {
			if seq >= c.Seq {
				t.Errorf("place %d after %d", c.Seq, seq)
			}
			seq = c.Seq
			if c.Article == nil {
				continue
			}
			order = append(order, c.ID)
			if diff := cmp.Diff(m.articles[c.ID].current, c.Article); diff != "" {
				t.Errorf("article, got +, want -:\n%s", diff)
			}
		}
		more = len(changes) > 0
	}
	if !slices.Equal(order, m.order) {
		t.Errorf("log: got %v, want %v", order, m.order)
	}
	for id, want := range m.articles {
		list, err := s.Versions(id)
		if err != nil {
			t.Fatal(err)
		}
		texts := map[string]int{}
		for _, a := range list {
			texts[a.Lead] = a.Version
		}
		if !maps.Equal(texts, want.texts) || len(list) != len(want.texts) {
			t.Errorf("versions: got %v, want %v", texts, want.texts)
		}
	}
	for source, want := range m.totals {
		if p, err := s.Poll(source); err != nil || p.Total != want {
			t.Errorf("%s: total %+v, %v; want %+v", source, p.Total, err, want)
		}
		if got, err := s.Known(source); err != nil || !slices.Equal(got, m.known[source]) {
			t.Errorf("%s: known %v, %v; want %v", source, got, err, m.known[source])
		}
	}
	if st, err := s.Stats(); err != nil || st.Articles != uint64(len(m.articles)) {
		t.Errorf("stats: %+v, %v; want %d articles", st, err, len(m.articles))
	}
}

// Random visits, prunings, followers and restarts: the store is the model.
func TestStoreEqualsItsModel(t *testing.T) {
	for seed := range uint64(5) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			rnd := rand.New(rand.NewPCG(seed, 99))
			path := filepath.Join(t.TempDir(), "dateline.db")
			s := openAt(t, path)
			m := &model{articles: map[string]*modelArticle{}, totals: map[string]wire.Tally{}, known: map[string][]uint64{}}
			for step := range 250 {
				at := minute(step)
				switch n := rnd.IntN(100); {
				case n < 75:
					m.visit(t, s, rnd, at)
				case n < 80:
					before := at.Add(-time.Duration(rnd.IntN(120)) * time.Minute)
					got, err := s.Prune(ctx, before)
					if want := m.prune(before); err != nil || got != want {
						t.Errorf("%d pruned, %v; want %d", got, err, want)
					}
				case n < 90:
					followAll(t, s, "desk", leads)
				case n < 95:
					m.check(t, s)
				default:
					shut(t, s)
					s = openAt(t, path)
				}
				if t.Failed() {
					t.Fatalf("at step %d", step)
				}
			}
			m.check(t, s)
			followAll(t, s, "desk", leads)
			followAll(t, s, "rebuilt", leads)
			if got, want := pages(t, s, "desk"), pages(t, s, "rebuilt"); got != want {
				t.Errorf("follower: got %q, want %q", got, want)
			}
		})
	}
}

// visit commits a random visit to both.
func (m *model) visit(t *testing.T, s *store.Store, rnd *rand.Rand, at time.Time) {
	t.Helper()
	source := fmt.Sprint("source", rnd.IntN(4))
	p := wire.Poll{Source: source, At: at, Tally: wire.Tally{Same: rnd.IntN(3)}}
	if rnd.IntN(2) == 0 {
		p.Known = []uint64{rnd.Uint64(), uint64(at.Unix())}
		m.known[source] = p.Known
	}
	var f []wire.Filing
	want := p.Tally
	for range rnd.IntN(4) {
		published := start.Add(time.Duration(rnd.IntN(3)) * time.Hour)
		f = append(f, filing(source, fmt.Sprint(rnd.IntN(20)), fmt.Sprint("Text ", rnd.IntN(6)), published))
	}
	// The store files in order of time, the last of the document first.
	ordered := slices.Clone(f)
	slices.Reverse(ordered)
	slices.SortStableFunc(ordered, func(a, b wire.Filing) int { return a.Article.Stamp().Compare(b.Article.Stamp()) })
	for _, x := range ordered {
		want.Add(m.file(x, at))
	}
	total := m.totals[source]
	total.Add(want)
	m.totals[source] = total
	for range 1 + rnd.IntN(2) { // a repeated visit changes nothing
		got, err := s.Commit(ctx, p, f)
		if err != nil {
			t.Fatal(err)
		}
		if got.Entries != want.Entries || got.New+got.Changed+got.Same != want.New+want.Changed+want.Same {
			t.Errorf("tally %+v, want %+v", got, want)
		}
	}
}
