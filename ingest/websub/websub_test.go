package websub_test

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"errors"
	"fmt"
	"hash"
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

// A push is believed when it is signed by sha256 or better; by sha1 only where
// that is allowed, and by md5 nowhere.
func TestVerify(t *testing.T) {
	const body = "news"
	sign := func(name string, f func() hash.Hash) string {
		mac := hmac.New(f, []byte("secret"))
		mac.Write([]byte(body))
		return fmt.Sprintf("%s=%x", name, mac.Sum(nil))
	}
	for _, c := range []struct {
		signature    string
		strict, weak error
	}{
		{sign("sha256", sha256.New), nil, nil},
		{sign("SHA384", sha512.New384), nil, nil},
		{sign("sha512", sha512.New), nil, nil},
		{sign("sha1", sha1.New), websub.ErrMethod, nil},
		{sign("md5", md5.New), websub.ErrMethod, websub.ErrMethod},
		{sign("sha256", sha1.New), websub.ErrSignature, websub.ErrSignature},
		{sign("sha1", sha256.New), websub.ErrMethod, websub.ErrSignature},
		{"", websub.ErrUnsigned, websub.ErrUnsigned},
	} {
		h := http.Header{"X-Hub-Signature": {c.signature}}
		if err := websub.Verify(h, "secret", []byte(body), false); !errors.Is(err, c.strict) {
			t.Errorf("%q: %v, want %v", c.signature, err, c.strict)
		}
		if err := websub.Verify(h, "secret", []byte(body), true); !errors.Is(err, c.weak) {
			t.Errorf("%q where sha1 is allowed: %v, want %v", c.signature, err, c.weak)
		}
		if err := websub.Verify(h, "another", []byte(body), true); err == nil {
			t.Errorf("%q is believed for another secret", c.signature)
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
		_ = websub.Verify(http.Header{"X-Hub-Signature": {s}}, "secret", nil, true)
	})
}
