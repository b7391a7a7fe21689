package web

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/datelinewire/dateline/feed"
	"github.com/datelinewire/dateline/wire"
)

//go:embed templates/*.html
var templateFiles embed.FS

// pageFormat is the kiosk's name for the page of a topic: one more format of
// its edition.
const pageFormat = "html"

const contentHTML = "text/html; charset=utf-8"

// loadPages parses the templates, which are ours: an error would be a fault
// in the build, and the tests render them all.
func (s *site) loadPages() {
	s.pages = template.Must(template.New("").Funcs(template.FuncMap{
		"path":     func(p string) string { return s.base + p },
		"absolute": s.absolute,
		"time":     timeTag,
		"hour":     hourTag,
		"stamp":    stampTag,
		"day":      func(t time.Time) string { return t.UTC().Format("Monday, 2 January 2006") },
		"dir":      direction,
		"count":    count,
		"group":    group,
		"style":    func() string { return styleName },
	}).ParseFS(templateFiles, "templates/*.html"))
}

// A frame is what every page has around its content.
type frame struct {
	Title     string // of the page; empty on the front page
	Site      string
	Lang      string // of the content
	About     string // the page in a sentence, for engines
	Canonical string
	Feeds     []link // for autodiscovery
	Version   string
	Page      any
}

// A link is a feed that can be subscribed to.
type link struct {
	Title, Href, Name string
	// Type is the whole attribute. As a value the plus sign in it would be
	// escaped, which is right and which simple feed finders do not undo.
	Type template.HTMLAttr
}

// formatNames are what people call the formats.
var formatNames = map[feed.Format]string{feed.RSS: "RSS", feed.Atom: "Atom", feed.JSON: "JSON Feed"}

// typeAttr is a format's media type as an attribute, without parameters.
func typeAttr(f feed.Format) template.HTMLAttr {
	t, _, _ := strings.Cut(f.ContentType(), ";")
	return template.HTMLAttr(`type="` + t + `"`)
}

// feedLinks are the feeds of a topic.
func (s *site) feedLinks(t wire.Topic) []link {
	var ls []link
	for _, f := range feed.Formats() {
		ls = append(ls, link{Title: topicTitle(t), Href: s.base + "/feeds/" + t.Name + "." + string(f), Type: typeAttr(f), Name: formatNames[f]})
	}
	return ls
}

func topicTitle(t wire.Topic) string {
	if t.Title != "" {
		return t.Title
	}
	return t.Name
}

// render runs one page template.
func (s *site) render(name string, f frame) ([]byte, error) {
	f.Site, f.Version = s.title, s.Version
	if f.Lang == "" {
		f.Lang = "en"
	}
	var b bytes.Buffer
	if err := s.pages.ExecuteTemplate(&b, name, f); err != nil {
		return nil, fmt.Errorf("page %s: %w", name, err)
	}
	return b.Bytes(), nil
}

// write renders a page for one request.
func (s *site) write(w http.ResponseWriter, r *http.Request, code int, name string, f frame) {
	b, err := s.render(name, f)
	if err != nil {
		s.unavailable(w, r, name, err)
		return
	}
	if code == http.StatusOK {
		newDocument(b, contentHTML, cachePage, time.Time{}).serveOnce(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", contentHTML)
	h.Set("Cache-Control", cacheNever)
	w.WriteHeader(code)
	w.Write(b) // an error means the reader has gone
}

// front is the front page, rendered again when an edition is another one.
type front struct {
	mu       sync.Mutex
	editions []*wire.Edition // of the topics in their order; nil for one that is left out
	doc      *document
}

// frontStories is how many stories a topic shows on the front page: one with
// its lead and some headlines, about a screen of a phone.
const frontStories = 5

// A section is one topic on the front page.
type section struct {
	Topic   wire.Topic
	Title   string
	Updated time.Time
	Count   int
	Top     *item
	More    []*item
	Feeds   []link
}

func (s *site) serveFront(w http.ResponseWriter, r *http.Request) {
	// A topic that cannot be shown, such as one that is being dealt anew after
	// its rule changed, is left out and costs the others nothing.
	editions := make([]*wire.Edition, len(s.Topics))
	var failed []error
	for i, t := range s.Topics {
		e, err := s.Desk.Edition(t.Name)
		if err != nil {
			failed = append(failed, fmt.Errorf("edition of %s: %w", t.Name, err))
			continue
		}
		editions[i] = e
	}
	if len(failed) > 0 && len(failed) == len(s.Topics) {
		s.unavailable(w, r, "front", errors.Join(failed...))
		return
	}
	d, err := s.frontPage(editions)
	if err != nil {
		s.unavailable(w, r, "front", err)
		return
	}
	d.serve(w, r)
}

func (s *site) frontPage(editions []*wire.Edition) (*document, error) {
	s.front.mu.Lock()
	defer s.front.mu.Unlock()
	if s.front.doc != nil && slices.Equal(s.front.editions, editions) {
		return s.front.doc, nil
	}
	var (
		sections []section
		feeds    []link
		updated  time.Time
	)
	for i, e := range editions {
		if e == nil {
			continue
		}
		sec := section{Topic: s.Topics[i], Title: topicTitle(s.Topics[i]), Updated: e.Updated, Count: len(e.Articles), Feeds: s.feedLinks(s.Topics[i])}
		for j, a := range e.Articles[:min(frontStories, len(e.Articles))] {
			if j == 0 {
				sec.Top = s.item(a)
				continue
			}
			sec.More = append(sec.More, s.item(a))
		}
		sections = append(sections, sec)
		feeds = append(feeds, sec.Feeds...)
		if e.Updated.After(updated) {
			updated = e.Updated
		}
	}
	b, err := s.render("front.html", frame{
		About: "News from the wires by topic, as feeds to subscribe to.", Canonical: s.absolute("/"), Feeds: feeds,
		Page: map[string]any{"Sections": sections, "Updated": updated, "Sources": len(s.Sources)},
	})
	if err != nil {
		return nil, err
	}
	s.front.editions = editions
	s.front.doc = newDocument(b, contentHTML, cachePage, time.Time{}).press()
	return s.front.doc, nil
}

// A day groups the articles of a topic's page by when this daemon had them,
// which is the order of an edition.
type day struct {
	Date  time.Time
	Items []*item
}

func (s *site) serveTopic(w http.ResponseWriter, r *http.Request) {
	k := s.kiosks[r.PathValue("topic")]
	if k == nil {
		s.notFoundPage(w, r, "There is no topic of this name.")
		return
	}
	e, err := s.Desk.Edition(k.topic.Name)
	if err != nil {
		s.unavailable(w, r, "topic", fmt.Errorf("edition of %s: %w", k.topic.Name, err))
		return
	}
	d, err := k.formats[pageFormat].get(e,
		func(*document) (*document, error) { return s.printTopic(k.topic, e) },
		func(err error) {
			s.m.failures.WithLabelValues(pageFormat).Inc()
			s.Log.Error("page not rendered, the last good one stays", "topic", k.topic.Name, "err", err)
		})
	if err != nil {
		s.unavailable(w, r, "topic", fmt.Errorf("topic %s: %w", k.topic.Name, err))
		return
	}
	d.serve(w, r)
}

func (s *site) printTopic(t wire.Topic, e *wire.Edition) (*document, error) {
	began := time.Now()
	var days []day
	for _, a := range e.Articles {
		it := s.item(a)
		date := it.Seen.Truncate(24 * time.Hour)
		if n := len(days); n == 0 || !days[n-1].Date.Equal(date) {
			days = append(days, day{Date: date})
		}
		last := &days[len(days)-1]
		last.Items = append(last.Items, it)
	}
	b, err := s.render("topic.html", frame{
		Title: topicTitle(t), About: "The wires' latest on " + topicTitle(t) + ".",
		Canonical: s.absolute("/topics/" + t.Name), Feeds: s.feedLinks(t),
		Page: map[string]any{"Topic": t, "Title": topicTitle(t), "Days": days, "Updated": e.Updated, "Count": len(e.Articles), "Feeds": s.feedLinks(t), "Others": s.otherTopics(t)},
	})
	if err != nil {
		return nil, err
	}
	d := newDocument(b, contentHTML, cachePage, time.Time{}).press()
	s.m.rendered.WithLabelValues(pageFormat).Observe(time.Since(began).Seconds())
	return d, nil
}

// maxOthers is how many other topics a topic's page names: a column of them.
const maxOthers = 24

// otherTopics are the neighbours of t in the order of the configuration.
func (s *site) otherTopics(t wire.Topic) []link {
	at := slices.IndexFunc(s.Topics, func(o wire.Topic) bool { return o.Name == t.Name })
	from := max(0, min(at-maxOthers/2, len(s.Topics)-1-maxOthers))
	var ls []link
	for _, o := range s.Topics[from:] {
		if o.Name != t.Name && len(ls) < maxOthers {
			ls = append(ls, link{Title: topicTitle(o), Href: s.base + "/topics/" + o.Name})
		}
	}
	return ls
}

// notFoundPage answers 404 to a person, with a way on.
func (s *site) notFoundPage(w http.ResponseWriter, r *http.Request, text string) {
	s.write(w, r, http.StatusNotFound, "message.html", frame{Title: "Not found", Page: map[string]any{"Title": "Not found", "Text": text}})
}

func (s *site) serveOPML(w http.ResponseWriter, r *http.Request) {
	var b bytes.Buffer
	if err := s.Writer.OPML(&b, s.Topics); err != nil {
		s.unavailable(w, r, "opml", err)
		return
	}
	newDocument(b.Bytes(), feed.OPMLContentType, cachePage, time.Time{}).serveOnce(w, r)
}
