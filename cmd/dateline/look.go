package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/spf13/cobra"

	"github.com/datelinewire/dateline/ingest"
	"github.com/datelinewire/dateline/wire"
)

// typed is the source at an address that a person has typed: so it may be on
// this machine or in the intranet.
func typed(address string) (wire.Source, error) {
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return wire.Source{}, usagef("%q is no address: want http://… or https://…", address)
	}
	return wire.Source{Name: u.Hostname(), URL: address, Zone: time.UTC, Pace: wire.Pace{AllowPrivate: true, NoPush: true}}, nil
}

// asker asks in the name of the configuration, where there is one: who runs
// the daemon is told to publishers.
func (a *app) asker() (*ingest.Ingester, error) {
	p, err := a.plan()
	if err != nil && a.configFile != "" {
		return nil, err
	}
	if err != nil {
		p = &plan{}
	}
	return p.ingester(nil, nil), nil
}

// checkFeed looks at one feed and tells about it.
func (a *app) checkFeed(ctx context.Context, address string) error {
	src, err := typed(address)
	if err != nil {
		return err
	}
	in, err := a.asker()
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
			src, err := typed(args[0])
			if err != nil {
				return err
			}
			in, err := a.asker()
			if err != nil {
				return err
			}
			defer in.Fetch.Close()
			found, err := in.Discover(c.Context(), src)
			if err != nil {
				return err
			}
			if len(found) == 0 {
				return fmt.Errorf("%s names no feed", args[0])
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
