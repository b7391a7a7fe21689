package ingest_test

import (
	"bytes"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"github.com/datelinewire/dateline/ingest"
	"github.com/datelinewire/dateline/internal/samplewire"
	"github.com/datelinewire/dateline/wire"
)

// readingSet are the documents to time reading with: those in the folder that
// DATELINE_READING names, else those of an hour of the sample wire.
func readingSet(b *testing.B) [][]byte {
	var docs [][]byte
	if dir := os.Getenv("DATELINE_READING"); dir != "" {
		names, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil || len(names) == 0 {
			b.Fatalf("nothing to read in %s: %v", dir, err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				b.Fatal(err)
			}
			docs = append(docs, data)
		}
		return docs
	}
	start := time.Date(2026, time.May, 4, 9, 0, 0, 0, time.UTC)
	w := samplewire.New(samplewire.Options{Start: start, Base: "http://wire.example"})
	w.Advance(start.Add(time.Hour))
	for _, src := range samplewire.Sources() {
		rec := httptest.NewRecorder()
		w.ServeHTTP(rec, httptest.NewRequest("GET", "http://wire.example"+src.Path, nil))
		docs = append(docs, rec.Body.Bytes())
	}
	return docs
}

// BenchmarkReading takes documents from bytes to articles, all entries new,
// and in turn has plain gofeed parse the same bytes. It reports the CPU of
// ours as a share of gofeed's.
func BenchmarkReading(b *testing.B) {
	docs := readingSet(b)
	var size int64
	for _, d := range docs {
		size += int64(len(d))
	}
	b.SetBytes(size)
	b.ReportAllocs()
	now := time.Now()
	var ours, theirs time.Duration
	sh := &ingest.Shaper{}
	src := wire.Source{Name: "a"}
	for b.Loop() {
		at := cpu(b)
		for _, d := range docs {
			if _, err := sh.Shape(d, src, ingest.Cover{URL: "https://a.example/feed", Received: now}); err != nil {
				b.Fatal(err)
			}
		}
		runtime.GC()
		ours += cpu(b) - at
		b.StopTimer()
		at = cpu(b)
		for _, d := range docs {
			_, _ = gofeed.NewParser().Parse(bytes.NewReader(d)) // it refuses some of what is met in the wild
		}
		runtime.GC()
		theirs += cpu(b) - at
		b.StartTimer()
	}
	b.ReportMetric(float64(ours)/float64(theirs), "of-gofeed")
	b.ReportMetric(float64(theirs.Milliseconds())/float64(b.N)/float64(len(docs)), "gofeed-ms/doc")
	b.ReportMetric(float64(ours.Milliseconds())/float64(b.N)/float64(len(docs)), "ms/doc")
}

// cpu is the time this process has had of all cores.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
