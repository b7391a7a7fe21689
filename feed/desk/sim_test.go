package desk_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinewire/dateline/feed/desk"
	"github.com/datelinewire/dateline/wire"
)

// A newsroom is a store to which things happen, and desks that come and go.
type newsroom struct {
	*fakeStore
	rnd    *rand.Rand
	minute int
	topics []wire.Topic
	desk   *desk.Desk
}

var leads = []string{"grain", "rail", "grain by rail", "wheat", "wheat by rail", "nothing"}

// happen lets one thing happen.
func (n *newsroom) happen(t *testing.T) {
	n.minute++
	id := fmt.Sprint("a", n.rnd.IntN(60))
	old := n.articles[id]
	switch dice := n.rnd.IntN(100); {
	case dice < 50 && old == nil:
		a := article(id, n.minute-n.rnd.IntN(5), leads[n.rnd.IntN(len(leads))])
		a.Source = []string{"north", "south", "west"}[n.rnd.IntN(3)]
		if n.rnd.IntN(5) == 0 {
			end := day.Add(time.Duration(n.minute-20+n.rnd.IntN(40)) * time.Minute)
			a.Status, a.Embargo = wire.StatusWithheld, &end
		}
		n.put(id, a)
	case dice < 65 && old != nil:
		n.put(id, edit(old, n.minute, leads[n.rnd.IntN(len(leads))]))
	case dice < 75 && old != nil:
		n.put(id, kill(old, n.minute))
	case dice < 80 && old != nil:
		n.put(id, nil)
	case dice < 95:
		if n.rnd.IntN(4) == 0 {
			n.fail = errors.New("power cut")
		}
		if err := n.desk.CatchUp(t.Context()); err != nil { // the process dies, a new one comes
			n.open(t)
		}
	case dice < 98:
		n.open(t)
	default: // with a new configuration
		n.topics[n.rnd.IntN(len(n.topics))].Match = []string{"grain", "rail", "wheat"}[n.rnd.IntN(3)]
		n.open(t)
	}
}

func (n *newsroom) now() time.Time { return day.Add(time.Duration(n.minute) * time.Minute) }

func (n *newsroom) open(t *testing.T) {
	d, err := desk.New(n, n.topics, desk.Options{Now: n.now})
	if err != nil {
		t.Fatal(err)
	}
	n.desk = d
}

// members tells what d says of all topics and articles.
func (n *newsroom) members(t *testing.T, d *desk.Desk) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, tp := range n.topics {
		var err error
		if all[tp.Name], err = d.Members(tp.Name, 0); err != nil {
			t.Fatal(err)
		}
	}
	for id := range n.articles {
		of, err := d.TopicsOf(id)
		if err != nil {
			t.Fatal(err)
		}
		all["topics of "+id] = of
	}
	return all
}

func TestMembershipEqualsARebuildWhateverHappened(t *testing.T) {
	for seed := range uint64(40) {
		n := &newsroom{fakeStore: newFake(), rnd: rand.New(rand.NewPCG(seed, 1)), topics: []wire.Topic{
			{Name: "a", Match: "grain", Limit: 5, PerSource: 2}, {Name: "b", Match: "rail"}, {Name: "c", Match: "wheat", Limit: 1},
		}}
		n.open(t)
		for range 400 {
			n.happen(t)
		}
		n.fail = nil
		if err := n.desk.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		fresh := &fakeStore{articles: n.articles, log: n.log, pages: map[string][]byte{}, wake: make(chan struct{}), batch: 3}
		rebuilt, err := desk.New(fresh, n.topics, desk.Options{Now: n.now})
		if err != nil {
			t.Fatal(err)
		}
		catchUp(t, rebuilt)
		if diff := cmp.Diff(n.members(t, rebuilt), n.members(t, n.desk)); diff != "" {
			t.Fatalf("seed %d: membership (-rebuilt +lived):\n%s", seed, diff)
		}
		for _, tp := range n.topics {
			want, got := edition(t, rebuilt, tp.Name), edition(t, n.desk, tp.Name)
			if ids(want) != ids(got) {
				t.Fatalf("seed %d: edition of %s: rebuilt %s, lived %s", seed, tp.Name, ids(want), ids(got))
			}
			if got.Updated.Before(want.Updated) {
				t.Fatalf("seed %d: %s: lived through to %v, rebuilt to %v", seed, tp.Name, got.Updated, want.Updated)
			}
		}
		restarted, err := desk.New(n, n.topics, desk.Options{Now: n.now})
		if err != nil {
			t.Fatal(err)
		}
		catchUp(t, restarted)
		for _, tp := range n.topics {
			if diff := cmp.Diff(edition(t, n.desk, tp.Name), edition(t, restarted, tp.Name)); diff != "" {
				t.Fatalf("seed %d: edition of %s after a restart:\n%s", seed, tp.Name, diff)
			}
		}
		for k := range maps.Keys(n.pages) {
			if k[0] == 'a' && n.articles[k[1:]] == nil {
				t.Fatalf("seed %d: page %q of an article that is gone", seed, k)
			}
		}
		n.oracle(t, seed)
	}
}

// oracle compares membership with what the rules of this test say directly.
func (n *newsroom) oracle(t *testing.T, seed uint64) {
	t.Helper()
	for _, tp := range n.topics {
		var want []string
		for id, a := range n.articles {
			if a == nil || a.Status == wire.StatusCanceled || a.Embargo != nil && n.now().Before(*a.Embargo) {
				continue
			}
			if r, ok, err := n.desk.Why(tp.Name, a); err != nil {
				t.Fatal(r, err)
			} else if ok {
				want = append(want, id)
			}
		}
		got, err := n.desk.Members(tp.Name, 0)
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(want, got) {
			t.Fatalf("seed %d: %s has %v, want %v", seed, tp.Name, got, want)
		}
	}
}
