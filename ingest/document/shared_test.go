package document_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/datelinewire/dateline/ingest/document"
)

// feeds is the folder of real feeds, which lies beside the module or where
// DATELINE_SHARED says.
func feeds(t *testing.T) string {
	shared := os.Getenv("DATELINE_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	dir := filepath.Join(shared, "data", "feeds")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the real feeds are not here (%v); set DATELINE_SHARED to the folder that holds data/feeds", err)
	}
	return dir
}

// Every real feed is read whole: all entries, none refused, each again from
// what is kept of it.
func TestRealFeeds(t *testing.T) {
	dir := feeds(t)
	index, err := os.ReadFile(filepath.Join(dir, "index.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range strings.Split(strings.TrimSpace(string(index)), "\n")[1:] {
		f := strings.Split(row, "\t")
		t.Run(f[0], func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(dir, f[0]))
			if err != nil {
				t.Fatal(err)
			}
			o := document.Options{URL: "https://" + f[4] + "/feed"}
			d, err := document.Read(data, o)
			if err != nil {
				t.Fatal(err)
			}
			if want, _ := strconv.Atoi(f[3]); len(d.Entries) != want || len(d.Refusals) > 0 {
				t.Errorf("%d entries, %v refused, want %d", len(d.Entries), d.Refusals, want)
			}
			for _, e := range d.Entries {
				if e.Known {
					continue
				}
				again, err := document.Read(e.Raw, o)
				if err != nil || len(again.Entries) != 1 {
					t.Fatalf("entry %d does not read again: %v", e.Index, err)
				}
				if a := again.Entries[0]; !slices.Contains(append(e.Alias, e.Key), a.Key) || a.Title != e.Title || a.HTML != e.HTML || a.URL != e.URL || !a.Published.Equal(e.Published) || a.Hash != e.Hash || a.Base != e.Base {
					t.Errorf("entry %d reads again to %q %q %q", e.Index, a.Key, a.Title, a.URL)
				}
			}
		})
	}
}
