// Eval measures the copy desk on real copy: datelines, places, dates, and
// quotes with their speakers.
//
//	go run ./internal/eval [-v] [-half N] ../shared/data
//
// The folder holds what its README describes. Nothing is written but the
// table, on stdout; -v prints every miss as well.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"unicode"

	"github.com/datelinewire/dateline/ingest/copydesk"
)

func main() {
	e := &eval{}
	flag.BoolVar(&e.verbose, "v", false, "print every miss")
	flag.IntVar(&e.half, "half", 0, "1 or 2: measure on every other row only, so that one half can be tuned on and the other looked at")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: eval [-v] [-half N] FOLDER")
		os.Exit(2)
	}
	if err := e.run(flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "eval:", err)
		os.Exit(1)
	}
}

// An eval collects figures.
type eval struct {
	verbose bool
	half    int
	rows    int // of the set at hand, to halve it
	reader  *copydesk.Reader
	figures []figure
}

// A figure is one line of the table.
type figure struct {
	set, what string
	hit, of   float64
	goal      string
}

func (e *eval) run(data string) error {
	e.reader = copydesk.New(copydesk.House{})
	if err := e.reuters(filepath.Join(data, "reuters")); err != nil {
		return err
	}
	for _, o := range [...]struct{ name, goal string }{{"efe", "98"}, {"reuters96", "99"}, {"fbis", "97"}, {"dpa", "97"}, {"ieer", "99"}} {
		if err := e.openings(filepath.Join(data, "openings", o.name+".jsonl"), o.name, o.goal); err != nil {
			return err
		}
	}
	if err := e.polnear(filepath.Join(data, "quotes", "polnear.jsonl")); err != nil {
		return err
	}
	e.add("all", "articles whose rules were dropped", float64(e.reader.Dropped()), 0, "0")
	return e.print()
}

func (e *eval) add(set, what string, hit, of float64, goal string) {
	e.figures = append(e.figures, figure{set, what, hit, of, goal})
}

func (e *eval) print() error {
	w := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "set\tfigure\tright\tof\t%\tgoal")
	for _, f := range e.figures {
		if f.of == 0 {
			fmt.Fprintf(w, "%s\t%s\t%g\t\t\t%s\n", f.set, f.what, f.hit, f.goal)
			continue
		}
		fmt.Fprintf(w, "%s\t%s\t%g\t%g\t%.2f\t%s\n", f.set, f.what, f.hit, f.of, 100*f.hit/f.of, f.goal)
	}
	return w.Flush()
}

// mine reports whether the next row is measured.
func (e *eval) mine() bool {
	e.rows++
	return e.half == 0 || e.rows%2 == e.half%2
}

func (e *eval) miss(format string, args ...any) {
	if e.verbose {
		fmt.Printf(format+"\n", args...)
	}
}

// lines reads a file of JSON rows.
func lines[T any](file string, each func(T)) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 16<<20) // rows hold whole articles
	for n := 1; sc.Scan(); n++ {
		var row T
		if err := json.Unmarshal(sc.Bytes(), &row); err != nil {
			return fmt.Errorf("%s:%d: %w", file, n, err)
		}
		each(row)
	}
	if err := sc.Err(); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// same compares texts without case and white space.
func same(a, b string) bool { return squeeze(a) == squeeze(b) }

func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}
