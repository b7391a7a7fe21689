package main

import (
	"context"
	"fmt"
	"html"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/datelinewire/dateline/internal/newsml"
	"github.com/datelinewire/dateline/internal/web"
	"github.com/datelinewire/dateline/wire"
)

func (a *app) articlesCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "articles",
		Short: "Read the stored articles",
		Args:  noCommand,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(a.articlesListCommand(), a.articlesShowCommand(), a.articlesSearchCommand(), a.articlesExportCommand())
	return c
}

// selection are the flags that select articles.
type selection struct {
	topic, source, since, until string
	limit                       int
}

func (s *selection) flags(c *cobra.Command, limit int) {
	f := c.Flags()
	f.StringVar(&s.topic, "topic", "", "only what `TOPIC` publishes now")
	f.StringVar(&s.source, "source", "", "only what `SOURCE` filed")
	f.StringVar(&s.since, "since", "", "received at `TIME` or later: 2026-11-24, 2026-11-24T08:00:00Z, or 36h, 7d ago")
	f.StringVar(&s.until, "until", "", "received before `TIME`")
	f.IntVar(&s.limit, "limit", limit, "at most `N` articles; 0 is all")
}

func (s *selection) query() (web.Query, error) {
	q := web.Query{Topic: s.topic, Source: s.source, Limit: s.limit}
	if s.limit < 0 {
		return q, usagef("--limit %d: want 0 or more", s.limit)
	}
	var err error
	if q.Since, err = parseTime("--since", s.since); err != nil {
		return q, err
	}
	q.Until, err = parseTime("--until", s.until)
	return q, err
}

// parseTime reads a day, an instant, or how long ago.
func parseTime(flag, s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	ago := s
	var days int
	if n, err := fmt.Sscanf(s, "%dd", &days); n == 1 && err == nil && s == fmt.Sprintf("%dd", days) {
		ago = fmt.Sprintf("%dh", 24*days)
	}
	d, err := time.ParseDuration(ago)
	if err != nil || d < 0 {
		return time.Time{}, usagef("%s %s: want a day (2026-11-24), an instant (RFC 3339) or how long ago (36h, 7d)", flag, s)
	}
	return time.Now().Add(-d), nil
}

func (a *app) articlesListCommand() *cobra.Command {
	var s selection
	c := &cobra.Command{
		Use:   "list",
		Short: "List articles, newest first",
		Args:  args(cobra.NoArgs),
		RunE:  func(c *cobra.Command, _ []string) error { return a.listArticles(c.Context(), s, "", a.json) },
	}
	s.flags(c, 50)
	return c
}

func (a *app) articlesSearchCommand() *cobra.Command {
	var s selection
	c := &cobra.Command{
		Use:   "search QUERY",
		Short: "Search the stored articles, newest first",
		Long:  "The query language is that of topics: words, \"phrases\", prefix*, AND OR NOT, NEAR/5, field:word.",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			return a.listArticles(c.Context(), s, args[0], a.json)
		},
	}
	s.flags(c, 50)
	return c
}

func (a *app) articlesExportCommand() *cobra.Command {
	var s selection
	c := &cobra.Command{
		Use:   "export",
		Short: "Write articles as NDJSON, one a line",
		Args:  args(cobra.NoArgs),
		RunE:  func(c *cobra.Command, _ []string) error { return a.listArticles(c.Context(), s, "", true) },
	}
	s.flags(c, 0)
	return c
}

// listArticles prints what is selected, as a table or as JSON lines.
func (a *app) listArticles(ctx context.Context, s selection, query string, asJSON bool) error {
	q, err := s.query()
	if err != nil {
		return err
	}
	q.Q = query
	return a.ask(ctx, func(_ *plan, c *web.Client) error {
		var rows [][]string
		for art, err := range c.Articles(ctx, q) {
			if err != nil {
				return err
			}
			if asJSON {
				if err := a.writeJSON(art); err != nil {
					return err
				}
				continue
			}
			rows = append(rows, []string{
				art.ID, art.Received.Format("2006-01-02 15:04"), art.Source, fmt.Sprint(art.Version), string(art.Status), art.Headline,
			})
		}
		if asJSON {
			return nil
		}
		return a.table("ID RECEIVED SOURCE VERSION STATUS HEADLINE", rows)
	})
}

func (a *app) articlesShowCommand() *cobra.Command {
	var (
		format         string
		versions, diff bool
		version        int
	)
	c := &cobra.Command{
		Use:   "show ID",
		Short: "Show one article",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			if a.json && !c.Flags().Changed("format") {
				format = "json"
			}
			if !knownFormat(format) {
				return usagef("--format %s: want text, json, html, ninjs or nitf", format)
			}
			ctx := c.Context()
			return a.ask(ctx, func(p *plan, client *web.Client) error {
				if !versions && !diff {
					art, err := client.Article(ctx, args[0], version)
					if err != nil {
						return err
					}
					return a.show(p, art, format)
				}
				all, err := client.Versions(ctx, args[0])
				if err != nil {
					return err
				}
				if diff {
					return a.showDiffs(all)
				}
				return a.showAll(p, all, format)
			})
		},
	}
	c.Flags().StringVar(&format, "format", "text", "write `text|json|html|ninjs|nitf`")
	c.Flags().BoolVar(&versions, "versions", false, "show every version that is kept")
	c.Flags().BoolVar(&diff, "diff", false, "show what each version changed")
	c.Flags().IntVar(&version, "version", 0, "show version `N` instead of the latest")
	return c
}

func knownFormat(f string) bool {
	switch f {
	case "text", "json", "html", "ninjs", "nitf":
		return true
	}
	return false
}

func (a *app) showAll(p *plan, all []*wire.Article, format string) error {
	for _, art := range all {
		if err := a.show(p, art, format); err != nil {
			return err
		}
	}
	return nil
}

// show prints an article in one of the formats.
func (a *app) show(p *plan, art *wire.Article, format string) error {
	switch format {
	case "json":
		return a.writeJSON(art)
	case "html":
		_, err := fmt.Fprintf(a.stdout, "<article>\n<h1>%s</h1>\n%s\n</article>\n", html.EscapeString(art.Headline), art.HTML)
		return err
	case "ninjs":
		b, err := newsml.Ninjs(art, p.origin(art))
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(a.stdout, "%s\n", strings.TrimSpace(string(b)))
		return err
	case "nitf":
		_, err := fmt.Fprintf(a.stdout, "%s\n", strings.TrimSpace(string(newsml.NITF(art, p.origin(art)))))
		return err
	}
	return art.WriteText(a.stdout)
}

// origin says who republishes an article, for the formats that want to know.
func (p *plan) origin(art *wire.Article) newsml.Origin {
	o := newsml.Origin{URI: p.writer().ArticleID(art.ID)}
	if src, err := p.source(art.Source); err == nil {
		o.Provider, o.Credit = src.Title, src.Rights.Credit
	}
	return o
}
