package desk

import (
	"strings"
	"unicode/utf8"

	"github.com/datelinewire/dateline/wire"
)

// maxShown bounds the text of an article in an edition, and its HTML, in bytes.
// The longest reports stay below half of it; with it, an edition takes no more
// memory than its limit allows, whatever a source sends.
const maxShown = 256 << 10

// excerpt returns a as an edition shows it: whole, or, if it is longer than any
// feed should be, a copy with its beginning, which says that it is truncated. The
// article that the store has is whole.
func excerpt(a *wire.Article) *wire.Article {
	notes := 0
	for _, n := range a.Notes {
		notes += len(n.Text)
	}
	text := len(a.Lead) + notes
	for _, p := range a.Body {
		text += len(p)
	}
	if text <= maxShown && len(a.HTML) <= maxShown {
		return a
	}
	c := *a
	c.HTML, c.Truncated = "", true
	if text <= maxShown {
		return &c
	}
	c.Lead = beginning(a.Lead, maxShown)
	c.Body, c.Quotes, c.Notes = nil, nil, nil
	left := maxShown - len(c.Lead)
	for _, p := range a.Body {
		if left -= len(p); left < 0 || len(c.Lead) < len(a.Lead) {
			break
		}
		c.Body = append(c.Body, p)
	}
	for _, q := range a.Quotes {
		if q.Paragraph <= len(c.Body) && len(c.Lead) == len(a.Lead) {
			c.Quotes = append(c.Quotes, q)
		}
	}
	for _, n := range a.Notes {
		if left -= len(n.Text); left < 0 {
			break
		}
		if n.Before <= len(c.Body) {
			c.Notes = append(c.Notes, n)
		}
	}
	return &c
}

// beginning is what of s fits into n bytes, in whole runes. It shares no memory
// with a longer s.
func beginning(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return strings.Clone(s[:n])
}
