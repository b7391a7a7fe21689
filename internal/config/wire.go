package config

import (
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/datelinewire/dateline/wire"
)

// WireSources returns the sources as the engine takes them, in the order of
// the file. AllowPrivate is left unset: Polling.AllowPrivate says it for all.
func (c *Config) WireSources() []wire.Source {
	all := make([]wire.Source, len(c.Sources))
	zones := make(map[string]*time.Location) // each is read from a file
	for i, s := range c.Sources {
		zone, ok := zones[s.Timezone]
		if !ok {
			var err error
			if zone, err = time.LoadLocation(s.Timezone); err != nil {
				zone = time.UTC // only for a Source that Load has not seen
			}
			zones[s.Timezone] = zone
		}
		all[i] = s.wire(zone)
	}
	return all
}

func (s Source) wire(zone *time.Location) wire.Source {
	title := s.Title
	if title == "" {
		title = s.Name
	}
	return wire.Source{
		Name: s.Name, Title: title, URL: s.URL, Site: s.Site, Agency: s.Agency,
		Language: s.Language, Zone: zone, FullText: s.FullText,
		Rights: wire.Rights{Publish: wire.Extent(s.Rights.Publish), Credit: s.Rights.Credit},
		Pace: wire.Pace{
			Every: s.Every, Ceiling: s.Ceiling, Timeout: s.Timeout, MaxBody: int64(s.MaxBody),
			AllowDowngrade: s.Downgrade, Shared: s.SharedHost,
			NoPush: s.WebSub == "off", PushContent: s.WebSub == "content", PushSHA1: s.WebSubSHA1,
		},
	}
}

// WireTopics returns the topics as the desk takes them, in the order of the
// file.
func (c *Config) WireTopics() []wire.Topic {
	all := make([]wire.Topic, len(c.Topics))
	for i, t := range c.Topics {
		all[i] = wire.Topic{Name: t.Name, Title: t.Title, Match: t.Match, Limit: t.Limit, PerSource: t.PerSource}
		if t.Title == "" {
			all[i].Title = t.Name
		}
	}
	return all
}

// SiteURL returns the public address of the desk without a slash at its end:
// site.url, or where that is not set, the address it listens at.
func (c *Config) SiteURL() string {
	if c.Site.URL != "" {
		return strings.TrimSuffix(c.Site.URL, "/")
	}
	if strings.HasPrefix(c.Listen, ":") {
		return "http://localhost" + c.Listen
	}
	return "http://" + c.Listen
}

// SiteTitle returns the name of the desk: site.title, or the host of its
// address.
func (c *Config) SiteTitle() string {
	if c.Site.Title != "" {
		return c.Site.Title
	}
	u, err := url.Parse(c.SiteURL())
	if err != nil {
		return "Dateline"
	}
	return u.Hostname()
}

// Public reports whether site.url leads here from other machines as well, so
// that hubs can be given it.
func (c *Config) Public() bool {
	u, err := url.Parse(c.Site.URL)
	if err != nil || u.Host == "" {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	if err != nil {
		return u.Hostname() != "localhost"
	}
	return !ip.IsLoopback() && !ip.IsUnspecified()
}

// StorePath returns the path of the store's file. A relative one starts at
// the first directory in $STATE_DIRECTORY, which systemd sets, or else at the
// folder of the configuration.
func (c *Config) StorePath() string {
	if filepath.IsAbs(c.Store.Path) {
		return c.Store.Path
	}
	dir := filepath.Dir(c.file)
	if c.file == "" {
		dir = ""
	}
	if state, _, _ := strings.Cut(os.Getenv("STATE_DIRECTORY"), ":"); state != "" {
		dir = state
	}
	return filepath.Join(dir, c.Store.Path)
}
