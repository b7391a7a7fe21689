package fetch

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// A server that speaks HTTP/2 is asked so, over one connection, and what it
// packs with zstd is unpacked.
func TestHTTP2(t *testing.T) {
	conns := make(map[string]bool)
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conns[r.RemoteAddr] = true
		w.Header().Set("Content-Encoding", "zstd")
		z, err := zstd.NewWriter(w)
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = io.WriteString(z, "hello")
		_ = z.Close()
	}))
	srv.EnableHTTP2 = true
	srv.StartTLS()
	defer srv.Close()
	c := &Client{Agent: "Dateline/test", Pace: &Pace{Gap: -1}, AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
	defer c.Close()
	c.init()
	roots := x509.NewCertPool()
	roots.AddCert(srv.Certificate())
	c.public.rt.(*http.Transport).TLSClientConfig = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	for range 3 {
		a, err := c.Do(t.Context(), Request{URL: srv.URL})
		if err != nil || a.Proto != "HTTP/2.0" || string(a.Body) != "hello" {
			t.Fatalf("%+v, %v; want it over HTTP/2", a, err)
		}
	}
	if len(conns) != 1 {
		t.Errorf("%d connections, want one", len(conns))
	}
}
