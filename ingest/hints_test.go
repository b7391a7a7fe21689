package ingest

import (
	"testing"
	"time"

	"github.com/datelinewire/dateline/ingest/document"
	"github.com/datelinewire/dateline/ingest/rhythm"
	"github.com/datelinewire/dateline/wire"
)

func TestDocumentHints(t *testing.T) {
	all := make([]int, 24)
	for i := range all {
		all[i] = i
	}
	for _, c := range []struct {
		in   document.Hints
		want wire.Hints
	}{
		{document.Hints{TTL: time.Hour, UpdatePeriod: 2 * time.Hour}, wire.Hints{Document: 2 * time.Hour}},
		{document.Hints{TTL: 1e6 * time.Hour}, wire.Hints{Document: rhythm.HintMax}},
		{document.Hints{TTL: -time.Hour}, wire.Hints{}},
		{document.Hints{SkipHours: []int{0, 23, 24, 99, -1}}, wire.Hints{SkipHours: 1 | 1<<23}},
		{document.Hints{SkipHours: all}, wire.Hints{}},
		{document.Hints{SkipDays: []time.Weekday{time.Sunday, 9}}, wire.Hints{SkipDays: 1}},
	} {
		if got := documentHints(c.in); got != c.want {
			t.Errorf("%+v: %+v, want %+v", c.in, got, c.want)
		}
	}
}
