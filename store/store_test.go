package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/datelinewire/dateline/store"
	"github.com/datelinewire/dateline/wire"
)

var start = time.Date(2026, 3, 14, 9, 26, 53, 0, time.UTC)

// open opens a store in a folder of the test's own, which is checked and closed
// when the test ends.
func open(t testing.TB) *store.Store {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "dateline.db"))
}

func openAt(t testing.TB, path string) *store.Store {
	t.Helper()
	s, err := store.Open(path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { shut(t, s) })
	return s
}

// shut checks that all buckets agree, and closes s; once.
func shut(t testing.TB, s *store.Store) {
	t.Helper()
	if err := s.Check(context.Background()); err != nil && !isClosed(err) {
		t.Errorf("check: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
}

// filing returns a filing of source under key with a text of its own.
func filing(source, key, text string, at time.Time) wire.Filing {
	return wire.Filing{
		Article: &wire.Article{
			ID: wire.NewID(source, key), Source: source, EntryID: key, URL: "https://" + source + ".example/" + key,
			Headline: "Bridge at Lower Wend reopens", Date: at.Format(time.DateOnly), Agency: "Wend Press",
			Lead: text, Body: []string{"The ferry stays until spring.", "Tolls are to follow."},
			HTML: "<p>" + text + "</p>", Status: wire.StatusUsable, Published: at,
		},
		Raw: []byte("<item><guid>" + key + "</guid><description>" + text + "</description></item>"),
	}
}

func commit(t testing.TB, s *store.Store, p wire.Poll, f ...wire.Filing) wire.Tally {
	t.Helper()
	p.Tally.Entries += len(f)
	tally, err := s.Commit(context.Background(), p, f)
	if err != nil {
		t.Fatal(err)
	}
	return tally
}

func TestCommitTwiceIsNothingNew(t *testing.T) {
	s := open(t)
	var f []wire.Filing
	for i := range 50 {
		f = append(f, filing("wend", fmt.Sprint(i), fmt.Sprintf("Story %d.", i), start.Add(-time.Duration(i)*time.Hour)))
	}
	p := wire.Poll{Source: "wend", At: start, Known: []uint64{1, 2, 3}}
	if got, want := commit(t, s, p, f...), (wire.Tally{Entries: 50, New: 50}); got != want {
		t.Errorf("first: got %+v, want %+v", got, want)
	}
	seq, _ := s.Seq()
	if got, want := commit(t, s, p, f...), (wire.Tally{Entries: 50, Same: 50}); got != want {
		t.Errorf("second: got %+v, want %+v", got, want)
	}
	if again, _ := s.Seq(); again != seq || seq != 50 {
		t.Errorf("log grew from %d to %d", seq, again)
	}
	got, err := s.Poll("wend")
	if err != nil {
		t.Fatal(err)
	}
	if want := (wire.Tally{Entries: 50, New: 50}); got.Tally != want || got.Total != want {
		t.Errorf("tally %+v, total %+v, want %+v", got.Tally, got.Total, want)
	}
}
