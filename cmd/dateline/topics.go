package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/datelinewire/dateline/feed/topic"
	"github.com/datelinewire/dateline/internal/web"
	"github.com/datelinewire/dateline/wire"
)

func (a *app) topicsCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "topics",
		Short: "List topics, try their rules, explain them",
		Args:  noCommand,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(a.topicsListCommand(), a.topicsTestCommand(), a.topicsWhyCommand())
	return c
}

func (a *app) topicsListCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the topics",
		Args:  args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			return a.ask(c.Context(), func(_ *plan, client *web.Client) error {
				topics, err := client.Topics(c.Context())
				if err != nil {
					return err
				}
				var rows [][]string
				for _, t := range topics {
					if a.json {
						if err := a.writeJSON(t); err != nil {
							return err
						}
						continue
					}
					rows = append(rows, []string{t.Name, strconv.Itoa(t.Articles), t.Title, t.Match})
				}
				if a.json {
					return nil
				}
				return a.table("TOPIC ARTICLES TITLE MATCH", rows)
			})
		},
	}
}

func (a *app) topicsTestCommand() *cobra.Command {
	var match, since string
	c := &cobra.Command{
		Use:   "test TOPIC",
		Short: "Try a rule over the stored past, and compare with what is published",
		Long: `Runs the topic's rule, or the one given with --match, over the stored articles
and prints what would come (+) and what would go (-) against the topic as it is
published now. Nothing is changed.`,
		Args: args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			from, err := parseTime("--since", since)
			if err != nil {
				return err
			}
			return a.ask(c.Context(), func(p *plan, client *web.Client) error {
				t, err := p.topic(args[0])
				if err != nil {
					return err
				}
				if match != "" {
					t.Match = match
				}
				if _, err := topic.Parse(t.Match); err != nil {
					return usagef("rule: %w", err)
				}
				return a.testTopic(c.Context(), client, t, web.Query{Q: t.Match, Since: from})
			})
		},
	}
	c.Flags().StringVar(&match, "match", "", "try `QUERY` instead of the topic's rule")
	c.Flags().StringVar(&since, "since", "", "only articles received at `TIME` or later: a day, an instant, or how long ago")
	return c
}

// topicTest is one article that a rule would bring or take.
type topicTest struct {
	Change   string `json:"change"` // "+", "-", or "=" for one that stays
	ID       string `json:"id"`
	Headline string `json:"headline"`
}

func (a *app) testTopic(ctx context.Context, client *web.Client, t wire.Topic, q web.Query) error {
	published := make(map[string]*wire.Article)
	for art, err := range client.Articles(ctx, web.Query{Topic: t.Name}) {
		if err != nil {
			return err
		}
		published[art.ID] = art
	}
	var rows []topicTest
	matched := 0
	for art, err := range client.Articles(ctx, q) {
		if err != nil {
			return err
		}
		if art.Status != wire.StatusUsable {
			continue
		}
		if t.Limit > 0 && matched == t.Limit {
			break
		}
		matched++
		change := "+"
		if published[art.ID] != nil {
			change = "="
			delete(published, art.ID)
		}
		rows = append(rows, topicTest{change, art.ID, art.Headline})
	}
	for _, art := range published {
		rows = append(rows, topicTest{"-", art.ID, art.Headline})
	}
	return a.writeTest(rows)
}

func (a *app) writeTest(rows []topicTest) error {
	counts := map[string]int{}
	for _, r := range rows {
		counts[r.Change]++
		if a.json {
			if err := a.writeJSON(r); err != nil {
				return err
			}
			continue
		}
		if r.Change != "=" {
			fmt.Fprintf(a.stdout, "%s %s %s\n", r.Change, r.ID, r.Headline)
		}
	}
	if !a.json {
		fmt.Fprintf(a.stdout, "%d stay, %d would come, %d would go\n", counts["="], counts["+"], counts["-"])
	}
	return nil
}

func (a *app) topicsWhyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "why TOPIC ARTICLE",
		Short: "Explain why an article is in a topic, or is not",
		Args:  args(cobra.ExactArgs(2)),
		RunE: func(c *cobra.Command, args []string) error {
			return a.ask(c.Context(), func(p *plan, client *web.Client) error {
				t, err := p.topic(args[0])
				if err != nil {
					return err
				}
				art, err := client.Article(c.Context(), args[1], 0)
				if err != nil {
					return err
				}
				return a.why(t, art)
			})
		},
	}
}

// why says which words of an article the rule of t has found.
func (a *app) why(t wire.Topic, art *wire.Article) error {
	rule, err := topic.Parse(t.Match)
	if err != nil {
		return err
	}
	reason, ok := rule.Match(topic.NewDoc(art))
	published := ok && art.Status == wire.StatusUsable
	if a.json {
		return a.writeJSON(map[string]any{
			"topic": t.Name, "article": art.ID, "match": ok, "status": art.Status, "published": published, "reason": reason,
		})
	}
	switch {
	case !ok:
		fmt.Fprintf(a.stdout, "no: %s does not match\n  %s\n", art.ID, t.Match)
	case !published:
		fmt.Fprintf(a.stdout, "no: it matches, but it is %s\n", art.Status)
	default:
		fmt.Fprintf(a.stdout, "yes: %s matches\n", art.ID)
	}
	for _, s := range reason {
		fmt.Fprintf(a.stdout, "  %v\n", s)
	}
	return nil
}
