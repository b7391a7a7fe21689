package desk

import (
	"strings"
	"testing"

	"github.com/datelinewire/dateline/wire"
)

// An edition shows an article whole, or the beginning of one that is too long.
func TestExcerpt(t *testing.T) {
	long := strings.Repeat("ü ", maxShown/2)
	quotes := []wire.Quote{{Text: "yes", Paragraph: 0}, {Text: "no", Paragraph: 2}}
	for _, c := range []struct {
		name string
		a    wire.Article
		want wire.Article
	}{
		{"usual", wire.Article{Lead: "a", Body: []string{"b", "c"}, Quotes: quotes, HTML: "<p>a"}, wire.Article{Lead: "a", Body: []string{"b", "c"}, Quotes: quotes, HTML: "<p>a"}},
		{"long HTML", wire.Article{Lead: "a", Body: []string{"b", "c"}, Quotes: quotes, HTML: long}, wire.Article{Lead: "a", Body: []string{"b", "c"}, Quotes: quotes, Truncated: true}},
		{"long lead", wire.Article{Lead: long, Body: []string{"b"}, Quotes: quotes, Notes: []wire.Note{{Text: "n", Before: 9}}},
			wire.Article{Lead: long[:maxShown-1], Truncated: true}},
		{"long body", wire.Article{Lead: "a", Body: []string{"b", long, "c"}, Quotes: quotes, Notes: []wire.Note{{Text: "n"}, {Text: "m", Before: 3}}},
			wire.Article{Lead: "a", Body: []string{"b"}, Quotes: quotes[:1], Truncated: true}},
		{"long notes", wire.Article{Lead: "a", Body: []string{"b"}, Notes: []wire.Note{{Text: "n"}, {Text: long}}},
			wire.Article{Lead: "a", Body: []string{"b"}, Notes: []wire.Note{{Text: "n"}}, Truncated: true}},
	} {
		before := c.a.Sum()
		got := excerpt(&c.a)
		if got.Sum() != c.want.Sum() || got.HTML != c.want.HTML || got.Truncated != c.want.Truncated || len(got.Quotes) != len(c.want.Quotes) || len(got.Notes) != len(c.want.Notes) {
			t.Errorf("%s: lead of %d, body %.60q, %d quotes, %d notes, HTML of %d, truncated %v",
				c.name, len(got.Lead), got.Body, len(got.Quotes), len(got.Notes), len(got.HTML), got.Truncated)
		}
		if c.a.Sum() != before {
			t.Errorf("%s: the article of the store is another", c.name)
		}
	}
}
