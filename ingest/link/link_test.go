package link_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/datelinewire/dateline/ingest/link"
)

func TestResolve(t *testing.T) {
	const base = "https://news.example.org/a/b?c"
	for _, c := range [][2]string{
		{"https://x.example/y", "https://x.example/y"},
		{"HTTP://x.example/y", "http://x.example/y"},
		{"  /y\n", "https://news.example.org/y"},
		{"/a b", "https://news.example.org/a%20b"},
		{"/a\nb", "https://news.example.org/ab"},
		{"/æ?ø=å#é", "https://news.example.org/%C3%A6?%C3%B8=%C3%A5#%C3%A9"},
		{"https://bücher.example/x", "https://xn--bcher-kva.example/x"},
		{"https://bücher.example:8443/x", "https://xn--bcher-kva.example:8443/x"},
		{"/100%", "https://news.example.org/100%25"},
		{"/%41", "https://news.example.org/%41"},
		{"/a|b[1]{2}", "https://news.example.org/a%7Cb[1]%7B2%7D"},
		{"//x.example/../y", "https://x.example/y"},
		{`\\x.example\y`, ""},
		{"javascript:alert(1)", ""},
		{"data:text/html,x", ""},
		{"mailto:a@b.example", ""},
		{"ftp://x.example/", ""},
		{"https://", ""},
		{"https:///x", ""},
		{"http://[::1", ""},
		{"", ""},
	} {
		got := link.Resolve(base, c[0])
		if c[0] == `\\x.example\y` { // what it means differs; that it is no other scheme does not
			if got != "" && !strings.HasPrefix(got, "https://") {
				t.Errorf("%q is %q", c[0], got)
			}
			continue
		}
		if got != c[1] {
			t.Errorf("%q is %q, want %q", c[0], got, c[1])
		}
	}
	if got := link.Resolve("", "/y"); got != "" {
		t.Errorf("without a base: %q", got)
	}
	if got := link.Resolve("file:///etc/", "passwd"); got != "" {
		t.Errorf("with a base that is no page: %q", got)
	}
}

func TestUntracked(t *testing.T) {
	for _, c := range [][2]string{
		{"https://a.example/x?utm_source=f&id=7&fbclid=9#y", "https://a.example/x?id=7#y"},
		{"https://a.example/x?utm_source=f", "https://a.example/x"},
		{"https://a.example/x?utm_source=f#y", "https://a.example/x#y"},
		{"https://a.example/x?id=7&b=%20+c", "https://a.example/x?id=7&b=%20+c"},
		{"https://a.example/x", "https://a.example/x"},
	} {
		if got := link.Untracked(c[0]); got != c[1] {
			t.Errorf("%q is %q, want %q", c[0], got, c[1])
		}
	}
}

func FuzzResolve(f *testing.F) {
	for _, s := range []string{"../x", "https://æ.example/ø", "//x", "%zz", "a:b", "https://a@b:c", "\\\\x"} {
		f.Add("https://news.example.org/a/", s)
	}
	f.Fuzz(func(t *testing.T, base, ref string) {
		got := link.Resolve(base, ref)
		if got == "" {
			return
		}
		u, err := url.Parse(got)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.ContainsAny(got, " <>\"\n\t") {
			t.Fatalf("%q on %q is %q: %v", ref, base, got, err)
		}
		if again := link.Resolve("", got); again != got {
			t.Fatalf("%q on %q is %q, and that is %q", ref, base, got, again)
		}
	})
}
