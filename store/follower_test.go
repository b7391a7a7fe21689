package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/datelinewire/dateline/store"
	"github.com/datelinewire/dateline/wire"
)

// leads is a follower that keeps the lead of each article under its ID, and
// counts how often it was called with changes.
func leads(tx *store.FollowTx, changes []wire.Change) error {
	for _, c := range changes {
		if c.Article == nil {
			if err := tx.Delete([]byte(c.ID)); err != nil {
				return err
			}
			continue
		}
		if err := tx.Put([]byte(c.ID), []byte(c.Article.Lead)); err != nil {
			return err
		}
	}
	return nil
}

// followAll follows to the end of the log.
func followAll(t testing.TB, s *store.Store, name string, f func(*store.FollowTx, []wire.Change) error) {
	t.Helper()
	for more := true; more; {
		var err error
		if more, err = s.Follow(name, f); err != nil {
			t.Fatal(err)
		}
	}
}

// pages returns all pages of a follower, in order.
func pages(t testing.TB, s *store.Store, name string) string {
	t.Helper()
	var b strings.Builder
	err := s.View(name, func(tx *store.FollowTx) error {
		return tx.Scan(nil, false, func(k, v []byte) bool {
			fmt.Fprintf(&b, "%s=%s ", k, v)
			return true
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestFollowerActsOnEachChangeOnce(t *testing.T) {
	path := t.TempDir() + "/dateline.db"
	s := openAt(t, path)
	seen := map[uint64]int{}
	count := func(tx *store.FollowTx, c []wire.Change) error {
		for _, x := range c {
			seen[x.Seq]++
		}
		return nil
	}
	for round := range 3 {
		var f []wire.Filing
		for i := range 600 { // more than one batch
			f = append(f, filing("wend", fmt.Sprint(round, " ", i), "Text.", start))
		}
		commit(t, s, "wend", minute(round), f...)
		followAll(t, s, "count", count)
		shut(t, s)
		s = openAt(t, path)
	}
	if len(seen) != 1800 {
		t.Errorf("%d changes seen, want 1800", len(seen))
	}
	for seq, n := range seen {
		if n != 1 {
			t.Errorf("change %d was acted upon %d times", seq, n)
		}
	}
}

func TestFailedFollowerIsUndone(t *testing.T) {
	s := open(t)
	commit(t, s, "wend", start, filing("wend", "1", "One.", start))
	sick := errors.New("sick")
	_, err := s.Follow("desk", func(tx *store.FollowTx, c []wire.Change) error {
		return errors.Join(leads(tx, c), sick)
	})
	if !errors.Is(err, sick) || !strings.Contains(err.Error(), "desk") {
		t.Errorf("got %v, want sick, of the desk", err)
	}
	if got := pages(t, s, "desk"); got != "" {
		t.Errorf("pages after a failure: %q", got)
	}
	followAll(t, s, "desk", leads)
	if got := pages(t, s, "desk"); !strings.HasSuffix(got, "=One. ") {
		t.Errorf("pages: %q", got)
	}
}

func TestFollowerIsCalledWithoutChanges(t *testing.T) {
	s := open(t)
	calls := 0
	for range 2 {
		more, err := s.Follow("desk", func(tx *store.FollowTx, c []wire.Change) error {
			calls++
			if len(c) != 0 || tx.Cursor() != 0 {
				t.Errorf("got %d changes after %d", len(c), tx.Cursor())
			}
			return nil
		})
		if more || err != nil {
			t.Errorf("got %v, %v", more, err)
		}
	}
	if st, _ := s.Stats(); calls != 2 || len(st.Followers) != 0 {
		t.Errorf("%d calls, followers %v: one that writes nothing leaves nothing", calls, st.Followers)
	}
}

func TestRebuiltFollowerEqualsTheOld(t *testing.T) {
	s := open(t)
	for i := range 20 {
		commit(t, s, "wend", minute(i), filing("wend", fmt.Sprint(i%7), fmt.Sprint("Text ", i), start))
		followAll(t, s, "desk", leads)
	}
	want := pages(t, s, "desk")
	if err := s.Update("desk", func(tx *store.FollowTx) error { return tx.Reset() }); err != nil {
		t.Fatal(err)
	}
	if got := pages(t, s, "desk"); got != "" {
		t.Errorf("after Reset: %q", got)
	}
	followAll(t, s, "desk", leads)
	if got := pages(t, s, "desk"); got != want {
		t.Errorf("rebuilt: got %q, want %q", got, want)
	}
	// Rewind keeps the pages; the changes of that call come again.
	n := 0
	_, err := s.Follow("desk", func(tx *store.FollowTx, c []wire.Change) error { return tx.Rewind() })
	if err != nil {
		t.Fatal(err)
	}
	followAll(t, s, "desk", func(tx *store.FollowTx, c []wire.Change) error { n += len(c); return nil })
	if got := pages(t, s, "desk"); n != 7 || got != want {
		t.Errorf("after Rewind: %d changes, pages %q", n, got)
	}
	if err := s.Forget("desk"); err != nil {
		t.Fatal(err)
	}
	if err := s.Forget("desk"); err != nil {
		t.Errorf("forgotten twice: %v", err)
	}
	if got := pages(t, s, "desk"); got != "" {
		t.Errorf("after Forget: %q", got)
	}
}

func TestFollowersShareTheLogWithCommits(t *testing.T) {
	s := open(t)
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 25 {
				source := fmt.Sprint("source", w)
				f := []wire.Filing{filing(source, fmt.Sprint(i%10), fmt.Sprint("Text ", i), start)}
				if _, err := s.Commit(ctx, wire.Poll{Source: source, At: minute(i)}, f); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 3 { // the same follower, several times at once
		wg.Go(func() {
			for range 20 {
				if _, err := s.Follow("desk", leads); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	followAll(t, s, "desk", leads)
	followAll(t, s, "rebuilt", leads)
	if got, want := pages(t, s, "desk"), pages(t, s, "rebuilt"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestScan(t *testing.T) {
	s := open(t)
	err := s.Update("desk", func(tx *store.FollowTx) error {
		for _, k := range []string{"a/1", "b/1", "b/2", "b/3", "c/1", "\xff\xff", "\xff\xff\x01"} {
			if err := tx.Put([]byte(k), []byte(strings.ToUpper(k))); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		prefix, from string
		reverse      bool
		want         string
	}{
		{"b/", "", false, "b/1 b/2 b/3 "},
		{"b/", "", true, "b/3 b/2 b/1 "},
		{"b/", "b/2", false, "b/2 b/3 "},
		{"b/", "b/2", true, "b/2 b/1 "},
		{"b/", "b/25", false, "b/3 "},
		{"b/", "b/25", true, "b/2 b/1 "},
		{"b/", "a/9", false, "b/1 b/2 b/3 "},
		{"b/", "c", true, "b/3 b/2 b/1 "},
		{"b/", "c", false, ""},
		{"", "", true, "\xff\xff\x01 \xff\xff c/1 b/3 b/2 b/1 a/1 "},
		{"\xff\xff", "", true, "\xff\xff\x01 \xff\xff "},
		{"d", "", false, ""},
		{"d", "", true, ""},
	} {
		got := ""
		err := s.View("desk", func(tx *store.FollowTx) error {
			var from []byte
			if row.from != "" {
				from = []byte(row.from)
			}
			return tx.ScanFrom([]byte(row.prefix), from, row.reverse, func(k, v []byte) bool {
				got += string(k) + " "
				return bytes.EqualFold(k, v)
			})
		})
		if err != nil || got != row.want {
			t.Errorf("%+v: got %q, %v", row, got, err)
		}
	}
}

func TestScanMayWrite(t *testing.T) {
	s := open(t)
	for _, reverse := range []bool{false, true} {
		err := s.Update("desk", func(tx *store.FollowTx) error {
			for i := range 2000 {
				if err := tx.Put(fmt.Appendf(nil, "p%04d", i), bytes.Repeat([]byte("x"), 50)); err != nil {
					return err
				}
			}
			n := 0
			err := tx.Scan([]byte("p"), reverse, func(k, _ []byte) bool {
				n++
				return tx.Put(k, nil) == nil && tx.Put(append([]byte("q"), k...), k) == nil
			})
			if n != 2000 {
				t.Errorf("reverse %v: %d pages seen, want 2000", reverse, n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if got := pages(t, s, "desk"); strings.HasPrefix(got, "p") || strings.Count(got, "qp") != 2000 {
		t.Errorf("got %d pages", strings.Count(got, "="))
	}
}

func TestPagesAreCopies(t *testing.T) {
	s := open(t)
	value := []byte("value")
	var kept []byte
	err := s.Update("desk", func(tx *store.FollowTx) error {
		err := tx.Put([]byte("key"), value)
		value[0] = 'X'
		kept = tx.Get([]byte("key"))
		return err
	})
	if err != nil || string(kept) != "value" {
		t.Errorf("got %q, %v", kept, err)
	}
	kept[0] = 'Y'
	if got := pages(t, s, "desk"); got != "key=value " {
		t.Errorf("got %q", got)
	}
}

func TestViewDoesNotWrite(t *testing.T) {
	s := open(t)
	for _, state := range []string{"unknown", "known"} {
		err := s.View("desk", func(tx *store.FollowTx) error {
			if tx.Put([]byte("a"), []byte("b")) == nil || tx.Delete([]byte("a")) == nil || tx.Rewind() == nil || tx.Reset() == nil {
				t.Errorf("%s follower: written in a View", state)
			}
			if tx.Get([]byte("nothing")) != nil {
				t.Errorf("%s follower: a page from nowhere", state)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Update("desk", func(tx *store.FollowTx) error { return tx.Put([]byte("a"), []byte("1")) }); err != nil {
			t.Fatal(err)
		}
	}
}
