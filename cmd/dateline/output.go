package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"text/tabwriter"
)

// writeJSON writes v as one line of JSON. What encodes itself is written as it
// says: an encoder would read it and copy it once more.
func (a *app) writeJSON(v any) error {
	if m, ok := v.(json.Marshaler); ok {
		b, err := m.MarshalJSON()
		if err != nil {
			return err
		}
		_, err = a.stdout.Write(append(b, '\n'))
		return err
	}
	enc := json.NewEncoder(a.stdout)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// table writes rows under a heading, in columns.
func (a *app) table(heading string, rows [][]string) error {
	out := bufio.NewWriter(a.stdout) // a tabwriter writes every cell by itself
	w := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, strings.Join(strings.Fields(heading), "\t"))
	for _, r := range rows {
		fmt.Fprintln(w, strings.Join(r, "\t"))
	}
	return cmp.Or(w.Flush(), out.Flush())
}

// logger writes messages to standard error, from the level of --log on.
func (a *app) logger() (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(a.logLevel)); err != nil {
		return nil, usagef("--log %s: want debug, info, warn or error", a.logLevel)
	}
	return slog.New(slog.NewTextHandler(a.stderr, &slog.HandlerOptions{Level: level})), nil
}
