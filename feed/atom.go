package feed

import (
	"bytes"
	"strconv"
	"time"

	"github.com/gorilla/feeds"

	"github.com/datelinewire/dateline/wire"
)

// An atomFeed redeclares what gorilla's feed has once and RFC 4287 needs
// twice (the links to itself and to the page), and what it lacks.
type atomFeed struct {
	feeds.AtomFeed
	Lang      string           `xml:"xml:lang,attr,omitempty"`
	Links     []feeds.AtomLink `xml:"link"`
	Generator string           `xml:"generator"`
	Entries   []*atomEntry     `xml:"entry"`
}

// An atomEntry redeclares what gorilla's entry has once, and its category,
// which is a text there and an attribute in RFC 4287 §4.2.2.
type atomEntry struct {
	feeds.AtomEntry
	Lang       string             `xml:"xml:lang,attr,omitempty"`
	Authors    []feeds.AtomAuthor `xml:"author"`
	Categories []atomCategory     `xml:"category"`
}

type atomCategory struct {
	Term   string `xml:"term,attr"`
	Scheme string `xml:"scheme,attr,omitempty"`
	Label  string `xml:"label,attr,omitempty"`
}

func (p *press) atom(b *bytes.Buffer, e *wire.Edition) error {
	items := p.items(e)
	t := updated(e, items)
	if t.IsZero() {
		t = epoch
	}
	name := e.Topic.Name
	doc := atomFeed{
		AtomFeed: feeds.AtomFeed{
			Xmlns:    "http://www.w3.org/2005/Atom",
			Title:    p.topicTitle(e.Topic),
			Subtitle: p.description(e.Topic),
			Id:       p.tag("topic", name),
			Updated:  t.Format(time.RFC3339),
			Author:   &feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: p.title, Uri: p.base + "/", Email: mailbox(p.Site.Contact)}},
		},
		Lang: commonLanguage(items),
		Links: []feeds.AtomLink{
			{Rel: "self", Type: "application/atom+xml", Href: p.feedURL(name, Atom)},
			{Rel: "alternate", Type: "text/html", Href: p.topicURL(name)},
		},
		Generator: generator,
	}
	for i := range items {
		doc.Entries = append(doc.Entries, p.atomEntry(&items[i]))
	}
	return writeXML(b, doc)
}

func (p *press) atomEntry(it *item) *atomEntry {
	x := &atomEntry{Lang: it.language}
	x.Title, x.Id, x.Rights = it.title, it.id, it.rights
	x.Updated = epoch.Format(time.RFC3339)
	if !it.published.IsZero() {
		x.Published = it.published.Format(time.RFC3339)
		x.Updated = it.updated.Format(time.RFC3339)
	}
	x.Links = []feeds.AtomLink{{Rel: "alternate", Type: "text/html", Href: it.link}}
	if u, ok := sourceURL(it.source); ok {
		x.Links = append(x.Links, feeds.AtomLink{Rel: "via", Href: u})
	}
	for _, m := range it.media {
		l := feeds.AtomLink{Rel: "enclosure", Type: m.kind, Href: m.url}
		if m.length > 0 {
			l.Length = strconv.FormatInt(m.length, 10)
		}
		x.Links = append(x.Links, l)
	}
	for _, s := range it.authors {
		x.Authors = append(x.Authors, feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: s}})
	}
	for _, s := range it.labels() {
		c := atomCategory{Term: s}
		if s == string(it.signal) {
			c.Scheme = p.tag("scheme", "signal")
		}
		x.Categories = append(x.Categories, c)
	}
	if it.full && it.brief != "" {
		x.Summary = &feeds.AtomSummary{Type: "text", Content: it.brief}
	}
	x.Content = &feeds.AtomContent{Type: "html", Content: it.content}
	return x
}
