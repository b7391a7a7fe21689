package feedcheck_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinewire/dateline/internal/feedcheck"
)

const head = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// good has a valid document of each format.
var good = map[string]string{
	"rss": head + `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>T</title><link>https://h.example/t</link><description>D</description><language>en-GB</language>
<managingEditor>desk@h.example (Desk)</managingEditor><lastBuildDate>Tue, 09 Sep 2025 08:00:00 +0000</lastBuildDate>
<atom:link href="https://h.example/t.rss" rel="self" type="application/rss+xml"/>
<item><title>A</title><link>https://h.example/a</link><description>S</description><content:encoded><![CDATA[<p>C</p>]]></content:encoded>
<guid isPermaLink="false">tag:h.example,2026:a</guid><pubDate>Tue, 09 Sep 2025 07:00:00 GMT</pubDate><category>x</category><category>y</category>
<dc:creator>N. N.</dc:creator><source url="https://s.example/rss">S</source><enclosure url="https://s.example/p.jpg" length="0" type="image/jpeg"/>
<atom:updated>2025-09-09T07:30:00Z</atom:updated></item>
<item><title>B</title><guid isPermaLink="false">tag:h.example,2026:b</guid></item>
</channel></rss>`,
	"atom": head + `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>T</title><id>tag:h.example,2026:t</id><updated>2025-09-09T08:00:00Z</updated>
<author><name>Desk</name><uri>https://h.example/</uri><email>desk@h.example</email></author>
<link rel="self" href="https://h.example/t.atom" type="application/atom+xml"/><link rel="alternate" type="text/html" href="https://h.example/t"/>
<entry><title>A</title><id>tag:h.example,2026:a</id><updated>2025-09-09T07:30:00Z</updated><published>2025-09-09T07:00:00Z</published>
<author><name>N. N.</name></author><category term="x"/><link href="https://h.example/a"/><link rel="enclosure" href="https://s.example/p.jpg" type="image/jpeg" length="7"/>
<summary type="text">S</summary><content type="html">&lt;p&gt;C&lt;/p&gt;</content></entry></feed>`,
	"json": `{"version":"https://jsonfeed.org/version/1.1","title":"T","home_page_url":"https://h.example/t","feed_url":"https://h.example/t.json","authors":[{"name":"Desk"}],
"items":[{"id":"tag:h.example,2026:a","url":"https://h.example/a","title":"A","content_html":"<p>C</p>","summary":"S","date_published":"2025-09-09T07:00:00Z","date_modified":"2025-09-09T07:30:00Z",
"authors":[{"name":"N. N."}],"tags":["x"],"language":"en","attachments":[{"url":"https://s.example/p.jpg","mime_type":"image/jpeg","size_in_bytes":7}]}]}`,
	"opml": head + `<opml version="2.0"><head><title>T</title><ownerEmail>desk@h.example</ownerEmail></head><body><outline type="rss" text="A" xmlUrl="https://h.example/a.rss" htmlUrl="https://h.example/a"/></body></opml>`,
}

func TestGoodDocumentsHaveNoProblem(t *testing.T) {
	for format, doc := range good {
		for _, p := range feedcheck.Check(format, []byte(doc)) {
			t.Errorf("%s: %s", format, p)
		}
	}
}

func TestEveryFaultIsTold(t *testing.T) {
	for _, c := range []struct{ format, old, new, want string }{
		{"rss", `version="2.0" `, `version="0.91" `, "version"},
		{"rss", head, "", "declaration"},
		{"rss", "<title>T</title>", "", "0 of title"},
		{"rss", "<title>T</title>", "<title>T</title><title>U</title>", "2 of title"},
		{"rss", "<description>D</description>", "<description> </description>", "is empty"},
		{"rss", "<link>https://h.example/t</link>", "<link>/t</link>", "absolute"},
		{"rss", "en-GB", "english!", "language tag"},
		{"rss", "desk@h.example (Desk)", "desk@h.example", "address (name)"},
		{"rss", "Tue, 09 Sep 2025 08", "Mon, 09 Sep 2025 08", "RFC 822"},
		{"rss", "Tue, 09 Sep 2025 08:00:00 +0000", "2025-09-09T08:00:00Z", "RFC 822"},
		{"rss", "09 Sep 2025 07", "09 Sep 25 07", "RFC 822"},
		{"rss", `rel="self"`, `rel="other"`, "rel=self"},
		{"rss", "<title>A</title>", "<title>A</title><author>N. N.</author>", "address (name)"},
		{"rss", "<title>B</title>", "", "neither title nor description"},
		{"rss", `<guid isPermaLink="false">tag:h.example,2026:b</guid>`, "", "0 of guid"},
		{"rss", "2026:b", "2026:a", "twice"},
		{"rss", ` isPermaLink="false">tag:h.example,2026:b`, `>tag:h.example,2026:b`, "isPermaLink"},
		{"rss", ">tag:h.example,2026:b", ">b", "tag, URN"},
		{"rss", `<source url="https://s.example/rss">`, `<source>`, "url"},
		{"rss", `length="0" `, ``, "length"},
		{"rss", `<enclosure url="https://s.example/p.jpg" length="0" type="image/jpeg"/>`, strings.Repeat(`<enclosure url="https://s.example/p.jpg" length="0" type="image/jpeg"/>`, 2), "2 of enclosure"},
		{"rss", "<category>x</category>", "<category/>", "is empty"},
		{"rss", "<category>x</category>", "<published>x</published>", "not an element"},
		{"rss", "<dc:creator>N. N.</dc:creator>", "<foo:creator>N. N.</foo:creator>", "not declared"},
		{"rss", "<description>S</description><content:encoded><![CDATA[<p>C</p>]]></content:encoded>", "<content:encoded>C</content:encoded><description>S</description>", "before description"},
		{"rss", "<p>C</p>", "<p>C\x01</p>", "well-formed"},
		{"rss", "<p>C</p>", "<p>C\u0085\u0080</p>", "control character"},
		{"rss", "<p>C</p>", "<p>C\xff</p>", "UTF-8"},
		{"rss", "</rss>", "", "well-formed"},
		{"rss", "</rss>", "</rss>x", "outside the root"},
		{"rss", "07:30:00Z", "07:30:00", "RFC 3339"},
		{"atom", "<id>tag:h.example,2026:t</id>", "", "0 of id"},
		{"atom", "<id>tag:h.example,2026:t</id>", "<id>t</id>", "tag, URN"},
		{"atom", "<updated>2025-09-09T08:00:00Z</updated>", "", "0 of updated"},
		{"atom", "2025-09-09T08:00:00Z", "2025-09-09t08:00:00z", "RFC 3339"},
		{"atom", "2025-09-09T07:30:00Z", "2025-09-09T06:30:00Z", "before published"},
		{"atom", `rel="self"`, `rel="next"`, "rel=self"},
		{"atom", "<name>N. N.</name>", "<name/>", "is empty"},
		{"atom", "<name>N. N.</name>", "<name>N. N.</name><email>n</email>", "mail"},
		{"atom", `<category term="x"/>`, "<category>x</category>", "term"},
		{"atom", `<link href="https://h.example/a"/>`, `<link href="/a"/>`, "absolute"},
		{"atom", `<link href="https://h.example/a"/>`, `<link href="https://h.example/a"/><link href="https://h.example/b"/>`, "twice"},
		{"atom", `<content type="html">&lt;p&gt;C&lt;/p&gt;</content>`, `<content type="html"><p>C</p></content>`, "elements"},
		{"atom", `<content type="html">`, `<content type="markdown">`, "type"},
		{"atom", `length="7"`, `length="seven"`, "length"},
		{"atom", `xml:lang="en"`, `xml:lang="e"`, "language tag"},
		{"atom", "<entry>", "<entry><pubDate>x</pubDate>", "not an element"},
		{"json", "version/1.1", "version/2", "version"},
		{"json", `"title":"T",`, "", "no title"},
		{"json", `"items":[`, `"things":[`, "items is no array"},
		{"json", `"id":"tag:h.example,2026:a",`, "", "no id"},
		{"json", `"id":"tag:h.example,2026:a"`, `"id":7`, "id is 7"},
		{"json", `"content_html":"<p>C</p>",`, "", "content_html nor"},
		{"json", `2025-09-09T07:00:00Z`, `yesterday`, "date_published"},
		{"json", `"mime_type":"image/jpeg",`, "", "mime_type"},
		{"json", `"size_in_bytes":7`, `"size_in_bytes":-7`, "size_in_bytes"},
		{"json", `"tags":["x"]`, `"tags":[""]`, "tags"},
		{"json", `{"name":"N. N."}`, `{}`, "is empty"},
		{"json", `"summary":"S"`, `"sumary":"S"`, "unknown key"},
		{"json", `"summary":"S"`, `"summary":"S","summary":"S"`, "twice"},
		{"json", `"summary":"S"`, `"summary":"S\u0000"`, "control character"},
		{"json", `]}]}`, `]}]} {}`, "behind the value"},
		{"opml", `xmlUrl=`, `xml=`, "xmlUrl"},
		{"opml", `version="2.0"`, ``, "version"},
		{"opml", `text="A"`, ``, "text"},
		{"opml", `<title>T</title>`, ``, "0 of title"},
	} {
		doc := strings.Replace(good[c.format], c.old, c.new, 1)
		if doc == good[c.format] {
			t.Fatalf("%s: %q is not in the good document", c.format, c.old)
		}
		problems := feedcheck.Check(c.format, []byte(doc))
		told := false
		for _, p := range problems {
			told = told || strings.Contains(p.String(), c.want)
		}
		if !told {
			t.Errorf("%s with %q for %q: got %v, want something of %q", c.format, c.new, c.old, problems, c.want)
		}
	}
	if len(feedcheck.Check("gopher", nil)) == 0 {
		t.Error("an unknown format is not told")
	}
}

func TestItemsAreWhatReadersShow(t *testing.T) {
	at := time.Date(2025, 9, 9, 7, 0, 0, 0, time.UTC)
	want := feedcheck.Item{
		ID: "tag:h.example,2026:a", Title: "A", Link: "https://h.example/a", Summary: "S", Content: "<p>C</p>",
		Published: at, Updated: at.Add(30 * time.Minute), Tags: []string{"x"}, Authors: []string{"N. N."},
	}
	for _, format := range []string{"rss", "atom", "json"} {
		items, err := feedcheck.Items(format, []byte(good[format]))
		if err != nil || len(items) == 0 {
			t.Fatalf("%s: %d items, %v", format, len(items), err)
		}
		got := items[0]
		got.Published, got.Updated = got.Published.UTC(), got.Updated.UTC()
		if format == "rss" {
			got.Tags = got.Tags[:1]
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", format, diff)
		}
	}
	for _, format := range []string{"rss", "atom", "json", "opml"} {
		if _, err := feedcheck.Items(format, []byte("<rss")); err == nil {
			t.Errorf("%s: broken document gives no error", format)
		}
	}
}

func FuzzCheckNeverPanics(f *testing.F) {
	for format, doc := range good {
		f.Add(format, []byte(doc))
	}
	f.Fuzz(func(t *testing.T, format string, data []byte) {
		feedcheck.Check(format, data)
		if _, err := feedcheck.Items(format, data); err != nil {
			return
		}
	})
}
