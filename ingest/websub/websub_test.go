package websub_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/datelinewire/dateline/ingest/websub"
)

func TestDiscover(t *testing.T) {
	const h, f = "https://hub.example/", "https://wire.example/feed"
	for _, c := range []struct {
		links      []string
		hub, topic string
	}{
		{nil, "", ""},
		{[]string{`<https://hub.example/>; rel="hub"`, `<https://wire.example/feed>; rel="self"`}, h, f},
		{[]string{`<https://hub.example/>; rel=hub, <https://wire.example/feed>; rel=self`}, h, f},
		{[]string{`</feed>;rel="alternate SELF" , <https://hub.example/>; title="a, b; c" ; rel="hub"`}, h, f},
		{[]string{`<https://hub.example/>; rel=hub; rel=self`}, h, ""}, // the first rel counts (RFC 8288 §3.3)
		{[]string{`<ftp://hub.example/>; rel=hub`}, "", ""},
		{[]string{`<https://hub.example/; rel=hub`}, "", ""},
		{[]string{`<https://hub.example/>; rel="hub`}, "", ""},
		{[]string{`<https://first.example/>; rel=hub`, `<https://hub.example/>; rel=hub`}, "https://first.example/", ""},
	} {
		hub, topic := websub.Discover(http.Header{"Link": c.links}, "https://wire.example/x")
		if hub != c.hub || topic != c.topic {
			t.Errorf("%q: hub %q, topic %q; want %q, %q", c.links, hub, topic, c.hub, c.topic)
		}
	}
}

func TestLease(t *testing.T) {
	for s, want := range map[string]time.Duration{
		"": websub.LeaseWanted, "x": websub.LeaseWanted, "-5": websub.LeaseWanted, "0": websub.LeaseWanted,
		"1": websub.LeaseMin, "86400": 24 * time.Hour, "99999999999999": websub.LeaseMax, "999999999999999999999999": websub.LeaseWanted,
	} {
		if got := websub.Lease(s); got != want {
			t.Errorf("%q: %v, want %v", s, got, want)
		}
	}
}

func TestTokens(t *testing.T) {
	if a, b := websub.NewToken(), websub.NewToken(); a == b || len(a) < 40 {
		t.Errorf("tokens %q and %q", a, b)
	}
}

func FuzzDiscover(f *testing.F) {
	f.Add(`<https://hub.example/>; rel="hub", </a>;rel=self;x`)
	f.Fuzz(func(_ *testing.T, s string) {
		websub.Discover(http.Header{"Link": {s}}, "https://wire.example/")
		_ = websub.Verify(http.Header{"X-Hub-Signature": {s}}, "secret", nil)
	})
}
