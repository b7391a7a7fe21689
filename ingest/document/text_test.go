package document_test

import (
	"encoding/base64"
	"fmt"
	"testing"
)

// Titles and texts say what their format, or where it says nothing what they
// look like, makes of them; and of several texts none that says something is
// passed over for one that does not.
func TestTexts(t *testing.T) {
	const (
		atom  = `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id>%s</entry></feed>`
		atom3 = `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><id>1</id>%s</entry></feed>`
		rss   = `<rss version="2.0"><channel><item><guid>1</guid>%s</item></channel></rss>`
		xhtml = `<div xmlns="http://www.w3.org/1999/xhtml">%s</div>`
	)
	b64 := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	for _, c := range []struct{ frame, in, title, html string }{
		// A title about a tag, where nobody says that it is HTML.
		{rss, `<title>History of the &lt;blink&gt; tag</title>`, "History of the <blink> tag", ""},
		{atom, `<title>History of the &lt;blink&gt; tag</title>`, "History of the <blink> tag", ""},
		{atom, `<title type="html">History of the &lt;blink&gt; tag</title>`, "History of the tag", ""},
		{atom, `<title type="html">History of the &amp;lt;blink&amp;gt; tag</title>`, "History of the <blink> tag", ""},
		{rss, `<title>&lt;b&gt;Ferry&lt;/b&gt; &amp;amp; quay</title>`, "Ferry & quay", ""},
		{atom, `<title>&lt;b&gt;Ferry&lt;/b&gt; sails</title>`, "Ferry sails", ""},
		{rss, `<title>&lt;p&gt;Ferry&lt;br&gt;sails</title>`, "Ferry sails", ""},
		{rss, `<title>&lt;![CDATA[Ferry sails]]&gt;</title>`, "Ferry sails", ""},
		{rss, `<title>Ferry &#55357;&#56832; sails</title>`, "Ferry 😀 sails", ""},
		// Atom 0.3.
		{atom3, `<content type="application/octet-stream" mode="base64">` + b64("<p>It sails.</p>") + `</content>`, "", "<p>It sails.</p>"},
		{atom3, `<content type="text/plain" mode="base64">` + b64("x < y") + `</content>`, "", "<p>x &lt; y</p>"},
		{atom3, `<summary>Short.</summary><content type="application/octet-stream" mode="base64">` + b64("\x00\xff") + `</content>`, "", "<p>Short.</p>"},
		{atom3, `<title mode="xml" type="application/xhtml+xml">` + fmt.Sprintf(xhtml, "Ferry <b>sails</b>") + `</title>`, "Ferry sails", ""},
		// Elements that HTML does not know are no text, those it knows by another name neither.
		{atom, `<content type="application/xml"><story xmlns="https://a.example/"><line>It sails.</line></story></content>`, "", `<story xmlns="https://a.example/"><line>It sails.</line></story>`},
		{rss, `<description>&lt;o:p&gt;It sails.&lt;/o:p&gt;</description>`, "", "<o:p>It sails.</o:p>"},
		{rss, `<description>&lt;ruby&gt;船&lt;rt&gt;ふね&lt;/rt&gt;&lt;/ruby&gt;</description>`, "", "<ruby>船<rt>ふね</rt></ruby>"},
		// A default namespace that is taken back.
		{rss, `<title xmlns="">Ferry</title><description xmlns="">It sails.</description>`, "Ferry", "It sails."},
		// CDATA.
		{rss, `<title><![CDATA[Ferry</title><description><![CDATA[It sails.]]></description>`, "Ferry", "It sails."},
		{rss, `<title><![CDATA[Ferry]]</title><description>It sails.</description>`, "Ferry", "It sails."},
		{rss, `<title><![cdata[Ferry]]></title>`, "Ferry", ""},
		// Where the text is.
		{rss, `<description>Short.</description><encoded xmlns="http://purl.org/rss/1.0/modules/content/">&lt;p&gt;&amp;nbsp;&lt;/p&gt;</encoded>`, "", "Short."},
		{rss, `<description>It sails.</description><content:encoded><![CDATA[<img src="a.jpg">]]></content:encoded>`, "", "<img src=\"a.jpg\">\nIt sails."},
		{atom, `<media:group><media:title>Ferry</media:title><media:description>It sails.` + "\n\n" + `It returns.</media:description></media:group>`, "Ferry", "<p>It sails.</p>\n<p>It returns.</p>"},
		{rss, `<description>Short.</description><fullitem>&lt;p&gt;It sails, and returns.&lt;/p&gt;</fullitem>`, "", "<p>It sails, and returns.</p>"},
		{rss, `<title>Ferry</title><turbo:content xmlns:turbo="http://turbo.yandex.ru"><![CDATA[<p>It sails.</p>]]></turbo:content>`, "Ferry", "<p>It sails.</p>"},
	} {
		e := one(t, fmt.Sprintf(c.frame, c.in))
		if e.Title != c.title || e.HTML != c.html {
			t.Errorf("%s\ngot  %q %q\nwant %q %q", c.in, e.Title, e.HTML, c.title, c.html)
		}
	}
}

// A base that is named inside of a text is in force there and nowhere else.
func TestBaseInsideOfText(t *testing.T) {
	e := one(t, `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/"><entry><id>1</id><content type="xhtml" xml:base="x/">
<div xmlns="http://www.w3.org/1999/xhtml"><p xml:base="y/"><a href="1?a=1&amp;b=2" title="&quot;One&quot;">One</a> <img src='2'/></p><p><a href="3">Three</a></p></div></content></entry></feed>`)
	want := `<div xmlns="http://www.w3.org/1999/xhtml"><p xml:base="y/"><a href="https://a.example/x/y/1?a=1&amp;b=2" title="&quot;One&quot;">One</a> <img src="https://a.example/x/y/2"/></p><p><a href="3">Three</a></p></div>`
	if e.HTML != want || e.Base != "https://a.example/x/" {
		t.Errorf("got %q, base %q", e.HTML, e.Base)
	}
}

func TestLanguageOfTexts(t *testing.T) {
	for doc, want := range map[string]string{
		`<feed xml:lang="en"><entry><id>1</id><title xml:lang="nb">Ferge</title></entry></feed>`:                               "nb",
		`<feed xml:lang="en"><entry><id>1</id><title xml:lang="nb">F</title><content xml:lang="sv">F</content></entry></feed>`: "sv",
		`<feed xml:lang="en"><entry xml:lang="da"><id>1</id><title>F</title></entry></feed>`:                                   "da",
		`<rss xml:lang="en"><channel><language>nb</language><item><guid>1</guid></item></channel></rss>`:                       "nb",
		`<rss><channel><language>nb</language><item><guid>1</guid><dc:language>sv</dc:language></item></channel></rss>`:        "sv",
		`<rss><channel><item><guid>1</guid><description xml:lang="sv">Färja</description></item></channel></rss>`:              "sv",
	} {
		if e := one(t, doc); e.Language != want {
			t.Errorf("%s\ngot %q, want %q", doc, e.Language, want)
		}
	}
}
