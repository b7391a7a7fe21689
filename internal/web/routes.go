package web

import (
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// routes lays the paths. Feeds are not among them: they are asked for a
// hundred times as often as all else and go straight to serveFeed.
func (s *site) routes() {
	s.mux = http.NewServeMux()
	s.page("GET /{$}", "front", s.serveFront)
	s.page("GET /topics/{topic}", "topic", s.serveTopic)
	if s.SourcesFeed { // the page of the operator's feed
		s.mux.Handle("GET /topics/"+troubleName, http.RedirectHandler(s.base+"/status", http.StatusSeeOther))
	}
	s.page("GET /articles/{id}", "article", s.serveArticle)
	s.page("GET /articles/{id}/versions", "versions", s.serveVersions)
	s.page("GET /opml.xml", "opml", s.serveOPML)
	s.page("GET /status", "status", s.serveStatus)
	s.page("GET /healthz", "health", s.serveHealth)
	s.page("GET /readyz", "ready", s.serveReady)
	s.page("GET /robots.txt", "asset", s.serveAsset)
	s.page("GET /favicon.ico", "asset", s.serveAsset)
	s.page("GET /assets/{name}", "asset", s.serveAsset)
	metrics := promhttp.HandlerFor(s.m.registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError})
	s.page("GET /metrics", "metrics", metrics.ServeHTTP)
	if s.WebSub != nil {
		s.page("/websub/{token}", "websub", s.WebSub.ServeHTTP)
	}
}

// page lays one path and counts its answers under route.
func (s *site) page(pattern, route string, h http.HandlerFunc) {
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		cw := w.(*counted)
		cw.route = route
		h(cw, r)
	})
}

// The security headers of every response but feeds. Pages load one style
// sheet and one icon of ours and nothing else; no script runs, no form is
// sent, nobody frames them. Feeds have media types that browsers do not sniff,
// and wellFormed lets none pass in which a browser could run anything.
var (
	headerPolicy  = []string{"default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"}
	headerNosniff = []string{"nosniff"}
	headerReferer = []string{"same-origin"}
)

func secure(h http.Header) {
	h["Content-Security-Policy"] = headerPolicy
	h["X-Content-Type-Options"] = headerNosniff
	h["Referrer-Policy"] = headerReferer
}

// ServeHTTP answers one request; a panic in it is logged, counted and costs
// this request only.
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/feeds/") {
		defer s.recoverFeed(w, r)
		s.serveFeed(w, r)
		return
	}
	secure(w.Header())
	cw := &counted{ResponseWriter: w}
	defer s.recoverRequest(cw, r)
	s.mux.ServeHTTP(cw, r)
	s.m.count(cw.route, cw.code)
}

// recoverFeed is recoverRequest for the hot path, which keeps no count: what
// can panic there does so before anything is written.
func (s *site) recoverFeed(w http.ResponseWriter, r *http.Request) {
	if p := recover(); p != nil {
		s.answerPanic(p, &counted{ResponseWriter: w, route: "feed"}, r)
	}
}

func (s *site) recoverRequest(cw *counted, r *http.Request) {
	if p := recover(); p != nil {
		s.answerPanic(p, cw, r)
	}
}

func (s *site) answerPanic(p any, cw *counted, r *http.Request) {
	if p == http.ErrAbortHandler {
		panic(p) // net/http's own way to drop a connection
	}
	s.m.panics.Inc()
	s.m.count(cw.route, http.StatusInternalServerError)
	s.Log.Error("request panicked", "method", r.Method, "path", r.URL.Path, "err", p, "stack", string(debug.Stack()))
	if cw.code != 0 {
		panic(http.ErrAbortHandler) // half an answer must not look whole
	}
	plain(cw, http.StatusInternalServerError, "internal error")
}

// counted remembers the status of a response, and the route it took.
type counted struct {
	http.ResponseWriter
	route string
	code  int
}

func (c *counted) WriteHeader(code int) {
	if c.code == 0 {
		c.code = code
	}
	c.ResponseWriter.WriteHeader(code)
}

func (c *counted) Write(b []byte) (int, error) {
	if c.code == 0 {
		c.code = http.StatusOK
	}
	return c.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (c *counted) Unwrap() http.ResponseWriter { return c.ResponseWriter }
