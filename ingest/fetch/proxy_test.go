package fetch_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/datelinewire/dateline/ingest/fetch"
)

// A proxy is an HTTP proxy on loopback that leads every address to one server,
// and keeps a log.
type proxy struct {
	*httptest.Server
	to     string // host:port that CONNECT leads to
	status int    // in place of leading on
	answer http.HandlerFunc

	mu     sync.Mutex
	log    []string
	closed bool
	wg     sync.WaitGroup
}

func newProxy(t *testing.T, answer http.HandlerFunc) *proxy {
	p := &proxy{answer: answer}
	p.Server = httptest.NewServer(p)
	t.Cleanup(func() {
		p.mu.Lock()
		p.closed = true
		p.mu.Unlock()
		p.Server.CloseClientConnections()
		p.Server.Close()
		p.wg.Wait()
	})
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"} {
		t.Setenv(name, "")
	}
	t.Setenv("HTTP_PROXY", p.URL)
	t.Setenv("HTTPS_PROXY", p.URL)
	return p
}

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.log = append(p.log, r.Method+" "+r.RequestURI)
	p.mu.Unlock()
	switch {
	case p.status != 0:
		w.WriteHeader(p.status)
	case r.Method == http.MethodConnect:
		p.connect(w)
	default:
		p.answer(w, r)
	}
}

func (p *proxy) connect(w http.ResponseWriter) {
	p.mu.Lock()
	if p.closed { // nobody waits for what begins now
		p.mu.Unlock()
		return
	}
	p.wg.Add(1)
	p.mu.Unlock()
	defer p.wg.Done()
	up, err := net.Dial("tcp", p.to)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	w.WriteHeader(http.StatusOK)
	down, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		up.Close()
		return
	}
	p.wg.Go(func() { _, _ = io.Copy(up, down); up.Close() })
	p.wg.Go(func() { _, _ = io.Copy(down, up); down.Close() })
}

// asked returns the log, and begins a new one.
func (p *proxy) asked() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	log := p.log
	p.log = nil
	return log
}

// Where the environment names a proxy, polls go through it, http and https; it
// may be on the inside, and it is it that resolves names.
func TestProxy(t *testing.T) {
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	defer secure.Close()
	p := newProxy(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "hello from "+r.Host) })
	p.to = secure.Listener.Addr().String()
	c := &fetch.Client{Agent: "Dateline/test", Pace: &fetch.Pace{Gap: -1}}
	defer c.Close()
	a, err := c.Do(t.Context(), fetch.Request{URL: "http://wire.example/feed?x=1"})
	if err != nil || string(a.Body) != "hello from wire.example" {
		t.Fatalf("%+v, %v", a, err)
	}
	_, err = c.Do(t.Context(), fetch.Request{URL: "https://wire.example/feed"})
	var fe *fetch.Error
	if !errors.As(err, &fe) || fe.Kind != fetch.TLS {
		t.Errorf("https: %v, want the certificate of the server behind the proxy to be looked at", err)
	}
	if got, want := p.asked(), []string{"GET http://wire.example/feed?x=1", "CONNECT wire.example:443"}; !slices.Equal(got, want) {
		t.Errorf("the proxy was asked %q, want %q", got, want)
	}
}

// A proxy opens no door to the inside: addresses written as numbers are
// refused before it hears of them, in redirects too, and what NO_PROXY excepts
// is looked at after DNS as ever, the host of the proxy itself with it.
func TestProxyGuard(t *testing.T) {
	p := newProxy(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://169.254.169.254/latest/meta-data/", http.StatusFound)
	})
	_, port, _ := net.SplitHostPort(p.Listener.Addr().String())
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:"+port)
	t.Setenv("NO_PROXY", "direct.example.org")
	c := &fetch.Client{Resolver: resolver(t, func() []string { return []string{"127.0.0.1"} }), Pace: &fetch.Pace{Gap: -1}}
	defer c.Close()
	for _, u := range append(slices.Clone(refused), "http://direct.example.org:"+port+"/", "https://direct.example.org/") {
		_, err := c.Do(t.Context(), fetch.Request{URL: u})
		var fe *fetch.Error
		if !errors.As(err, &fe) || fe.Kind != fetch.Forbidden {
			t.Errorf("%s: %v, want it forbidden", u, err)
		}
	}
	if got := p.asked(); len(got) > 0 {
		t.Errorf("the proxy was asked %q, want nothing", got)
	}
	_, err := c.Do(t.Context(), fetch.Request{URL: "http://wire.example/feed"})
	if !errors.Is(err, fetch.ErrForbidden) {
		t.Errorf("redirect to the inside: %v, want it forbidden", err)
	}
	if got := p.asked(); len(got) != 1 {
		t.Errorf("the proxy was asked %q, want the first address alone", got)
	}
}

// What the proxy itself is short of is our trouble; that it cannot reach the
// publisher is not.
func TestProxyTrouble(t *testing.T) {
	p := newProxy(t, nil)
	for _, x := range []struct {
		url    string
		status int
		kind   fetch.Kind
		words  string
	}{
		{"http://wire.example/", 407, fetch.Ours, "name and password"},
		{"https://wire.example/", 407, fetch.Ours, "name and password"},
		{"https://wire.example/", 403, fetch.Ours, "it refuses (403"},
		{"https://wire.example/", 502, fetch.Network, "cannot reach it (502"},
	} {
		p.status = x.status
		c := &fetch.Client{Pace: &fetch.Pace{Gap: -1}}
		_, err := c.Do(t.Context(), fetch.Request{URL: x.url})
		var fe *fetch.Error
		if !errors.As(err, &fe) || fe.Kind != x.kind || !strings.Contains(fe.Error(), x.words) {
			t.Errorf("%s, %d: %v, want %s with %q", x.url, x.status, err, x.kind, x.words)
		}
		c.Close()
	}
	p.Server.Close()
	for _, u := range []string{"http://wire.example/", "https://wire.example/"} {
		c := &fetch.Client{Pace: &fetch.Pace{Gap: -1}}
		_, err := c.Do(t.Context(), fetch.Request{URL: u})
		var fe *fetch.Error
		if !errors.As(err, &fe) || fe.Kind != fetch.Ours || !strings.Contains(fe.Error(), "HTTP_PROXY") || !strings.Contains(fe.Error(), "refused") {
			t.Errorf("%s with the proxy down: %v, want our own trouble, with the proxy named", u, err)
		}
		c.Close()
	}
}
