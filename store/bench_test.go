package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/datelinewire/dateline/store"
	"github.com/datelinewire/dateline/wire"
)

// words for stories that compress about like prose; see prose.
var words = strings.Fields(`harbour bridge council ferry winter budget engineer valley market orchard signal
	tunnel river village railway hospital teacher tariff grain cooperative inspector lighthouse quarry museum
	reopened postponed approved measured widened repaired counted promised denied extended withdrew published
	the a of to in for on with after before near despite its their several narrow public northern quiet early
	according said would had not been which were percent million Monday spring figures residents officials`)

// prose returns about n bytes of sentences.
func prose(r *rand.Rand, n int) string {
	var b strings.Builder
	for b.Len() < n {
		for range 6 + r.IntN(14) {
			fmt.Fprintf(&b, "%s ", words[r.IntN(len(words))])
			if r.IntN(6) == 0 {
				fmt.Fprintf(&b, "%c%d ", 'A'+r.IntN(26), r.IntN(10000))
			}
		}
		b.WriteString(". ")
	}
	return b.String()
}

// document returns the filings of a document of n entries, each about as
// large as a full-text entry of a wire service: 2.7 kB of HTML.
func document(source string, n int) []wire.Filing {
	r := rand.New(rand.NewPCG(uint64(len(source)), uint64(source[len(source)-1])+uint64(source[len(source)-2])<<8))
	var f []wire.Filing
	for i := range n {
		x := filing(source, fmt.Sprint(i), prose(r, 200), start.Add(-time.Duration(i)*time.Hour))
		var h strings.Builder
		x.Article.Body = nil
		for range 6 {
			p := prose(r, 380)
			x.Article.Body = append(x.Article.Body, p)
			fmt.Fprintf(&h, "<p>%s</p>\n", p)
		}
		x.Article.HTML = h.String()
		x.Raw = []byte("<item><guid>" + x.Article.EntryID + "</guid><content:encoded>" + strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace(h.String()) + "</content:encoded></item>")
		f = append(f, x)
	}
	return f
}

func docBytes(f []wire.Filing) (n int64) {
	for _, x := range f {
		n += int64(len(x.Article.HTML) + len(x.Raw))
	}
	return n
}

func openBench(b *testing.B) *store.Store {
	b.Helper()
	s, err := store.Open(filepath.Join(b.TempDir(), "dateline.db"), store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	})
	return s
}

// benchEntries is how many entries the benchmarks' documents have.
const benchEntries = 50

// BenchmarkCommitCold commits documents of 50 new articles from 16 goroutines;
// an operation is a document.
func BenchmarkCommitCold(b *testing.B) {
	s := openBench(b)
	templates := make([][]wire.Filing, 20)
	for i := range templates {
		templates[i] = document(fmt.Sprintf("source %02d", i), benchEntries)
	}
	b.SetBytes(docBytes(templates[0]))
	b.ReportAllocs()
	jobs := make(chan int)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for i := range jobs {
				source := fmt.Sprint("bench ", i)
				f := make([]wire.Filing, benchEntries)
				for k, x := range templates[i%len(templates)] {
					a := *x.Article
					a.Source, a.ID = source, wire.NewID(source, a.EntryID)
					f[k] = wire.Filing{Article: &a, Raw: x.Raw}
				}
				if _, err := s.Commit(context.Background(), wire.Poll{Source: source, At: start}, f); err != nil {
					b.Error(err)
				}
			}
		})
	}
	for i := range b.N {
		jobs <- i
	}
	close(jobs)
	wg.Wait()
	b.StopTimer()
	st, err := s.Stats()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(st.FileBytes-st.FreeBytes)/float64(st.Articles), "file-B/article")
	b.ReportMetric(float64(st.Visits)/float64(st.Transactions), "visits/tx")
}

// BenchmarkCommitSame commits a document all of whose articles are stored.
func BenchmarkCommitSame(b *testing.B) {
	s := openBench(b)
	f := document("source 00", benchEntries)
	commit(b, s, "source 00", start, f...)
	b.SetBytes(docBytes(f))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		commit(b, s, "source 00", minute(i+1), f...)
	}
}

// BenchmarkVisit defers visits of 10,000 sources and writes them together; an
// operation is one visit.
func BenchmarkVisit(b *testing.B) {
	s := openBench(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		commit304(b, s, wire.Poll{Source: fmt.Sprint("source ", i%10000), URL: "https://wend.example/rss", At: minute(i), Next: minute(i + 15),
			Status: 304, Validators: wire.Validators{ETag: `"0123456789abcdef"`, LastModified: "Sat, 14 Mar 2026 09:26:53 GMT"}})
		if i%10000 == 9999 {
			if err := s.Flush(context.Background()); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkAfter reads the log, 50 articles in an operation.
func BenchmarkAfter(b *testing.B) {
	s := openBench(b)
	f := document("source 00", benchEntries)
	commit(b, s, "source 00", start, f...)
	b.SetBytes(docBytes(f))
	b.ReportAllocs()
	for b.Loop() {
		if c, err := s.After(0, benchEntries); err != nil || len(c) != benchEntries {
			b.Fatal(len(c), err)
		}
	}
}

// BenchmarkArticle reads one article by its ID.
func BenchmarkArticle(b *testing.B) {
	s := openBench(b)
	f := document("source 00", benchEntries)
	commit(b, s, "source 00", start, f...)
	b.SetBytes(docBytes(f) / benchEntries)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := s.Article(f[i%benchEntries].Article.ID); err != nil {
			b.Fatal(err)
		}
	}
}
