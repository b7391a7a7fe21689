package ingest_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/datelinewire/dateline/ingest"
	"github.com/datelinewire/dateline/ingest/fetch"
	"github.com/datelinewire/dateline/wire"
)

// memory is a store of maps: what is committed is there, and nothing else.
type memory struct {
	mu       sync.Mutex
	polls    map[string]wire.Poll
	known    map[string][]uint64
	articles map[string]*wire.Article
	raw      map[string][]byte
	commits  int
	fail     error // of the next commit
}

func newMemory() *memory {
	return &memory{polls: map[string]wire.Poll{}, known: map[string][]uint64{}, articles: map[string]*wire.Article{}, raw: map[string][]byte{}}
}

func (m *memory) Commit(_ context.Context, p wire.Poll, f []wire.Filing) (wire.Tally, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.fail; err != nil {
		m.fail = nil
		return wire.Tally{}, err
	}
	m.commits++
	for _, x := range f {
		old := m.articles[x.Article.ID]
		switch {
		case old == nil:
			p.Tally.New++
		case old.Sum() == x.Article.Sum():
			p.Tally.Same++
			continue
		default:
			p.Tally.Changed++
		}
		m.articles[x.Article.ID], m.raw[x.Article.ID] = x.Article, x.Raw
	}
	if p.Known != nil {
		m.known[p.Source] = p.Known
	}
	old := m.polls[p.Source]
	tally := p.Tally
	p.Total = old.Total
	if old.At.Equal(p.At) {
		p.Tally, p.Refusals = old.Tally, old.Refusals
	} else {
		p.Total.Add(tally)
	}
	if tally == (wire.Tally{}) {
		p.Tally, p.Refusals = old.Tally, old.Refusals
	}
	p.Known = nil
	m.polls[p.Source] = p
	return tally, nil
}

func (m *memory) Poll(source string) (wire.Poll, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.polls[source], nil
}

func (m *memory) Known(source string) ([]uint64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.known[source]), nil
}

func (m *memory) headlines() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var hs []string
	for _, a := range m.articles {
		hs = append(hs, a.Headline)
	}
	slices.Sort(hs)
	return hs
}

// An ask is one line of a publisher's log.
type ask struct {
	at     time.Time
	clock  time.Time // what the asker's wall clock said
	end    time.Time
	method string
	url    string
	host   string
	header http.Header
	status int
	answer http.Header
}

// A publisher answers requests and keeps a log, as a web server would. It is
// the http.RoundTripper of the client under test: nothing leaves the process,
// and in a synctest bubble weeks pass in a blink.
type publisher struct {
	mu    sync.Mutex
	log   []ask
	now   map[string]int // requests under way, by host
	most  map[string]int // of them at a time
	clock func() time.Time
	serve func(w *reply, r *http.Request)
}

// A reply is what a handler says.
type reply struct {
	status int
	header http.Header
	body   string
	stream io.Reader     // in place of body
	length int64         // -1 unless set by the handler
	wait   time.Duration // before the first byte
	err    error         // in place of an answer
}

func newPublisher(serve func(w *reply, r *http.Request)) *publisher {
	return &publisher{serve: serve, clock: time.Now, now: map[string]int{}, most: map[string]int{}}
}

func (p *publisher) RoundTrip(r *http.Request) (*http.Response, error) {
	host := r.URL.Hostname()
	p.mu.Lock()
	n := len(p.log)
	p.log = append(p.log, ask{at: time.Now(), clock: p.clock(), method: r.Method, url: r.URL.String(), host: host, header: r.Header.Clone()})
	p.now[host]++
	p.most[host] = max(p.most[host], p.now[host])
	p.mu.Unlock()
	w := &reply{status: 200, header: http.Header{"Date": {time.Now().UTC().Format(http.TimeFormat)}}, length: -1}
	p.mu.Lock()
	p.serve(w, r)
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		p.now[host]--
		p.log[n].end, p.log[n].status, p.log[n].answer = time.Now(), w.status, w.header
		p.mu.Unlock()
	}()
	if w.wait > 0 {
		select {
		case <-time.After(w.wait):
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}
	if w.err != nil {
		return nil, w.err
	}
	body := w.stream
	if body == nil {
		body = strings.NewReader(w.body)
	}
	return &http.Response{
		StatusCode: w.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.header, Body: &bodyOf{body, r.Context()}, ContentLength: w.length, Request: r,
	}, nil
}

// bodyOf ends when its request does, as a connection would.
type bodyOf struct {
	io.Reader
	ctx context.Context
}

func (b *bodyOf) Read(p []byte) (int, error) {
	if err := b.ctx.Err(); err != nil {
		return 0, err
	}
	return b.Reader.Read(p)
}
func (b *bodyOf) Close() error { return nil }

// asks returns the log of requests to addresses that contain part.
func (p *publisher) asks(part string) []ask {
	p.mu.Lock()
	defer p.mu.Unlock()
	var as []ask
	for _, a := range p.log {
		if strings.Contains(a.url, part) {
			as = append(as, a)
		}
	}
	return as
}

// A story is one item of a made-up feed.
type story struct {
	guid, title, text string
	at                time.Time
}

// rss writes a feed of stories, newest first.
func rss(extra string, stories ...story) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Harbour Wire</title><link>https://harbour.example/</link><description>d</description>` + extra)
	for _, s := range stories {
		fmt.Fprintf(&b, "<item><guid isPermaLink=\"false\">%s</guid><title>%s</title><link>https://harbour.example/%s</link><pubDate>%s</pubDate><description>%s</description></item>",
			s.guid, s.title, s.guid, s.at.UTC().Format(time.RFC1123Z), s.text)
	}
	b.WriteString("</channel></rss>")
	return b.String()
}

// feed is a well-behaved feed: the newest window stories, an ETag and a
// Last-Modified that change with them, 304 to who has them.
type feed struct {
	window  int
	stories []story
	extra   string
	header  map[string]string
}

func (f *feed) file(title string) {
	s := story{guid: fmt.Sprintf("g%d", len(f.stories)), title: title, text: "The harbour reported " + title + ".", at: time.Now()}
	f.stories = append([]story{s}, f.stories...)
}

func (f *feed) body() string {
	w := f.window
	if w == 0 {
		w = 20
	}
	return rss(f.extra, f.stories[:min(len(f.stories), w)]...)
}

func (f *feed) etag() string { return fmt.Sprintf(`"v%d"`, len(f.stories)) }

func (f *feed) modified() string {
	if len(f.stories) == 0 {
		return ""
	}
	return f.stories[0].at.UTC().Format(http.TimeFormat)
}

func (f *feed) serve(w *reply, r *http.Request) {
	w.header.Set("ETag", f.etag())
	w.header.Set("Last-Modified", f.modified())
	w.header.Set("Content-Type", "application/rss+xml")
	for k, v := range f.header {
		w.header.Set(k, v)
	}
	if r.Header.Get("If-None-Match") == f.etag() {
		w.status = 304
		return
	}
	w.body = f.body()
}

// A desk is an engine with everything around it made up.
type desk struct {
	*ingest.Ingester
	store *memory
	pub   *publisher
	logs  *bytes.Buffer
	shift atomic.Int64 // of the wall clock, nanoseconds
}

const agent = "Dateline/test (+https://desk.example; desk@desk.example)"

func newDesk(serve func(w *reply, r *http.Request)) *desk {
	d := &desk{store: newMemory(), pub: newPublisher(serve), logs: new(bytes.Buffer)}
	d.pub.clock = func() time.Time { return time.Now().Add(time.Duration(d.shift.Load())) }
	d.renew()
	return d
}

// renew is a restart: nothing survives but the store.
func (d *desk) renew() {
	d.Ingester = &ingest.Ingester{
		Store: d.store,
		Fetch: &fetch.Client{Agent: agent, Transport: d.pub},
		Log:   slog.New(slog.NewTextHandler(d.logs, nil)),
		Now:   d.pub.clock,
	}
}

// runFor runs the engine for a while and stops it.
func (d *desk) runFor(t *testing.T, dur time.Duration, sources ...wire.Source) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), dur)
	defer cancel()
	if err := d.Run(ctx, sources); err != nil {
		t.Fatalf("run: %v", err)
	}
}

func source(name, url string) wire.Source {
	return wire.Source{Name: name, URL: url, Zone: time.UTC, Pace: wire.Pace{Every: 15 * time.Minute}}
}
