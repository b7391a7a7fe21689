package feed_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/datelinewire/dateline/feed"
	"github.com/datelinewire/dateline/internal/feedcheck"
	"github.com/datelinewire/dateline/wire"
)

// FuzzAnyArticleGivesValidFeeds: whatever is in an article, every format is
// valid, has it once, and is the same when it is written again.
func FuzzAnyArticleGivesValidFeeds(f *testing.F) {
	f.Add("id", "https://h.example/a?b=1&c=2", "Headline", "Lead", "Body", "<p>HTML</p>", "en", "north", int64(1757400000), int64(0), uint8(0))
	f.Add("", "", "", "", "", "", "", "", int64(0), int64(0), uint8(1))
	f.Add("a/b c", "http://h.example/%zz?q=%&é=<>", "A \x00\x1b\ufffe ]]> <b>", "\xff\xfe", "\u0085\u0080\r\n\x7f", "]]><![CDATA[&lt;", "en-", "short", int64(-1<<62), int64(1<<40), uint8(2))
	f.Add("x", "javascript:alert(1)", "  ", " \t", "\n\n\n", " ", "x-y", "heads", int64(1<<60), int64(-62135596801), uint8(255))
	f.Add("日本", "https://例え.example/記事", "見出し", "本文", "段落", "<p>段落</p>", "ja", "gone", int64(253402300800), int64(1), uint8(7))
	f.Add("m", "http://a<b\"c/", "H", "a@b.example", "[::1%25e]", "", "^", "full", int64(0), int64(0), uint8(10))
	f.Add("m", "", "(", "a@b.example", "", "", "", "full", int64(0), int64(0), uint8(10))
	f.Fuzz(func(t *testing.T, id, url, headline, lead, body, html, lang, source string, published, updated int64, odds uint8) {
		a := &wire.Article{
			ID: id, Source: source, EntryID: id, URL: url, Headline: headline, Lead: lead, Body: strings.Split(body, "|"), HTML: html, Language: lang,
			Published: time.Unix(published, 0), Updated: time.Unix(updated, 0), Received: time.Unix(published/2, 0), Status: wire.StatusUsable, Version: 1,
			Rights: body,
		}
		if odds&1 != 0 {
			a.Byline, a.Categories, a.Agency = []string{lead, headline, lead}, []string{body, lang, body}, lead
		}
		if odds&2 != 0 {
			a.Media = []wire.Media{{URL: url, Type: lang, Length: updated, Title: lead, Credit: headline}, {URL: "https://h.example/" + body, Type: "image/" + lang}, {URL: "https://h.example/p.JPG"}}
		}
		if odds&4 != 0 {
			a.Dateline, a.Signal, a.Date = &wire.Dateline{Text: headline}, wire.SignalCorrection, lang
		}
		w := writer()
		if odds&8 != 0 {
			w.Site.Title, w.Site.Contact = headline, lead
			w.Sources["north"] = wire.Source{Name: source, Title: lead, URL: url, Agency: body}
		}
		e := &wire.Edition{Topic: wire.Topic{Name: "any", Title: headline}, Articles: []*wire.Article{a}, Updated: time.Unix(updated, 0)}
		for _, format := range feed.Formats() {
			doc := press(t, w, e, format)
			valid(t, string(format), doc)
			items, err := feedcheck.Items(string(format), doc)
			if err != nil || len(items) != 1 || items[0].ID != w.ArticleID(id) {
				t.Errorf("%s: items %v, %v", format, items, err)
			}
			if !bytes.Equal(doc, press(t, w, e, format)) {
				t.Errorf("%s: written again it is different", format)
			}
		}
		var b bytes.Buffer
		if err := w.OPML(&b, []wire.Topic{e.Topic, {Name: "x" + lang}}); err != nil {
			t.Fatal(err)
		}
		valid(t, "opml", b.Bytes())
	})
}

// hundred is an edition of a hundred articles of some 3 KB.
func hundred() *wire.Edition {
	e := &wire.Edition{Topic: wire.Topic{Name: "world", Title: "World"}, Updated: at("2025-09-09T12:30:00Z")}
	for i := range 100 {
		a := *edition().Articles[0]
		a.ID = wire.NewID("north", fmt.Sprint(i))
		a.HTML = strings.Repeat("<p>The ferry left on Tuesday with forty wagons, &amp; the port was <em>quiet</em> again after the long winter.</p>\n", 25)
		e.Articles = append(e.Articles, &a)
	}
	return e
}

func BenchmarkWriteHundred(b *testing.B) {
	for _, f := range feed.Formats() {
		b.Run(string(f), func(b *testing.B) {
			w, e := writer(), hundred()
			b.SetBytes(int64(len(press(b, w, e, f))))
			b.ReportAllocs()
			for b.Loop() {
				press(b, w, e, f)
			}
		})
	}
}
