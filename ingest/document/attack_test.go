package document_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/datelinewire/dateline/ingest/document"
	"github.com/datelinewire/dateline/ingest/markup"
	"github.com/datelinewire/dateline/internal/hostile"
)

// What one hostile document may cost, parsed and its HTML read.
const (
	attackCPU    = time.Second
	attackMemory = 256 << 20
	// enough marks, of one document, package ingest has read to articles.
	enough = document.MaxBytes / 20
)

func cpuTime() time.Duration {
	var r syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &r) != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

const good = `<item><guid>good</guid><title>Ferry sails</title><link>https://news.example.org/good</link><description>It sails.</description></item>`

func rssOf(items string) string {
	return `<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>` + items + `</channel></rss>`
}

func atomOf(entries string) string {
	return `<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>` + entries + `</feed>`
}

func jsonOf(items string) string {
	return `{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[` + items + `]}`
}

// numbered repeats s, each time with its number for %d.
func numbered(s string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, s, i)
	}
	return b.String()
}

func TestAttacksAreCheap(t *testing.T) {
	for _, a := range hostile.Documents() {
		t.Run(a.Name, func(t *testing.T) {
			data := []byte(a.Make())
			if len(data) > document.MaxBytes {
				t.Fatalf("the attack has %d bytes and is not read at all", len(data))
			}
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			start := cpuTime()
			d, err := document.Read(data, document.Options{URL: "https://news.example.org/feed", Now: time.Now()})
			for marks, i := 0, 0; d != nil && i < len(d.Entries) && marks < enough; i++ {
				marks += markup.Read(d.Entries[i].HTML, d.Entries[i].Base).Marks
			}
			took := cpuTime() - start
			runtime.ReadMemStats(&after)
			// All that was allocated is more than was ever in use.
			if used := after.TotalAlloc - before.TotalAlloc; used > 2*attackMemory || after.HeapAlloc > attackMemory {
				t.Errorf("%d MB allocated, %d MB in use", used>>20, after.HeapAlloc>>20)
			}
			if took > attackCPU && !raceDetector {
				t.Errorf("took %v of CPU", took)
			}
			var not *document.NotFeed
			if err != nil && !errors.As(err, &not) && !errors.Is(err, document.ErrEmpty) {
				t.Errorf("unexpected error %v", err)
			}
			if a.Good && !has(d, hostile.Good) {
				t.Errorf("the good entry is lost: %v", err)
			}
			if testing.Verbose() && d != nil {
				t.Logf("%4d ms, %3d MB allocated; %d entries, %d refused, truncated %v", took.Milliseconds(), (after.TotalAlloc-before.TotalAlloc)>>20, len(d.Entries), len(d.Refusals), d.Truncated)
			}
		})
	}
}

func has(d *document.Document, id string) bool {
	if d == nil {
		return false
	}
	for _, e := range d.Entries {
		if e.ID == id {
			return true
		}
	}
	return false
}
