package link

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// plainByLetter is plain without its table: one rule a letter.
func plainByLetter(s string) bool {
	rest, ok := strings.CutPrefix(s, "https://")
	if !ok {
		if rest, ok = strings.CutPrefix(s, "http://"); !ok {
			return false
		}
	}
	if rest == "" || len(s) > maxLen || !alnum(rest[0]) {
		return false
	}
	host := true
	if authority, path, _ := strings.Cut(rest, "/"); strings.Contains(authority, ":") {
		name, port, _ := strings.Cut(authority, ":")
		if port == "" || strings.Trim(port, "0123456789") != "" {
			return false
		}
		rest = name + "/" + path
	}
	for i := 0; i < len(rest); i++ {
		switch c := rest[i]; {
		case alnum(c), c == '-', c == '.':
			if c == '.' && !host && (i+1 == len(rest) || rest[i+1] == '/' || rest[i+1] == '.') {
				return false
			}
		case c == '/':
			host = false
		case host:
			return false
		case c == '_', c == '~', c == '?', c == '=', c == '&', c == '#', c == '+', c == ',', c == ';', c == ':', c == '@':
		case c == '%':
			if i+2 >= len(rest) || !isHex(rest[i+1]) || !isHex(rest[i+2]) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// The short ways of Resolve give what its long way gives.
func FuzzShortWays(f *testing.F) {
	for _, ref := range []string{"/a/b.jpg?c=d&e", "/a//b", "//a/b", "/a?", "/?a/../b", "/a#b", "/.", "/a/./b", "/a/..", "/..a/b", "/a.", "/%41%zz", "/%2e%2e/a", "/a:b@c;d,e+f=g~h_i", "/æ", "/",
		"https://a.example/b", "https://a.example", "https://a.example?b", "https://a.example:80/b", "https://a.example:8443", "https://a:/b", "https://a:8b/", "https://a:80?b", "https://a./b", "https://a.example/b/../c", "http://a/#", "http://-a/"} {
		for _, base := range []string{"https://news.example.org/a/b?c", "http://news.example.org", "https://news.example.org?x", "https://u@news.example.org/", "https://news.example.org:8443/", "news", ""} {
			f.Add(base, ref)
		}
	}
	f.Fuzz(checkShortWays)
}

// The same of references made of what means something in them.
func TestShortWays(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	parts := strings.Split("/ / // . .. ? # % %41 %2e %2F : @ & = + , ; ~ _ - a b.c A0 é ! ( ' * | http: https:// http://a :80", " ")
	bases := []string{"https://news.example.org/a/b?c", "http://a", "https://news.example.org//x/../y#z", "http://a:80/", "https://é.example/", "file:///a", ""}
	for range 50_000 {
		ref := ""
		for range r.IntN(8) {
			ref += parts[r.IntN(len(parts))]
		}
		for _, start := range []string{"", "/", "https://a.example/"} {
			checkShortWays(t, bases[r.IntN(len(bases))], start+ref)
		}
	}
}

func checkShortWays(t *testing.T, base, ref string) {
	t.Helper()
	if got, want := plain(ref), plainByLetter(ref); got != want {
		t.Fatalf("%q: plain %t, by letter %t", ref, got, want)
	}
	want := ref
	if !plainByLetter(ref) {
		want = resolve(base, ref)
	}
	if got := Resolve(base, ref); got != want {
		t.Fatalf("%q on %q is %q, want %q", ref, base, got, want)
	}
}
