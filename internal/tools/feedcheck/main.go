// Command feedcheck says what is wrong with published documents, by the
// specifications; the format is the file's extension: rss, atom, json or opml.
//
//	go run ./internal/tools/feedcheck FILE...
//
// It exits 1 when a document is not valid or cannot be read.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/datelinewire/dateline/internal/feedcheck"
)

func main() {
	status := 0
	for _, file := range os.Args[1:] {
		data, err := os.ReadFile(file)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			status = 1
			continue
		}
		for _, p := range feedcheck.Check(strings.TrimPrefix(filepath.Ext(file), "."), data) {
			fmt.Printf("%s: %s\n", file, p)
			status = 1
		}
	}
	os.Exit(status)
}
