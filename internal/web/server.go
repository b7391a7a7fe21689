package web

import (
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/datelinewire/dateline/feed"
	"github.com/datelinewire/dateline/wire"
)

// A Server serves readers. Its fields are set once, before Handler; after a
// reload of the configuration a new Server with the same Metrics takes the
// old one's place in a Switch.
type Server struct {
	// Writer has the site, the sources with their rights, and writes feeds.
	// Its Site.URL must be absolute; its path is where the pages live.
	Writer *feed.Writer
	// Topics and Sources are those configured, in the order of the
	// configuration, which is the order in which they are shown.
	Topics  []wire.Topic
	Sources []wire.Source

	Desk     Desk
	Articles Articles
	Polls    Polls
	// NotFound is the error by which Articles say that an ID is not known
	// (store.ErrNotFound).
	NotFound error

	// CaughtUp is closed when the desk has read the log, from when on we are
	// ready; nil is ready at once.
	CaughtUp <-chan struct{}
	// WebSub answers /websub/{token}, which the agencies' hubs call; nil
	// answers 404.
	WebSub http.Handler

	// SourcesFeed publishes /feeds/_sources.atom, the operator's feed of source
	// troubles.
	SourcesFeed bool

	Metrics *Metrics         // shared by successive Servers; nil counts for this one alone
	Version string           // of the program, for the foot of the pages and /status
	Started time.Time        // of the program, for /status; zero is now
	Log     *slog.Logger     // nil is silent
	Now     func() time.Time // nil is time.Now
}

// Handler returns what answers readers: all paths of the public side. It may
// be called once per Server.
func (s *Server) Handler() http.Handler { return newSite(s) }

// site is a Server at work: what is derived from its fields once.
type site struct {
	Server
	m       *Metrics
	mux     *http.ServeMux
	base    string // path of Site.URL without the slash at its end; mostly empty
	origin  string // Site.URL without the slash at its end
	title   string
	kiosks  map[string]*kiosk // by topic name
	sources map[string]wire.Source
	front   front
	assets  map[string]*document // by path
	pages   *template.Template
}

func newSite(srv *Server) *site {
	s := &site{Server: *srv, kiosks: map[string]*kiosk{}, sources: map[string]wire.Source{}}
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.m = s.Metrics; s.m == nil {
		s.m = NewMetrics()
	}
	s.m.watch(s.Polls, len(s.Topics))
	if s.Started.IsZero() {
		s.Started = s.Now()
	}
	s.origin = strings.TrimRight(s.Writer.Site.URL, "/")
	if u, err := url.Parse(s.origin); err == nil {
		s.base = u.EscapedPath()
		s.title = u.Host
	}
	if t := strings.TrimSpace(s.Writer.Site.Title); t != "" {
		s.title = t
	}
	for _, src := range s.Sources {
		s.sources[src.Name] = src
	}
	for _, t := range s.Topics {
		k := &kiosk{topic: t, formats: map[string]*stand{pageFormat: {}}}
		for _, f := range feed.Formats() {
			k.formats[string(f)] = &stand{}
		}
		s.kiosks[t.Name] = k
	}
	s.loadAssets()
	s.loadPages()
	s.routes()
	return s
}

// absolute is the public address of a path of ours.
func (s *site) absolute(path string) string { return s.origin + path }

// missing answers 404, plain and small: who asks for a feed that is not there
// is a program.
func (s *site) missing(w http.ResponseWriter, _ *http.Request, route string) {
	plain(w, http.StatusNotFound, "not found")
	s.m.count(route, http.StatusNotFound)
}

func (s *site) notAllowed(w http.ResponseWriter, _ *http.Request, route string) {
	w.Header().Set("Allow", "GET, HEAD")
	plain(w, http.StatusMethodNotAllowed, "method not allowed")
	s.m.count(route, http.StatusMethodNotAllowed)
}

// retryAfter is when to ask again for what was not there in time, in seconds:
// rendering and catching up are a matter of seconds.
const retryAfter = "10"

// unavailable logs err and answers 503: what is asked for exists and cannot
// be shown now.
func (s *site) unavailable(w http.ResponseWriter, r *http.Request, route string, err error) {
	s.Log.Error("not served", "path", r.URL.Path, "err", err)
	w.Header().Set("Retry-After", retryAfter)
	plain(w, http.StatusServiceUnavailable, "not available right now")
	s.m.count(route, http.StatusServiceUnavailable)
}

func plain(w http.ResponseWriter, code int, text string) {
	h := w.Header()
	secure(h)
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Cache-Control", cacheNever)
	w.WriteHeader(code)
	fmt.Fprintln(w, text)
}

// A Switch passes requests to a handler that can be exchanged while it
// serves. Before the first Set it answers 503.
type Switch struct {
	h atomic.Pointer[http.Handler]
}

// Set makes h answer from now on; requests under way end with the old one.
func (s *Switch) Set(h http.Handler) { s.h.Store(&h) }

func (s *Switch) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h := s.h.Load(); h != nil {
		(*h).ServeHTTP(w, r)
		return
	}
	w.Header().Set("Retry-After", retryAfter)
	plain(w, http.StatusServiceUnavailable, "starting")
}
