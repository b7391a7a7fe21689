package samplewire_test

import (
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/datelinewire/dateline/internal/samplewire"
)

func TestConditionalGET(t *testing.T) {
	w := samplewire.New(samplewire.Options{Start: start})
	for _, s := range samplewire.Sources() {
		first := get(t, w, s.Path)
		tag, modified := first.Header().Get("ETag"), first.Header().Get("Last-Modified")
		if first.Code != http.StatusOK || !strings.HasPrefix(tag, `"`) || modified == "" || first.Header().Get("Vary") != "Accept-Encoding" {
			t.Fatalf("%s: %d, ETag %s, Last-Modified %s", s.Path, first.Code, tag, modified)
		}
		for _, header := range [][]string{{"If-None-Match", tag}, {"If-Modified-Since", modified}, {"If-None-Match", "W/" + tag}} {
			if rec := get(t, w, s.Path, header...); rec.Code != http.StatusNotModified || rec.Body.Len() > 0 {
				t.Errorf("%s with %s: %d and %d bytes", s.Path, header, rec.Code, rec.Body.Len())
			}
		}
		if rec := get(t, w, s.Path, "If-None-Match", `"other"`, "If-Modified-Since", modified); rec.Code != http.StatusOK {
			t.Errorf("%s: If-Modified-Since wins over If-None-Match", s.Path)
		}
	}
	w.Advance(start.Add(5 * time.Minute))
	for _, s := range samplewire.Sources() {
		v := w.Visits(s.Path)
		if v.Requests != 5 || v.NotModified != 3 || v.Full != 2 || v.Bytes == 0 || v.Last.Get("If-None-Match") != `"other"` {
			t.Errorf("%s: counted %+v", s.Path, v)
		}
	}
}

func TestGzipHasItsOwnETag(t *testing.T) {
	w := samplewire.New(samplewire.Options{Start: start})
	plain, packed := get(t, w, "/ap.rss"), get(t, w, "/ap.rss", "Accept-Encoding", "br, gzip;q=0.8")
	z, err := gzip.NewReader(packed.Body)
	if err != nil || packed.Header().Get("Content-Encoding") != "gzip" {
		t.Fatal(packed.Header(), err)
	}
	body, err := io.ReadAll(z)
	if err != nil || string(body) != plain.Body.String() {
		t.Errorf("unpacked, the document is another (%v)", err)
	}
	if plain.Header().Get("ETag") == packed.Header().Get("ETag") {
		t.Error("two representations share an ETag")
	}
	if rec := get(t, w, "/ap.rss", "Accept-Encoding", "gzip;q=0"); rec.Header().Get("Content-Encoding") != "" {
		t.Error("gzip although it was refused")
	}
	if v := w.Visits("/ap.rss"); v.Gzipped != 1 {
		t.Errorf("counted %+v", v)
	}
}

func TestClockMovesAtRequests(t *testing.T) {
	now := start
	w := samplewire.New(samplewire.Options{Start: start, Now: func() time.Time { return now }})
	before := get(t, w, "/ap.rss").Body.String()
	now = start.Add(10 * time.Minute)
	if after := get(t, w, "/ap.rss").Body.String(); after == before || !w.Time().Equal(now) {
		t.Error("a request did not move the service on")
	}
}

func TestPages(t *testing.T) {
	w := samplewire.New(samplewire.Options{Start: start})
	for _, s := range samplewire.Sources() {
		list := get(t, w, s.Path).Body.String()
		if !strings.Contains(list, "http://sample.example/stories/"+s.Name+"/8") {
			t.Errorf("%s has no links to its pages", s.Path)
		}
		rec := get(t, w, "/stories/"+s.Name+"/8")
		if rec.Code != http.StatusOK || !strings.Contains(rec.Body.String(), s.Title) {
			t.Errorf("page of %s: %d %s", s.Name, rec.Code, rec.Body)
		}
	}
	for path, want := range map[string]int{"/": 200, "/robots.txt": 200, "/stories/ap/99": 404, "/stories/x/1": 404, "/stories/": 404, "/nothing": 404} {
		if rec := get(t, w, path); rec.Code != want {
			t.Errorf("%s: %d, want %d", path, rec.Code, want)
		}
	}
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, httptest.NewRequest("POST", "/ap.rss", nil))
	if rec.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", rec.Code)
	}
}

func TestFaults(t *testing.T) {
	w := samplewire.New(samplewire.Options{Start: start})
	good := get(t, w, "/ap.rss").Body.String()
	for _, tt := range []struct {
		fault  samplewire.Fault
		status int
		body   func(string) bool
	}{
		{samplewire.FaultNotFound, 404, nil},
		{samplewire.FaultGone, 410, nil},
		{samplewire.FaultLimited, 429, nil},
		{samplewire.FaultServer, 500, nil},
		{samplewire.FaultBusy, 503, nil},
		{samplewire.FaultHTML, 200, func(s string) bool { return strings.Contains(s, `rel="alternate" type="application/rss+xml"`) }},
		{samplewire.FaultEmpty, 200, func(s string) bool { return s == "" }},
		{samplewire.FaultRubbish, 200, func(s string) bool { return len(s) == 4096 }},
		{samplewire.FaultTruncated, 200, func(s string) bool { return s == good[:len(good)/2] }},
		{samplewire.FaultBare, 200, func(s string) bool { return s == good }},
	} {
		w.Fault("/ap.rss", tt.fault)
		rec := get(t, w, "/ap.rss")
		if rec.Code != tt.status || rec.Header().Get("ETag") != "" || tt.body != nil && !tt.body(rec.Body.String()) {
			t.Errorf("%s: %d %v", tt.fault, rec.Code, rec.Header())
		}
		if rec := get(t, w, "/tass.rss"); rec.Code != 200 {
			t.Errorf("%s broke another source: %d", tt.fault, rec.Code)
		}
	}
	w.Fault("/ap.rss", "")
	if get(t, w, "/ap.rss").Body.String() != good {
		t.Error("mended, it serves another document")
	}
}

// The faults that go on do so until the reader leaves, and not a moment longer.
func TestLongFaultsEndWithTheReader(t *testing.T) {
	for _, fault := range []samplewire.Fault{samplewire.FaultSlow, samplewire.FaultEndless} {
		synctest.Test(t, func(t *testing.T) { // ends only when no goroutine is left
			w := samplewire.New(samplewire.Options{Start: start})
			w.Fault("/ap.rss", fault)
			ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
			defer cancel()
			out := &leaver{ResponseRecorder: httptest.NewRecorder(), left: ctx, patience: 1 << 20}
			var group sync.WaitGroup
			group.Go(func() {
				w.ServeHTTP(out, httptest.NewRequestWithContext(ctx, "GET", "/ap.rss", nil))
			})
			group.Wait()
			if out.Body.Len() == 0 {
				t.Errorf("%s: no byte", fault)
			}
			if fault == samplewire.FaultSlow && out.Body.Len() > 2000 {
				t.Errorf("slow sent %d bytes in 3 seconds", out.Body.Len())
			}
		})
	}
}

// A leaver is a reader that goes away after so many bytes.
type leaver struct {
	*httptest.ResponseRecorder
	left     context.Context
	patience int
}

func (l *leaver) Write(p []byte) (int, error) {
	if l.Body.Len() > l.patience || l.left.Err() != nil {
		return 0, io.ErrClosedPipe
	}
	return l.ResponseRecorder.Write(p)
}

func TestCutConnection(t *testing.T) {
	w := samplewire.New(samplewire.Options{Start: start})
	w.Fault("/ap.rss", samplewire.FaultCut)
	server := httptest.NewServer(w)
	defer server.Close()
	resp, err := server.Client().Get(server.URL + "/ap.rss")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if _, err := io.ReadAll(resp.Body); err == nil {
		t.Error("a cut connection read to its end")
	}
}

func TestConcurrentUse(t *testing.T) {
	w := samplewire.New(samplewire.Options{Start: start})
	var group sync.WaitGroup
	for i := range 4 {
		group.Go(func() {
			for j := range 20 {
				w.Advance(start.Add(time.Duration(i+j) * time.Second))
				guid, _ := w.File("ap", samplewire.Story{Title: "x", Paragraphs: []string{"y"}})
				w.Correct("ap", guid, "z", nil)
				get(t, w, samplewire.Sources()[(i+j)%len(samplewire.Sources())].Path)
				w.Stories("ap")
				w.Visits("/ap.rss")
			}
		})
	}
	group.Wait()
}

func BenchmarkAdvance(b *testing.B) {
	w := samplewire.New(samplewire.Options{Start: start})
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		w.Advance(start.Add(time.Duration(i) * samplewire.Every))
	}
}

func BenchmarkServe(b *testing.B) {
	w := samplewire.New(samplewire.Options{Start: start})
	r := httptest.NewRequest("GET", "/ap.rss", nil)
	b.ReportAllocs()
	for b.Loop() {
		rec := httptest.NewRecorder()
		w.ServeHTTP(rec, r)
		b.SetBytes(int64(rec.Body.Len()))
	}
}
