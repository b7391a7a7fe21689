package document_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/datelinewire/dateline/ingest/document"
	"github.com/datelinewire/dateline/wire"
)

var now = time.Date(2025, 9, 10, 12, 0, 0, 0, time.UTC)

func options() document.Options {
	return document.Options{URL: "https://news.example.org/feeds/all.xml", Now: now}
}

func read(t *testing.T, s string) *document.Document {
	t.Helper()
	d, err := document.Read([]byte(s), options())
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	return d
}

// one reads a document with one entry.
func one(t *testing.T, s string) document.Entry {
	t.Helper()
	d := read(t, s)
	if len(d.Entries) != 1 || len(d.Refusals) != 0 {
		t.Fatalf("got %d entries, refusals %v", len(d.Entries), d.Refusals)
	}
	return d.Entries[0]
}

// The same story in every format gives the same entry.
func TestFormatsAgree(t *testing.T) {
	for _, c := range []struct{ format, doc string }{
		{"rss 2.0", `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Fjord News</title><link>https://news.example.org/</link><language>en</language>
<item><guid isPermaLink="false">urn:1</guid><title>Ferry &amp;amp; quay</title><link>https://news.example.org/1</link><pubDate>Tue, 09 Sep 2025 10:15:30 +0000</pubDate>
<dc:creator>Anna Berg</dc:creator><category>Sea</category><description>Short.</description><content:encoded><![CDATA[<p>It sails.</p>]]></content:encoded></item></channel></rss>`},
		{"rss 0.91", `<rss version="0.91"><channel><title>Fjord News</title><link>https://news.example.org/</link><language>en</language>
<ITEM><GUID isPermaLink="false">urn:1</GUID><TITLE>Ferry &amp; quay</TITLE><LINK>https://news.example.org/1</LINK><pubDate>Tue, 09 Sep 2025 10:15:30 GMT</pubDate>
<author>anna@news.example.org (Anna Berg)</author><category>Sea</category><summary>Short.</summary><description>&lt;p&gt;It sails.&lt;/p&gt;</description></ITEM></channel></rss>`},
		{"rdf", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:c="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="https://news.example.org/"><title>Fjord News</title><link>https://news.example.org/</link><dc:language>en</dc:language><items><rdf:Seq><rdf:li resource="urn:1"/></rdf:Seq></items></channel>
<item rdf:about="urn:1"><title>Ferry &amp; quay</title><link>https://news.example.org/1</link><dc:date>2025-09-09T10:15:30Z</dc:date><dc:creator>Anna Berg</dc:creator><dc:subject>Sea</dc:subject><description>Short.</description><c:encoded>&lt;p>It sails.&lt;/p></c:encoded></item></rdf:RDF>`},
		{"atom 1.0", `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Fjord News</title><link href="https://news.example.org/"/><author><name>Anna Berg</name></author>
<entry><id>urn:1</id><title type="html">Ferry &amp;amp; quay</title><link href="/1"/><published>2025-09-09T10:15:30Z</published><category term="s" label="Sea"/><summary type="html">Short.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It sails.</p></div></content></entry></feed>`},
		{"atom 0.3", `<feed version="0.3" xmlns="http://purl.org/atom/ns#" xml:lang="en"><title>Fjord News</title><link rel="alternate" type="text/html" href="https://news.example.org/"/>
<entry><id>urn:1</id><title>Ferry &amp; quay</title><link rel="alternate" type="text/html" href="https://news.example.org/1"/><issued>2025-09-09T10:15:30Z</issued><author><name>Anna Berg</name></author><dc:subject xmlns:dc="http://purl.org/dc/elements/1.1/">Sea</dc:subject>
<summary type="text/html">Short.</summary><content type="text/html" mode="escaped">&lt;p&gt;It sails.&lt;/p&gt;</content></entry></feed>`},
		{"json feed 1.1", `{"version":"https://jsonfeed.org/version/1.1","title":"Fjord News","home_page_url":"https://news.example.org/","language":"en","authors":[{"name":"Anna Berg"}],
"items":[{"id":"urn:1","url":"https://news.example.org/1","title":"Ferry & quay","content_html":"<p>It sails.</p>","summary":"Short.","date_published":"2025-09-09T10:15:30Z","tags":["Sea"]}]}`},
		{"json feed", "\xef\xbb\xbf" + `{"title":"Fjord News","home_page_url":"https://news.example.org/","language":"en","author":{"name":"Anna Berg"},
"items":[{"id":"urn:1","url":"https://news.example.org/1","title":"Ferry & quay","content_html":"<p>It sails.</p>","summary":"Short.","date_published":"2025-09-09T10:15:30Z","tags":"Sea"}]}`},
	} {
		t.Run(c.format, func(t *testing.T) {
			d := read(t, c.doc)
			if d.Format != c.format || d.Title != "Fjord News" || d.Link != "https://news.example.org/" || d.Language != "en" {
				t.Errorf("got %q %q %q %q", d.Format, d.Title, d.Link, d.Language)
			}
			e := one(t, c.doc)
			body := strings.NewReplacer(`<div xmlns="http://www.w3.org/1999/xhtml">`, "", "</div>", "").Replace(e.HTML)
			if e.ID != "urn:1" || e.Key != "urn:1" || e.Title != "Ferry & quay" || e.URL != "https://news.example.org/1" || body != "<p>It sails.</p>" {
				t.Errorf("got id %q key %q title %q url %q html %q", e.ID, e.Key, e.Title, e.URL, e.HTML)
			}
			if strings.NewReplacer("<p>", "", "</p>", "").Replace(e.Summary) != "Short." {
				t.Errorf("got summary %q", e.Summary)
			}
			if want := time.Date(2025, 9, 9, 10, 15, 30, 0, time.UTC); !e.Published.Equal(want) || e.Undated || e.DateText != "" {
				t.Errorf("got published %v, undated %v, %q", e.Published, e.Undated, e.DateText)
			}
			if !reflect.DeepEqual(e.Authors, []string{"Anna Berg"}) || !reflect.DeepEqual(e.Categories, []string{"Sea"}) || e.Language != "en" {
				t.Errorf("got authors %q categories %q language %q", e.Authors, e.Categories, e.Language)
			}
			// What is kept of it reads to the same entry.
			again := one(t, string(e.Raw))
			again.Raw, e.Raw, again.Index = nil, nil, e.Index
			if !reflect.DeepEqual(again, e) {
				t.Errorf("read again:\n got %+v\nwant %+v", again, e)
			}
		})
	}
}

func TestKnownEntriesAreNotParsed(t *testing.T) {
	doc := func(extra string) string {
		return rssOf(extra + numbered("<item><guid>%d</guid><title>t</title></item>", 50) + "<lastBuildDate>" + fmt.Sprint(len(extra)) + "</lastBuildDate>")
	}
	known := map[uint64]bool{}
	for _, h := range read(t, doc("")).Hashes {
		known[h] = true
	}
	o := options()
	o.Known = func(h uint64) bool { return known[h] }
	d, err := document.Read([]byte(doc(good+"<item><guid>50</guid><title>another</title></item>")), o)
	if err != nil || len(d.Entries) != 52 {
		t.Fatalf("got %v, %v", d, err)
	}
	for i, e := range d.Entries {
		if e.Known != (i >= 2) || e.Known && e.ID != "" || e.Index != i || e.Hash != d.Hashes[i] {
			t.Errorf("entry %d: %+v", i, e)
		}
	}
	if d.Entries[0].ID != "good" || d.Entries[1].ID != "50" {
		t.Errorf("got %q, %q", d.Entries[0].ID, d.Entries[1].ID)
	}
}

func TestWhatIsInheritedIsHashed(t *testing.T) {
	entry := "<entry><id>urn:1</id><title>t</title></entry>"
	a, b := read(t, atomOf("<author><name>A</name></author>"+entry)), read(t, atomOf("<author><name>B</name></author>"+entry))
	if a.Hashes[0] == b.Hashes[0] {
		t.Error("another author inherited, the same hash")
	}
	c := read(t, atomOf("<author><name>A</name></author><updated>2025-01-01T00:00:00Z</updated><generator>x</generator>"+entry))
	if a.Hashes[0] != c.Hashes[0] {
		t.Error("the document's own date changes the hash")
	}
}

func TestTolerance(t *testing.T) {
	for _, c := range []struct{ name, doc, title, html, url string }{
		{"junk before the root", "<br />\n<b>Warning</b>: x in y.php on line 3<br />\n" + rssOf(good), "Ferry sails", "It sails.", "https://news.example.org/good"},
		{"a large preamble", "<!--" + strings.Repeat("x", 100_000) + "-->" + rssOf(good), "Ferry sails", "It sails.", "https://news.example.org/good"},
		{"no root", good, "Ferry sails", "It sails.", "https://news.example.org/good"},
		{"bare ampersands", rssOf(strings.ReplaceAll(good, "Ferry", "Berg & Sons & Co; AT&T")), "Berg & Sons & Co; AT&T sails", "It sails.", "https://news.example.org/good"},
		{"undeclared entities", rssOf(strings.ReplaceAll(good, "Ferry", "F&aelig;rry&nbsp;&#8212;&#x2013;&nosuch;")), "Færry —–&nosuch; sails", "It sails.", "https://news.example.org/good"},
		{"undeclared prefixes", rssOf(strings.Replace(good, "</item>", "<content:encoded>All.</content:encoded><x:y>z</x:y></item>", 1)), "Ferry sails", "All.", "https://news.example.org/good"},
		{"unclosed title", rssOf(strings.Replace(good, "</title>", "", 1)), "Ferry sails", "It sails.", "https://news.example.org/good"},
		{"unclosed description", rssOf(strings.Replace(good, "</description>", "", 1)), "Ferry sails", "It sails.", "https://news.example.org/good"},
		{"unclosed link", rssOf(strings.Replace(good, "</link>", "", 1)), "Ferry sails", "It sails.", "https://news.example.org/good"},
		{"mismatched tags", rssOf(strings.Replace(good, "</title>", "</titel>", 1)), "Ferry sails", "It sails.", "https://news.example.org/good"},
		{"unclosed unknown element", rssOf(strings.Replace(good, "<title>", "<foo><bar><title>", 1)), "Ferry sails", "It sails.", "https://news.example.org/good"},
		{"upper case", rssOf(strings.NewReplacer("<title>", "<TITLE>", "</title>", "</TITLE>", "item>", "ITEM>").Replace(good)), "Ferry sails", "It sails.", "https://news.example.org/good"},
		{"markup not escaped", rssOf(strings.Replace(good, "It sails.", "<p>It <b>sails</b>.<br>Soon.</p>", 1)), "Ferry sails", "<p>It <b>sails</b>.<br>Soon.</p>", "https://news.example.org/good"},
		{"escaped twice", rssOf(strings.Replace(good, "It sails.", "&amp;lt;p&amp;gt;It sails.&amp;lt;/p&amp;gt;", 1)), "Ferry sails", "<p>It sails.</p>", "https://news.example.org/good"},
		{"text encoded twice", rssOf(strings.Replace(good, "Ferry", "FÃ¦rgen â€“ Ã˜sterfjord", 1)), "Færgen – Østerfjord sails", "It sails.", "https://news.example.org/good"},
		{"tags in a title", rssOf(strings.Replace(good, "Ferry", "&lt;i&gt;Ferry&lt;/i&gt; 5 &lt; 6", 1)), "Ferry 5 < 6 sails", "It sails.", "https://news.example.org/good"},
		{"tickers of the exchange", rssOf(strings.NewReplacer("Ferry", "DU PONT &lt;DD&gt;, &lt;HIGH POINT CORP&gt; and USAIR &lt;U&gt;", "It sails.", "Armco &lt;AS> sails.").Replace(good)), "DU PONT <DD>, <HIGH POINT CORP> and USAIR <U> sails", "Armco &lt;AS> sails.", "https://news.example.org/good"},
		{"capital tags", rssOf(strings.NewReplacer("Ferry", "&lt;I&gt;Ferry&lt;/I&gt;", "It sails.", "&lt;P&gt;It sails.&lt;/P&gt;").Replace(good)), "Ferry sails", "<P>It sails.</P>", "https://news.example.org/good"},
		{"wrong default namespace", strings.Replace(rssOf(good), "<rss ", `<rss xmlns="http://www.w3.org/2005/Atom" `, 1), "Ferry sails", "It sails.", "https://news.example.org/good"},
		{"bogus default namespace", strings.Replace(rssOf(good), "<rss ", `<rss xmlns="http://example.org/nothing" `, 1), "Ferry sails", "It sails.", "https://news.example.org/good"},
		{"prefixed RSS", `<r:rss xmlns:r="http://backend.userland.com/rss2"><r:channel><r:item><r:guid>1</r:guid><r:title>Ferry sails</r:title></r:item></r:channel></r:rss>`, "Ferry sails", "", ""},
		{"XML 1.1", strings.Replace(rssOf(good), `version="1.0"`, `version="1.1"`, 1), "Ferry sails", "It sails.", "https://news.example.org/good"},
		{"control characters", rssOf(strings.Replace(good, "Ferry", "Fe\x00r\x08ry&#2;", 1)), "Ferry sails", "It sails.", "https://news.example.org/good"},
		{"marks of our own", rssOf(strings.Replace(good, "<guid>good</guid>", "<guid>~0</guid><author>~1</author><category>~2</category>", 1)), "Ferry sails", "It sails.", "https://news.example.org/good"},
		{"the end tag of the entry forgotten", rssOf(strings.TrimSuffix(good, "</item>")), "Ferry sails", "It sails.", "https://news.example.org/good"},
		{"an entry alone, prefixed", `<a:entry xmlns:a="http://www.w3.org/2005/Atom"><a:id>1</a:id><a:title>Ferry sails</a:title><a:link href="/x"/></a:entry>`, "Ferry sails", "", "https://news.example.org/x"},
		{"another vocabulary first", "<x:item><x:title>No</x:title></x:item>" + rssOf(good), "Ferry sails", "It sails.", "https://news.example.org/good"},
		{"Atom in RSS", rssOf(`<item><guid>1</guid><title>Ferry sails</title><a:link xmlns:a="http://www.w3.org/2005/Atom" href="/x"/><a:summary xmlns:a="http://www.w3.org/2005/Atom">It sails.</a:summary></item>`), "Ferry sails", "<p>It sails.</p>", "https://news.example.org/x"},
		{"link without text", rssOf(`<item><title>Ferry sails</title><link href="/x"/></item>`), "Ferry sails", "", "https://news.example.org/x"},
		{"guid that is a permalink", rssOf(`<item><title>Ferry sails</title><guid>https://news.example.org/x</guid></item>`), "Ferry sails", "", "https://news.example.org/x"},
		{"guid that is none", rssOf(`<item><title>Ferry sails</title><guid isPermaLink="false">https://news.example.org/x</guid></item>`), "Ferry sails", "", ""},
		{"a link that is no address", rssOf(`<item><title>Ferry sails</title><link>javascript:alert(1)</link></item>`), "Ferry sails", "", ""},
		{"nested foreign links", rssOf(strings.Replace(good, "</item>", `<x:related><link url="https://other.example.org/"/><title>Other</title></x:related></item>`, 1)), "Ferry sails", "It sails.", "https://news.example.org/good"},
		{"plain text with paragraphs", rssOf(strings.Replace(good, "It sails.", "It sails.\n\nIt is late &amp;amp; full.", 1)), "Ferry sails", "<p>It sails.</p>\n<p>It is late &amp; full.</p>", "https://news.example.org/good"},
		{"a broken quote", rssOf(strings.Replace(good, "<link>", `<enclosure url="x><link>`, 1)), "Ferry sails", "It sails.", "https://news.example.org/good"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := one(t, c.doc)
			if e.Title != c.title || e.HTML != c.html || e.URL != c.url {
				t.Errorf("got  %q %q %q\nwant %q %q %q", e.Title, e.HTML, e.URL, c.title, c.html, c.url)
			}
			if again := one(t, string(e.Raw)); again.Hash != e.Hash || again.Key != e.Key || again.HTML != e.HTML {
				t.Errorf("what is kept reads differently: %+v", again)
			}
		})
	}
}

func TestMarksCannotBeForged(t *testing.T) {
	e := one(t, rssOf(`<item><guid>~0</guid><author>~1</author><category>~2</category><link>https://news.example.org/secret</link></item>`))
	if e.ID != "~0" || e.Authors[0] != "~1" || e.Categories[0] != "~2" {
		t.Errorf("got %q %q %q", e.ID, e.Authors, e.Categories)
	}
}

// Elements where text should be are looked through: neither they nor marks
// come out.
func TestElementsInTexts(t *testing.T) {
	e := one(t, `<rss><channel><item><guid><id>urn:&lt;7></id></guid><link><url>/7</url><br/></link><author><name>Ann Berg</name><email>a@b.example</email></author>
<category><name>Sea</name></category><media:content url="/a.jpg"><media:title><b>A</b> quay</media:title></media:content><media:content url="/b.jpg"/></item></channel></rss>`)
	if e.ID != "urn:<7>" || e.URL != "https://news.example.org/7" || !slices.Equal(e.Authors, []string{"Ann Berg"}) || !slices.Equal(e.Categories, []string{"Sea"}) ||
		len(e.Media) != 2 || e.Media[0].Title != "A quay" {
		t.Errorf("got %q at %q by %q on %q with %v", e.ID, e.URL, e.Authors, e.Categories, e.Media)
	}
}

func TestABrokenEntryCostsItself(t *testing.T) {
	deep := "<item><guid>deep</guid>" + strings.Repeat("<a>", 300) + "</item>"
	d := read(t, rssOf("<item><guid>1</guid></item>"+deep+"<item/>"+good))
	if len(d.Entries) != 2 || d.Entries[0].ID != "1" || d.Entries[1].ID != "good" || d.Entries[1].Index != 3 {
		t.Fatalf("got %+v", d.Entries)
	}
	want := []wire.Refusal{{Entry: 1, ID: "deep", Reason: "elements nested too deeply"}, {Entry: 2, Reason: "neither text nor link nor identifier"}}
	if !reflect.DeepEqual(d.Refusals, want) {
		t.Errorf("got %+v, want %+v", d.Refusals, want)
	}
	if len(d.Hashes) != 2 {
		t.Errorf("a refused entry must be looked at again: %d hashes", len(d.Hashes))
	}
}

// A refused entry is not taken for known where its bytes stand a second time.
func TestARefusedEntryRepeated(t *testing.T) {
	d := read(t, rssOf("<item/><item><guid>1</guid></item><item/><item><guid>1</guid></item>"))
	if len(d.Entries) != 2 || !d.Entries[1].Known || len(d.Refusals) != 2 || d.Refusals[1].Entry != 2 || d.Refusals[1].Reason != d.Refusals[0].Reason || len(d.Hashes) != 2 {
		t.Errorf("got %+v, refused %+v", d.Entries, d.Refusals)
	}
}

// However early the document ends, the entries before are all there, and the
// one it ends in is there only when nothing of it is missing.
func TestATruncatedDocumentCostsItsLastEntry(t *testing.T) {
	entry := strings.Replace(good, "It sails.", "<![CDATA[<p>It sails.</p>]]>", 1)
	whole := rssOf(numbered("<item><guid>%d</guid><title>t</title></item>", 3) + entry)
	from := strings.Index(whole, entry)
	last := from + len(entry) - len("</item>")
	for end := from + 1; end < len(whole); end++ {
		d := read(t, whole[:end])
		want := 3
		if end >= last+len("</i") {
			want = 4 // only its own end tag is missing
		}
		if end >= len(whole)-2 {
			continue // nothing but the end of the root is missing
		}
		if len(d.Entries) != want || want == 4 && d.Entries[3].HTML != "<p>It sails.</p>" || !d.Truncated {
			t.Fatalf("cut after %q: got %d entries, %v, truncated %v", whole[from:end], len(d.Entries), d.Refusals, d.Truncated)
		}
		if end > from+len("<item") && len(d.Entries)+len(d.Refusals) != 4 {
			t.Fatalf("cut after %q: got %d entries and %d refusals", whole[from:end], len(d.Entries), len(d.Refusals))
		}
	}
}

func TestOneGUIDOnSeveralEntries(t *testing.T) {
	d := read(t, rssOf(numbered("<item><guid isPermaLink='false'>same</guid><title>t</title><link>https://news.example.org/%d?utm_source=x</link></item>", 3)))
	seen := map[string]bool{}
	for _, e := range d.Entries {
		if seen[e.Key] || len(e.Alias) != 1 || e.Alias[0] != "same" || e.ID != "same" {
			t.Errorf("got %q, alias %q", e.Key, e.Alias)
		}
		seen[e.Key] = true
	}
	// Alone in its document it has the guid for its key, and the other as alias.
	e := one(t, rssOf("<item><guid isPermaLink='false'>same</guid><title>t</title><link>https://news.example.org/1</link></item>"))
	if e.Key != "same" || !slices.ContainsFunc(e.Alias, func(k string) bool { return seen[k] }) {
		t.Errorf("got %q, alias %q, not among %v", e.Key, e.Alias, seen)
	}
	// A known entry counts among those that share it.
	o := options()
	o.Known = func(h uint64) bool { return h != d.Hashes[2] }
	again, err := document.Read([]byte(rssOf(numbered("<item><guid isPermaLink='false'>same</guid><title>t</title><link>https://news.example.org/%d?utm_source=x</link></item>", 3))), o)
	if err != nil || again.Entries[2].Key != d.Entries[2].Key {
		t.Errorf("got %q, want %q", again.Entries[2].Key, d.Entries[2].Key)
	}
}

// Entries that have an identifier and an address in common, or only an
// address, are told apart by their titles, whether the others are known or not;
// but not in Atom, where they are versions.
func TestOnePageForSeveralEntries(t *testing.T) {
	for frame, item := range map[string]string{
		`<rss><channel>%s</channel></rss>`:                            `<item><guid>https://news.example.org/</guid><link>https://news.example.org/</link><title>%[1]s</title><description>%[2]s</description></item>`,
		`<rss version="0.91"><channel>%s</channel></rss>`:             `<item><title>%[1]s</title><link>https://news.example.org/</link><description>%[2]s</description></item>`,
		`<rss version="2.0"><channel>%s</channel></rss>`:              `<item><title>%[1]s</title><guid>0</guid><description>%[2]s</description></item>`,
		`{"version":"https://jsonfeed.org/version/1","items":[%s{}]}`: `{"id":"0","title":"%[1]s","content_text":"%[2]s"},`,
	} {
		of := func(stories ...string) []byte {
			all := ""
			for _, s := range stories {
				title, text, _ := strings.Cut(s, ":")
				all += fmt.Sprintf(item, title, text)
			}
			return fmt.Appendf(nil, frame, all)
		}
		d, err := document.Read(of("Ferry:sails", "Quay:waits", "Ferry:sails"), options())
		if err != nil || d.Entries[0].Key == d.Entries[1].Key || !d.Entries[2].Known {
			t.Fatalf("%s: %v, %+v", frame, err, d)
		}
		o := options()
		o.Known = func(h uint64) bool { return h == d.Hashes[0] || h == d.Hashes[1] }
		again, err := document.Read(of("Bridge:opens", "Ferry:sails", "Quay:waits long"), o)
		if err != nil || !again.Entries[1].Known {
			t.Fatalf("%s: %v, %+v", frame, err, again)
		}
		if alone, err := document.Read(of("Quay:waits long"), options()); err != nil || !slices.Contains(alone.Entries[0].Alias, d.Entries[1].Key) {
			t.Errorf("%s: alone it is another entry: %v, %q", frame, err, alone.Entries[0].Alias)
		}
		if again.Entries[2].Key != d.Entries[1].Key {
			t.Errorf("%s: a new text under the same title is another entry: %q, %q", frame, d.Entries[1].Key, again.Entries[2].Key)
		}
		for _, e := range d.Entries[:2] {
			if e.Key == again.Entries[0].Key || slices.Contains(again.Entries[0].Alias, e.Key) || slices.Contains(again.Entries[0].Alias, e.ID) {
				t.Errorf("%s: another title is the same entry: %q, alias %q", frame, again.Entries[0].Key, again.Entries[0].Alias)
			}
		}
	}
	d := read(t, atomOf("<entry><id>1</id><title>Ferry</title></entry><entry><id>1</id><title>Ferry sails</title></entry>"))
	if d.Entries[0].Key != d.Entries[1].Key {
		t.Errorf("versions of an entry of Atom are two: %q, %q", d.Entries[0].Key, d.Entries[1].Key)
	}
}

// An identifier that a known entry has too is noticed, in every format: the
// known one is not read again for it.
func TestIdentifierSharedWithAKnownEntry(t *testing.T) {
	for format, doc := range map[string]string{
		"rss":  `<rss><channel>%s</channel></rss>|<item><guid>same</guid><title>%[1]s</title><link>https://news.example.org/%[1]s</link></item>`,
		"atom": `<feed xmlns="http://www.w3.org/2005/Atom">%s</feed>|<entry><id>same</id><title>%[1]s</title><link href="https://news.example.org/%[1]s"/></entry>`,
		"rdf":  `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">%s</rdf:RDF>|<item rdf:about="same"><title>%[1]s</title><link>https://news.example.org/%[1]s</link></item>`,
		"json": `{"version":"https://jsonfeed.org/version/1.1","items":[%s]}|{"title":"%[1]s","id":"same","url":"https://news.example.org/%[1]s"},`,
	} {
		frame, entry, _ := strings.Cut(doc, "|")
		of := func(titles ...string) []byte {
			all := ""
			for _, title := range titles {
				all += fmt.Sprintf(entry, title)
			}
			return []byte(fmt.Sprintf(frame, strings.TrimSuffix(all, ",")))
		}
		first, err := document.Read(of("one"), options())
		if err != nil {
			t.Fatal(err)
		}
		o := options()
		o.Known = func(h uint64) bool { return h == first.Hashes[0] }
		d, err := document.Read(of("two", "one"), o)
		if err != nil || len(d.Entries) != 2 || !d.Entries[1].Known {
			t.Fatalf("%s: %v, %+v", format, err, d)
		}
		if e := d.Entries[0]; e.Key == "same" || !slices.Contains(e.Alias, "same") {
			t.Errorf("%s: the second entry of the identifier has key %q, alias %q", format, e.Key, e.Alias)
		}
	}
}

func TestIdentityWithoutGUID(t *testing.T) {
	a := one(t, rssOf("<item><title>t</title><link>https://news.example.org/1?utm_source=rss</link></item>"))
	b := one(t, rssOf("<item><title>another</title><link>https://news.example.org/1?utm_source=mail</link></item>"))
	if a.Key != b.Key || a.Key == "" {
		t.Errorf("by address: %q and %q", a.Key, b.Key)
	}
	c, d := one(t, rssOf("<item><title>t</title></item>")), one(t, rssOf("<item><title>u</title></item>"))
	if c.Key == d.Key || c.Key == "" {
		t.Errorf("by content: %q and %q", c.Key, d.Key)
	}
	if e := one(t, atomOf("<entry><id> tag:a b,\u00e9:1 </id><title>t</title></entry>")); e.ID != "tag:a b,\u00e9:1" {
		t.Errorf("an id is opaque: got %q", e.ID)
	}
}

func TestDatesOfEntries(t *testing.T) {
	for _, c := range []struct {
		name, elements     string
		published, updated string
		undated            bool
		text               string
	}{
		{"future", "<pubDate>Tue, 09 Sep 2031 10:15:30 GMT</pubDate>", "2025-09-10T12:00:00Z", "", false, "Tue, 09 Sep 2031 10:15:30 GMT"},
		{"unreadable", "<pubDate>soon</pubDate>", "", "", true, "soon"},
		{"none", "", "", "", true, ""},
		{"unreadable, then readable", "<pubDate>soon</pubDate><dc:date>2025-09-09</dc:date>", "2025-09-09T00:00:00Z", "", false, "soon"},
		{"only updated", "<atom:updated>2025-09-09T01:02:03Z</atom:updated>", "2025-09-09T01:02:03Z", "2025-09-09T01:02:03Z", false, ""},
		{"both", "<pubDate>Tue, 09 Sep 2025 10:15:30 GMT</pubDate><dcterms:modified>2025-09-09T11:00:00Z</dcterms:modified>", "2025-09-09T10:15:30Z", "2025-09-09T11:00:00Z", false, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := one(t, rssOf("<item><title>t</title>"+c.elements+"</item>"))
			stamp := func(t time.Time) string {
				if t.IsZero() {
					return ""
				}
				return t.Format(time.RFC3339)
			}
			if stamp(e.Published) != c.published || stamp(e.Updated) != c.updated || e.Undated != c.undated || e.DateText != c.text {
				t.Errorf("got %v %v %v %q", e.Published, e.Updated, e.Undated, e.DateText)
			}
		})
	}
}

func TestPersons(t *testing.T) {
	for in, want := range map[string]string{
		"Anna Berg": "Anna Berg", "anna@news.example.org (Anna Berg)": "Anna Berg", "Anna Berg (anna@news.example.org)": "Anna Berg",
		"Anna Berg &lt;anna@news.example.org&gt;": "Anna Berg", "Anna Berg (Fjord Press)": "Anna Berg (Fjord Press)", "By Anna Berg": "Anna Berg",
		"anna@news.example.org": "", "": "", "anna@news.example.org Anna Berg": "Anna Berg", "(Anna Berg) anna@news.example.org": "Anna Berg",
		"anna@news.example.org (Anna Berg": "Anna Berg", "mailto:anna@news.example.org (Anna Berg)": "Anna Berg", "Anna Berg, anna@news.example.org": "Anna Berg",
		"anna@news.example.org (Anna Berg (Fjord Press))": "Anna Berg (Fjord Press)", "Anna Berg (Fjord Press) (anna@news.example.org)": "Anna Berg (Fjord Press)",
		"@annaberg": "@annaberg", "a@news.example.org (Anna Berg); b@news.example.org (Bo Dahl)": "Anna Berg|Bo Dahl",
	} {
		e := one(t, rssOf("<item><title>t</title><author>"+in+"</author></item>"))
		if got := strings.Join(e.Authors, "|"); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	e := one(t, rssOf("<item><title>t</title><dc:creator>A B</dc:creator><dc:creator>C D</dc:creator><dc:creator>A B</dc:creator></item>"))
	if !reflect.DeepEqual(e.Authors, []string{"A B", "C D"}) {
		t.Errorf("several: got %q", e.Authors)
	}
}

func TestMedia(t *testing.T) {
	e := one(t, rssOf(`<item><title>t</title><enclosure url="/a.mp3" type="audio/mpeg" length="12"/><media:group><media:content url="b.jpg" medium="image"><media:title>Quay</media:title><media:credit>A. Berg</media:credit></media:content></media:group><media:thumbnail url="b.jpg"/><enclosure url="javascript:x"/></item>`))
	want := []wire.Media{{URL: "https://news.example.org/a.mp3", Type: "audio/mpeg", Length: 12}, {URL: "https://news.example.org/feeds/b.jpg", Type: "image/jpeg"}}
	got := map[string]wire.Media{}
	for _, m := range e.Media {
		got[m.URL] = m
	}
	if len(got) != 2 || got[want[0].URL] != want[0] || got[want[1].URL].Type != "image/jpeg" {
		t.Errorf("got %+v", e.Media)
	}
}

func TestHints(t *testing.T) {
	d := read(t, `<rss version="2.0"><channel><title>T</title><ttl>30</ttl><skipHours><hour>0</hour><hour>24</hour><hour>7</hour></skipHours><skipDays><day>Sunday</day></skipDays>
<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency><atom:link rel="hub" href="https://hub.example.org/"/><atom:link rel="self" href="https://news.example.org/self.xml"/><copyright>Fjord</copyright>`+good+`</channel></rss>`)
	h := d.Hints
	if h.TTL != 30*time.Minute || h.UpdatePeriod != 6*time.Hour || !reflect.DeepEqual(h.SkipHours, []int{0, 0, 7}) || !reflect.DeepEqual(h.SkipDays, []time.Weekday{time.Sunday}) {
		t.Errorf("got %+v", h)
	}
	if d.Hub != "https://hub.example.org/" || d.Self != "https://news.example.org/self.xml" || d.Rights != "Fjord" || d.Entries[0].Rights != "Fjord" {
		t.Errorf("got %q %q %q", d.Hub, d.Self, d.Rights)
	}
}

func TestWhatIsNoFeed(t *testing.T) {
	for _, c := range []struct {
		doc, kind string
		feeds     []string
	}{
		{`<!DOCTYPE html><html><head><base href="/b/"><link rel="alternate" type="application/rss+xml" href="feed.xml"><LINK REL="alternate" TYPE="application/atom+xml" HREF="//other.example.org/a"><link rel="stylesheet" href="x"></head><body><item></body></html>`, "html", []string{"https://news.example.org/b/feed.xml", "https://other.example.org/a"}},
		{`<!doctype html><title>x</title>`, "html", nil},
		{`<!doctype html><link rel="alternate hub" href="/h"><link rel=self href="/s"><link rel=hub href="/late"><link rel="alternate" type="application/rss+xml" href="/f">`, "html", []string{"https://news.example.org/f"}},
		{`<html><body><link rel="feed" href="/feed"><link rel="feed" type="text/html" href="/no"><link rel="alternate" href="/no"></body></html>`, "html", []string{"https://news.example.org/feed"}},
		{`<br><b>Warning</b><head><link rel=alternate type=application/rss+xml href=/feed></head><p>Port`, "html", []string{"https://news.example.org/feed"}},
		{`{"error":"no"}`, "json", nil},
		{`<opml><body/></opml>`, "opml", nil},
		{`<sitemap><url/></sitemap>`, "xml", nil},
		{`Too many requests`, "text", nil},
	} {
		_, err := document.Read([]byte(c.doc), options())
		var not *document.NotFeed
		if !errors.As(err, &not) || not.Kind != c.kind || !reflect.DeepEqual(not.Advertised, c.feeds) {
			t.Errorf("%.30q: got %#v", c.doc, err)
		}
		if strings.Contains(c.doc, "hub") && (not.Hub != "https://news.example.org/h" || not.Self != "https://news.example.org/s") {
			t.Errorf("hub %q, topic %q", not.Hub, not.Self)
		}
	}
	for _, s := range []string{"", " \n", "\xef\xbb\xbf"} {
		if _, err := document.Read([]byte(s), options()); !errors.Is(err, document.ErrEmpty) {
			t.Errorf("%q: got %v", s, err)
		}
	}
	o := options()
	o.MaxBytes = 10
	if _, err := document.Read([]byte(rssOf(good)), o); !errors.Is(err, document.ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}

func TestJSONOfWrongTypes(t *testing.T) {
	for item, want := range map[string]string{
		`{"id":1,"content_html":["<p>a</p>","<p>b</p>"]}`:                       "1||<p>a</p>\n<p>b</p>||[]",
		`{"id":1,"title":{"text":"Ferry"},"url":{"href":"/1"},"x":NaN}`:         "1|Ferry||https://news.example.org/1|[]",
		`{"id":1,"title":"NaN","x":[-Infinity],"tags":[{"term":"Sea"},null,5]}`: "1|NaN|||[Sea 5]",
		`{"id":1,"content_html":"One.\n\nTwo & three."}`:                        "1||<p>One.</p>\n<p>Two & three.</p>||[]",
	} {
		e := one(t, jsonOf(item))
		if got := fmt.Sprintf("%s|%s|%s|%s|%v", e.ID, e.Title, e.HTML, e.URL, e.Categories); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", item, got, want)
		}
	}
	e := one(t, jsonOf(`{"id":7,"url":"/7","title":5,"content_text":"One.\n\nTwo < 3.","tags":"a, b","authors":{"name":"Anna Berg"},"author":"Bo Dahl","attachments":{"url":"/a.mp3","mime_type":"audio/mpeg","size_in_bytes":"12"},"date_published":1757412930}`))
	if e.ID != "7" || e.Title != "5" || e.URL != "https://news.example.org/7" || e.HTML != "<p>One.</p>\n<p>Two &lt; 3.</p>" {
		t.Errorf("got %+v", e)
	}
	if !reflect.DeepEqual(e.Authors, []string{"Anna Berg", "Bo Dahl"}) || !reflect.DeepEqual(e.Categories, []string{"a", "b"}) || len(e.Media) != 1 || e.Media[0].Length != 12 || e.Undated {
		t.Errorf("got %+v", e)
	}
	d := read(t, jsonOf(`{"id":"1","title":"line`+"\n"+`break"},{"id":"2",},7,{"id":"3","title":"cut`))
	if len(d.Entries)+len(d.Refusals) != 4 || len(d.Entries) != 2 || !d.Truncated {
		t.Errorf("got %+v, refused %+v", d.Entries, d.Refusals)
	}
}
