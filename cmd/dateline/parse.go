package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/datelinewire/dateline/ingest"
	"github.com/datelinewire/dateline/ingest/copydesk"
	"github.com/datelinewire/dateline/ingest/document"
	"github.com/datelinewire/dateline/ingest/fetch"
	"github.com/datelinewire/dateline/wire"
)

// parseFlags are the flags of parse.
type parseFlags struct {
	format, source, baseURL, contentType string
	explain                              bool
}

func (a *app) parseCommand() *cobra.Command {
	var f parseFlags
	c := &cobra.Command{
		Use:   "parse FILE|URL|-",
		Short: "Normalise one document, without a store",
		Long: `Reads one RSS, Atom, RDF or JSON Feed document, or plain text in the shape
"[HEADLINE] date YYYY-MM-DD DATELINE LEAD", and prints its articles in document
order, as JSON (one a line) or as text. Any other plain text is read as one
article with --content-type text/plain.

Exits 1, with nothing on standard output, when the document is no feed.`,
		Args: args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error { return a.parse(c.Context(), args[0], f) },
	}
	c.Flags().StringVar(&f.format, "format", "json", "write `json|text`")
	c.Flags().StringVar(&f.source, "source", "", "apply the settings of this configured source `NAME`")
	c.Flags().StringVar(&f.baseURL, "base-url", "", "`URL` that a saved document came from, for its relative links")
	c.Flags().StringVar(&f.contentType, "content-type", "", "Content-Type header `VALUE` that a saved document came with")
	c.Flags().BoolVar(&f.explain, "explain", false, "show which rule took which part of the text")
	return c
}

func (a *app) parse(ctx context.Context, where string, f parseFlags) error {
	if f.format != "json" && f.format != "text" {
		return usagef("--format %s: want json or text", f.format)
	}
	src, agencies, err := a.parseSource(f.source, where)
	if err != nil {
		return err
	}
	cover := ingest.Cover{URL: f.baseURL, ContentType: f.contentType, Received: time.Now(), MaxBytes: src.Pace.MaxBody, Explain: f.explain}
	data, err := a.document(ctx, where, src, &cover)
	if err != nil {
		return err
	}
	shaped, err := shape(&ingest.Shaper{Agencies: agencies}, data, src, cover)
	if err != nil {
		return fmt.Errorf("parse %s: %w", where, err)
	}
	for _, r := range shaped.Refusals {
		fmt.Fprintln(a.stderr, refusal(r))
	}
	for i, filing := range shaped.Filings {
		var spans []copydesk.Span
		if f.explain {
			spans = shaped.Spans[i]
		}
		if err := a.writeParsed(filing.Article, spans, f); err != nil {
			return err
		}
	}
	return nil
}

// parseSource is the source in whose name a document is parsed: the one
// configured under name, or one made up from where it came from.
func (a *app) parseSource(name, where string) (wire.Source, map[string][]string, error) {
	if name == "" {
		return wire.Source{Name: sourceName(where), Zone: time.UTC}, nil, nil
	}
	p, err := a.plan()
	if err != nil {
		return wire.Source{}, nil, err
	}
	src, err := p.source(name)
	return src, p.agencies, err
}

// sourceName names a document by its host or file.
func sourceName(where string) string {
	if u, err := url.Parse(where); err == nil && u.Host != "" {
		return u.Hostname()
	}
	if where == "-" {
		return "stdin"
	}
	base := filepath.Base(where)
	return strings.TrimSuffix(base, filepath.Ext(base))
}

// document reads what where names, bounded, and completes the cover by what
// the server said of it.
func (a *app) document(ctx context.Context, where string, src wire.Source, cover *ingest.Cover) ([]byte, error) {
	limit := cover.MaxBytes
	if limit == 0 {
		limit = document.MaxBytes
	}
	if where == "-" {
		return readBounded(a.stdin, "standard input", limit)
	}
	if strings.HasPrefix(where, "http://") || strings.HasPrefix(where, "https://") {
		return fetchDocument(ctx, where, src, cover, limit)
	}
	file, err := os.Open(where)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return readBounded(file, where, limit)
}

func readBounded(r io.Reader, name string, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("%s: %w (over %d bytes)", name, document.ErrTooLarge, limit)
	}
	return data, nil
}

// fetchDocument asks for an address that a person has typed: so it may be one
// of this machine or of the intranet.
func fetchDocument(ctx context.Context, address string, src wire.Source, cover *ingest.Cover, limit int64) ([]byte, error) {
	client := (&plan{}).fetcher()
	defer client.Close()
	ans, err := client.Do(ctx, fetch.Request{URL: address, Private: true, MaxBody: limit, Timeout: src.Pace.Timeout})
	if err != nil {
		return nil, err
	}
	if ans.Status != 200 {
		return nil, &ingest.StatusError{Status: ans.Status, URL: ans.URL, RetryAfter: ans.RetryAfter}
	}
	if cover.URL == "" {
		cover.URL = ans.URL
	}
	if cover.ContentType == "" {
		cover.ContentType = ans.Header.Get("Content-Type")
	}
	return ans.Body, nil
}

// shape reads data as a feed, or else as plain text.
func shape(sh *ingest.Shaper, data []byte, src wire.Source, c ingest.Cover) (*ingest.Shaped, error) {
	shaped, err := sh.Shape(data, src, c)
	if err == nil {
		return shaped, nil
	}
	if _, ok := errors.AsType[*document.NotFeed](err); ok {
		if shaped, ok := sh.Plain(data, src, c); ok {
			return shaped, nil
		}
	}
	return nil, err
}

// writeParsed prints one article, and the spans behind it.
func (a *app) writeParsed(art *wire.Article, spans []copydesk.Span, f parseFlags) error {
	if f.format == "text" {
		if err := art.WriteText(a.stdout); err != nil {
			return err
		}
		for _, s := range spans {
			fmt.Fprintf(a.stdout, "# paragraph %d, bytes %d-%d: %s (%s): %q\n", s.Paragraph, s.Start, s.End, s.Field, s.Rule, s.Text)
		}
		return nil
	}
	if !f.explain {
		return a.writeJSON(art)
	}
	return a.writeJSON(struct {
		Article *wire.Article `json:"article"`
		Explain []explained   `json:"explain"`
	}{art, explain(spans)})
}

// explained is a span as JSON has it.
type explained struct {
	Field     string `json:"field"`
	Rule      string `json:"rule"`
	Paragraph int    `json:"paragraph"` // -1 is the headline
	Start     int    `json:"start"`     // bytes
	End       int    `json:"end"`
	Text      string `json:"text"`
}

func explain(spans []copydesk.Span) []explained {
	out := make([]explained, 0, len(spans))
	for _, s := range spans {
		out = append(out, explained{s.Field, s.Rule, s.Paragraph, s.Start, s.End, s.Text})
	}
	return out
}
