package markup

import (
	"net/url"
	"strings"
	"testing"
)

func TestHostAndPath(t *testing.T) {
	for _, s := range []string{"https://a.example", "https://a.example/", "https://A.example/b/c.jpg?d=/e#f", "https://a.example/b#c", "https://a.example:80/b", "https://a.example:8443", "https://a.example/%41?b", "https://a.example/b//c?d?e", "https://a.example?b/c", "http://u@a/b", "http://[::1]/b"} {
		u, err := url.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		if host, path, ok := hostAndPath(s); host != u.Hostname() || path != u.Path || !ok {
			t.Errorf("%s: %q and %q, want %q and %q", s, host, path, u.Hostname(), u.Path)
		}
	}
}

func TestFolded(t *testing.T) {
	for _, s := range []string{"", " ", "a", "a b", " a", "a ", "a  b", "a\tb", "a\u00a0b", "é b", "\x7fa"} {
		if got, want := folded(s), strings.Join(strings.Fields(s), " "); got != want {
			t.Errorf("%q is %q, want %q", s, got, want)
		}
	}
}
