package document_test

import (
	"fmt"
	"testing"

	"github.com/datelinewire/dateline/ingest/document"
)

// references are those of RFC 3986 §5.4, with the path of the base as there,
// /b/c/d;p?q on http://a.example, and what is met in feeds besides.
var references = [][2]string{
	{"g", "http://a.example/b/c/g"}, {"./g", "http://a.example/b/c/g"}, {"g/", "http://a.example/b/c/g/"}, {"/g", "http://a.example/g"},
	{"//g.example", "http://g.example"}, {"?y", "http://a.example/b/c/d;p?y"}, {"g?y", "http://a.example/b/c/g?y"}, {"#s", "http://a.example/b/c/d;p?q#s"},
	{"g#s", "http://a.example/b/c/g#s"}, {"g?y#s", "http://a.example/b/c/g?y#s"}, {";x", "http://a.example/b/c/;x"}, {"g;x", "http://a.example/b/c/g;x"},
	{"g;x?y#s", "http://a.example/b/c/g;x?y#s"}, {".", "http://a.example/b/c/"}, {"./", "http://a.example/b/c/"}, {"..", "http://a.example/b/"},
	{"../", "http://a.example/b/"}, {"../g", "http://a.example/b/g"}, {"../..", "http://a.example/"}, {"../../g", "http://a.example/g"},
	{"../../../g", "http://a.example/g"}, {"/./g", "http://a.example/g"}, {"/../g", "http://a.example/g"}, {"g.", "http://a.example/b/c/g."}, {"..g", "http://a.example/b/c/..g"},
	{"./../g", "http://a.example/b/g"}, {"g/../h", "http://a.example/b/c/h"}, {"g?y/./x", "http://a.example/b/c/g?y/./x"},
	{"https://x.example/y", "https://x.example/y"}, {" g ", "http://a.example/b/c/g"}, {"æ ø", "http://a.example/b/c/%C3%A6%20%C3%B8"}, {"mailto:a@b.example", ""},
}

// Every reference is resolved in every place where a document can say what it
// is relative to.
func TestBaseIsRFC3986(t *testing.T) {
	const base = "http://a.example/b/c/d;p?q"
	places := []struct{ name, url, doc string }{
		{"the document's address, RSS", base, `<rss><channel><item><title>t</title><link>%s</link></item></channel></rss>`},
		{"the document's address, Atom", base, `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><link href="%s"/></entry></feed>`},
		{"on the root", "http://no.example/", `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="` + base + `"><entry><id>1</id><link href="%s"/></entry></feed>`},
		{"on the channel", "http://no.example/", `<rss><channel xml:base="` + base + `"><item><title>t</title><link>%s</link></item></channel></rss>`},
		{"on the entry", "http://no.example/", `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://other.example/"><entry xml:base="` + base + `"><id>1</id><link href="%s"/></entry></feed>`},
		{"on the link", "http://no.example/", `<feed xmlns="http://www.w3.org/2005/Atom"><entry xml:base="http://other.example/"><id>1</id><link xml:base="` + base + `" href="%s"/></entry></feed>`},
		{"relative on relative", "http://a.example/", `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/b/"><entry xml:base="c/d;p?q"><id>1</id><link href="%s"/></entry></feed>`},
		{"an empty base says nothing", base, `<feed xmlns="http://www.w3.org/2005/Atom" xml:base=""><entry><id>1</id><link href="%s"/></entry></feed>`},
	}
	n := 0
	for _, p := range places {
		for _, r := range references {
			n++
			d, err := document.Read(fmt.Appendf(nil, p.doc, r[0]), document.Options{URL: p.url})
			if err != nil || len(d.Entries) != 1 {
				t.Fatalf("%s: %v", p.name, err)
			}
			if got := d.Entries[0].URL; got != r[1] {
				t.Errorf("%s: %q is %q, want %q", p.name, r[0], got, r[1])
			}
		}
	}
	if n < 127 {
		t.Errorf("%d cases", n)
	}
}

func TestBaseOfIdentifiers(t *testing.T) {
	for doc, want := range map[string]string{
		`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xml:base="https://a.example/x/"><item rdf:about="y"><title>t</title></item></rdf:RDF>`: "https://a.example/x/y",
		`<rss><channel xml:base="https://a.example/x/"><item><guid>/y</guid></item></channel></rss>`:                                                                                              "https://a.example/y",
		`<rss><channel xml:base="https://a.example/x/"><item><guid>y</guid></item></channel></rss>`:                                                                                               "", // it may be no address
		`<feed XML:BASE="https://a.example/x/"><entry><id>1</id><link href="y"/></entry></feed>`:                                                                                                  "https://a.example/x/y",
		`<feed xml:base="urn:nothing"><entry><id>1</id><link href="y"/></entry></feed>`:                                                                                                           "https://news.example.org/feeds/y",
		`<feed xml:base="javascript:alert(1)//"><entry><id>1</id><link href="y"/></entry></feed>`:                                                                                                 "https://news.example.org/feeds/y",
		`<feed xml:base="http://[bad"><entry><id>1</id><link href="y"/></entry></feed>`:                                                                                                           "https://news.example.org/feeds/y",
	} {
		if e := one(t, doc); e.URL != want {
			t.Errorf("%s\ngot %q, want %q", doc, e.URL, want)
		}
	}
}

func TestBaseOfTexts(t *testing.T) {
	e := one(t, `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/x/"><entry xml:base="y/"><id>1</id><content type="html" xml:base="z/">text</content></entry></feed>`)
	if e.Base != "https://a.example/x/y/z/" {
		t.Errorf("got %q", e.Base)
	}
}
