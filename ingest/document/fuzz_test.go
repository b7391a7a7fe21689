package document

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

var seeds = []string{
	`<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><item><guid>1</guid><title>A &amp; B</title><description><![CDATA[<p>x</p>]]></description></item><item><title>b</item></channel></rss>`,
	`<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/x/"><author><name>A</name></author><entry><id>1</id><content type="xhtml"><div>x<entry/></div></content></entry><entry/></feed>`,
	`<rdf:RDF xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><items/></channel><item rdf:about="y"><dc:date>2025-09-09</dc:date></item></rdf:RDF>`,
	`{"version":"https://jsonfeed.org/version/1","items":[{"id":1,"content_text":"x"},{"id":"2","tags":"a"},`,
	`<rss><channel><item><title><![CDATA[x</item><item><link>http://a/b</link></item>]]>`,
	`<item a="b><item c='d' /><!-- </item> --><?x ?><!DOCTYPE a [<b>]>`,
	`junk <RSS><CHANNEL><ITEM><TITLE>~0</TITLE></ITEM>`,
	`<feed><entry><title type="html">&lt;b&gt;x</title><link href=x rel=alternate/></entry>`,
	`<rss><channel><item><guid><id>7</id></guid><link><url>/7</url></link><author><name>N</name></author><category><b>c</b></category></item>`,
	`<channel><item><media:content url="/m.jpg"><item><channel><title>x</item>`,
	`<feed xml:base=/x/><entry><id>1</id></entry>`,
	`<feed xml:base="/x/><entry><id>1</id></entry>`,
	`<x:item></x:item><link>http://a/</link><item>x</item>`,
	`<a:entry xmlns:a="http://www.w3.org/2005/Atom"><a:id>1</a:id></a:entry>`,
}

// What is cut, joined again, is the document, and the pieces are in order.
func FuzzCut(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		check := func(c *cut) {
			var joined []byte
			h, e := c.head, c.entries
			for len(h)+len(e) > 0 {
				if len(e) == 0 || len(h) > 0 && h[0].start < e[0].start {
					joined = append(joined, h[0].of(b)...)
					h = h[1:]
					continue
				}
				joined = append(joined, e[0].of(b)...)
				e = e[1:]
			}
			if !bytes.Equal(joined, b) {
				t.Fatalf("joined again it is %q", joined)
			}
		}
		check(cutXML(b, 50))
		if c, _ := cutJSON(b, 50); c != nil {
			check(c)
		}
	})
}

// Reading never fails but for the errors it names, accounts for every entry,
// and what is kept of an entry reads to the same entry.
func FuzzRead(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(checkRead)
}

func checkRead(t *testing.T, b []byte) {
	t.Helper()
	o := Options{URL: "https://news.example.org/feed", Now: time.Date(2025, 9, 9, 0, 0, 0, 0, time.UTC)}
	d, err := Read(b, o)
	if err != nil {
		return
	}
	clean := decode(b, "")
	var c *cut
	if d.Format[0] == 'j' {
		c, _ = cutJSON(clean, MaxEntries)
	} else {
		c = cutXML(clean, MaxEntries)
	}
	if len(d.Entries)+len(d.Refusals) != len(c.entries) {
		t.Fatalf("%d entries and %d refusals of %d", len(d.Entries), len(d.Refusals), len(c.entries))
	}
	for _, e := range d.Entries {
		if e.Known {
			continue
		}
		if e.Key == "" || e.URL != "" && !strings.HasPrefix(e.URL, "http") {
			t.Fatalf("key %q, url %q", e.Key, e.URL)
		}
		again, err := Read(e.Raw, o)
		if err != nil || len(again.Entries) == 0 {
			t.Fatalf("%q does not read again: %v", e.Raw, err)
		}
		if a := again.Entries[0]; !reflect.DeepEqual(own(a), own(e)) {
			t.Fatalf("%q reads to\n %+v, not\n %+v", e.Raw, own(a), own(e))
		}
	}
}

// own is the entry without what it has of the others beside it, and of its
// document's head: that may hold the end tags of a document it does not end.
func own(e Entry) Entry {
	e.Index, e.Hash, e.Raw, e.Key, e.Alias = 0, 0, nil, "", nil
	e.Language, e.Rights, e.Authors = "", "", nil
	return e
}

// The same of documents made of what means something in them.
func TestRead(t *testing.T) {
	for _, s := range seeds {
		checkRead(t, []byte(s))
	}
	heads := []string{"", "<rss><channel>", "<rss><channel><item>", "<channel>", "<feed>", "<feed><entry>", "<rdf:RDF><channel></channel>", `{"version":"https://jsonfeed.org/version/1","items":[{"id":"1",`}
	parts := strings.Fields("<rss> </rss> <channel> </channel> <item> </item> <item/> <feed> </feed> <entry> </entry> <a:entry> <x:item> </x:item> <content> </content> <content/src='/y'/type='audio/mp3'/> " +
		"<title> </title> <description> </description> <guid> </guid> <id> </id> <link> </link> <link/href='/z'/> http://a/b /c x &amp; &lt;b&gt; <b> </b> <p> <div> </div> <![CDATA[ ]]> <!-- --> <? ?> <!DOCTYPE/a[ ] " +
		"<source> </source> <author> </author> <name> </name> <pubDate> </pubDate> 2025-01-01 <dc:title> <media:content/url='/m.jpg'> </media:content> <media:group> <content:encoded> </content:encoded> <xhtml:body> <category> " +
		`<enclosure/url='/e.mp3'/> " ' = < > / <item <entry </item <full-text> </full-text> {"items":[ { } ] , : "id": "title": "content_text": "url": "x" 1 null`)
	r := rand.New(rand.NewPCG(7, 8))
	for range 20_000 {
		s := heads[r.IntN(len(heads))]
		for range 1 + r.IntN(20) {
			s += parts[r.IntN(len(parts))]
		}
		checkRead(t, []byte(s+[...]string{"", "</item></channel></rss>", "</entry></feed>"}[r.IntN(3)]))
	}
}

// The same entry has the same key wherever it stands in its document, or one
// of its aliases.
func FuzzIdentity(f *testing.F) {
	f.Add("guid", "https://news.example.org/1", "title")
	f.Add("", "https://news.example.org/1?utm_source=a", "t")
	f.Add("", "", "t")
	f.Add(" same ", "/x", "")
	f.Fuzz(func(t *testing.T, id, url, title string) {
		if !utf8.ValidString(id) || !utf8.ValidString(url) || !utf8.ValidString(title) {
			return // what bytes mean depends on the rest of the document
		}
		esc := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace
		entry := "<item><guid isPermaLink='false'>" + esc(id) + "</guid><link>" + esc(url) + "</link><title>" + esc(title) + "</title></item>"
		keys := func(doc string) []string {
			d, err := Read([]byte(doc), Options{URL: "https://news.example.org/"})
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range d.Entries {
				if strings.HasPrefix(e.ID, "other") || e.URL == "https://other.example.org/" {
					continue
				}
				return append([]string{e.Key}, e.Alias...)
			}
			return nil
		}
		alone := keys("<rss><channel>" + entry + "</channel></rss>")
		for _, other := range [...]string{
			"<guid isPermaLink='false'>" + esc(id) + "</guid><link>https://other.example.org/</link>",
			"<guid isPermaLink='false'>" + esc(id) + "</guid><link>" + esc(url) + "</link><title>other title</title>",
		} {
			beside := keys("<rss><channel>" + entry + "<item>" + other + "</item></channel></rss>")
			if len(alone) > 0 && len(beside) > 0 && !slices.ContainsFunc(alone, func(k string) bool { return slices.Contains(beside, k) }) {
				t.Fatalf("%q and %q", alone, beside)
			}
		}
	})
}

// The texts of an entry that XML lets through are all there.
func FuzzNoTextIsLost(f *testing.F) {
	f.Add("Ferry", "It sails.")
	f.Add("a < b & c", "x ]]> y")
	f.Add("Ferry", "It sails.\n\nIt returns.")
	f.Add("Ferry", "\x9fA0\xfeA\xd4A\x8aA\xafA\xfdA\xb4A\x92A\x9eA\xc4_\xd3A")
	f.Fuzz(func(t *testing.T, title, body string) {
		letters := func(s string) string {
			s = string(cleanText([]byte(strings.ToValidUTF8(s, ""))))
			return strings.Map(func(r rune) rune {
				if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
					return r
				}
				return -1
			}, s)
		}
		if strings.ContainsAny(title+body, "&<") { // what is markup is another test's
			return
		}
		if 3*len(title) > maxLine { // a body in the wrong place, which is cut; decoded, a byte is up to three
			return
		}
		// What is no UTF-8 is read as declared, a byte a letter; undeclared, its
		// encoding is guessed, and in Chinese ones an A may be half a letter.
		d, err := Read([]byte("<rss><channel><item><guid>1</guid><title>"+title+"</title><description>"+body+"</description></item></channel></rss>"),
			Options{ContentType: "text/xml; charset=windows-1252"})
		if err != nil || len(d.Entries) != 1 {
			t.Fatalf("%v, %v", d, err)
		}
		e := d.Entries[0]
		if !strings.Contains(letters(e.Title), letters(title)) {
			t.Fatalf("title %q is %q", title, e.Title)
		}
		text := strings.NewReplacer("<p>", "", "</p>", "", "<br>", "").Replace(e.HTML) // plain text is set in paragraphs
		if !strings.Contains(letters(text), letters(body)) {
			t.Fatalf("body %q is %q", body, e.HTML)
		}
	})
}
