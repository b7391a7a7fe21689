package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/datelinewire/dateline/internal/feedcheck"
	"github.com/datelinewire/dateline/internal/samplewire"
	"github.com/datelinewire/dateline/store"
)

// kills is how often the daemon is killed: at moments spread over start-up,
// polling, dealing and serving.
const kills = 200

// Killed at any moment while the wire files, the daemon opens its store again,
// still has every article that it ever served, and none twice.
func TestKilledAtAnyMomentNothingIsLostOrDoubled(t *testing.T) {
	t.Parallel()
	k := newKilled(t)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 0))
	sources := samplewire.Sources()
	for i := range kills {
		src := sources[rnd.IntN(len(sources))].Name
		title := fmt.Sprintf("Story %d of %s", i, src)
		if _, err := k.wire.File(src, samplewire.Story{Title: title, Paragraphs: []string{"The lead of story " + fmt.Sprint(i) + "."}}); err != nil {
			t.Fatal(err)
		}
		k.live(i, time.Duration(rnd.Int64N(int64(250*time.Millisecond))))
	}
	if len(k.served) < kills/4 {
		t.Errorf("only %d of %d stories were ever served: the test has shown little", len(k.served), kills)
	}
	t.Logf("%d stories were served in %d lives", len(k.served), kills)
	s, err := store.Open(filepath.Join(k.dir, "news.db"), store.Options{})
	if err != nil {
		t.Fatalf("after all kills: %v", err)
	}
	defer s.Close()
	if err := s.Check(t.Context()); err != nil {
		t.Errorf("after all kills: %v", err)
	}
}

// killed is a daemon in a process of its own that does not live long.
type killed struct {
	t       *testing.T
	dir     string
	wire    *samplewire.Wire
	sockets string
	served  map[string]string // title by ID, of all that was ever served
}

func newKilled(t *testing.T) *killed {
	k := &killed{t: t, dir: t.TempDir(), served: make(map[string]string)}
	k.wire = samplewire.New(samplewire.Options{Scripted: true, Start: time.Now().Add(-time.Hour)})
	agencies := httptest.NewServer(k.wire)
	t.Cleanup(agencies.Close)
	var err error
	if k.sockets, err = os.MkdirTemp("", "kill"); err != nil { // t.TempDir's paths may be too long for a socket
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(k.sockets) })
	var conf strings.Builder
	fmt.Fprintf(&conf, "listen: 127.0.0.1:0\nstore: {path: news.db}\npolling: {gap: 0s, allow_private: [127.0.0.0/8]}\ndefaults: {every: 1s, ceiling: 1s}\n")
	fmt.Fprintf(&conf, "topics: [{name: all, match: \"*\", limit: 1000}]\nsources:\n")
	for _, s := range samplewire.Sources() {
		fmt.Fprintf(&conf, "  - {name: %s, url: \"%s%s\"}\n", s.Name, agencies.URL, s.Path)
	}
	if err := os.WriteFile(filepath.Join(k.dir, "dateline.yaml"), []byte(conf.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return k
}

// live starts the daemon, looks at what it serves, lets it live on for the
// given time, looks again and kills it.
func (k *killed) live(n int, span time.Duration) {
	k.t.Helper()
	ctx, stop := context.WithTimeout(k.t.Context(), patience)
	defer stop()
	// A socket for this life alone: what the one before said last is not heard.
	notices, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: filepath.Join(k.sockets, fmt.Sprint(n)), Net: "unixgram"})
	if err != nil {
		k.t.Fatal(err)
	}
	defer notices.Close()
	cmd := exec.CommandContext(ctx, os.Args[0], "serve", "--log", "error")
	cmd.Dir = k.dir
	cmd.Env = append(os.Environ(), asCommand+"=1", "NOTIFY_SOCKET="+notices.LocalAddr().String())
	var messages strings.Builder
	cmd.Stderr = &messages
	if err := cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // killed, as it should be
		if k.t.Failed() {
			k.t.Fatalf("life %d: %s", n, &messages)
		}
	}()
	if n%10 == 9 { // now and then it does not even open
		wait(ctx, span/4)
		return
	}
	site := k.ready(notices)
	k.look(site)
	wait(ctx, span)
	k.look(site)
}

func wait(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// ready waits for the daemon to say where it serves.
func (k *killed) ready(notices *net.UnixConn) string {
	k.t.Helper()
	if err := notices.SetReadDeadline(time.Now().Add(patience)); err != nil {
		k.t.Fatal(err)
	}
	buf := make([]byte, 4096)
	for {
		n, err := notices.Read(buf)
		if err != nil {
			k.t.Errorf("the daemon did not open: %v", err)
			return ""
		}
		if _, site, ok := strings.Cut(string(buf[:n]), "STATUS=serving "); ok {
			return strings.TrimSpace(site)
		}
	}
}

// look reads the feed: all that was ever served is there, nothing twice.
func (k *killed) look(site string) {
	k.t.Helper()
	if site == "" {
		return
	}
	n := &newsroom{t: k.t, site: site}
	now := make(map[string]string)
	titles := make(map[string]string)
	resp, body := n.get("/feeds/all.json")
	items, err := feedcheck.Items("json", body)
	if err != nil {
		k.t.Errorf("feed: %s: %v", resp.Status, err)
		return
	}
	for _, it := range items {
		_, id, _ := strings.Cut(it.ID, "article/")
		if id == "" {
			id = it.ID
		}
		if other, twice := titles[it.Title]; twice {
			k.t.Errorf("%q is served twice, as %s and %s", it.Title, id, other)
		}
		now[id], titles[it.Title] = it.Title, id
	}
	for id, title := range k.served {
		if _, ok := now[id]; !ok {
			k.t.Errorf("%s %q was served once and is gone", id, title)
		}
	}
	for id, title := range now {
		k.served[id] = title
	}
}
