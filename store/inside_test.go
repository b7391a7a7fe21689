package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/datelinewire/dateline/wire"
	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

func openInside(t *testing.T) *Store {
	t.Helper()
	s, err := Open(filepath.Join(t.TempDir(), "dateline.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil && !errors.Is(err, ErrClosed) {
			t.Error(err)
		}
	})
	return s
}

func newFiling(source, key, text string) wire.Filing {
	return wire.Filing{Article: &wire.Article{ID: wire.NewID(source, key), Source: source, Lead: text, Published: time.Unix(1e9, 0).UTC()}}
}

func TestSchemaIsMigratedStepByStep(t *testing.T) {
	db, err := bolt.Open(filepath.Join(t.TempDir(), "x.db"), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var ran []string
	step := func(name string, err error) func(*bolt.Tx) error {
		return func(*bolt.Tx) error { ran = append(ran, name); return err }
	}
	prepare := func(want uint32, steps map[uint32]func(*bolt.Tx) error) error {
		return db.Update(func(tx *bolt.Tx) error { return prepareSchema(tx, want, steps) })
	}
	if err := prepare(1, nil); err != nil || len(ran) != 0 {
		t.Fatalf("new file: %v, ran %v", err, ran)
	}
	sick := errors.New("sick")
	if err := prepare(3, map[uint32]func(*bolt.Tx) error{1: step("1", nil), 2: step("2", sick)}); !errors.Is(err, sick) || !strings.Contains(err.Error(), "schema 2 to 3") {
		t.Errorf("got %v, want sick at 2", err)
	}
	ran = nil
	if err := prepare(3, map[uint32]func(*bolt.Tx) error{1: step("1", nil), 2: step("2", nil)}); err != nil || fmt.Sprint(ran) != "[1 2]" {
		t.Errorf("got %v, ran %v; want both steps, since the failed one undid all", err, ran)
	}
	ran = nil
	if err := prepare(3, nil); err != nil || len(ran) != 0 {
		t.Errorf("again: %v, ran %v", err, ran)
	}
	if err := prepare(5, nil); !errors.Is(err, ErrSchema) || !strings.Contains(err.Error(), "no way") {
		t.Errorf("no step: got %v", err)
	}
	if err := prepare(2, nil); !errors.Is(err, ErrSchema) || !strings.Contains(err.Error(), "newer dateline") {
		t.Errorf("newer file: got %v", err)
	}
}

func TestOpenRefusesOtherSchemas(t *testing.T) {
	for _, row := range []struct {
		want string
		edit func(tx *bolt.Tx) error
	}{
		{"newer dateline", func(tx *bolt.Tx) error { return tx.Bucket(bucketMeta).Put(keySchema, be32(schema+1)) }},
		{"no way", func(tx *bolt.Tx) error { return tx.Bucket(bucketMeta).Put(keySchema, be32(0)) }},
		{"does not say", func(tx *bolt.Tx) error { return tx.Bucket(bucketMeta).Put(keySchema, nil) }},
		{"another program", func(tx *bolt.Tx) error { return tx.DeleteBucket(bucketMeta) }},
	} {
		s := openInside(t)
		if err := s.db.Update(row.edit); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		before, err := os.ReadFile(s.path)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Open(s.path, Options{})
		if !errors.Is(err, ErrSchema) || !strings.Contains(err.Error(), row.want) || !strings.Contains(err.Error(), s.path) {
			t.Errorf("got %v, want %q", err, row.want)
		}
		if after, _ := os.ReadFile(s.path); string(after) != string(before) {
			t.Errorf("%s: the refused file was changed", row.want)
		}
	}
}

// Visits that wait are taken together, within the limits of a group.
func TestGroupTakesWhatWaits(t *testing.T) {
	for _, row := range []struct{ waiting, size, want int }{
		{0, 1, 1},
		{30, 1, 31},
		{150, 1, maxGroup},
		{30, maxGroupBytes / 4, 4},
		{30, maxGroupBytes, 1},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := &Store{jobs: make(chan *job)}
			for range row.waiting {
				go func() { s.jobs <- &job{size: row.size} }()
			}
			synctest.Wait()
			if got := len(s.group(&job{size: row.size}, 0)); got != row.want {
				t.Errorf("%d waiting of %d bytes: %d in the group, want %d", row.waiting, row.size, got, row.want)
			}
			for range row.waiting + 1 - row.want {
				<-s.jobs
			}
		})
	}
}

// prepareJob returns a visit as Commit hands it to the writer.
func prepareJob(t *testing.T, s *Store, f wire.Filing) *job {
	t.Helper()
	p := wire.Poll{Source: f.Article.Source, At: time.Unix(1e9, 0)}
	j := &job{visit: newVisit(p, 1), done: make(chan error, 1)}
	if _, err := s.prepare(j, []wire.Filing{f}); err != nil {
		t.Fatal(err)
	}
	return j
}

func txid(t *testing.T, s *Store) int {
	t.Helper()
	id := 0
	if err := s.db.View(func(tx *bolt.Tx) error { id = tx.ID(); return nil }); err != nil {
		t.Fatal(err)
	}
	return id
}

func TestGroupSharesOneTransaction(t *testing.T) {
	s := openInside(t)
	var jobs []*job
	for i := range maxGroup {
		jobs = append(jobs, prepareJob(t, s, newFiling(fmt.Sprint("source", i), "1", "Text.")))
	}
	before := txid(t, s)
	s.write(jobs)
	if n := txid(t, s) - before; n != 1 {
		t.Errorf("%d transactions for a group, want 1", n)
	}
	for i, j := range jobs {
		if err := <-j.done; err != nil || j.tally.New != 1 {
			t.Errorf("visit %d: %+v, %v", i, j.tally, err)
		}
	}
}

func TestOneBadVisitCostsOnlyItself(t *testing.T) {
	s := openInside(t)
	bad := newFiling("wend", "1", "Text.")
	if _, err := s.Commit(context.Background(), wire.Poll{Source: "wend"}, []wire.Filing{bad}); err != nil {
		t.Fatal(err)
	}
	good := prepareJob(t, s, newFiling("isle", "1", "Text."))
	worse := prepareJob(t, s, newFiling("wend", "1", "Changed."))
	breakRecords(t, s)
	s.write([]*job{worse, good})
	if err := <-worse.done; !errors.Is(err, ErrCorrupt) {
		t.Errorf("got %v, want ErrCorrupt", err)
	}
	if err := <-good.done; err != nil {
		t.Errorf("the other visit: %v", err)
	}
	if _, err := s.Article(bad.Article.ID); !errors.Is(err, ErrCorrupt) {
		t.Errorf("got %v, want ErrCorrupt", err)
	}
}

func breakRecords(t *testing.T, s *Store) {
	t.Helper()
	err := s.db.Update(func(tx *bolt.Tx) error {
		b := tx.Bucket(bucketArticles)
		k, _ := b.Cursor().First()
		return b.Put(k, []byte("rubbish"))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A visit that could not be written is not forgotten, and comes before those
// that followed it.
func TestFailedFlushKeepsVisits(t *testing.T) {
	s := openInside(t)
	s.log = slog.New(slog.DiscardHandler)
	visit := func(minute int, t wire.Tally) error {
		_, err := s.Commit(context.Background(), wire.Poll{Source: "wend", At: time.Unix(int64(60*minute), 0).UTC(), Tally: t}, nil)
		return err
	}
	if err := visit(1, wire.Tally{Entries: 1, Same: 1}); err != nil {
		t.Fatal(err)
	}
	taken := s.takePending()
	if err := visit(2, wire.Tally{Entries: 2, Same: 2}); err != nil {
		t.Fatal(err)
	}
	s.settle(nil, nil, 0, berrors.ErrDatabaseNotOpen)
	if len(taken) != 1 || len(s.flushing) != 0 {
		t.Errorf("%d taken, %d still flushing", len(taken), len(s.flushing))
	}
	for range 2 {
		p, err := s.Poll("wend")
		if err != nil || p.Total.Entries != 3 || p.Tally.Entries != 2 || p.At.Unix() != 120 {
			t.Errorf("got %+v, %v", p, err)
		}
		if err := s.Flush(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCheckFindsWhatDoesNotAgree(t *testing.T) {
	place := func(tx *bolt.Tx) []byte {
		k, _ := tx.Bucket(bucketArticles).Cursor().First()
		return append([]byte(nil), k...)
	}
	for _, row := range []struct {
		want string
		edit func(tx *bolt.Tx) error
	}{
		{"its ID does not lead", func(tx *bolt.Tx) error { return tx.Bucket(bucketYoung).Delete([]byte(wire.NewID("wend", "1"))) }},
		{"IDs for", func(tx *bolt.Tx) error { return tx.Bucket(bucketIDs).Put([]byte("stray"), place(tx)) }},
		{"leads to article", func(tx *bolt.Tx) error { return tx.Bucket(bucketIDs).Put([]byte("stray"), place(tx)) }},
		{"corrupt", func(tx *bolt.Tx) error { return tx.Bucket(bucketIDs).Put([]byte("stray"), []byte("nowhere")) }},
		{"of the log does not lead", func(tx *bolt.Tx) error { return tx.Bucket(bucketLog).Delete(be64(2)) }},
		{"leads to article", func(tx *bolt.Tx) error { return tx.Bucket(bucketLog).Put(be64(9), place(tx)) }},
		{"was never given", func(tx *bolt.Tx) error { return tx.Bucket(bucketLog).SetSequence(1) }},
		{"is no place", func(tx *bolt.Tx) error { return tx.Bucket(bucketGone).Put(be64(2), []byte("x")) }},
		{"are counted", func(tx *bolt.Tx) error { return tx.Bucket(bucketMeta).Put(keyCounts, make([]byte, 24)) }},
		{"corrupt", func(tx *bolt.Tx) error { return tx.Bucket(bucketArticles).Put(place(tx), []byte("rubbish")) }},
		{"has no article", func(tx *bolt.Tx) error { return tx.Bucket(bucketArticles).Delete(place(tx)) }},
		{"are counted", func(tx *bolt.Tx) error {
			return tx.Bucket(bucketVersions).Delete(versionKey(place(tx), 1))
		}},
		{"does not fit", func(tx *bolt.Tx) error {
			v := tx.Bucket(bucketVersions)
			return v.Put(versionKey(place(tx), 7), append([]byte(nil), v.Get(versionKey(place(tx), 1))...))
		}},
		{"has no name", func(tx *bolt.Tx) error { return tx.Bucket(bucketSources).Delete(be32(1)) }},
		{"poll of", func(tx *bolt.Tx) error { return tx.Bucket(bucketSources).Put(be32(1), []byte("isle")) }},
		{"number of its own", func(tx *bolt.Tx) error { return tx.Bucket(bucketSources).Put(be32(2), []byte("wend")) }},
		{"hashes of no source", func(tx *bolt.Tx) error { return tx.Bucket(bucketKnown).Put(be32(9), be64(1)) }},
		{"the log ends", func(tx *bolt.Tx) error {
			b, err := tx.Bucket(bucketFollowers).CreateBucket([]byte("desk"))
			if err != nil {
				return err
			}
			return b.Put(keyCursor, be64(99))
		}},
	} {
		s := openInside(t)
		for i, text := range []string{"One.", "Two."} {
			_, err := s.Commit(context.Background(), wire.Poll{Source: "wend", At: time.Unix(int64(i), 0)}, []wire.Filing{newFiling("wend", "1", text)})
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Check(context.Background()); err != nil {
			t.Fatalf("before: %v", err)
		}
		if err := s.db.Update(row.edit); err != nil {
			t.Fatal(err)
		}
		if err := s.Check(context.Background()); err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("got %v, want %q", err, row.want)
		}
	}
}
