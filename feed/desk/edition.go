package desk

import (
	"fmt"
	"slices"
	"time"

	"github.com/datelinewire/dateline/wire"
)

// Edition returns the present edition of a topic: the newest Limit members
// that may be published, at most PerSource of one source. While nothing in it
// changes it is the same pointer, and after a restart one of the same content.
// Before CaughtUp it is what the ledger has. It fails with ErrNoTopic, with
// ErrDealing while the topic is dealt anew, or with an error of the store.
func (d *Desk) Edition(name string) (*wire.Edition, error) {
	t, ok := d.topics[name]
	if !ok {
		return nil, fmt.Errorf("topic %q: %w", name, ErrNoTopic)
	}
	if s := d.shelved(name); s.fresh(d.now()) {
		return s.edition, nil
	}
	d.build.Lock()
	defer d.build.Unlock()
	s := d.shelved(name)
	if s.fresh(d.now()) {
		return s.edition, nil // somebody else made it while we waited
	}
	e, until, err := d.compose(t, s.edition)
	if err != nil {
		return nil, fmt.Errorf("edition of %s: %w", name, err)
	}
	d.shelve(name, e, s.touched, until)
	return e, nil
}

func (d *Desk) shelved(name string) shelved {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.shelf[name]
}

// shelve keeps e, made of the ledger after touched dealings or later.
func (d *Desk) shelve(name string, e *wire.Edition, touched int, until time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	s := d.shelf[name]
	replaced := s.edition != e
	s.edition, s.made, s.until = e, touched, until
	d.shelf[name] = s
	if replaced {
		close(d.changed)
		d.changed = make(chan struct{})
	}
}

// compose makes the edition of t from the ledger, or returns old when that is no
// different; until is when the end of an embargo changes it, zero: never.
func (d *Desk) compose(t wire.Topic, old *wire.Edition) (e *wire.Edition, until time.Time, err error) {
	var w window
	var r record
	err = d.store.View(follower, func(p Pages) error {
		var err error
		if r, err = readRecord(p, t.Name); err != nil {
			return err
		}
		if !r.whole || r.print != printOf(t) {
			return ErrDealing
		}
		w, err = d.window(p, t)
		return err
	})
	if err != nil {
		return nil, until, err
	}
	articles, err := d.fetch(w.members, old)
	if err != nil {
		return nil, until, err
	}
	e = &wire.Edition{Topic: t, Articles: articles, Updated: r.left}
	for _, a := range articles {
		e.Updated = later(e.Updated, lastReceived(a))
		if a.Embargo != nil { // it came in when that ended
			e.Updated = later(e.Updated, a.Embargo.UTC())
		}
	}
	if old != nil && old.Updated.Equal(e.Updated) && slices.Equal(old.Articles, e.Articles) {
		e = old
	}
	return e, w.until, nil
}

// fetch returns the articles of members, in their order. An article that old
// has at the same version is the same pointer.
func (d *Desk) fetch(members []member, old *wire.Edition) ([]*wire.Article, error) {
	have := make(map[string]*wire.Article, len(members))
	if old != nil {
		for _, a := range old.Articles {
			have[a.ID] = a
		}
	}
	var missing []string
	for _, m := range members {
		if a := have[m.id]; a == nil || a.Version != m.version || !lastReceived(a).Equal(m.text) {
			missing = append(missing, m.id)
		}
	}
	if len(missing) > 0 {
		for _, id := range missing {
			delete(have, id)
		}
		for a, err := range d.store.Articles(missing) {
			if err != nil {
				return nil, fmt.Errorf("load %d articles: %w", len(missing), err)
			}
			have[a.ID] = excerpt(release(a))
		}
	}
	articles := make([]*wire.Article, 0, len(members))
	now := d.now()
	for _, m := range members {
		// The store may know more than the ledger: a kill, a new embargo.
		// They count at once; the change that says so is dealt next.
		if a := have[m.id]; a != nil && publishable(a, now) {
			articles = append(articles, a)
		}
	}
	return articles, nil
}

// release returns an article whose embargo is the only thing that holds it
// back as usable; whether the embargo is over, publishable says.
func release(a *wire.Article) *wire.Article {
	if a.Status != wire.StatusWithheld || a.Embargo == nil {
		return a
	}
	b := *a
	b.Status = wire.StatusUsable
	return &b
}

func publishable(a *wire.Article, now time.Time) bool {
	if a.Status == wire.StatusCanceled || a.Status == wire.StatusWithheld {
		return false
	}
	return a.Embargo == nil || !now.Before(*a.Embargo)
}

// A window is the part of a topic's members that its edition shows.
type window struct {
	members []member
	until   time.Time // when the next embargo ends that would change it; zero: none
}

// window reads the members that the edition of t shows now, newest first.
func (d *Desk) window(p Pages, t wire.Topic) (window, error) {
	limit := t.Limit
	if limit <= 0 {
		limit = DefaultLimit
	}
	var w window
	var bad error
	now, perSource := d.now(), make(map[string]int)
	prefix := memberPrefix(t.Name)
	err := p.Scan(prefix, true, func(k, v []byte) bool {
		var m member
		if m, bad = parseMember(k[len(prefix):], v); bad != nil {
			return false
		}
		if t.PerSource > 0 && perSource[m.source] >= t.PerSource {
			return true
		}
		if now.Before(m.embargo) {
			if w.until.IsZero() || m.embargo.Before(w.until) {
				w.until = m.embargo
			}
			return true
		}
		perSource[m.source]++
		w.members = append(w.members, m)
		return len(w.members) < limit
	})
	if err := firstOf(err, bad); err != nil {
		return window{}, fmt.Errorf("members of %s: %w", t.Name, err)
	}
	return w, nil
}

// lastReceived is when the present text of a reached us, as far as the article
// can tell; not the clock, so that it is the same after a restart.
func lastReceived(a *wire.Article) time.Time {
	t := later(a.Received, a.Revised)
	if a.Revised.IsZero() && a.Version > 1 {
		t = later(t, a.Updated)
	}
	return t.UTC()
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
