package feed

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/feeds"

	"github.com/datelinewire/dateline/wire"
)

// rfc822 is the date of RSS 2.0 with the four-digit year its Advisory Board
// asks for.
const rfc822 = time.RFC1123Z

// rssDocument replaces feeds.RssFeedXml, which declares no namespaces but that
// of content:encoded.
type rssDocument struct {
	XMLName xml.Name `xml:"rss"`
	Version string   `xml:"version,attr"`
	Atom    string   `xml:"xmlns:atom,attr"`
	Content string   `xml:"xmlns:content,attr"`
	DC      string   `xml:"xmlns:dc,attr"`
	Media   string   `xml:"xmlns:media,attr"`
	Channel rssChannel
}

type rssChannel struct {
	feeds.RssFeed
	// Gorilla has no place for the link to itself that the RSS Advisory
	// Board's profile asks for.
	Self  rssLink    `xml:"atom:link"`
	Items []*rssItem `xml:"item"`
}

type rssLink struct {
	Href string `xml:"href,attr"`
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
}

// An rssItem redeclares what gorilla's item cannot say: several categories
// and creators, a source with its address; and what it prints empty.
type rssItem struct {
	feeds.RssItem
	Creators   []string      `xml:"dc:creator"`
	Categories []rssCategory `xml:"category"`
	Source     *rssSource    `xml:"source"`
	Language   string        `xml:"dc:language,omitempty"`
	Rights     string        `xml:"dc:rights,omitempty"`
	Updated    string        `xml:"atom:updated,omitempty"`
	Media      []rssMedia    `xml:"media:content"`
}

type rssCategory struct {
	Domain string `xml:"domain,attr,omitempty"`
	Text   string `xml:",chardata"`
}

type rssSource struct {
	URL   string `xml:"url,attr"`
	Title string `xml:",chardata"`
}

// An rssMedia is a picture, sound or film by the Media RSS specification 1.5.1:
// RSS itself has one enclosure and no place for a credit.
type rssMedia struct {
	URL    string `xml:"url,attr"`
	Type   string `xml:"type,attr"`
	Size   int64  `xml:"fileSize,attr,omitempty"`
	Medium string `xml:"medium,attr,omitempty"`
	Title  string `xml:"media:title,omitempty"`
	Credit string `xml:"media:credit,omitempty"`
}

func (p *press) rss(b *bytes.Buffer, e *wire.Edition) error {
	doc := rssDocument{
		Version: "2.0",
		Atom:    "http://www.w3.org/2005/Atom",
		Content: "http://purl.org/rss/1.0/modules/content/",
		DC:      "http://purl.org/dc/elements/1.1/",
		Media:   "http://search.yahoo.com/mrss/",
	}
	items := p.items(e)
	c := &doc.Channel
	c.Title = p.topicTitle(e.Topic)
	c.Link = p.topicURL(e.Topic.Name)
	c.Description = p.description(e.Topic)
	c.Language = commonLanguage(items)
	if contact := mailbox(p.Site.Contact); contact != "" {
		name := line(strings.NewReplacer("(", "", ")", "").Replace(p.title))
		if name == "" {
			name = p.authority
		}
		c.ManagingEditor = contact + " (" + name + ")"
	}
	if t := updated(e, items); !t.IsZero() {
		c.LastBuildDate = t.Format(rfc822)
	}
	c.Generator = generator
	c.Docs = "https://www.rssboard.org/rss-specification"
	c.Self = rssLink{Href: p.feedURL(e.Topic.Name, RSS), Rel: "self", Type: "application/rss+xml"}
	for i := range items {
		c.Items = append(c.Items, p.rssItem(&items[i]))
	}
	return writeXML(b, doc)
}

func (p *press) rssItem(it *item) *rssItem {
	x := &rssItem{
		RssItem: feeds.RssItem{
			Title:       it.title,
			Link:        it.link,
			Description: it.description(),
			Guid:        &feeds.RssGuid{Id: it.id, IsPermaLink: "false"},
		},
		Creators: it.authors,
		Language: it.language,
		Rights:   it.rights,
	}
	if it.full {
		x.Content = &feeds.RssContent{Content: it.content}
	}
	if !it.published.IsZero() {
		x.PubDate = it.published.Format(rfc822)
	}
	if it.updated.After(it.published) {
		x.Updated = it.updated.Format(time.RFC3339)
	}
	for _, s := range it.labels() {
		c := rssCategory{Text: s}
		if s == string(it.signal) {
			c.Domain = p.tag("scheme", "signal")
		}
		x.Categories = append(x.Categories, c)
	}
	if u, ok := sourceURL(it.source); ok {
		x.Source = &rssSource{URL: u, Title: sourceTitle(it.source)}
	}
	for i, m := range it.media {
		if i == 0 { // a second one has no meaning in RSS and readers differ
			x.Enclosure = &feeds.RssEnclosure{Url: m.url, Type: m.kind, Length: strconv.FormatInt(m.length, 10)}
		}
		x.Media = append(x.Media, rssMedia{URL: m.url, Type: m.kind, Size: m.length, Medium: m.medium(), Title: m.title, Credit: m.credit})
	}
	return x
}

// writeXML writes doc as an XML document that ends with a newline.
func writeXML(b *bytes.Buffer, doc any) error {
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(b)
	enc.Indent("", " ")
	if err := enc.Encode(doc); err != nil {
		return fmt.Errorf("encode: %w", err)
	}
	b.WriteByte('\n')
	return nil
}
