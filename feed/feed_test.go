package feed_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/datelinewire/dateline/feed"
	"github.com/datelinewire/dateline/wire"
)

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

func writer() *feed.Writer {
	return &feed.Writer{
		Site: feed.Site{Title: "Caucasus Desk", URL: "https://feeds.example.org", Contact: "desk@example.org"},
		Sources: map[string]wire.Source{
			"north": {Name: "north", Title: "North Wire", URL: "https://north.example/rss?lang=en&all=1"},
			"short": {Name: "short", Title: "Short Wire", URL: "https://short.example/atom", Rights: wire.Rights{Publish: wire.ExtentLead, Credit: "Short Wire Ltd."}},
			"heads": {Name: "heads", URL: "https://heads.example/feed.json", Agency: "Heads", Rights: wire.Rights{Publish: wire.ExtentHeadline}},
		},
	}
}

// press writes e in f, and fails the test when that fails.
func press(t testing.TB, w *feed.Writer, e *wire.Edition, f feed.Format) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := w.Write(&b, e, f); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func edition() *wire.Edition {
	embargo := at("2025-09-09T07:00:00Z")
	return &wire.Edition{
		Topic:   wire.Topic{Name: "south-caucasus", Title: "South Caucasus"},
		Updated: at("2025-09-09T12:30:00Z"),
		Articles: []*wire.Article{
			{
				ID: wire.NewID("north", "guid-3"), Source: "north", EntryID: "guid-3", URL: "https://north.example/news/3?a=1&b=2",
				Headline: "Ferry line across the Caspian reopens after “long winter” & repairs <again>",
				Byline:   []string{"Leyla Mammadova", "Giorgi Beridze"}, Date: "2025-09-09",
				Dateline: &wire.Dateline{Text: "BAKU, Sept 9 (North) -", Places: []wire.Place{{Name: "BAKU"}}, Month: 9, Day: 9},
				Agency:   "North", Lead: "The ferry left on Tuesday with 40 wagons.", Body: []string{"\"We waited for it,\" the captain said.", "A < B && C > D."},
				HTML:   `<p>BAKU, Sept 9 (North) - The ferry left on Tuesday with <a href="https://north.example/w?x=1&amp;y=2">40 wagons</a>.</p><p>"We waited for it," the captain said.</p><p>A &lt; B &amp;&amp; C &gt; D. ]]></p>`,
				Signal: wire.SignalCorrection, Status: wire.StatusUsable, Language: "en", Categories: []string{"Transport", "Transport", "Trade & ports"},
				Media: []wire.Media{
					{URL: "https://north.example/p/ferry.jpg", Type: "image/jpeg", Length: 31337, Title: "The ferry", Credit: "R. Aliyeva / North"},
					{URL: "https://north.example/p/horn.mp3", Title: "Its horn"},
				},
				Published: at("2025-09-09T08:00:00Z"), Updated: at("2025-09-09T12:00:00Z"), Received: at("2025-09-09T08:01:00Z"), Revised: at("2025-09-09T12:30:00Z"), Version: 2,
				Rights: "© 2025 North",
			},
			{
				ID: wire.NewID("short", "s1"), Source: "short", EntryID: "s1", URL: "https://short.example/1",
				Headline: "Tbilisi market prices fall", Date: "2025-09-09",
				Dateline: &wire.Dateline{Text: "TBILISI —"}, Agency: "SW", Lead: "Prices fell for the third week.", Body: []string{"This paragraph stays in the house."},
				HTML: "<p>TBILISI — Prices fell for the third week.</p><p>This paragraph stays in the house.</p>", Status: wire.StatusUsable, Language: "en",
				Media:     []wire.Media{{URL: "https://short.example/secret.jpg", Type: "image/jpeg"}},
				Published: at("2025-09-09T07:30:00Z"), Received: at("2025-09-09T07:31:00Z"), Version: 1, Embargo: &embargo,
			},
			{
				ID: wire.NewID("heads", "h1"), Source: "heads", EntryID: "h1",
				Headline: "Yerevan opens a second ring road", Date: "2025-09-09", Lead: "Nobody may read this lead.",
				HTML: "<p>Nobody may read this lead.</p>", Status: wire.StatusUsable, Published: at("2025-09-09T06:00:00Z"), Received: at("2025-09-09T06:05:00Z"), Version: 1,
			},
			{
				ID: wire.NewID("north", "guid-1"), Source: "north", EntryID: "guid-1", URL: "https://north.example/news/1",
				Date: "2025-09-08", Dateline: &wire.Dateline{Text: "GANJA, September 8."}, Agency: "North",
				Lead: "Copy without a headline keeps its first words as its name in every reader, so that it can be told from others.", Body: []string{"It has a second paragraph."},
				Notes:  []wire.Note{{Text: "North reports", Kind: wire.NoteSignoff, Before: 2}},
				Status: wire.StatusUsable, Language: "en", Published: at("2025-09-08T06:00:00Z"), Received: at("2025-09-08T06:05:00Z"), Undated: true, Version: 1,
			},
		},
	}
}

// What is no journalism by its size does not weigh on every reader: the feed
// has its opening and the link, in every format.
func TestHugeArticlesAreOpeningAndLink(t *testing.T) {
	for name, a := range map[string]*wire.Article{
		"html":      {Lead: "The lead.", HTML: "<p>The lead.</p><p>" + strings.Repeat("and on ", 300_000) + "</p>"},
		"lead":      {Lead: "The lead. " + strings.Repeat("and on ", 300_000)},
		"ampersand": {Lead: "The lead. " + strings.Repeat("& ", 200_000)},
	} {
		a.ID, a.Source, a.URL, a.Published = wire.NewID("north", name), "north", "https://north.example/huge", at("2025-09-09T08:00:00Z")
		for _, f := range []feed.Format{feed.RSS, feed.Atom, feed.JSON} {
			out := press(t, writer(), &wire.Edition{Topic: wire.Topic{Name: "all"}, Updated: a.Published, Articles: []*wire.Article{a}}, f)
			if len(out) > 64<<10 || !bytes.Contains(out, []byte("The lead.")) || !bytes.Contains(out, []byte(a.URL)) {
				t.Errorf("%s, %v: %d bytes: %.300s", name, f, len(out), out)
			}
		}
	}
}
