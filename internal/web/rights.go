package web

import (
	"strings"
	"time"

	"github.com/datelinewire/dateline/wire"
)

// shown says whether and how an article may be shown to the public.
type shown uint8

const (
	hidden    shown = iota // withheld: as if it were not there
	withdrawn              // killed: that it was is all there is to say
	visible
)

// visibility reports how a may be shown at this time.
func visibility(a *wire.Article, now time.Time) shown {
	switch {
	case a.Status == wire.StatusCanceled:
		return withdrawn
	case a.Embargo != nil && now.Before(*a.Embargo),
		a.Status == wire.StatusWithheld && a.Embargo == nil:
		return hidden
	}
	return visible
}

// extent is how much of a's copy may leave the house. Of a source that is no
// longer configured it is the headline, because nobody says that more may.
func (s *site) extent(a *wire.Article) wire.Extent {
	src, ok := s.sources[a.Source]
	switch {
	case !ok:
		return wire.ExtentHeadline
	case src.Rights.Publish == "":
		return wire.ExtentFull
	}
	return src.Rights.Publish
}

// public returns a as the public may have it: whole, or a copy that says no
// more than the rights of its source allow, as the feeds do.
func (s *site) public(a *wire.Article) *wire.Article {
	if a.Status == wire.StatusWithheld { // visible, so its embargo is over
		c := *a
		c.Status = wire.StatusUsable
		a = &c
	}
	switch s.extent(a) {
	case wire.ExtentFull:
		return a
	case wire.ExtentLead:
		return leadOnly(a)
	}
	return headlineOnly(a)
}

// headlineOnly keeps what says which story it is and where to read it.
func headlineOnly(a *wire.Article) *wire.Article {
	c := *a
	c.Dateline, c.Lead, c.Body = nil, "", nil
	c.Quotes, c.Notes, c.Media, c.HTML = nil, nil, nil, ""
	c.Truncated = true
	return &c
}

// leadOnly keeps dateline and lead besides, and quotes that lie in the lead.
func leadOnly(a *wire.Article) *wire.Article {
	c := headlineOnly(a)
	c.Dateline, c.Lead = a.Dateline, a.Lead
	for _, q := range a.Quotes {
		if q.Paragraph == 0 && strings.Contains(a.Lead, q.Text) {
			c.Quotes = append(c.Quotes, q)
		}
	}
	return c
}

// tombstone is all that is left of a killed article: that it was withdrawn.
func tombstone(a *wire.Article) *wire.Article {
	return &wire.Article{
		ID: a.ID, Source: a.Source, EntryID: a.EntryID, Date: a.Date, Agency: a.Agency, Language: a.Language,
		Signal: wire.SignalKill, Status: wire.StatusCanceled,
		Published: a.Published, Updated: a.Updated, Received: a.Received, Revised: a.Revised, Version: a.Version,
	}
}

// credit is the line naming who filed a.
func (s *site) credit(a *wire.Article) string {
	src := s.sources[a.Source]
	for _, name := range []string{src.Rights.Credit, a.Agency, src.Agency, src.Title} {
		if name != "" {
			return name
		}
	}
	return a.Source
}
