package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/datelinewire/dateline/ingest"
	"github.com/datelinewire/dateline/wire"
)

func (a *app) pollCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "poll [SOURCE...]",
		Short: "Ask all sources, or those named, once",
		Long: `Visits every source once, due or not, stores what is new, and prints a row per
source: status, entries, new, changed, same, refused, bytes, time; and the totals.
A server that has asked for patience gets it, and a source that is gone for good
(410) is asked only when it is named.
Says on standard error why entries were refused. Exits 1 when not one source could
be read.`,
		RunE: func(c *cobra.Command, names []string) error {
			p, err := a.plan()
			if err != nil {
				return err
			}
			sources, err := p.named(names)
			if err != nil {
				return err
			}
			return a.poll(c.Context(), p, sources, len(names) > 0)
		},
	}
}

// pollRow is one row of the table, as JSON has it.
type pollRow struct {
	Source string `json:"source"`
	Status int    `json:"status"`
	wire.Tally
	Bytes    int64          `json:"bytes"`
	Seconds  float64        `json:"seconds"`
	Error    string         `json:"error,omitempty"`
	Refusals []wire.Refusal `json:"refusals,omitempty"`
}

func rowOf(v ingest.Visit) pollRow {
	if v.Held { // nobody was asked: what the poll says is of the visit before
		return pollRow{Source: v.Source, Error: v.Err.Error()}
	}
	r := pollRow{Source: v.Source, Status: v.Poll.Status, Tally: v.Tally, Bytes: v.Poll.Bytes, Seconds: v.Poll.Took.Seconds()}
	if v.Err != nil {
		r.Error = v.Poll.Error
		if r.Error == "" {
			r.Error = v.Err.Error()
		}
	}
	if v.Tally.Refused > 0 {
		r.Refusals = v.Poll.Refusals
	}
	return r
}

func (a *app) poll(ctx context.Context, p *plan, sources []wire.Source, named bool) error {
	log, err := a.logger()
	if err != nil {
		return err
	}
	s, err := openStore(p.storePath, log)
	if err != nil {
		return err
	}
	limitMemory(len(p.sources))
	in := p.ingester(s, nil) // the table says it all
	in.Insist = named        // who names a source that is gone wants to know whether it is back
	defer in.Fetch.Close()
	rows := make(map[string]pollRow, len(sources))
	begun := time.Now()
	step, end := a.progress(len(sources), "polling")
	err = in.Round(ctx, sources, func(v ingest.Visit) {
		rows[v.Source] = rowOf(v)
		step()
	})
	end()
	if err := errors.Join(err, s.Close()); err != nil {
		return err
	}
	return a.pollTable(sources, rows, time.Since(begun))
}

// pollTable prints the rows in the order of sources, then the totals.
func (a *app) pollTable(sources []wire.Source, rows map[string]pollRow, took time.Duration) error {
	total := pollRow{Source: "total", Seconds: took.Seconds()}
	good := 0
	var table [][]string
	for _, s := range sources {
		r, ok := rows[s.Name]
		if !ok {
			continue // interrupted
		}
		total.Tally.Add(r.Tally)
		total.Bytes += r.Bytes
		if r.Error == "" {
			good++
		}
		if a.json {
			if err := a.writeJSON(r); err != nil {
				return err
			}
			continue
		}
		table = append(table, r.cells())
	}
	if a.json {
		if err := a.writeJSON(struct {
			Total pollRow `json:"total"`
		}{total}); err != nil {
			return err
		}
	} else if err := a.pollWords(sources, rows, append(table, total.cells())); err != nil {
		return err
	}
	if good == 0 && len(rows) > 0 {
		return fmt.Errorf("poll: not one of %d sources could be read", len(rows))
	}
	return nil
}

// pollWords prints the table, and why entries were refused.
func (a *app) pollWords(sources []wire.Source, rows map[string]pollRow, table [][]string) error {
	if err := a.table("SOURCE STATUS ENTRIES NEW CHANGED SAME REFUSED BYTES SECONDS", table); err != nil {
		return err
	}
	for _, s := range sources {
		r := rows[s.Name]
		for _, f := range r.Refusals {
			fmt.Fprintf(a.stderr, "%s: %s\n", s.Name, refusal(f))
		}
		if more := r.Refused - len(r.Refusals); more > 0 {
			fmt.Fprintf(a.stderr, "%s: %d more refused\n", s.Name, more)
		}
	}
	return nil
}

// refusal says of an entry, by its place and what it calls itself, why it
// became no article.
func refusal(r wire.Refusal) string {
	which := strconv.Itoa(r.Entry)
	if r.ID != "" {
		which += " " + r.ID
	}
	return fmt.Sprintf("entry %s: refused: %s", which, r.Reason)
}

func (r pollRow) cells() []string {
	status := "-"
	if r.Status != 0 {
		status = strconv.Itoa(r.Status)
	}
	n := strconv.Itoa
	return []string{
		r.Source, status, n(r.Entries), n(r.New), n(r.Changed), n(r.Same), n(r.Refused),
		strconv.FormatInt(r.Bytes, 10), strconv.FormatFloat(r.Seconds, 'f', 2, 64), r.Error,
	}
}
