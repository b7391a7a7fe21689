package feedcheck

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// An Item is what a reader shows of an item, in any format.
type Item struct {
	ID, Title, Link  string
	Summary, Content string // HTML; Summary is plain text in Atom and JSON Feed
	Published        time.Time
	Updated          time.Time // zero when the item does not say
	Tags, Authors    []string
}

// Items returns the items of a feed in document order, for tests that compare
// what readers get. The format is "rss", "atom" or "json". It fails when the
// document cannot be parsed, and overlooks what Check complains about.
func Items(format string, data []byte) ([]Item, error) {
	if format == "json" {
		return jsonItems(data)
	}
	root, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("items of %s: %w", format, err)
	}
	var items []Item
	switch format {
	case "rss":
		for _, ch := range root.all("", "channel") {
			for _, n := range ch.all("", "item") {
				items = append(items, rssItem(n))
			}
		}
	case "atom":
		for _, n := range root.all(nsAtom, "entry") {
			items = append(items, atomItem(n))
		}
	default:
		return nil, fmt.Errorf("unknown format %q", format)
	}
	return items, nil
}

func rssItem(n *node) Item {
	it := Item{
		ID: n.first("", "guid"), Title: n.first("", "title"), Link: n.first("", "link"),
		Summary: n.first("", "description"), Content: n.first(nsContent, "encoded"),
	}
	it.Published, _ = parse822(n.first("", "pubDate"))
	it.Updated, _ = parse3339(n.first(nsAtom, "updated"))
	for _, k := range n.all("", "category") {
		it.Tags = append(it.Tags, k.text)
	}
	for _, k := range n.all(nsDC, "creator") {
		it.Authors = append(it.Authors, k.text)
	}
	return it
}

func atomItem(n *node) Item {
	it := Item{
		ID: n.first(nsAtom, "id"), Title: n.first(nsAtom, "title"),
		Summary: n.first(nsAtom, "summary"), Content: n.first(nsAtom, "content"),
	}
	it.Published, _ = parse3339(n.first(nsAtom, "published"))
	it.Updated, _ = parse3339(n.first(nsAtom, "updated"))
	for _, k := range n.all(nsAtom, "link") {
		rel, has := k.value("rel")
		if it.Link == "" && (rel == "alternate" || !has) {
			it.Link, _ = k.value("href")
		}
	}
	for _, k := range n.all(nsAtom, "category") {
		term, _ := k.value("term")
		it.Tags = append(it.Tags, term)
	}
	for _, k := range n.all(nsAtom, "author") {
		it.Authors = append(it.Authors, k.first(nsAtom, "name"))
	}
	return it
}

func jsonItems(data []byte) ([]Item, error) {
	var doc struct {
		Items []struct {
			ID        string    `json:"id"`
			Title     string    `json:"title"`
			URL       string    `json:"url"`
			Summary   string    `json:"summary"`
			Content   string    `json:"content_html"`
			Published time.Time `json:"date_published"`
			Modified  time.Time `json:"date_modified"`
			Tags      []string  `json:"tags"`
			Authors   []struct {
				Name string `json:"name"`
			} `json:"authors"`
		} `json:"items"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("items of json: %w", err)
	}
	var items []Item
	for _, i := range doc.Items {
		it := Item{
			ID: i.ID, Title: strings.TrimSpace(i.Title), Link: i.URL, Summary: i.Summary,
			Content: i.Content, Published: i.Published, Updated: i.Modified, Tags: i.Tags,
		}
		for _, a := range i.Authors {
			it.Authors = append(it.Authors, a.Name)
		}
		items = append(items, it)
	}
	return items, nil
}
