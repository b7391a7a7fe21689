package web_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/datelinewire/dateline/internal/web"
	"github.com/datelinewire/dateline/wire"
)

func idOf(source, key string) string { return wire.NewID(source, key) }

// page asks for a page and checks what every page promises.
func page(t *testing.T, h http.Handler, path string, want int) string {
	t.Helper()
	resp := get(h, path)
	b := string(body(t, resp))
	if resp.StatusCode != want || resp.Header.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Fatalf("%s: %d %s, want %d and HTML\n%s", path, resp.StatusCode, resp.Header.Get("Content-Type"), want, b)
	}
	if strings.Contains(b, "<script") || strings.Contains(b, " style=") || regexp.MustCompile(` on[a-z]+=`).MatchString(b) {
		t.Errorf("%s: has a script or style that our policy forbids", path)
	}
	checkTree(t, path, b)
	return b
}

// checkTree checks that tags balance, that there is one h1, a language, a
// title, and that no heading level is skipped.
func checkTree(t *testing.T, path, page string) {
	t.Helper()
	void := map[string]bool{"meta": true, "link": true, "br": true, "img": true, "hr": true}
	var stack []string
	level, h1, lang := 0, 0, false
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() != io.EOF || len(stack) > 0 {
				t.Errorf("%s: ends with %v inside %v", path, z.Err(), stack)
			}
			if h1 != 1 || !lang {
				t.Errorf("%s: %d h1, language %v", path, h1, lang)
			}
			return
		case html.StartTagToken:
			tok := z.Token()
			if void[tok.Data] {
				continue
			}
			stack = append(stack, tok.Data)
			if tok.Data == "html" && len(tok.Attr) > 0 && tok.Attr[0].Key == "lang" {
				lang = true
			}
			if len(tok.Data) == 2 && tok.Data[0] == 'h' && tok.Data[1] >= '1' && tok.Data[1] <= '6' {
				n := int(tok.Data[1] - '0')
				if n > level+1 {
					t.Errorf("%s: h%d after h%d", path, n, level)
				}
				if level = n; n == 1 {
					h1++
				}
			}
		case html.EndTagToken:
			tok := z.Token()
			if len(stack) == 0 || stack[len(stack)-1] != tok.Data {
				t.Fatalf("%s: </%s> inside %v", path, tok.Data, stack)
			}
			stack = stack[:len(stack)-1]
		}
	}
}

func contains(t *testing.T, where, s string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(s, w) {
			t.Errorf("%s: has no %q", where, w)
		}
	}
}

func containsNot(t *testing.T, where, s string, bad ...string) {
	t.Helper()
	for _, w := range bad {
		if strings.Contains(s, w) {
			t.Errorf("%s: has %q", where, w)
		}
	}
}

func TestFrontPage(t *testing.T) {
	b := page(t, newHouse().server().Handler(), "/", 200)
	contains(t, "/", b, "The Harbour Desk", "Ports and Shipping", "Rivers", "Vellmar reopens", "VELLMAR, Ostria, March 14 (Orbis) —",
		`<link rel="alternate" type="application/rss+xml" title="Ports and Shipping (RSS)" href="/feeds/ports.rss">`,
		`<link rel="alternate" type="application/atom+xml" title="Rivers (Atom)" href="/feeds/rivers.atom">`,
		`<link rel="alternate" type="application/feed+json"`, `href="/feeds/ports.json"`, `href="/topics/rivers"`,
		`<time datetime="2026-03-14T15:02:26Z">`, `lang="ar" dir="rtl"`, `lang="en" dir="ltr"`, "Correction", "Nothing on this topic yet")
	containsNot(t, "/", b, "must not leave the house")
}

func TestFrontPageFollowsTheEditions(t *testing.T) {
	ho := newHouse()
	h := ho.server().Handler()
	tag := get(h, "/").Header.Get("ETag")
	if got := get(h, "/", "If-None-Match", tag).StatusCode; got != 304 {
		t.Errorf("unchanged front page: %d, want 304", got)
	}
	ho.publish(topics()[3], news()[4])
	resp := get(h, "/", "If-None-Match", tag)
	if resp.StatusCode != 200 {
		t.Errorf("front page after a change: %d, want 200", resp.StatusCode)
	}
	containsNot(t, "/", string(body(t, resp)), "Nothing on this topic yet")
}

func TestTopicPage(t *testing.T) {
	h := newHouse().server().Handler()
	b := page(t, h, "/topics/ports", 200)
	contains(t, "/topics/ports", b, "Saturday, 14 March 2026", "Friday, 13 March 2026", "Orbis", "Update 1", "Mare Press", "Plainfield Wire Service",
		"We lost a winter, not a harbour,", "Maren Askelund", `type="application/atom+xml" title="Ports and Shipping (Atom)" href="/feeds/ports.atom"`,
		"/articles/"+idOf("orbis", "quay-9"), `href="/topics/elections"`,
		`<time datetime="2026-03-14T15:02:26Z">15:02</time>`)
	containsNot(t, "/topics/ports", b, "must not leave the house", "Ada Venn")
	page(t, h, "/topics/nothing", 404)
}

func TestArticlePage(t *testing.T) {
	h := newHouse().server().Handler()
	b := page(t, h, "/articles/"+idOf("orbis", "quay-9"), 200)
	contains(t, "article", b, "By Ilse Tormund", `<span class="dateline">VELLMAR, Ostria, March 14 (Orbis) —</span>`, "Haldane &amp; Pike",
		`<span class="quote">We lost a winter, not a harbour,</span>`, "Tobias Renn", "(Reporting by Ilse Tormund; editing by Paul Ekwall)",
		`href="https://orbis.example/news/quay-9"`, `<link rel="canonical" href="https://orbis.example/news/quay-9">`, "Ports and Shipping",
		"© 2026 Orbis News Agency", "The Anke Brandt at Vellmar", "version 2", "updated")
	page(t, h, "/articles/0000000000000000", 404)
	b = page(t, h, "/articles/"+idOf("najm", "nahr"), 200)
	contains(t, "arabic article", b, `<div class="text" lang="ar" dir="rtl">`)
}

// Hostile copy stays text.
func TestCopyIsEscaped(t *testing.T) {
	ho := newHouse()
	evil := `"><script>alert(1)</script>`
	a := article("orbis", "evil", ago(time.Minute), func(a *wire.Article) {
		a.Headline, a.Lead, a.Agency, a.Byline = evil, evil, evil, []string{evil}
		a.URL, a.Language = "javascript:alert(1)", evil
		a.Quotes = []wire.Quote{{Text: evil, Speaker: evil}}
		a.Media = []wire.Media{{URL: "javascript:alert(2)", Title: evil}}
		a.Categories = []string{evil}
	})
	ho.articles[a.ID], ho.versions[a.ID] = a, []*wire.Article{a}
	ho.publish(topics()[1], a)
	h := ho.server().Handler()
	for _, path := range []string{"/", "/topics/rivers", "/articles/" + a.ID, "/articles/" + a.ID + "/versions"} {
		containsNot(t, path, page(t, h, path, 200), "<script", "javascript:")
	}
}

// What may leave the house is decided by the source, in every form.
func TestRights(t *testing.T) {
	h := newHouse().server().Handler()
	for _, c := range []struct {
		source, key  string
		want, absent []string
	}{
		{"mare", "strike-2", []string{"Pilots at three southern ports", "rest hours first"}, []string{"must not leave", "Ada Venn", "Nor must"}},
		{"glacier", "ice-class", []string{"Northern ports ask", "https://glacier.example/news/ice-class"}, []string{"must not leave", "Nor must"}},
	} {
		path := "/articles/" + idOf(c.source, c.key)
		for _, ext := range []string{"", ".json", ".txt", ".ninjs", ".nitf", "/versions"} {
			resp := get(h, path+ext)
			b := string(body(t, resp))
			if resp.StatusCode != 200 {
				t.Errorf("%s%s: %d", path, ext, resp.StatusCode)
			}
			containsNot(t, path+ext, b, c.absent...)
			if ext == "" || ext == ".json" {
				contains(t, path+ext, b, c.want...)
			}
		}
	}
}

// Of a source that is no longer configured only the headline is shown.
func TestRightsOfAnUnknownSource(t *testing.T) {
	ho := newHouse()
	a := article("gone", "x", ago(time.Hour), func(a *wire.Article) { a.Headline, a.Lead = "Its headline", "Its lead." })
	ho.articles[a.ID] = a
	b := string(body(t, get(ho.server().Handler(), "/articles/"+a.ID+".json")))
	contains(t, "json", b, "Its headline")
	containsNot(t, "json", b, "Its lead")
}

func TestArticleFormats(t *testing.T) {
	ho := newHouse()
	h := ho.server().Handler()
	path := "/articles/" + idOf("orbis", "quay-9")
	for ext, contentType := range map[string]string{
		".json": "application/json; charset=utf-8", ".txt": "text/plain; charset=utf-8",
		".ninjs": "application/json; charset=utf-8", ".nitf": "application/xml; charset=utf-8",
	} {
		resp := get(h, path+ext)
		b := body(t, resp)
		if resp.StatusCode != 200 || resp.Header.Get("Content-Type") != contentType || resp.Header.Get("ETag") == "" {
			t.Errorf("%s: %d %s", ext, resp.StatusCode, resp.Header.Get("Content-Type"))
		}
		switch ext {
		case ".json":
			var a wire.Article
			if err := json.Unmarshal(b, &a); err != nil || a.ID != idOf("orbis", "quay-9") || len(a.Topics) != 1 || a.Topics[0] != "ports" {
				t.Errorf(".json: %v, topics %v", err, a.Topics)
			}
		case ".ninjs":
			if !json.Valid(b) {
				t.Error(".ninjs is not JSON")
			}
		case ".nitf":
			if err := xml.Unmarshal(b, new(struct{})); err != nil {
				t.Errorf(".nitf: %v", err)
			}
		case ".txt":
			var want bytes.Buffer
			if err := ho.articles[idOf("orbis", "quay-9")].WriteText(&want); err != nil || want.String() != string(b) {
				t.Errorf(".txt is not the article's text (%v)", err)
			}
		}
	}
	for _, bad := range []string{path + ".pdf", path + ".json.gz", path + ".", "/articles/none.json"} {
		if got := get(h, bad).StatusCode; got != 404 {
			t.Errorf("%s: %d, want 404", bad, got)
		}
	}
}

// A kill takes the text from every path; an embargo hides that there is one.
func TestKillAndEmbargo(t *testing.T) {
	ho := newHouse()
	s := ho.server()
	clock := now
	s.Now = func() time.Time { return clock }
	h := s.Handler()
	id := idOf("orbis", "quay-9")
	exts := []string{"", ".json", ".txt", ".ninjs", ".nitf", "/versions"}

	killed := *ho.articles[id]
	killed.Status, killed.Signal, killed.Version = wire.StatusCanceled, wire.SignalKill, 3
	ho.articles[id], ho.versions[id] = &killed, append(ho.versions[id], &killed)
	for _, ext := range exts {
		resp := get(h, "/articles/"+id+ext)
		if resp.StatusCode != 410 || resp.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("killed %s: %d, %s", ext, resp.StatusCode, resp.Header.Get("Cache-Control"))
		}
		containsNot(t, "killed "+ext, string(body(t, resp)), "Vellmar", "Askelund", "Container")
	}
	b := string(body(t, get(h, "/articles/"+id+".json")))
	contains(t, "killed json", b, `"status":"canceled"`, id)

	end := now.Add(time.Hour)
	held := *news()[0]
	held.Status, held.Signal, held.Embargo = wire.StatusWithheld, wire.SignalEmbargo, &end
	ho.articles[id], ho.versions[id] = &held, []*wire.Article{&held}
	for _, ext := range exts {
		if got := get(h, "/articles/"+id+ext).StatusCode; got != 404 {
			t.Errorf("embargoed %s: %d, want 404", ext, got)
		}
	}
	clock = end
	for _, ext := range exts {
		if got := get(h, "/articles/"+id+ext).StatusCode; got != 200 {
			t.Errorf("after the embargo %s: %d, want 200", ext, got)
		}
	}
	contains(t, "after the embargo", string(body(t, get(h, "/articles/"+id+".json"))), `"status":"usable"`)
}

func TestVersionsPage(t *testing.T) {
	b := page(t, newHouse().server().Handler(), "/articles/"+idOf("orbis", "quay-9")+"/versions", 200)
	contains(t, "versions", b, "2 versions", "Version 2", "Version 1", "<ins>deep-water</ins>", "<ins>14,000-box</ins>", "Paragraph 6")
	page(t, newHouse().server().Handler(), "/articles/none/versions", 404)
}

func TestBaseOfTheSite(t *testing.T) {
	s := newHouse().server()
	s.Writer.Site.URL = "https://example.org/wires/"
	b := page(t, s.Handler(), "/", 200)
	contains(t, "/", b, `href="/wires/topics/ports"`, `href="/wires/feeds/ports.rss"`, `href="/wires/assets/style-`)
	if got := get(s.Handler(), "/feeds/ports.rss").Header.Get("Link"); got != `<https://example.org/wires/feeds/ports.rss>; rel="self"` {
		t.Errorf("Link %s", got)
	}
}

func TestAssets(t *testing.T) {
	h := newHouse().server().Handler()
	style := regexp.MustCompile(`/assets/style-[0-9a-f]+\.css`).FindString(string(body(t, get(h, "/"))))
	for path, want := range map[string][2]string{
		style:              {"text/css; charset=utf-8", "immutable"},
		"/assets/icon.svg": {"image/svg+xml", "max-age=86400"},
		"/favicon.ico":     {"image/png", "max-age=86400"},
		"/robots.txt":      {"text/plain; charset=utf-8", "max-age=86400"},
		"/opml.xml":        {"text/x-opml; charset=utf-8", "max-age=15"},
	} {
		resp := get(h, path)
		if resp.StatusCode != 200 || resp.Header.Get("Content-Type") != want[0] || !strings.Contains(resp.Header.Get("Cache-Control"), want[1]) || len(body(t, resp)) == 0 {
			t.Errorf("%s: %d %v", path, resp.StatusCode, resp.Header)
		}
	}
	if got := get(h, "/assets/../style.css").StatusCode; got == 200 {
		t.Error("a path out of the assets is served")
	}
}

func TestHealthAndReadiness(t *testing.T) {
	s := newHouse().server()
	caught := make(chan struct{})
	s.CaughtUp = caught
	h := s.Handler()
	if resp := get(h, "/readyz"); resp.StatusCode != 503 || resp.Header.Get("Retry-After") == "" {
		t.Errorf("/readyz before: %d", resp.StatusCode)
	}
	if got := get(h, "/healthz").StatusCode; got != 200 {
		t.Errorf("/healthz: %d", got)
	}
	close(caught)
	if got := get(h, "/readyz").StatusCode; got != 200 {
		t.Errorf("/readyz after: %d", got)
	}
}

// panicking is a desk with a fault.
type panicking struct{ *house }

func (panicking) Edition(string) (*wire.Edition, error) { panic("fault in the desk") }

func TestPanicCostsOneRequest(t *testing.T) {
	s := newHouse().server()
	s.Desk = panicking{}
	var log bytes.Buffer
	s.Log = slog.New(slog.NewTextHandler(&log, nil))
	h := s.Handler()
	for _, path := range []string{"/", "/feeds/ports.rss"} {
		if resp := get(h, path); resp.StatusCode != 500 || strings.Contains(string(body(t, resp)), "fault") {
			t.Errorf("%s: %d", path, resp.StatusCode)
		}
	}
	if got := metric(t, h, "dateline_http_panics_total"); got != "2" {
		t.Errorf("panics counted: %s, want 2", got)
	}
	contains(t, "log", log.String(), "fault in the desk", "stack")
	if got := get(h, "/healthz").StatusCode; got != 200 {
		t.Errorf("afterwards: %d", got)
	}
}

func TestSwitch(t *testing.T) {
	var sw web.Switch
	if got := get(&sw, "/").StatusCode; got != 503 {
		t.Errorf("before Set: %d, want 503", got)
	}
	sw.Set(newHouse().server().Handler())
	if got := get(&sw, "/").StatusCode; got != 200 {
		t.Errorf("after Set: %d", got)
	}
}

func TestWebSubIsHandedOn(t *testing.T) {
	s := newHouse().server()
	s.WebSub = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.Method+r.URL.Path) })
	if got := string(body(t, do(s.Handler(), "POST", "/websub/tok"))); got != "POST/websub/tok" {
		t.Errorf("got %q", got)
	}
}

// A topic that is being dealt anew is left out of the front page and costs the
// others nothing; with none left there is no page.
func TestFrontPageLeavesOutWhatCannotBeShown(t *testing.T) {
	ho := newHouse()
	h := ho.server().Handler()
	ho.mu.Lock()
	delete(ho.editions, topics()[0].Name)
	ho.mu.Unlock()
	b := page(t, h, "/", 200)
	contains(t, "/", b, "Rivers")
	containsNot(t, "/", b, "Vellmar reopens")
	ho.mu.Lock()
	clear(ho.editions)
	ho.mu.Unlock()
	if resp := get(h, "/"); resp.StatusCode != 503 {
		t.Errorf("front page without any topic: %s, want 503", resp.Status)
	}
}
