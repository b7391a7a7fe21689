package feed

import (
	"bytes"
	"encoding/xml"

	"github.com/datelinewire/dateline/wire"
)

// opmlDocument is an OPML 2.0 subscription list. It has no dateCreated, which
// would change it without need.
type opmlDocument struct {
	XMLName xml.Name `xml:"opml"`
	Version string   `xml:"version,attr"`
	Title   string   `xml:"head>title"`
	Owner   string   `xml:"head>ownerName"`
	Email   string   `xml:"head>ownerEmail,omitempty"`
	Docs    string   `xml:"head>docs"`
	Body    opmlBody `xml:"body"` // there even when no topic is
}

type opmlBody struct {
	Outlines []opmlOutline `xml:"outline"`
}

type opmlOutline struct {
	Type        string `xml:"type,attr"`
	Text        string `xml:"text,attr"`
	Title       string `xml:"title,attr"`
	Description string `xml:"description,attr"`
	Version     string `xml:"version,attr"`
	XMLURL      string `xml:"xmlUrl,attr"`
	HTMLURL     string `xml:"htmlUrl,attr"`
}

func (p *press) opml(b *bytes.Buffer, topics []wire.Topic) error {
	doc := opmlDocument{
		Version: "2.0",
		Title:   p.title,
		Owner:   p.title,
		Email:   mailbox(p.Site.Contact),
		Docs:    "http://opml.org/spec2.opml",
	}
	for _, t := range topics {
		doc.Body.Outlines = append(doc.Body.Outlines, opmlOutline{
			Type:        "rss",
			Text:        p.topicTitle(t),
			Title:       p.topicTitle(t),
			Description: p.description(t),
			Version:     "RSS2",
			XMLURL:      p.feedURL(t.Name, RSS),
			HTMLURL:     p.topicURL(t.Name),
		})
	}
	return writeXML(b, doc)
}
