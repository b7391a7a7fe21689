package main

import (
	"fmt"
	"log/slog"
	"net/netip"
	"strings"
	"time"

	"github.com/datelinewire/dateline/feed"
	"github.com/datelinewire/dateline/ingest"
	"github.com/datelinewire/dateline/ingest/fetch"
	"github.com/datelinewire/dateline/internal/config"
	"github.com/datelinewire/dateline/store"
	"github.com/datelinewire/dateline/wire"
)

// A plan is what one configuration asks of the rooms, in their own terms.
type plan struct {
	site      feed.Site
	sited     bool // site.URL is configured; else it is the address we listen at
	public    bool // others than this machine can reach site.URL
	listen    string
	storePath string
	keep      time.Duration // 0 keeps everything

	sources  []wire.Source
	topics   []wire.Topic
	agencies map[string][]string

	gap          time.Duration // between two requests to one host; 0 is the default
	perHost      int           // requests at a time; 0 is one
	perDomain    int
	workers      int // visits at a time; 0 is the default
	fullEvery    time.Duration
	allowPrivate []netip.Prefix
	sourcesFeed  bool   // publish the feed of source troubles
	callback     string // public address of /websub/, or empty

	config *config.Config // it was made from; nil for the demo
}

// agent is the User-Agent by which publishers know us, and whom to write to.
func (p *plan) agent() string {
	var about []string
	if p.public {
		about = append(about, "+"+p.site.URL)
	}
	if p.site.Contact != "" {
		about = append(about, p.site.Contact)
	}
	agent := "Dateline/" + strings.TrimPrefix(thisBuild().Version, "v")
	if len(about) == 0 {
		return agent
	}
	return agent + " (" + strings.Join(about, "; ") + ")"
}

func (p *plan) fetcher() *fetch.Client {
	return &fetch.Client{
		Agent:        p.agent(),
		Pace:         &fetch.Pace{Gap: p.gap, PerHost: p.perHost, PerDomain: p.perDomain},
		AllowPrivate: p.allowPrivate,
	}
}

func (p *plan) ingester(s *store.Store, log *slog.Logger) *ingest.Ingester {
	return &ingest.Ingester{
		Store:     s,
		Fetch:     p.fetcher(),
		Shaper:    &ingest.Shaper{Agencies: p.agencies},
		Log:       log,
		Workers:   p.workers,
		FullEvery: p.fullEvery,
		Callback:  p.callback,
	}
}

func (p *plan) writer() *feed.Writer {
	sources := make(map[string]wire.Source, len(p.sources))
	for _, s := range p.sources {
		sources[s.Name] = s
	}
	return &feed.Writer{Site: p.site, Sources: sources}
}

// named returns the sources with these names, or all when there are none.
func (p *plan) named(names []string) ([]wire.Source, error) {
	if len(names) == 0 {
		return p.sources, nil
	}
	var found []wire.Source
	for _, n := range names {
		s, err := p.source(n)
		if err != nil {
			return nil, err
		}
		found = append(found, s)
	}
	return found, nil
}

func (p *plan) source(name string) (wire.Source, error) {
	for _, s := range p.sources {
		if s.Name == name {
			return s, nil
		}
	}
	return wire.Source{}, &hinted{usagef("no source is named %q", name), "'dateline sources list' lists them"}
}

// at returns the source with this address; where none is configured, one
// without a name, by the defaults.
func (p *plan) at(address string) wire.Source {
	for _, s := range p.sources {
		if s.URL == address {
			return s
		}
	}
	src := wire.Source{URL: address, Zone: time.UTC}
	if p.config != nil {
		d := p.config.Defaults
		src.Pace = wire.Pace{Every: d.Every, Ceiling: d.Ceiling, Timeout: d.Timeout, MaxBody: int64(d.MaxBody), AllowDowngrade: d.Downgrade}
	}
	return src
}

func (p *plan) topic(name string) (wire.Topic, error) {
	for _, t := range p.topics {
		if t.Name == name {
			return t, nil
		}
	}
	return wire.Topic{}, &hinted{usagef("no topic is named %q", name), "'dateline topics list' lists them"}
}

// reloadable says why a running daemon cannot go over to next: what it holds
// open cannot change under it.
func (p *plan) reloadable(next *plan) error {
	if p.storePath != next.storePath {
		return fmt.Errorf("store.path changed from %s to %s: restart to use it", p.storePath, next.storePath)
	}
	if p.listen != next.listen {
		return fmt.Errorf("listen changed from %s to %s: restart to use it", p.listen, next.listen)
	}
	return nil
}

// differs says in words what next changes.
func (p *plan) differs(next *plan) []string {
	if p.config == nil || next.config == nil {
		return nil
	}
	return config.Diff(p.config, next.config)
}
