package copydesk_test

import (
	"strings"
	"testing"

	"github.com/datelinewire/dateline/ingest/copydesk"
)

func TestSpeakers(t *testing.T) {
	r := copydesk.New(copydesk.House{})
	right, of := 0, 0
	for _, row := range rows(t, "speakers.txt") {
		text, want, _ := strings.Cut(row, " => ")
		a, _ := r.Read(copydesk.Copy{Paragraphs: strings.Split(text, " ¶ ")})
		var got []string
		for _, q := range a.Quotes {
			if q.Speaker == "" {
				got = append(got, "-")
			} else {
				got = append(got, q.Speaker)
			}
		}
		names := strings.Split(want, "; ")
		of++
		ok := len(got) == len(names)
		for i := range got {
			// One name holds the other, as in the figures.
			ok = ok && (strings.Contains(got[i], names[i]) || strings.Contains(names[i], got[i]))
		}
		if ok {
			right++
			continue
		}
		t.Logf("%s\n got %s\nwant %s", text, strings.Join(got, "; "), want)
	}
	if of < 60 || float64(right) < 0.95*float64(of) {
		t.Errorf("%d of %d passages right, want 95 %% of at least 60", right, of)
	}
}
