package ingest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

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
				w.body = "<html><body><article>" + strings.Repeat("<p>The harbour reported pier after pier, the port authority said on the day, and the quay was long and quiet.</p>", 8) + "<p>Page of " + p + ".</p></article></body></html>"
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
