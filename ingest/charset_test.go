package ingest

import (
	"strings"
	"testing"
)

// What a document is encoded in is told from its bytes first, then from HTTP,
// then from itself; where they disagree, the publisher is told.
func TestCharset(t *testing.T) {
	const utf, latin = "\u043f\u043e\u0440\u0442", "\xef\xee\xf0\xf2"
	xml := func(encoding, text string) string {
		return `<?xml version="1.0" encoding="` + encoding + `"?><a>` + text
	}
	for _, c := range []struct {
		body, contentType string
		want              Charset
		trouble           string
	}{
		{xml("UTF-8", utf), "text/xml", Charset{Is: "utf-8", Document: "utf-8"}, ""},
		{"\ufeff" + xml("UTF-8", utf), "", Charset{Is: "utf-8", Document: "utf-8"}, ""},
		{xml("windows-1251", latin), "text/xml", Charset{Is: "windows-1251", Document: "windows-1251"}, ""},
		{xml("windows-1251", utf), "", Charset{Is: "utf-8", Document: "windows-1251"}, "declared as windows-1251"},
		{xml("windows-1251", "port"), "", Charset{Is: "utf-8", Document: "windows-1251"}, ""},
		{xml("koi8-r", latin), `text/xml; charset="Windows-1251"`, Charset{Is: "windows-1251", HTTP: "windows-1251", Document: "koi8-r"}, "HTTP is believed"},
		{"<a>" + latin, "text/xml;;", Charset{}, "guessed"},
		{"\xff\xfe<\x00a\x00", "", Charset{Is: "utf-16"}, ""},
		{"", "", Charset{Is: "utf-8"}, ""},
	} {
		got := charsetOf([]byte(c.body), c.contentType)
		if got != c.want {
			t.Errorf("%q, %q: %+v, want %+v", c.body, c.contentType, got, c.want)
		}
		if tr := got.trouble([]byte(c.body)); !strings.Contains(tr, c.trouble) || (tr == "") != (c.trouble == "") {
			t.Errorf("%q, %q: %q, want %q", c.body, c.contentType, tr, c.trouble)
		}
	}
}
