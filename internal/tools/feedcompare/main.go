// Command feedcompare prints what package document reads of feed documents as
// JSON, one line a document, for compare.py to hold against another reader.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/datelinewire/dateline/ingest/document"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "feedcompare:", err)
		os.Exit(1)
	}
}

type entry struct {
	ID, Title, Link, Published, Updated string
	Text                                int
}

func run(paths []string) error {
	enc := json.NewEncoder(os.Stdout)
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		d, err := document.Read(data, document.Options{})
		if err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
		row := struct {
			File, Format, Title, Link string
			Refused                   int
			Entries                   []entry
		}{filepath.Base(p), d.Format, d.Title, d.Link, len(d.Refusals), nil}
		first := map[uint64]document.Entry{}
		for _, e := range d.Entries {
			if e.Known { // the same bytes once more
				e = first[e.Hash]
			}
			first[e.Hash] = e
			row.Entries = append(row.Entries, entry{e.ID, e.Title, e.URL, stamp(e.Published), stamp(e.Updated), len(e.HTML)})
		}
		if err := enc.Encode(row); err != nil {
			return err
		}
	}
	return nil
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Truncate(time.Second).Format(time.RFC3339)
}
