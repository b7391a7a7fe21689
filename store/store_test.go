package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/datelinewire/dateline/store"
	"github.com/datelinewire/dateline/wire"
	"go.uber.org/goleak"
)

// TestMain lets the tests run, and finds goroutines that outlive their store.
// A copy of the test program that is to be killed runs otherwise; see kill_test.go.
func TestMain(m *testing.M) {
	if path := os.Getenv(killEnv); path != "" {
		fileUntilKilled(path)
		return
	}
	goleak.VerifyTestMain(m)
}

var (
	ctx   = context.Background()
	start = time.Date(2026, 3, 14, 9, 26, 53, 589793, time.UTC)
)

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
	if err := s.Check(ctx); err != nil && !errors.Is(err, store.ErrClosed) {
		t.Errorf("check: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
}

// filing returns a filing of source under key, with a text of its own,
// published at at.
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

// commit commits a visit at the time at, and counts its entries.
func commit(t testing.TB, s *store.Store, source string, at time.Time, f ...wire.Filing) wire.Tally {
	t.Helper()
	tally, err := s.Commit(ctx, wire.Poll{Source: source, At: at, Tally: wire.Tally{Entries: len(f)}}, f)
	if err != nil {
		t.Fatal(err)
	}
	return tally
}

// minute returns the n-th minute after the start.
func minute(n int) time.Time { return start.Add(time.Duration(n) * time.Minute) }

func TestOpenSaysWhoHoldsTheStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "dateline.db")
	openAt(t, path)
	_, err := store.Open(path, store.Options{})
	var locked *store.LockedError
	if !errors.Is(err, store.ErrLocked) || !errors.As(err, &locked) {
		t.Fatalf("got %v, want ErrLocked", err)
	}
	if locked.PID != os.Getpid() || !strings.Contains(err.Error(), filepath.Base(os.Args[0])) {
		t.Errorf("got %q, want process %d and its command", err, os.Getpid())
	}
	if err := os.Remove(path + ".holder"); err != nil {
		t.Fatal(err)
	}
	if _, err = store.Open(path, store.Options{}); !errors.Is(err, store.ErrLocked) {
		t.Errorf("without the holder's name: got %v, want ErrLocked", err)
	}
	if err := os.WriteFile(path+".holder", []byte("rubbish\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err = store.Open(path, store.Options{}); !errors.Is(err, store.ErrLocked) || strings.Contains(err.Error(), "rubbish") {
		t.Errorf("with a rubbish name: got %v, want ErrLocked alone", err)
	}
}

func TestOpenWaitsForTheLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "dateline.db")
	s := openAt(t, path)
	done := make(chan error)
	go func() {
		second, err := store.Open(path, store.Options{Wait: time.Minute})
		if err == nil {
			err = second.Close()
		}
		done <- err
	}()
	shut(t, s)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestOpenRefusesWhatIsNoStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "dateline.db")
	if err := os.WriteFile(path, []byte(strings.Repeat("site: {title: Wend}\n", 5000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(path, store.Options{}); !errors.Is(err, store.ErrSchema) {
		t.Errorf("got %v, want ErrSchema", err)
	}
	if _, err := store.Open(filepath.Join(t.TempDir(), "no", "folder"), store.Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v, want ErrNotExist", err)
	}
}

func TestCloseEndsEverything(t *testing.T) {
	path := filepath.Join(t.TempDir(), "dateline.db")
	s := openAt(t, path)
	f := filing("wend", "1", "One.", start)
	commit(t, s, "wend", start, f)
	for range 2 {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	calls := map[string]func() error{
		"Commit":   func() error { _, err := s.Commit(ctx, wire.Poll{Source: "wend"}, []wire.Filing{f}); return err },
		"deferred": func() error { _, err := s.Commit(ctx, wire.Poll{Source: "wend"}, nil); return err },
		"Poll":     func() error { _, err := s.Poll("wend"); return err },
		"Polls":    func() error { _, err := s.Polls(); return err },
		"Known":    func() error { _, err := s.Known("wend"); return err },
		"After":    func() error { _, err := s.After(0, 1); return err },
		"Follow": func() error {
			_, err := s.Follow("desk", func(*store.FollowTx, []wire.Change) error { return nil })
			return err
		},
		"View":    func() error { return s.View("desk", func(*store.FollowTx) error { return nil }) },
		"Article": func() error { _, err := s.Article(f.Article.ID); return err },
		"Range":   func() error { return s.Range(store.Query{}, func(*wire.Article) error { return nil }) },
		"Prune":   func() error { _, err := s.Prune(ctx, start); return err },
		"Backup":  func() error { _, err := s.Backup(ctx, &strings.Builder{}); return err },
		"Stats":   func() error { _, err := s.Stats(); return err },
	}
	for name, call := range calls {
		if err := call(); !errors.Is(err, store.ErrClosed) {
			t.Errorf("%s after Close: got %v, want ErrClosed", name, err)
		}
	}
	if _, err := os.Stat(path + ".holder"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the holder's name is left behind: %v", err)
	}
}

func TestCommitEndsWithItsContext(t *testing.T) {
	s := open(t)
	over, cancel := context.WithCancel(ctx)
	cancel()
	for i := range 20 { // the writer may be quicker than the context; never is it half
		f := filing("wend", fmt.Sprint(i), "One.", start)
		_, err := s.Commit(over, wire.Poll{Source: "wend", At: minute(i)}, []wire.Filing{f})
		if _, found := s.Article(f.Article.ID); (err == nil) != (found == nil) {
			t.Fatalf("commit: %v, article: %v", err, found)
		}
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want context.Canceled", err)
		}
	}
}

func TestStats(t *testing.T) {
	s := open(t)
	commit(t, s, "wend", minute(0), filing("wend", "1", "One.", start), filing("wend", "2", "Two.", start))
	commit(t, s, "wend", minute(1), filing("wend", "1", "One, corrected.", start))
	commit(t, s, "isle", minute(1))
	got, err := s.Stats()
	if err != nil {
		t.Fatal(err)
	}
	if got.Articles != 2 || got.Versions != 1 || got.Seq != 3 || got.Sources != 1 || got.Pending != 1 ||
		got.Transactions != 2 || got.Visits != 2 || got.Filings != 3 || got.FileBytes == 0 {
		t.Errorf("got %+v", got)
	}
}
