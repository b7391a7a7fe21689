package feed

import (
	"html"

	"github.com/datelinewire/dateline/wire"
)

// creditName is who is named under an article: what the source's rights ask
// for, else the agency that filed it, else the source.
func creditName(a *wire.Article, src *wire.Source) string {
	names := []string{a.Agency, a.Source}
	if src != nil {
		names = []string{src.Rights.Credit, a.Agency, src.Agency, src.Title, a.Source}
	}
	for _, s := range names {
		if s = line(s); s != "" {
			return s
		}
	}
	return ""
}

// creditLine is the line that closes every published text, as HTML: "Source:
// Trend", a link to the agency's page where there is one.
func creditLine(name, page string) string {
	if name == "" {
		return ""
	}
	name = html.EscapeString(name)
	if page != "" {
		name = `<a href="` + html.EscapeString(page) + `">` + name + `</a>`
	}
	return "<p>Source: " + name + "</p>"
}
