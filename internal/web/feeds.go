package web

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/datelinewire/dateline/feed"
	"github.com/datelinewire/dateline/wire"
)

// A kiosk holds what is published of one topic: each format as rendered from
// the latest edition that could be.
type kiosk struct {
	topic   wire.Topic
	formats map[string]*stand // by extension: "rss", "atom", "json", and "html" for the page
}

// A stand holds one format of one topic, ready to be sent. Readers take the
// pointer and go; only a new edition takes the lock.
type stand struct {
	ready atomic.Pointer[printed]
	mu    sync.Mutex // held while printing, so that an edition is printed once
}

// printed is a document with the edition it was asked for. After a failure it
// is the old document under the new edition, so that the failure is told once
// and the old bytes stay.
type printed struct {
	edition *wire.Edition
	doc     *document
}

// errNothing says that a stand has never had anything to show.
var errNothing = errors.New("no edition could be rendered yet")

// get returns the document of e, printed now if this is the first time it is
// asked for. When printing fails it returns what was there before, and the
// error goes to failed; with nothing there before it returns errNothing.
func (st *stand) get(e *wire.Edition, print func(old *document) (*document, error), failed func(error)) (*document, error) {
	p := st.ready.Load()
	if p == nil || p.edition != e {
		p = st.reprint(e, print, failed)
	}
	if p.doc == nil {
		return nil, errNothing
	}
	return p.doc, nil
}

func (st *stand) reprint(e *wire.Edition, print func(old *document) (*document, error), failed func(error)) *printed {
	st.mu.Lock()
	defer st.mu.Unlock()
	p := st.ready.Load()
	if p != nil && p.edition == e {
		return p // somebody else printed it while we waited
	}
	var old *document
	if p != nil {
		old = p.doc
	}
	doc, err := try(print, old)
	if err != nil {
		failed(err)
		doc = old
	}
	p = &printed{edition: e, doc: doc}
	st.ready.Store(p)
	return p
}

// try prints, and makes an error of a panic: an edition that cannot be rendered
// must not take the old bytes away.
func try(print func(old *document) (*document, error), old *document) (doc *document, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return print(old)
}

// serveFeed answers /feeds/{topic}.{format}.
func (s *site) serveFeed(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Path[len("/feeds/"):]
	dot := strings.LastIndexByte(name, '.')
	if dot < 0 {
		s.missing(w, r, "feed")
		return
	}
	if s.SourcesFeed && r.URL.Path == troublePath {
		s.serveTrouble(w, r)
		return
	}
	k := s.kiosks[name[:dot]]
	format := feed.Format(name[dot+1:])
	if k == nil || format.ContentType() == "" {
		s.missing(w, r, "feed")
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		s.notAllowed(w, r, "feed")
		return
	}
	e, err := s.Desk.Edition(k.topic.Name)
	if err != nil {
		s.unavailable(w, r, "feed", fmt.Errorf("edition of %s: %w", k.topic.Name, err))
		return
	}
	d, err := k.formats[string(format)].get(e,
		func(old *document) (*document, error) { return s.printFeed(e, format, old) },
		func(err error) {
			s.m.failures.WithLabelValues(string(format)).Inc()
			s.Log.Error("feed not rendered, the last good one stays", "topic", k.topic.Name, "format", format, "err", err)
		})
	if err != nil {
		s.unavailable(w, r, "feed", fmt.Errorf("%s.%s: %w", k.topic.Name, format, err))
		return
	}
	s.m.feed(d.serve(w, r))
}

// printFeed renders and checks one format of an edition.
func (s *site) printFeed(e *wire.Edition, f feed.Format, old *document) (*document, error) {
	began := time.Now()
	var b bytes.Buffer
	if err := s.Writer.Write(&b, e, f); err != nil {
		return nil, err
	}
	if err := wellFormed(b.Bytes(), f); err != nil {
		return nil, fmt.Errorf("check %s.%s: %w", e.Topic.Name, f, err)
	}
	d := newDocument(b.Bytes(), f.ContentType(), cacheFeed, e.Updated)
	d.link = []string{`<` + s.absolute("/feeds/"+e.Topic.Name+"."+string(f)) + `>; rel="self"`}
	d.date(old, s.Now())
	d.press()
	s.m.rendered.WithLabelValues(string(f)).Observe(time.Since(began).Seconds())
	return d, nil
}

// date sees to it that Last-Modified moves when the bytes do. An edition's
// time is that of its newest article, so one that changed by a new rule, or
// twice within a second, would look unmodified to who asks by date alone. It
// then gets the present time, or within the same second none (RFC 9110
// §8.8.2.1: a date must not lie in the future).
func (d *document) date(old *document, now time.Time) {
	if old == nil {
		d.shown = d.modified
		return
	}
	same := old.variants[identity].etag == d.variants[identity].etag
	switch {
	case same:
		d.setModified(old.modified)
	case d.modified.After(old.shown):
	case now.UTC().Truncate(time.Second).After(old.shown):
		d.setModified(now)
	default:
		d.setModified(time.Time{})
	}
	d.shown = d.modified
	if d.shown.Before(old.shown) {
		d.shown = old.shown
	}
}

// wellFormed checks that a feed can be read at all: XML with the right root
// that closes, or a JSON object; and that a browser that shows the XML as it
// is finds no element in it that could run anything: HTML belongs in there as
// text only.
func wellFormed(b []byte, f feed.Format) error {
	if f == feed.JSON {
		var doc struct {
			Version string            `json:"version"`
			Items   []json.RawMessage `json:"items"`
		}
		if err := json.Unmarshal(b, &doc); err != nil {
			return err
		}
		if doc.Version == "" || doc.Items == nil {
			return errors.New("no version or no items")
		}
		return nil
	}
	root := map[feed.Format]string{feed.RSS: "rss", feed.Atom: "feed"}[f]
	dec := xml.NewDecoder(bytes.NewReader(b))
	seen := ""
	for {
		t, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		el, ok := t.(xml.StartElement)
		switch {
		case !ok:
		case el.Name.Space == "http://www.w3.org/1999/xhtml", el.Name.Space == "http://www.w3.org/2000/svg":
			return fmt.Errorf("element %q of a page", el.Name.Local)
		case seen == "":
			seen = el.Name.Local
		}
	}
	if seen != root {
		return fmt.Errorf("root element %q, want %q", seen, root)
	}
	return nil
}
