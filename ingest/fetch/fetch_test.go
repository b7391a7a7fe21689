package fetch_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/klauspost/compress/gzip"

	"github.com/datelinewire/dateline/ingest/fetch"
)

func loopback() *fetch.Client {
	return &fetch.Client{Agent: "Dateline/test", Pace: &fetch.Pace{Gap: -1}, AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
}

// Over a real connection: what is sent is what was asked for, and nothing else.
func TestRequest(t *testing.T) {
	var got http.Header
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r.Header
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = io.WriteString(z, strings.Repeat("hello ", 1000))
		_ = z.Close()
	}))
	defer s.Close()
	c := loopback()
	defer c.Close()
	for range 2 {
		a, err := c.Do(t.Context(), fetch.Request{URL: s.URL + "/f?x=1", ETag: `"e"`, Accept: "text/xml"})
		if err != nil || len(a.Body) != 6000 || a.Wire >= 6000 || !a.Conditional {
			t.Fatalf("%+v, %v", a, err)
		}
	}
	want := map[string]string{"User-Agent": "Dateline/test", "Accept": "text/xml", "Accept-Encoding": "gzip, zstd", "If-None-Match": `"e"`}
	for k, v := range want {
		if got.Get(k) != v {
			t.Errorf("%s: %q, want %q", k, got.Get(k), v)
		}
	}
	if len(got) != len(want) {
		t.Errorf("sent %v, want nothing but %v", got, want)
	}
}

// The words for TLS and for nobody at home, over real connections.
func TestWords(t *testing.T) {
	tls := httptest.NewTLSServer(http.NotFoundHandler())
	defer tls.Close()
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := "http://" + l.Addr().String()
	l.Close()
	c := loopback()
	defer c.Close()
	for _, x := range []struct {
		url  string
		kind fetch.Kind
		word string
	}{
		{tls.URL, fetch.TLS, "trusts"},
		{strings.Replace(plain.URL, "http:", "https:", 1), fetch.TLS, "does not speak TLS"},
		{nobody, fetch.Network, "connection refused"},
	} {
		_, err := c.Do(t.Context(), fetch.Request{URL: x.url})
		var fe *fetch.Error
		if !errors.As(err, &fe) || fe.Kind != x.kind || !strings.Contains(fe.Error(), x.word) {
			t.Errorf("%s: %v, want %s with %q", x.url, err, x.kind, x.word)
			continue
		}
		if fe.Lost() {
			t.Errorf("%s: %v is taken for silence, though something came back", x.url, err)
		}
	}
}

// One at a time and a gap for each registered domain; others go their way.
func TestPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var p fetch.Pace
		var mu sync.Mutex
		starts := map[string][]time.Time{}
		var wg sync.WaitGroup
		begin := time.Now()
		for i := range 12 {
			host := fmt.Sprintf("www%d.house.co.uk", i%3)
			if i >= 9 {
				host = fmt.Sprintf("blog%d.github.io", i) // a public suffix: three owners
			}
			wg.Go(func() {
				turn, _, err := p.Wait(t.Context(), host, time.Hour)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				starts[fetch.Domain(host)] = append(starts[fetch.Domain(host)], time.Now())
				mu.Unlock()
				time.Sleep(100 * time.Millisecond)
				turn.End()
				turn.End()
			})
		}
		wg.Wait()
		house := starts[".house.co.uk"]
		for i := range house[1:] {
			if d := house[i+1].Sub(house[i]); d < 1100*time.Millisecond {
				t.Errorf("two requests to one domain %v apart", d)
			}
		}
		if len(house) != 9 || time.Since(begin) > 11*time.Second {
			t.Errorf("%d turns in %v", len(house), time.Since(begin))
		}
		for _, h := range []string{"blog9", "blog10", "blog11"} {
			if s := starts["."+h+".github.io"]; len(s) != 1 || s[0] != begin {
				t.Errorf("%s waited for its neighbours: %v", h, s)
			}
		}
		p.Hold("x.example", time.Hour)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, _, err := p.Wait(ctx, "x.example", time.Hour); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("held host: %v", err)
		}
	})
}

// Who stands in line when the host asks for more patience than it has leaves
// the line at once.
func TestPaceHeldWhileInLine(t *testing.T) {
	for i := range 50 {
		synctest.Test(t, func(t *testing.T) {
			var p fetch.Pace
			begin := time.Now()
			first, _, err := p.Wait(t.Context(), "x.example", time.Minute)
			if err != nil {
				t.Fatal(err)
			}
			var wg sync.WaitGroup
			wg.Go(func() {
				turn, held, err := p.Wait(t.Context(), "x.example", time.Minute)
				if turn != nil || err != nil || held < 59*time.Minute || time.Since(begin) > 5*time.Second {
					t.Errorf("turn %v, held for %v, %v after %v", turn, held, err, time.Since(begin))
				}
			})
			time.Sleep(3 * time.Second)
			if i%2 == 0 { // the hold comes first, or the end of the turn does
				p.Hold("x.example", time.Hour)
				first.End()
			} else {
				first.End()
				p.Hold("x.example", time.Hour)
			}
			wg.Wait()
		})
	}
}

// How many requests one host and one registered domain bear at a time is the
// operator's.
func TestPaceLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := fetch.Pace{PerHost: 2, PerDomain: 3, Gap: -1}
		var mu sync.Mutex
		now, most := map[string]int{}, map[string]int{}
		count := func(n int, keys ...string) {
			mu.Lock()
			defer mu.Unlock()
			for _, k := range keys {
				now[k] += n
				most[k] = max(most[k], now[k])
			}
		}
		var wg sync.WaitGroup
		for i := range 40 {
			host := fmt.Sprintf("www%d.house.co.uk", i%4)
			wg.Go(func() {
				turn, _, err := p.Wait(t.Context(), host, time.Hour)
				if err != nil {
					t.Error(err)
					return
				}
				count(1, host, "domain")
				time.Sleep(time.Second)
				count(-1, host, "domain")
				turn.End()
			})
		}
		wg.Wait()
		if most["domain"] != 3 || most["www0.house.co.uk"] != 2 {
			t.Errorf("at a time: %v; want 2 for a host and 3 for the domain", most)
		}
	})
}

// Whatever a body is, reading it ends within its limit.
func FuzzBody(f *testing.F) {
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	_, _ = io.WriteString(w, strings.Repeat("a", 5000))
	_ = w.Close()
	f.Add(z.Bytes(), "gzip")
	f.Add(z.Bytes()[:20], "gzip, gzip")
	f.Add([]byte{0x28, 0xb5, 0x2f, 0xfd, 4, 0, 1}, "zstd")
	f.Add([]byte("plain"), "br")
	f.Fuzz(func(t *testing.T, body []byte, encoding string) {
		const limit = 10_000
		c := &fetch.Client{Pace: &fetch.Pace{Gap: -1}, Transport: roundTrip(func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Header: http.Header{"Content-Encoding": {encoding}}, Body: io.NopCloser(bytes.NewReader(body)), ContentLength: -1}, nil
		})}
		a, err := c.Do(t.Context(), fetch.Request{URL: "http://wire.example/", MaxBody: limit})
		if err == nil && len(a.Body) > limit {
			t.Errorf("%d bytes", len(a.Body))
		}
	})
}
