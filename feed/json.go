package feed

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/gorilla/feeds"

	"github.com/datelinewire/dateline/wire"
)

// A jsonFeed redeclares the items, which gorilla leaves out when there are
// none and JSON Feed 1.1 requires.
type jsonFeed struct {
	feeds.JSONFeed
	Items []jsonItem `json:"items"`
}

// A jsonItem adds the language of version 1.1, and has attachments of its own:
// gorilla's have sizes of 32 bits and a MarshalJSON that forbids embedding.
type jsonItem struct {
	feeds.JSONItem
	Language    string           `json:"language,omitempty"`
	Attachments []jsonAttachment `json:"attachments,omitempty"`
}

type jsonAttachment struct {
	URL   string `json:"url"`
	Type  string `json:"mime_type"`
	Title string `json:"title,omitempty"`
	Size  int64  `json:"size_in_bytes,omitempty"`
}

func (p *press) json(b *bytes.Buffer, e *wire.Edition) error {
	items := p.items(e)
	doc := jsonFeed{
		JSONFeed: feeds.JSONFeed{
			Version:     "https://jsonfeed.org/version/1.1",
			Title:       p.topicTitle(e.Topic),
			Description: p.description(e.Topic),
			HomePageUrl: p.topicURL(e.Topic.Name),
			FeedUrl:     p.feedURL(e.Topic.Name, JSON),
			Language:    commonLanguage(items),
			Authors:     []*feeds.JSONAuthor{{Name: p.title, Url: p.base + "/"}},
		},
		Items: make([]jsonItem, len(items)),
	}
	for i := range items {
		doc.Items[i] = jsonOf(&items[i])
	}
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false) // it is no script; < > & stay readable and short
	enc.SetIndent("", " ")
	if err := enc.Encode(doc); err != nil {
		return fmt.Errorf("encode: %w", err)
	}
	return nil
}

func jsonOf(it *item) jsonItem {
	x := jsonItem{
		JSONItem: feeds.JSONItem{
			Id:          it.id,
			Url:         it.link,
			Title:       it.title,
			ContentHTML: it.content,
			Tags:        it.labels(),
		},
		Language: it.language,
	}
	if it.full {
		x.Summary = it.brief
	}
	if !it.published.IsZero() {
		x.PublishedDate = &it.published
	}
	if it.updated.After(it.published) {
		x.ModifiedDate = &it.updated
	}
	for _, s := range it.authors {
		x.Authors = append(x.Authors, &feeds.JSONAuthor{Name: s})
	}
	for _, m := range it.media {
		if x.Image == "" && m.isImage() {
			x.Image = m.url
		}
		x.Attachments = append(x.Attachments, jsonAttachment{URL: m.url, Type: m.kind, Title: m.caption(), Size: m.length})
	}
	return x
}
