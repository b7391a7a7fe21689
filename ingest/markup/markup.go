// Package markup reads the HTML of an entry: to paragraphs of plain text, and
// to HTML that is safe to show.
//
// It is the one door to bluemonday. Time and memory are linear in the length
// of the HTML, whatever it is.
package markup

import (
	"html"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	xhtml "golang.org/x/net/html"

	"github.com/datelinewire/dateline/wire"
)

// A Text is what an entry's HTML says.
type Text struct {
	Paragraphs []string     // plain text, one a block: white space folded, no letter of visible text lost
	HTML       string       // sanitised and balanced, links absolute http(s)
	Images     []wire.Media // pictures in the text, tracking pixels left out
	Captions   []string     // of figures; they are not among the paragraphs
}

// Read reads HTML whose relative links are relative to base, an absolute URL
// or "".
func Read(s, base string) Text {
	t := Text{HTML: bluemonday.UGCPolicy().Sanitize(s)}
	z := xhtml.NewTokenizer(strings.NewReader(s))
	var b strings.Builder
	flush := func() {
		if p := strings.Join(strings.Fields(b.String()), " "); p != "" {
			t.Paragraphs = append(t.Paragraphs, p)
		}
		b.Reset()
	}
	for {
		switch z.Next() {
		case xhtml.ErrorToken:
			flush()
			return t
		case xhtml.TextToken:
			b.WriteString(html.UnescapeString(string(z.Raw())))
		case xhtml.StartTagToken, xhtml.EndTagToken, xhtml.SelfClosingTagToken:
			switch n, _ := z.TagName(); string(n) {
			case "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "br":
				flush()
			}
		}
	}
}

// Plain returns the text of a line of HTML, such as a title: no markup, white
// space folded.
func Plain(s string) string { return strings.Join(Read(s, "").Paragraphs, " ") }

// Escape turns plain text into HTML: a paragraph for each part between blank
// lines.
func Escape(text string) string {
	var b strings.Builder
	for _, p := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			b.WriteString("<p>" + html.EscapeString(p) + "</p>")
		}
	}
	return b.String()
}
