package web_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/datelinewire/dateline/wire"
)

// get asks h for path; header are pairs of names and values.
func get(h http.Handler, path string, header ...string) *http.Response {
	return do(h, http.MethodGet, path, header...)
}

func do(h http.Handler, method, path string, header ...string) *http.Response {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t testing.TB, resp *http.Response) []byte {
	t.Helper()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestFeedHeaders(t *testing.T) {
	h := newHouse().server().Handler()
	for path, contentType := range map[string]string{
		"/feeds/ports.rss":  "application/rss+xml; charset=utf-8",
		"/feeds/ports.atom": "application/atom+xml; charset=utf-8",
		"/feeds/ports.json": "application/feed+json; charset=utf-8",
	} {
		resp := get(h, path)
		for name, want := range map[string]string{
			"Content-Type":  contentType,
			"Cache-Control": "public, max-age=60",
			"Vary":          "Accept-Encoding",
			"Last-Modified": "Sat, 14 Mar 2026 15:07:26 GMT",
			"Link":          `<https://desk.example` + path + `>; rel="self"`,
		} {
			if got := resp.Header.Get(name); got != want {
				t.Errorf("%s: %s = %q, want %q", path, name, got, want)
			}
		}
		if n := len(get(h, path, "Accept-Encoding", "gzip").Header); n > 8 {
			t.Errorf("%s: %d headers; more than 8 cost speed", path, n)
		}
		if resp.StatusCode != 200 || !strings.Contains(string(body(t, resp)), "Vellmar reopens") {
			t.Errorf("%s: status %d or no article in it", path, resp.StatusCode)
		}
	}
}

// Each coding is other bytes of the same document, under its own strong tag.
func TestCodingsAreVariants(t *testing.T) {
	h := newHouse().server().Handler()
	plain := body(t, get(h, "/feeds/ports.rss"))
	tags := map[string]string{}
	for accept, want := range map[string]string{
		"": "", "identity": "", "br": "", "gzip": "gzip", "zstd": "zstd", "gzip, deflate, br, zstd": "zstd",
		"gzip;q=1.0, zstd;q=0.5": "gzip", "zstd;q=0, *": "gzip", "gzip;q=0, identity": "", "*": "zstd", "identity;q=0": "",
		"GZIP": "gzip", "x-gzip": "gzip", "gzip;q=0.2, identity;q=0.8": "",
	} {
		resp := get(h, "/feeds/ports.rss", "Accept-Encoding", accept)
		if got := resp.Header.Get("Content-Encoding"); got != want {
			t.Errorf("Accept-Encoding %q: Content-Encoding %q, want %q", accept, got, want)
			continue
		}
		b := body(t, resp)
		if got := resp.ContentLength; got != int64(len(b)) {
			t.Errorf("Accept-Encoding %q: Content-Length %d, body %d", accept, got, len(b))
		}
		if got := decode(t, want, b); !bytes.Equal(got, plain) {
			t.Errorf("Accept-Encoding %q: decodes to other bytes than identity", accept)
		}
		tag := resp.Header.Get("ETag")
		if !strings.HasPrefix(tag, `"`) {
			t.Errorf("Accept-Encoding %q: ETag %s is not strong", accept, tag)
		}
		if old, ok := tags[want]; ok && old != tag {
			t.Errorf("coding %q has the tags %s and %s", want, old, tag)
		}
		tags[want] = tag
	}
	if tags[""] == tags["gzip"] || tags["gzip"] == tags["zstd"] || len(tags) != 3 {
		t.Errorf("tags of the codings: %v, want three", tags)
	}
}

func decode(t *testing.T, coding string, b []byte) []byte {
	t.Helper()
	switch coding {
	case "gzip":
		z, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		b, err = io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
	case "zstd":
		d, err := zstd.NewReader(nil)
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		if b, err = d.DecodeAll(b, nil); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

func TestPagesAreSecure(t *testing.T) {
	h := newHouse().server().Handler()
	for _, path := range []string{"/", "/topics/ports", "/status", "/none", "/feeds/none.rss", "/opml.xml"} {
		hd := get(h, path).Header
		if hd.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(hd.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: %v", path, hd)
		}
		if hd.Get("Referrer-Policy") != "same-origin" {
			t.Errorf("%s: Referrer-Policy %q", path, hd.Get("Referrer-Policy"))
		}
	}
}

func TestConditionalGET(t *testing.T) {
	h := newHouse().server().Handler()
	const path = "/feeds/ports.atom"
	first := get(h, path, "Accept-Encoding", "gzip")
	tag, date := first.Header.Get("ETag"), first.Header.Get("Last-Modified")
	plainTag := get(h, path).Header.Get("ETag")
	for _, c := range []struct {
		name   string
		header []string
		want   int
	}{
		{"same tag", []string{"If-None-Match", tag}, 304},
		{"same tag, weak", []string{"If-None-Match", "W/" + tag}, 304},
		{"in a list", []string{"If-None-Match", `"a", W/"b" ,,` + tag}, 304},
		{"in the second field", []string{"If-None-Match", `"a"`, "If-None-Match", tag}, 304},
		{"star", []string{"If-None-Match", "*"}, 304},
		{"another tag", []string{"If-None-Match", `"a"`}, 200},
		{"tag with a comma in it", []string{"If-None-Match", `"a,` + strings.Trim(tag, `"`) + `"`}, 200},
		{"another coding's tag", []string{"If-None-Match", plainTag}, 200},
		{"tag without quotes", []string{"If-None-Match", strings.Trim(tag, `"`)}, 200},
		{"same date", []string{"If-Modified-Since", date}, 304},
		{"later date", []string{"If-Modified-Since", "Sun, 15 Mar 2026 00:00:00 GMT"}, 304},
		{"earlier date", []string{"If-Modified-Since", "Sat, 14 Mar 2026 15:07:25 GMT"}, 200},
		{"obsolete date form", []string{"If-Modified-Since", "Saturday, 14-Mar-26 15:07:26 GMT"}, 304},
		{"no date", []string{"If-Modified-Since", "yesterday"}, 200},
		{"two dates", []string{"If-Modified-Since", date, "If-Modified-Since", date}, 200},
		{"tag beats date", []string{"If-None-Match", `"a"`, "If-Modified-Since", date}, 200},
		{"tag beats older date", []string{"If-None-Match", tag, "If-Modified-Since", "Sat, 14 Mar 2020 15:07:25 GMT"}, 304},
		{"If-Match holds", []string{"If-Match", tag}, 200},
		{"If-Match is strong", []string{"If-Match", "W/" + tag}, 412},
		{"If-Match fails", []string{"If-Match", `"a"`}, 412},
		{"If-Match before If-None-Match", []string{"If-Match", `"a"`, "If-None-Match", tag}, 412},
		{"If-Unmodified-Since holds", []string{"If-Unmodified-Since", date}, 200},
		{"If-Unmodified-Since fails", []string{"If-Unmodified-Since", "Sat, 14 Mar 2020 15:07:25 GMT"}, 412},
	} {
		for _, method := range []string{"GET", "HEAD"} {
			resp := do(h, method, path, append(c.header, "Accept-Encoding", "gzip")...)
			if resp.StatusCode != c.want {
				t.Errorf("%s: %s %d, want %d", c.name, method, resp.StatusCode, c.want)
			}
			if resp.StatusCode != 304 {
				continue
			}
			if resp.Header.Get("ETag") != tag || resp.Header.Get("Vary") == "" || resp.Header.Get("Cache-Control") == "" {
				t.Errorf("%s: 304 without ETag, Vary or Cache-Control: %v", c.name, resp.Header)
			}
			if resp.Header.Get("Content-Type") != "" || resp.Header.Get("Content-Encoding") != "" || len(body(t, resp)) > 0 {
				t.Errorf("%s: 304 tells of a body: %v", c.name, resp.Header)
			}
		}
	}
}

func TestHEADIsGETWithoutBody(t *testing.T) {
	h := newHouse().server().Handler()
	for _, path := range []string{"/feeds/ports.rss", "/topics/ports", "/", "/opml.xml", "/robots.txt"} {
		g, hd := get(h, path), do(h, "HEAD", path)
		if hd.StatusCode != g.StatusCode || len(body(t, hd)) != 0 {
			t.Errorf("HEAD %s: status %d and %d bytes", path, hd.StatusCode, len(body(t, hd)))
		}
		for name := range g.Header {
			if g.Header.Get(name) != hd.Header.Get(name) {
				t.Errorf("HEAD %s: %s = %q, GET has %q", path, name, hd.Header.Get(name), g.Header.Get(name))
			}
		}
	}
}

func TestUnknownFeeds(t *testing.T) {
	h := newHouse().server().Handler()
	for _, path := range []string{"/feeds/nothing.rss", "/feeds/ports", "/feeds/", "/feeds/ports.html", "/feeds/ports.xml", "/feeds/ports/1.atom", "/feeds/.rss", "/hub", "/websub/x", "/none"} {
		resp := get(h, path)
		b := body(t, resp)
		if resp.StatusCode != 404 || len(b) > 100 || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/plain") {
			t.Errorf("%s: %d %q, want a plain and small 404", path, resp.StatusCode, b)
		}
	}
}

func TestWrongMethods(t *testing.T) {
	h := newHouse().server().Handler()
	for _, path := range []string{"/feeds/ports.rss", "/", "/topics/ports", "/status", "/metrics", "/opml.xml"} {
		resp := do(h, "POST", path)
		allow := resp.Header.Get("Allow")
		if resp.StatusCode != 405 || !strings.Contains(allow, "GET") || !strings.Contains(allow, "HEAD") {
			t.Errorf("POST %s: %d, Allow %q", path, resp.StatusCode, allow)
		}
	}
}

// A feed is rendered once an edition, however many ask at once.
func TestEditionIsRenderedOnce(t *testing.T) {
	ho := newHouse()
	s := ho.server()
	h := s.Handler()
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() { get(h, "/feeds/ports.rss", "Accept-Encoding", "gzip") })
	}
	wg.Wait()
	if got := metric(t, h, `dateline_render_seconds_count{format="rss"}`); got != "1" {
		t.Errorf("rendered %s times, want 1", got)
	}
	ho.publish(topics()[0], news()[4])
	resp := get(h, "/feeds/ports.rss")
	if b := string(body(t, resp)); !strings.Contains(b, "Tarn weir") || strings.Contains(b, "Vellmar") {
		t.Error("the new edition is not what is served")
	}
	if got := metric(t, h, `dateline_render_seconds_count{format="rss"}`); got != "2" {
		t.Errorf("rendered %s times, want 2", got)
	}
}

// Equal editions give equal bytes and tags, in this process and in the next.
func TestSameEditionSameTag(t *testing.T) {
	a := get(newHouse().server().Handler(), "/feeds/ports.json", "Accept-Encoding", "zstd")
	b := get(newHouse().server().Handler(), "/feeds/ports.json", "Accept-Encoding", "zstd")
	if a.Header.Get("ETag") != b.Header.Get("ETag") || !bytes.Equal(body(t, a), body(t, b)) {
		t.Error("the same edition got other bytes after a restart")
	}
}

// When an edition cannot be rendered, the old bytes stay, and it is told once.
func TestOldBytesStayWhenRenderingFails(t *testing.T) {
	ho := newHouse()
	var log bytes.Buffer
	s := ho.server()
	s.Log = slog.New(slog.NewTextHandler(&log, nil))
	h := s.Handler()
	for _, path := range []string{"/feeds/ports.rss", "/topics/ports"} {
		before := get(h, path)
		want := body(t, before)
		broken := ho.editions["ports"]
		ho.publish(topics()[0], news()[0], nil) // a nil article makes any writer panic
		for range 3 {
			resp := get(h, path)
			if got := body(t, resp); resp.StatusCode != 200 || !bytes.Equal(got, want) || resp.Header.Get("ETag") != before.Header.Get("ETag") {
				t.Errorf("%s: status %d, other bytes than before", path, resp.StatusCode)
			}
		}
		ho.mu.Lock()
		ho.editions["ports"] = broken
		ho.mu.Unlock()
	}
	if n := strings.Count(log.String(), "the last good one stays"); n != 2 {
		t.Errorf("told %d times, want once a format:\n%s", n, log.String())
	}
	if got := metric(t, h, `dateline_render_failures_total{format="rss"}`); got != "1" {
		t.Errorf("failures counted: %s, want 1", got)
	}
}

func TestNothingToShowIs503(t *testing.T) {
	ho := newHouse()
	h := ho.server().Handler()
	ho.publish(topics()[0], news()[0], nil)
	for _, path := range []string{"/feeds/ports.rss", "/topics/ports"} {
		if resp := get(h, path); resp.StatusCode != 503 || resp.Header.Get("Retry-After") == "" {
			t.Errorf("%s: %d, Retry-After %q", path, resp.StatusCode, resp.Header.Get("Retry-After"))
		}
	}
	ho.err = errors.New("disk gone")
	for _, path := range []string{"/feeds/rivers.rss", "/topics/rivers", "/", "/status"} {
		if resp := get(h, path); resp.StatusCode != 503 || strings.Contains(string(body(t, resp)), "disk") {
			t.Errorf("%s: %d", path, resp.StatusCode)
		}
	}
}

// Whoever asks by date alone must see every change: one within the same
// second, and one by a new rule that brings no newer article.
func TestLastModifiedMovesWithTheBytes(t *testing.T) {
	ho := newHouse()
	s := ho.server()
	clock := now
	s.Now = func() time.Time { return clock }
	h := s.Handler()
	since := func() string { return get(h, "/feeds/ports.rss").Header.Get("Last-Modified") }
	ask := func(date string) int {
		return get(h, "/feeds/ports.rss", "If-Modified-Since", date).StatusCode
	}
	first := since()
	all := news()
	ho.publish(topics()[0], all[0], all[1]) // same newest article, fewer others
	if got := ask(first); got != 200 {
		t.Errorf("after a change of rule: %d, want 200", got)
	}
	second := since()
	if second != now.Format(http.TimeFormat) {
		t.Errorf("Last-Modified %q after a change of rule, want the present time", second)
	}
	ho.publish(topics()[0], all[0]) // within the second of the last change
	if got := ask(second); got != 200 {
		t.Errorf("second change within a second: %d, want 200", got)
	}
	if got := since(); got != "" {
		t.Errorf("Last-Modified %q, want none: it could not be told from the last", got)
	}
	clock = clock.Add(time.Minute)
	ho.publish(topics()[0], all[0], all[2])
	if got := ask(second); got != 200 {
		t.Errorf("third change: %d, want 200", got)
	}
	if got, want := since(), clock.Format(http.TimeFormat); got != want {
		t.Errorf("Last-Modified %q, want %q", got, want)
	}
}

func TestEmptyEdition(t *testing.T) {
	ho := newHouse()
	ho.publish(wire.Topic{Name: "quiet"})
	h := ho.server().Handler()
	for _, path := range []string{"/feeds/quiet.rss", "/feeds/quiet.atom", "/feeds/quiet.json", "/topics/quiet"} {
		if resp := get(h, path); resp.StatusCode != 200 || resp.Header.Get("Last-Modified") != "" {
			t.Errorf("%s: %d, Last-Modified %q", path, resp.StatusCode, resp.Header.Get("Last-Modified"))
		}
	}
}

// metric returns the value of a line of /metrics.
func metric(t *testing.T, h http.Handler, name string) string {
	t.Helper()
	for line := range strings.SplitSeq(string(body(t, get(h, "/metrics"))), "\n") {
		if v, ok := strings.CutPrefix(line, name+" "); ok {
			return v
		}
	}
	return "none"
}
