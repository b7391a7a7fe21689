package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/datelinewire/dateline/store"
	"github.com/datelinewire/dateline/wire"
	"github.com/google/go-cmp/cmp"
)

func TestCommitTwiceIsNothingNew(t *testing.T) {
	s := open(t)
	var f []wire.Filing
	for i := range 50 {
		f = append(f, filing("wend", fmt.Sprint(i), fmt.Sprintf("Story %d.", i), start.Add(-time.Duration(i)*time.Hour)))
	}
	if got, want := commit(t, s, "wend", start, f...), (wire.Tally{Entries: 50, New: 50}); got != want {
		t.Errorf("first: got %+v, want %+v", got, want)
	}
	before := dump(t, s)
	if got, want := commit(t, s, "wend", start, f...), (wire.Tally{Entries: 50, Same: 50}); got != want {
		t.Errorf("second: got %+v, want %+v", got, want)
	}
	if st, _ := s.Stats(); st.Transactions != 1 || st.Pending != 1 {
		t.Errorf("got %+v: a visit that brought nothing new costs no fsync", st)
	}
	if diff := cmp.Diff(before, dump(t, s)); diff != "" {
		t.Errorf("the repeated visit changed something:\n%s", diff)
	}
}

// dump returns all that can be read of s.
func dump(t *testing.T, s *store.Store) []any {
	t.Helper()
	changes, err := s.After(0, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	polls, err := s.Polls()
	if err != nil {
		t.Fatal(err)
	}
	all := []any{changes, polls}
	for _, c := range changes {
		if c.Article == nil {
			continue
		}
		v, err := s.Versions(c.ID)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := s.Raw(c.ID)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, v, string(raw))
	}
	return all
}

func TestCommitKeepsArticleWhole(t *testing.T) {
	s := open(t)
	embargo := minute(90)
	f := filing("wend", "1", "One.", start.Add(-time.Hour))
	a := f.Article
	a.Dateline = &wire.Dateline{Text: "LOWER WEND, March 14 (Wend Press) —", Places: []wire.Place{{Name: "LOWER WEND"}}, Month: 3, Day: 14}
	a.Quotes = []wire.Quote{{Text: "It holds", Speaker: "Ada Rook", Partial: true}}
	a.Embargo, a.Topics = &embargo, []string{"bridges"}
	a.Updated = start.Add(-time.Minute)
	a.Lead = "Broken \xff letters are kept."
	commit(t, s, "wend", minute(1), f)
	got, err := s.Article(a.ID)
	if err != nil {
		t.Fatal(err)
	}
	want := *a
	want.Received, want.Version, want.Topics = minute(1), 1, nil
	if diff := cmp.Diff(&want, got); diff != "" {
		t.Errorf("got +, want -:\n%s", diff)
	}
	raw, err := s.Raw(a.ID)
	if err != nil || string(raw) != string(f.Raw) {
		t.Errorf("raw: got %q, %v; want %q", raw, err, f.Raw)
	}
}

func TestChangedTextIsTheNextVersion(t *testing.T) {
	s := open(t)
	commit(t, s, "wend", minute(0), filing("wend", "1", "One.", start))
	if got, want := commit(t, s, "wend", minute(5), filing("wend", "1", "One, corrected.", start)), (wire.Tally{Entries: 1, Changed: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	a, err := s.Article(wire.NewID("wend", "1"))
	if err != nil {
		t.Fatal(err)
	}
	if a.Version != 2 || a.Lead != "One, corrected." || !a.Received.Equal(minute(0)) || !a.Revised.Equal(minute(5)) {
		t.Errorf("got version %d %q, received %v, revised %v", a.Version, a.Lead, a.Received, a.Revised)
	}
	wantVersions(t, s, "1 One.", "2 One, corrected.")
}

// wantVersions checks the history of article 1 of wend.
func wantVersions(t *testing.T, s *store.Store, want ...string) {
	t.Helper()
	list, err := s.Versions(wire.NewID("wend", "1"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, a := range list {
		got = append(got, fmt.Sprint(a.Version, " ", a.Lead))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("versions, got +, want -:\n%s", diff)
	}
}

func TestNothingOverwritesWhatWouldWin(t *testing.T) {
	s := open(t)
	id := wire.NewID("wend", "1")
	commit(t, s, "wend", minute(0), filing("wend", "1", "Second.", start))
	seq, _ := s.Seq()
	older := filing("wend", "1", "First.", start.Add(-time.Hour))
	if got, want := commit(t, s, "wend", minute(1), older), (wire.Tally{Entries: 1, Changed: 1}); got != want {
		t.Errorf("older text: got %+v, want %+v", got, want)
	}
	if a, _ := s.Article(id); a.Lead != "Second." || a.Version != 1 {
		t.Errorf("current: got version %d %q, want the newer text", a.Version, a.Lead)
	}
	if after, _ := s.Seq(); after != seq {
		t.Errorf("the log grew from %d to %d, though nothing a reader sees has changed", seq, after)
	}
	wantVersions(t, s, "1 Second.", "2 First.")
	if got, want := commit(t, s, "wend", minute(2), older), (wire.Tally{Entries: 1, Same: 1}); got != want {
		t.Errorf("again: got %+v, want %+v", got, want)
	}
	commit(t, s, "wend", minute(3), filing("wend", "1", "Third.", start.Add(time.Second)))
	wantVersions(t, s, "1 Second.", "2 First.", "3 Third.")
	if a, _ := s.Article(id); a.Version != 3 {
		t.Errorf("current: got version %d, want 3", a.Version)
	}
}

// An agency that goes back to an earlier text files a new version; each text is
// kept once. The same visit repeated by a crash or a replay does not go back.
func TestEarlierTextReturns(t *testing.T) {
	s := open(t)
	one, two := filing("wend", "1", "One.", start), filing("wend", "1", "Two.", start)
	commit(t, s, "wend", minute(0), one)
	commit(t, s, "wend", minute(1), two)
	if got, want := commit(t, s, "wend", minute(0), one), (wire.Tally{Entries: 1, Same: 1}); got != want {
		t.Errorf("replayed: got %+v, want %+v", got, want)
	}
	wantVersions(t, s, "1 One.", "2 Two.")
	if got, want := commit(t, s, "wend", minute(2), one), (wire.Tally{Entries: 1, Changed: 1}); got != want {
		t.Errorf("returned: got %+v, want %+v", got, want)
	}
	wantVersions(t, s, "2 Two.", "3 One.")
	if a, _ := s.Article(wire.NewID("wend", "1")); a.Lead != "One." {
		t.Errorf("current: got %q", a.Lead)
	}
}

func TestAliasKeepsTheOldID(t *testing.T) {
	s := open(t)
	old := wire.NewID("wend", "guid")
	f := filing("wend", "guid", "One.", start)
	f.Article.URL = "https://wend.example/a"
	commit(t, s, "wend", minute(0), f)

	// The guid turns out to be shared: both entries now have keys of their own.
	shared := func(key, url, text string) wire.Filing {
		f := filing("wend", key, text, start)
		f.Article.URL, f.Alias = url, []string{wire.NewID("wend", "unknown"), old}
		return f
	}
	a := shared("guid a", "https://wend.example/a", "One, corrected.")
	b := shared("guid b", "https://wend.example/b", "Another.")
	twin := shared("guid c", "https://wend.example/a", "A twin.")
	if got, want := commit(t, s, "wend", minute(1), twin, b, a), (wire.Tally{Entries: 3, New: 2, Changed: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got, err := s.Article(old); err != nil || got.Lead != "One, corrected." || got.ID != old {
		t.Errorf("old ID: got %+v, %v", got, err)
	}
	for _, x := range []wire.Filing{b, twin} {
		if got, err := s.Article(x.Article.ID); err != nil || got.Lead != x.Article.Lead {
			t.Errorf("entry %s: got %+v, %v", x.Article.EntryID, got, err)
		}
	}
	if got, want := commit(t, s, "wend", minute(2), a, b), (wire.Tally{Entries: 2, Same: 2}); got != want {
		t.Errorf("again: got %+v, want %+v", got, want)
	}
	if a.Article.ID == old {
		t.Error("the caller's article was modified")
	}
}

func TestDocumentIsFiledInOrderOfTime(t *testing.T) {
	s := open(t)
	var f []wire.Filing
	for i := range 4 { // newest first, two of one instant
		f = append(f, filing("wend", fmt.Sprint(i), fmt.Sprint(i), start.Add(-time.Duration(i/2)*time.Hour)))
	}
	commit(t, s, "wend", start, f...)
	changes, err := s.After(0, 10)
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, c := range changes {
		got += c.Article.Lead
	}
	if got != "3210" {
		t.Errorf("log: got %s, want 3210", got)
	}
	got = ""
	if err := s.Range(store.Query{}, func(a *wire.Article) error { got += a.Lead; return nil }); err != nil {
		t.Fatal(err)
	}
	if got != "0123" {
		t.Errorf("range: got %s, want 0123", got)
	}
}

func TestCommitRefuses(t *testing.T) {
	s := open(t)
	good := func() wire.Filing { return filing("wend", "1", "One.", start) }
	for _, row := range []struct {
		want string
		poll wire.Poll
		edit func(*wire.Filing)
	}{
		{"name", wire.Poll{}, func(*wire.Filing) {}},
		{"name", wire.Poll{Source: strings.Repeat("w", 256)}, func(*wire.Filing) {}},
		{"no article", wire.Poll{Source: "wend"}, func(f *wire.Filing) { f.Article = nil }},
		{"id", wire.Poll{Source: "wend"}, func(f *wire.Filing) { f.Article.ID = "" }},
		{"id", wire.Poll{Source: "wend"}, func(f *wire.Filing) { f.Article.ID = strings.Repeat("1", 129) }},
		{`of source "isle"`, wire.Poll{Source: "wend"}, func(f *wire.Filing) { f.Article.Source = "isle" }},
		{"too many", wire.Poll{Source: "wend"}, func(f *wire.Filing) { f.Article.HTML = strings.Repeat("h", 129<<20) }},
		{"too many", wire.Poll{Source: "wend"}, func(f *wire.Filing) { f.Raw = make([]byte, 129<<20) }},
	} {
		bad := good()
		row.edit(&bad)
		_, err := s.Commit(ctx, row.poll, []wire.Filing{filing("wend", "0", "Good.", start), bad})
		if err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("got %v, want %q", err, row.want)
		}
	}
	if seq, _ := s.Seq(); seq != 0 {
		t.Errorf("a refused visit left %d articles", seq)
	}
}

func TestLargeAndOddArticles(t *testing.T) {
	s := open(t)
	f := filing("wend", "1", strings.Repeat("Long. ", 1<<16), start)
	f.Article.Body = make([]string, 140_000) // more than CBOR's usual limit of elements
	f.Raw = nil
	empty := wire.Filing{Article: &wire.Article{ID: "x", Source: "wend"}}
	ancient := filing("wend", "2", "Before 1970.", time.Date(1, 1, 1, 0, 0, 1, 5, time.UTC))
	ancient.Article.Received = time.Date(1901, 1, 1, 0, 0, 0, 0, time.UTC)
	far := filing("wend", "3", "Far.", time.Date(99999, 1, 1, 0, 0, 0, 0, time.UTC))
	commit(t, s, "wend", start, f, empty, ancient, far)
	for _, x := range []wire.Filing{f, empty, ancient, far} {
		got, err := s.Article(x.Article.ID)
		if err != nil {
			t.Fatal(err)
		}
		if got.Sum() != x.Article.Sum() || !got.Published.Equal(x.Article.Published) {
			t.Errorf("article %s came back otherwise", x.Article.ID)
		}
	}
	if raw, err := s.Raw(f.Article.ID); raw != nil || err != nil {
		t.Errorf("no raw entry: got %q, %v", raw, err)
	}
}
