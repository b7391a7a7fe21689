package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/datelinewire/dateline/store"
	"github.com/datelinewire/dateline/wire"
	"github.com/google/go-cmp/cmp"
)

// fill files some articles with versions, prunes some, and follows.
func fill(t testing.TB, s *store.Store) {
	t.Helper()
	for i := range 40 {
		source := fmt.Sprint("source", i%4)
		commit(t, s, source, minute(i), filing(source, fmt.Sprint(i%11), fmt.Sprint("Text ", i), start))
	}
	followAll(t, s, "desk", leads)
	if _, err := s.Prune(ctx, minute(10)); err != nil {
		t.Fatal(err)
	}
	commit304(t, s, wire.Poll{Source: "late", At: minute(50), Known: []uint64{1}})
}

// A writer that files an article in the middle of the copy.
type meddler struct {
	bytes.Buffer
	meddle func()
}

func (m *meddler) Write(b []byte) (int, error) {
	if m.meddle != nil {
		m.meddle()
		m.meddle = nil
	}
	return m.Buffer.Write(b)
}

func TestBackupWhileRunning(t *testing.T) {
	s := open(t)
	fill(t, s)
	want := dump(t, s)
	m := &meddler{meddle: func() {
		commit(t, s, "source0", minute(99), filing("source0", "new", "Filed while the copy is made.", start))
	}}
	n, err := s.Backup(ctx, m)
	if err != nil || n != int64(m.Len()) {
		t.Fatalf("%d bytes of %d, %v", n, m.Len(), err)
	}
	path := filepath.Join(t.TempDir(), "copy.db")
	if err := os.WriteFile(path, m.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	dup := openAt(t, path)
	if diff := cmp.Diff(want, dump(t, dup)); diff != "" {
		t.Errorf("the copy is not the store as it was:\n%s", diff)
	}
	if got, want := pages(t, dup, "desk"), pages(t, s, "desk"); got != want {
		t.Errorf("pages: got %q, want %q", got, want)
	}
	over, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := s.Backup(over, m); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

func TestCompactCopiesAllIntoLess(t *testing.T) {
	s := open(t)
	var f []wire.Filing
	for i := range 3000 {
		f = append(f, filing("wend", fmt.Sprint(i), fmt.Sprint("Text ", i), start))
	}
	commit(t, s, "wend", minute(0), f...)
	if _, err := s.Prune(ctx, minute(1)); err != nil {
		t.Fatal(err)
	}
	fill(t, s)
	path := filepath.Join(t.TempDir(), "compact.db")
	before, after, err := s.Compact(ctx, path)
	if err != nil || after >= before {
		t.Fatalf("%d bytes to %d, %v", before, after, err)
	}
	dup := openAt(t, path)
	if diff := cmp.Diff(dump(t, s), dump(t, dup)); diff != "" {
		t.Errorf("the copy differs:\n%s", diff)
	}
	if got, want := pages(t, dup, "desk"), pages(t, s, "desk"); got != want {
		t.Errorf("pages: got %q, want %q", got, want)
	}
	// Numbers go on where they were.
	for _, x := range []*store.Store{s, dup} {
		commit(t, x, "another", minute(99), filing("another", "1", "Text.", start))
	}
	if a, b := dump(t, s), dump(t, dup); !cmp.Equal(a, b) {
		t.Error("the copy goes on otherwise")
	}
}

func TestCompactOverwritesNothing(t *testing.T) {
	s := open(t)
	path := filepath.Join(t.TempDir(), "there.db")
	if err := os.WriteFile(path, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Compact(ctx, path); !errors.Is(err, os.ErrExist) {
		t.Errorf("got %v, want ErrExist", err)
	}
	if b, _ := os.ReadFile(path); string(b) != "precious" {
		t.Errorf("the file is now %q", b)
	}
	over, cancel := context.WithCancel(ctx)
	cancel()
	path += "2"
	if _, _, err := s.Compact(over, path); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a half copy is left: %v", err)
	}
}
