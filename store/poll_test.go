package store_test

import (
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/datelinewire/dateline/store"
	"github.com/datelinewire/dateline/wire"
	"github.com/google/go-cmp/cmp"
)

func TestVisitWithoutFilingsIsSeenAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "dateline.db")
	s := openAt(t, path)
	p := wire.Poll{Source: "wend", URL: "https://wend.example/rss", At: start, Next: minute(15), Status: 200, Title: "Wend Press", Format: "rss 2.0",
		Validators: wire.Validators{ETag: `W/"1"`}, Known: []uint64{7, 1 << 63}, Tally: wire.Tally{Entries: 3, Same: 2, Refused: 1},
		Refusals: []wire.Refusal{{Entry: 2, Reason: "no text"}}}
	tally, err := s.Commit(ctx, p, nil)
	if err != nil || tally != p.Tally {
		t.Fatalf("got %+v, %v", tally, err)
	}
	later := wire.Poll{Source: "wend", URL: p.URL, At: minute(15), Next: minute(30), Status: 304, Validators: p.Validators}
	commit304(t, s, later)
	want := later
	want.Tally, want.Total, want.Refusals, want.Title, want.Format = p.Tally, p.Tally, p.Refusals, p.Title, p.Format
	for _, state := range []string{"pending", "written", "opened again"} {
		got, err := s.Poll("wend")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: got +, want -:\n%s", state, diff)
		}
		if polls, err := s.Polls(); err != nil || len(polls) != 1 || !cmp.Equal(polls[0], want) {
			t.Errorf("%s: polls: got %+v, %v", state, polls, err)
		}
		if known, err := s.Known("wend"); err != nil || !slices.Equal(known, p.Known) {
			t.Errorf("%s: known: got %v, %v", state, known, err)
		}
		if state == "pending" {
			if err := s.Flush(ctx); err != nil {
				t.Fatal(err)
			}
			continue
		}
		shut(t, s)
		s = openAt(t, path)
	}
}

func commit304(t testing.TB, s *store.Store, p wire.Poll) {
	t.Helper()
	if _, err := s.Commit(ctx, p, nil); err != nil {
		t.Fatal(err)
	}
}

func TestCloseLosesNoVisit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "dateline.db")
	s := openAt(t, path)
	for i := range 1000 {
		commit304(t, s, wire.Poll{Source: fmt.Sprint("source ", i), At: minute(i)})
	}
	if st, _ := s.Stats(); st.Pending != 1000 || st.Transactions != 0 {
		t.Errorf("%d pending, %d transactions, want 1000 and 0", st.Pending, st.Transactions)
	}
	shut(t, s)
	s = openAt(t, path)
	for i := range 1000 {
		if p, err := s.Poll(fmt.Sprint("source ", i)); err != nil || !p.At.Equal(minute(i)) {
			t.Fatalf("source %d: got %v, %v", i, p.At, err)
		}
	}
}

func TestPendingVisitsGoWithTheNextCommit(t *testing.T) {
	s := open(t)
	commit304(t, s, wire.Poll{Source: "isle", At: start})
	commit(t, s, "wend", start, filing("wend", "1", "One.", start))
	if st, _ := s.Stats(); st.Pending != 0 || st.Transactions != 1 || st.Visits != 2 {
		t.Errorf("got %+v, want both visits in one transaction", st)
	}
}

func TestPendingVisitsAreWrittenWithinSeconds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "dateline.db")
	synctest.Test(t, func(t *testing.T) {
		s, err := store.Open(path, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		commit304(t, s, wire.Poll{Source: "wend", At: time.Now()})
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if st, _ := s.Stats(); st.Pending != 0 || st.Transactions != 1 {
			t.Errorf("got %+v, want the visit written", st)
		}
		time.Sleep(time.Hour)
		synctest.Wait()
		if st, _ := s.Stats(); st.Transactions != 1 {
			t.Errorf("%d transactions, though nothing was pending", st.Transactions)
		}
	})
}

func TestTotalsAddUp(t *testing.T) {
	s := open(t)
	want := wire.Tally{}
	for i := range 30 {
		p := wire.Poll{Source: "wend", At: minute(i), Tally: wire.Tally{Entries: 3, Same: 2, Refused: 1}}
		var f []wire.Filing
		switch i % 3 {
		case 0: // deferred, with a document
		case 1:
			p.Tally.Entries, p.Tally.Same = 3, 1
			f = append(f, filing("wend", fmt.Sprint(i), "One.", start))
		case 2: // no document: a 304, or a failure
			p.Tally = wire.Tally{}
		}
		tally, err := s.Commit(ctx, p, f)
		if err != nil {
			t.Fatal(err)
		}
		want.Add(tally)
		if got, _ := s.Poll("wend"); got.Total != want {
			t.Fatalf("after visit %d: total %+v, want %+v", i, got.Total, want)
		}
		// A visit committed again is counted once.
		again, err := s.Commit(ctx, p, f)
		if err != nil || again.New != 0 {
			t.Fatalf("again: %+v, %v", again, err)
		}
		if got, _ := s.Poll("wend"); got.Total != want {
			t.Fatalf("after visit %d twice: total %+v, want %+v", i, got.Total, want)
		}
	}
}

func TestVisitsKeepTheirOrder(t *testing.T) {
	now := minute(10)
	s, err := store.Open(filepath.Join(t.TempDir(), "dateline.db"), store.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { shut(t, s) })
	at := func() time.Time {
		t.Helper()
		p, err := s.Poll("wend")
		if err != nil {
			t.Fatal(err)
		}
		return p.At
	}
	commit(t, s, "wend", minute(5), filing("wend", "1", "One.", start))
	commit(t, s, "wend", minute(4), filing("wend", "1", "One.", start))
	commit304(t, s, wire.Poll{Source: "wend", At: minute(3)})
	if got := at(); !got.Equal(minute(5)) {
		t.Errorf("an older visit repeated: state of %v, want %v", got, minute(5))
	}
	// The clock was wrong: the state from the future gives way.
	commit304(t, s, wire.Poll{Source: "wend", At: minute(5000)})
	commit304(t, s, wire.Poll{Source: "wend", At: minute(9)})
	if got := at(); !got.Equal(minute(9)) {
		t.Errorf("clock set back: state of %v, want %v", got, minute(9))
	}
	if err := s.Flush(ctx); err != nil {
		t.Fatal(err)
	}
	if got := at(); !got.Equal(minute(9)) {
		t.Errorf("clock set back, written: state of %v, want %v", got, minute(9))
	}
}

func TestKnownIsForgottenOnlyByADocument(t *testing.T) {
	s := open(t)
	for i, row := range []struct{ known, want []uint64 }{
		{[]uint64{1, 2}, []uint64{1, 2}},
		{nil, []uint64{1, 2}},
		{[]uint64{3}, []uint64{3}},
		{[]uint64{}, nil},
		{nil, nil},
	} {
		commit304(t, s, wire.Poll{Source: "wend", At: minute(i), Known: row.known})
		for _, state := range []string{"pending", "written"} {
			if got, err := s.Known("wend"); err != nil || !slices.Equal(got, row.want) {
				t.Errorf("visit %d, %s: got %v, %v; want %v", i, state, got, err, row.want)
			}
			if err := s.Flush(ctx); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestRefusalsAreBounded(t *testing.T) {
	s := open(t)
	commit304(t, s, wire.Poll{Source: "wend", At: start, Tally: wire.Tally{Entries: 99, Refused: 99}, Refusals: make([]wire.Refusal, 99)})
	if p, _ := s.Poll("wend"); len(p.Refusals) != wire.MaxRefusals {
		t.Errorf("%d refusals are kept, want %d", len(p.Refusals), wire.MaxRefusals)
	}
}

func TestPollOfAStrangerIsZero(t *testing.T) {
	s := open(t)
	if p, err := s.Poll("nobody"); err != nil || !reflect.DeepEqual(p, wire.Poll{}) {
		t.Errorf("got %+v, %v", p, err)
	}
	if k, err := s.Known("nobody"); err != nil || k != nil {
		t.Errorf("known: got %v, %v", k, err)
	}
}
