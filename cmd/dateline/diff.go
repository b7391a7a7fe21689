package main

import (
	"fmt"
	"strings"

	"github.com/datelinewire/dateline/wire"
)

// showDiffs prints what each version changed against the one before it,
// paragraph by paragraph.
func (a *app) showDiffs(all []*wire.Article) error {
	for i, art := range all {
		fmt.Fprintf(a.stdout, "version %d, received %s\n", art.Version, art.Received.Format("2006-01-02 15:04:05Z07:00"))
		if i == 0 {
			continue
		}
		for _, line := range diffLines(textLines(all[i-1]), textLines(art)) {
			fmt.Fprintln(a.stdout, line)
		}
	}
	return nil
}

// textLines are headline and paragraphs, a line each.
func textLines(art *wire.Article) []string {
	return append([]string{art.Headline}, strings.Split(art.Text(), "\n\n")...)
}

// diffLines returns the lines of from that are gone, with "- ", and those of
// to that are new, with "+ ", in order, by their longest common subsequence.
func diffLines(from, to []string) []string {
	common := make([][]int, len(from)+1) // of from[i:] and to[j:]
	for i := range common {
		common[i] = make([]int, len(to)+1)
	}
	for i := len(from) - 1; i >= 0; i-- {
		for j := len(to) - 1; j >= 0; j-- {
			if from[i] == to[j] {
				common[i][j] = common[i+1][j+1] + 1
				continue
			}
			common[i][j] = max(common[i+1][j], common[i][j+1])
		}
	}
	var out []string
	i, j := 0, 0
	for i < len(from) && j < len(to) {
		switch {
		case from[i] == to[j]:
			i, j = i+1, j+1
		case common[i+1][j] >= common[i][j+1]:
			out = append(out, "- "+from[i])
			i++
		default:
			out = append(out, "+ "+to[j])
			j++
		}
	}
	for ; i < len(from); i++ {
		out = append(out, "- "+from[i])
	}
	for ; j < len(to); j++ {
		out = append(out, "+ "+to[j])
	}
	return out
}
