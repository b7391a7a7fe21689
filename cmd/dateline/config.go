package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/datelinewire/dateline/feed"
	"github.com/datelinewire/dateline/feed/topic"
	"github.com/datelinewire/dateline/internal/config"
)

// configFiles are where the configuration is looked for, when neither -c nor
// $DATELINE_CONFIG names it.
func configFiles() []string { return []string{"dateline.yaml", "/etc/dateline/dateline.yaml"} }

// configPath returns the file that holds the configuration.
func (a *app) configPath() (string, error) {
	if a.configFile != "" {
		return a.configFile, nil
	}
	if path := os.Getenv("DATELINE_CONFIG"); path != "" {
		return path, nil
	}
	for _, path := range configFiles() {
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
	}
	return "", &hinted{
		usagef("no configuration: neither ./dateline.yaml nor /etc/dateline/dateline.yaml is there"),
		"name one with -c or $DATELINE_CONFIG; 'dateline config example > dateline.yaml' makes one",
	}
}

// loadConfig loads and checks a configuration. What is wrong with it is wrong
// usage: nothing has been started.
func loadConfig(path string) (*config.Config, error) {
	c, err := config.Load(path, checkRule)
	if err != nil {
		return nil, &usageError{err}
	}
	return c, nil
}

func checkRule(rule string) error {
	_, err := topic.Parse(rule)
	return err
}

// plan returns what the configuration of this command line asks for.
func (a *app) plan() (*plan, error) {
	path, err := a.configPath()
	if err != nil {
		return nil, err
	}
	c, err := loadConfig(path)
	if err != nil {
		return nil, err
	}
	return planOf(c), nil
}

// planOf translates a configuration into the terms of the rooms; nothing else
// in the house knows package config.
func planOf(c *config.Config) *plan {
	p := &plan{
		site:      feed.Site{Title: c.SiteTitle(), URL: c.SiteURL(), Contact: c.Site.Contact},
		sited:     c.Site.URL != "",
		public:    c.Public(),
		listen:    c.Listen,
		storePath: c.StorePath(),
		keep:      c.Store.Keep,

		sources:  c.WireSources(),
		topics:   c.WireTopics(),
		agencies: c.Agencies,

		gap:          c.Polling.Gap,
		perHost:      c.Polling.PerHost,
		perDomain:    c.Polling.PerDomain,
		workers:      c.Polling.Workers,
		fullEvery:    c.Polling.FullEvery,
		allowPrivate: c.Polling.AllowPrivate,
		sourcesFeed:  c.SourcesFeed,
		config:       c,
	}
	if p.gap == 0 {
		p.gap = -1 // to the fetcher, 0 is its default
	}
	if p.public {
		p.callback = p.site.URL + "/websub/"
	}
	return p
}

func (a *app) configCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "config",
		Short: "Print the example configuration, or its schema",
		Args:  noCommand,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(
		a.printCommand("example", "Print a complete, commented configuration", config.Example),
		a.printCommand("schema", "Print the JSON Schema of the configuration, for editors", config.Schema),
	)
	return c
}

// printCommand is a command that prints what is built in.
func (a *app) printCommand(use, short string, text func() []byte) *cobra.Command {
	return &cobra.Command{
		Use:   use,
		Short: short,
		Args:  args(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			_, err := a.stdout.Write(text())
			return err
		},
	}
}

func (a *app) checkCommand() *cobra.Command {
	var address string
	c := &cobra.Command{
		Use:   "check [FILE]",
		Short: "Check a configuration, or look at one feed",
		Long: `Reads the configuration and says everything that is wrong with it: file, line,
column, key, and what to write instead. Exits 2 when there is anything.

With --url it asks for one feed, politely, and says what a publisher or an
operator wants to know of it: format, encoding, validators and whether they are
honoured, hints, hub, dates, identity, full text or summaries, how often we would
ask and why. The settings are those of the source with this address, or the
defaults. Nothing is stored.`,
		Args: args(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			if address != "" {
				if len(args) > 0 {
					return usagef("check: a FILE or --url, not both")
				}
				return a.checkFeed(c.Context(), address)
			}
			path, err := a.configPath()
			if len(args) == 1 {
				path, err = args[0], nil
			}
			if err != nil {
				return err
			}
			return a.check(path)
		},
	}
	c.Flags().StringVar(&address, "url", "", "look at the feed at `URL` instead")
	return c
}

// checked is the result of check, as JSON has it.
type checked struct {
	File     string           `json:"file"`
	Sources  int              `json:"sources"`
	Topics   int              `json:"topics"`
	Problems []config.Problem `json:"problems"`
}

func (a *app) check(path string) error {
	c, err := loadConfig(path)
	problems, _ := errors.AsType[config.Problems](err)
	if err != nil && (problems == nil || !a.json) {
		return err
	}
	result := checked{File: path, Problems: problems}
	if err == nil {
		result.Sources, result.Topics, result.Problems = len(c.Sources), len(c.Topics), []config.Problem{}
	}
	if a.json {
		if err := a.writeJSON(result); err != nil {
			return err
		}
		if err != nil {
			return &usageError{errSaid}
		}
		return nil
	}
	_, err = fmt.Fprintf(a.stdout, "%s: good, %d sources, %d topics\n", path, result.Sources, result.Topics)
	return err
}
