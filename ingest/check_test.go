package ingest_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/datelinewire/dateline/ingest"
)

// A check asks once, and once more with the validators, and says in words
// what it saw.
func TestCheck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &feed{extra: "<ttl>120</ttl>", header: map[string]string{"Link": `<https://hub.example/>; rel=hub`}}
		f.file("a quay")
		f.file("a pier")
		d := newDesk(f.serve)
		r, err := d.Check(t.Context(), source("", "https://harbour.example/feed.xml"))
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := r.WriteText(&b); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"rss 2.0", "honoured: yes", "https://hub.example/", "2h0m0s", "2, of which 2 readable", "full_text: true"} {
			if !strings.Contains(b.String(), want) {
				t.Errorf("%q is missing in\n%s", want, b.String())
			}
		}
		if n := len(d.pub.log); n != 2 {
			t.Errorf("asked %d times, want 2", n)
		}
		if d.store.commits != 0 {
			t.Error("a check was stored")
		}
	})
}

func TestCheckTrouble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(func(w *reply, _ *http.Request) { w.status = 404 })
		r, err := d.Check(t.Context(), source("", "https://harbour.example/feed.xml"))
		if err != nil || !strings.Contains(r.Error, "404") || len(d.pub.log) != 1 {
			t.Errorf("%+v, %v", r, err)
		}
	})
}

// Of a page there is said which feed it names, and which hub.
func TestCheckPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(func(w *reply, _ *http.Request) {
			w.body = `<!doctype html><link rel="hub" href="https://hub.example/"><link rel="self" href="/page"><link rel="alternate" type="application/atom+xml" href="/feed.atom">`
		})
		r, err := d.Check(t.Context(), source("", "https://harbour.example/"))
		var b strings.Builder
		if err != nil || r.WriteText(&b) != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"names this one: https://harbour.example/feed.atom", "https://hub.example/, for https://harbour.example/page"} {
			if !strings.Contains(b.String(), want) {
				t.Errorf("%q is missing in\n%s", want, b.String())
			}
		}
	})
}

func TestDiscover(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(func(w *reply, r *http.Request) {
			w.header.Set("Content-Type", "text/html")
			w.body = `<html><head><base href="/en/"><link rel="alternate" type="application/rss+xml" title="All" href="all.xml">
<link rel="stylesheet" href="x.css"><link rel="alternate" hreflang="de" href="/de/"></head>
<body><a href="/world/feed/">World</a><a href="javascript:alert(1)">x</a><a href="all.xml#top" rel="alternate" type="application/rss+xml">again</a></body></html>`
		})
		got, err := d.Discover(t.Context(), source("", "https://harbour.example/"))
		want := []ingest.Found{
			{URL: "https://harbour.example/en/all.xml", Title: "All", Type: "application/rss+xml", Sure: true},
			{URL: "https://harbour.example/world/feed/"},
		}
		if err != nil || len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
			t.Errorf("got %+v, %v", got, err)
		}
	})
}
