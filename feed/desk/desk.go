// Package desk chooses: it deals articles to topics and makes their editions.
//
// The desk is a follower of the change log. Which articles belong to which
// topic is written in its ledger, in one transaction with its cursor, so it
// can be stopped at any instant. What it knows follows from the log and the
// ledger alone: after a restart every topic has the edition it had before.
package desk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/datelinewire/dateline/feed/topic"
	"github.com/datelinewire/dateline/wire"
)

var (
	// ErrNoTopic says that no topic of this name is configured.
	ErrNoTopic = errors.New("no such topic")
	// ErrDealing says that a topic is new or has a new rule, and the log has not
	// been read to its end since: what there is of it is not its edition.
	ErrDealing = errors.New("topic is still being dealt")
)

// DefaultLimit is the number of articles in the edition of a topic whose Limit
// is not positive: two screens of a news reader, and a document of some 300 KB.
const DefaultLimit = 100

// maxNap bounds how long Run waits for the end of an embargo before it looks
// at the clock again, because the system's clock may be set meanwhile.
const maxNap = time.Minute

// Options are what a desk may be told. The zero value is good.
type Options struct {
	Log *slog.Logger     // nil is silent
	Now func() time.Time // nil is time.Now; decides only whether an embargo is over
}

// A Desk deals articles to topics. Its methods may be called at any time from
// any goroutine, but only one Run or CatchUp at a time.
type Desk struct {
	store  Store
	log    *slog.Logger
	now    func() time.Time
	topics map[string]wire.Topic // by name
	rules  map[string]*topic.Rule
	index  *topic.Index

	settled bool          // the ledger agrees with the configured rules; CatchUp's own
	partial bool          // some topic is not whole; CatchUp's own
	caught  chan struct{} // closed by the first CatchUp that came to the end
	once    sync.Once

	build sync.Mutex // held while an edition is made, so that it is made once

	mu      sync.Mutex // guards what follows; never held while the store is asked
	shelf   map[string]shelved
	changed chan struct{} // closed and replaced when an edition is
}

// A shelved edition is the latest one made of a topic.
type shelved struct {
	edition *wire.Edition // nil when none has been made
	touched int           // counts the dealings that concerned the topic
	made    int           // touched when edition was made
	until   time.Time     // an embargo ends then and changes the edition; zero: none
}

func (s *shelved) fresh(now time.Time) bool {
	return s.edition != nil && s.made == s.touched && (s.until.IsZero() || now.Before(s.until))
}

// New returns a desk for topics, whose names must differ. It fails when a rule
// does not parse, naming the topic and wrapping the *topic.SyntaxError. It asks
// nothing of the store.
func New(s Store, topics []wire.Topic, o Options) (*Desk, error) {
	d := &Desk{
		store:   s,
		log:     o.Log,
		now:     o.Now,
		topics:  make(map[string]wire.Topic, len(topics)),
		rules:   make(map[string]*topic.Rule, len(topics)),
		caught:  make(chan struct{}),
		shelf:   make(map[string]shelved, len(topics)),
		changed: make(chan struct{}),
	}
	if d.log == nil {
		d.log = slog.New(slog.DiscardHandler)
	}
	if d.now == nil {
		d.now = time.Now
	}
	for _, t := range topics {
		if _, twice := d.topics[t.Name]; twice || !nameable(t.Name) {
			return nil, fmt.Errorf("topic %q: name is empty, taken or has a zero byte", t.Name)
		}
		r, err := topic.Parse(t.Match)
		if err != nil {
			return nil, fmt.Errorf("topic %s: %w", t.Name, err)
		}
		d.topics[t.Name], d.rules[t.Name] = t, r
	}
	d.index = topic.NewIndex(d.rules)
	return d, nil
}

// Run deals articles as they come in until ctx ends, then returns nil; any
// other return is an error of the store. An article under embargo comes in by
// itself when that ends.
func (d *Desk) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		wake := d.store.Wake() // before reading, so that nothing slips between
		if err := d.CatchUp(ctx); err != nil {
			if ctx.Err() != nil {
				break
			}
			return err
		}
		d.sleep(ctx, wake)
	}
	return nil
}

// sleep waits until the log has grown, an embargo may have ended, or ctx ends.
func (d *Desk) sleep(ctx context.Context, wake <-chan struct{}) {
	var bell <-chan time.Time
	if due := d.due(); !due.IsZero() {
		t := time.NewTimer(min(max(due.Sub(d.now()), 0), maxNap))
		defer t.Stop()
		bell = t.C
	}
	select {
	case <-ctx.Done():
	case <-wake:
	case <-bell:
	}
}

// due is when the next embargo ends that changes an edition; zero: none.
func (d *Desk) due() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	var due time.Time
	for _, s := range d.shelf {
		if !s.until.IsZero() && (due.IsZero() || s.until.Before(due)) {
			due = s.until
		}
	}
	return due
}

// CatchUp deals what the log has beyond the cursor, to its end, and makes the
// editions concerned. It fails with an error of the store or of ctx; what has
// been dealt until then stays.
func (d *Desk) CatchUp(ctx context.Context) error {
	for more, ended := true, false; more; {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("desk: %w", err)
		}
		var err error
		if more, err = d.step(ended); err != nil {
			return fmt.Errorf("desk: %w", err)
		}
		if !more && d.partial { // once more, to write that the end has been reached
			more, ended = true, true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(d.topics)) {
		if _, err := d.Edition(name); err != nil {
			return err
		}
	}
	d.once.Do(func() { close(d.caught) })
	return nil
}

// CaughtUp is closed when the log has been read to its end for the first time
// and every topic has its edition.
func (d *Desk) CaughtUp() <-chan struct{} { return d.caught }

// Changed returns a channel that is closed when the edition of any topic is
// next replaced. Ask for it before asking for the editions.
func (d *Desk) Changed() <-chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.changed
}

// Topics returns the configured topics, sorted by name.
func (d *Desk) Topics() []wire.Topic {
	return slices.SortedFunc(maps.Values(d.topics), func(a, b wire.Topic) int {
		return strings.Compare(a.Name, b.Name)
	})
}

// Why says what in a makes it match the rule of the topic as configured; false
// when it does not match. It fails with ErrNoTopic.
func (d *Desk) Why(name string, a *wire.Article) (topic.Reason, bool, error) {
	r, ok := d.rules[name]
	if !ok {
		return nil, false, fmt.Errorf("topic %q: %w", name, ErrNoTopic)
	}
	reason, ok := r.Match(topic.NewDoc(a))
	return reason, ok, nil
}
