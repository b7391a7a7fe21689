//go:build unix

package copydesk_test

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/datelinewire/dateline/ingest/copydesk"
)

// cpu is the processor time this process has used, which a busy machine does
// not change.
func cpu(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func TestPathologicalParagraphsStayLinear(t *testing.T) {
	const size = 1 << 20
	inputs := map[string]string{
		"straight marks": `"`, "open curly": "“", "closed curly": "”", "marks and words": `" a "b `, "singles": "'a ", "backticks": "``a ''b ",
		"commas": ",", "commas and blanks": ", ", "capitals": "A", "capital words": "BAKU ", "capital list": "BAKU, ", "names": "Anna Holm ",
		"brackets": "(", "bracket pairs": "(AP) ", "slashes": "/", "dashes": "- ", "verbs": `said "A" `, "stops": ". ", "guillemets": "«а» ", "by": "By ",
		"said": `"Yes," said Anna Holm. `, "digits": "3 March ", "cyrillic": "МОСКВА ", "colon": `X: "`, "apostrophes": "‘", "trend": "Trend ",
	}
	r := copydesk.New(copydesk.House{})
	for name, unit := range inputs {
		p := strings.Repeat(unit, size/len(unit))
		for _, c := range []copydesk.Copy{{Paragraphs: []string{p}}, {Paragraphs: []string{"BAKU, March 3 (AP) — Text.", p, strings.Repeat(unit, size/4/len(unit))}}} {
			begin := cpu(t)
			a, _, _ := r.Read(c)
			took := cpu(t) - begin
			if limit := slack * 50 * time.Millisecond; took > limit {
				t.Errorf("%s, %d paragraphs: took %v for 1 MB, want below %v", name, len(c.Paragraphs), took, limit)
			}
			if got, want := strings.ReplaceAll(strings.ReplaceAll(a.Text(), "\n", ""), " ", ""), strings.ReplaceAll(strings.Join(c.Paragraphs, ""), " ", ""); got != want {
				t.Errorf("%s: letters lost", name)
			}
		}
	}
	if r.Dropped() != 0 {
		t.Errorf("rules were dropped %d times", r.Dropped())
	}
}
