package ingest

import (
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/datelinewire/dateline/ingest/fetch"
	"github.com/datelinewire/dateline/store"
	"github.com/datelinewire/dateline/wire"
)

// A feed cannot make us ask inside: neither the page of an entry nor the hub
// it names is asked when its address is not allowed, whether it is named so or a
// redirect leads there, and the entry is kept.
func TestPagesAndHubsInsideAreNotAsked(t *testing.T) {
	t.Run("named", func(t *testing.T) { testInside(t, false) })
	t.Run("by a redirect", func(t *testing.T) { testInside(t, true) })
}

func testInside(t *testing.T, redirect bool) {
	var inside atomic.Int64
	l, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		t.Fatal(err)
	}
	secret := &httptest.Server{Listener: l, Config: &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		inside.Add(1)
		w.WriteHeader(http.StatusAccepted)
	})}}
	secret.Start()
	defer secret.Close()
	feed := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		outside := "http://" + r.Host
		switch r.URL.Path {
		case "/robots.txt":
			w.WriteHeader(http.StatusNotFound)
			return
		case "/hub", "/page":
			http.Redirect(w, r, secret.URL+r.URL.Path, http.StatusTemporaryRedirect)
			return
		}
		to := secret.URL
		if redirect {
			to = outside
		}
		w.Header().Set("Content-Type", "application/rss+xml")
		_, _ = io.WriteString(w, fmt.Sprintf(`<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>t</title><link>%[1]s</link>
<atom:link rel="hub" href="%[2]s/hub"/><atom:link rel="self" href="%[1]s/feed.xml"/>
<item><guid>1</guid><title>Inside</title><link>%[2]s/page</link><description>A summary.</description></item></channel></rss>`, outside, to))
	}))
	defer feed.Close()
	s, err := store.Open(filepath.Join(t.TempDir(), "inside.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	in := &Ingester{
		Store: s, Log: slog.New(slog.DiscardHandler), Shaper: &Shaper{}, Callback: "https://desk.example.org/websub/",
		Fetch: &fetch.Client{Agent: "test", Pace: &fetch.Pace{Gap: -1}, AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}},
	}
	defer in.Fetch.Close()
	src := wire.Source{Name: "in", URL: feed.URL + "/feed.xml", Zone: time.UTC, FullText: true}
	for range 2 {
		if v, err := in.Poll(t.Context(), src); err != nil || v.Tally.Entries != 1 {
			t.Fatalf("visit: %+v, %v", v.Tally, err)
		}
	}
	in.subscribe(t.Context(), "in")
	in.hubs.mu.Lock()
	hub := in.hubs.bySource["in"]
	in.hubs.mu.Unlock()
	if hub == nil || !strings.Contains(hub.hub.Error, "allow_private") {
		t.Errorf("the hub inside: %+v, want it found and forbidden", hub)
	}
	if n := inside.Load(); n != 0 {
		t.Errorf("%d requests went inside", n)
	}
	kept := 0
	if err := s.Range(store.Query{}, func(a *wire.Article) error { kept++; return nil }); err != nil || kept != 1 {
		t.Errorf("%d articles kept, %v; want the one with its summary", kept, err)
	}
}
