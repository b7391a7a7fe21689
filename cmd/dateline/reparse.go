package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/datelinewire/dateline/ingest"
	"github.com/datelinewire/dateline/store"
	"github.com/datelinewire/dateline/wire"
)

// reparseChunk is how many articles are replaced in one transaction: some
// megabytes.
const reparseChunk = 500

func (a *app) dbReparseCommand() *cobra.Command {
	var (
		apply  bool
		source string
	)
	c := &cobra.Command{
		Use:   "reparse",
		Short: "Read the kept raw entries again, with the grammar of today; the daemon must not run",
		Long: `Reads the raw entry of every article again and counts what would change, by
field. With --apply the new readings take the place of the old ones, under the
same id and version, and topics are dealt again where they are concerned.
Sources with full_text are left out: their text is that of the page.`,
		Args: args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			return a.withFile(func(p *plan, s *store.Store) error {
				sources := p.sources
				if source != "" {
					src, err := p.source(source)
					if err != nil {
						return err
					}
					sources = []wire.Source{src}
				}
				r := &reparse{store: s, shaper: &ingest.Shaper{Agencies: p.agencies}, apply: apply, Fields: map[string]int{}}
				for _, src := range sources {
					if err := r.source(c.Context(), src); err != nil {
						return err
					}
				}
				return a.reparsed(r)
			})
		},
	}
	c.Flags().BoolVar(&apply, "apply", false, "replace the articles")
	c.Flags().StringVar(&source, "source", "", "only the articles of `SOURCE`")
	return c
}

// A reparse counts what reading again changes.
type reparse struct {
	store  *store.Store
	shaper *ingest.Shaper
	apply  bool

	Articles int            `json:"articles"`
	Changed  int            `json:"changed"`
	Unread   int            `json:"unread"` // no raw entry, or it is refused today
	Left     int            `json:"left"`   // of sources with full_text
	Applied  int            `json:"applied"`
	Fields   map[string]int `json:"fields"` // articles in which a field changes
}

func (r *reparse) source(ctx context.Context, src wire.Source) error {
	var better []*wire.Article
	flush := func() error {
		if !r.apply || len(better) == 0 {
			better = nil
			return nil
		}
		n, err := r.store.Revise(ctx, better)
		r.Applied += n
		better = nil
		return err
	}
	p, err := r.store.Poll(src.Name)
	if err != nil {
		return err
	}
	src.URL = cmp.Or(p.Answered, p.URL, src.URL) // what the links of its entries are relative to
	err = r.store.Range(store.Query{Source: src.Name}, func(old *wire.Article) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		r.Articles++
		if src.FullText {
			r.Left++
			return nil
		}
		a, err := r.reread(old, src)
		if err != nil {
			r.Unread++
			return nil // it stays as it is; the count says so
		}
		fields, err := differing(old, a)
		if err != nil || len(fields) == 0 {
			return err
		}
		r.Changed++
		for _, f := range fields {
			r.Fields[f]++
		}
		if better = append(better, a); len(better) == reparseChunk {
			return flush()
		}
		return nil
	})
	if err != nil {
		return err
	}
	return flush()
}

func (r *reparse) reread(old *wire.Article, src wire.Source) (*wire.Article, error) {
	raw, err := r.store.Raw(old.ID)
	if err != nil {
		return nil, err
	}
	return r.shaper.Reread(raw, old, src)
}

// differing names the JSON fields in which two articles differ.
func differing(a, b *wire.Article) ([]string, error) {
	x, err := fieldsOf(a)
	if err != nil {
		return nil, err
	}
	y, err := fieldsOf(b)
	if err != nil {
		return nil, err
	}
	names := make(map[string]bool)
	for k := range x {
		names[k] = !bytes.Equal(x[k], y[k])
	}
	for k := range y {
		names[k] = !bytes.Equal(x[k], y[k])
	}
	maps.DeleteFunc(names, func(_ string, differ bool) bool { return !differ })
	return slices.Sorted(maps.Keys(names)), nil
}

func fieldsOf(a *wire.Article) (map[string]json.RawMessage, error) {
	b, err := json.Marshal(a)
	if err != nil {
		return nil, err
	}
	var m map[string]json.RawMessage
	return m, json.Unmarshal(b, &m)
}

func (a *app) reparsed(r *reparse) error {
	if a.json {
		return a.writeJSON(r)
	}
	var rows [][]string
	for _, f := range slices.Sorted(maps.Keys(r.Fields)) {
		rows = append(rows, []string{f, strconv.Itoa(r.Fields[f])})
	}
	if len(rows) > 0 {
		if err := a.table("FIELD ARTICLES", rows); err != nil {
			return err
		}
	}
	verb := "would change"
	if r.apply {
		verb = "changed"
	}
	_, err := fmt.Fprintf(a.stdout, "%d articles, %d %s, %d could not be read again, %d of pages left out\n",
		r.Articles, r.Changed, verb, r.Unread, r.Left)
	if err == nil && !r.apply && r.Changed > 0 {
		_, err = fmt.Fprintln(a.stderr, "nothing was written; --apply does")
	}
	return err
}
