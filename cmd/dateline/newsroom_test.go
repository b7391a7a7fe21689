package main

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/datelinewire/dateline/feed"
	"github.com/datelinewire/dateline/internal/feedcheck"
	"github.com/datelinewire/dateline/internal/samplewire"
	"github.com/datelinewire/dateline/wire"
)

// A newsroom is a scripted wire service and a daemon that polls it, whole and
// in this process, with one topic that takes everything.
type newsroom struct {
	t    testing.TB
	wire *samplewire.Wire
	plan *plan
	site string

	stop context.CancelFunc
	done chan error
}

// newNewsroom returns a newsroom whose daemon does not run yet.
func newNewsroom(t testing.TB) *newsroom {
	n := &newsroom{t: t, wire: samplewire.New(samplewire.Options{Scripted: true, Start: time.Now().Add(-time.Hour)})}
	agencies := httptest.NewServer(n.wire)
	t.Cleanup(agencies.Close)
	n.plan = demoPlan("http://desk.example.org", agencies.URL)
	n.plan.storePath = filepath.Join(t.TempDir(), "news.db")
	n.plan.topics = []wire.Topic{{Name: "all", Title: "All", Match: "*", Limit: 100}}
	n.plan.site = feed.Site{Title: "Test desk", URL: "http://desk.example.org"}
	return n
}

// open starts the daemon and returns when readers may come.
func (n *newsroom) open() {
	n.t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		n.t.Fatal(err)
	}
	n.site = "http://" + l.Addr().String()
	ctx, stop := context.WithCancel(context.Background())
	ready := make(chan struct{})
	n.stop, n.done = stop, make(chan error, 1)
	go func() {
		n.done <- serve(ctx, slog.New(slog.DiscardHandler), l, n.plan, house{ready: func() { close(ready) }})
	}()
	select {
	case <-ready:
	case err := <-n.done:
		n.t.Fatalf("serve: %v", err)
	case <-time.After(patience):
		n.t.Fatal("the daemon does not open")
	}
	n.t.Cleanup(n.shut)
}

// shut ends the daemon and waits until it has ended.
func (n *newsroom) shut() {
	if n.stop == nil {
		return
	}
	n.stop()
	if err := <-n.done; err != nil {
		n.t.Errorf("serve: %v", err)
	}
	n.stop = nil
}

// get fetches a path of the daemon.
func (n *newsroom) get(path string, header ...string) (*http.Response, []byte) {
	n.t.Helper()
	req, err := http.NewRequest("GET", n.site+path, nil)
	if err != nil {
		n.t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	client := &http.Client{Timeout: patience}
	defer client.CloseIdleConnections()
	resp, err := client.Do(req)
	if err != nil {
		n.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		n.t.Fatal(err)
	}
	return resp, body
}

// items returns what a reader of the topic "all" gets in a format, and fails
// the test when the feed is not valid.
func (n *newsroom) items(format string) []feedcheck.Item {
	n.t.Helper()
	resp, body := n.get("/feeds/all." + format)
	if resp.StatusCode != http.StatusOK {
		n.t.Fatalf("feed all.%s: %s\n%s", format, resp.Status, body)
	}
	for _, p := range feedcheck.Check(format, body) {
		n.t.Errorf("all.%s: %s", format, p)
	}
	items, err := feedcheck.Items(format, body)
	if err != nil {
		n.t.Fatalf("all.%s: %v", format, err)
	}
	return items
}

// until waits for the daemon to bring about what good says of the items of a
// format: polls are due every demoEvery.
func (n *newsroom) until(what, format string, good func([]feedcheck.Item) bool) []feedcheck.Item {
	n.t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	end := time.After(patience)
	for {
		items := n.items(format)
		if good(items) {
			return items
		}
		select {
		case <-tick.C:
		case <-end:
			n.t.Fatalf("all.%s never got: %s; it has %+v", format, what, items)
		}
	}
}
