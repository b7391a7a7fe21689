package markup

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/datelinewire/dateline/ingest/document"
)

// What scan reads is what package html alone would have read.
func checkScan(t *testing.T, s string) {
	t.Helper()
	s = strings.ToValidUTF8(s, "\ufffd")
	a, b := reader{base: "https://news.example.org/a/b"}, reader{base: "https://news.example.org/a/b"}
	a.read(s)
	b.tokens(s)
	if got, want := a.close(), b.close(); !reflect.DeepEqual(got, want) {
		t.Fatalf("%q:\n got %#v\nwant %#v", s, got, want)
	}
}

var scanSeeds = []string{
	"a < b <c>d</c> e<", "</", "</ a>b", "</>", "<", "<a", "<a ", "<a b", "<a b=", "<a b='", "<p/>a<br/ >b<br a/>", "<a/href=/x>y", "<a href=/x/>y", "<a HREF = '/x' href=/y>z</A x='>'>",
	"<a =href=/x href>y", "<a href==/x>y", "<a href=\"/x?a=1&b=2&amp;c=3&copy=4&copy;=5&lt\">y", "<a href='&#47;x&#x2f;&#0;&nbsp'>y", "<a title='a\r\nb&c&'>y", "<img src='/a.jpg' alt='a\x00b'>",
	"<img alt='a&amp;quot;b &hellip; &notit; &not; &semi; &#59; &#;' src=/a.jpg>", "a\r\nb\rc &#13; &amp;amp; &ampx; &copy &notit; &#8217; &#146; &#x; &#xD800; &;&&#", "<span dir=rtl></span>a", "<span dir=rtl><AB>a",
	"ARMCO <AS> <R.L> <AS x> <AS/> <as>", "<p>a<!-- b --><p>c", "a<!---->b<!--->c<!-->d<!---a-->e<!--a--->f<!--a--!>g<!--a--b-->h", "a<!-- b -- c", "<!--", "<!---", "a<!--b-->", "a<?b?>c<!d>e<![CDATA[f<g]]>h", "<p>a<script><p></script>b", "<p>a</script></noscript>b<noscript><p>c</noscript>d<p>e", "<noscript><p dir=rtl>a</p><img</noscript>b", "<textarea><p>a</textarea><p>b", "<xmp><p>a</xmp>b", "<title>a<b>c</title>d",
	"<iframe src=x></iframe>a", "<plaintext><p>a", "<p class='wp-caption-text x'>a</p><div CLASS=image-caption>b</div>", "<pre>\n a\n\n b</pre>", "<pre><ul> a", "<q>a</q>", "<x\x00y>a<\x00>b<p\x00 dir=rtl>c", "<é>a</é><p é=b dir=ltr>c", "<td colspan=2 colspan=3>a", "\u00ad\u200b a\u00a0<b>\u2028 b\u202e</b> \u3000<i> </i>", "<time datetime=2025>a</time>", "a \u201cb\u201d  \u2014 c\ufeff",
}

func FuzzScan(f *testing.F) {
	for _, s := range scanSeeds {
		f.Add(s)
	}
	f.Fuzz(checkScan)
}

// The same of markup made of what means something in it.
func TestScan(t *testing.T) {
	for _, s := range scanSeeds {
		checkScan(t, s)
	}
	r := rand.New(rand.NewPCG(5, 6))
	parts := strings.Split("<|>|/|</|<p|<a|<b|<img|<li|<ul|<td|<pre|<div|<q|<AS|<br|p>|</p>|</a>|</ul>|<p>|<ul>| href=| src=| dir=| alt=| title=| class=| DIR =|rtl|/x|/a.jpg|caption-text|'|\"|=|&|&amp;|&lt|&copy|&#39;|&#x41;|&nbsp;|&semi;|;|#|a|b| |\n|\r|\t|\x00|\u00a0|\u00ad|\u201c|é|<!|<!--|--|-->|<script>|</script>|<noscript>|</noscript>", "|")
	for range 30_000 {
		var b strings.Builder
		for range 1 + r.IntN(20) {
			b.WriteString(parts[r.IntN(len(parts))])
		}
		checkScan(t, b.String())
	}
}

// The same of what real feeds hold, where they are at hand: beside the module
// or where DATELINE_SHARED says.
func TestScanOfRealFeeds(t *testing.T) {
	shared := os.Getenv("DATELINE_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	names, err := filepath.Glob(filepath.Join(shared, "data", "feeds", "*"))
	if err != nil || len(names) == 0 {
		t.Skip("the real feeds are not here; set DATELINE_SHARED to the folder that holds data/feeds")
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := document.Read(data, document.Options{URL: "https://news.example.org/feed"})
		if err != nil {
			continue // not a feed: the index
		}
		for _, e := range doc.Entries {
			checkScan(t, e.HTML)
			checkScan(t, e.Summary)
			checkScan(t, e.Title)
		}
	}
}
