package main

import (
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/datelinewire/dateline/internal/samplewire"
)

// A machine that reaches the world by a proxy alone polls like any other: http
// and https go through the proxy, what is on this machine does not.
func TestPollsThroughTheProxyOfTheEnvironment(t *testing.T) {
	t.Parallel()
	agencies := samplewire.New(samplewire.Options{Seed: 1, Start: time.Now()})
	plain, secure := httptest.NewServer(agencies), httptest.NewTLSServer(agencies)
	defer plain.Close()
	defer secure.Close()
	p := &forward{plain: plain.URL, secure: secure.Listener.Addr().String()}
	proxy := httptest.NewServer(p)
	defer func() { proxy.CloseClientConnections(); proxy.Close(); p.wg.Wait() }()

	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("ca.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw})))
	// Only what is not asked through the proxy needs leave.
	write("dateline.yaml", `
polling: {gap: 0s, allow_private: [127.0.0.0/8]}
store: {path: news.db}
sources:
  - {name: ap, url: "http://wire.example.com/ap.rss"}
  - {name: xinhua, url: "https://wire.example.com/xinhua.rdf"}
  - {name: here, url: "`+plain.URL+`/ap.rss"}
topics: [{name: all, match: "*"}]
`)
	cmd := exec.CommandContext(t.Context(), os.Args[0], "poll")
	cmd.Dir = dir
	cmd.Env = []string{asCommand + "=1", "HTTP_PROXY=" + proxy.URL, "HTTPS_PROXY=" + proxy.URL, "SSL_CERT_FILE=" + filepath.Join(dir, "ca.pem")}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, name := range []string{"ap", "xinhua", "here"} {
		if !strings.Contains(string(out), "\n"+name) {
			t.Errorf("no row of %s in\n%s", name, out)
		}
	}
	if n := strings.Count(string(out), " 200 "); n != 3 {
		t.Errorf("%d sources were read, want 3:\n%s", n, out)
	}
	if got := strings.Join(p.log, ", "); len(p.log) != 2 || !strings.Contains(got, "GET http://wire.example.com/ap.rss") || !strings.Contains(got, "CONNECT wire.example.com:443") {
		t.Errorf("the proxy was asked %s", got)
	}
}

// A forward is a proxy for whom all the world is two servers on loopback.
type forward struct {
	plain, secure string
	mu            sync.Mutex
	log           []string
	wg            sync.WaitGroup
}

func (p *forward) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.log = append(p.log, r.Method+" "+r.RequestURI)
	p.mu.Unlock()
	if r.Method != http.MethodConnect {
		to, _ := url.Parse(p.plain)
		httputil.NewSingleHostReverseProxy(to).ServeHTTP(w, r)
		return
	}
	up, err := net.Dial("tcp", p.secure)
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
