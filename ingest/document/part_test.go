package document_test

import (
	"fmt"
	"testing"
)

// What an entry has of structure is found under every name, and in every
// place, that publishers give it.
func TestParts(t *testing.T) {
	const atom, rss = `<feed xmlns="http://www.w3.org/2005/Atom"><entry>%s</entry></feed>`, `<rss version="2.0"><channel><item>%s</item></channel></rss>`
	for _, c := range []struct{ frame, in, want string }{
		// Links.
		{atom, `<id>1</id><link>https://a.example/1</link>`, "url https://a.example/1"},
		{atom, `<id>1</id><link rel="http://www.iana.org/assignments/relation/alternate" href="https://a.example/1"/><link rel="self" href="https://a.example/self"/>`, "url https://a.example/1"},
		{atom, `<id>1</id><link rel="alternate nofollow" href="https://a.example/1"/>`, "url https://a.example/1"},
		{atom, `<guid>urn:1</guid>`, "id urn:1"},
		{rss, `<guid>1</guid><link><![CDATA[https://a.example/?a=1&amp;b=2]]></link>`, "url https://a.example/?a=1&b=2"},
		{rss, `<guid>https://a.example/?a=1&amp;#038;b=2</guid>`, "url https://a.example/?a=1&b=2"},
		{rss, `<guid isPermaLink="no">https://a.example/1</guid>`, "url "},
		{rss, `<dc:identifier>https://a.example/1</dc:identifier>`, "url https://a.example/1"},
		{rss, `<guid>1</guid><link>https://a.example/1</link><x:more><link>https://a.example/2</link></x:more>`, "url https://a.example/1"},
		// Persons.
		{atom, `<id>1</id><author>Anna Berg</author>`, "authors [Anna Berg]"},
		{atom, `<id>1</id><author><email>anna@a.example</email></author>`, "authors []"},
		{rss, `<guid>1</guid><author><name>Anna Berg</name><email>anna@a.example</email></author>`, "authors [Anna Berg]"},
		{rss, `<guid>1</guid><author>Anna <b>Berg</b></author>`, "authors [Anna Berg]"},
		{rss, `<guid>1</guid><dc:creator><foaf:Person><foaf:name>Anna Berg</foaf:name></foaf:Person></dc:creator>`, "authors [Anna Berg]"},
		{rss, `<guid>1</guid><atom:author><atom:name>Anna Berg</atom:name><atom:uri>https://a.example/</atom:uri></atom:author>`, "authors [Anna Berg]"},
		{rss, `<guid>1</guid><author>anna@a.example (Anna Berg), bo@a.example (Bo Dahl)</author>`, "authors [Anna Berg Bo Dahl]"},
		// Categories.
		{rss, `<guid>1</guid><category>Sea <b>traffic</b></category>`, "categories [Sea traffic]"},
		{rss, `<guid>1</guid><category term="sea" label="Sea traffic"/>`, "categories [Sea traffic]"},
		{rss, `<guid>1</guid><atom:category term="Sea"/>`, "categories [Sea]"},
		{rss, `<guid>1</guid><dc:subject><rdf:Description><taxo:topic rdf:resource="x"/><rdf:value>Sea</rdf:value></rdf:Description></dc:subject>`, "categories [Sea]"},
		{atom, `<id>1</id><category>Sea</category>`, "categories [Sea]"},
		// Media.
		{rss, `<guid>1</guid><enclosure href="https://a.example/a.mp3" type="audio/mpeg" length="1,234"/>`, "media https://a.example/a.mp3 audio/mpeg 1234"},
		{rss, `<guid>1</guid><image>https://a.example/a.jpg</image>`, "media https://a.example/a.jpg image/jpeg 0"},
		{rss, `<guid>1</guid><image><url>a.jpg</url><title>Quay</title><link>https://a.example/</link></image>`, "media https://news.example.org/feeds/a.jpg image/jpeg 0"},
		{rss, `<guid>1</guid><itunes:image href="https://a.example/a.jpg"/>`, "media https://a.example/a.jpg image/jpeg 0"},
		{rss, `<guid>1</guid><media:content url="https://a.example/a.jpg"><media:description>Quay</media:description><media:copyright>A. Berg</media:copyright></media:content>`, "media https://a.example/a.jpg image/jpeg 0 Quay A. Berg"},
		{atom, `<id>1</id><link rel="enclosure" title="Quay" type="image/jpeg" href="https://a.example/a"/>`, "media https://a.example/a image/jpeg 0 Quay"},
		// Titles.
		{rss, `<guid>1</guid><media:group><media:title>Ferry</media:title></media:group>`, "title Ferry"},
		{rss, `<guid>1</guid><itunes:subtitle>It sails.</itunes:subtitle><itunes:title>Ferry</itunes:title>`, "title Ferry"},
		{rss, `<guid>1</guid><media:title>Quay</media:title><title>Ferry</title>`, "title Ferry"},
	} {
		e := one(t, fmt.Sprintf(c.frame, c.in))
		got := []string{"url " + e.URL, "id " + e.ID, "title " + e.Title, fmt.Sprint("authors ", e.Authors), fmt.Sprint("categories ", e.Categories)}
		for _, m := range e.Media {
			s := fmt.Sprint("media ", m.URL, " ", m.Type, " ", m.Length)
			for _, more := range []string{m.Title, m.Credit} {
				if more != "" {
					s += " " + more
				}
			}
			got = append(got, s)
		}
		found := false
		for _, g := range got {
			found = found || g == c.want
		}
		if !found {
			t.Errorf("%s\ngot  %q\nwant %q", c.in, got, c.want)
		}
	}
}

// An old channel definition says in attributes what RSS says in elements.
func TestChannelDefinition(t *testing.T) {
	e := one(t, `<CHANNEL HREF="https://a.example/"><TITLE>Port</TITLE><ITEM HREF="/1" LASTMOD="2025-09-09T10:15"><TITLE>Ferry</TITLE><ABSTRACT>It sails.</ABSTRACT></ITEM></CHANNEL>`)
	if e.URL != "https://news.example.org/1" || e.Title != "Ferry" || e.HTML != "It sails." || e.Undated {
		t.Errorf("got %+v", e)
	}
}
