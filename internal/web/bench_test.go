package web_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/datelinewire/dateline/wire"
)

// bigFeed is a desk with one feed of 100 items, about 250 kB.
func bigFeed() http.Handler {
	ho := newHouse()
	words := strings.Fields("harbour quay silt dredger pilot tide grain freight gulf winter cargo crane vessel berth anchor customs ferry channel lock sluice")
	var as []*wire.Article
	for i := range 100 {
		as = append(as, article("orbis", "big-"+strconv.Itoa(i), ago(time.Duration(i)*time.Minute), func(a *wire.Article) {
			a.Headline = "Story number " + strconv.Itoa(i) + " of the day"
			a.Agency = "Orbis"
			var b strings.Builder
			for n := range 290 {
				fmt.Fprintf(&b, "%s %d ", words[(n*n+7*i+n)%len(words)], (n*7919+i*104729)%977)
			}
			text := b.String()
			a.Lead, a.Body = text[:200], []string{text[200:1200], text[1200:]}
		}))
	}
	ho.publish(topics()[0], as...)
	return ho.server().Handler()
}

// bare answers as little as a handler can with the same bytes.
func bare(h http.Handler) http.Handler {
	resp := get(h, "/feeds/ports.rss", "Accept-Encoding", "gzip")
	body, _ := io.ReadAll(resp.Body)
	tag, length := resp.Header["Etag"], resp.Header["Content-Length"]
	contentType, coding := resp.Header["Content-Type"], resp.Header["Content-Encoding"]
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h["Etag"] = tag
		if r.Header.Get("If-None-Match") == tag[0] {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		h["Content-Type"], h["Content-Encoding"], h["Content-Length"] = contentType, coding, length
		w.Write(body)
	})
}

// nowhere is a ResponseWriter that drops everything.
type nowhere struct{ h http.Header }

func (n nowhere) Header() http.Header         { return n.h }
func (n nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (n nowhere) WriteHeader(int)             {}

// BenchmarkHandler is what our code costs, without a network.
func BenchmarkHandler(b *testing.B) {
	h := bigFeed()
	tag := get(h, "/feeds/ports.rss", "Accept-Encoding", "gzip").Header.Get("ETag")
	for _, c := range []struct {
		name string
		h    http.Handler
		inm  string
	}{{"gzip200/ours", h, ""}, {"gzip200/bare", bare(h), ""}, {"304/ours", h, tag}, {"304/bare", bare(h), tag}} {
		b.Run(c.name, func(b *testing.B) {
			r := httptest.NewRequest("GET", "/feeds/ports.rss", nil)
			r.Header.Set("Accept-Encoding", "gzip, deflate")
			if c.inm != "" {
				r.Header.Set("If-None-Match", c.inm)
			}
			w := nowhere{http.Header{}}
			b.ReportAllocs()
			for b.Loop() {
				clear(w.h)
				c.h.ServeHTTP(w, r)
			}
		})
	}
}

// slice is how many requests are asked before the other handler's turn.
const slice = 3000

// BenchmarkAgainstBare is the whole way over loopback with 64 connections.
// Ours and the bare handler take turns, so that what else the machine does
// falls on both; the median of the turns' ratios is reported: 1 is as fast as
// bare, by the clock and by processor time of both ends.
func BenchmarkAgainstBare(b *testing.B) {
	h := bigFeed()
	tag := get(h, "/feeds/ports.rss", "Accept-Encoding", "gzip").Header.Get("ETag")
	for _, c := range []struct{ name, inm string }{{"gzip200", ""}, {"304", tag}} {
		b.Run(c.name, func(b *testing.B) {
			ours, base := newLoad(b, h, c.inm), newLoad(b, bare(h), c.inm)
			ours.run(b)
			base.run(b)
			var wall, used []float64
			var rate float64
			for i := 0; b.Loop(); i++ {
				var o, p spent
				if i%2 == 0 {
					o, p = ours.run(b), base.run(b)
				} else {
					p, o = base.run(b), ours.run(b)
				}
				wall = append(wall, float64(p.wall)/float64(o.wall))
				used = append(used, float64(p.cpu)/float64(o.cpu))
				rate = max(rate, slice/o.wall.Seconds())
			}
			b.ReportMetric(median(wall), "of-bare")
			b.ReportMetric(median(used), "cpu-of-bare")
			b.ReportMetric(rate, "best-req/s")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}

// A load asks one server over and over.
type load struct {
	ask   []byte
	conns []*bufio.ReadWriter
}

type spent struct{ wall, cpu time.Duration }

func newLoad(b *testing.B, h http.Handler, inm string) *load {
	srv := httptest.NewServer(h)
	b.Cleanup(srv.Close)
	l := &load{ask: []byte("GET /feeds/ports.rss HTTP/1.1\r\nHost: desk.example\r\nAccept-Encoding: gzip\r\n")}
	if inm != "" {
		l.ask = append(l.ask, "If-None-Match: "+inm+"\r\n"...)
	}
	l.ask = append(l.ask, "\r\n"...)
	for range connections {
		conn, err := net.Dial("tcp", srv.Listener.Addr().String())
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { conn.Close() })
		l.conns = append(l.conns, bufio.NewReadWriter(bufio.NewReaderSize(conn, 64<<10), bufio.NewWriter(conn)))
	}
	return l
}

// run asks slice times over all connections.
func (l *load) run(b *testing.B) spent {
	began, used := time.Now(), cpu()
	var wg sync.WaitGroup
	for _, rw := range l.conns {
		wg.Go(func() {
			for range slice / connections {
				rw.Write(l.ask)
				rw.Flush()
				if err := skipResponse(rw.Reader); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	return spent{time.Since(began), cpu() - used}
}

// connections is how many readers ask at once in BenchmarkAgainstBare.
const connections = 64

// cpu is the processor time this process has used.
func cpu() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// skipResponse reads one response as cheaply as can be.
func skipResponse(r *bufio.Reader) error {
	length := 0
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return err
		}
		if v, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(v))); err != nil {
				return err
			}
		}
		if len(line) == 2 {
			_, err = r.Discard(length)
			return err
		}
	}
}

// BenchmarkPrint is what a new edition costs: render, check and compress one
// format of 100 items.
func BenchmarkPrint(b *testing.B) {
	for _, format := range []string{"rss", "atom", "json"} {
		b.Run(format, func(b *testing.B) {
			size := 0
			for b.Loop() {
				b.StopTimer()
				h := bigFeed()
				b.StartTimer()
				size = int(get(h, "/feeds/ports."+format).ContentLength)
			}
			b.SetBytes(int64(size))
		})
	}
}
