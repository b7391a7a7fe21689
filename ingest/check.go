package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/datelinewire/dateline/ingest/document"
	"github.com/datelinewire/dateline/ingest/fetch"
	"github.com/datelinewire/dateline/ingest/rhythm"
	"github.com/datelinewire/dateline/ingest/websub"
	"github.com/datelinewire/dateline/wire"
)

// A Report is what one look at a feed tells its publisher or an operator.
type Report struct {
	URL      string        `json:"url"`
	Final    string        `json:"final,omitempty"` // that answered, after redirects
	Hops     []fetch.Hop   `json:"hops,omitempty"`
	Status   int           `json:"status,omitempty"`
	Protocol string        `json:"protocol,omitempty"`
	Took     time.Duration `json:"took"`               // nanoseconds
	Wire     int64         `json:"wire"`               // bytes of the body as sent
	Bytes    int           `json:"bytes"`              // unpacked
	Encoding string        `json:"encoding,omitempty"` // packed so on the wire
	Type     string        `json:"type,omitempty"`     // Content-Type
	Charset  Charset       `json:"charset,omitzero"`
	Error    string        `json:"error,omitempty"` // why there is no more, in words

	Format     string          `json:"format,omitempty"`
	Title      string          `json:"title,omitempty"`
	Language   string          `json:"language,omitempty"`
	Validators wire.Validators `json:"validators,omitzero"`
	Again      int             `json:"again,omitempty"` // status of the answer to asking with them
	Honoured   bool            `json:"honoured"`        // which was 304
	Hints      wire.Hints      `json:"hints,omitzero"`
	Hub        string          `json:"hub,omitempty"`
	Topic      string          `json:"topic,omitempty"` // to subscribe to at the hub

	Tally    wire.Tally     `json:"tally"`
	Refusals []wire.Refusal `json:"refusals,omitempty"`
	Undated  int            `json:"undated"` // entries without a date that can be read
	Unnamed  int            `json:"unnamed"` // entries without a guid or id of their own
	Shared   int            `json:"shared"`  // entries whose identity another entry has too
	Newest   time.Time      `json:"newest,omitzero"`
	Oldest   time.Time      `json:"oldest,omitzero"`
	Median   int            `json:"median"` // characters of text in the middle entry
	Interval time.Duration  `json:"interval,omitempty"`
	Why      string         `json:"why,omitempty"`

	// Advice is what could be better, and for whom.
	Advice []string `json:"advice,omitempty"`
}

// summaryText is the length of text (characters) below which entries are
// summaries rather than stories.
const summaryText = 600

// Check looks at src once, and where it gives validators once more, a gap
// later, to see whether it honours them. Nothing is stored.
func (in *Ingester) Check(ctx context.Context, src wire.Source) (*Report, error) {
	in.init()
	r := &Report{URL: src.URL}
	a, err := in.Fetch.Do(ctx, ask(src))
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if a != nil {
		r.Final, r.Hops, r.Status, r.Protocol, r.Took = a.URL, a.Hops, a.Status, a.Proto, a.Took
		r.Wire, r.Bytes = a.Wire, len(a.Body)
	}
	if err == nil && a.Status != http.StatusOK {
		err = statusError(a)
	}
	if err != nil {
		r.Error = words(err, a)
		return r, nil
	}
	now := in.now()
	r.Encoding, r.Type = a.Header.Get("Content-Encoding"), a.Header.Get("Content-Type")
	r.Charset = charsetOf(a.Body, r.Type)
	s, err := in.Shaper.Shape(a.Body, src, Cover{URL: a.URL, ContentType: a.Header.Get("Content-Type"), Received: now, MaxBytes: src.Pace.MaxBody})
	if err != nil {
		r.Error = words(err, a)
		r.readPage(err, a)
		return r, nil
	}
	r.read(s, a, src, now)
	r.Validators = wire.Validators{ETag: a.Header.Get("ETag"), LastModified: a.Header.Get("Last-Modified")}
	if r.Validators != (wire.Validators{}) {
		again := ask(src)
		again.ETag, again.LastModified, again.ValidFor = r.Validators.ETag, r.Validators.LastModified, a.URL
		b, err := in.Fetch.Do(ctx, again)
		if b != nil {
			r.Again = b.Status
		}
		r.Honoured = err == nil && b.Status == http.StatusNotModified
	}
	r.advise(a, s)
	return r, ctx.Err()
}

// ask returns a request for src without conditions.
func ask(src wire.Source) fetch.Request {
	p := src.Pace
	return fetch.Request{
		URL: src.URL, Accept: accept, Timeout: p.Timeout, MaxBody: p.MaxBody,
		Private: p.AllowPrivate, AllowDowngrade: p.AllowDowngrade, Alone: p.Shared,
	}
}

// readPage takes into r the hub of what turned out to be a page, for who wants
// to follow its feed.
func (r *Report) readPage(err error, a *fetch.Answer) {
	var nf *document.NotFeed
	if !errors.As(err, &nf) {
		return
	}
	if r.Hub, r.Topic = websub.Discover(a.Header, a.URL); r.Hub == "" {
		r.Hub, r.Topic = nf.Hub, nf.Self
	}
}

// read takes into r what the document says.
func (r *Report) read(s *Shaped, a *fetch.Answer, src wire.Source, now time.Time) {
	r.Format, r.Title, r.Language = s.Format, s.Title, s.Language
	r.Tally, r.Refusals = s.Tally, s.Refusals
	r.Tally.New = len(s.Filings)
	r.Hub, r.Topic = websub.Discover(a.Header, a.URL)
	if r.Hub == "" {
		r.Hub, r.Topic = s.Hub, s.Self
	}
	if r.Topic == "" && r.Hub != "" {
		r.Topic = a.URL
	}
	r.Hints = documentHints(s.Hints)
	r.Hints.HTTP, _ = rhythm.Freshness(a.Header, now)
	var lengths []int
	ids := make(map[string]int)
	for i, f := range s.Filings {
		r.readArticle(f.Article, &s.entries[i], ids)
		lengths = append(lengths, len([]rune(f.Article.Text())))
	}
	for _, n := range ids {
		if n > 1 {
			r.Shared += n
		}
	}
	if len(lengths) > 0 {
		slices.Sort(lengths)
		r.Median = lengths[len(lengths)/2]
	}
	p := wire.Poll{Hints: r.Hints, Learnt: rhythm.Learn(wire.Learnt{}, datesOf(s.Filings, now), true, now)}
	p.Learnt = rhythm.Settle(p.Learnt, every(src), ceiling(src), now)
	b := visitor{src: src, now: now, p: p}
	b.next()
	r.Interval, r.Why = b.p.Learnt.Interval, b.p.Learnt.Why
}

func (r *Report) readArticle(a *wire.Article, e *document.Entry, ids map[string]int) {
	ids[e.ID]++
	if e.ID == "" || e.ID == a.URL {
		r.Unnamed++
	}
	if a.Undated {
		r.Undated++
		return
	}
	if a.Published.After(r.Newest) {
		r.Newest = a.Published
	}
	if r.Oldest.IsZero() || a.Published.Before(r.Oldest) {
		r.Oldest = a.Published
	}
}

// advise says what could be better.
func (r *Report) advise(a *fetch.Answer, s *Shaped) {
	say := func(format string, args ...any) { r.Advice = append(r.Advice, fmt.Sprintf(format, args...)) }
	if to := a.Permanent(); to != "" {
		say("the feed has moved for good: write %s into the configuration", to)
	}
	switch {
	case r.Validators == (wire.Validators{}):
		say("publisher: the server gives neither ETag nor Last-Modified, so every visit costs the whole document")
	case !r.Honoured:
		say("publisher: the server gives validators but does not answer 304 when they are sent back")
	}
	if t := r.Charset.trouble(a.Body); t != "" {
		say("publisher: %s", t)
	}
	if strings.HasPrefix(r.Type, "text/html") {
		say("publisher: the document is sent as text/html; browsers and readers want %s", typeOf(r.Format))
	}
	if r.Encoding == "" && r.Bytes > 10_000 {
		say("publisher: the document is sent unpacked; gzip would make it about a quarter")
	}
	if s.Truncated {
		say("publisher: the document breaks off before its end")
	}
	if r.Tally.Refused > 0 {
		say("publisher: %d of %d entries cannot be read; the first: %s", r.Tally.Refused, r.Tally.Entries, r.Refusals[0].Reason)
	}
	if r.Undated > 0 {
		say("publisher: %s no date that can be read; the time first seen stands in", plural(r.Undated, "entry has", "entries have"))
	}
	if r.Shared > 0 {
		say("publisher: %d entries share their guid with another; they are told apart by their links", r.Shared)
	}
	if r.Tally.New > 0 && r.Median < summaryText {
		say("the entries are summaries (about %d characters): full_text: true fetches their pages", r.Median)
	}
	if r.Tally.Entries == 0 {
		say("the document has no entries at the moment")
	}
}

// WriteText writes the report in plain words.
func (r *Report) WriteText(w io.Writer) error {
	var err error
	line := func(name, format string, args ...any) {
		if err == nil {
			_, err = fmt.Fprintf(w, "%-12s %s\n", name, fmt.Sprintf(format, args...))
		}
	}
	line("address", "%s", r.URL)
	for _, h := range r.Hops {
		line("", "%d, leads to %s", h.Status, h.To)
	}
	if r.Status != 0 {
		line("answer", "%d, %s, in %v", r.Status, r.Protocol, r.Took.Round(time.Millisecond))
	}
	if r.Error != "" {
		line("trouble", "%s", r.Error)
		if r.Hub != "" {
			line("hub", "%s, for %s", r.Hub, orNone(r.Topic))
		}
		return err
	}
	packed := "not packed"
	if r.Encoding != "" {
		packed = r.Encoding
	}
	line("size", "%d bytes, %d on the wire (%s)", r.Bytes, r.Wire, packed)
	line("format", "%s, %q, language %s, sent as %s", r.Format, r.Title, orNone(r.Language), orNone(r.Type))
	line("encoding", "%s", r.Charset)
	if r.Validators == (wire.Validators{}) {
		line("validators", "none")
	} else {
		line("validators", "ETag %s, Last-Modified %s, honoured: %s", orNone(r.Validators.ETag), orNone(r.Validators.LastModified), r.honoured())
	}
	line("hints", "%s", r.Hints.String())
	if r.Hub == "" {
		line("hub", "none")
	} else {
		line("hub", "%s, for %s", r.Hub, r.Topic)
	}
	line("entries", "%d, of which %d readable, %d refused", r.Tally.Entries, r.Tally.New, r.Tally.Refused)
	if !r.Newest.IsZero() {
		line("dates", "%s to %s, %d undated", r.Oldest.Format(time.RFC3339), r.Newest.Format(time.RFC3339), r.Undated)
	}
	line("identity", "%d without a guid of their own, %d shared", r.Unnamed, r.Shared)
	if r.Tally.New > 0 {
		line("text", "%s, about %s in the middle entry", r.extent(), plural(r.Median, "character", "characters"))
	}
	line("interval", "%v: %s", r.Interval.Round(time.Second), r.Why)
	for _, a := range r.Advice {
		line("advice", "%s", a)
	}
	return err
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func (r *Report) honoured() string {
	switch {
	case r.Honoured:
		return "yes, sent back they are answered by 304"
	case r.Again == 0:
		return "not known, sent back there was no answer"
	}
	return fmt.Sprintf("no, sent back they are answered by %d", r.Again)
}

// extent says whether the feed has the copy or only its beginning.
func (r *Report) extent() string {
	if r.Median < summaryText {
		return "summaries"
	}
	return "full text"
}

// typeOf returns the media type by which a format is sent.
func typeOf(format string) string {
	switch {
	case strings.HasPrefix(format, "atom"):
		return "application/atom+xml"
	case strings.HasPrefix(format, "json"):
		return "application/feed+json"
	case strings.HasPrefix(format, "rdf"):
		return "application/rdf+xml"
	}
	return "application/rss+xml"
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
