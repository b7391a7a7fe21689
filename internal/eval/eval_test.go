package main

import (
	"testing"

	"github.com/datelinewire/dateline/wire"
)

func TestMatchFindsAQuoteOnce(t *testing.T) {
	quotes := []wire.Quote{{Text: "We are open"}, {Text: "Not today.\n\nNor tomorrow."}, {Text: "We are open"}}
	used := make([]bool, len(quotes))
	for _, tt := range []struct {
		text string
		want int
	}{{"We are open,", 0}, {"we are open.", 2}, {"Nor tomorrow.", 1}, {"Never", -1}, {"", -1}} {
		got := match(quotes, tt.text, used)
		if got != tt.want {
			t.Errorf("%q: quote %d, want %d", tt.text, got, tt.want)
		}
		if got >= 0 {
			used[got] = true
		}
	}
}

func TestHoldsIsLenientWithTitles(t *testing.T) {
	for _, tt := range []struct {
		ours, gold string
		want       bool
	}{{"Anna Holm", "Mayor Anna Holm", true}, {"Anna Holm", "Holm", true}, {"Holm", "Mr Brandt", false}, {"", "Holm", false}} {
		if got := holds(tt.ours, tt.gold); got != tt.want {
			t.Errorf("%q, %q: %v", tt.ours, tt.gold, got)
		}
	}
}
