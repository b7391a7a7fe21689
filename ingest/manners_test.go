package ingest_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/datelinewire/dateline/wire"
)

// A shop is a publisher of one address with a way of its own, and what its
// owner would look for in the log beyond what every owner does.
type shop struct {
	name  string
	url   string
	every time.Duration // filing
	serve func(f *feed, w *reply, r *http.Request, since time.Duration)
	check func(t *testing.T, asks []ask)
	quiet time.Duration // least time between two asks; 15 min when 0
	named []string      // addresses that answers lead to, and that may be asked beside url
	lies  bool          // its validators stand still, so that they may be left out
	full  bool          // the pages of its stories are wanted
	feed  feed
}

// sent are the headers of a polite request: there are no others.
var sent = map[string]bool{
	"User-Agent": true, "Accept": true, "Accept-Encoding": true, "If-None-Match": true, "If-Modified-Since": true,
	"A-Im": true, // where it was offered
}

// torn marks an answer that was no document: its validators stand for nothing.
const torn = "X-Torn"

// between counts the asks of the days from and to after the first.
func between(asks []ask, from, to int) int {
	n := 0
	for _, a := range asks {
		if d := int(a.at.Sub(asks[0].at) / (24 * time.Hour)); d >= from && d < to {
			n++
		}
	}
	return n
}

// week serves what bad says in the days 3 to 10, and the feed before and after.
func week(bad func(w *reply)) func(*feed, *reply, *http.Request, time.Duration) {
	return func(f *feed, w *reply, r *http.Request, since time.Duration) {
		if since > 3*24*time.Hour && since < 10*24*time.Hour {
			bad(w)
			return
		}
		f.serve(w, r)
	}
}

// atMost wants no more than most asks in the week of trouble, and the source
// back after it: nobody is dead for good.
func atMost(most int) func(*testing.T, []ask) {
	return func(t *testing.T, as []ask) {
		if n := between(as, 3, 10); n > most || n < 7 {
			t.Errorf("asked %d times in the week of trouble, want %d at most and once a day at least", n, most)
		}
		if n := between(as, 12, 19); n < 7*12 {
			t.Errorf("asked %d times in a week after the trouble", n)
		}
	}
}

// shops are the publishers of the manners test; every row of what this
// package promises to publishers has one.
func shops() []*shop {
	plain := func(f *feed, w *reply, r *http.Request, _ time.Duration) { f.serve(w, r) }
	head := func(k, v string) func(*feed, *reply, *http.Request, time.Duration) {
		return func(f *feed, w *reply, r *http.Request, _ time.Duration) { w.header.Set(k, v); f.serve(w, r) }
	}
	ss := []*shop{
		{name: "busy", url: "https://busy.example/feed", every: 10 * time.Minute, serve: plain},
		{name: "slow", url: "https://slow.example/feed", every: 50 * time.Hour, serve: plain,
			check: func(t *testing.T, as []ask) {
				if n := len(as); n > 28*12 {
					t.Errorf("a source with an entry every other day was asked %d times in four weeks", n)
				}
			}},
		{name: "max-age", url: "https://maxage.example/feed", every: time.Hour, quiet: time.Hour,
			serve: head("Cache-Control", "public, max-age=3600")},
		{name: "max-age-304", url: "https://maxage304.example/feed", every: 300 * time.Hour, quiet: 2 * time.Hour,
			serve: func(f *feed, w *reply, r *http.Request, _ time.Duration) {
				w.header.Set("Cache-Control", "max-age=7200")
				f.serve(w, r)
			}},
		{name: "max-age-century", url: "https://century.example/feed", every: time.Hour, quiet: 24 * time.Hour,
			serve: head("Cache-Control", "max-age=3155760000"),
			check: func(t *testing.T, as []ask) {
				if len(as) < 20 {
					t.Errorf("an absurd max-age was not clamped: asked %d times in four weeks", len(as))
				}
			}},
		{name: "no-cache", url: "https://nocache.example/feed", every: time.Hour, serve: head("Cache-Control", "no-cache, max-age=86400"),
			check: func(t *testing.T, as []ask) {
				if len(as) < 28*12 {
					t.Errorf("max-age counts though no-cache stands beside it: asked %d times", len(as))
				}
			}},
		{name: "expires", url: "https://expires.example/feed", every: time.Hour, quiet: 3 * time.Hour,
			serve: func(f *feed, w *reply, r *http.Request, _ time.Duration) {
				date := time.Now().Add(-77 * time.Hour) // the server's clock is wrong
				w.header.Set("Date", date.UTC().Format(http.TimeFormat))
				w.header.Set("Expires", date.Add(3*time.Hour).UTC().Format(http.TimeFormat))
				f.serve(w, r)
			}},
		{name: "ttl", url: "https://ttl.example/feed", every: time.Hour, quiet: 2 * time.Hour, serve: plain, feed: feed{extra: "<ttl>120</ttl>"}},
		{name: "sy", url: "https://sy.example/feed", every: time.Hour, quiet: 6 * time.Hour, serve: plain,
			feed: feed{extra: `<sy:updatePeriod xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">daily</sy:updatePeriod><sy:updateFrequency xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">4</sy:updateFrequency>`}},
		{name: "hasty", url: "https://hasty.example/feed", every: 10 * time.Minute, serve: head("Cache-Control", "max-age=10"),
			feed: feed{extra: "<ttl>1</ttl>"}}, // hints never make it quicker
		{name: "skip", url: "https://skip.example/feed", every: time.Hour, serve: plain,
			feed: feed{extra: "<skipHours><hour>1</hour><hour>2</hour><hour>3</hour></skipHours><skipDays><day>Sunday</day></skipDays>"},
			check: func(t *testing.T, as []ask) {
				for i, a := range as[1:] {
					if a.clock.Sub(a.at) != as[i].clock.Sub(as[i].at) {
						continue // the clock was set while we waited
					}
					c := a.clock.UTC()
					if h := c.Hour(); h >= 1 && h <= 3 || c.Weekday() == time.Sunday {
						t.Errorf("asked at %s, which is to be skipped", c.Format("Mon 15:04"))
					}
				}
			}},
		{name: "none", url: "https://none.example/feed", every: 5 * time.Hour,
			serve: func(f *feed, w *reply, _ *http.Request, _ time.Duration) { w.body = f.body() }},
		{name: "odd", url: "https://odd.example/feed?id=7&q=a%20b", every: 2 * time.Hour,
			serve: func(f *feed, w *reply, r *http.Request, _ time.Duration) {
				// A weak tag with letters that a normaliser would change, and a
				// date in a form that no standard knows.
				w.header.Set("ETag", fmt.Sprintf(`W/"é %d--gzip"`, len(f.stories)))
				w.header.Set("Last-Modified", fmt.Sprint("yesterday, about ", len(f.stories)))
				if r.Header.Get("If-None-Match") == w.header.Get("ETag") && r.Header.Get("If-Modified-Since") == w.header.Get("Last-Modified") {
					w.status = 304
					return
				}
				w.body = f.body()
			}},
		{name: "renews", url: "https://renews.example/feed", every: 30 * time.Hour,
			serve: func(f *feed, w *reply, r *http.Request, since time.Duration) {
				tag := fmt.Sprintf(`"%d-%d"`, len(f.stories), int(since/(5*time.Hour)))
				w.header.Set("ETag", tag) // the 304 brings a newer one
				if strings.HasPrefix(r.Header.Get("If-None-Match"), fmt.Sprintf(`"%d-`, len(f.stories))) {
					w.status = 304
					return
				}
				w.body = f.body()
			}},
		{name: "torn", url: "https://torn.example/feed", every: 2 * time.Hour,
			serve: func(f *feed, w *reply, r *http.Request, since time.Duration) {
				if since%(20*time.Hour) > 16*time.Hour {
					w.header.Set("ETag", `"of rubbish"`)
					w.header.Set("Last-Modified", "Mon, 04 May 2026 12:00:00 GMT")
					w.header.Set(torn, "yes")
					w.body = "\x00 rubbish"
					return
				}
				f.serve(w, r)
			}},
		{name: "frozen", url: "https://frozen.example/feed", every: 5 * time.Hour, lies: true,
			serve: func(f *feed, w *reply, r *http.Request, _ time.Duration) {
				w.header.Set("ETag", `"for ever"`)
				w.header.Set("Last-Modified", "Tue, 01 Jan 2041 00:00:00 GMT")
				if r.Header.Get("If-None-Match") != "" {
					w.status = 304
					return
				}
				w.body = f.body()
			},
			check: func(t *testing.T, as []ask) {
				for _, a := range as[1:] {
					if a.header.Get("If-None-Match") == "" {
						if d := a.at.Sub(as[0].at); d > 8*24*time.Hour {
							t.Errorf("found out only after %v", d)
						}
						return
					}
				}
				t.Error("validators that stand still were never found out")
			}},
		{name: "delta", url: "https://delta.example/feed", every: 5 * time.Hour, serve: head("Vary", "Accept-Encoding, A-IM"),
			check: func(t *testing.T, as []ask) {
				for i, a := range as {
					if asked := a.header.Get("A-Im") != ""; asked != (a.header.Get("If-None-Match") != "") {
						t.Errorf("ask %d: A-IM %v, with If-None-Match %q; want them together", i, asked, a.header.Get("If-None-Match"))
					}
				}
			}},
		{name: "pushed", url: "https://pushed.example/feed", every: 3 * time.Hour, quiet: time.Second,
			serve: head("Link", `<https://hub.example/>; rel=hub, <https://pushed.example/feed>; rel=self`),
			check: func(t *testing.T, as []ask) {
				if n := len(as); n > 28*8+28*14 {
					t.Errorf("asked %d times in four weeks beside 224 pushes, want it to poll slowly", n)
				}
			}},
		{name: "pages", url: "https://pages.example/feed", every: 12 * time.Hour, serve: plain, full: true},
		{name: "patience", url: "https://patience.example/feed", every: time.Hour,
			serve: func(f *feed, w *reply, r *http.Request, since time.Duration) {
				if since%(40*time.Hour) > 30*time.Hour {
					w.status = 429
					w.header.Set("Retry-After", "9000")
					if since > 14*24*time.Hour {
						w.status = 503
						w.header.Set("Retry-After", time.Now().Add(9000*time.Second).UTC().Format(http.TimeFormat))
					}
					return
				}
				f.serve(w, r)
			},
			check: func(t *testing.T, as []ask) {
				for i, a := range as[1:] {
					if s := as[i].status; (s == 429 || s == 503) && a.at.Sub(as[i].at) < 9000*time.Second {
						t.Errorf("asked %v after a %d that wanted 9000 s", a.at.Sub(as[i].at), s)
					}
				}
			}},
		{name: "gone", url: "https://gone.example/feed", every: time.Hour,
			serve: func(f *feed, w *reply, r *http.Request, since time.Duration) {
				if since > 7*24*time.Hour {
					w.status = 410
					return
				}
				f.serve(w, r)
			},
			check: func(t *testing.T, as []ask) {
				n := 0
				for _, a := range as {
					if a.status == 410 {
						n++
					}
				}
				if n != 1 {
					t.Errorf("asked %d times after a 410, want never again", n-1)
				}
			}},
		{name: "missing", url: "https://missing.example/feed", every: time.Hour,
			serve: func(_ *feed, w *reply, _ *http.Request, _ time.Duration) { w.status = 404 },
			check: func(t *testing.T, as []ask) {
				if n := len(as); n > 45 || n < 15 {
					t.Errorf("an address that is missing was asked %d times in four weeks", n)
				}
			}},
		{name: "broken", url: "https://broken.example/feed", every: time.Hour,
			serve: week(func(w *reply) { w.status = 500 }), check: atMost(50)},
		{name: "deaf", url: "https://deaf.example/feed", every: time.Hour,
			serve: week(func(w *reply) { w.status, w.err = 0, opErr("read", syscall.ECONNRESET) }), check: atMost(50)},
		{name: "parked", url: "https://parked.example/feed", every: time.Hour,
			serve: week(func(w *reply) {
				w.header.Set(torn, "yes")
				w.body = "<!doctype html><html><body>This domain is for sale</body></html>"
			}), check: atMost(30)},
		{name: "circle", url: "https://circle.example/feed", every: time.Hour, named: []string{"https://circle.example/a"},
			serve: func(_ *feed, w *reply, r *http.Request, _ time.Duration) {
				w.status = 302
				w.header.Set("Location", map[string]string{"/feed": "/a", "/a": "/feed"}[r.URL.Path])
			},
			check: func(t *testing.T, as []ask) {
				if n := len(as); n > 90 {
					t.Errorf("a circle was walked %d times in four weeks", n/2)
				}
			}},
		{name: "naked", url: "https://naked.example/feed", every: time.Hour, // leads where everybody can read along: that is not followed
			serve: func(_ *feed, w *reply, _ *http.Request, _ time.Duration) {
				w.status = 301
				w.header.Set("Location", "http://naked.example/feed")
			}},
		{name: "moved", url: "https://moved.example/feed", every: time.Hour, named: []string{"https://moved.example/new"},
			serve: func(f *feed, w *reply, r *http.Request, _ time.Duration) {
				if r.URL.Path == "/feed" {
					w.status = 301
					w.header.Set("Location", "https://moved.example/new")
					return
				}
				f.serve(w, r)
			},
			check: func(t *testing.T, as []ask) {
				var last time.Time
				first := as[0].at
				for _, a := range as {
					if a.url == "https://moved.example/feed" {
						last = a.at
					}
				}
				if d := last.Sub(first); d < 60*time.Hour || d > 5*24*time.Hour {
					t.Errorf("the old address was asked for %v, want until the move is proved and no longer", d)
				}
			}},
		{name: "elsewhere", url: "https://elsewhere.example/feed", every: time.Hour, named: []string{"https://elsewhere.example/today"},
			serve: func(f *feed, w *reply, r *http.Request, _ time.Duration) {
				if r.URL.Path == "/feed" {
					w.status = 302
					w.header.Set("Location", "https://elsewhere.example/today")
					return
				}
				f.serve(w, r)
			},
			check: func(t *testing.T, as []ask) {
				if last := as[len(as)-2]; last.url != "https://elsewhere.example/feed" {
					t.Errorf("a temporary redirect was adopted: the last visit began at %s", last.url)
				}
			}},
	}
	// A house with twelve feeds under one registered domain.
	for i := range 12 {
		ss = append(ss, &shop{name: fmt.Sprintf("house%d", i), url: fmt.Sprintf("https://www%d.house.co.uk/feed/%d", i%3, i), every: 3 * time.Hour, serve: plain})
	}
	return ss
}

// The manners test: four weeks in the logs of forty publishers, a hub and a
// house of pages, with restarts and a wall clock that is set forth and back, and
// not one fault.
func TestManners(t *testing.T) {
	var d *desk
	all, h := shops(), &hub{lease: 5 * 24 * time.Hour}
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		byHost := map[string]*shop{}
		var sources []wire.Source
		for _, s := range all {
			u, _ := url.Parse(s.url)
			byHost[u.Host+u.Path] = s
			src := source(s.name, s.url)
			src.FullText = s.full
			sources = append(sources, src)
		}
		d = newDesk(func(w *reply, r *http.Request) {
			w.header.Set("Set-Cookie", "reader=7; Max-Age=99999999")
			switch r.URL.Host {
			case "hub.example":
				h.serve(w, r)
				return
			case "harbour.example":
				servePage(w, r)
				return
			}
			s := byHost[r.URL.Host+r.URL.Path]
			if s == nil {
				s = byHost[r.URL.Host+"/feed"]
			}
			s.serve(&s.feed, w, r, time.Since(begin))
		})
		d.withHub(h)
		for _, s := range all {
			s.feed.file("opening of " + s.name)
		}
		filing := make(chan struct{})
		go func() {
			defer close(filing)
			for range 28 * 24 * 12 {
				time.Sleep(5 * time.Minute)
				d.pub.mu.Lock()
				for _, s := range all {
					if time.Since(s.feed.stories[0].at) >= s.every {
						s.feed.file(fmt.Sprintf("story %d of %s", len(s.feed.stories), s.name))
						if s.name == "pushed" {
							h.push(s.feed.body())
						}
					}
				}
				d.pub.mu.Unlock()
			}
		}()
		rnd := rand.New(rand.NewPCG(5, 5))
		for n := 0; time.Since(begin) < 28*24*time.Hour; n++ {
			// Set while it runs: an hour forth, a year forth, a day back.
			clock := time.AfterFunc(5*time.Minute, func() {
				switch n % 9 {
				case 2:
					d.shift.Add(int64(time.Hour))
				case 4:
					d.shift.Add(int64(365 * 24 * time.Hour))
				case 5:
					d.shift.Add(-int64(365 * 24 * time.Hour))
				case 7:
					d.shift.Add(-int64(24 * time.Hour))
				}
			})
			d.runFor(t, time.Duration(rnd.IntN(2000))*time.Minute+time.Minute, sources...)
			clock.Stop()
			if n%3 == 0 {
				time.Sleep(time.Duration(rnd.IntN(300)) * time.Minute) // the machine is down
			}
			d.renew()
			d.withHub(h)
		}
		<-filing
		h.wg.Wait()
	})
	t.Run("hub", func(t *testing.T) { h.inspect(t) })
	t.Run("articles", func(t *testing.T) { inspectPages(t, d.pub) })
	for _, s := range all {
		t.Run(s.name, func(t *testing.T) { s.inspect(t, d) })
	}
	inspectHosts(t, d.pub)
}

// inspect reads the log as the owner of s would.
func (s *shop) inspect(t *testing.T, d *desk) {
	u, _ := url.Parse(s.url)
	as := d.pub.asks("://" + u.Host)
	if strings.HasPrefix(s.name, "house") {
		as = slices.DeleteFunc(as, func(a ask) bool { return a.url != s.url })
	}
	if len(as) < 2 {
		t.Fatalf("asked %d times in four weeks", len(as))
	}
	quiet := s.quiet
	if quiet == 0 {
		quiet = 15 * time.Minute
	}
	given := map[string][2]string{} // validators last given, by address
	last := map[string]ask{}
	full := map[string]int{}
	for _, a := range as {
		h := a.header
		inspectHeader(t, a)
		if h.Get("A-Im") != "" && s.name != "delta" {
			t.Error("sent A-IM, which was not offered")
		}
		if a.url != s.url && !slices.Contains(s.named, a.url) {
			t.Errorf("asked for %s, which nobody had named", a.url)
		}
		// After a restart there is only the wall clock to go by: who sets it a
		// year forth is believed.
		if b, ok := last[a.url]; ok && a.at.Sub(b.at) < quiet && a.clock.Sub(b.clock) < quiet {
			t.Errorf("asked again after %v, want at least %v", a.at.Sub(b.at), quiet)
		}
		last[a.url] = a
		v, known := given[a.url]
		got := [2]string{h.Get("If-None-Match"), h.Get("If-Modified-Since")}
		switch {
		case got == v:
		case known && got == [2]string{}:
			full[a.url]++
		default:
			t.Errorf("validators %q were sent to %s, given were %q", got, a.url, v)
		}
		if (a.status == 200 || a.status == 304) && a.answer.Get(torn) == "" {
			given[a.url] = d.pub.given(a, v)
		}
	}
	for u, n := range full {
		if n > 6 && !s.lies { // one a week, and one for the year that came and went
			t.Errorf("%s was asked without its validators %d times in four weeks", u, n)
		}
	}
	if s.check != nil {
		s.check(t, as)
	}
}

// inspectHeader looks for what no request has: cookies that were set, a
// Referer, or anything that tells more of us than who asks.
func inspectHeader(t *testing.T, a ask) {
	t.Helper()
	for name := range a.header {
		if !sent[name] {
			t.Errorf("%s: sent %s: %q", a.url, name, a.header.Get(name))
		}
	}
	if a.header.Get("User-Agent") != agent || a.method != "GET" || a.header.Get("Accept-Encoding") != "gzip, zstd" {
		t.Errorf("%s: %s as %q, for %q", a.url, a.method, a.header.Get("User-Agent"), a.header.Get("Accept-Encoding"))
	}
}

// inspect looks into the log of a hub that gives leases of five days.
func (h *hub) inspect(t *testing.T) {
	if h.bad != "" {
		t.Error(h.bad)
	}
	if h.asked < 28/5 || h.asked > 28 { // a clock that is set ends leases
		t.Errorf("asked %d times in four weeks for leases of five days", h.asked)
	}
}

// servePage is the house of the stories' pages, some of which are not for
// machines.
func servePage(w *reply, r *http.Request) {
	if r.URL.Path == "/robots.txt" {
		w.body = "User-agent: *\nDisallow: /g3\n"
		return
	}
	w.body = page("Page of " + r.URL.Path + ".")
}

// inspectPages reads the log of the house of pages: each page once, none that
// robots.txt keeps us from, and robots.txt before the first.
func inspectPages(t *testing.T, p *publisher) {
	as, seen, again := p.asks("//harbour.example/"), map[string]int{}, 0
	if len(as) < 40 || as[0].url != "https://harbour.example/robots.txt" {
		t.Fatalf("%d pages in four weeks, the first %s", len(as), as[0].url)
	}
	for _, a := range as {
		inspectHeader(t, a)
		if seen[a.url]++; seen[a.url] > 1 && !strings.HasSuffix(a.url, "/robots.txt") {
			again++
		}
		if strings.HasPrefix(a.url, "https://harbour.example/g3") {
			t.Errorf("asked for %s, which robots.txt forbids", a.url)
		}
	}
	if again > 2 { // a restart within a visit
		t.Errorf("%d pages were asked for again", again)
	}
	if n := seen["https://harbour.example/robots.txt"]; n > 60 {
		t.Errorf("robots.txt was asked for %d times", n)
	}
}

// given returns the validators that the answer to a gave: a 304 without any
// leaves the old ones.
func (p *publisher) given(a ask, old [2]string) [2]string {
	v := [2]string{a.answer.Get("ETag"), a.answer.Get("Last-Modified")}
	if a.status == 304 {
		for i := range v {
			if v[i] == "" {
				v[i] = old[i]
			}
		}
	}
	return v
}

// inspectHosts looks for two requests at a time, or one too soon after
// another, within a registered domain.
func inspectHosts(t *testing.T, p *publisher) {
	ends := map[string]time.Time{}
	for _, a := range p.log {
		domain := a.host
		if strings.HasSuffix(domain, ".house.co.uk") {
			domain = "house.co.uk"
		}
		if end, ok := ends[domain]; ok && a.at.Sub(end) < time.Second {
			t.Errorf("%s was asked %v after the last answer", a.host, a.at.Sub(end))
		}
		ends[domain] = a.end
	}
	for h, n := range p.most {
		if n > 1 {
			t.Errorf("%s had %d requests at a time", h, n)
		}
	}
}
