package page_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/datelinewire/dateline/ingest/page"
)

const story = `<p>The harbour of Lower Quay was closed on Tuesday after a crane fell across the northern basin, the port authority said.</p>
<p>Nobody was hurt. Divers looked for damage to the quay wall while eleven ships waited outside the breakwater.</p>
<p>"We shall open the southern basin first, and the northern one when the crane has been cut up," said the harbour master, Ada Brun.</p>
<p>The crane, built sixty years ago, had been due to be replaced in the spring. The port handles a third of the region's timber.</p>`

func wrap(head, body string) string {
	return `<!doctype html><html><head><title>Crane closes harbour</title>` + head + `</head><body><nav><a href="/">Home</a> <a href="/w">World</a></nav>
<article><h1>Crane closes harbour</h1>` + body + `</article><footer>Copyright</footer></body></html>`
}

const summary = "The harbour of Lower Quay was closed on Tuesday after a crane fell across the northern basin."

func extract(html string) (string, error) {
	u, _ := url.Parse("https://harbour.example/crane")
	return page.Extract([]byte(html), "text/html; charset=utf-8", u, "Crane closes harbour", summary)
}

func TestExtract(t *testing.T) {
	got, err := extract(wrap("", `<time>9 September</time><figure><img src="/c.jpg"><figcaption>A crane, photographed earlier</figcaption></figure>
<div class="share-buttons"><a href="#">Share on everything</a></div>`+story+`<p>Read more: <a href="/x">Ships wait</a></p>
<aside>Most read</aside><p><a href="/a">Timber prices rise again in the region</a></p><div class="newsletter">Get our newsletter</div>`))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Nobody was hurt", "Ada Brun", "timber."} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing", want)
		}
	}
	for _, bad := range []string{"photographed", "Share on", "Read more", "Most read", "Timber prices", "newsletter", "<h1", "9 September"} {
		if strings.Contains(got, bad) {
			t.Errorf("%q is still there", bad)
		}
	}
}

func TestNoArticle(t *testing.T) {
	for name, c := range map[string]struct {
		html string
		want error
	}{
		"empty":        {"", page.ErrNone},
		"login":        {wrap("", `<p>Please log in to continue reading.</p><form><input type="password"></form>`), page.ErrWall},
		"teaser":       {wrap("", `<p>The harbour of Lower Quay was closed on Tuesday after a crane fell across the northern basin, the port authority said. Ships wait, the port said, until the crane is gone from the basin.</p><p>Subscribe to continue. Already a subscriber?</p>`), page.ErrWall},
		"marked":       {wrap(`<script type="application/ld+json">{"isAccessibleForFree": false}</script>`, `<p>The harbour of Lower Quay was closed on Tuesday after a crane fell across the northern basin, the port authority said. Ships wait, the port said, until the crane is gone from the basin.</p>`), page.ErrWall},
		"another text": {wrap("", strings.Repeat("<p>We value your privacy. We and our partners store information on devices and process personal data such as identifiers.</p>", 5)), page.ErrNone},
		"short":        {wrap("", "<p>The harbour was closed.</p>"), page.ErrNone},
	} {
		if _, err := extract(c.html); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestRobots(t *testing.T) {
	for _, c := range []struct {
		robots, path string
		want         bool
	}{
		{"", "/a", true},
		{"User-agent: *\nDisallow: /", "/a", false},
		{"User-agent: *\nDisallow:", "/a", true},
		{"Disallow: /", "/a", true}, // before any group
		{"User-agent: other\nDisallow: /", "/a", true},
		{"User-agent: date\nDisallow: /", "/a", true}, // a prefix is another's name
		{"User-agent: datelinebot\nDisallow: /", "/a", true},
		{"User-agent: DateLine\nDisallow: /x", "/x/1", false},
		{"User-agent: dateline/2.0\nDisallow: /x", "/x/1", false},
		{"User-agent: *\nDisallow: /\nUser-agent: dateline\nDisallow: /x", "/a", true},
		{"User-agent: dateline\nDisallow: /x\nUser-agent: *\nDisallow: /\nUser-agent: dateline\nDisallow: /y", "/y", false},
		{"User-agent: a\nUser-agent: dateline\nDisallow: /x", "/x", false},
		{"User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true},
		{"User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/c", false},
		{"User-agent: *\nDisallow: /a\nAllow: /a", "/a", true}, // equally long: allowed
		{"User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", false},
		{"User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?v=1", true},
		{"User-agent: *\nDisallow: /caf%c3%a9", "/café", false},
		{"User-agent: *\nDisallow: /café", "/caf%C3%A9", false},
		{"User-agent: *\nDisallow: /%7Eann", "/~ann", false},
		{"User-agent: * # all\nDisallow: /x # not this", "/x", false},
		{"\ufeffUser-agent: *\r\nDisallow: /x\r\n", "/x", false},
		{"User-agent: *\nCrawl-delay: 5\nSitemap: /s\nDisallow: /x", "/x", false},
		{"User-agent: *\nDisallow: /", "/robots.txt", true},
		{"<html>not found</html>", "/a", true},
	} {
		u, err := url.Parse("https://harbour.example" + c.path)
		if err != nil {
			t.Fatal(err)
		}
		if got := page.Robots([]byte(c.robots), "Dateline").Allowed(u); got != c.want {
			t.Errorf("%q: %s allowed %v, want %v", c.robots, c.path, got, c.want)
		}
	}
}

func FuzzExtract(f *testing.F) {
	f.Add(wrap("", story))
	f.Add("<table><tr><form><input type=password><svg><p>")
	f.Fuzz(func(_ *testing.T, s string) { _, _ = extract(s) })
}

func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /*.pdf$\nAllow: /%zz", "/x%4")
	f.Fuzz(func(_ *testing.T, s, path string) {
		page.Robots([]byte(s), "dateline").Allowed(&url.URL{Path: path})
	})
}
