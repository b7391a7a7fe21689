package ingest_test

import (
	"fmt"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/datelinewire/dateline/wire"
)

// cutOff is a desk of n sources; those whose host down names are not heard,
// not even by a refusal.
func cutOff(n int, down func(host string) bool) (*desk, []wire.Source) {
	f := new(feed)
	f.file("a quay")
	d := newDesk(func(w *reply, r *http.Request) {
		if down(r.URL.Host) {
			w.wait, w.err = 10*time.Second, opErr("dial", syscall.ETIMEDOUT)
			return
		}
		f.serve(w, r)
	})
	var sources []wire.Source
	for i := range n {
		sources = append(sources, source(fmt.Sprint("s", i), fmt.Sprintf("https://s%d.example/feed", i)))
		sources[i].Pace.Ceiling = time.Hour
	}
	return d, sources
}

// A desk of one or two sources that is cut off cannot tell that from a
// publisher's trouble: nobody is blamed, nobody asked more often than ever, and
// when the network is back the sources are asked within the hour.
func TestFewSourcesCutOff(t *testing.T) {
	for n := 1; n <= 2; n++ {
		synctest.Test(t, func(t *testing.T) {
			begin := time.Now()
			d, sources := cutOff(n, func(string) bool {
				since := time.Since(begin)
				return since > 3*time.Hour && since < 15*time.Hour
			})
			d.runFor(t, 15*time.Hour, sources...)
			for _, s := range sources {
				p, _ := d.store.Poll(s.Name)
				if p.Failures != 0 || p.Kind != "unknown" || !strings.Contains(p.Error, "not blamed") {
					t.Errorf("of %d, %s: %d failures, %s %q; want nobody blamed", n, s.Name, p.Failures, p.Kind, p.Error)
				}
				as := d.pub.asks(s.URL)
				for i, a := range as[1:] {
					if gap := a.at.Sub(as[i].at); gap < 15*time.Minute {
						t.Errorf("of %d, %s: asked again after %v", n, s.Name, gap)
					}
				}
			}
			d.runFor(t, 75*time.Minute, sources...)
			for _, s := range sources {
				if p, _ := d.store.Poll(s.Name); p.Error != "" || p.LastGood.Sub(begin) < 15*time.Hour {
					t.Errorf("of %d, %s: %q, last good %v", n, s.Name, p.Error, p.LastGood.Sub(begin))
				}
			}
		})
	}
}

// As soon as another source answers, silence is the publisher's, from its
// beginning, and is backed off from like any failure.
func TestFewSourcesOneSilent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		d, sources := cutOff(2, func(host string) bool { return host == "s0.example" && time.Since(begin) > 3*time.Hour })
		sources[0].Pace.Ceiling = 6 * time.Hour
		d.runFor(t, 40*time.Hour, sources...)
		p, _ := d.store.Poll("s0")
		if p.Kind != "network" || p.Failures < 4 || p.Next.Sub(p.At) < 5*time.Hour {
			t.Errorf("%s, %d failures, next in %v; want the publisher's failure, and patience", p.Kind, p.Failures, p.Next.Sub(p.At))
		}
		if since := p.Since.Sub(begin); since > 5*time.Hour {
			t.Errorf("failing since %v, want since it began", since)
		}
		if p, _ := d.store.Poll("s1"); p.Error != "" {
			t.Errorf("the other: %q", p.Error)
		}
	})
}
