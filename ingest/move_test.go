package ingest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A feed that leads to a host which has asked for patience is asked again when
// that is over; nobody waits in line so long.
func TestRedirectToAHostThatAsksForPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := new(feed)
		f.file("a quay")
		begin := time.Now()
		d := newDesk(func(w *reply, r *http.Request) {
			switch {
			case r.URL.Host != "store.example":
				w.status = 302
				w.header.Set("Location", "https://store.example"+r.URL.Path)
			case time.Since(begin) < 6*time.Hour:
				w.status = 503
				w.header.Set("Retry-After", "21600")
			default:
				f.serve(w, r)
			}
		})
		a, b := source("a", "https://a.example/1"), source("b", "https://b.example/2")
		d.runFor(t, 5*time.Hour, a, b)
		for _, name := range []string{"a", "b"} {
			if p, _ := d.store.Poll(name); p.Kind != "busy" || p.RetryAt.Before(begin.Add(5*time.Hour)) || p.At.Sub(begin) > time.Minute {
				t.Errorf("%s: %s %q at %v, patience until %v", name, p.Kind, p.Error, p.At.Sub(begin), p.RetryAt.Sub(begin))
			}
		}
		if n := len(d.pub.asks("store.example")); n != 1 {
			t.Errorf("the host was asked %d times", n)
		}
		d.runFor(t, 3*time.Hour, a, b)
		for _, name := range []string{"a", "b"} {
			if p, _ := d.store.Poll(name); p.Error != "" {
				t.Errorf("%s afterwards: %s", name, p.Error)
			}
		}
	})
}

// What is adopted as the new address is what has proved itself: the same target
// of permanent redirects, in several visits over days; and what fails after
// that is left for the address that is configured.
func TestMoveIsProved(t *testing.T) {
	const from = "https://harbour.example/feed.xml"
	to := func(w *reply, status int, where string) {
		w.status = status
		w.header.Set("Location", "https://harbour.example"+where)
	}
	day := func(d time.Duration) int { return int(d / (24 * time.Hour)) }
	for _, c := range []struct {
		name  string
		serve func(w *reply, path string, since time.Duration) bool // false is the feed
		want  string                                                // asked first after ten days
	}{
		{"301", func(w *reply, path string, _ time.Duration) bool {
			if path == "/feed.xml" {
				to(w, 301, "/new")
			}
			return path == "/feed.xml"
		}, "/new"},
		{"a chain, as far as it is permanent", func(w *reply, path string, _ time.Duration) bool {
			switch path {
			case "/feed.xml":
				to(w, 301, "/a")
			case "/a":
				to(w, 308, "/b")
			case "/b":
				to(w, 302, "/today")
			}
			return path != "/today"
		}, "/b"},
		{"temporary first", func(w *reply, path string, _ time.Duration) bool {
			switch path {
			case "/feed.xml":
				to(w, 302, "/a")
			case "/a":
				to(w, 301, "/b")
			}
			return path != "/b"
		}, "/feed.xml"},
		{"another target every other day", func(w *reply, path string, since time.Duration) bool {
			if path == "/feed.xml" {
				to(w, 301, fmt.Sprint("/new", day(since)/2))
			}
			return path == "/feed.xml"
		}, "/feed.xml"},
		{"for two days only", func(w *reply, path string, since time.Duration) bool {
			if path == "/feed.xml" && day(since) < 2 {
				to(w, 301, "/new")
				return true
			}
			return false
		}, "/feed.xml"},
		{"and from there on, for a day only", func(w *reply, path string, since time.Duration) bool {
			switch {
			case path == "/feed.xml":
				to(w, 301, "/a")
			case path == "/a" && day(since) == 5:
				to(w, 301, "/b")
			default:
				return false
			}
			return true
		}, "/a"},
		{"and from there on, for good", func(w *reply, path string, since time.Duration) bool {
			switch {
			case path == "/feed.xml":
				to(w, 301, "/a")
			case path == "/a" && day(since) >= 5:
				to(w, 301, "/b")
			default:
				return false
			}
			return true
		}, "/b"},
		{"and the new address then fails", func(w *reply, path string, since time.Duration) bool {
			switch {
			case path == "/feed.xml" && day(since) < 5:
				to(w, 301, "/new")
			case path == "/new" && day(since) >= 5:
				w.status = 404
			default:
				return false
			}
			return true
		}, "/feed.xml"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := new(feed)
				f.file("a quay")
				begin := time.Now()
				d := newDesk(func(w *reply, r *http.Request) {
					if !c.serve(w, r.URL.Path, time.Since(begin)) {
						f.serve(w, r)
					}
				})
				src := source("harbour", from)
				src.Pace.Ceiling = 6 * time.Hour
				d.runFor(t, 10*24*time.Hour, src)
				n := len(d.pub.log)
				d.runFor(t, 12*time.Hour, src)
				if got := d.pub.log[n].url; got != "https://harbour.example"+c.want {
					t.Errorf("asked first: %s, want %s", got, c.want)
				}
				if p, _ := d.store.Poll("harbour"); p.Error != "" {
					t.Errorf("%s", p.Error)
				}
			})
		})
	}
}

// From https to http is followed, and in time adopted, for the source that
// allows it and for no other; and no longer than it does.
func TestDowngrade(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := new(feed)
		f.file("a quay")
		d := newDesk(func(w *reply, r *http.Request) {
			if r.URL.Scheme == "https" {
				w.status = 308
				w.header.Set("Location", "http://"+r.URL.Host+"/plain.xml")
				return
			}
			f.serve(w, r)
		})
		strict, easy := source("strict", "https://strict.example/feed.xml"), source("easy", "https://easy.example/feed.xml")
		easy.Pace.AllowDowngrade = true
		d.runFor(t, 5*24*time.Hour, strict, easy)
		if n := len(d.pub.asks("http://strict")); n != 0 {
			t.Errorf("the strict source was asked %d times in the open", n)
		}
		if p, _ := d.store.Poll("strict"); p.Kind != "redirect" || !strings.Contains(p.Error, "downgrade") {
			t.Errorf("strict: %s %q, want the redirect refused and the setting named", p.Kind, p.Error)
		}
		p, _ := d.store.Poll("easy")
		if p.Error != "" || !p.Move.Adopted || p.Move.To != "http://easy.example/plain.xml" {
			t.Errorf("easy: %q, move %+v; want it adopted", p.Error, p.Move)
		}
		easy.Pace.AllowDowngrade = false
		d.renew()
		open := len(d.pub.asks("http://easy"))
		d.runFor(t, 24*time.Hour, easy)
		if n := len(d.pub.asks("http://easy")) - open; n != 0 {
			t.Errorf("asked %d times in the open after that was no longer allowed", n)
		}
	})
}
