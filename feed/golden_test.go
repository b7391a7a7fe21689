package feed_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinewire/dateline/feed"
	"github.com/datelinewire/dateline/internal/feedcheck"
	"github.com/datelinewire/dateline/wire"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares got with testdata/name.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got; -update rewrites it):\n%s", name, diff)
	}
}

// valid fails the test for each thing that is wrong with doc.
func valid(t *testing.T, format string, doc []byte) {
	t.Helper()
	for _, p := range feedcheck.Check(format, doc) {
		t.Errorf("%s: %s", format, p)
	}
}

func TestEditionInEveryFormat(t *testing.T) {
	for _, f := range feed.Formats() {
		doc := press(t, writer(), edition(), f)
		golden(t, "edition."+string(f), doc)
		valid(t, string(f), doc)
	}
}

func TestEmptyEditionIsValidAndFixed(t *testing.T) {
	e := &wire.Edition{Topic: wire.Topic{Name: "quiet", Title: "Quiet"}}
	for _, f := range feed.Formats() {
		doc := press(t, writer(), e, f)
		golden(t, "empty."+string(f), doc)
		valid(t, string(f), doc)
	}
}

func TestTopicsAsOPML(t *testing.T) {
	topics := []wire.Topic{{Name: "south-caucasus", Title: `South & "North" Caucasus`}, {Name: "grain"}}
	for name, list := range map[string][]wire.Topic{"topics.opml": topics, "none.opml": nil} {
		var b bytes.Buffer
		if err := writer().OPML(&b, list); err != nil {
			t.Fatal(err)
		}
		golden(t, name, b.Bytes())
		valid(t, "opml", b.Bytes())
	}
}

func TestSameEditionGivesSameBytes(t *testing.T) {
	for _, f := range feed.Formats() {
		first := press(t, writer(), edition(), f)
		elsewhere := edition()
		zone := time.FixedZone("east", 4*3600)
		elsewhere.Updated = elsewhere.Updated.In(zone)
		for _, a := range elsewhere.Articles {
			a.Published, a.Received = a.Published.In(zone), a.Received.In(zone)
		}
		if !bytes.Equal(first, press(t, writer(), elsewhere, f)) {
			t.Errorf("%s: another node in another zone writes other bytes", f)
		}
	}
}

func TestReadersGetTheSameInAllFormats(t *testing.T) {
	var first []feedcheck.Item
	for _, f := range feed.Formats() {
		items, err := feedcheck.Items(string(f), press(t, writer(), edition(), f))
		if err != nil {
			t.Fatal(err)
		}
		for i := range items {
			it := &items[i]
			if it.Updated.IsZero() {
				it.Updated = it.Published // Atom must say when, the others need not
			}
			if it.Content == "" {
				it.Content = it.Summary // RSS has one of them when they are the same
			}
			it.Summary = "" // HTML here, text there
			it.Published, it.Updated = it.Published.UTC(), it.Updated.UTC()
		}
		if first == nil {
			first = items
		}
		if diff := cmp.Diff(first, items); diff != "" {
			t.Errorf("rss and %s differ:\n%s", f, diff)
		}
	}
	for i, a := range edition().Articles {
		if want := writer().ArticleID(a.ID); first[i].ID != want {
			t.Errorf("item %d has ID %s, want %s", i, first[i].ID, want)
		}
	}
}

func TestNoMoreLeavesTheHouseThanRightsAllow(t *testing.T) {
	for _, f := range feed.Formats() {
		doc := string(press(t, writer(), edition(), f))
		for _, secret := range []string{"stays in the house", "secret.jpg", "Nobody may read"} {
			if strings.Contains(doc, secret) {
				t.Errorf("%s tells %q", f, secret)
			}
		}
		for _, credit := range []string{"Short Wire Ltd.", "Source: Heads"} {
			if !strings.Contains(doc, credit) {
				t.Errorf("%s has no credit %q", f, credit)
			}
		}
		w := writer()
		w.Sources = nil // the sources have been taken out of the configuration
		doc = string(press(t, w, edition(), f))
		for _, secret := range []string{"captain", "Prices fell for", "ferry.jpg", "Copy without a headline"} {
			if strings.Contains(doc, secret) {
				t.Errorf("%s without sources tells %q", f, secret)
			}
		}
	}
}

func TestEveryTextNamesItsSourceAtTheEnd(t *testing.T) {
	for _, f := range feed.Formats() {
		items, err := feedcheck.Items(string(f), press(t, writer(), edition(), f))
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []string{
			`<p>Source: <a href="https://north.example/news/3?a=1&amp;b=2">North</a></p>`,
			`<p>Source: <a href="https://short.example/1">Short Wire Ltd.</a></p>`,
			`<p>Source: Heads</p>`,
			`<p>Source: <a href="https://north.example/news/1">North</a></p>`,
		} {
			texts := []string{items[i].Content}
			if f == feed.RSS { // where many readers show the description alone
				texts = []string{items[i].Summary}
			}
			for _, s := range texts {
				if !strings.HasSuffix(s, want) {
					t.Errorf("%s item %d ends %q, want %q", f, i, s, want)
				}
			}
		}
	}
}

func TestSourceAddressWithAPasswordIsNotTold(t *testing.T) {
	w := writer()
	src := w.Sources["north"]
	src.URL = "https://user:secret@north.example/rss"
	w.Sources["north"] = src
	for _, f := range feed.Formats() {
		doc := press(t, w, edition(), f)
		valid(t, string(f), doc)
		if bytes.Contains(doc, []byte("secret")) {
			t.Errorf("%s tells the password", f)
		}
	}
}

func TestArticleIDDependsOnTheHostAlone(t *testing.T) {
	want := "tag:feeds.example.org,2026:article/abc"
	for _, u := range []string{"https://feeds.example.org", "http://feeds.example.org/", "https://FEEDS.example.org:8443/desk/"} {
		w := feed.Writer{Site: feed.Site{URL: u, Title: "T"}}
		if got := w.ArticleID("abc"); got != want {
			t.Errorf("%s: %s, want %s", u, got, want)
		}
	}
}

func TestAnySiteAddressGivesValidFeeds(t *testing.T) {
	for _, u := range []string{"http://127.0.0.1:8080", "http://[::1]:8080/", "http://localhost/wire/", "https://новости.example"} {
		w := writer()
		w.Site = feed.Site{URL: u}
		for _, f := range feed.Formats() {
			valid(t, string(f), press(t, w, edition(), f))
		}
	}
}

type failing struct{ error }

func (f failing) Write([]byte) (int, error) { return 0, f.error }

func TestErrors(t *testing.T) {
	for _, u := range []string{"", "/feeds", "ftp://h.example/", "https://", "https://h.example/?x=1", "https://u:p@h.example/"} {
		w := writer()
		w.Site.URL = u
		var b bytes.Buffer
		if err := w.Write(&b, edition(), feed.RSS); !errors.Is(err, feed.ErrSite) || b.Len() > 0 {
			t.Errorf("site url %q: %v, %d bytes", u, err, b.Len())
		}
		if err := w.OPML(&b, nil); !errors.Is(err, feed.ErrSite) {
			t.Errorf("opml with site url %q: %v", u, err)
		}
	}
	if err := writer().Write(new(bytes.Buffer), edition(), "gopher"); !errors.Is(err, feed.ErrFormat) {
		t.Errorf("unknown format: %v", err)
	}
	if err := writer().Write(failing{os.ErrClosed}, edition(), feed.Atom); !errors.Is(err, os.ErrClosed) {
		t.Errorf("closed writer: %v", err)
	}
	if feed.Format("gopher").ContentType() != "" {
		t.Error("an unknown format has a content type")
	}
}
