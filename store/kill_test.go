package store_test

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/datelinewire/dateline/store"
	"github.com/datelinewire/dateline/wire"
)

// killEnv names the store that a copy of the test program files into until it
// is killed.
const killEnv = "DATELINE_TEST_KILL"

const killSources = 4

// killFiling is what source files at its n-th visit: a new story, and every
// third time a change of an earlier one.
func killFiling(source string, n int) []wire.Filing {
	f := []wire.Filing{filing(source, fmt.Sprint(n), "Text.", start)}
	if n%3 == 2 {
		f = append(f, filing(source, fmt.Sprint(n/2), fmt.Sprintf("Text, changed at %d.", n), start))
	}
	return f
}

// fileUntilKilled is the copy: it says what it is about to begin at and each
// visit it got an answer for, one a line.
func fileUntilKilled(path string) {
	s, err := store.Open(path, store.Options{Wait: 10 * time.Second})
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	var wg sync.WaitGroup
	var mu sync.Mutex // guards standard output
	for i := range killSources {
		source := fmt.Sprint("source", i)
		wg.Go(func() {
			p, err := s.Poll(source)
			for n := p.Total.New; err == nil; n++ {
				f := killFiling(source, n)
				_, err = s.Commit(ctx, wire.Poll{Source: source, At: minute(n + 1), Tally: wire.Tally{Entries: len(f)}}, f)
				mu.Lock()
				fmt.Println(source, n)
				mu.Unlock()
			}
			fmt.Println("error", err)
		})
	}
	wg.Go(func() {
		for {
			if _, err := s.Follow("leads", leads); err != nil {
				fmt.Println("error", err)
			}
			if _, err := s.Prune(ctx, start.Add(-time.Hour)); err != nil {
				fmt.Println("error", err)
			}
		}
	})
	wg.Wait()
}

// Rule: a crash can repeat a visit, never lose an article. A process that is
// killed at any instant leaves a store that opens, in which all that was
// acknowledged is there once, and whose follower equals a rebuilt one.
func TestKilledAtAnyInstant(t *testing.T) {
	const kills = 30
	path := filepath.Join(t.TempDir(), "dateline.db")
	rnd := rand.New(rand.NewPCG(1, 2))
	acknowledged := map[string]int{}
	for range kills {
		killOnce(t, path, rnd.IntN(40), acknowledged)
		s := openAt(t, path)
		for source, n := range acknowledged {
			wantFiled(t, s, source, n)
		}
		followAll(t, s, "leads", leads)
		followAll(t, s, "rebuilt", leads)
		if got, want := pages(t, s, "leads"), pages(t, s, "rebuilt"); got != want {
			t.Errorf("follower: got %q, want %q", got, want)
		}
		shut(t, s)
		if t.Failed() {
			return
		}
	}
	t.Logf("acknowledged: %v", acknowledged)
}

// killOnce lets a copy file some visits and kills it; what it acknowledged
// goes into acknowledged.
func killOnce(t *testing.T, path string, visits int, acknowledged map[string]int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), killEnv+"="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for n := 0; lines.Scan(); n++ {
		var source string
		var visit int
		if _, err := fmt.Sscan(lines.Text(), &source, &visit); err != nil || source == "error" {
			t.Errorf("the copy says %q", lines.Text())
		}
		acknowledged[source] = visit + 1
		if n == visits {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := io.Copy(io.Discard, out); err != nil {
		t.Log(err)
	}
	if err := cmd.Wait(); err == nil {
		t.Error("the copy ended by itself")
	}
}

// wantFiled checks that the first n visits of source are there, each once.
func wantFiled(t *testing.T, s *store.Store, source string, n int) {
	t.Helper()
	want := map[string]string{}
	for i := range n {
		for _, f := range killFiling(source, i) {
			want[f.Article.ID] = f.Article.Lead
		}
	}
	p, err := s.Poll(source)
	if err != nil || p.Total.New < n || p.Total.Entries != p.Total.New+p.Total.Changed {
		t.Errorf("%s: total %+v, %v; %d visits were acknowledged", source, p.Total, err, n)
	}
	found := 0
	err = s.Range(store.Query{Source: source}, func(a *wire.Article) error {
		found++
		lead, ok := want[a.ID]
		if ok && p.Total.New == n && a.Lead != lead {
			t.Errorf("%s, article %s: got %q, want %q", source, a.EntryID, a.Lead, lead)
		}
		delete(want, a.ID)
		return nil
	})
	if err != nil || len(want) > 0 {
		t.Errorf("%s: %d acknowledged articles are gone, %v", source, len(want), err)
	}
	if found != p.Total.New {
		t.Errorf("%s: %d articles, but %d were counted", source, found, p.Total.New)
	}
}
