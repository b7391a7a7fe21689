package ingest

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"github.com/datelinewire/dateline/ingest/fetch"
	"github.com/datelinewire/dateline/wire"
)

// A Found is a feed that a page names.
type Found struct {
	URL   string `json:"url"`
	Title string `json:"title,omitempty"`
	Type  string `json:"type,omitempty"` // MIME type, as the page has it
	// Sure is false for plain links that only look like feeds.
	Sure bool `json:"sure"`
}

const (
	discoverMax  = 2 << 20 // bytes of a page that are read
	discoverMost = 100     // feeds of one page
)

// feedTypes are the types by which pages announce feeds.
var feedTypes = []string{
	"application/rss+xml", "application/atom+xml", "application/rdf+xml",
	"application/feed+json", "application/json", "application/xml", "text/xml",
}

// Discover asks for the page src.URL, once, and returns the feeds that it
// names, the announced ones first. A feed names itself.
func (in *Ingester) Discover(ctx context.Context, src wire.Source) ([]Found, error) {
	in.init()
	r := ask(src)
	r.Accept, r.MaxBody = "text/html, */*;q=0.5", discoverMax
	a, err := in.Fetch.Do(ctx, r)
	if err != nil {
		return nil, err
	}
	if a.Status != http.StatusOK {
		return nil, statusError(a)
	}
	if s, err := in.Shaper.Shape(a.Body, src, Cover{URL: a.URL, ContentType: a.Header.Get("Content-Type"), Received: in.now()}); err == nil {
		return []Found{{URL: a.URL, Title: s.Title, Type: a.Header.Get("Content-Type"), Sure: true}}, nil
	}
	return feedsOf(a)
}

// feedsOf reads the feeds that a page names.
func feedsOf(a *fetch.Answer) ([]Found, error) {
	base, err := url.Parse(a.URL)
	if err != nil {
		return nil, err
	}
	r, err := charset.NewReader(bytes.NewReader(a.Body), a.Header.Get("Content-Type"))
	if err != nil {
		return nil, err
	}
	var found []Found
	z := html.NewTokenizer(r)
	z.SetMaxBuf(64 << 10)
	for tt := z.Next(); tt != html.ErrorToken && len(found) < discoverMost; tt = z.Next() {
		if tt != html.StartTagToken && tt != html.SelfClosingTagToken {
			continue
		}
		t := z.Token()
		switch t.DataAtom {
		case atom.Base:
			if u, err := base.Parse(value(t, "href")); err == nil {
				base = u
			}
		case atom.Link, atom.A:
			if f, ok := feedOf(t, base); ok && !slices.ContainsFunc(found, func(o Found) bool { return o.URL == f.URL }) {
				found = append(found, f)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b Found) int {
		switch {
		case a.Sure == b.Sure:
			return 0
		case a.Sure:
			return -1
		}
		return 1
	})
	return found, nil
}

// feedOf reads a link or anchor that names a feed, or looks like one.
func feedOf(t html.Token, base *url.URL) (Found, bool) {
	u, err := base.Parse(strings.TrimSpace(value(t, "href")))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return Found{}, false
	}
	u.Fragment = ""
	f := Found{URL: u.String(), Title: value(t, "title"), Type: strings.ToLower(strings.TrimSpace(value(t, "type")))}
	rel := strings.Fields(strings.ToLower(value(t, "rel")))
	if slices.Contains(rel, "alternate") || slices.Contains(rel, "feed") {
		mime, _, _ := strings.Cut(f.Type, ";")
		f.Sure = slices.Contains(feedTypes, strings.TrimSpace(mime)) || slices.Contains(rel, "feed")
	}
	if f.Sure {
		return f, true
	}
	if t.DataAtom != atom.A {
		return Found{}, false
	}
	p := strings.ToLower(u.Path)
	looks := strings.HasSuffix(p, ".rss") || strings.HasSuffix(p, ".atom") || strings.HasSuffix(p, ".rdf") ||
		strings.HasSuffix(p, "/rss") || strings.HasSuffix(p, "/feed") || strings.HasSuffix(p, "/feed/") ||
		strings.HasSuffix(p, "/rss.xml") || strings.HasSuffix(p, "/feed.xml") || strings.HasSuffix(p, "/atom.xml") || strings.HasSuffix(p, "/feed.json")
	return f, looks
}

func value(t html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
