// Package feed writes an edition as RSS 2.0, Atom 1.0 or JSON Feed 1.1, and
// the list of all topics as OPML 2.0. It is gorilla/feeds' only door.
//
// Callers may rely on this: what is written is a pure function of the Writer
// and the edition (no clock, no randomness), so equal input gives equal bytes
// on every node; every document is valid by its specification whatever is in
// the articles; an article has the same ID in all formats; and no more of a
// source's copy leaves the house than the source's rights allow.
package feed

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/datelinewire/dateline/wire"
)

// A Format is one of the formats in which an edition is published. Its value
// is the extension in the feed's path: /feeds/{topic}.{format}.
type Format string

// The formats.
const (
	RSS  Format = "rss"
	Atom Format = "atom"
	JSON Format = "json"
)

// Formats returns all formats, in the order in which they are offered.
func Formats() []Format { return []Format{RSS, Atom, JSON} }

// ContentType returns the media type under which f is served; empty when f is
// none of the formats.
func (f Format) ContentType() string {
	switch f {
	case RSS:
		return "application/rss+xml; charset=utf-8"
	case Atom:
		return "application/atom+xml; charset=utf-8"
	case JSON:
		return "application/feed+json; charset=utf-8"
	}
	return ""
}

// OPMLContentType is the media type under which the list of topics is served.
const OPMLContentType = "text/x-opml; charset=utf-8"

var (
	// ErrFormat says that a format is none of Formats.
	ErrFormat = errors.New("unknown feed format")
	// ErrSite says that Site.URL is not an absolute http or https URL, without
	// which no feed can say where it is.
	ErrSite = errors.New("site url is not absolute")
)

// A Site is who publishes.
type Site struct {
	Title   string // of the desk; the host of URL when empty
	URL     string // absolute http(s), with or without a path, a slash at its end is ignored
	Contact string // mail address of the desk; may be empty
}

// A Writer writes editions. Its fields are set once, before the first Write;
// then it is safe for concurrent use.
type Writer struct {
	Site Site
	// Sources are the configured sources by name: their titles and rights.
	// Of an article whose source is not among them only the headline and the
	// link leave the house, because nobody says that more may.
	Sources map[string]wire.Source
}

// Write writes e in format f with one call of out.Write. Nothing is written
// when it fails; it fails with ErrFormat, ErrSite or an error of out.
func (w *Writer) Write(out io.Writer, e *wire.Edition, f Format) error {
	p, err := w.press()
	if err != nil {
		return fmt.Errorf("write %s.%s: %w", e.Topic.Name, f, err)
	}
	var b bytes.Buffer
	switch f {
	case RSS:
		err = p.rss(&b, e)
	case Atom:
		err = p.atom(&b, e)
	case JSON:
		err = p.json(&b, e)
	default:
		err = ErrFormat
	}
	if err != nil {
		return fmt.Errorf("write %s.%s: %w", e.Topic.Name, f, err)
	}
	if _, err := out.Write(b.Bytes()); err != nil {
		return fmt.Errorf("write %s.%s: %w", e.Topic.Name, f, err)
	}
	return nil
}

// OPML writes the list of the feeds of topics as OPML 2.0 with one call of
// out.Write; errors are those of Write.
func (w *Writer) OPML(out io.Writer, topics []wire.Topic) error {
	p, err := w.press()
	if err != nil {
		return fmt.Errorf("write opml: %w", err)
	}
	var b bytes.Buffer
	if err := p.opml(&b, topics); err != nil {
		return fmt.Errorf("write opml: %w", err)
	}
	if _, err := out.Write(b.Bytes()); err != nil {
		return fmt.Errorf("write opml: %w", err)
	}
	return nil
}

// ArticleID returns the identifier (RFC 4151 tag URI) under which the article
// with this ID is published in every format; empty when Site.URL is not valid.
// It depends on the host of Site.URL and nothing else of the configuration.
func (w *Writer) ArticleID(id string) string {
	p, err := w.press()
	if err != nil {
		return ""
	}
	return p.tag("article", id)
}

// A press is a Writer with the site's address taken apart.
type press struct {
	*Writer
	base      string // Site.URL without a slash at its end
	authority string // of tag URIs
	title     string // of the site, never empty
}

func (w *Writer) press() (*press, error) {
	u, err := url.Parse(w.Site.URL)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", w.Site.URL, ErrSite)
	}
	base, ok := webURL(w.Site.URL)
	if !ok || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("%q: %w", w.Site.URL, ErrSite)
	}
	p := &press{Writer: w, base: strings.TrimRight(base, "/"), authority: authority(u.Hostname())}
	p.title = line(w.Site.Title)
	if p.title == "" {
		p.title = p.authority
	}
	return p, nil
}

// tagYear is the year in which the host of a tag URI is taken to have been the
// publisher's (RFC 4151 §2.1). It never changes: another year is another ID.
const tagYear = "2026"

// tag returns the tag URI of a thing of this site.
func (p *press) tag(kind, name string) string {
	return "tag:" + p.authority + "," + tagYear + ":" + kind + "/" + url.PathEscape(name)
}

// authority makes a host name fit for a tag URI (RFC 4151 §2.1: DNS letters,
// digits, dots and hyphens, an alphanumeric at both ends).
func authority(host string) string {
	host = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '.', r == '-':
			return r
		}
		return '-'
	}, strings.ToLower(host))
	host = strings.Trim(host, ".-")
	if host == "" {
		return "localhost"
	}
	return host
}

func (p *press) feedURL(topic string, f Format) string {
	return p.base + "/feeds/" + url.PathEscape(topic) + "." + string(f)
}

func (p *press) topicURL(topic string) string {
	return p.base + "/topics/" + url.PathEscape(topic)
}

func (p *press) articleURL(id string) string {
	return p.base + "/articles/" + url.PathEscape(id)
}

// topicTitle is the title of a topic's feed, never empty.
func (p *press) topicTitle(t wire.Topic) string {
	for _, s := range []string{line(t.Title), line(t.Name)} {
		if s != "" {
			return s
		}
	}
	return p.title
}
