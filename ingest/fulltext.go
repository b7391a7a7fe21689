package ingest

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/datelinewire/dateline/ingest/fetch"
	"github.com/datelinewire/dateline/ingest/markup"
	"github.com/datelinewire/dateline/ingest/page"
	"github.com/datelinewire/dateline/wire"
)

// How pages are asked for.
const (
	// enoughText is what the feed itself must have of an entry (bytes of plain
	// text) for its page not to be needed.
	enoughText = 2000
	// pagesMost bounds the pages of one visit. The entries beyond are filed
	// with their summary, and their pages are for the next visits.
	pagesMost = 20
	// robotsFor is how long a robots.txt counts (RFC 9309 §2.4), and
	// robotsRetry when one that could not be had is asked for again.
	robotsFor   = 24 * time.Hour
	robotsRetry = time.Hour
	robotsHosts = 4096
)

var errRobots = errors.New("robots.txt keeps us from the page")

// pages fetches the pages of the entries that the document has only in part.
// A page that cannot be had, or is no article, leaves the summary. While pages
// are left for later, the document does not count as read: their entries stay
// unknown, and the validators are those of before.
func (b *visitor) pages(ctx context.Context) error {
	if !b.src.FullText || b.shaped == nil {
		return nil
	}
	b.drop() // pages take their time
	asked := 0
	later := make(map[uint64]bool)
	for i := range b.shaped.Filings {
		a := b.shaped.Filings[i].Article
		if a.URL == "" || a.Status == wire.StatusCanceled || len(a.Text()) >= enoughText {
			continue
		}
		if asked == pagesMost {
			later[b.shaped.entries[i].Hash] = true
			continue
		}
		asked++
		full, err := b.in.fullText(ctx, b.src, b.shaped, i, b.now)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			b.in.Log.Debug("page is not taken, the summary stays", "source", b.src.Name, "url", a.URL, "err", err)
			continue
		}
		b.shaped.Filings[i].Article = full
	}
	if len(later) > 0 {
		b.postpone(later)
	}
	return nil
}

// postpone leaves entries unknown, and the document unread as far as its
// validators go.
func (b *visitor) postpone(later map[uint64]bool) {
	known := make([]uint64, 0, len(b.p.Known))
	for _, h := range b.p.Known {
		if !later[h] {
			known = append(known, h)
		}
	}
	b.p.Known, b.p.BodyHash = known, 0
	b.p.Validators = wire.Validators{}
	if b.old.URL == b.p.URL {
		b.p.Validators, b.p.Answered = b.old.Validators, b.old.Answered
	}
}

// fullText returns the article of filing i with the text of its page.
func (in *Ingester) fullText(ctx context.Context, src wire.Source, s *Shaped, i int, now time.Time) (*wire.Article, error) {
	old := s.Filings[i].Article
	u, err := url.Parse(old.URL)
	if err != nil {
		return nil, err
	}
	ok, err := in.robots.allowed(ctx, in.Fetch, src, u)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, errRobots
	}
	ans, err := in.Fetch.Do(ctx, fetch.Request{
		URL: old.URL, Accept: "text/html, application/xhtml+xml;q=0.9, */*;q=0.1", MaxBody: page.MaxBytes,
		Private: src.Pace.AllowPrivate, AllowDowngrade: src.Pace.AllowDowngrade, Alone: src.Pace.Shared,
	})
	if err != nil {
		return nil, err
	}
	if ans.Status == http.StatusUnauthorized || ans.Status == http.StatusPaymentRequired || ans.Status == http.StatusForbidden {
		return nil, page.ErrWall
	}
	if ans.Status != http.StatusOK {
		return nil, statusError(ans)
	}
	final, err := url.Parse(ans.URL)
	if err != nil {
		return nil, err
	}
	if err := in.takeCPU(ctx); err != nil {
		return nil, err
	}
	defer func() { <-in.shaping }()
	html, err := page.Extract(ans.Body, ans.Header.Get("Content-Type"), final, old.Headline, strings.Join(old.Paragraphs(), " "))
	if err != nil {
		return nil, err
	}
	a, _, _ := in.Shaper.read(src, &s.entries[i], markup.Read(html, ans.URL), now)
	if a.Language == "" {
		a.Language = old.Language
	}
	a.Rights = old.Rights
	return a, nil
}

// robots are the rules of hosts, as long as they count.
type robots struct {
	mu    sync.Mutex // guards hosts, but not what a closed done has published
	hosts map[string]*robotsFile
}

type robotsFile struct {
	done  chan struct{} // closed when the rest is there
	rules *page.Rules
	until time.Time
}

// allowed reports whether the robots.txt of u's host lets us ask for u.
func (r *robots) allowed(ctx context.Context, c *fetch.Client, src wire.Source, u *url.URL) (bool, error) {
	key := u.Scheme + "://" + u.Host
	f, mine := r.file(key)
	if mine {
		f.rules, f.until = askRobots(ctx, c, src, key)
		close(f.done)
	}
	select {
	case <-f.done:
		return f.rules.Allowed(u), nil
	case <-ctx.Done():
		return false, ctx.Err()
	}
}

// file returns the file of a host; it is mine to fill when it is new.
func (r *robots) file(key string) (f *robotsFile, mine bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if f := r.hosts[key]; f != nil {
		select {
		case <-f.done:
			if time.Now().Before(f.until) {
				return f, false
			}
		default:
			return f, false
		}
	}
	if r.hosts == nil || len(r.hosts) >= robotsHosts {
		r.hosts = make(map[string]*robotsFile)
	}
	f = &robotsFile{done: make(chan struct{})}
	r.hosts[key] = f
	return f, true
}

// askRobots fetches a robots.txt. One that is not there allows everything, one
// that cannot be had nothing (RFC 9309 §2.3.1).
func askRobots(ctx context.Context, c *fetch.Client, src wire.Source, key string) (*page.Rules, time.Time) {
	a, err := c.Do(ctx, fetch.Request{URL: key + "/robots.txt", Private: src.Pace.AllowPrivate, AllowDowngrade: src.Pace.AllowDowngrade, Alone: src.Pace.Shared, MaxBody: 1 << 20})
	now := time.Now()
	switch {
	case err == nil && a.Status == http.StatusOK:
		agent, _, _ := strings.Cut(c.Agent, "/")
		return page.Robots(a.Body, strings.TrimSpace(agent)), now.Add(robotsFor)
	case err == nil && a.Status >= 400 && a.Status < 500 && a.Status != http.StatusTooManyRequests:
		return page.Robots(nil, ""), now.Add(robotsFor)
	}
	return page.Nothing, now.Add(robotsRetry)
}
