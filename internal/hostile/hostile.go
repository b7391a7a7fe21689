// Package hostile has feed documents that are made to end or to starve a feed
// reader, for tests: deep, wide, long, without an end, and larger than they
// look.
package hostile

import (
	"fmt"
	"strings"
)

// A Document is an attack.
type Document struct {
	Name string
	Make func() string // at most 16 MB
	// Good says that the document has an entry with the identifier Good that
	// has to come through.
	Good bool
}

// Good is the identifier of the entry that must not be lost.
const Good = "good"

const good = `<item><guid>good</guid><title>Ferry sails</title><link>https://news.example.org/good</link><description>It sails.</description></item>`

func rssOf(items string) string {
	return `<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>` + items + `</channel></rss>`
}

func atomOf(entries string) string {
	return `<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>` + entries + `</feed>`
}

func jsonOf(items string) string {
	return `{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[` + items + `]}`
}

// numbered repeats s, each time with its number for %d.
func numbered(s string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, s, i)
	}
	return b.String()
}

// large is three entries just below 4 MB, made of text.
func large(text string) string {
	body := strings.Repeat(text, (4<<20-200)/len(text))
	return entries(3, body)
}

// many is some 4,000 entries of 4 KB, made of text.
func many(text string) string {
	body := strings.Repeat(text, 3_700/len(text))
	return entries(4_000, body)
}

func entries(n int, body string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<item><guid>x%d</guid><description><![CDATA[%s]]></description></item>", i, body)
	}
	return b.String()
}

// Documents returns all attacks. The first eight are of the kinds that parsers
// of the usual make are known not to survive.
func Documents() []Document {
	return []Document{
		{"nested elements, 10 MB", func() string { return rssOf(good + "<item>" + strings.Repeat("<a>", 10<<20/3)) }, true},
		{"nested and closed, 10 MB", func() string {
			return rssOf("<item>" + strings.Repeat("<a>", 1<<20) + strings.Repeat("</a>", 1<<20) + "</item>" + good)
		}, true},
		{"nested extensions, 6 MB", func() string {
			return rssOf("<item><media:group>" + strings.Repeat("<media:content>", 400_000) + "</item>" + good)
		}, true},
		{"nested namespace declarations, 0.6 MB", func() string {
			return rssOf("<item>" + numbered(`<a%d xmlns:p="urn:x">`, 25_000) + "</item>" + good)
		}, true},
		{"namespaces on one tag, 2 MB", func() string {
			return rssOf("<item " + numbered(`xmlns:p%d="urn:x" `, 100_000) + ">" + good[6:] + good)
		}, true},
		{"namespaces on the root, 4 MB", func() string {
			return "<rss " + numbered(`xmlns:p%d="urn:x" `, 200_000) + "><channel>" + good + "</channel></rss>"
		}, true},
		{"attributes on one tag, 8 MB", func() string {
			return rssOf("<item><enclosure " + numbered(`a%d="x" `, 800_000) + "/></item>" + good)
		}, true},
		{"pieces of CDATA, 1.5 MB", func() string {
			return rssOf("<item><title>t</title><description>" + strings.Repeat("<![CDATA[x]]>", 1_500_000/13) + "</description></item>" + good)
		}, true},
		{"pieces of CDATA, 15 MB", func() string {
			return rssOf("<item><description>" + strings.Repeat("<![CDATA[x]]>", 15_000_000/13) + "</description></item>" + good)
		}, true},
		{"CDATA that never ends, many times", func() string { return rssOf(strings.Repeat("<item><title><![CDATA[", 200_000)) }, false},
		{"CDATA broken in each entry, one end at the end", func() string {
			return rssOf(numbered("<item><guid>%d</guid><title><![CDATA[x</title></item>", 9_000) + good + "]]>")
		}, false},
		{"comments that never end", func() string { return rssOf(good + strings.Repeat("<!--", 2<<20)) }, true},
		{"comments, 12 MB", func() string { return rssOf(good + strings.Repeat("<!---->", 12<<20/7)) }, true},
		{"instructions that never end", func() string { return rssOf(good + strings.Repeat("<?x ", 3<<20)) }, true},
		{"declarations that never end", func() string { return rssOf(good + strings.Repeat("<![", 4<<20)) }, true},
		{"a billion laughs", func() string {
			return `<!DOCTYPE rss [<!ENTITY a "ha">` + numbered(`<!ENTITY b%d "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">`, 1000) + `]>` + rssOf("<item><title>&b999;</title><description>"+strings.Repeat("&b999;", 100_000)+"</description></item>"+good)
		}, true},
		{"external entity", func() string {
			return `<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + rssOf("<item><title>&x;</title></item>"+good)
		}, true},
		{"ampersands, 15 MB", func() string {
			return rssOf("<item><description>" + strings.Repeat("&", 3<<20) + "</description></item>" + good)
		}, true},
		{"entities, 3 MB", func() string {
			return rssOf("<item><description>" + strings.Repeat("&lt;b&gt;", 3<<20/9) + "</description></item>" + good)
		}, true},
		{"less-than signs, 15 MB", func() string { return rssOf(good + strings.Repeat("<", 15<<20)) }, true},
		{"quotes that never end", func() string { return rssOf(good + strings.Repeat(`<a b="`, 2<<20)) }, true},
		{"end tags of nothing, 12 MB", func() string {
			return rssOf("<item>" + strings.Repeat("<b>", 150) + strings.Repeat("</c>", 150_000) + "</item>" + good + strings.Repeat("</c>", 2<<20))
		}, true},
		{"titles that never end", func() string { return rssOf(good + "<item>" + strings.Repeat("<title>", 150_000) + "</item>") }, true},
		{"descriptions that never end", func() string {
			return rssOf(good + "<item>" + strings.Repeat("<description>x", 150_000) + "</item>")
		}, true},
		{"a million entries", func() string { return rssOf(good + strings.Repeat("<item/>", 1_000_000)) }, true},
		{"entries that never end", func() string { return rssOf(good + strings.Repeat("<item>", 1_000_000)) }, true},
		{"ten thousand entries", func() string { return rssOf(good + numbered("<item><guid>%d</guid><title>t</title></item>", 9_999)) }, true},
		{"one guid, ten thousand entries", func() string {
			return rssOf(good + numbered("<item><guid>1</guid><link>https://news.example.org/%d</link></item>", 9_999))
		}, true},
		{"an entry of 15 MB", func() string { return rssOf(good + "<item><title>" + strings.Repeat("x", 15<<20) + "</title></item>") }, true},
		{"a title of 3 MB", func() string {
			return rssOf(good + "<item><title>" + strings.Repeat("&lt;b ", 600_000) + "</title></item>")
		}, true},
		{"a name of 3 MB", func() string { return rssOf(good + "<item><" + strings.Repeat("a", 3<<20) + ">") }, true},
		{"a date of 3 MB", func() string {
			return rssOf(good + "<item><pubDate>" + strings.Repeat("1 ", 3<<19) + "</pubDate><title>t</title></item>")
		}, true},
		{"an address of 3 MB", func() string {
			return rssOf(good + "<item><link>http://a/" + strings.Repeat("../", 1<<20) + "</link><title>t</title></item>")
		}, true},
		{"categories, 3 MB", func() string {
			return rssOf(good + "<item>" + numbered("<category>%d</category>", 120_000) + "</item>")
		}, true},
		{"persons in Atom, 3 MB", func() string {
			return atomOf("<entry><id>urn:x</id>" + numbered("<author><name>n%d</name></author>", 30_000) + "</entry>" + strings.NewReplacer("item", "entry", "guid", "id").Replace(good))
		}, true},
		{"xml:base at every level", func() string {
			return atomOf(`<entry><id>good</id><content type="xhtml">` + strings.Repeat(`<div xml:base="a/">`, 190) + "</content></entry>")
		}, true},
		{"wrapping divs in Atom", func() string {
			return atomOf(`<entry><id>good</id><content type="html">` + strings.Repeat("&lt;div&gt;", 300_000) + "</content></entry>")
		}, true},
		{"nested entries in Atom", func() string { return atomOf(`<entry><id>good</id><content>` + strings.Repeat("<entry>", 100)) }, false},
		{"head of 12 MB", func() string { return rssOf(strings.Repeat("<category>x</category>", 12<<20/22) + good) }, true},
		{"authors in the head, 4 MB", func() string {
			return atomOf(numbered("<author><name>n%d</name></author>", 100_000) + "<entry><id>good</id><title>t</title></entry>")
		}, true},
		{"JSON nested, 10 MB", func() string { return jsonOf(`{"id":"good","title":"t"},` + strings.Repeat("[", 10<<20)) }, true},
		{"JSON nested and closed", func() string {
			return jsonOf(`{"id":"good","title":"t"},{"id":"x","y":` + strings.Repeat("[", 1<<20) + strings.Repeat("]", 1<<20) + "}")
		}, true},
		{"JSON members, 6 MB", func() string { return `{` + numbered(`"k%d":1,`, 500_000) + jsonOf(`{"id":"good","title":"t"}`)[1:] }, true},
		{"JSON strings that never end", func() string { return jsonOf(`{"id":"good","title":"t"},"` + strings.Repeat(`\"`, 6<<20)) }, true},
		{"JSON tags, 3 MB", func() string {
			return jsonOf(`{"id":"good","title":"t","tags":[` + strings.Repeat(`"t",`, 700_000) + `"t"]}`)
		}, true},
		{"JSON commas, 15 MB", func() string { return jsonOf(`{"id":"good","title":"t"}` + strings.Repeat(",", 15<<20)) }, true},
		{"HTML nested deeply", func() string {
			return rssOf(good + "<item><guid>x</guid><description>" + strings.Repeat("&lt;div&gt;&lt;b&gt;&lt;table&gt;", 100_000) + "</description></item>")
		}, true},
		{"HTML of list items", func() string {
			return rssOf(good + "<item><guid>x</guid><description>&lt;ul&gt;" + strings.Repeat("&lt;li&gt;&lt;a href=x&gt;", 60_000) + "</description></item>")
		}, true},
		{"HTML attributes", func() string {
			return rssOf(good + "<item><guid>x</guid><description><![CDATA[<a " + strings.Repeat("a=b ", 700_000) + ">x]]></description></item>")
		}, true},
		{"HTML pictures", func() string {
			return rssOf(good + "<item><guid>x</guid><description><![CDATA[" + strings.Repeat("<img src=http://a.example/x.jpg>", 90_000) + "]]></description></item>")
		}, true},
		{"noscript in noscript", func() string {
			return rssOf(good + "<item><guid>x</guid><description><![CDATA[" + strings.Repeat("<noscript>", 300_000) + "]]></description></item>")
		}, true},
		{"legacy text, 15 MB", func() string { return strings.ReplaceAll(rssOf(good), "sails.", strings.Repeat("\xe9t\xe9 ", 3<<20)) }, false},
		{"half of UTF-16", func() string { return "\xff\xfe" + strings.Repeat("<\x00a\x00", 3<<20) }, false},
		{"NUL, 15 MB", func() string { return rssOf(good + strings.Repeat("\x00", 15<<20)) }, true},
		{"an HTML page, 15 MB", func() string { return "<html><head>" + strings.Repeat("<link rel=alternate>", 15<<20/20) }, false},
		{"junk, 15 MB", func() string { return strings.Repeat("x < y & z > \" ' ", 15<<20/16) }, false},
		{"namespaces of many names, nested", func() string {
			var b strings.Builder
			for i := range 6000 {
				b.WriteString("<a xmlns:n" + strings.Repeat("x", i%50) + `="u">`)
			}
			return rssOf("<item>" + b.String() + "</item>" + good)
		}, true},
		{"a tag of 12 MB", func() string { return rssOf(good + "<item><" + strings.Repeat("a", 12<<20) + "/></item>") }, true},
		{"nested formatting in HTML", func() string {
			return rssOf(good + "<item><guid>x</guid><description><![CDATA[" + strings.Repeat("<b><i><a href=x>", 200_000) + "]]></description></item>")
		}, true},
		{"quote marks, 4 MB", func() string {
			return rssOf(good + "<item><guid>x</guid><description>" + strings.Repeat("“", 1_300_000) + "</description></item>")
		}, true},
		{"capitals and commas, 4 MB", func() string {
			return rssOf(good + "<item><guid>x</guid><description>" + strings.Repeat("BAKU, ", 600_000) + "</description></item>")
		}, true},
		{"names of people, 4 MB", func() string {
			return rssOf(good + "<item><guid>x</guid><description>" + strings.Repeat("Anna Holm said “yes”, ", 150_000) + "</description></item>")
		}, true},
		{"paragraphs of one letter, 4 MB", func() string {
			return rssOf(good + "<item><guid>x</guid><description><![CDATA[" + strings.Repeat("<p>x", 900_000) + "]]></description></item>")
		}, true},
		{"lines of one letter, three times 4 MB", func() string { return rssOf(good + large("a\n\n")) }, true},
		{"nested links, three times 4 MB", func() string { return rssOf(good + large("<a href=x>")) }, true},
		{"links to be encoded, three times 4 MB", func() string { return rssOf(good + large(`<a href="/ä b/{%d}">x</a> `)) }, true},
		{"ends of what never began, three times 4 MB", func() string { return rssOf(good + large("</x>")) }, true},
		{"references to nothing, three times 4 MB", func() string { return rssOf(good + large("&a;")) }, true},
		{"text without an end, three times 4 MB", func() string { return rssOf(good + large("<plaintext>")) }, true},
		{"marks on letters, three times 4 MB", func() string { return rssOf(good + large("a\u0301")) }, true},
		{"short lines in 4,000 entries", func() string { return rssOf(good + many("a\n\n")) }, true},
		{"links in 4,000 entries", func() string { return rssOf(good + many(`<a href="/ä b/{%d}">x</a> `)) }, true},
		{"speech in 4,000 entries", func() string { return rssOf(good + many("“a,” said b. ")) }, true},
		{"speech of people with names in 4,000 entries", func() string { return rssOf(good + many("«a», — сказал Иван Петров. ")) }, true},
		{"apostrophes in 4,000 entries", func() string { return rssOf(good + many("'a' ")) }, true},
		{"agencies in 4,000 entries", func() string { return rssOf(good + many("AP ")) }, true},
		{"tags of XHTML in 4,000 entries", func() string {
			return atomOf("<entry><id>good</id><title>Ferry sails</title></entry>" + strings.Repeat(`<entry><id>x</id><content type="xhtml">`+strings.Repeat("<p>a</p>", 460)+"</content></entry>", 4_000))
		}, true},
		{"lines in 4,000 entries of JSON", func() string {
			return jsonOf(`{"id":"good","title":"t"}` + numbered(`,{"id":"x%d","content_text":"`+strings.Repeat(`a\n`, 1_200)+`"}`, 4_000))
		}, true},
		{"pictures in 4,000 entries", func() string { return rssOf(good + many(`<img srcset="a.png 1x, b.png 2x" src=x.png>`)) }, true},
	}
}
