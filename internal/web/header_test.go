package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/datelinewire/dateline/feed"
)

func TestNegotiate(t *testing.T) {
	for _, row := range []struct {
		accept []string
		want   coding
	}{
		{nil, identity},
		{[]string{""}, identity},
		{[]string{"gzip"}, gzipped},
		{[]string{"gzip", "zstd"}, zstandard},
		{[]string{"gzip;q=0.001"}, gzipped},
		{[]string{"gzip;q=0"}, identity},
		{[]string{"gzip;q=0.000"}, identity},
		{[]string{"gzip ; Q=1.000 ,\tzstd;q=0.999"}, gzipped},
		{[]string{"gzip;q=1.001"}, identity},
		{[]string{"gzip;q=2"}, identity},
		{[]string{"gzip;q=.5"}, identity},
		{[]string{"gzip;q="}, identity},
		{[]string{"gzip;q=0.1234"}, identity},
		{[]string{"gzip;level=9;q=0.5"}, gzipped},
		{[]string{"*;q=0, gzip"}, gzipped},
		{[]string{"*;q=0"}, identity},
		{[]string{"identity;q=0, *;q=0"}, identity},
		{[]string{"zstd;q=0.4, gzip;q=0.5, *;q=0.1"}, gzipped},
		{[]string{",,,gzip,,"}, gzipped},
		{[]string{"gzipx, xgzip"}, identity},
		{[]string{"identity, gzip;q=0.9"}, identity},
		{[]string{strings.Repeat("a,", 400) + "gzip"}, identity},     // past the bound
		{[]string{strings.Repeat("a,", 254) + "gzip;q=0"}, identity}, // over the bound
		{[]string{strings.Repeat("a,", 254) + "gzip,a"}, gzipped},    // up to it
		{[]string{strings.Repeat("a", 600)}, identity},
		{[]string{"zſtd"}, identity},
	} {
		if got := negotiate(row.accept); got != row.want {
			t.Errorf("%q: %s, want %s", row.accept, got.name(), row.want.name())
		}
	}
}

// FuzzNegotiate: whatever a client sends, the answer is a coding it did not
// refuse by name.
func FuzzNegotiate(f *testing.F) {
	for _, s := range []string{"", "gzip, deflate, br, zstd", "gzip;q=0", "*;q=0.5,zstd;q=0", "identity;q=0,*", ";;;q=", "gzip;q=1.", ",", "\x00gzip", "zſtd"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, accept string) {
		c := negotiate([]string{accept})
		if c >= codings {
			t.Fatalf("coding %d", c)
		}
		if c == identity {
			return
		}
		if !strings.Contains(strings.ToLower(accept), c.name()) && !strings.Contains(accept, "*") {
			t.Errorf("%q: got %s, which it does not name", accept, c.name())
		}
		// Named once, at the end. Behind the bound a name is not read, and * may have brought what it refuses.
		refuses := strings.HasSuffix(","+accept, ","+c.name()+";q=0") && strings.Count(strings.ToLower(accept), c.name()) == 1
		if refuses && (len(accept) <= maxAcceptEncoding || !strings.Contains(accept, "*")) {
			t.Errorf("%q: got what it refuses", accept)
		}
		if again := negotiate([]string{accept}); again != c {
			t.Errorf("%q: %d, then %d", accept, c, again)
		}
	})
}

// FuzzIfNoneMatch: a match is only claimed for what is there, and a tag put
// in front of any rubbish still matches.
func FuzzIfNoneMatch(f *testing.F) {
	for _, s := range []string{"*", `"a"`, `W/"a"`, `"a", "b"`, `"a`, `W/`, `,,"a,b"`, "\t* ", `"a"W/"b"`, ""} {
		f.Add(s)
	}
	const tag = `"0123456789abcdef"`
	f.Fuzz(func(t *testing.T, field string) {
		weak, strong := listed([]string{field}, tag, true), listed([]string{field}, tag, false)
		if strong && !weak {
			t.Errorf("%q matches strongly and not weakly", field)
		}
		if weak && !strings.Contains(field, tag) && strings.Trim(field, " \t") != "*" {
			t.Errorf("%q matches a tag it does not hold", field)
		}
		if !listed([]string{tag + "," + field}, tag, true) {
			t.Errorf("a list that begins with the tag does not match: %q", field)
		}
		r := httptest.NewRequest("GET", "/", nil)
		r.Header["If-None-Match"] = []string{field}
		r.Header["If-Modified-Since"] = []string{field}
		if code := precondition(r, tag, time.Unix(1e9, 0)); code != 0 && code != 304 {
			t.Errorf("%q: %d", field, code)
		}
	})
}

// FuzzCompare: a comparison of versions shows every word of both sides, in
// their order.
func FuzzCompare(f *testing.F) {
	f.Add("a b c", "a c d")
	f.Add("", "x y")
	f.Add("one two\n\nthree", "three\n\none")
	f.Fuzz(func(t *testing.T, a, b string) {
		var old, now []string
		for _, e := range words(a, b) {
			if e.Op != "ins" {
				old = append(old, e.Text)
			}
			if e.Op != "del" {
				now = append(now, e.Text)
			}
		}
		if got, want := strings.Join(old, " "), strings.Join(strings.Fields(a), " "); got != want {
			t.Errorf("before %q, want %q", got, want)
		}
		if got, want := strings.Join(now, " "), strings.Join(strings.Fields(b), " "); got != want {
			t.Errorf("after %q, want %q", got, want)
		}
	})
}

func TestCompareBoundsItsTable(t *testing.T) {
	a, b := strings.Repeat("x ", 3000)+"end", strings.Repeat("y ", 3000)+"fin"
	es := words(a, b)
	if len(es) != 2 || es[0].Op != "del" || es[1].Op != "ins" {
		t.Errorf("a comparison past the bound has %d runs, want all gone and all come", len(es))
	}
}

func TestWellFormed(t *testing.T) {
	for _, row := range []struct {
		f    feed.Format
		doc  string
		good bool
	}{
		{feed.RSS, `<?xml version="1.0"?><rss version="2.0"><channel/></rss>`, true},
		{feed.RSS, `<rss><channel></rss>`, false},
		{feed.RSS, `<feed/>`, false},
		{feed.RSS, ``, false},
		{feed.RSS, "<rss>\x01</rss>", false},
		{feed.RSS, `<rss>`, false},
		{feed.Atom, `<feed xmlns="http://www.w3.org/2005/Atom"/>`, true},
		{feed.Atom, `<feed>&nbsp;</feed>`, false},
		{feed.Atom, `<feed xmlns="http://www.w3.org/2005/Atom"><x:script xmlns:x="http://www.w3.org/1999/xhtml"/></feed>`, false},
		{feed.RSS, `<rss><s:svg xmlns:s="http://www.w3.org/2000/svg" onload="x"/></rss>`, false},
		{feed.RSS, `<rss>&lt;script></rss>`, true},
		{feed.JSON, `{"version":"https://jsonfeed.org/version/1.1","items":[]}`, true},
		{feed.JSON, `{"version":"https://jsonfeed.org/version/1.1"}`, false},
		{feed.JSON, `{"version":"x","items":[]`, false},
		{feed.JSON, `[]`, false},
	} {
		if err := wellFormed([]byte(row.doc), row.f); (err == nil) != row.good {
			t.Errorf("%s %s: %v", row.f, row.doc, err)
		}
	}
}

func TestDirection(t *testing.T) {
	for lang, want := range map[string]string{"": "auto", "und": "auto", "en": "ltr", "ar": "rtl", "ar-EG": "rtl", "fa": "rtl", "he": "rtl", "UR": "rtl",
		"az": "ltr", "az-Arab": "rtl", "uz-Arab-AF": "rtl", "ku-Latn": "ltr", "pa": "ltr", "de-1996": "ltr", "sd-Deva": "ltr"} {
		if got := direction(lang); got != want {
			t.Errorf("%q: %s, want %s", lang, got, want)
		}
	}
}

func TestPublicURL(t *testing.T) {
	for in, want := range map[string]string{
		"https://a.example/rss":            "https://a.example/rss",
		"https://u:p@a.example/rss?key=1":  "https://a.example/rss?…",
		"https://a.example/rss#token":      "https://a.example/rss",
		"":                                 "",
		"https://a.example/%zz":            "",
		"http://[2001:db8::1]:8080/x?y=%2": "http://[2001:db8::1]:8080/x?…",
	} {
		if got := publicURL(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestGroup(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1\u202f000", 1234567: "1\u202f234\u202f567", -1000: "-1\u202f000"} {
		if got := group(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestServerLimits(t *testing.T) {
	s := NewHTTPServer(http.NotFoundHandler(), nil)
	if s.ReadHeaderTimeout <= 0 || s.ReadTimeout <= 0 || s.WriteTimeout <= 0 || s.IdleTimeout <= 0 || s.MaxHeaderBytes <= 0 {
		t.Errorf("a limit is missing: %+v", s)
	}
}
