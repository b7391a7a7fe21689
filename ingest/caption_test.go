package ingest

import (
	"reflect"
	"testing"
	"time"

	"github.com/datelinewire/dateline/wire"
)

// Captions are noted where they are printed, so that the article's text is the
// entry's, every letter once and in order.
func TestCaptionsAreNotedWhereTheyArePrinted(t *testing.T) {
	doc := `<rss version="2.0"><channel><title>Wire</title><item><guid>1</guid><title>Ferry returns</title><description><![CDATA[` +
		`<figure><img src="a.jpg"><figcaption>The Sula.</figcaption></figure>` +
		`<p>OSLO, Norway (AP) — The ferry is back.</p><p>It was away.</p>` +
		`<figure><img src="b.jpg"><figcaption>The yard.</figcaption></figure><p>It was painted.</p>` +
		`<figure><img src="c.jpg"><figcaption>The paint.</figcaption></figure>]]></description></item></channel></rss>`
	var sh Shaper
	s, err := sh.Shape([]byte(doc), wire.Source{Name: "ap", Zone: time.UTC}, Cover{URL: "https://wire.example.org/ap.rss", Received: time.Unix(1e9, 0)})
	if err != nil {
		t.Fatal(err)
	}
	a := s.Filings[0].Article
	want := []wire.Note{
		{Text: "The Sula.", Kind: wire.NoteCaption},
		{Text: "The yard.", Kind: wire.NoteCaption, Before: 2},
		{Text: "The paint.", Kind: wire.NoteCaption, Before: 3},
	}
	if !reflect.DeepEqual(a.Notes, want) {
		t.Errorf("notes %+v\nwant  %+v", a.Notes, want)
	}
	text := "The Sula.\n\nOSLO, Norway (AP) — The ferry is back.\n\nIt was away.\n\nThe yard.\n\nIt was painted.\n\nThe paint."
	if a.Text() != text {
		t.Errorf("text %q\nwant %q", a.Text(), text)
	}
}
