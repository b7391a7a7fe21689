package markup_test

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"sync"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"github.com/datelinewire/dateline/ingest/markup"
)

func TestParagraphs(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"paragraphs", "<p>One  two\n three.</p><p>Four.</p>", []string{"One two three.", "Four."}},
		{"unclosed", "<p>One<p>Two<div>Three", []string{"One", "Two", "Three"}},
		{"plain", "One & two < three", []string{"One & two < three"}},
		{"two breaks part", "One<br>two<br /><br>three<br>\n<br/>four", []string{"One two", "three", "four"}},
		{"list items", "<ul><li>One<li>Two<ul><li>Three</ul>four</ul>", []string{"One", "Two", "Three", "four"}},
		{"table rows", "<table><tr><td>a<td>b<tr><th>c</th><th>d</th></table>", []string{"a b", "c d"}},
		{"inline", "O<b>n</b>e <i>two</i>, <span>three</span>", []string{"One two, three"}},
		{"quotes", "He said: <q>go</q>.", []string{"He said: “go”."}},
		{"headings", "<h2>One</h2>two<h3>three</h3>", []string{"One", "two", "three"}},
		{"entities", "caf&eacute;&nbsp;&mdash; &#8220;x&#8221; &amp;amp;", []string{"café — “x” &amp;"}},
		{"script and style", "a<script>b<p></script><style>c</style><p>d<!-- e --></p>", []string{"a", "d"}},
		{"noscript", "a<noscript><p>b</p></noscript>", []string{"a", "b"}},
		{"pre", "<pre>a  b\n\nc\nd</pre>", []string{"a b", "c d"}},
		{"cdata twice", "<![CDATA[one]]>", []string{"one"}},
		{"controls and soft hyphens", "o\u00adne\u200b \u0085two\u202e", []string{"one two"}},
		{"definition lists", "<dl><dt>a<dd>b</dl>", []string{"a", "b"}},
		{"tickers of the exchange", "<p>Armco <ASX>, Reuters <RTR.L> said</p>", []string{"Armco <ASX>, Reuters <RTR.L> said"}},
		{"stray end tags", "</p>one</div></b></table>two", []string{"one", "two"}},
		{"nothing", " <p> &nbsp; </p><br>", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := markup.Read(c.in, "").Paragraphs; !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestHTML(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"text", "One & two < three", "<p>One &amp; two &lt; three</p>"},
		{"unclosed", "<p>One<p>Two <b>three", "<p>One</p><p>Two <b>three</b></p>"},
		{"crossed", "<p><b>a<i>b</b>c</i></p>", "<p><b>a<i>b</i></b>c</p>"},
		{"divs are paragraphs", "<div>One</div><div><p>Two</p></div>", "<p>One</p><p>Two</p>"},
		{"relative links", `<a href="/x">y</a>`, `<p><a href="https://news.example.org/x">y</a></p>`},
		{"hostile links", `<a href="javascript:alert(1)" onclick="x">y</a><a href=" JaVa&#9;script:x">z</a>`, `<p>yz</p>`},
		{"mail links lose their address", `<a href="mailto:a@b.example">y</a>`, `<p>y</p>`},
		{"tracking parameters", `<a href="https://a.example/x?utm_source=f&amp;id=7&amp;fbclid=9#y">z</a>`, `<p><a href="https://a.example/x?id=7#y">z</a></p>`},
		{"pixels", `a<img src="https://t.example/p" width="1" height="1"><img src="https://pixel.wp.com/b.gif?x"><img src="https://t.example/q" style="display: none">`, `<p>a</p>`},
		{"pictures", `<img src="a.jpg" alt="A &quot;b&quot;" onerror="x" width="640" height="x">`, `<p><img src="https://news.example.org/feeds/a.jpg" alt="A &#34;b&#34;" width="640"></p>`},
		{"pictures that load later", `<img src="data:image/gif;base64,R0" data-src="/b.jpg">`, `<p><img src="https://news.example.org/b.jpg"></p>`},
		{"data is no picture", `<img src="data:image/gif;base64,R0">`, ``},
		{"figures", `<figure><img src="/a.jpg"><figcaption>A <b>quay</b></figcaption></figure>`, `<figure><img src="https://news.example.org/a.jpg"><figcaption>A <b>quay</b></figcaption></figure>`},
		{"tables", `<table onclick=x><tr><td colspan="2" style="x">a<tr><td>b</table>c`, `<table><tr><td colspan="2">a</td></tr><tr><td>b</td></tr></table><p>c</p>`},
		{"cells without a table", `<td>a</td><td>b</td>`, `<p>a</p><p>b</p>`},
		{"lists", `<ul><li>a<li>b</ul><li>c`, `<ul><li>a</li><li>b</li></ul><p>c</p>`},
		{"empty elements go", `<p></p><p><b></b></p><ul><li></li></ul><p>x<a href="/y"></a></p>`, `<p>x</p>`},
		{"scripts", `<script>alert(1)</script><svg onload=x><p>a</p></svg><iframe src=x>b</iframe><object data=x>c</object>`, `<p>a</p><p>c</p>`},
		{"links do not nest", `<a href="/x">a<a href="/y">b</a></a>`, `<p><a href="https://news.example.org/x">a</a><a href="https://news.example.org/y">b</a></p>`},
		{"text that looks like tags", `&lt;script&gt;alert(1)&lt;/script&gt;`, `<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>`},
		{"direction", `<p dir="RTL">سلام</p><p dir="x">a</p>`, `<p dir="rtl">سلام</p><p>a</p>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := markup.Read(c.in, "https://news.example.org/feeds/all.xml").HTML
			if got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestCaptionsAreNoParagraphs(t *testing.T) {
	got := markup.Read(`<p>One.</p><figure><img src="/a.jpg" alt="Quay"><figcaption>A quay.</figcaption></figure><p>Two.</p><p class="wp-caption-text">Another.</p>three`, "https://a.example/")
	if !reflect.DeepEqual(got.Paragraphs, []string{"One.", "Two.", "three"}) || !reflect.DeepEqual(got.Captions, []markup.Caption{{Text: "A quay.", Before: 1}, {Text: "Another.", Before: 2}}) {
		t.Errorf("got %q, %+v", got.Paragraphs, got.Captions)
	}
	if len(got.Images) != 1 || got.Images[0].URL != "https://a.example/a.jpg" || got.Images[0].Title != "Quay" || got.Images[0].Type != "image/jpeg" {
		t.Errorf("got %+v", got.Images)
	}
}

// Texts are their own: what is read later, or at the same time, changes nothing
// in them.
func TestTextsAreKept(t *testing.T) {
	const base = "https://a.example/"
	in := []string{`<p>One “two”.</p><img src="/a.jpg" alt="A &amp; b"><p class="image-caption">Three</p>`, `<h2>Quay</h2><a href="/x" title="'y'">z</a><ul><li>four`, strings.Repeat("<p>x &lt; y</p>", 300), story()}
	var want []markup.Text
	for _, s := range in {
		want = append(want, markup.Read(s, base))
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i := range 200 {
				n := i % len(in)
				if got := markup.Read(in[n], base); !reflect.DeepEqual(got, want[n]) {
					t.Errorf("%.40q: got %+v, want %+v", in[n], got, want[n])
				}
			}
		})
	}
	all.Wait()
}

// A text of more marks than any book has keeps its letters and loses its form.
func TestTooManyMarks(t *testing.T) {
	const n = 300_000
	for _, piece := range []string{"<p>x", "<p>x</p>", "x<br><br>", "<li><a href=/y>x</a>", "<b><i>x", "<td>x", "<figure><figcaption>x</figcaption></figure>", "<pre>x\n\n</pre>", "x\n\n"} {
		in := strings.Repeat(piece, n)
		got := markup.Read(in, "https://a.test/")
		letters := 0
		for _, p := range got.Paragraphs {
			letters += strings.Count(p, "x")
		}
		for _, c := range got.Captions {
			letters += strings.Count(c.Text, "x")
		}
		if shown := strings.Count(got.HTML, "x"); letters != n || shown != n {
			t.Errorf("%s: %d letters in the text and %d in the HTML, want %d", piece, letters, shown, n)
		}
		if p := len(got.Paragraphs) + len(got.Captions); p > 100_001 {
			t.Errorf("%s: %d paragraphs", piece, p)
		}
		if end := got.Paragraphs[len(got.Paragraphs)-1]; piece != "x\n\n" && len(got.Captions) == 0 && len(end) < n/2 {
			t.Errorf("%s: the rest is not in one paragraph, but %d letters of it", piece, len(end))
		}
	}
	if got := markup.Read("<p>one <b>two</b></p>&amp;&amp;", "").Marks; got != 4+2+1 {
		t.Errorf("marks: %d, want four tags, two paragraphs, and one for two references", got)
	}
}

// What an element opens that was not printed has the attributes of no other.
func TestUnprintedElementsAreBare(t *testing.T) {
	for in, want := range map[string]string{
		`<span dir="rtl"></span>text`:                                `<p>text</p>`,
		`<ul><a href="https://a.example/x">four</a></ul>`:            `<ul><li><a href="https://a.example/x">four</a></li></ul>`,
		`<a href="https://a.example/x" title="` + "\x1c" + `">x</a>`: `<p><a href="https://a.example/x">x</a></p>`,
		`<img src="https://a.example/x.jpg" alt="` + "\u200b" + `">`: `<p><img src="https://a.example/x.jpg"></p>`,
	} {
		if got := markup.Read(in, "").HTML; got != want {
			t.Errorf("%q:\ngot  %q\nwant %q", in, got, want)
		}
	}
}

func TestEscape(t *testing.T) {
	if got, want := markup.Escape("a < b\nc\r\n\r\nd\n \n\n"), "<p>a &lt; b\nc</p><p>d</p>"; got != want {
		t.Errorf("Escape: got %q, want %q", got, want)
	}
}

// visible is the letters of the text of HTML as its parser sees it.
func visible(s string) string {
	z := html.NewTokenizer(strings.NewReader(s))
	var b strings.Builder
	for {
		switch z.Next() {
		case html.ErrorToken:
			return letters(b.String())
		case html.TextToken:
			b.Write(z.Text())
		}
	}
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

var voidTags = map[string]bool{"br": true, "hr": true, "img": true}

// Whatever comes in: what goes out is balanced, holds nothing that runs, says
// what the paragraphs say, and read again is the same.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"<p>a<b>b</p>c</b>", "<table><tr><td><ul><li>x</table>y", "<a href=//x title='\"><script>'>y", "<noscript><noscript><p>x", "<figure><figcaption>a<div>b", "<blockquote>a<p>b<blockquote>", "<pre>\n\na</pre>", "<img src=x.png alt='a'><q>b", "<ul>a<ol><dd>b<td>c<caption>d", "\x01<a href=http://a/>\x01</a>", "<textarea><p>x</textarea><select><option>a<option>b", "<svg><style><p>x</style>", "<plaintext>a<b>"} {
		f.Add(s)
	}
	f.Fuzz(check)
}

// The same of markup that is made of tags only, which bytes seldom are.
func TestAnyMarkup(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	tags := strings.Fields("p b i a ul ol li dl dt dd table tr td th tbody caption div span blockquote figure figcaption pre br hr img q h1 h2 section em time abbr code option")
	for range 20_000 {
		var b, text strings.Builder
		for n := range 1 + r.IntN(14) {
			tag := tags[r.IntN(len(tags))]
			switch r.IntN(5) {
			case 0, 1:
				b.WriteString("<" + tag + ">")
			case 2:
				b.WriteString("<" + tag + [...]string{" href=/x src=/y.jpg", " class=wp-caption-text", " dir=rtl datetime=2025 title=t colspan=2"}[r.IntN(3)] + ">")
			case 3:
				b.WriteString("</" + tag + ">")
			case 4:
				s := [...]string{"a", " b", " ", "c ", "\n\n"}[n%5]
				b.WriteString(s)
				text.WriteString(s)
			}
		}
		check(t, b.String())
		got := markup.Read(b.String(), "")
		if n := len(letters(strings.Join(got.Paragraphs, "") + captionText(got))); n != len(letters(text.String())) {
			t.Fatalf("%q: %d letters, got %q, %+v", b.String(), len(letters(text.String())), got.Paragraphs, got.Captions)
		}
	}
}

func check(t *testing.T, s string) {
	t.Helper()
	got := markup.Read(s, "https://news.example.org/")
	var open []string
	z := html.NewTokenizer(strings.NewReader(got.HTML))
	for tt := z.Next(); tt != html.ErrorToken; tt = z.Next() {
		tok := z.Token()
		switch tt {
		case html.StartTagToken:
			if !voidTags[tok.Data] {
				open = append(open, tok.Data)
			}
			switch tok.Data {
			case "script", "style", "iframe", "object", "form", "svg", "div", "span":
				t.Fatalf("%q: %s in %q", s, tok.Data, got.HTML)
			}
			for _, a := range tok.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" || (a.Key == "href" || a.Key == "src") && !strings.HasPrefix(a.Val, "http://") && !strings.HasPrefix(a.Val, "https://") {
					t.Fatalf("%q: %s=%q in %q", s, a.Key, a.Val, got.HTML)
				}
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != tok.Data {
				t.Fatalf("%q: not balanced: %q", s, got.HTML)
			}
			open = open[:len(open)-1]
		case html.CommentToken, html.DoctypeToken, html.SelfClosingTagToken:
			t.Fatalf("%q: %v in %q", s, tok, got.HTML)
		}
	}
	if len(open) > 0 {
		t.Fatalf("%q: %v open in %q", s, open, got.HTML)
	}
	inOrder := letters(strings.Join(got.Paragraphs, " "))
	if len(got.Captions) == 0 && visible(got.HTML) != inOrder {
		t.Fatalf("%q: HTML %q says %q, paragraphs %q", s, got.HTML, visible(got.HTML), inOrder)
	}
	again := markup.Read(got.HTML, "https://news.example.org/")
	if again.HTML != got.HTML {
		t.Fatalf("%q: again\n %q, not\n %q", s, again.HTML, got.HTML)
	}
}

// Deep, wide and long HTML costs time in proportion.
func TestTimeIsLinear(t *testing.T) {
	for _, s := range []string{"<b>", "<div>", "<table><tr><td>", "<ul><li>", "<a href=x>", "<p>", "</p>", "<", "&", "<blockquote>", "<noscript>", "<!--", "<figure><figcaption>", "<select><option>", "<pre>\n"} {
		got := markup.Read(strings.Repeat(s, 200_000)+"><p>end", "")
		if text := strings.Join(got.Paragraphs, "") + captionText(got); s != "<!--" && s != "<noscript>" && !strings.HasSuffix(text, "end") {
			t.Errorf("%s: the text after it is lost", s)
		}
	}
}

func captionText(t markup.Text) string {
	var b strings.Builder
	for _, c := range t.Captions {
		b.WriteString(c.Text)
	}
	return b.String()
}
