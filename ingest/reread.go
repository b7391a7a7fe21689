package ingest

import (
	"errors"
	"fmt"

	"github.com/datelinewire/dateline/wire"
)

// errNotOne says that a raw entry is not, or not any more, one article.
var errNotOne = errors.New("the raw entry is not read as one article")

// Reread reads raw, the entry of which old was made, again, with the grammar of
// today. What the entry does not say stays as it was: identity, version, when it
// was received, and by that the date of an undated one. Relative links are so
// to src.URL: to be given as the address that answered.
func (sh *Shaper) Reread(raw []byte, old *wire.Article, src wire.Source) (*wire.Article, error) {
	c := Cover{URL: src.URL, Received: old.Received, MaxBytes: src.Pace.MaxBody}
	s, err := sh.Shape(raw, src, c)
	if err != nil {
		return nil, fmt.Errorf("reread %s: %w", old.ID, err)
	}
	if len(s.Filings) != 1 {
		return nil, fmt.Errorf("reread %s: %w", old.ID, errNotOne)
	}
	a := s.Filings[0].Article
	a.ID, a.Source, a.Version, a.Received, a.Revised = old.ID, old.Source, old.Version, old.Received, old.Revised
	if old.Undated && a.Undated {
		a.Published, a.Date = old.Published, old.Date
	}
	return a, nil
}
