package wire

import "time"

// A Poll is what we keep of the latest visit to a source, and by that the
// state of the source: one record a source, replaced at every visit.
type Poll struct {
	Source string        `json:"source"`
	URL    string        `json:"url"` // asked; the validators belong to it
	At     time.Time     `json:"at"`  // when the visit began, UTC
	Next   time.Time     `json:"next"`
	Took   time.Duration `json:"took"` // nanoseconds

	Status     int        `json:"status,omitempty"` // of HTTP; 0 when there was no answer
	Format     string     `json:"format,omitempty"` // "rss 2.0", "atom 1.0", "rdf", "json feed 1.1", as last read
	Title      string     `json:"title,omitempty"`  // what the document calls itself
	Validators Validators `json:"validators,omitzero"`
	Bytes      int64      `json:"bytes,omitempty"` // of the body on the wire

	// Answered is the address that answered, where redirects led elsewhere:
	// the validators are sent to it alone.
	Answered string `json:"answered,omitempty"`
	BodyHash uint64 `json:"body_hash,omitempty"` // of the latest body that was read and stored
	// Full is the latest visit without validators that was answered. Distrust
	// is until when validators are not sent, after they were found out: they
	// stayed the same while the document changed.
	Full     time.Time `json:"full,omitzero"`
	Distrust time.Time `json:"distrust,omitzero"`
	Delta    bool      `json:"delta,omitempty"` // the server offers RFC 3229's feed instances
	Move     Move      `json:"move,omitzero"`
	RetryAt  time.Time `json:"retry_at,omitzero"` // the server asked not to be asked before
	Gone     bool      `json:"gone,omitempty"`    // 410: not asked any more

	Learnt Learnt `json:"learnt,omitzero"`
	Hints  Hints  `json:"hints,omitzero"`
	Hub    Hub    `json:"hub,omitzero"`

	Failures int       `json:"failures,omitempty"` // in a row
	Kind     string    `json:"kind,omitempty"`     // of Error, for machines: "name", "slow", "status", "parse" …
	Error    string    `json:"error,omitempty"`    // of this visit
	Since    time.Time `json:"since,omitzero"`     // since when Error has been of this kind
	LastGood time.Time `json:"last_good,omitzero"` // latest visit that was answered by a feed or a 304

	Tally    Tally     `json:"tally,omitzero"`     // of the latest visit that brought a document
	Total    Tally     `json:"total,omitzero"`     // of all visits
	Refusals []Refusal `json:"refusals,omitempty"` // of the latest document, at most MaxRefusals

	// Known are the hashes of the raw entries of the latest document. Nil
	// leaves what the store has: a visit that brought no document forgets
	// nothing. The store keeps them apart from the rest.
	// It never names an entry that is not stored.
	Known []uint64 `json:"-"`
}

// MaxRefusals bounds the refusals kept of one poll: enough to see what is
// wrong with a source, not enough for a hostile one to fill the store.
const MaxRefusals = 20

// Validators are what a server gave to ask again with (RFC 9110 §8.8),
// byte for byte.
type Validators struct {
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
}

// A Tally accounts for the entries of a document:
// Entries = New + Changed + Same + Refused.
type Tally struct {
	Entries int `json:"entries"`
	New     int `json:"new"`
	Changed int `json:"changed"`
	Same    int `json:"same"`
	Refused int `json:"refused"`
}

// Add adds u to t.
func (t *Tally) Add(u Tally) {
	t.Entries += u.Entries
	t.New += u.New
	t.Changed += u.Changed
	t.Same += u.Same
	t.Refused += u.Refused
}

// A Refusal says why one entry became no article.
type Refusal struct {
	Entry  int    `json:"entry"`        // its place in the document, from 0
	ID     string `json:"id,omitempty"` // guid or title, as far as it could be read
	Reason string `json:"reason"`
}

// A Filing is an article on its way into the store.
type Filing struct {
	Article *Article
	// Raw is the entry as the source sent it, decoded to UTF-8, with what it
	// inherits from the document's head; so that a better grammar can read
	// it again. May be nil.
	Raw []byte
	// Alias are IDs under which this entry may be kept already, best first
	// (a guid that turned out to be shared by several entries). The store
	// keeps the article's old ID if one of them has the same URL.
	Alias []string
}

// A Change is one place in the change log.
type Change struct {
	Seq     uint64
	ID      string
	Article *Article // nil when the article has been pruned
}
