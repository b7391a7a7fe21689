package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/datelinewire/dateline/store"
	"github.com/datelinewire/dateline/wire"
)

func TestPruneRemovesWhatIsOld(t *testing.T) {
	s := open(t)
	for i := range 30 {
		source := fmt.Sprint("source", i%3)
		commit(t, s, source, minute(i), filing(source, fmt.Sprint(i), "First.", start))
	}
	// An old article that was revised lately is not old.
	commit(t, s, "source0", minute(40), filing("source0", "0", "Second.", start))
	commit(t, s, "source1", minute(2), filing("source1", "1", "Second.", start))
	n, err := s.Prune(ctx, minute(20))
	if err != nil || n != 19 {
		t.Errorf("%d pruned, %v; want 19", n, err)
	}
	for i := range 30 {
		_, err := s.Article(wire.NewID(fmt.Sprint("source", i%3), fmt.Sprint(i)))
		if kept := i == 0 || i >= 20; kept != (err == nil) {
			t.Errorf("article %d: %v", i, err)
		}
	}
	if st, _ := s.Stats(); st.Articles != 11 || st.Versions != 1 {
		t.Errorf("%d articles and %d versions are left, want 11 and 1", st.Articles, st.Versions)
	}
	if n, err := s.Prune(ctx, minute(20)); n != 0 || err != nil {
		t.Errorf("again: %d pruned, %v", n, err)
	}
}

func TestPrunedArticleStaysInTheLogUntilAllHavePassed(t *testing.T) {
	s := open(t)
	for i := range 4 {
		commit(t, s, "wend", minute(i), filing("wend", fmt.Sprint(i), "Text.", start))
	}
	followAll(t, s, "desk", leads)
	followAll(t, s, "search", leads)
	if _, err := s.Prune(ctx, minute(2)); err != nil {
		t.Fatal(err)
	}
	gone := func() int {
		t.Helper()
		changes, err := s.After(4, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range changes {
			if c.Article != nil || c.ID == "" {
				t.Errorf("got %+v, want a pruned article", c)
			}
		}
		return len(changes)
	}
	if n := gone(); n != 2 {
		t.Errorf("%d pruned articles in the log, want 2", n)
	}
	followAll(t, s, "desk", leads)
	if err := s.Sweep(); err != nil {
		t.Fatal(err)
	}
	if n := gone(); n != 2 {
		t.Errorf("%d pruned articles in the log while a follower lags, want 2", n)
	}
	followAll(t, s, "search", leads)
	if err := s.Sweep(); err != nil {
		t.Fatal(err)
	}
	if n := gone(); n != 0 {
		t.Errorf("%d pruned articles in the log after all have passed", n)
	}
	if got, want := pages(t, s, "search"), pages(t, s, "desk"); got != want {
		t.Errorf("followers differ: %q, %q", got, want)
	}
	// It may come again, as a new article.
	if got, want := commit(t, s, "wend", minute(9), filing("wend", "0", "Text.", start)), (wire.Tally{Entries: 1, New: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestPruneWorksInSmallTransactions(t *testing.T) {
	s := open(t)
	var f []wire.Filing
	for i := range 1200 {
		f = append(f, filing("wend", fmt.Sprint(i), "Text.", start))
	}
	commit(t, s, "wend", start, f...)
	over, cancel := context.WithCancel(ctx)
	cancel()
	if n, err := s.Prune(over, minute(1)); n != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %d pruned, %v", n, err)
	}
	if n, err := s.Prune(ctx, minute(1)); n != 1200 || err != nil {
		t.Errorf("%d pruned, %v; want 1200", n, err)
	}
	if st, err := s.Stats(); err != nil || st.Articles != 0 || st.FreeBytes == 0 {
		t.Errorf("got %+v, %v", st, err)
	}
	if err := s.Range(store.Query{}, func(a *wire.Article) error { return errors.New(a.ID) }); err != nil {
		t.Errorf("left behind: %v", err)
	}
}
