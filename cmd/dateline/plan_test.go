package main

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/datelinewire/dateline/ingest/fetch"
	"github.com/datelinewire/dateline/internal/config"
)

// Every key of polling arrives where it does something.
func TestPollingSettingsReachTheEngine(t *testing.T) {
	c, err := config.Parse("dateline.yaml", []byte(`
site: {url: "https://desk.example"}
polling: {gap: 3s, per_host: 2, per_domain: 4, workers: 7, full_every: 2d, allow_private: [10.0.0.0/8]}
`), checkRule)
	if err != nil {
		t.Fatal(err)
	}
	in := planOf(c).ingester(nil, nil)
	defer in.Fetch.Close()
	p := in.Fetch.Pace
	if p.Gap != 3*time.Second || p.PerHost != 2 || p.PerDomain != 4 {
		t.Errorf("pace: gap %v, %d a host, %d a domain; want 3s, 2, 4", p.Gap, p.PerHost, p.PerDomain)
	}
	if in.Workers != 7 || in.FullEvery != 48*time.Hour || in.Callback != "https://desk.example/websub/" {
		t.Errorf("workers %d, full every %v, callback %q", in.Workers, in.FullEvery, in.Callback)
	}
	if want := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}; !slices.Equal(in.Fetch.AllowPrivate, want) {
		t.Errorf("allow_private %v, want %v", in.Fetch.AllowPrivate, want)
	}
	in = planOf(config.Default()).ingester(nil, nil)
	defer in.Fetch.Close()
	if in.FullEvery != 7*24*time.Hour || in.Fetch.Pace.Gap != fetch.DefaultGap || in.Callback != "" {
		t.Errorf("by default: full every %v, gap %v, callback %q; want a week, a second and none", in.FullEvery, in.Fetch.Pace.Gap, in.Callback)
	}
}

// A publisher reads in its log who asks, where that is explained, and whom to
// write to; an address that it could not open is not told.
func TestUserAgent(t *testing.T) {
	version := strings.TrimPrefix(thisBuild().Version, "v")
	for _, c := range []struct{ site, want string }{
		{`{url: "https://desk.example", contact: desk@desk.example}`, " (+https://desk.example; desk@desk.example)"},
		{`{url: "https://desk.example"}`, " (+https://desk.example)"},
		{`{url: "http://127.0.0.1:8080", contact: desk@desk.example}`, " (desk@desk.example)"},
		{`{}`, ""},
	} {
		conf, err := config.Parse("dateline.yaml", []byte("site: "+c.site), checkRule)
		if err != nil {
			t.Fatal(err)
		}
		if got := planOf(conf).agent(); got != "Dateline/"+version+c.want {
			t.Errorf("site %s: %q, want %q", c.site, got, "Dateline/"+version+c.want)
		}
	}
}
