package document_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"

	"github.com/datelinewire/dateline/ingest/document"
)

// wireFeed is a feed as wires send it: 50 stories of about 2.7 kB of HTML,
// bodies in CDATA or escaped. changed stories are other ones than usual.
func wireFeed(changed int, escaped bool) []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Fjord Wire</title><link>https://news.example.org/</link><description>As they are filed</description><atom:link href="https://news.example.org/feed.xml" rel="self" type="application/rss+xml"/><language>en</language><lastBuildDate>Tue, 09 Sep 2025 10:15:30 GMT</lastBuildDate>
`)
	body := strings.Repeat(`<p>The harbour board approved the winter timetable on Monday, its chair said, and the cost was put at 4.3 million. “This is a beginning; it isn’t a settlement,” said the <a href="https://docs.example.org/r?utm_source=feed&amp;id=7">engineer</a>.</p>`+"\n", 11)
	if escaped {
		body = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(body)
	} else {
		body = "<![CDATA[" + body + "]]>"
	}
	for i := range 50 {
		n := i
		if i < changed {
			n = i + 1000
		}
		fmt.Fprintf(&b, `<item><title>Ferry no. %d sails on Saturday</title><link>https://news.example.org/article/%d.html</link><guid isPermaLink="false">urn:wire:%d</guid><pubDate>Tue, 09 Sep 2025 10:%02d:30 GMT</pubDate><dc:creator>Anna Berg</dc:creator><category>Transport</category><category>Region</category><description>The ferry sails.</description><content:encoded>%s</content:encoded><media:content url="https://news.example.org/%d.jpg" medium="image"/></item>
`, n, n, n, i, body, n)
	}
	b.WriteString("</channel></rss>\n")
	return []byte(b.String())
}

// The figures to compare with: gofeed on the same bytes.
func BenchmarkGofeed(b *testing.B) {
	for _, escaped := range []bool{false, true} {
		b.Run(fmt.Sprintf("escaped=%v", escaped), func(b *testing.B) {
			data := wireFeed(0, escaped)
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := gofeed.NewParser().Parse(bytes.NewReader(data)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkRead reads 50 entries of which so many are new.
func BenchmarkRead(b *testing.B) {
	for _, c := range []struct {
		fresh   int
		escaped bool
	}{{50, false}, {50, true}, {2, false}, {0, false}} {
		b.Run(fmt.Sprintf("new=%d,escaped=%v", c.fresh, c.escaped), func(b *testing.B) {
			data := wireFeed(0, c.escaped)
			known := map[uint64]bool{}
			d, err := document.Read(wireFeed(c.fresh, c.escaped), options())
			if err != nil {
				b.Fatal(err)
			}
			for _, h := range d.Hashes {
				known[h] = true
			}
			o := options()
			if c.fresh < 50 {
				o.Known = func(h uint64) bool { return known[h] }
			}
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				d, err := document.Read(data, o)
				if err != nil || len(d.Entries) != 50 || len(d.Entries[0].Raw) == 0 && c.fresh > 0 {
					b.Fatal(err)
				}
			}
		})
	}
}

// An entry that is known costs no allocation of its own.
func TestKnownEntriesCostNothing(t *testing.T) {
	o := options()
	o.Known = func(uint64) bool { return true }
	allocs := func(data []byte) float64 {
		return testing.AllocsPerRun(20, func() {
			if _, err := document.Read(data, o); err != nil {
				t.Fatal(err)
			}
		})
	}
	whole := wireFeed(0, false)
	head := append(bytes.Clone(whole[:bytes.Index(whole, []byte("<item>"))]), "</channel></rss>"...)
	if n, m := allocs(whole), allocs(head); n > m+25 { // lists that grow
		t.Errorf("%v allocations with 50 known entries, %v without entries", n, m)
	}
}
