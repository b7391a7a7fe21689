package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/spf13/cobra"

	"github.com/datelinewire/dateline/ingest"
	"github.com/datelinewire/dateline/wire"
)

// look returns the source at an address that a person has typed, and who asks
// for it: in the name of the configuration, where there is one, so that
// publishers are told who runs the daemon, and with its settings.
func (a *app) look(address string) (wire.Source, *ingest.Ingester, error) {
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return wire.Source{}, nil, usagef("%q is no address: want http://… or https://…", address)
	}
	p, err := a.plan()
	if err != nil && a.configFile != "" {
		return wire.Source{}, nil, err
	}
	if err != nil {
		p = &plan{}
	}
	src := p.at(address)
	if src.Name == "" {
		src.Name = u.Hostname()
	}
	src.Pace.AllowPrivate = true // somebody has typed it: it may be on this machine or in the intranet
	return src, p.ingester(nil, nil), nil
}

// checkFeed looks at one feed and tells about it.
func (a *app) checkFeed(ctx context.Context, address string) error {
	src, in, err := a.look(address)
	if err != nil {
		return err
	}
	defer in.Fetch.Close()
	report, err := in.Check(ctx, src)
	if report == nil {
		return err
	}
	if a.json {
		err = errors.Join(err, a.writeJSON(report))
	} else {
		err = errors.Join(err, report.WriteText(a.stdout))
	}
	if err == nil && report.Error != "" {
		return errSaid
	}
	return err
}

func (a *app) sourcesDiscoverCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "discover URL",
		Short: "Find the feeds of a site",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			src, in, err := a.look(args[0])
			if err != nil {
				return err
			}
			defer in.Fetch.Close()
			found, err := in.Discover(c.Context(), src)
			if err != nil {
				return err
			}
			if len(found) == 0 {
				return &hinted{fmt.Errorf("%s names no feed", args[0]), "look at the page for a link to one, or ask the publisher"}
			}
			return a.listFound(found)
		},
	}
}

func (a *app) listFound(found []ingest.Found) error {
	var rows [][]string
	for _, f := range found {
		if a.json {
			if err := a.writeJSON(f); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{f.URL, f.Title})
	}
	if a.json {
		return nil
	}
	return a.table("URL TITLE", rows)
}
