package ingest_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

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
