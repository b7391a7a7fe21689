// Package document reads what a source answers: bytes in any feed format
// (RSS 0.90 to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed 1 and 1.1) to entries.
//
// Read is a pure function of its arguments: no network, no clock, no state.
// It never panics and needs time and memory linear in the size of the
// document, whatever the bytes are. A broken entry costs that entry, and is
// explained; an entry whose hash is known already is not parsed again.
//
// The package is the one door to gofeed.
package document

import (
	"errors"
	"strings"
	"time"

	"github.com/datelinewire/dateline/wire"
)

// Options say where a document came from and how much of it may be read. The
// zero value reads any document, with the default limits.
type Options struct {
	URL         string              // absolute; the base of relative links
	ContentType string              // as HTTP gave it; may be empty
	Zone        *time.Location      // of dates that name none, and of ambiguous zone names; nil is UTC
	Now         time.Time           // when it was received; later dates are clamped to it; zero clamps nothing
	Known       func(h uint64) bool // entries with these hashes are not parsed; nil knows none
	MaxBytes    int64               // of the document; 0 is MaxBytes
	MaxEntries  int                 // of the document; 0 is MaxEntries
}

// A Document is what was read.
type Document struct {
	Format   string // "rss 2.0", "rdf", "atom 1.0", "json feed 1.1" …
	Title    string // plain text
	Link     string // the site, absolute; may be empty
	Language string // BCP 47, as printed
	Rights   string // plain text
	Hub      string // WebSub hub, absolute; may be empty
	Self     string // the document's own address, as it says itself; may be empty
	Hints    Hints

	// Entries are in document order, and Refusals explain those that are not
	// among them: len(Entries) + len(Refusals) is the number of entries.
	Entries  []Entry
	Refusals []wire.Refusal
	// Hashes are those of Entries, in the same order: what Known should know at
	// the next visit. Refused entries have none, so they are refused again.
	Hashes []uint64

	// Truncated says that the document ended early, or that a limit cut it.
	Truncated bool
}

// Hints are what a document says about when to ask again.
type Hints struct {
	TTL          time.Duration // RSS ttl; 0 when absent
	UpdatePeriod time.Duration // sy:updatePeriod / sy:updateFrequency; 0 when absent
	SkipHours    []int         // 0-23, UTC
	SkipDays     []time.Weekday
}

// An Entry is one item of a source's document before it is shaped. Of a known
// one, or one that repeats the bytes of another, only Index, Hash and Known are
// set.
type Entry struct {
	Index int    // its place in the document, from 0
	Hash  uint64 // of the raw bytes and what they inherit; the same on every node
	Known bool
	// Raw is the entry with what it inherits from its document's head, as a
	// document of its own that Read reads to the same Entry. UTF-8.
	Raw []byte

	ID    string   // guid or Atom id as printed; else what stands in for it
	Key   string   // of its identity, for wire.NewID
	Alias []string // other keys under which the same entry may have been filed

	URL     string // permalink, absolute http(s); may be empty
	Title   string // plain text
	HTML    string // the richest text as HTML; plain text has been escaped
	Base    string // base of the relative links in HTML and Summary
	Summary string // HTML, when there is a different, shorter text

	Published time.Time // UTC; zero when Undated
	Updated   time.Time // UTC; zero when the entry names none
	DateText  string    // the date as printed, where it was unreadable or clamped
	Undated   bool      // no date that could be read

	Authors    []string
	Categories []string
	Media      []wire.Media
	Language   string // BCP 47, as printed; the document's where the entry names none
	Rights     string
	Truncated  bool // the entry ended early, or a limit cut it
}

// Errors of documents of which nothing could be read.
var (
	ErrEmpty    = errors.New("document is empty")
	ErrTooLarge = errors.New("document is larger than the limit")
)

// NotFeed is the error for a document that is not a feed.
type NotFeed struct {
	Kind       string   // "html", "opml", "json", "xml" or "text"
	Advertised []string // feeds that an HTML page names, absolute, in order
	Hub, Self  string   // the WebSub hub that it names, and the topic there
}

// Error says what it is, and the feed it advertises.
func (e *NotFeed) Error() string {
	s := "not a feed but " + e.Kind
	if len(e.Advertised) > 0 {
		s += "; it names the feed " + strings.Join(e.Advertised, ", ")
	}
	return s
}
