package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/datelinewire/dateline/feed"
	"github.com/datelinewire/dateline/internal/samplewire"
	"github.com/datelinewire/dateline/wire"
)

const (
	// demoEvery is how often the demo polls each sample agency: often enough
	// to watch the news come in. Real sources are never asked so often.
	demoEvery = 2 * time.Second

	demoListen = "127.0.0.1:8080"
)

func (a *app) demoCommand() *cobra.Command {
	var (
		listenAt string
		seconds  int
	)
	c := &cobra.Command{
		Use:   "demo",
		Short: "Show the daemon on a sample wire service, without configuration or network",
		Long: `Starts a sample wire service inside the process (invented news in the manner of
several agencies) and a daemon that polls it, and prints the addresses to open.
Nothing is kept when it ends.`,
		Args: args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			if seconds < 0 {
				return usagef("--seconds %d: want a positive number", seconds)
			}
			ctx := c.Context()
			if seconds > 0 {
				var stop context.CancelFunc
				ctx, stop = context.WithTimeout(ctx, time.Duration(seconds)*time.Second)
				defer stop()
			}
			return a.demo(ctx, listenAt)
		},
	}
	c.Flags().StringVar(&listenAt, "listen", demoListen, "`ADDRESS` to listen on; port 0 takes a free one")
	c.Flags().IntVar(&seconds, "seconds", 0, "end by itself after `N` seconds")
	return c
}

// demo runs a sample wire service and a daemon on it until ctx ends.
func (a *app) demo(ctx context.Context, listenAt string) error {
	log, err := a.logger()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "dateline-demo-")
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	defer os.RemoveAll(dir)
	front, err := listen(listenAt)
	if err != nil {
		return err
	}
	agencies, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		front.Close()
		return fmt.Errorf("demo: %w", err)
	}
	p := demoPlan("http://"+front.Addr().String(), "http://"+agencies.Addr().String())
	p.storePath = filepath.Join(dir, "demo.db")
	return together(ctx,
		func(ctx context.Context) error { return fileSamples(ctx, agencies) },
		func(ctx context.Context) error {
			return serve(ctx, log, front, p, house{ready: func() { a.welcome(p) }})
		},
	)
}

// fileSamples serves the sample wire on l until ctx ends.
func fileSamples(ctx context.Context, l net.Listener) error {
	start := time.Now()
	samples := samplewire.New(samplewire.Options{Seed: uint64(start.UnixNano()), Start: start, Now: time.Now})
	srv := &http.Server{Handler: samples, ReadHeaderTimeout: drainTime}
	return together(ctx,
		func(context.Context) error { return unlessClosed(srv.Serve(l)) },
		func(ctx context.Context) error { <-ctx.Done(); return srv.Close() },
	)
}

// demoPlan is what a configuration would say for the sample wire at agencies.
func demoPlan(site, agencies string) *plan {
	p := &plan{
		sited: true,
		site:  feed.Site{Title: "Dateline demo", URL: site, Contact: "desk@example.org"},
		gap:   -1, // no pause: the sample agencies share one host and mind nothing
	}
	for _, s := range samplewire.Sources() {
		zone, err := time.LoadLocation(s.Timezone)
		if err != nil {
			zone = time.UTC // a machine without a zone database
		}
		p.sources = append(p.sources, wire.Source{
			Name: s.Name, Title: s.Title, URL: agencies + s.Path, Site: agencies + "/",
			Agency: s.Agency, Language: s.Language, Zone: zone,
			Rights: wire.Rights{Publish: wire.ExtentFull, Credit: s.Title},
			Pace:   wire.Pace{Every: demoEvery, Ceiling: demoEvery, Timeout: 10 * time.Second, AllowPrivate: true, NoPush: true},
		})
	}
	for _, t := range samplewire.Topics() {
		p.topics = append(p.topics, wire.Topic{Name: t.Name, Title: t.Title, Match: t.Match, Limit: 50})
	}
	return p
}

// welcome prints the addresses to open.
func (a *app) welcome(p *plan) {
	fmt.Fprintf(a.stdout, "open      %s/\n", p.site.URL)
	for _, t := range p.topics {
		fmt.Fprintf(a.stdout, "subscribe %s/feeds/%s.rss  (.atom, .json)\n", p.site.URL, t.Name)
	}
	fmt.Fprintf(a.stdout, "sources   %s/status\n", p.site.URL)
}
