package main

import (
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/datelinewire/dateline/internal/web"
	"github.com/datelinewire/dateline/wire"
)

func (a *app) sourcesCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "sources",
		Short: "List the sources and how they fare",
		Args:  noCommand,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(a.sourcesListCommand(), a.sourcesDiscoverCommand(), a.sourcesImportCommand(), a.sourcesExportCommand())
	return c
}

func (a *app) sourcesListCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the sources and how they fare",
		Args:  args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			return a.ask(c.Context(), func(p *plan, client *web.Client) error {
				polls, err := client.Sources(c.Context())
				if err != nil {
					return err
				}
				return a.listSources(p.sources, polls)
			})
		},
	}
}

func (a *app) listSources(sources []wire.Source, polls []wire.Poll) error {
	state := make(map[string]wire.Poll, len(polls))
	for _, p := range polls {
		state[p.Source] = p
	}
	var rows [][]string
	for _, s := range sources {
		p := state[s.Name]
		p.Source, p.URL = s.Name, s.URL
		p.Hub.Token, p.Hub.Secret = "", "" // with them anybody could push
		if a.json {
			if err := a.writeJSON(p); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{
			s.Name, stamp(p.LastGood), stamp(p.Next), strconv.Itoa(p.Total.New), strconv.Itoa(p.Total.Changed),
			strconv.Itoa(p.Total.Refused), strconv.Itoa(p.Failures), p.Error,
		})
	}
	if a.json {
		return nil
	}
	return a.table("SOURCE LAST-GOOD NEXT NEW CHANGED REFUSED FAILURES ERROR", rows)
}

// stamp writes a time for a table; "-" when there is none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format("2006-01-02 15:04")
}
