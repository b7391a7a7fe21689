package document

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"html"
	"strings"

	"github.com/mmcdole/gofeed"

	"github.com/datelinewire/dateline/wire"
)

// MaxBytes bounds a document, unpacked: the largest real feeds are a few MB.
const MaxBytes = 16 << 20

// MaxEntries bounds the entries of a document.
const MaxEntries = 10000

// Read reads a document. Its errors are ErrEmpty, ErrTooLarge and *NotFeed.
func Read(data []byte, o Options) (*Document, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, ErrEmpty
	}
	f, err := gofeed.NewParser().Parse(bytes.NewReader(data))
	if err != nil {
		return nil, &NotFeed{Kind: "xml"}
	}
	d := &Document{Format: strings.TrimSpace(f.FeedType + " " + f.FeedVersion), Title: f.Title, Link: f.Link, Language: f.Language, Rights: f.Copyright}
	if f.FeedType == "json" {
		d.Format = "json feed " + f.FeedVersion
	}
	for i, it := range f.Items {
		h := fnv.New64a()
		fmt.Fprint(h, it)
		sum := h.Sum64()
		d.Hashes = append(d.Hashes, sum)
		if o.Known != nil && o.Known(sum) {
			d.Entries = append(d.Entries, Entry{Index: i, Hash: sum, Known: true})
			continue
		}
		e := Entry{Index: i, Hash: sum, Raw: data, ID: it.GUID, URL: it.Link, Title: html.UnescapeString(it.Title), Base: o.URL, Language: f.Language}
		e.HTML, e.Summary = it.Content, it.Description
		if e.HTML == "" {
			e.HTML, e.Summary = it.Description, ""
		}
		if e.ID == "" {
			e.ID = it.Link
		}
		e.Key = e.ID
		if e.ID == "" {
			d.Refusals = append(d.Refusals, wire.Refusal{Entry: i, Reason: "neither text nor link"})
			continue
		}
		if it.PublishedParsed != nil {
			e.Published = it.PublishedParsed.UTC()
		} else {
			e.Undated = true
		}
		if it.UpdatedParsed != nil {
			e.Updated = it.UpdatedParsed.UTC()
		}
		for _, a := range it.Authors {
			e.Authors = append(e.Authors, a.Name)
		}
		e.Categories = it.Categories
		d.Entries = append(d.Entries, e)
	}
	return d, nil
}
