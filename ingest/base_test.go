package ingest_test

import (
	"encoding/json"
	"html"
	"strings"
	"testing"
	"time"

	"github.com/datelinewire/dateline/ingest"
	"github.com/datelinewire/dateline/wire"
)

// Links and pictures in the text of an article are absolute (RFC 3986 §5.2),
// wherever its document says what they are relative to.
func TestBaseOfLinksInTexts(t *testing.T) {
	const (
		base = "http://a.example/b/c/d;p?q"
		atom = `<feed xmlns="http://www.w3.org/2005/Atom" FEED><entry ENTRY><id>1</id>TEXT</entry></feed>`
		rss  = `<rss version="2.0" FEED><channel CHANNEL><link>http://no.example/</link><item ENTRY><guid>1</guid><link>http://no.example/1</link>TEXT</item></channel></rss>`
		rdf  = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" FEED><channel/><item rdf:about="http://no.example/1" ENTRY>TEXT</item></rdf:RDF>`
		none = "http://no.example/feed"
		here = `xml:base="` + base + `"`
	)
	set := func(doc string, pairs ...string) string { return strings.NewReplacer(pairs...).Replace(doc) }
	places := []struct{ name, url, doc string }{
		{"address, Atom", base, set(atom, "TEXT", `<content type="html">ESCAPED</content>`)},
		{"address, RSS", base, set(rss, "TEXT", `<description>ESCAPED</description>`)},
		{"address, RDF", base, set(rdf, "TEXT", `<content:encoded><![CDATA[MARKUP]]></content:encoded>`)},
		{"address, JSON", base, `{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","content_html":QUOTED}]}`},
		{"feed", none, set(atom, "FEED", here, "TEXT", `<summary type="html">ESCAPED</summary>`)},
		{"rss", none, set(rss, "FEED", here, "TEXT", `<description>ESCAPED</description>`)},
		{"channel", none, set(rss, "CHANNEL", here, "TEXT", `<content:encoded>ESCAPED</content:encoded>`)},
		{"RDF", none, set(rdf, "FEED", here, "TEXT", `<description>ESCAPED</description>`)},
		{"entry", none, set(atom, "FEED", `xml:base="http://other.example/"`, "ENTRY", here, "TEXT", `<content type="html">ESCAPED</content>`)},
		{"item", none, set(rss, "CHANNEL", `xml:base="http://other.example/"`, "ENTRY", here, "TEXT", `<description>ESCAPED</description>`)},
		{"item of RDF", none, set(rdf, "ENTRY", here, "TEXT", `<description>ESCAPED</description>`)},
		{"content", none, set(atom, "ENTRY", `xml:base="http://other.example/"`, "TEXT", `<content type="html" `+here+`>ESCAPED</content>`)},
		{"description", none, set(rss, "ENTRY", `xml:base="http://other.example/"`, "TEXT", `<description `+here+`>ESCAPED</description>`)},
		{"XHTML", none, set(atom, "TEXT", `<content type="xhtml" `+here+`><div xmlns="http://www.w3.org/1999/xhtml">MARKUP</div></content>`)},
		{"inside of XHTML", none, set(atom, "TEXT", `<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml" `+here+`>MARKUP</div></content>`)},
		{"deep inside of XHTML", none, set(atom, "TEXT", `<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><div xml:base="http://other.example/"><div `+here+`>MARKUP</div></div></div></content>`)},
		{"XHTML in RSS", none, set(rss, "TEXT", `<body xmlns="http://www.w3.org/1999/xhtml" `+here+`>MARKUP</body>`)},
		{"relative bases", "http://a.example/x", set(atom, "FEED", `xml:base="/b/"`, "ENTRY", `xml:base="c/"`, "TEXT", `<content type="html" xml:base="d;p?q">ESCAPED</content>`)},
		{"bases of nothing", base, set(atom, "FEED", `xml:base=""`, "ENTRY", `xml:base="urn:1"`, "TEXT", `<content type="html">ESCAPED</content>`)},
	}
	references := [][2]string{
		{"g", "http://a.example/b/c/g"}, {"../g", "http://a.example/b/g"}, {"/g?a=1&b=2", "http://a.example/g?a=1&b=2"}, {"//g.example/h", "http://g.example/h"},
		{"?y", "http://a.example/b/c/d;p?y"}, {"./../../../g", "http://a.example/g"}, {"g h/æ", "http://a.example/b/c/g%20h/%C3%A6"}, {"http://x.example/y", "http://x.example/y"},
	}
	for _, p := range places {
		for _, r := range references {
			markup := `<p><a href="` + html.EscapeString(r[0]) + `">Quay</a></p><p><img src="` + html.EscapeString(r[0]) + `"/></p>`
			quoted, err := json.Marshal(markup)
			if err != nil {
				t.Fatal(err)
			}
			doc := set(p.doc, "ESCAPED", html.EscapeString(markup), "MARKUP", markup, "QUOTED", string(quoted), "FEED", "", "CHANNEL", "", "ENTRY", "")
			s, err := (&ingest.Shaper{}).Shape([]byte(doc), wire.Source{Name: "a"}, ingest.Cover{URL: p.url, Received: time.Unix(1e9, 0)})
			if err != nil || len(s.Filings) != 1 {
				t.Fatalf("%s: %v", p.name, err)
			}
			want := html.EscapeString(r[1])
			if got := s.Filings[0].Article.HTML; got != `<p><a href="`+want+`">Quay</a></p><p><img src="`+want+`"></p>` {
				t.Errorf("%s: %q is in %s", p.name, r[0], got)
			}
		}
	}
}
