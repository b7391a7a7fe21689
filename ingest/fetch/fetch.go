package fetch

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"code.dny.dev/ssrf"
)

// Limits of one request.
const (
	// DefaultMaxBody is enough for the largest feeds met (16 MB unpacked).
	DefaultMaxBody = 16 << 20
	// DefaultTimeout is for the whole of one request, turns not counted.
	DefaultTimeout = 60 * time.Second
	// maxHops bounds a chain of redirects; honest ones have two or three.
	maxHops = 6
	// headerTimeout is for the first byte of an answer.
	headerTimeout = 30 * time.Second
	// stallTimeout is for the next bytes of a body.
	stallTimeout = 15 * time.Second
	// trickleAfter and trickleRate cut bodies that come in drops: after the
	// first 20 seconds a body has to have come at 256 bytes a second.
	trickleAfter = 20 * time.Second
	trickleRate  = 256
	// smallBody, unpacked, may be read by any number at a time; who wants to
	// read more waits for room, by default one of bigBodies turns. So memory is
	// bounded whatever servers send.
	smallBody = 1 << 20
	bigBodies = 2
	// holdPatience is how long a request waits in line for a host that has asked
	// for time. Beyond it, whoever waits would keep others waiting.
	holdPatience = 2 * time.Minute
	// retryAfterMax bounds what a server can ask for by mistake.
	retryAfterMax = 7 * 24 * time.Hour
)

// A Client asks. Its fields are set once, before the first request; it is
// safe for concurrent use.
type Client struct {
	Agent        string         // User-Agent
	Pace         *Pace          // turns; nil is a pace of its own
	AllowPrivate []netip.Prefix // addresses allowed though not global unicast
	Resolver     *net.Resolver  // nil is the system's
	// Transport, when set, carries all requests in place of the guarded
	// dialer and of proxies; only literal addresses are checked then. For tests.
	Transport http.RoundTripper

	once    sync.Once
	public  carrier
	private carrier
	proxy   func(*url.URL) (*url.URL, error) // of the environment
	proxied http.RoundTripper                // for addresses that have a proxy
	unpack  unpackers
	big     chan struct{}
}

// A carrier is a transport and what guards it.
type carrier struct {
	guard *ssrf.Guardian
	rt    http.RoundTripper
}

// A Request says what to ask. Only URL is needed.
type Request struct {
	URL    string
	Method string // GET when empty
	Form   string // body, application/x-www-form-urlencoded; sent again where a 307 or 308 leads
	Accept string

	// Validators, sent to ValidFor (URL when empty) and to no other address
	// that a redirect leads to.
	ETag, LastModified, ValidFor string
	// Delta says that the server has offered to send only what is new
	// (RFC 3229); asked for only beside an ETag.
	Delta bool

	Timeout        time.Duration // 0 is DefaultTimeout
	MaxBody        int64         // bytes unpacked; 0 is DefaultMaxBody
	Private        bool          // addresses of intranets may be asked
	AllowDowngrade bool          // redirects from https to http are followed
	Alone          bool          // Retry-After does not hold the host for others

	// Room, when set, is asked before a body grows beyond a megabyte, and waits
	// until there is room for it: who keeps the body for longer than Do knows
	// best. Its wait is not counted as the server's time.
	Room func(context.Context) error

	// Turn is the turn for the first request, if the caller has one already.
	// It is ended.
	Turn *Turn
}

// A Hop is one redirect that was followed.
type Hop struct {
	Status int
	To     string
}

// An Answer is what a server said.
type Answer struct {
	Status      int
	URL         string // that answered, after redirects
	Hops        []Hop
	Header      http.Header
	Body        []byte        // unpacked; nil on 304 and errors
	Wire        int64         // bytes of the body as they came
	Proto       string        // "HTTP/1.1", "HTTP/2.0"
	Conditional bool          // validators were sent to the address that answered
	RetryAfter  time.Duration // 0 when the server named none
	Took        time.Duration // turns not counted
}

// Permanent returns where a chain of redirects leads that is permanent (301,
// 308) from its beginning, as far as it is; "" when its first is temporary.
func (a *Answer) Permanent() string {
	to := ""
	for _, h := range a.Hops {
		if h.Status != http.StatusMovedPermanently && h.Status != http.StatusPermanentRedirect {
			break
		}
		to = h.To
	}
	return to
}

func (c *Client) init() {
	c.once.Do(func() {
		c.big = make(chan struct{}, bigBodies)
		if c.Pace == nil {
			c.Pace = new(Pace)
		}
		c.public.guard = newGuardian(c.AllowPrivate, false)
		c.private.guard = newGuardian(c.AllowPrivate, true)
		c.public.rt = newGuarded(c.public.guard, c.Resolver, c.Pace.PerHost)
		c.private.rt = newGuarded(c.private.guard, c.Resolver, c.Pace.PerHost)
		c.proxy = environmentProxy()
		c.proxied = newProxied(c.proxy, c.Resolver)
	})
}

// Close closes kept connections.
func (c *Client) Close() {
	c.init()
	for _, rt := range []http.RoundTripper{c.public.rt, c.private.rt, c.proxied, c.Transport} {
		if t, ok := rt.(interface{ CloseIdleConnections() }); ok {
			t.CloseIdleConnections()
		}
	}
}

// Do sends r and follows redirects. Any answer of a server is an *Answer, a
// status of 404 too; an error is an *Error and says what stood in the way.
// With an error there may still be an answer, without a body.
func (c *Client) Do(ctx context.Context, r Request) (*Answer, error) {
	c.init()
	turn := r.Turn
	defer func() { turn.End() }()
	u, err := url.Parse(r.URL)
	if err != nil {
		return nil, &Error{Kind: Forbidden, URL: r.URL, Err: fmt.Errorf("%w: %v", ErrForbidden, err)}
	}
	car := &c.public
	if r.Private {
		car = &c.private
	}
	a := new(Answer)
	for {
		if err := checkURL(u, car.guard, r.Private || c.allowsLoopback()); err != nil {
			return nil, &Error{Kind: Forbidden, URL: u.Redacted(), Err: err}
		}
		if turn == nil || turn.Host() != u.Hostname() {
			turn.End()
			if turn, err = c.line(ctx, u, a); err != nil {
				return a, err
			}
		}
		next, err := c.hop(ctx, car, &r, u, a)
		if d := a.RetryAfter; d > 0 && !r.Alone {
			c.Pace.Hold(u.Hostname(), d) // before the next in line has its turn
		}
		turn.End()
		turn = nil
		if err != nil {
			return a, c.explain(ctx, u, err)
		}
		if next == nil {
			return a, nil
		}
		if err := c.follow(&r, u, next, a); err != nil {
			return a, err
		}
		u = next
	}
}

// line waits for a turn to ask u. A host that has asked for more patience than
// a line has is not waited for; the answer then says how much.
func (c *Client) line(ctx context.Context, u *url.URL, a *Answer) (*Turn, error) {
	turn, held, err := c.Pace.Wait(ctx, u.Hostname(), holdPatience)
	if held > 0 {
		a.RetryAfter = held
		return nil, &Error{Kind: Busy, URL: u.Redacted(), Err: fmt.Errorf("for another %v", held.Round(time.Second))}
	}
	return turn, err
}

// allowsLoopback reports whether the configuration opens this machine itself,
// so that its name may be asked too.
func (c *Client) allowsLoopback() bool {
	for _, p := range c.AllowPrivate {
		if p.Addr().IsLoopback() {
			return true
		}
	}
	return false
}

// hop sends one request and reads the answer into a; next is where a redirect
// leads.
func (c *Client) hop(ctx context.Context, car *carrier, r *Request, u *url.URL, a *Answer) (next *url.URL, err error) {
	total := r.Timeout
	if total <= 0 {
		total = DefaultTimeout
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	start := time.Now()
	defer func() { a.Took += time.Since(start) }()
	w := &watch{cancel: cancel, start: start, total: total}
	w.timer = time.AfterFunc(min(headerTimeout, total), func() { cancel(errNoAnswer) })
	defer w.timer.Stop()

	req := c.request(r, u, a).WithContext(ctx)
	res, err := c.send(car, req)
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			return nil, cause
		}
		return nil, err
	}
	defer res.Body.Close()
	a.Status, a.URL, a.Header, a.Proto = res.StatusCode, u.String(), res.Header, res.Proto
	a.RetryAfter = 0
	if s := res.StatusCode; s == http.StatusTooManyRequests || s == http.StatusServiceUnavailable {
		a.RetryAfter = retryAfter(res.Header, time.Now())
	}
	if next := location(res, u); next != nil && (r.Form == "" || keepsForm(res.StatusCode)) {
		drain(res.Body)
		return next, nil
	}
	if !hasBody(res.StatusCode) {
		drain(res.Body)
		return nil, nil
	}
	w.body, w.ctx = res.Body, ctx
	return nil, c.read(ctx, r, res, w, a)
}

// read reads the body of res, unpacked, into a.
func (c *Client) read(ctx context.Context, r *Request, res *http.Response, w *watch, a *Answer) error {
	limit := r.MaxBody
	if limit <= 0 {
		limit = DefaultMaxBody
	}
	w.started = time.Now()
	release := func() {}
	defer func() { release() }()
	room := r.Room
	if room == nil {
		room = func(ctx context.Context) error {
			select {
			case c.big <- struct{}{}:
				release = func() { <-c.big }
				return nil
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
	}
	body, err := decode(w, res.Header.Get("Content-Encoding"), limit, res.ContentLength, &c.unpack, func() error { return w.pause(room) })
	a.Wire = w.n
	if err != nil {
		return err
	}
	a.Body = body
	return nil
}

// request makes the request for u. The validators go only to the address
// that gave them.
func (c *Client) request(r *Request, u *url.URL, a *Answer) *http.Request {
	h := make(http.Header, 8)
	req := &http.Request{
		Method: r.Method, URL: u, Host: u.Host, Header: h,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
	if req.Method == "" {
		req.Method = http.MethodGet
	}
	h["User-Agent"] = []string{c.Agent}
	h["Accept-Encoding"] = []string{acceptEncoding}
	if r.Accept != "" {
		h["Accept"] = []string{r.Accept}
	}
	if r.Form != "" {
		h["Content-Type"] = []string{"application/x-www-form-urlencoded"}
		req.ContentLength = int64(len(r.Form))
		req.Body = io.NopCloser(strings.NewReader(r.Form))
		req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(r.Form)), nil }
	}
	// A name and password written into the configured address are for its
	// host alone.
	if u.User != nil && len(a.Hops) == 0 {
		p, _ := u.User.Password()
		req.SetBasicAuth(u.User.Username(), p)
	}
	owner := r.ValidFor
	if owner == "" {
		owner = r.URL
	}
	a.Conditional = false
	if owner != u.String() {
		return req
	}
	if r.ETag != "" {
		h["If-None-Match"] = []string{r.ETag}
		a.Conditional = true
		if r.Delta {
			h["A-Im"] = []string{"feed"}
		}
	}
	if r.LastModified != "" {
		h["If-Modified-Since"] = []string{r.LastModified}
		a.Conditional = true
	}
	return req
}

// hasBody reports whether the body of an answer is worth reading: pages that
// explain an error are not.
func hasBody(status int) bool { return status >= 200 && status < 300 && status != http.StatusNoContent }

// drain reads the little that is left of a body, so that the connection can
// serve again.
func drain(body io.Reader) { _, _ = io.CopyN(io.Discard, body, 2<<10) }

// retryAfter reads Retry-After (RFC 9110 §10.2.3): seconds or a date, the
// date against the server's own clock.
func retryAfter(h http.Header, now time.Time) time.Duration {
	v := strings.TrimSpace(h.Get("Retry-After"))
	if v == "" {
		return 0
	}
	var d time.Duration
	if s, ok := parseSeconds(v); ok {
		d = s
	} else if t, err := http.ParseTime(v); err == nil {
		if date, err := http.ParseTime(h.Get("Date")); err == nil {
			now = date
		}
		d = t.Sub(now)
	}
	return min(max(d, 0), retryAfterMax)
}

// parseSeconds reads a number of seconds; one too large to hold is a very
// long time.
func parseSeconds(s string) (time.Duration, bool) {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	if len(s) > 9 {
		return 1<<63 - 1, true
	}
	n := time.Duration(0)
	for _, c := range []byte(s) {
		n = 10*n + time.Duration(c-'0')
	}
	return n * time.Second, true
}
