package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/datelinewire/dateline/internal/newsml"
	"github.com/datelinewire/dateline/wire"
)

// serveArticle answers /articles/{id} and its formats /articles/{id}.{format}.
func (s *site) serveArticle(w http.ResponseWriter, r *http.Request) {
	id, format, dot := strings.Cut(r.PathValue("id"), ".")
	if dot && format == "" || !slices.Contains([]string{"", "json", "txt", "ninjs", "nitf"}, format) {
		s.noArticle(w, r, format)
		return
	}
	a, err := s.Articles.Article(id)
	if s.unknown(err) || err == nil && visibility(a, s.Now()) == hidden {
		s.noArticle(w, r, format)
		return
	}
	if err != nil {
		s.unavailable(w, r, "article", fmt.Errorf("article %s: %w", id, err))
		return
	}
	if visibility(a, s.Now()) == withdrawn {
		s.serveWithdrawn(w, r, a, format)
		return
	}
	a = s.public(a)
	if format == "" {
		s.articlePage(w, r, a)
		return
	}
	b, contentType, err := s.articleBytes(a, format)
	if err != nil {
		s.unavailable(w, r, "article", fmt.Errorf("article %s as %s: %w", id, format, err))
		return
	}
	newDocument(b, contentType, cachePage, time.Time{}).serveOnce(w, r)
}

// unknown reports whether err says that an article is not known.
func (s *site) unknown(err error) bool {
	return err != nil && s.NotFound != nil && errors.Is(err, s.NotFound)
}

func (s *site) noArticle(w http.ResponseWriter, r *http.Request, format string) {
	if format != "" {
		plain(w, http.StatusNotFound, "not found")
		return
	}
	s.notFoundPage(w, r, "There is no article of this number. It may have been too old to keep.")
}

// serveWithdrawn answers 410 for a killed article: readers and engines are to
// forget it.
func (s *site) serveWithdrawn(w http.ResponseWriter, r *http.Request, a *wire.Article, format string) {
	t := tombstone(a)
	if format == "" {
		s.write(w, r, http.StatusGone, "message.html", frame{Title: "Withdrawn", Page: map[string]any{
			"Title": "This story was withdrawn",
			"Text":  s.credit(a) + " has withdrawn this story. It should not be used."}})
		return
	}
	b, contentType, err := s.articleBytes(t, format)
	if err != nil || format == "txt" {
		plain(w, http.StatusGone, "withdrawn by "+s.credit(a))
		return
	}
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Cache-Control", cacheNever)
	w.WriteHeader(http.StatusGone)
	w.Write(b) // an error means the reader has gone
}

// articleBytes writes an article that may be shown in one of the formats.
func (s *site) articleBytes(a *wire.Article, format string) ([]byte, string, error) {
	var b bytes.Buffer
	switch format {
	case "json":
		c := *a
		for _, t := range s.topicsOf(a.ID) {
			c.Topics = append(c.Topics, t.Name)
		}
		j, err := json.Marshal(c)
		return append(j, '\n'), "application/json; charset=utf-8", err
	case "txt":
		err := a.WriteText(&b)
		return b.Bytes(), "text/plain; charset=utf-8", err
	case "ninjs":
		j, err := newsml.Ninjs(a, s.credits(a))
		return j, newsml.NinjsType, err
	case "nitf":
		return newsml.NITF(a, s.credits(a)), newsml.NITFType, nil
	}
	return nil, "", fmt.Errorf("format %q is not known", format)
}

// credits says for IPTC's formats who republishes a.
func (s *site) credits(a *wire.Article) newsml.Origin {
	return newsml.Origin{URI: s.Writer.ArticleID(a.ID), Provider: s.sources[a.Source].Title, Credit: s.credit(a)}
}

// topicsOf are the topics in whose editions the article stands now.
func (s *site) topicsOf(id string) []wire.Topic {
	var ts []wire.Topic
	for _, t := range s.Topics {
		e, err := s.Desk.Edition(t.Name)
		if err != nil {
			continue // the article is worth showing without
		}
		if slices.ContainsFunc(e.Articles, func(a *wire.Article) bool { return a.ID == id }) {
			ts = append(ts, t)
		}
	}
	return ts
}

// A block is a paragraph of the article's page: of the story, or a note.
type block struct {
	Dateline string // in front of the text
	Spans    []span
	Note     bool
}

// A span is a piece of a paragraph; Quote marks direct speech.
type span struct {
	Text  string
	Quote bool
}

func (s *site) articlePage(w http.ResponseWriter, r *http.Request, a *wire.Article) {
	it := s.item(a)
	topics := s.topicsOf(a.ID)
	f := frame{Title: it.Title, Lang: "en", About: a.Lead, Canonical: a.URL}
	if f.Canonical == "" {
		f.Canonical = s.absolute("/articles/" + a.ID)
	}
	for _, t := range topics {
		f.Feeds = append(f.Feeds, s.feedLinks(t)...)
	}
	f.Page = map[string]any{"Item": it, "Topics": topics, "Blocks": blocks(a), "Extent": string(s.extent(a))}
	s.write(w, r, http.StatusOK, "article.html", f)
}

// blocks lays out the text in printed order, notes where they were printed;
// the byline is not among them, for it stands above already.
func blocks(a *wire.Article) []block {
	var bs []block
	notes := a.Notes
	before := func(paragraph int) {
		for len(notes) > 0 && notes[0].Before <= paragraph {
			if notes[0].Kind != wire.NoteByline || len(a.Byline) == 0 {
				bs = append(bs, block{Spans: []span{{Text: notes[0].Text}}, Note: true})
			}
			notes = notes[1:]
		}
	}
	for i, p := range append([]string{a.Lead}, a.Body...) {
		before(i)
		b := block{Spans: spans(p, i, a.Quotes)}
		if i == 0 && a.Dateline != nil {
			b.Dateline = a.Dateline.Text
		}
		if p != "" || b.Dateline != "" {
			bs = append(bs, b)
		}
	}
	for len(notes) > 0 {
		before(max(notes[0].Before, 1+len(a.Body)))
	}
	return bs
}

// spans marks the quotes that open in paragraph i, as far as they lie in it.
func spans(p string, i int, quotes []wire.Quote) []span {
	var ss []span
	for _, q := range quotes {
		if q.Paragraph != i {
			continue
		}
		text, _, _ := strings.Cut(q.Text, "\n\n")
		at := strings.Index(p, text)
		if at < 0 || text == "" {
			continue
		}
		if at > 0 {
			ss = append(ss, span{Text: p[:at]})
		}
		ss = append(ss, span{Text: text, Quote: true})
		p = p[at+len(text):]
	}
	if p != "" {
		ss = append(ss, span{Text: p})
	}
	return ss
}
