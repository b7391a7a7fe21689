package ingest_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/datelinewire/dateline/wire"
)

// A hub is the other side of WebSub, written from the Recommendation alone:
// it verifies intent in its own time, signs what it pushes, and forgets a
// subscription when its lease ends.
type hub struct {
	mu       sync.Mutex
	callback string
	topic    string
	secret   string
	lease    time.Duration
	ends     time.Time
	asked    int
	to       http.Handler
	wg       sync.WaitGroup
	bad      string // what the subscriber did wrong
	deny     bool
	most     time.Duration // a longer lease is refused; 0 is none
	moved    int           // status by which requests are led to /new; 0 is none
}

type push struct {
	header http.Header
	body   string
}

func (h *hub) serve(w *reply, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	form, _ := url.ParseQuery(string(body))
	h.mu.Lock()
	defer h.mu.Unlock()
	h.asked++
	if h.moved != 0 && r.URL.Path != "/new" {
		w.status = h.moved
		w.header.Set("Location", "https://hub.example/new")
		return
	}
	if n, _ := strconv.Atoi(form.Get("hub.lease_seconds")); h.most > 0 && n > int(h.most.Seconds()) {
		w.status = 400
		return
	}
	h.callback, h.topic, h.secret = form.Get("hub.callback"), form.Get("hub.topic"), form.Get("hub.secret")
	if r.Method != "POST" || r.Header.Get("Content-Type") != "application/x-www-form-urlencoded" ||
		form.Get("hub.mode") != "subscribe" || len(h.secret) < 32 || len(h.secret) >= 200 {
		h.bad = r.Method + " " + string(body)
	}
	w.status = 202
	h.wg.Go(h.verify)
}

// verify asks the subscriber whether it meant it.
func (h *hub) verify() {
	time.Sleep(5 * time.Second)
	q := url.Values{"hub.mode": {"subscribe"}, "hub.topic": {h.topic}, "hub.challenge": {"ch4llenge"}, "hub.lease_seconds": {fmt.Sprint(int(h.lease.Seconds()))}}
	if h.deny {
		q = url.Values{"hub.mode": {"denied"}, "hub.topic": {h.topic}, "hub.reason": {"no room"}}
	}
	res := h.get(h.callback + "?" + q.Encode())
	h.mu.Lock()
	defer h.mu.Unlock()
	if res.Code != 200 || !h.deny && res.Body.String() != "ch4llenge" {
		h.bad = fmt.Sprintf("verification was answered %d %q", res.Code, res.Body)
		return
	}
	h.ends = time.Now().Add(h.lease)
}

func (h *hub) get(u string) *httptest.ResponseRecorder {
	h.mu.Lock()
	to := h.to
	h.mu.Unlock()
	w := httptest.NewRecorder()
	to.ServeHTTP(w, httptest.NewRequest("GET", u, nil))
	return w
}

func (h *hub) sign(method string, f func() hash.Hash, body string) http.Header {
	mac := hmac.New(f, []byte(h.secret))
	mac.Write([]byte(body))
	return http.Header{"X-Hub-Signature": {fmt.Sprintf("%s=%x", method, mac.Sum(nil))}, "Content-Type": {"application/rss+xml"}}
}

func (h *hub) send(p push) int {
	h.mu.Lock()
	to, callback := h.to, h.callback
	h.mu.Unlock()
	w := httptest.NewRecorder()
	r := httptest.NewRequest("POST", callback, strings.NewReader(p.body))
	r.Header = p.header
	to.ServeHTTP(w, r)
	return w.Code
}

// push sends body as it should be sent.
func (h *hub) push(body string) int {
	h.mu.Lock()
	over := time.Now().After(h.ends)
	p := push{h.sign("sha256", sha256.New, body), body}
	h.mu.Unlock()
	if over {
		return 0
	}
	return h.send(p)
}

func newHubDesk(f *feed, h *hub) (*desk, wire.Source) {
	f.header = map[string]string{"Link": `<https://hub.example/>; rel="hub", <https://harbour.example/self>; rel=self`}
	d := newDesk(func(w *reply, r *http.Request) {
		if r.URL.Host == "hub.example" {
			h.serve(w, r)
			return
		}
		f.serve(w, r)
	})
	d.withHub(h)
	return d, source("harbour", "https://harbour.example/feed.xml")
}

func (d *desk) withHub(h *hub) {
	d.Callback = "https://desk.example/websub/"
	h.mu.Lock()
	h.to = d.Ingester
	h.mu.Unlock()
}

// A hub is found, subscribed to, verified and believed: its pushes bring the
// poll at once, the polls in between become rare, and the lease is renewed at
// its half, over a restart too.
func TestHub(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, h := new(feed), &hub{lease: 4 * 24 * time.Hour}
		f.file("quay 0")
		d, src := newHubDesk(f, h)
		src.Pace.Ceiling = 6 * time.Hour
		begin := time.Now()
		var late time.Duration
		go func() {
			time.Sleep(time.Hour)
			for i := range 60 {
				time.Sleep(time.Hour)
				d.pub.mu.Lock()
				f.file(fmt.Sprint("quay ", i+1))
				body := f.body()
				d.pub.mu.Unlock()
				h.push(body)
				time.Sleep(10 * time.Second)
				if n := len(d.store.headlines()); n != i+2 {
					late++
				}
			}
		}()
		d.runFor(t, 24*time.Hour, src)
		d.renew()
		d.withHub(h)
		d.runFor(t, 48*time.Hour, src)
		h.wg.Wait()
		if h.bad != "" {
			t.Errorf("the hub complains: %s", h.bad)
		}
		if late > 1 {
			t.Errorf("%d pushes did not bring their story within ten seconds", late)
		}
		if h.asked != 2 {
			t.Errorf("the hub was asked %d times in three days for a lease of four, want 2", h.asked)
		}
		p, _ := d.store.Poll("harbour")
		if p.Hub.State != wire.HubActive || p.Hub.Pushes < 55 || p.Hub.Missed != 0 {
			t.Errorf("hub %+v", p.Hub)
		}
		if u, _ := url.Parse(h.callback); len(u.Path) < len("/websub/")+40 || h.topic != "https://harbour.example/self" {
			t.Errorf("callback %s, topic %s", h.callback, h.topic)
		}
		if n := len(d.pub.asks("harbour")); n > 60+70 {
			t.Errorf("polled %d times in %v beside 60 pushes", n, time.Since(begin))
		}
	})
}

// What is forged, weakly signed, unsigned, replayed, late or for somebody else
// is refused, and does nothing.
func TestHubRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, h := new(feed), &hub{lease: 2 * time.Hour}
		f.file("quay 0")
		d, src := newHubDesk(f, h)
		d.runFor(t, 10*time.Minute, src)
		h.wg.Wait()
		f.file("quay 1")
		body := f.body()
		good := push{h.sign("sha256", sha256.New, body), body}
		other := &hub{secret: "another secret altogether, of the same length"}
		for name, c := range map[string]struct {
			p    push
			code int
		}{
			"unsigned":     {push{http.Header{}, body}, 403},
			"forged":       {push{other.sign("sha256", sha256.New, body), body}, 403},
			"changed":      {push{good.header, body + " "}, 403},
			"sha1":         {push{h.sign("sha1", sha1.New, body), body}, 403},
			"no method":    {push{http.Header{"X-Hub-Signature": {"abcdef"}}, body}, 403},
			"no hex":       {push{http.Header{"X-Hub-Signature": {"sha256=zz"}}, body}, 403},
			"empty digest": {push{http.Header{"X-Hub-Signature": {"sha256="}}, body}, 403},
		} {
			if code := h.send(c.p); code != c.code {
				t.Errorf("%s: %d, want %d", name, code, c.code)
			}
		}
		asked := len(d.pub.asks("harbour"))
		ctxRun := func(dur time.Duration) { d.runFor(t, dur, src) }
		ctxRun(2 * time.Second)
		if n := len(d.pub.asks("harbour")); n != asked {
			t.Errorf("refused pushes made %d visits", n-asked)
		}
		if code := h.send(good); code != 202 {
			t.Fatalf("a good push: %d", code)
		}
		ctxRun(5 * time.Second)
		if n := len(d.pub.asks("harbour")); n != asked+1 {
			t.Errorf("a good push made %d visits, want 1", n-asked)
		}
		time.Sleep(2 * time.Minute)
		if code := h.send(good); code != 202 {
			t.Errorf("delivered again: %d, want 202 so that the hub rests", code)
		}
		ctxRun(5 * time.Second)
		if n := len(d.pub.asks("harbour")); n != asked+1 {
			t.Errorf("a replay made %d visits", n-asked-1)
		}
		time.Sleep(3 * time.Hour)
		f.file("quay 2")
		if code := h.send(push{h.sign("sha256", sha256.New, f.body()), f.body()}); code != 410 {
			t.Errorf("after the lease: %d, want 410", code)
		}
		guess := strings.TrimRight(h.callback, h.callback[len(h.callback)-2:]) + "xx"
		for _, c := range []string{guess, "https://desk.example/websub/", "https://desk.example/websub/../x"} {
			q := "?hub.mode=subscribe&hub.challenge=x&hub.topic=" + url.QueryEscape(h.topic)
			if res := h.get(c + q); res.Code != 404 {
				t.Errorf("%s: %d, want 404", c, res.Code)
			}
		}
		for _, q := range []string{"hub.mode=subscribe&hub.challenge=x&hub.topic=https://evil.example/", "hub.mode=unsubscribe&hub.challenge=x&hub.topic=" + url.QueryEscape(h.topic)} {
			if res := h.get(h.callback + "?" + q); res.Code != 404 {
				t.Errorf("%s: %d, want 404: nobody asked for that", q, res.Code)
			}
		}
	})
}

// A hub that says nothing is found out by what polls find first, and the polls
// go on as if it were not there.
func TestHubSilent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, h := new(feed), &hub{lease: 10 * 24 * time.Hour}
		f.file("quay 0")
		d, src := newHubDesk(f, h)
		go func() {
			for i := range 40 {
				time.Sleep(time.Hour)
				d.pub.mu.Lock()
				f.file(fmt.Sprint("quay ", i+1))
				body := f.body()
				d.pub.mu.Unlock()
				if i < 5 {
					h.push(body)
				}
			}
		}()
		d.runFor(t, 41*time.Hour, src)
		h.wg.Wait()
		p, _ := d.store.Poll("harbour")
		if p.Hub.State != wire.HubDemoted || p.Hub.Missed < 3 {
			t.Errorf("hub %s, missed %d; want it demoted", p.Hub.State, p.Hub.Missed)
		}
		// Five were pushed, and the first was there before the hub was known.
		if n := len(d.store.headlines()) - 6; p.Hub.First != n || n < 30 {
			t.Errorf("%d entries found first, want %d", p.Hub.First, n)
		}
		if p.Learnt.Interval > 45*time.Minute {
			t.Errorf("polled every %v after the hub was demoted (%s)", p.Learnt.Interval, p.Learnt.Why)
		}
	})
}

// A hub that announces what is not there is believed three times, and then
// makes nobody ask; once what it says is true, it is believed again.
func TestHubLying(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, h := new(feed), &hub{lease: 10 * 24 * time.Hour}
		f.file("quay 0")
		d, src := newHubDesk(f, h)
		src.Pace.Every, src.Pace.Ceiling = time.Hour, time.Hour
		d.runFor(t, 10*time.Minute, src)
		h.wg.Wait()
		lie := func(n int) {
			for i := range n {
				time.Sleep(2 * time.Minute)
				h.push(fmt.Sprintf("<news>%d %v</news>", i, time.Now()))
			}
		}
		go lie(5 * 30)
		before := len(d.pub.asks("harbour"))
		d.runFor(t, 5*time.Hour, src)
		p, _ := d.store.Poll("harbour")
		if n := len(d.pub.asks("harbour")) - before; n > 3+5 || p.Hub.State != wire.HubDemoted {
			t.Errorf("150 false pushes in five hours made %d visits, the hub is %s; want three beside the polls, and it demoted", n, p.Hub.State)
		}
		if n := strings.Count(d.logs.String(), "announces what is not there"); n != 1 {
			t.Errorf("said %d times", n)
		}
		f.file("quay 1")
		h.push(f.body())
		d.runFor(t, 2*time.Hour, src)
		f.file("quay 2")
		h.push(f.body())
		d.runFor(t, 5*time.Second, src)
		if n := len(d.store.headlines()); n != 3 {
			t.Errorf("%d articles, want the push that came true believed, and the next", n)
		}
	})
}

// A hub that has moved is asked where it has moved to, with the same form (307,
// 308); where a redirect would drop the form it is not followed.
func TestHubHasMoved(t *testing.T) {
	for _, c := range []struct {
		status int
		state  wire.HubState
	}{{307, wire.HubActive}, {308, wire.HubActive}, {301, wire.HubAsked}, {302, wire.HubAsked}} {
		synctest.Test(t, func(t *testing.T) {
			f, h := new(feed), &hub{lease: 10 * 24 * time.Hour, moved: c.status}
			f.file("quay 0")
			d, src := newHubDesk(f, h)
			d.runFor(t, 10*time.Minute, src)
			h.wg.Wait()
			p, _ := d.store.Poll("harbour")
			if p.Hub.State != c.state || h.bad != "" {
				t.Errorf("%d: %s, %q, the hub complains %q; want it %s", c.status, p.Hub.State, p.Hub.Error, h.bad, c.state)
			}
			for _, a := range d.pub.asks("hub.example/new") {
				if a.method != "POST" || c.state != wire.HubActive {
					t.Errorf("%d: %s to where the hub has moved", c.status, a.method)
				}
			}
		})
	}
}

// A hub that refuses the lease we wish for is asked again without a wish, and
// gives what it likes; so it goes when the lease is renewed.
func TestHubRefusesTheLease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, h := new(feed), &hub{lease: 24 * time.Hour, most: 24 * time.Hour}
		f.file("quay 0")
		d, src := newHubDesk(f, h)
		d.runFor(t, 10*time.Minute, src)
		h.wg.Wait()
		if p, _ := d.store.Poll("harbour"); p.Hub.State != wire.HubActive || h.asked != 2 {
			t.Errorf("%s after %d requests, %q; want it active after two", p.Hub.State, h.asked, p.Hub.Error)
		}
		d.runFor(t, 30*time.Hour, src)
		h.wg.Wait()
		p, _ := d.store.Poll("harbour")
		if h.asked > 6 || time.Until(p.Hub.Lease) < 10*time.Hour {
			t.Errorf("%d requests, lease for another %v; want it renewed at half its time", h.asked, time.Until(p.Hub.Lease))
		}
	})
}

// Where hubs are switched off, a subscription of before is over at once: what
// is pushed makes no visit, and the hub is told.
func TestHubSwitchedOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, h := new(feed), &hub{lease: 10 * 24 * time.Hour}
		f.file("quay 0")
		d, src := newHubDesk(f, h)
		d.runFor(t, 10*time.Minute, src)
		h.wg.Wait()
		d.renew()
		d.withHub(h)
		src.Pace.NoPush = true
		asked := len(d.pub.asks("harbour"))
		d.runFor(t, time.Second, src)
		f.file("quay 1")
		if code := h.push(f.body()); code != 410 {
			t.Errorf("a push after hubs were switched off: %d, want 410", code)
		}
		d.runFor(t, 10*time.Second, src)
		if n := len(d.pub.asks("harbour")) - asked; n != 0 {
			t.Errorf("it made %d visits", n)
		}
	})
}

// A hub whose source is not configured any more is told that the subscription
// is over; but not before we know what there is.
func TestHubUnsubscribed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, h := new(feed), &hub{lease: 10 * 24 * time.Hour}
		f.file("quay 0")
		d, src := newHubDesk(f, h)
		d.runFor(t, 10*time.Minute, src)
		h.wg.Wait()
		d.renew()
		d.withHub(h)
		if code := h.push(f.body()); code != 404 {
			t.Errorf("before the start: %d, want 404, which ends nothing", code)
		}
		d.runFor(t, 30*time.Second, source("other", "https://other.example/feed.xml"))
		if code := h.push(f.body()); code != 410 {
			t.Errorf("without the source: %d, want 410", code)
		}
	})
}

// Where it is so configured, what is pushed is filed without a visit, and the
// next poll is not put off.
func TestHubContent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, h := new(feed), &hub{lease: 10 * 24 * time.Hour}
		f.file("quay 0")
		d, src := newHubDesk(f, h)
		src.Pace.PushContent = true
		d.runFor(t, 10*time.Minute, src)
		h.wg.Wait()
		before, _ := d.store.Poll("harbour")
		asked := len(d.pub.asks("harbour"))
		f.file("quay 1")
		if code := h.push(f.body()); code != 202 {
			t.Fatalf("push: %d", code)
		}
		after, _ := d.store.Poll("harbour")
		if n := len(d.store.headlines()); n != 2 || len(d.pub.asks("harbour")) != asked {
			t.Errorf("%d articles, %d visits; want 2 and none", n, len(d.pub.asks("harbour"))-asked)
		}
		if !after.Next.Equal(before.Next) || after.Validators != before.Validators {
			t.Errorf("the push moved the poll from %v to %v", before.Next, after.Next)
		}
		if after.Tally != (wire.Tally{Entries: 2, New: 1, Same: 1}) {
			t.Errorf("%+v", after.Tally)
		}
	})
}

// The secret of a source that is asked under cover does not go to a hub in the
// open, unless the source allows it.
func TestHubInTheOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, h := new(feed), &hub{lease: 10 * 24 * time.Hour}
		f.file("quay 0")
		d, src := newHubDesk(f, h)
		f.header["Link"] = `<http://hub.example/>; rel="hub"`
		d.runFor(t, 10*time.Minute, src)
		if h.asked != 0 {
			t.Error("a hub in the open was given the secret")
		}
		src.Pace.AllowDowngrade = true
		d.runFor(t, 2*24*time.Hour, src)
		h.wg.Wait()
		if h.asked == 0 {
			t.Error("it was not asked though that is allowed")
		}
	})
}

// A hub that signs with SHA-1 is believed where the source says so, and only
// there.
func TestHubSHA1(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, h := new(feed), &hub{lease: 10 * 24 * time.Hour}
		f.file("quay 0")
		d, src := newHubDesk(f, h)
		src.Pace.PushSHA1 = true
		d.runFor(t, 10*time.Minute, src)
		h.wg.Wait()
		f.file("quay 1")
		p := push{h.sign("sha1", sha1.New, f.body()), f.body()}
		if code := h.send(p); code != 202 {
			t.Errorf("allowed: %d, want 202", code)
		}
		src.Pace.PushSHA1 = false
		d.renew()
		d.withHub(h)
		d.runFor(t, time.Second, src)
		if code := h.send(p); code != 403 {
			t.Errorf("not allowed any more: %d, want 403", code)
		}
	})
}

// A hub that refuses is left alone for a week.
func TestHubDenied(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, h := new(feed), &hub{deny: true}
		f.file("quay 0")
		d, src := newHubDesk(f, h)
		d.runFor(t, 6*24*time.Hour, src)
		h.wg.Wait()
		p, _ := d.store.Poll("harbour")
		if h.asked != 1 || p.Hub.State != wire.HubDenied || !strings.Contains(p.Hub.Error, "no room") {
			t.Errorf("asked %d times, %s %q", h.asked, p.Hub.State, p.Hub.Error)
		}
	})
}
