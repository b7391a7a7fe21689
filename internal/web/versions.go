package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/datelinewire/dateline/wire"
)

// A revision is one version of an article with what it changed.
type revision struct {
	Item    *item
	Changes []change
	First   bool
}

func (s *site) serveVersions(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	now := s.Now()
	vs, err := s.Articles.Versions(id)
	if s.unknown(err) || err == nil && len(vs) == 0 {
		s.noArticle(w, r, "")
		return
	}
	if err != nil {
		s.unavailable(w, r, "versions", fmt.Errorf("versions of %s: %w", id, err))
		return
	}
	vs = slices.Clone(vs)
	slices.SortFunc(vs, func(a, b *wire.Article) int {
		if a.Version != b.Version {
			return b.Version - a.Version
		}
		return revised(b).Compare(revised(a))
	})
	// The current text decides for all: a kill takes the older ones with it.
	current, err := s.Articles.Article(id)
	if err != nil {
		current = vs[0]
	}
	switch visibility(current, now) {
	case hidden:
		s.noArticle(w, r, "")
		return
	case withdrawn:
		s.serveWithdrawn(w, r, current, "")
		return
	}
	vs = slices.DeleteFunc(vs, func(a *wire.Article) bool { return visibility(a, now) != visible })
	var rs []revision
	for i, a := range vs {
		rev := revision{Item: s.item(a), First: i == len(vs)-1}
		rev.Item.When = revised(a)
		old := &wire.Article{}
		if !rev.First {
			old = s.public(vs[i+1])
			rev.Changes = compare(old, rev.Item.Article)
		}
		rs = append(rs, rev)
	}
	if len(rs) == 0 {
		s.noArticle(w, r, "")
		return
	}
	s.write(w, r, http.StatusOK, "versions.html", frame{Title: "History of “" + rs[0].Item.Title + "”",
		Canonical: s.absolute("/articles/" + id + "/versions"), Page: map[string]any{"Latest": rs[0].Item, "Revisions": rs}})
}

// revised is when this daemon had this version.
func revised(a *wire.Article) time.Time {
	if a.Revised.IsZero() {
		return a.Received.UTC()
	}
	return a.Revised.UTC()
}

// A change is one line of a comparison: the words of a headline or paragraph
// that went and came.
type change struct {
	Where string // "Headline", "Paragraph 3"
	Words []edit
}

// An edit is a run of words: kept, gone or come.
type edit struct {
	Text string
	Op   string // "", "del", "ins"
}

// compare lists what a reader sees differ between two versions.
func compare(old, now *wire.Article) []change {
	var cs []change
	add := func(where, a, b string) {
		if a != b {
			cs = append(cs, change{where, words(a, b)})
		}
	}
	add("Headline", old.Headline, now.Headline)
	add("Byline", strings.Join(old.Byline, ", "), strings.Join(now.Byline, ", "))
	add("Signal", label(old), label(now))
	a, b := paragraphs(old), paragraphs(now)
	for _, p := range align(a, b) {
		switch {
		case p.a < 0:
			add(fmt.Sprintf("Paragraph %d", p.b+1), "", b[p.b])
		case p.b < 0:
			add(fmt.Sprintf("Paragraph %d", p.a+1), a[p.a], "")
		default:
			add(fmt.Sprintf("Paragraph %d", p.b+1), a[p.a], b[p.b])
		}
	}
	add("Link", old.URL, now.URL)
	return cs
}

// paragraphs is the text of an article by paragraphs, dateline in front.
func paragraphs(a *wire.Article) []string {
	if t := a.Text(); t != "" {
		return strings.Split(t, "\n\n")
	}
	return nil
}

// words compares two texts word by word.
func words(a, b string) []edit {
	x, y := strings.Fields(a), strings.Fields(b)
	var es []edit
	put := func(op, word string) {
		if n := len(es); n > 0 && es[n-1].Op == op {
			es[n-1].Text += " " + word
			return
		}
		es = append(es, edit{word, op})
	}
	for _, p := range lcs(x, y) {
		switch {
		case p.a < 0:
			put("ins", y[p.b])
		case p.b < 0:
			put("del", x[p.a])
		default:
			put("", y[p.b])
		}
	}
	return es
}

// A pair is a place in two lists; -1 where one has no counterpart.
type pair struct{ a, b int }

// align matches the paragraphs of two texts: equal ones first, and between
// them those at the same place.
func align(a, b []string) []pair {
	var out []pair
	var gone, come []int
	flush := func() {
		for i := 0; i < len(gone) || i < len(come); i++ {
			p := pair{-1, -1}
			if i < len(gone) {
				p.a = gone[i]
			}
			if i < len(come) {
				p.b = come[i]
			}
			out = append(out, p)
		}
		gone, come = nil, nil
	}
	for _, p := range lcs(a, b) {
		switch {
		case p.a < 0:
			come = append(come, p.b)
		case p.b < 0:
			gone = append(gone, p.a)
		default:
			flush()
			out = append(out, p)
		}
	}
	flush()
	return out
}

// maxCompared bounds the table of a comparison, in cells: a page of text
// against another; longer texts are shown as replaced whole.
const maxCompared = 1 << 20

// lcs lists the places of a longest common subsequence and what lies between.
func lcs(a, b []string) []pair {
	var out []pair
	lo := 0
	for lo < len(a) && lo < len(b) && a[lo] == b[lo] {
		out = append(out, pair{lo, lo})
		lo++
	}
	hiA, hiB := len(a), len(b)
	for hiA > lo && hiB > lo && a[hiA-1] == b[hiB-1] {
		hiA--
		hiB--
	}
	out = append(out, middle(a[lo:hiA], b[lo:hiB], lo)...)
	for i := 0; hiA+i < len(a); i++ {
		out = append(out, pair{hiA + i, hiB + i})
	}
	return out
}

// middle is lcs by the table, of lists that differ at both ends; off is added
// to all places.
func middle(a, b []string, off int) []pair {
	n, m := len(a), len(b)
	var table [][]int32 // table[i][j]: length for a[i:], b[j:]
	if n*m <= maxCompared {
		table = make([][]int32, n+1)
		for i := range table {
			table[i] = make([]int32, m+1)
		}
		for i := n - 1; i >= 0; i-- {
			for j := m - 1; j >= 0; j-- {
				table[i][j] = max(table[i+1][j], table[i][j+1])
				if a[i] == b[j] {
					table[i][j] = table[i+1][j+1] + 1
				}
			}
		}
	}
	var out []pair
	i, j := 0, 0
	for i < n || j < m {
		switch {
		case table != nil && i < n && j < m && a[i] == b[j]:
			out = append(out, pair{i + off, j + off})
			i, j = i+1, j+1
		case i < n && (j == m || table == nil || table[i+1][j] >= table[i][j+1]):
			out = append(out, pair{i + off, -1})
			i++
		default:
			out = append(out, pair{-1, j + off})
			j++
		}
	}
	return out
}
