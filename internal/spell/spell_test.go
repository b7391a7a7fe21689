package spell_test

import (
	"strings"
	"testing"

	"github.com/datelinewire/dateline/internal/spell"
)

func TestNearest(t *testing.T) {
	words := []string{"agency", "headline", "Europe/Berlin", "at", strings.Repeat("x", 100)}
	for _, c := range []struct {
		word string
		most int
		want string
	}{
		{"agency", 2, "agency"}, {"agnecy", 1, "agency"}, {"HEADLNE", 1, "headline"}, {"europe/berlin", 0, "Europe/Berlin"},
		{"agncyy", 1, ""}, {"", 9, ""}, {"bb", 2, ""}, {strings.Repeat("x", 99), 9, ""},
	} {
		if got := spell.Nearest(c.word, words, c.most); got != c.want {
			t.Errorf("%.20q, %d slips: got %.20q, want %q", c.word, c.most, got, c.want)
		}
	}
}
