package desk_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinewire/dateline/feed/desk"
	"github.com/datelinewire/dateline/store"
	"github.com/datelinewire/dateline/wire"
)

// kept lets a desk follow a real store, as cmd does.
type kept struct{ *store.Store }

func (k kept) Follow(name string, f func(desk.Tx, []wire.Change) error) (bool, error) {
	return k.Store.Follow(name, func(tx *store.FollowTx, c []wire.Change) error { return f(tx, c) })
}

func (k kept) View(name string, f func(desk.Pages) error) error {
	return k.Store.View(name, func(tx *store.FollowTx) error { return f(tx) })
}

func openStore(t testing.TB, path string) *store.Store {
	t.Helper()
	s, err := store.Open(path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// file commits articles as one visit at their time of receipt.
func file(t testing.TB, s *store.Store, at time.Time, articles ...*wire.Article) {
	t.Helper()
	p := wire.Poll{Source: "north", URL: "https://north.example/rss", At: at, Next: at.Add(time.Hour)}
	var f []wire.Filing
	for _, a := range articles {
		f = append(f, wire.Filing{Article: a})
	}
	p.Tally.Entries = len(f)
	if _, err := s.Commit(context.Background(), p, f); err != nil {
		t.Fatal(err)
	}
}

func filed(i, minute int, lead string) *wire.Article {
	a := article("", minute, lead)
	a.ID = wire.NewID("north", fmt.Sprint(i))
	a.Headline = fmt.Sprint("Article ", i)
	a.Date = a.Received.Format(time.DateOnly)
	a.Updated = a.Received
	return a
}

func TestRealStoreAcrossRestartsEqualsARebuild(t *testing.T) {
	path := filepath.Join(t.TempDir(), "dateline.db")
	rnd := rand.New(rand.NewPCG(7, 7))
	topics := []wire.Topic{{Name: "grain", Match: "grain", Limit: 5}, {Name: "rail", Match: "rail AND NOT wheat", Limit: 50}}
	minute := 0
	for range 12 { // lives of the daemon
		s := openStore(t, path)
		d := open(t, kept{s}, topics...)
		for range 15 {
			minute++
			a := filed(rnd.IntN(80), minute, leads[rnd.IntN(len(leads))])
			if rnd.IntN(6) == 0 {
				a.Status, a.Signal = wire.StatusCanceled, wire.SignalKill
			}
			file(t, s, a.Received, a)
			if rnd.IntN(3) == 0 {
				catchUp(t, d)
			}
		}
		if rnd.IntN(4) == 0 {
			if _, err := s.Prune(t.Context(), day.Add(time.Duration(minute-60)*time.Minute)); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}

	s := openStore(t, path)
	defer s.Close()
	d := open(t, kept{s}, topics...)
	catchUp(t, d)
	again := open(t, kept{s}, topics...)
	var lived []*wire.Edition
	for _, tp := range topics {
		e := edition(t, d, tp.Name)
		if len(e.Articles) == 0 {
			t.Errorf("%s is empty: this test tests nothing", tp.Name)
		}
		if diff := cmp.Diff(e, edition(t, again, tp.Name)); diff != "" {
			t.Errorf("edition of %s (-before +after a restart):\n%s", tp.Name, diff)
		}
		lived = append(lived, e)
	}
	if err := s.Forget("desk"); err != nil {
		t.Fatal(err)
	}
	rebuilt := open(t, kept{s}, topics...)
	catchUp(t, rebuilt)
	for i, tp := range topics {
		if got, want := ids(lived[i]), ids(edition(t, rebuilt, tp.Name)); got != want {
			t.Errorf("%s: lived %s, rebuilt %s", tp.Name, got, want)
		}
	}
}

func TestRealStoreWakesTheDesk(t *testing.T) {
	s := openStore(t, filepath.Join(t.TempDir(), "dateline.db"))
	defer s.Close()
	d := open(t, kept{s}, two()...)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()
	<-d.CaughtUp()
	changed := d.Changed()
	a := filed(1, 1, "grain")
	file(t, s, a.Received, a)
	<-changed
	if e := edition(t, d, "grain"); len(e.Articles) != 1 || e.Articles[0].ID != a.ID {
		t.Errorf("edition is %s", ids(e))
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("Run: %v", err)
	}
}

// BenchmarkDeal deals a log of 2000 articles to 50 topics, on a real store.
func BenchmarkDeal(b *testing.B) {
	const articles = 2000
	s := openStore(b, filepath.Join(b.TempDir(), "dateline.db"))
	defer s.Close()
	var batch []*wire.Article
	for i := range articles {
		a := filed(i, i, fmt.Sprintf("word%d and word%d meet by rail", i%50, i%37))
		for range 10 {
			a.Body = append(a.Body, "A paragraph of some forty words that says what such paragraphs say, at the length at which agencies print them, so that the work of matching is about what it is in life.")
		}
		batch = append(batch, a)
	}
	file(b, s, batch[0].Received, batch...)
	var topics []wire.Topic
	for i := range 50 {
		topics = append(topics, wire.Topic{Name: fmt.Sprint("t", i), Match: fmt.Sprintf("word%d OR nothing%d", i, i), Limit: 100})
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := s.Forget("desk"); err != nil {
			b.Fatal(err)
		}
		catchUp(b, open(b, kept{s}, topics...))
	}
	b.ReportMetric(float64(articles*b.N)/b.Elapsed().Seconds(), "articles/s")
}

// BenchmarkOneChange files one article and makes the one edition it concerns, of
// a hundred articles.
func BenchmarkOneChange(b *testing.B) {
	s := openStore(b, filepath.Join(b.TempDir(), "dateline.db"))
	defer s.Close()
	for i := range 200 {
		a := filed(i, i, "grain")
		file(b, s, a.Received, a)
	}
	d := open(b, kept{s}, wire.Topic{Name: "grain", Match: "grain", Limit: 100})
	catchUp(b, d)
	n := 200
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		a := filed(n, n, "grain")
		n++
		file(b, s, a.Received, a)
		b.StartTimer()
		catchUp(b, d)
	}
}
