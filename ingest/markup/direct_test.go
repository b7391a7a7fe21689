package markup

import (
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/net/html/atom"
)

// sanitised is what bluemonday makes of a tag.
func sanitised(a atom.Atom, as []attr) string {
	r := &reader{}
	r.judge(a, as)
	return strings.TrimSuffix(policy.Sanitize(string(r.tags)), string(rune(later)))
}

// What is written without bluemonday is what bluemonday writes.
func checkDirect(t *testing.T, a atom.Atom, as ...attr) {
	t.Helper()
	r := &reader{}
	if !r.direct(a, as) {
		if len(r.out) > 0 {
			t.Fatalf("%v %q: not written, yet there is %q", a, as, r.out)
		}
		return
	}
	if want := sanitised(a, as); string(r.out) != want {
		t.Fatalf("%v %q: %q, and bluemonday writes %q", a, as, r.out, want)
	}
}

var attrNames = strings.Fields("href src alt title width height colspan rowspan datetime dir class onclick")

func TestDirectIsWhatBluemondayWrites(t *testing.T) {
	values := []string{"", "1", "640", "12345", "123456", "64px", " 1", "٣", "rtl", "ltr", "auto", "RTL", "2025-05-04T06:00:00Z", "P2D", "a b", `"'&<>` + "\r\n\t\x00\x01\x7f", "&amp;quot;", "“é”\u00ad\u202e\ufeff\ufffd", "javascript:x",
		"https://a.example/", "https://a.example/#", "https://a.example/#a#b", "https://a.example/?#a?b", "https://a.example?", "https://a.example//b/./../c.", "https://a.example/%41%2f?%zz", "https://a.example/'(b)*!", "https://a.example:80/@:;,+~_", "http://a@b/", "http://a/b c"}
	for a, c := range classes {
		if c == skip || c == raw || c == inlineGone || c == blockGone {
			continue
		}
		for _, name := range attrNames {
			for _, v := range values {
				checkDirect(t, a, attr{name, v})
			}
		}
	}
	r := rand.New(rand.NewPCG(3, 4))
	const letters = "abAZ09-._~:/?#@&=+,;%2f '\"<>!()*[]\\é\u00ad\u2028"
	signs := []rune(letters)
	for range 20_000 {
		v := "https://a.example/"
		for range r.IntN(12) {
			v += string(signs[r.IntN(len(signs))])
		}
		checkDirect(t, atom.A, attr{"href", v}, attr{"title", v})
		checkDirect(t, atom.Img, attr{"src", v}, attr{"alt", v}, attr{"width", "7"})
	}
}

func FuzzDirect(f *testing.F) {
	for _, v := range []string{"https://a.example/b?c=d&e#f", "640", "rtl", "2025-05-04", "a \"b\" 'c' <d>"} {
		for i := range attrNames {
			f.Add(uint8(0), uint8(i), v)
		}
	}
	elements := []atom.Atom{atom.A, atom.Img, atom.Td, atom.Th, atom.Time, atom.Abbr, atom.P, atom.Li, atom.Pre, atom.Dt, atom.Blockquote, atom.Em}
	f.Fuzz(func(t *testing.T, element, name uint8, value string) {
		checkDirect(t, elements[int(element)%len(elements)], attr{attrNames[int(name)%len(attrNames)], strings.ToValidUTF8(value, "\ufffd")})
	})
}
