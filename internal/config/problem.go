package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/datelinewire/dateline/internal/spell"
)

// A Problem is one fault of a configuration, and where it stands.
type Problem struct {
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`   // from 1; 0 when the file as a whole is meant
	Column  int    `json:"column,omitempty"` // in characters, from 1
	Key     string `json:"key,omitempty"`    // as in "sources[2].url", counted from 0
	Message string `json:"message"`          // what is wrong
	Hint    string `json:"hint,omitempty"`   // what to write instead
	Text    string `json:"-"`                // the line as written
}

// Problems are all faults of a file, in its order. It is the error of Load.
type Problems []Problem

// String returns place, key, message and hint in one line.
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", p.Line, p.Column)
	}
	b.WriteString(": ")
	if p.Key != "" {
		b.WriteString(p.Key + ": ")
	}
	b.WriteString(p.Message)
	if p.Hint != "" {
		b.WriteString("; " + p.Hint)
	}
	return b.String()
}

// Error returns all problems, each with the line it stands in and a caret
// under the place.
func (ps Problems) Error() string {
	var b strings.Builder
	for i, p := range ps {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(p.String())
		if p.Text != "" {
			fmt.Fprintf(&b, "\n%6d | %s\n       | %s^", p.Line, p.Text, blanks(p.Text, p.Column-1))
		}
	}
	return b.String()
}

// blanks is as wide as the first n characters of line.
func blanks(line string, n int) string {
	pad := make([]rune, 0, n)
	for _, r := range line {
		if len(pad) == n {
			break
		}
		if r != '\t' {
			r = ' '
		}
		pad = append(pad, r)
	}
	return string(pad)
}

// sorted returns ps in the order of the file, every fault once.
func (ps Problems) sorted() Problems {
	slices.SortStableFunc(ps, func(p, q Problem) int {
		return cmp.Or(cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
	})
	return slices.Compact(ps)
}

// didYouMean is the hint of a word that is not among words: the nearest of
// them, or all.
func didYouMean(word string, words []string, what string) string {
	best := spell.Nearest(word, words, max(min(2, len(word)/2), len(word)/3))
	switch {
	case best != "":
		return "did you mean " + best + "?"
	case len(words) == 0 || len(words) > 30:
		return ""
	}
	return what + " " + strings.Join(words, ", ")
}
