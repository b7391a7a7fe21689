package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/datelinewire/dateline/store"
	"github.com/datelinewire/dateline/wire"
)

func TestWhatIsNotThere(t *testing.T) {
	s := open(t)
	for _, id := range []string{"", "nothing", "\x00"} {
		if _, err := s.Article(id); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("Article(%q): got %v", id, err)
		}
		if _, err := s.Versions(id); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("Versions(%q): got %v", id, err)
		}
		if _, err := s.Raw(id); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("Raw(%q): got %v", id, err)
		}
	}
}

func TestArticlesKeepTheOrderAsked(t *testing.T) {
	s := open(t)
	for i := range 3 {
		commit(t, s, "wend", minute(i), filing("wend", fmt.Sprint(i), fmt.Sprint(i), start))
	}
	id := func(key string) string { return wire.NewID("wend", key) }
	got := ""
	var list []*wire.Article
	for a, err := range s.Articles([]string{id("2"), id("none"), id("0"), id("2")}) {
		if err != nil {
			t.Fatal(err)
		}
		got, list = got+a.Lead, append(list, a)
	}
	if got != "202" {
		t.Errorf("got %s, want 202", got)
	}
	if list[0] == list[2] {
		t.Error("two answers share memory")
	}
}

func TestRange(t *testing.T) {
	s := open(t)
	var all []*wire.Article
	for i := range 200 { // more than a chunk, over sources that interleave
		source := fmt.Sprint("source", i*7%5)
		f := filing(source, fmt.Sprint(i), fmt.Sprint(i), start)
		f.Article.Received = start.Add(time.Duration(i*i%97) * time.Second)
		commit(t, s, source, minute(i), f)
		all = append(all, f.Article)
	}
	// Places given in one second are in the order of filing.
	slices.SortStableFunc(all, func(a, b *wire.Article) int { return a.Received.Compare(b.Received) })
	slices.Reverse(all)
	second := func(n int) time.Time { return start.Add(time.Duration(n) * time.Second) }
	for _, q := range []store.Query{
		{},
		{Limit: 1}, {Limit: 64}, {Limit: 65}, {Limit: 500},
		{Source: "source3"}, {Source: "source3", Limit: 7}, {Source: "none"},
		{From: second(40)}, {To: second(40)}, {From: second(20), To: second(21)}, {From: second(30), To: second(20)},
		{Source: "source0", From: second(10), To: second(50), Limit: 100},
	} {
		var want, got []string
		for _, a := range all {
			if (q.Source == "" || a.Source == q.Source) && (q.From.IsZero() || !a.Received.Before(q.From)) &&
				(q.To.IsZero() || a.Received.Before(q.To)) && (q.Limit == 0 || len(want) < q.Limit) {
				want = append(want, a.EntryID)
			}
		}
		err := s.Range(q, func(a *wire.Article) error { got = append(got, a.EntryID); return nil })
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%+v: %v\n got %v\nwant %v", q, err, got, want)
		}
	}
}

func TestRangeEndsWithItsCaller(t *testing.T) {
	s := open(t)
	for i := range 5 {
		commit(t, s, "wend", minute(i), filing("wend", fmt.Sprint(i), "Text.", start))
	}
	enough, n := errors.New("enough"), 0
	err := s.Range(store.Query{}, func(a *wire.Article) error {
		n++
		if n == 2 {
			return enough
		}
		_, err := s.Prune(ctx, minute(9)) // the store may be used, and changed
		return err
	})
	if err != enough || n != 2 {
		t.Errorf("got %v after %d, want enough after 2", err, n)
	}
}
