package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/datelinewire/dateline/wire"
)

// A Query selects articles. Zero fields select all.
type Query struct {
	Topic  string    // in this topic's edition
	Source string    // filed by this source
	Since  time.Time // received at or after
	Until  time.Time // received before
	Q      string    // the query language of topics (design.md §4)
	Limit  int       // at most so many; 0 is all
}

// A Control answers the command line over the control socket, or in process
// when no daemon runs. It tells everything, whatever may be published, so it
// is only for the owner of the store. A nil function answers 501.
type Control struct {
	Articles Articles
	NotFound error // by which Articles say that an ID is not known
	Polls    Polls
	Desk     Desk
	Topics   []wire.Topic

	// Range calls fn with the articles of source (empty: of all sources),
	// newest received first, received in [since, until) where these are not
	// zero, until fn returns false.
	Range func(ctx context.Context, source string, since, until time.Time, fn func(*wire.Article) bool) error
	// Match compiles a query of the topic language; its error goes to the user.
	Match func(query string) (func(*wire.Article) bool, error)
	// Backup writes a consistent copy of the store.
	Backup func(ctx context.Context, w io.Writer) error
	Stats  func() (StoreStats, error)

	Version string
	Started time.Time
	Log     *slog.Logger // nil is silent
}

// ControlStatus says who answers on the control socket.
type ControlStatus struct {
	PID     int       `json:"pid"`
	Version string    `json:"version"`
	Since   time.Time `json:"since"`
}

// A TopicInfo is one topic with the size of its edition.
type TopicInfo struct {
	TopicStatus
	Match     string `json:"match"`
	Limit     int    `json:"limit"`
	PerSource int    `json:"per_source,omitempty"`
}

// Handler returns what answers on the control socket: lists as NDJSON,
// everything else as one JSON value, errors as {"error": "…"}.
func (c *Control) Handler() http.Handler {
	m := http.NewServeMux()
	m.HandleFunc("GET /control/status", c.status)
	m.HandleFunc("GET /control/articles", c.articles)
	m.HandleFunc("GET /control/articles/{id}", c.article)
	m.HandleFunc("GET /control/articles/{id}/versions", c.versions)
	m.HandleFunc("GET /control/topics", c.topics)
	m.HandleFunc("GET /control/sources", c.sources)
	m.HandleFunc("GET /control/stats", c.stats)
	m.HandleFunc("GET /control/backup", c.backup)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// A backup takes as long as it takes, and its reader is the owner.
		// Where there is no connection, there is no deadline to lift.
		_ = http.NewResponseController(w).SetWriteDeadline(time.Time{})
		m.ServeHTTP(w, r)
	})
}

func (c *Control) log() *slog.Logger {
	if c.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return c.Log
}

func (c *Control) status(w http.ResponseWriter, _ *http.Request) {
	answer(w, ControlStatus{os.Getpid(), c.Version, c.Started.UTC()})
}

// errAbsent says that this daemon was not given what the request needs.
var errAbsent = errors.New("not available here")

func (c *Control) stats(w http.ResponseWriter, _ *http.Request) {
	if c.Stats == nil {
		c.fail(w, errAbsent)
		return
	}
	st, err := c.Stats()
	if err != nil {
		c.fail(w, fmt.Errorf("stats: %w", err))
		return
	}
	answer(w, st)
}

func (c *Control) article(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	version := r.FormValue("version")
	if version == "" {
		a, err := c.Articles.Article(id)
		if err != nil {
			c.fail(w, fmt.Errorf("article %s: %w", id, err))
			return
		}
		answer(w, a)
		return
	}
	n, err := strconv.Atoi(version)
	if err != nil {
		c.fail(w, badRequest(fmt.Errorf("version %q is not a number", version)))
		return
	}
	vs, err := c.Articles.Versions(id)
	if err != nil {
		c.fail(w, fmt.Errorf("article %s: %w", id, err))
		return
	}
	for _, a := range vs {
		if a.Version == n {
			answer(w, a)
			return
		}
	}
	c.fail(w, fmt.Errorf("article %s version %d: %w", id, n, ErrNotFound))
}

func (c *Control) versions(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	vs, err := c.Articles.Versions(id)
	if err == nil && len(vs) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		c.fail(w, fmt.Errorf("versions of %s: %w", id, err))
		return
	}
	st := stream(w)
	for _, a := range vs {
		st.put(a)
	}
	st.end(nil)
}

func (c *Control) topics(w http.ResponseWriter, _ *http.Request) {
	st := stream(w)
	for _, t := range c.Topics {
		info := TopicInfo{TopicStatus{Name: t.Name, Title: topicTitle(t)}, t.Match, t.Limit, t.PerSource}
		if c.Desk != nil {
			// One that is being dealt anew is listed without its edition.
			if e, err := c.Desk.Edition(t.Name); err == nil {
				info.Articles, info.Updated = len(e.Articles), e.Updated
			}
		}
		st.put(info)
	}
	st.end(nil)
}

func (c *Control) sources(w http.ResponseWriter, _ *http.Request) {
	polls, err := c.Polls.Polls()
	if err != nil {
		c.fail(w, fmt.Errorf("polls: %w", err))
		return
	}
	st := stream(w)
	for i := range polls {
		st.put(&polls[i])
	}
	st.end(nil)
}

func (c *Control) backup(w http.ResponseWriter, r *http.Request) {
	if c.Backup == nil {
		c.fail(w, errAbsent)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	cw := &counted{ResponseWriter: w}
	if err := c.Backup(r.Context(), cw); err != nil {
		if cw.code == 0 {
			c.fail(w, fmt.Errorf("backup: %w", err))
			return
		}
		c.log().Error("backup broke off", "err", err)
		panic(http.ErrAbortHandler) // half a copy must not look whole
	}
}

// articles lists what a Query selects, newest received first.
func (c *Control) articles(w http.ResponseWriter, r *http.Request) {
	q, err := parseQuery(r)
	if err != nil {
		c.fail(w, badRequest(err))
		return
	}
	match := func(*wire.Article) bool { return true }
	if q.Q != "" {
		if c.Match == nil {
			c.fail(w, errAbsent)
			return
		}
		if match, err = c.Match(q.Q); err != nil {
			c.fail(w, badRequest(fmt.Errorf("query: %w", err)))
			return
		}
	}
	walk, err := c.walk(r.Context(), q)
	if err != nil {
		c.fail(w, err)
		return
	}
	st := stream(w)
	left := q.Limit
	err = walk(func(a *wire.Article) bool {
		if !match(a) {
			return r.Context().Err() == nil
		}
		if st.put(a) != nil {
			return false // who asked has gone
		}
		left--
		return left != 0
	})
	st.end(err)
}

// walk returns what goes over the articles of q, its words aside: those of an
// edition, or those of the store.
func (c *Control) walk(ctx context.Context, q Query) (func(fn func(*wire.Article) bool) error, error) {
	if q.Topic == "" {
		if c.Range == nil {
			return nil, errAbsent
		}
		return func(fn func(*wire.Article) bool) error { return c.Range(ctx, q.Source, q.Since, q.Until, fn) }, nil
	}
	if c.Desk == nil {
		return nil, errAbsent
	}
	e, err := c.Desk.Edition(q.Topic)
	if err != nil {
		return nil, badRequest(err)
	}
	return func(fn func(*wire.Article) bool) error {
		for _, a := range e.Articles {
			if q.Source != "" && a.Source != q.Source ||
				a.Received.Before(q.Since) || !q.Until.IsZero() && !a.Received.Before(q.Until) {
				continue
			}
			if !fn(a) {
				return nil
			}
		}
		return nil
	}, nil
}

func parseQuery(r *http.Request) (Query, error) {
	q := Query{Topic: r.FormValue("topic"), Source: r.FormValue("source"), Q: r.FormValue("q")}
	for name, p := range map[string]*time.Time{"since": &q.Since, "until": &q.Until} {
		v := r.FormValue(name)
		if v == "" {
			continue
		}
		t, err := time.Parse(time.RFC3339Nano, v)
		if err != nil {
			return q, fmt.Errorf("%s %q is not a time in RFC 3339", name, v)
		}
		*p = t
	}
	if v := r.FormValue("limit"); v != "" {
		n, err := strconv.Atoi(v)
		if err != nil || n < 0 {
			return q, fmt.Errorf("limit %q is not a number", v)
		}
		q.Limit = n
	}
	return q, nil
}

// ErrNotFound is what a Client returns for an article that is not known.
var ErrNotFound = errors.New("not found")

// requestError is a fault of who asked.
type requestError struct{ error }

func (e requestError) Unwrap() error { return e.error }

func badRequest(err error) error { return requestError{err} }

// fail answers with err. This is the only place that decides its status.
func (c *Control) fail(w http.ResponseWriter, err error) {
	code := http.StatusInternalServerError
	var bad requestError
	switch {
	case errors.Is(err, ErrNotFound), c.NotFound != nil && errors.Is(err, c.NotFound):
		code = http.StatusNotFound
	case errors.As(err, &bad):
		code = http.StatusBadRequest
	case errors.Is(err, errAbsent):
		code = http.StatusNotImplemented
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	json.NewEncoder(w).Encode(failure{err.Error()}) // an error means the client has gone
}

// failure is how errors are told, as the answer or as the last line of a list.
type failure struct {
	Error string `json:"error"`
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(v) // an error means the client has gone
}

// A lines writes a list, one JSON value a line.
type lines struct{ enc *json.Encoder }

func stream(w http.ResponseWriter) lines {
	w.Header().Set("Content-Type", "application/x-ndjson")
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return lines{enc}
}

func (l lines) put(v any) error { return l.enc.Encode(v) }

// end closes the list; with an error its last line says so.
func (l lines) end(err error) {
	if err != nil {
		l.put(failure{err.Error()})
	}
}
