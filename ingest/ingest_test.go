package ingest_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/datelinewire/dateline/ingest"
	"github.com/datelinewire/dateline/wire"
)

// A first visit files what is there, a second asks with the validators and
// brings nothing, and a third brings the new entry alone.
func TestPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := new(feed)
		f.file("a first quay")
		f.file("a second quay")
		d := newDesk(f.serve)
		src := source("harbour", "https://harbour.example/feed.xml")

		v, err := d.Poll(t.Context(), src)
		if err != nil || v.Tally != (wire.Tally{Entries: 2, New: 2}) {
			t.Fatalf("first visit: %+v, %v; want 2 new", v.Tally, err)
		}
		if v, err = d.Poll(t.Context(), src); err != nil || v.Poll.Status != 304 || v.Tally != (wire.Tally{}) {
			t.Fatalf("second visit: status %d %+v, %v; want 304", v.Poll.Status, v.Tally, err)
		}
		time.Sleep(time.Minute)
		f.file("a third quay")
		if v, err = d.Poll(t.Context(), src); err != nil || v.Tally != (wire.Tally{Entries: 3, New: 1, Same: 2}) {
			t.Fatalf("third visit: %+v, %v; want 1 new, 2 same", v.Tally, err)
		}
		if n := len(d.store.headlines()); n != 3 {
			t.Errorf("%d articles, want 3", n)
		}
		last := d.pub.log[len(d.pub.log)-1].header
		if got := last.Get("If-None-Match"); got != `"v2"` {
			t.Errorf("If-None-Match %q, want that of the second document", got)
		}
	})
}

// Run polls by itself, and a round visits everybody once.
func TestRunAndRound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := new(feed)
		f.file("a quay")
		d := newDesk(func(w *reply, r *http.Request) { f.serve(w, r) })
		a, b := source("a", "https://harbour.example/a"), source("b", "https://other.example/b")
		d.runFor(t, 26*time.Hour, a, b)
		if n := len(d.pub.asks("/a")); n < 3 || n > 100 {
			t.Errorf("a was asked %d times in 26 hours", n)
		}
		before := len(d.pub.log)
		if err := d.Round(t.Context(), []wire.Source{a, b}, nil); err != nil {
			t.Fatal(err)
		}
		if n := len(d.pub.log) - before; n != 2 {
			t.Errorf("a round asked %d times, want 2", n)
		}
	})
}

// Of a document that has more tags than may be read at once the short entries
// are read; what is left is refused, with its repeats, and read when the others
// are known.
func TestTooManyMarksInADocument(t *testing.T) {
	dense := func(guid string) string {
		return "<item><guid>" + guid + "</guid><title>" + guid + "</title><description><![CDATA[" + strings.Repeat("<p>x</p>", 300) + "]]></description></item>"
	}
	doc := []byte("<rss version=\"2.0\"><channel><title>T</title>" + dense("one") + dense("two") + dense("three") + dense("three") +
		"<item><guid>short</guid><title>Ferry sails</title></item></channel></rss>")
	var sh ingest.Shaper
	c := ingest.Cover{URL: "https://wire.example/feed", Received: time.Now(), MaxBytes: 20_000}
	if len(doc) > int(c.MaxBytes) {
		t.Fatalf("the document has %d bytes", len(doc))
	}
	ids := func(s *ingest.Shaped) (list []string) {
		for _, f := range s.Filings {
			list = append(list, f.Article.EntryID)
		}
		return list
	}
	first, err := sh.Shape(doc, wire.Source{Name: "w"}, c)
	if err != nil {
		t.Fatal(err)
	}
	if got := ids(first); !slices.Equal(got, []string{"one", "two", "short"}) || first.Tally != (wire.Tally{Entries: 5, Refused: 2}) {
		t.Errorf("filed %v, %+v", got, first.Tally)
	}
	if r := first.Refusals; len(r) != 2 || r[0].Entry != 2 || r[0].ID != "three" || r[1].Entry != 3 || !strings.Contains(r[1].Reason, "more tags") {
		t.Errorf("refused: %+v", r)
	}
	c.Known = first.Known
	next, err := sh.Shape(doc, wire.Source{Name: "w"}, c)
	if err != nil {
		t.Fatal(err)
	}
	if got := ids(next); !slices.Equal(got, []string{"three"}) || next.Tally != (wire.Tally{Entries: 5, Same: 4}) {
		t.Errorf("filed then: %v, %+v, %+v", got, next.Tally, next.Refusals)
	}
}
