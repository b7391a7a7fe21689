package ingest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/datelinewire/dateline/ingest"
	"github.com/datelinewire/dateline/ingest/fetch"
	"github.com/datelinewire/dateline/wire"
)

// benchServer serves a feed of 50 entries of 2.7 kB on loopback, and 304.
func benchServer(b *testing.B) (*httptest.Server, int) {
	f := &feed{window: 50}
	for i := range 50 {
		f.file(fmt.Sprint("quay ", i))
		f.stories[0].text = strings.Repeat("&lt;p&gt;The harbour reported a quay, and the quay was long and quiet that day.&lt;/p&gt;", 30)
	}
	body := f.body()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v"`)
		if r.Header.Get("If-None-Match") == `"v"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = w.Write([]byte(body))
	}))
	b.Cleanup(s.Close)
	return s, len(body)
}

func benchSources(s *httptest.Server, n int) []wire.Source {
	var sources []wire.Source
	for i := range n {
		sources = append(sources, source(fmt.Sprint("s", i), fmt.Sprint(s.URL, "/", i)))
	}
	return sources
}

func benchIngester() *ingest.Ingester {
	return &ingest.Ingester{Store: newMemory(), Fetch: &fetch.Client{
		Agent: agent, Pace: &fetch.Pace{Gap: -1, PerHost: 8, PerDomain: 8},
		AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
	}}
}

// A round of 1,000 sources that have nothing new, server included.
func BenchmarkUnchangedRound(b *testing.B) {
	s, _ := benchServer(b)
	in, sources := benchIngester(), benchSources(s, 1000)
	for _, src := range sources {
		p := wire.Poll{Source: src.Name, URL: src.URL, At: time.Now(), Full: time.Now(), Validators: wire.Validators{ETag: `"v"`}}
		_, _ = in.Store.Commit(b.Context(), p, nil)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := in.Round(b.Context(), sources, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/1000, "µs/visit")
}

// A first round of 20 sources of 50 entries each.
func BenchmarkColdRound(b *testing.B) {
	s, size := benchServer(b)
	b.ReportAllocs()
	b.SetBytes(int64(20 * size))
	for b.Loop() {
		if err := benchIngester().Round(b.Context(), benchSources(s, 20), nil); err != nil {
			b.Fatal(err)
		}
	}
}
