package ingest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// An article that changes has its page asked for again, once; and the store
// keeps the text of the feed beside that of the page.
func TestFullTextOncePerVersion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := new(feed)
		f.file("pier 0")
		d := newDesk(func(w *reply, r *http.Request) {
			if r.URL.Path == "/feed.xml" {
				f.serve(w, r)
				return
			}
			if r.URL.Path == "/robots.txt" {
				w.status = 404
				return
			}
			w.body = page("edition " + f.stories[len(f.stories)-1].text)
		})
		src := source("harbour", "https://harbour.example/feed.xml")
		src.FullText = true
		for i := range 6 {
			if i == 3 {
				f.stories[0].text = "The harbour reported pier 0, and then another."
				f.file("pier 1")
			}
			if _, err := d.Poll(t.Context(), src); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Hour)
		}
		if n := len(d.pub.asks("harbour.example/g0")); n != 2 {
			t.Errorf("the page of two versions was asked for %d times", n)
		}
		if n := len(d.pub.asks("harbour.example/g1")); n != 1 {
			t.Errorf("the page of one version was asked for %d times", n)
		}
		for _, a := range d.store.articles {
			if !strings.Contains(a.Text(), "and then another") {
				t.Errorf("%s: %s; want the page of the latest version", a.EntryID, a.Text())
			}
			if raw := string(d.store.raw[a.ID]); !strings.Contains(raw, "The harbour reported pier") {
				t.Errorf("%s: the feed's text is not kept beside: %q", a.EntryID, raw)
			}
		}
	})
}

// A host of pages that asks for patience gets it. The visit does not wait for
// that: the stories come with their summaries.
func TestFullTextOfAHostThatAsksForPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := new(feed)
		for i := range 5 {
			f.file(fmt.Sprintf("pier %d", i))
		}
		d := newDesk(func(w *reply, r *http.Request) {
			switch {
			case r.URL.Host == "feeds.example":
				f.serve(w, r)
			case r.URL.Path == "/robots.txt":
				w.status = 404
			default:
				w.status = 429
				w.header.Set("Retry-After", "86400")
			}
		})
		src := source("harbour", "https://feeds.example/feed.xml")
		src.FullText = true
		begin := time.Now()
		v, err := d.Poll(t.Context(), src)
		if err != nil || v.Tally.New != 5 || time.Since(begin) > time.Minute {
			t.Errorf("%+v, %v after %v; want all five at once", v.Tally, err, time.Since(begin))
		}
		if n := len(d.pub.asks("harbour.example/g")); n != 1 {
			t.Errorf("%d pages were asked for", n)
		}
	})
}

// page is a web page with an article that has text in it.
func page(text string) string {
	return "<html><body><article>" + strings.Repeat("<p>The harbour reported pier after pier, the port authority said on the day, and the quay was long and quiet.</p>", 8) + "<p>" + text + "</p></article></body></html>"
}

// Full text: the page is asked for once per version, after robots.txt and at
// the pace of its host; what is walled, missing or forbidden leaves the
// summary.
func TestFullText(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := new(feed)
		for i := range 30 {
			f.file(fmt.Sprintf("pier %d", i))
		}
		f.window = 30
		d := newDesk(func(w *reply, r *http.Request) {
			switch p := r.URL.Path; {
			case p == "/robots.txt":
				w.body = "User-agent: *\nDisallow: /g3$\n"
			case p == "/feed.xml":
				f.serve(w, r)
			case p == "/g4":
				w.status = 403
			case p == "/g5":
				w.body = "<html><body><p>Subscribe to continue</p><input type=password></body></html>"
			default:
				w.body = page("Page of " + p + ".")
			}
		})
		src := source("harbour", "https://harbour.example/feed.xml")
		src.FullText = true
		v, err := d.Poll(t.Context(), src)
		if err != nil || v.Tally.New != 30 {
			t.Fatalf("%+v, %v", v.Tally, err)
		}
		if n := len(d.pub.asks("harbour.example/g")); n > 20 {
			t.Errorf("%d pages in one visit", n)
		}
		for range 3 {
			time.Sleep(time.Hour)
			if _, err := d.Poll(t.Context(), src); err != nil {
				t.Fatal(err)
			}
		}
		seen := map[string]int{}
		for _, a := range d.pub.log {
			seen[a.url]++
		}
		full, short := 0, 0
		for _, a := range d.store.articles {
			if strings.Contains(a.Text(), "Page of /"+a.EntryID+".") {
				full++
			} else {
				short++
			}
			want := 1
			if a.EntryID == "g3" {
				want = 0
			}
			if n := seen[a.URL]; n != want {
				t.Errorf("%s was asked for %d times, want %d", a.URL, n, want)
			}
		}
		if full != 27 || short != 3 {
			t.Errorf("%d with full text, %d with the summary; want 27 and 3", full, short)
		}
		if n := len(d.pub.asks("robots.txt")); n != 1 {
			t.Errorf("robots.txt was asked for %d times in three hours", n)
		}
		inspectHosts(t, d.pub)
	})
}
