package store_test

import (
	"testing"

	"github.com/datelinewire/dateline/wire"
)

// A new reading takes the place of the old one under the same version, keeps
// the raw entry, and is told to followers; one of another version is left alone.
func TestReviseReplacesTheReadingOnly(t *testing.T) {
	s := open(t)
	a := &wire.Article{ID: "a", Source: "ap", Headline: "Old", Lead: "Lead.", Status: wire.StatusUsable, Published: start, Received: start, Version: 1}
	if _, err := s.Commit(ctx, wire.Poll{Source: "ap", At: start, Tally: wire.Tally{Entries: 1}}, []wire.Filing{{Article: a, Raw: []byte("<raw/>")}}); err != nil {
		t.Fatal(err)
	}
	before, err := s.Seq()
	if err != nil {
		t.Fatal(err)
	}
	better := *a
	better.Headline = "New"
	stale := *a
	stale.Headline, stale.Version = "Never", 2
	if n, err := s.Revise(ctx, []*wire.Article{&better, &stale, {ID: "unknown", Version: 1}}); n != 1 || err != nil {
		t.Fatalf("Revise = %d, %v; want 1", n, err)
	}
	got, err := s.Article("a")
	if err != nil || got.Headline != "New" || got.Version != 1 || !got.Received.Equal(start) {
		t.Errorf("article = %+v, %v", got, err)
	}
	if raw, err := s.Raw("a"); err != nil || string(raw) != "<raw/>" {
		t.Errorf("raw = %q, %v", raw, err)
	}
	if all, err := s.Versions("a"); err != nil || len(all) != 1 {
		t.Errorf("versions = %d, %v; want 1", len(all), err)
	}
	changes, err := s.After(before, 10)
	if err != nil || len(changes) != 1 || changes[0].Article == nil || changes[0].Article.Headline != "New" {
		t.Errorf("changes = %+v, %v", changes, err)
	}
}

func TestReviseKeepsEachTextOnce(t *testing.T) {
	s := open(t)
	one, two := filing("wend", "1", "One.", start), filing("wend", "1", "Two.", start)
	commit(t, s, "wend", minute(0), one)
	commit(t, s, "wend", minute(1), two)
	reading, err := s.Article(one.Article.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{0, 1, 0} { // as it is; as the first text; that again
		if n, err := s.Revise(ctx, []*wire.Article{reading}); n != want || err != nil {
			t.Errorf("got %d, %v; want %d", n, err, want)
		}
		again := *reading
		again.Lead, again.HTML = one.Article.Lead, one.Article.HTML
		reading = &again
	}
	wantVersions(t, s, "2 One.")
}
