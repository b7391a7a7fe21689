package main

import (
	"strings"
	"time"
	"unicode"

	"github.com/datelinewire/dateline/ingest/copydesk"
	"github.com/datelinewire/dateline/wire"
)

// A speechGold is an article with every quote and its speaker.
type speechGold struct {
	ID     string `json:"id"`
	Text   string `json:"text"`
	Quotes []struct {
		Text    string `json:"text"`
		Speaker string `json:"speaker"`
		Kind    string `json:"kind"`
		Pronoun bool   `json:"pronoun"`
	} `json:"quotes"`
}

// polnear measures quotes. A gold quote is found when one of ours has the same
// letters, or one holds the other and is at most a quarter longer. What we
// call partial may match a mixed quote of the gold; only full ones count
// against us when they match nothing.
func (e *eval) polnear(file string) error {
	var direct, found, full, right, speaker, named, mixed, mixedFound float64
	err := lines(file, func(g speechGold) {
		if !e.mine() {
			return
		}
		a, _, _ := e.reader.Read(copydesk.ParsePlain(g.Text, time.Time{}))
		used := make([]bool, len(a.Quotes))
		for _, q := range g.Quotes {
			i := match(a.Quotes, q.Text, used)
			if i >= 0 {
				used[i] = true
			}
			if q.Kind != "direct" {
				mixed++
				count(&mixedFound, i >= 0)
				continue
			}
			direct++
			count(&found, i >= 0)
			if i < 0 {
				e.miss("polnear %s: not found %q (%s)", g.ID, q.Text, q.Speaker)
				continue
			}
			if q.Pronoun || q.Speaker == "" {
				continue
			}
			named++
			ok := holds(a.Quotes[i].Speaker, q.Speaker)
			count(&speaker, ok)
			if !ok {
				e.miss("polnear %s: speaker %q want %q: %.80q", g.ID, a.Quotes[i].Speaker, q.Speaker, q.Text)
			}
		}
		for i, q := range a.Quotes {
			if q.Partial {
				continue
			}
			full++
			count(&right, used[i])
			if !used[i] {
				e.miss("polnear %s: no quote %q (%s)", g.ID, q.Text, q.Speaker)
			}
		}
	})
	recall, precision := found/direct, right/max(full, 1)
	e.add("polnear", "direct quotes found (recall)", found, direct, "")
	e.add("polnear", "full quotes that are quotes (precision)", right, full, "")
	e.add("polnear", "F1", 100*2*recall*precision/max(recall+precision, 1e-9), 100, "93")
	e.add("polnear", "speaker right among found", speaker, named, "85")
	e.add("polnear", "fragments found", mixedFound, mixed, "")
	return err
}

// match finds the quote of ours that is text, one that matched nothing before
// if there are several. The gold has one row for each paragraph of a quote that
// goes over several; each of them finds the whole.
func match(quotes []wire.Quote, text string, used []bool) int {
	want := letters(text)
	best, size := -1, 0
	for i, q := range quotes {
		for part := range strings.SplitSeq(q.Text, "\n\n") {
			got := letters(part)
			if got == "" || want == "" {
				continue
			}
			short, long := len(got), len(want)
			if short > long {
				short, long = long, short
			}
			if long*4 > short*5 || !strings.Contains(got, want) && !strings.Contains(want, got) {
				continue
			}
			score := 4 * short
			if got == want {
				score += 2
			}
			if !used[i] {
				score++
			}
			if score > size {
				best, size = i, score
			}
		}
	}
	return best
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// holds reports whether one name holds the other, case aside.
func holds(a, b string) bool {
	a, b = strings.TrimSuffix(strings.TrimSuffix(letters(a), "s"), "’"), strings.TrimSuffix(letters(b), "s")
	return a != "" && b != "" && (strings.Contains(a, b) || strings.Contains(b, a))
}
