package fetch_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"github.com/datelinewire/dateline/ingest/fetch"
)

var refused = []string{
	"http://127.0.0.1/", "http://127.1/", "http://127.0.1/", "http://0/", "http://0.0.0.0/",
	"http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://017700000001/",
	"http://127.0.0.1./", "http://127.0.0.1.:80/", "http://127.255.255.254/", "http://10.0.0.1/", "http://10.255.255.255/",
	"http://172.16.0.1/", "http://172.31.255.255/", "http://192.168.1.1/", "http://100.64.0.1/", "http://169.254.169.254/latest/meta-data/",
	"http://169.254.0.1/", "http://192.0.0.1/", "http://192.0.2.1/", "http://198.18.0.1/", "http://198.51.100.7/",
	"http://203.0.113.9/", "http://224.0.0.1/", "http://239.255.255.250/", "http://240.0.0.1/", "http://255.255.255.255/",
	"http://[::1]/", "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::ffff:10.0.0.1]/",
	"http://[::127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[64:ff9b::a00:1]/", "http://[64:ff9b:1::1]/", "http://[2002:7f00:1::]/",
	"http://[2001:0:53aa:64c:0:0:80ff:fffe]/", "http://[fe80::1]/", "http://[fe80::1%25eth0]/", "http://[fc00::1]/", "http://[fd12:3456::1]/",
	"http://[ff02::1]/", "http://[2001:db8::1]/", "http://[3fff::1]/", "http://[100::1]/", "http://localhost/",
	"http://LOCALHOST./", "http://wire.localhost/", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://user@127.0.0.1/",
	"http://example.org@127.0.0.1/", "http://127.0.0.1:8080/", "https://[::1]:443/", "http://1.2.3.4.5/", "http://0x7f.1/",
	"file:///etc/passwd", "gopher://127.0.0.1:6379/_INFO", "ftp://10.0.0.1/", "unix:///run/x", "http:///feed", "//10.0.0.1/feed", "http://127.0.0.1%00.example/",
}

// No trick of spelling leads to an address that is not global unicast.
func TestRefused(t *testing.T) {
	dialed := func(*http.Request) (*http.Response, error) { return nil, errors.New("dialled") }
	c := &fetch.Client{Transport: roundTrip(dialed), Pace: &fetch.Pace{Gap: -1}}
	for _, u := range refused {
		_, err := c.Do(t.Context(), fetch.Request{URL: u})
		var fe *fetch.Error
		if !errors.As(err, &fe) || fe.Kind != fetch.Forbidden {
			t.Errorf("%s: %v, want it forbidden before anything is sent", u, err)
		}
	}
}

// And without the look at the spelling, the dialer itself refuses: what counts
// is the address behind the name, at the moment it is dialled.
func TestRefusedInDialer(t *testing.T) {
	var hits atomic.Int32
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits.Add(1) }))
	defer inside.Close()
	_, port, _ := net.SplitHostPort(inside.Listener.Addr().String())
	for name, addrs := range map[string][]string{
		"mapped":  {"::ffff:127.0.0.1"},
		"private": {"10.0.0.7"},
		"inside":  {"127.0.0.1"},
		"six":     {"::1"},
		"cloud":   {"169.254.169.254"},
		"both":    {"10.0.0.7", "127.0.0.1"},
	} {
		c := &fetch.Client{Resolver: resolver(t, func() []string { return addrs }), Pace: &fetch.Pace{Gap: -1}}
		_, err := c.Do(t.Context(), fetch.Request{URL: "http://" + name + ".example.org:" + port + "/"})
		var fe *fetch.Error
		if !errors.As(err, &fe) || fe.Kind != fetch.Forbidden {
			t.Errorf("%s: %v, want it forbidden", name, err)
		}
		c.Close()
	}
	if n := hits.Load(); n != 0 {
		t.Errorf("the inside was asked %d times", n)
	}
}

// A name that was outside at the first look and is inside at the second is
// refused at the second; so is a redirect from outside to inside.
func TestRebindingAndRedirect(t *testing.T) {
	var inside atomic.Int32
	secret := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { inside.Add(1) }))
	defer secret.Close()
	// Only 127.0.0.2 counts as outside here.
	l, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		t.Fatal(err)
	}
	outside := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		if r.URL.Path == "/redirect" {
			http.Redirect(w, r, secret.URL, http.StatusFound)
			return
		}
		_, _ = w.Write([]byte("hello"))
	})}
	go func() { _ = outside.Serve(l) }()
	defer outside.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())

	var rebound atomic.Bool
	look := func() []string {
		if rebound.Load() {
			return []string{"127.0.0.1"}
		}
		return []string{"127.0.0.2"}
	}
	c := &fetch.Client{
		Resolver: resolver(t, look), Pace: &fetch.Pace{Gap: -1},
		AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.2/32")},
	}
	defer c.Close()
	url := "http://rebind.example.org:" + port
	if a, err := c.Do(t.Context(), fetch.Request{URL: url}); err != nil || string(a.Body) != "hello" {
		t.Fatalf("outside: %v", err)
	}
	if _, err := c.Do(t.Context(), fetch.Request{URL: url + "/redirect"}); !errors.Is(err, fetch.ErrForbidden) {
		t.Errorf("redirect to the inside: %v, want it forbidden", err)
	}
	rebound.Store(true)
	_, err = c.Do(t.Context(), fetch.Request{URL: url})
	var fe *fetch.Error
	if !errors.As(err, &fe) || fe.Kind != fetch.Forbidden {
		t.Errorf("rebound name: %v, want it forbidden", err)
	}
	if inside.Load() != 0 {
		t.Error("the inside was asked")
	}
}

// What a source with more rights has opened, no other source enters.
func TestPrivateIsPerRequest(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("x")) }))
	defer s.Close()
	c := &fetch.Client{Pace: &fetch.Pace{Gap: -1}}
	defer c.Close()
	if _, err := c.Do(t.Context(), fetch.Request{URL: s.URL, Private: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Do(t.Context(), fetch.Request{URL: s.URL}); !errors.Is(err, fetch.ErrForbidden) {
		t.Errorf("%v, want it forbidden", err)
	}
	if _, err := c.Do(t.Context(), fetch.Request{URL: strings.Replace(s.URL, "127.0.0.1", "169.254.169.254", 1), Private: true}); !errors.Is(err, fetch.ErrForbidden) {
		t.Errorf("the cloud's secrets: %v, want them forbidden even so", err)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// resolver answers every name with what look returns, from a DNS server on loopback.
func resolver(t *testing.T, look func() []string) *net.Resolver {
	t.Helper()
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		buf := make([]byte, 1500)
		for {
			n, from, err := pc.ReadFrom(buf)
			if err != nil {
				return
			}
			if out := answer(buf[:n], look()); out != nil {
				_, _ = pc.WriteTo(out, from)
			}
		}
	}()
	t.Cleanup(func() { pc.Close(); <-done })
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		d := net.Dialer{Timeout: time.Second}
		return d.DialContext(ctx, "udp", pc.LocalAddr().String())
	}}
}

func answer(query []byte, addrs []string) []byte {
	var m dnsmessage.Message
	if m.Unpack(query) != nil || len(m.Questions) != 1 {
		return nil
	}
	q := m.Questions[0]
	m.Response, m.Additionals = true, nil
	for _, s := range addrs {
		a := netip.MustParseAddr(s)
		h := dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class, TTL: 1}
		switch {
		case a.Is4() && q.Type == dnsmessage.TypeA:
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: h, Body: &dnsmessage.AResource{A: a.As4()}})
		case a.Is6() && q.Type == dnsmessage.TypeAAAA:
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: h, Body: &dnsmessage.AAAAResource{AAAA: a.As16()}})
		}
	}
	out, err := m.Pack()
	if err != nil {
		return nil
	}
	return out
}
