package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/datelinewire/dateline/feed/desk"
	"github.com/datelinewire/dateline/ingest"
	"github.com/datelinewire/dateline/internal/web"
	"github.com/datelinewire/dateline/store"
)

// drainTime is how long requests under way may take to end after SIGTERM:
// longer than any answer of ours, shorter than systemd's patience (90 s).
const drainTime = 10 * time.Second

// pruneEvery is how often articles beyond their keeping time are looked for.
const pruneEvery = time.Hour

func (a *app) serveCommand() *cobra.Command {
	var listenAt string
	c := &cobra.Command{
		Use:   "serve",
		Short: "Run the daemon: poll the sources, republish the topics",
		Long: `Runs until SIGTERM or SIGINT, then ends what is under way and exits 0.
SIGHUP reads the configuration again: if it is good, it is used from then on;
if not, it says why and goes on as before.`,
		Args: args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			log, err := a.logger()
			if err != nil {
				return err
			}
			load := func() (*plan, error) {
				p, err := a.plan()
				if err == nil && listenAt != "" {
					p.listen = listenAt
				}
				return p, err
			}
			first, err := load()
			if err != nil {
				return err
			}
			hup := make(chan os.Signal, 1)
			signal.Notify(hup, syscall.SIGHUP)
			defer signal.Stop(hup)
			l, err := listen(first.listen)
			if err != nil {
				return err
			}
			return serve(c.Context(), log, l, first, house{load: load, hup: hup})
		},
	}
	c.Flags().StringVar(&listenAt, "listen", "", "`ADDRESS` to listen on instead of the configured one")
	return c
}

// A daemon is what outlives a reload of the configuration: store, listener
// and control socket stay open, the rooms around them are exchanged.
//
//	             ┌───────────── rooms, one group ─────────────┐
//	agencies ──► ingest ─Commit─► store ─After─► desk ─Edition─► feed
//	             │                  ▲                           │ │
//	             └──────────────────┼─ prune                    │ │
//	                                │                        front ──► readers
//	                      control socket ◄── articles, topics, db …
type daemon struct {
	log     *slog.Logger
	store   *store.Store
	front   web.Switch // the public side
	back    web.Switch // the control socket
	metrics *web.Metrics
	shaper  atomic.Pointer[ingest.Shaper] // of the rooms that run
	house   house
	started time.Time
}

// A house is what lies around a daemon. Its zero value is good: nobody waits
// for it to open, and its configuration never changes.
type house struct {
	ready func()                // called once, when readers may come
	load  func() (*plan, error) // reads the configuration again
	hup   <-chan os.Signal      // asks for that
}

// serve runs the daemon on l, by p at first, until ctx ends. It closes l.
func serve(ctx context.Context, log *slog.Logger, l net.Listener, p *plan, h house) error {
	defer l.Close()
	s, err := openStore(p.storePath, log)
	if err != nil {
		return err
	}
	d := &daemon{log: log, store: s, metrics: web.NewMetrics(), house: h, started: time.Now()}
	return errors.Join(d.run(ctx, l, p), s.Close())
}

func (d *daemon) run(ctx context.Context, l net.Listener, p *plan) error {
	control, err := web.ListenControl(controlPath(p.storePath))
	if err != nil {
		return err
	}
	d.metrics.WatchStore(func() (web.StoreStats, error) { return webStats(d.store) })
	d.metrics.WatchDropped(func() int64 {
		if sh := d.shaper.Load(); sh != nil {
			return sh.Dropped()
		}
		return 0
	})
	return together(ctx,
		func(ctx context.Context) error { return d.answer(ctx, l, &d.front) },
		func(ctx context.Context) error { return d.answer(ctx, control, &d.back) },
		func(ctx context.Context) error { return watchdog(ctx, d.alive) },
		func(ctx context.Context) error { return d.work(ctx, p, l.Addr()) },
	)
}

// answer serves h on l until ctx ends, then lets requests under way end.
func (d *daemon) answer(ctx context.Context, l net.Listener, h http.Handler) error {
	srv := web.NewHTTPServer(h, d.log)
	return together(ctx,
		func(context.Context) error {
			return unlessClosed(srv.Serve(l))
		},
		func(ctx context.Context) error {
			<-ctx.Done()
			drain, stop := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
			defer stop()
			if err := srv.Shutdown(drain); err != nil {
				return srv.Close()
			}
			return nil
		},
	)
}

// unlessClosed returns err, the end of a server, unless it was asked to end.
func unlessClosed(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return fmt.Errorf("serve: %w", err)
}

// alive reports whether the store still answers; it is what the watchdog asks.
func (d *daemon) alive() bool {
	_, err := d.store.Poll("")
	return err == nil
}

// work runs the rooms by one plan after the other until ctx ends.
func (d *daemon) work(ctx context.Context, p *plan, addr net.Addr) error {
	defer tellSystemd(stateStopping)
	for {
		if !p.sited {
			p.site.URL = "http://" + addr.String()
		}
		r, err := d.furnish(p)
		if err != nil {
			return err
		}
		next, err := d.occupy(ctx, r, addr)
		r.ingester.Fetch.Close()
		if next == nil || err != nil {
			return err
		}
		p = next
	}
}

// rooms are what is built anew for every plan.
type rooms struct {
	plan     *plan
	desk     *desk.Desk
	ingester *ingest.Ingester
}

// furnish builds the rooms for p and opens them to readers.
func (d *daemon) furnish(p *plan) (*rooms, error) {
	limitMemory(len(p.sources))
	dk, err := desk.New(deskStore{d.store}, p.topics, desk.Options{Log: d.log})
	if err != nil {
		return nil, err
	}
	r := &rooms{plan: p, desk: dk, ingester: p.ingester(d.store, d.log)}
	d.shaper.Store(r.ingester.Shaper)
	var hubs http.Handler
	if p.callback != "" {
		hubs = r.ingester
	}
	d.front.Set((&web.Server{
		WebSub:      hubs,
		Writer:      p.writer(),
		Topics:      p.topics,
		Sources:     p.sources,
		Desk:        dk,
		Articles:    d.store,
		Polls:       d.store,
		NotFound:    store.ErrNotFound,
		CaughtUp:    dk.CaughtUp(),
		SourcesFeed: p.sourcesFeed,
		Metrics:     d.metrics,
		Started:     d.started,
		Version:     thisBuild().Version,
		Log:         d.log,
	}).Handler())
	d.back.Set(control(d.store, dk, p, d.started))
	return r, nil
}

// occupy runs the rooms until ctx ends, or until a reload brings the next plan.
func (d *daemon) occupy(ctx context.Context, r *rooms, addr net.Addr) (next *plan, err error) {
	err = together(ctx,
		r.desk.Run,
		func(ctx context.Context) error { return r.ingester.Run(ctx, r.plan.sources) },
		func(ctx context.Context) error { return d.prune(ctx, r.plan.keep) },
		func(ctx context.Context) error { return d.tellReady(ctx, r, addr) },
		func(ctx context.Context) (err error) { next, err = d.awaitReload(ctx, r.plan); return err },
	)
	if ctx.Err() != nil {
		return nil, err
	}
	return next, err
}

// tellReady says that we are open once the desk has read the log.
func (d *daemon) tellReady(ctx context.Context, r *rooms, addr net.Addr) error {
	select {
	case <-ctx.Done():
		return nil
	case <-r.desk.CaughtUp():
	}
	d.log.Info("open", "url", "http://"+addr.String()+"/", "sources", len(r.plan.sources), "topics", len(r.plan.topics))
	tellSystemd(stateReady + "\nSTATUS=serving http://" + addr.String())
	if d.house.ready != nil {
		d.house.ready()
	}
	<-ctx.Done()
	return nil
}

// awaitReload returns at SIGHUP with the next plan, if it is good: all of it
// is used, or nothing.
func (d *daemon) awaitReload(ctx context.Context, now *plan) (*plan, error) {
	for {
		select {
		case <-ctx.Done():
			return nil, nil
		case <-d.house.hup:
		}
		next, err := d.house.load()
		if err == nil {
			err = now.reloadable(next)
		}
		if err != nil {
			d.log.Error("configuration not reloaded, going on as before", "err", err)
			continue
		}
		d.log.Info("configuration reloaded", "changes", now.differs(next))
		return next, nil
	}
}

// prune forgets articles older than keep, now and then; 0 keeps everything.
func (d *daemon) prune(ctx context.Context, keep time.Duration) error {
	tick := time.NewTicker(pruneEvery)
	defer tick.Stop()
	for {
		if keep > 0 {
			n, err := d.store.Prune(ctx, time.Now().Add(-keep))
			if err != nil && ctx.Err() == nil {
				return fmt.Errorf("prune: %w", err)
			}
			if n > 0 {
				d.log.Info("pruned", "articles", n, "older than", keep)
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}
