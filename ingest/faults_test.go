package ingest_test

import (
	"bytes"
	"compress/gzip"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/datelinewire/dateline/wire"
)

// drip gives n bytes every gap, for ever.
type drip struct {
	n   int
	gap time.Duration
}

func (d drip) Read(b []byte) (int, error) {
	time.Sleep(d.gap)
	n := min(d.n, len(b))
	for i := range n {
		b[i] = ' '
	}
	return n, nil
}

// snap breaks off with err after its text.
func snap(text string, err error) io.Reader {
	return io.MultiReader(strings.NewReader(text), errReader{err})
}

type errReader struct{ err error }

func (e errReader) Read([]byte) (int, error) { return 0, e.err }

func gz(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, s)
	_ = w.Close()
	return b.String()
}

func zs(s string) string {
	e, _ := zstd.NewWriter(nil)
	return string(e.EncodeAll([]byte(s), nil))
}

func opErr(op string, err error) error { return &net.OpError{Op: op, Net: "tcp", Err: err} }

// A fault is what a server does at the second visit, after one good visit.
type fault struct {
	name  string
	serve func(w *reply, f *feed)
	kind  string        // of the error; "" is a good visit
	words string        // part of what the operator reads
	next  time.Duration // about when the next visit is; 0 does not matter
	count int           // articles afterwards; 2 when 0
}

func faults() []fault {
	status := func(n int) func(*reply, *feed) {
		return func(w *reply, _ *feed) { w.status, w.body = n, "<html>no</html>" }
	}
	fails := func(err error) func(*reply, *feed) { return func(w *reply, _ *feed) { w.err = err } }
	body := func(s string) func(*reply, *feed) { return func(w *reply, _ *feed) { w.body = s } }
	to := func(code int, where string) func(*reply, *feed) {
		return func(w *reply, _ *feed) { w.status = code; w.header.Set("Location", where) }
	}
	packed := func(enc string, pack func(string) string) func(*reply, *feed) {
		return func(w *reply, f *feed) { w.header.Set("Content-Encoding", enc); w.body = pack(f.body()) }
	}
	const q, h = 15 * time.Minute, time.Hour
	fs := []fault{
		{"connection refused", fails(opErr("dial", os.NewSyscallError("connect", syscall.ECONNREFUSED))), "network", "does not answer", q, 0},
		{"connection reset", fails(opErr("read", os.NewSyscallError("read", syscall.ECONNRESET))), "network", "does not answer", q, 0},
		{"closed before the answer", fails(io.EOF), "network", "", q, 0},
		{"host unreachable", fails(opErr("dial", syscall.EHOSTUNREACH)), "network", "", q, 0},
		{"no route at all", fails(opErr("dial", syscall.ENETUNREACH)), "ours", "not blamed", 5 * time.Minute, 0},
		{"name gone", fails(&net.DNSError{Err: "no such host", Name: "harbour.example", IsNotFound: true}), "name", "does not exist in the DNS", q, 0},
		{"resolver down", fails(&net.DNSError{Err: "server misbehaving", IsTemporary: true}), "ours", "not blamed", 5 * time.Minute, 0},
		{"certificate expired", fails(x509.CertificateInvalidError{Reason: x509.Expired}), "tls", "expired", h, 0},
		{"certificate for another name", fails(x509.HostnameError{Certificate: &x509.Certificate{}, Host: "harbour.example"}), "tls", "another name", h, 0},
		{"certificate of nobody", fails(x509.UnknownAuthorityError{}), "tls", "ca-certificates", h, 0},
		{"malformed answer", fails(errors.New(`net/http: HTTP/1.x transport connection broken: malformed HTTP response "SSH-2.0"`)), "network", "", q, 0},
		{"slow headers", func(w *reply, _ *feed) { w.wait = time.Hour }, "slow", "no answer in time", q, 0},
		{"slow body", func(w *reply, _ *feed) { w.stream = drip{1, time.Hour} }, "slow", "stopped coming", q, 0},
		{"body in drops", func(w *reply, _ *feed) { w.stream = drip{1, time.Second} }, "slow", "drops", q, 0},
		{"endless body", func(w *reply, _ *feed) { w.stream = drip{1 << 20, time.Millisecond} }, "large", "max_body", h, 0},
		{"endless body at leisure", func(w *reply, _ *feed) { w.stream = drip{1 << 12, 2 * time.Second} }, "slow", "did not end", q, 0},
		{"shorter than its length", func(w *reply, f *feed) { w.stream = snap(f.body()[:200], io.ErrUnexpectedEOF) }, "broken", "breaks off", q, 0},
		{"bad chunks", func(w *reply, f *feed) { w.stream = snap(f.body()[:200], errors.New("invalid byte in chunk length")) }, "broken", "breaks off", q, 0},
		{"bad gzip", packed("gzip", func(s string) string { return gz(s)[:40] + "garbage garbage garbage" }), "broken", "unpacked", q, 0},
		{"gzip cut short", packed("gzip", func(s string) string { s = gz(s); return s[:len(s)/2] }), "broken", "unpacked", q, 0},
		{"gzip bomb", packed("gzip", func(string) string { return gz(strings.Repeat(" ", 20<<20)) }), "large", "", h, 0},
		{"zstd bomb", packed("zstd", func(string) string { return zs(strings.Repeat(" ", 20<<20)) }), "large", "", h, 0},
		{"brotli, which we had not asked for", packed("br", func(s string) string { return s }), "broken", "not asked for", q, 0},
		{"gzip that is none", packed("gzip", func(s string) string { return s }), "", "", 0, 3},
		{"gzip without a label", packed("", gz), "", "", 0, 3},
		{"gzip twice", packed("gzip, gzip", func(s string) string { return gz(gz(s)) }), "", "", 0, 3},
		{"zstd", packed("zstd", zs), "", "", 0, 3},
		{"redirect to itself", to(301, "https://harbour.example/feed.xml"), "redirect", "circle", h, 0},
		{"redirect without end", func(w *reply, _ *feed) {
			w.status = 302
			w.header.Set("Location", fmt.Sprintf("/hop/%d", time.Now().UnixNano()))
		}, "redirect", "more than", h, 0},
		{"redirect to http", to(301, "http://harbour.example/feed.xml"), "redirect", "anybody on the way", h, 0},
		{"redirect to a file", to(302, "file:///etc/passwd"), "forbidden", "scheme", h, 0},
		{"redirect to this machine", to(302, "https://127.0.0.1/"), "forbidden", "allow_private", h, 0},
		{"redirect to nowhere", status(302), "status", "does not say where", h, 0},
		{"304 though there is something new", func(w *reply, _ *feed) { w.status = 304 }, "", "", 0, 2},
		{"200 with the same body", func(w *reply, f *feed) { w.body = rss(f.extra, f.stories[1:]...) }, "", "", 0, 2},
		{"206", func(w *reply, f *feed) { w.status, w.body = 206, f.body()[:100] }, "status", "206", h, 0},
		{"204", status(204), "status", "no document", h, 0},
		{"226 that we did not ask for", func(w *reply, f *feed) { w.status, w.body = 226, f.body() }, "status", "", h, 0},
		{"300", status(300), "status", "", h, 0},
		{"400", status(400), "status", "whether the address is right", h, 0},
		{"401", status(401), "status", "no place", h, 0},
		{"403", status(403), "status", "User-Agent", h, 0},
		{"404", status(404), "status", "sources discover", h, 0},
		{"410", status(410), "gone", "not asked any more", -1, 0},
		{"429 without a word", status(429), "busy", "too frequent", h, 0},
		{"429 for three hours", func(w *reply, _ *feed) { w.status = 429; w.header.Set("Retry-After", "10800") }, "busy", "3h0m0s", 3 * h, 0},
		{"429 for a century", func(w *reply, _ *feed) { w.status = 429; w.header.Set("Retry-After", "3155760000") }, "busy", "", 7 * 24 * h, 0},
		{"503 until a date", func(w *reply, _ *feed) {
			w.status = 503
			w.header.Set("Retry-After", time.Now().Add(2*time.Hour).UTC().Format(http.TimeFormat))
		}, "busy", "2h0m0s", 2 * h, 0},
		{"500", status(500), "server", "fault of its own", q, 0},
		{"503", status(503), "server", "not available", q, 0},
		{"599", status(599), "server", "", q, 0},
		{"empty", body(""), "parse", "nothing in it", q, 0},
		{"blanks", body("  \n \n"), "parse", "", q, 0},
		{"web page", body("<!doctype html><html><head><title>Hello</title></head><body>Moved</body></html>"), "parse", "web page", q, 0},
		{"web page with a feed", body(`<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/real.xml"></head><body>x</body></html>`), "parse", "https://harbour.example/real.xml", q, 0},
		{"rubbish", body("\x00\x01\x02\xff\xfe rubbish \x7f"), "parse", "", q, 0},
		{"cut in an entry", func(w *reply, f *feed) { b := f.body(); w.body = b[:len(b)-100] }, "", "", 0, 3},
	}
	return append(fs, charsetFaults()...)
}

// charsetFaults are documents in eight encodings, declared each in its way;
// the new entry has to come out readable.
func charsetFaults() []fault {
	in := func(name, label string, encode func(string) ([]byte, error)) fault {
		return fault{name: "charset " + name, count: 3, serve: func(w *reply, f *feed) {
			s := strings.Replace(f.body(), `encoding="UTF-8"`, `encoding="`+label+`"`, 1)
			b, err := encode(s)
			if err != nil {
				panic(err)
			}
			w.body = string(b)
		}}
	}
	bytesOf := func(e interface{ Bytes([]byte) ([]byte, error) }) func(string) ([]byte, error) {
		return func(s string) ([]byte, error) { return e.Bytes([]byte(s)) }
	}
	return []fault{
		in("utf-8 with a mark", "UTF-8", func(s string) ([]byte, error) { return []byte("\ufeff" + s), nil }),
		in("utf-16 le", "UTF-16", bytesOf(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder())),
		in("utf-16 be", "UTF-16", bytesOf(unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder())),
		in("latin 1", "ISO-8859-1", bytesOf(charmap.ISO8859_1.NewEncoder())),
		in("windows-1251", "windows-1251", bytesOf(charmap.Windows1251.NewEncoder())),
		in("koi8-r", "KOI8-R", bytesOf(charmap.KOI8R.NewEncoder())),
		in("gb18030", "gb18030", bytesOf(simplifiedchinese.GB18030.NewEncoder())),
		in("shift_jis", "Shift_JIS", bytesOf(japanese.ShiftJIS.NewEncoder())),
	}
}

// Whatever a server does, it costs only itself: what was known stays, the
// operator is told in words, the next visit is where it should be, asks with
// the validators of the last good document, and finds what there is to find.
func TestFaults(t *testing.T) {
	for _, c := range faults() {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { c.test(t) })
		})
	}
}

func (c *fault) test(t *testing.T) {
	f := new(feed)
	f.file("a first quay")
	f.file("a second quay")
	broken := false
	d := newDesk(func(w *reply, r *http.Request) {
		if broken && (r.URL.Path == "/feed.xml" || strings.HasPrefix(r.URL.Path, "/hop/")) {
			c.serve(w, f)
			return
		}
		f.serve(w, r)
	})
	src := source("harbour", "https://harbour.example/feed.xml")
	if _, err := d.Poll(t.Context(), src); err != nil {
		t.Fatal(err)
	}
	good, _ := d.store.Poll("harbour")
	time.Sleep(time.Hour)
	f.file("a third quay")
	broken = true
	v, err := d.Poll(t.Context(), src)
	p := v.Poll
	stored, _ := d.store.Poll("harbour")
	if stored.Kind != c.kind || stored.Error != p.Error {
		t.Errorf("kind %q (%s), want %q", stored.Kind, stored.Error, c.kind)
	}
	if (err != nil) != (c.kind != "") || !strings.Contains(p.Error, c.words) {
		t.Errorf("error %v, want the word of %q", err, c.words)
	}
	if sum := v.Tally; sum.Entries != sum.New+sum.Changed+sum.Same+sum.Refused {
		t.Errorf("%+v does not add up", sum)
	}
	c.checkState(t, good, p)
	if n := len(d.store.headlines()); n != max(c.count, 2) {
		t.Errorf("%d articles, want %d", n, max(c.count, 2))
	}
	if c.kind == "gone" {
		return
	}
	broken = false
	time.Sleep(time.Until(p.Next) + time.Second)
	before := len(d.pub.log)
	v, err = d.Poll(t.Context(), src)
	if err != nil || v.Poll.Failures != 0 || v.Poll.Kind != "" || len(d.store.headlines()) != 3 {
		t.Errorf("after it is put right: %v, %+v, %d articles", err, v.Tally, len(d.store.headlines()))
	}
	if got := d.pub.log[before].header.Get("If-None-Match"); got != p.Validators.ETag {
		t.Errorf("the next visit asks with %q, want %q", got, p.Validators.ETag)
	}
}

func (c *fault) checkState(t *testing.T, good, p wire.Poll) {
	t.Helper()
	if c.kind == "" {
		if p.Failures != 0 || !p.LastGood.Equal(p.At) {
			t.Errorf("a good visit left failures %d, last good %v", p.Failures, p.LastGood)
		}
		return
	}
	if p.Validators != good.Validators || p.BodyHash != good.BodyHash || !p.LastGood.Equal(good.LastGood) {
		t.Errorf("validators %+v, want the old ones %+v", p.Validators, good.Validators)
	}
	want := 1
	if c.kind == "ours" {
		want = 0
	}
	if p.Failures != want || !p.Since.Equal(p.At) {
		t.Errorf("failures %d since %v, want %d since %v", p.Failures, p.Since, want, p.At)
	}
	if c.next < 0 {
		if !p.Gone || !p.Next.IsZero() {
			t.Errorf("gone %v, next %v; want never", p.Gone, p.Next)
		}
		return
	}
	if wait := p.Next.Sub(p.At); wait < c.next || wait > c.next+c.next/4+15*time.Minute {
		t.Errorf("next visit in %v, want %v and a little", wait, c.next)
	}
}

// How long one request may take, and how much it may bring, is each source's
// own setting.
func TestTimeoutAndMaxBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := new(feed)
		f.file("a quay")
		d := newDesk(func(w *reply, r *http.Request) {
			f.serve(w, r)
			w.wait = 20 * time.Second
		})
		hasty, small, easy := source("hasty", "https://hasty.example/"), source("small", "https://small.example/"), source("easy", "https://easy.example/")
		hasty.Pace.Timeout = 5 * time.Second
		small.Pace.MaxBody = 100
		begin := time.Now()
		if v, err := d.Poll(t.Context(), hasty); err == nil || v.Poll.Kind != "slow" || time.Since(begin) != 5*time.Second {
			t.Errorf("timeout: %s after %v, %v; want slow after 5s", v.Poll.Kind, time.Since(begin), err)
		}
		if v, err := d.Poll(t.Context(), small); err == nil || v.Poll.Kind != "large" || !strings.Contains(v.Poll.Error, "max_body") {
			t.Errorf("max_body: %s, %v; want large", v.Poll.Kind, err)
		}
		if _, err := d.Poll(t.Context(), easy); err != nil {
			t.Errorf("by default: %v", err)
		}
	})
}

// Failures in a row wait longer and longer, up to a limit, and never for ever.
func TestBackOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(func(w *reply, _ *http.Request) { w.status = 500 })
		src := source("harbour", "https://harbour.example/feed.xml")
		var last time.Duration
		for range 12 {
			v, _ := d.Poll(t.Context(), src)
			wait := v.Poll.Next.Sub(v.Poll.At)
			if wait < last*3/4 || wait > 8*time.Hour {
				t.Errorf("after %d failures: %v, before that %v", v.Poll.Failures, wait, last)
			}
			last = wait
			time.Sleep(wait)
		}
		if last < 6*time.Hour {
			t.Errorf("after twelve failures only %v", last)
		}
	})
}

// When nobody answers, it is we who are cut off: nobody is blamed, few are
// asked, and when the network is back everybody is asked soon.
func TestOwnNetworkDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		down := false
		f := new(feed)
		f.file("a quay")
		d := newDesk(func(w *reply, r *http.Request) {
			if down {
				w.err = opErr("dial", syscall.ETIMEDOUT)
				return
			}
			f.serve(w, r)
		})
		var sources []wire.Source
		for i := range 40 {
			sources = append(sources, source(fmt.Sprint("s", i), fmt.Sprintf("https://s%d.example/feed", i)))
			sources[i].Pace.Ceiling = time.Hour
		}
		go func() {
			time.Sleep(3 * time.Hour)
			d.pub.mu.Lock()
			down = true
			d.pub.mu.Unlock()
			time.Sleep(24 * time.Hour)
			d.pub.mu.Lock()
			down = false
			d.pub.mu.Unlock()
		}()
		d.runFor(t, 26*time.Hour, sources...)
		n := 0
		for _, s := range sources {
			p, _ := d.store.Poll(s.Name)
			n += p.Failures
		}
		if n > 3 {
			t.Errorf("%d failures are blamed on publishers while our own network was down", n)
		}
		d.runFor(t, 2*time.Hour, sources...)
		for _, s := range sources {
			if p, _ := d.store.Poll(s.Name); p.Error != "" || time.Since(p.LastGood) > 2*time.Hour {
				t.Errorf("%s: %s, last good %v ago", s.Name, p.Error, time.Since(p.LastGood))
			}
		}
	})
}

// A 304 to a question without validators says nothing.
func TestUnasked304(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(func(w *reply, _ *http.Request) { w.status = 304 })
		v, err := d.Poll(t.Context(), source("harbour", "https://harbour.example/feed.xml"))
		if err == nil || v.Poll.Kind != "status" || !strings.Contains(v.Poll.Error, "nothing to compare") {
			t.Errorf("%v, kind %q; want a fault of the server", err, v.Poll.Kind)
		}
	})
}

// Validators that stand still while the document changes are found out by the
// weekly full fetch, and not sent for a while.
func TestLyingValidators(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := new(feed)
		f.file("a quay")
		d := newDesk(func(w *reply, r *http.Request) {
			w.header.Set("ETag", `"for ever"`)
			w.header.Set("Last-Modified", "Tue, 01 Jan 2041 00:00:00 GMT")
			if r.Header.Get("If-None-Match") != "" {
				w.status = 304
				return
			}
			w.body = f.body()
		})
		src := source("harbour", "https://harbour.example/feed.xml")
		go func() {
			for range 9 {
				time.Sleep(24 * time.Hour)
				d.pub.mu.Lock()
				f.file(fmt.Sprint("quay ", len(f.stories)))
				d.pub.mu.Unlock()
			}
		}()
		d.runFor(t, 10*24*time.Hour, src)
		if n := len(d.store.headlines()); n != 10 {
			t.Errorf("%d articles after ten days, want 10: the validators were believed", n)
		}
		if p, _ := d.store.Poll("harbour"); p.Distrust.IsZero() {
			t.Error("the validators are not distrusted")
		}
	})
}

// How often that is asked for is the operator's: a day here, a week where
// nothing is said.
func TestFullEvery(t *testing.T) {
	for _, c := range []struct {
		every       time.Duration
		least, most int
	}{{24 * time.Hour, 12, 14}, {0, 1, 2}} {
		synctest.Test(t, func(t *testing.T) {
			f := new(feed)
			f.file("a quay")
			d := newDesk(f.serve)
			d.FullEvery = c.every
			src := source("harbour", "https://harbour.example/feed.xml")
			src.Pace.Ceiling = time.Hour
			d.runFor(t, 14*24*time.Hour, src)
			full := 0
			for _, a := range d.pub.log[1:] {
				if a.header.Get("If-None-Match") == "" {
					full++
				}
			}
			if full < c.least || full > c.most {
				t.Errorf("%d full fetches in two weeks, want %d to %d", full, c.least, c.most)
			}
		})
	}
}

// What could not be stored was not read: the old validators are sent again,
// and nothing is lost.
func TestStoreFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := new(feed)
		f.file("a quay")
		d := newDesk(f.serve)
		src := source("harbour", "https://harbour.example/feed.xml")
		_, _ = d.Poll(t.Context(), src)
		f.file("another quay")
		d.store.fail = errors.New("disk full")
		if _, err := d.Poll(t.Context(), src); err == nil {
			t.Fatal("the store's error was swallowed")
		}
		v, err := d.Poll(t.Context(), src)
		if err != nil || v.Tally.New != 1 {
			t.Errorf("%+v, %v; want the entry that could not be stored", v.Tally, err)
		}
		if got := d.pub.log[2].header.Get("If-None-Match"); got != `"v1"` {
			t.Errorf("asked with %s, want the validators of what is stored", got)
		}
	})
}

// What a 304 says of when to ask again counts, though the document had said
// nothing; and what it does not say stays as the document had it.
func TestHintsOf304(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &feed{extra: "<ttl>45</ttl>"}
		f.file("a quay")
		say := ""
		d := newDesk(func(w *reply, r *http.Request) {
			f.serve(w, r)
			if w.status == 304 && say != "" {
				w.header.Set("Cache-Control", say)
			}
		})
		src := source("harbour", "https://harbour.example/feed.xml")
		src.Pace.Ceiling = src.Pace.Every // nothing but hints makes it later
		for _, c := range []struct {
			say         string
			least, most time.Duration
		}{
			{"", 45 * time.Minute, 50 * time.Minute},
			{"", 45 * time.Minute, 50 * time.Minute},
			{"max-age=10800", 3 * time.Hour, 3*time.Hour + 15*time.Minute},
			{"", 3 * time.Hour, 3*time.Hour + 15*time.Minute},
			{"no-cache, max-age=10800", 45 * time.Minute, 50 * time.Minute},
			{"max-age=99999999", 24 * time.Hour, 24*time.Hour + 15*time.Minute},
		} {
			say = c.say
			v, err := d.Poll(t.Context(), src)
			if wait := v.Poll.Next.Sub(v.Poll.At); err != nil || wait < c.least || wait > c.most {
				t.Errorf("%d with %q: next in %v, %v; want %v", v.Poll.Status, c.say, wait, err, c.least)
			}
		}
	})
}

// A server that offers feed instances (RFC 3229) is asked for what is new
// alone, and what was there before is not forgotten.
func TestDelta(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := new(feed)
		f.file("a first quay")
		f.file("a second quay")
		d := newDesk(func(w *reply, r *http.Request) {
			w.header.Set("Vary", "Accept-Encoding, A-IM")
			if r.Header.Get("A-IM") == "feed" && r.Header.Get("If-None-Match") == `"v2"` && len(f.stories) == 3 {
				w.status = 226
				w.header.Set("IM", "feed")
				w.header.Set("ETag", f.etag())
				w.body = rss("", f.stories[0])
				return
			}
			if r.Header.Get("A-IM") == "feed" && r.Header.Get("If-None-Match") == `"v4"` && len(f.stories) == 7 {
				w.status = 226
				w.header.Set("IM", "feed")
				w.header.Set("ETag", f.etag())
				w.body = rss("", f.stories[:3]...)
				return
			}
			f.serve(w, r)
		})
		src := source("harbour", "https://harbour.example/feed.xml")
		_, _ = d.Poll(t.Context(), src)
		f.file("a third quay")
		v, err := d.Poll(t.Context(), src)
		if err != nil || v.Poll.Status != 226 || v.Tally != (wire.Tally{Entries: 1, New: 1}) {
			t.Fatalf("%d %+v, %v; want the new entry alone", v.Poll.Status, v.Tally, err)
		}
		f.file("a fourth quay")
		if v, err = d.Poll(t.Context(), src); err != nil || v.Tally != (wire.Tally{Entries: 4, New: 1, Same: 3}) {
			t.Errorf("%+v, %v; want one new and three known", v.Tally, err)
		}
		// That all of it is new is the nature of a delta: no loss, no hurry.
		time.Sleep(2 * time.Hour)
		for i := range 3 {
			f.file(fmt.Sprint("pier ", i))
		}
		v, err = d.Poll(t.Context(), src)
		if l := v.Poll.Learnt; err != nil || v.Poll.Status != 226 || v.Tally != (wire.Tally{Entries: 3, New: 3}) || l.Gaps != 0 || l.Lost != 0 || strings.Contains(l.Why, "twice as often") {
			t.Errorf("%d %+v, %v, gaps %d, lost %d, %s", v.Poll.Status, v.Tally, err, l.Gaps, l.Lost, l.Why)
		}
		if h := d.pub.log[0].header; h.Get("A-IM") != "" {
			t.Error("A-IM was sent before the server had offered anything")
		}
	})
}
