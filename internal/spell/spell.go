// Package spell finds the word that somebody meant to write.
package spell

import "strings"

// maxWord bounds the words that are compared, in bytes: none that we know is as
// long, and the cost grows with the square.
const maxWord = 64

// Nearest returns the one of words that is the fewest slips of the fingers away
// from word, without regard to case, at most the given number; "" when there
// is none. A word is never made of nothing but slips.
func Nearest(word string, words []string, most int) string {
	best, least := "", most+1
	for _, w := range words {
		if d := distance(strings.ToLower(word), strings.ToLower(w)); d < least && d < len(w) {
			best, least = w, d
		}
	}
	return best
}

// distance counts the letters to insert, drop, change or swap with their
// neighbour to make b of a. Long words are as far as they are long.
func distance(a, b string) int {
	if len(a) > maxWord || len(b) > maxWord {
		return max(len(a), len(b))
	}
	var before, prev []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, prev, row = prev, row, make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := prev[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			row[j] = min(change, prev[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}
