package samplewire

import (
	"bytes"
	"encoding/json"
	"time"
)

// The document in JSON Feed 1.1, as far as we print it.
type (
	jsonFeed struct {
		Version     string     `json:"version"`
		Title       string     `json:"title"`
		HomePage    string     `json:"home_page_url"`
		FeedURL     string     `json:"feed_url"`
		Description string     `json:"description"`
		Language    string     `json:"language"`
		Items       []jsonItem `json:"items"`
	}
	jsonItem struct {
		ID        string       `json:"id"`
		URL       string       `json:"url"`
		Title     string       `json:"title"`
		HTML      string       `json:"content_html,omitempty"`
		Text      string       `json:"content_text,omitempty"`
		Summary   string       `json:"summary,omitempty"`
		Published string       `json:"date_published,omitempty"`
		Modified  string       `json:"date_modified,omitempty"`
		Authors   []jsonAuthor `json:"authors,omitempty"`
		Tags      []string     `json:"tags,omitempty"`
	}
	jsonAuthor struct {
		Name string `json:"name"`
	}
)

// jsonFeed is the document in JSON Feed 1.1.
func (b *bureau) jsonFeed(base string) []byte {
	f := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: b.Title, HomePage: base + "/", FeedURL: base + b.Path,
		Description: sampleNotice, Language: b.Language, Items: []jsonItem{},
	}
	for _, s := range b.stories {
		f.Items = append(f.Items, b.jsonItem(base, s))
	}
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	e.Encode(f) // strings only: cannot fail
	return buf.Bytes()
}

func (b *bureau) jsonItem(base string, s *Story) jsonItem {
	i := jsonItem{ID: s.GUID, URL: b.link(base, s), Title: s.Title, Tags: s.Categories}
	if b.content == contentText && s.HTML == "" {
		i.Text = b.text(s)
	} else {
		i.HTML, i.Summary = b.html(s), b.summary(s)
	}
	if !s.Undated {
		i.Published = s.Published.In(b.zone).Format(time.RFC3339)
	}
	if !s.Updated.IsZero() {
		i.Modified = s.Updated.In(b.zone).Format(time.RFC3339)
	}
	if s.Byline != "" {
		i.Authors = []jsonAuthor{{s.Byline}}
	}
	return i
}
