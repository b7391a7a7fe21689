// Package samplewire is a wire service made up for trying things out: invented
// stringers file invented news, in the manner of real agencies and in every
// feed format, over HTTP.
//
// Callers may rely on three things. The service is a function of its options
// and of the time it is told: two services with the same options are
// byte-same at the same instant, however they got there. It has no goroutine
// and no clock of its own; it moves on when it is told the time. And nothing
// in it happened: every source and every page says that it is a sample.
//
// The demo uses it as it is. Tests use it scripted (Options.Scripted): it then
// files only what it is given by File, Edit, Correct and Kill, and fails the
// way it is told by Fault.
package samplewire

import (
	"errors"
	"slices"
	"sync"
	"time"
)

// The defaults and bounds of a service.
const (
	// Every is the time between two filings when Options.Every is zero.
	Every = 3 * time.Second

	// Backlog is the number of stories each source has filed before Start.
	Backlog = 8

	// Window is the number of stories in a document, the newest first: what
	// most agencies' feeds hold. Older ones are forgotten, page and all.
	Window = 30

	// maxLeap bounds the filings of one Advance. A machine that slept for a
	// week wakes up to the filings that would still be in the documents, not
	// to two hundred thousand others.
	maxLeap = 2000
)

// The errors of the scripted calls.
var (
	ErrNoSource = errors.New("no such source")
	ErrNoStory  = errors.New("no such story")
)

// Options say what a service does. The zero value is a good service.
type Options struct {
	Seed  uint64    // another seed is other news
	Start time.Time // when it opens, with Backlog stories a source behind it; zero is 2026-05-04 09:00 UTC
	Every time.Duration

	// Now tells the time at every request, so that a served service moves on
	// by itself. Without it time stands still between calls of Advance.
	Now func() time.Time

	// Base is the address in links, without a slash at the end. Empty means
	// the host that was asked.
	Base string

	// Scripted leaves all filing to the caller: no backlog, nothing on time.
	Scripted bool
}

// A Wire is one sample wire service. It is safe for concurrent use.
type Wire struct {
	o    Options
	base time.Time // Start, truncated to the second, UTC

	mu     sync.Mutex // guards all below
	now    time.Time
	filed  int // filings done on time since Start
	desks  map[string]*bureau
	paths  map[string]*bureau // by path of the feed
	spoken map[string]bool    // headlines used, so that none comes twice
	log    map[string]*Visits
	faults map[string]Fault
}

// A bureau is one source at work.
type bureau struct {
	stringer
	stories []*Story  // newest first, at most Window
	serial  int       // of the latest story
	changed time.Time // latest filing of any kind
	edition *document // rendered; nil when it has to be rendered anew
}

// New returns a service that stands at o.Start.
func New(o Options) *Wire {
	if o.Start.IsZero() {
		o.Start = time.Date(2026, time.May, 4, 9, 0, 0, 0, time.UTC)
	}
	if o.Every <= 0 {
		o.Every = Every
	}
	w := &Wire{
		o:      o,
		base:   o.Start.UTC().Truncate(time.Second),
		desks:  map[string]*bureau{},
		paths:  map[string]*bureau{},
		spoken: map[string]bool{},
		log:    map[string]*Visits{},
		faults: map[string]Fault{},
	}
	w.now = w.base
	for _, s := range stringers() {
		b := &bureau{stringer: s, changed: w.base}
		w.desks[s.Name], w.paths[s.Path] = b, b
	}
	if !o.Scripted {
		w.fileBacklog()
	}
	return w
}

// Advance files what is due until now. An earlier time than the service stands
// at changes nothing.
func (w *Wire) Advance(now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.advance(now)
}

// Time returns the instant the service stands at.
func (w *Wire) Time() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// Stories returns copies of what the document of a source holds, newest first.
func (w *Wire) Stories(source string) []Story {
	w.mu.Lock()
	defer w.mu.Unlock()
	b := w.desks[source]
	if b == nil {
		return nil
	}
	list := make([]Story, 0, len(b.stories))
	for _, s := range b.stories {
		list = append(list, s.clone())
	}
	return list
}

// add puts a story on top of the document.
func (b *bureau) add(s *Story, at time.Time) {
	b.stories = slices.Insert(b.stories, 0, s)
	if len(b.stories) > Window {
		b.stories = b.stories[:Window]
	}
	b.touch(at)
}

// touch says that the document changed at that instant.
func (b *bureau) touch(at time.Time) {
	b.changed, b.edition = at, nil
}

// story finds a story of the document by its guid.
func (b *bureau) story(guid string) *Story {
	for _, s := range b.stories {
		if s.GUID == guid {
			return s
		}
	}
	return nil
}
