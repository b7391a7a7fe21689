package wire

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"time"
)

// An Article is one story as one source files it, at one version.
//
// Text fields are plain text (UTF-8, no markup, no control characters, white
// space folded to single blanks); HTML is sanitised and balanced, its links
// absolute http or https. So whatever is in an Article is safe to render.
// Dateline text, notes, lead and body carry every letter of the entry's text
// once; an empty field means "not printed, or not certain".
//
// An Article is not modified once it has been handed to another goroutine.
type Article struct {
	ID      string `json:"id"`       // NewID(Source, key); stable over versions, restarts and nodes
	Source  string `json:"source"`   // Source.Name
	EntryID string `json:"entry_id"` // guid or Atom id as printed; else what stood in for it
	URL     string `json:"url"`      // permalink, absolute http(s); empty when the entry has none

	Headline string    `json:"headline"`
	Byline   []string  `json:"byline,omitempty"` // names without "By"
	Date     string    `json:"date"`             // YYYY-MM-DD, publication day in the source's own zone
	Dateline *Dateline `json:"dateline,omitempty"`
	Agency   string    `json:"agency,omitempty"` // canonical name of who filed the copy
	Lead     string    `json:"lead"`             // first paragraph, after the dateline
	Body     []string  `json:"body"`             // the paragraphs after the lead
	Quotes   []Quote   `json:"quotes,omitempty"`
	Notes    []Note    `json:"notes,omitempty"`

	Signal       Signal     `json:"signal,omitempty"`
	SignalNumber int        `json:"signal_number,omitempty"` // the 2 of "UPDATE 2" or "2nd Writethru"
	Status       Status     `json:"status"`
	Embargo      *time.Time `json:"embargo,omitempty"` // not before this instant

	Language   string   `json:"language,omitempty"` // BCP 47
	Categories []string `json:"categories,omitempty"`
	Media      []Media  `json:"media,omitempty"`
	HTML       string   `json:"html,omitempty"`

	Published time.Time `json:"published,omitzero"`  // UTC; never later than Received
	Updated   time.Time `json:"updated,omitzero"`    // UTC; zero when the entry names none
	Undated   bool      `json:"undated,omitempty"`   // Published is the time first seen
	DateText  string    `json:"date_text,omitempty"` // the date as printed, where it was unreadable or clamped
	Received  time.Time `json:"received"`            // UTC; when this daemon first kept the article
	Revised   time.Time `json:"revised,omitzero"`    // UTC; when this daemon received this version, set by the store; zero for the first
	Version   int       `json:"version"`             // from 1

	Topics    []string `json:"topics,omitempty"`    // filled in by readers of the desk, never stored
	Rights    string   `json:"rights,omitempty"`    // the rights statement as printed
	Truncated bool     `json:"truncated,omitempty"` // the entry ended early, or a limit cut it
}

// A Place is one town of a dateline, as printed.
type Place struct {
	Name    string `json:"name"`
	Region  string `json:"region,omitempty"`  // state, province or country as printed
	Country string `json:"country,omitempty"` // ISO 3166-1 alpha-2, only when certain
}

// A Dateline is what opens the text of a story: place, day, agency, delimiter.
type Dateline struct {
	Text   string  `json:"text"`            // exactly as printed, delimiter included, outer white space cut
	Places []Place `json:"places"`          // in printed order; may be empty
	Month  int     `json:"month,omitempty"` // 1-12
	Day    int     `json:"day,omitempty"`   // 1-31
	Year   int     `json:"year,omitempty"`  // only when printed
}

// A Quote is direct speech.
type Quote struct {
	Text      string `json:"text"`              // without its marks; paragraphs joined by a blank line
	Speaker   string `json:"speaker,omitempty"` // name without title, or the description as printed
	Paragraph int    `json:"paragraph"`         // where it opens: 0 is the lead, 1 is Body[0]
	Partial   bool   `json:"partial,omitempty"` // a fragment inside reported speech
}

// A Note is a line of the entry that is not the story, as printed.
type Note struct {
	Text string   `json:"text"`
	Kind NoteKind `json:"kind"`
	// Before is the paragraph it was printed in front of, counted like
	// Quote.Paragraph: 0 is before dateline and lead, 1+len(Body) is at the end.
	Before int `json:"before,omitempty"`
}

// NoteKind says what a note is.
type NoteKind string

// The kinds of notes.
const (
	NoteAdvisory    NoteKind = "advisory"
	NoteByline      NoteKind = "byline"
	NoteSignoff     NoteKind = "signoff"
	NoteBoilerplate NoteKind = "boilerplate"
	NoteCaption     NoteKind = "caption" // the text of a picture
)

// A Signal is what an agency says about a filing.
type Signal string

// The signals.
const (
	SignalCorrection Signal = "correction"
	SignalUpdate     Signal = "update" // updates and writethrus
	SignalAdvisory   Signal = "advisory"
	SignalKill       Signal = "kill"
	SignalEmbargo    Signal = "embargo"
)

// Status says whether an article may be published (IPTC ninjs pubstatus).
type Status string

// The statuses.
const (
	StatusUsable   Status = "usable"
	StatusWithheld Status = "withheld" // under embargo
	StatusCanceled Status = "canceled" // killed; it leaves all editions
)

// Media is a picture, sound or film that goes with an article.
type Media struct {
	URL    string `json:"url"`
	Type   string `json:"type"`             // MIME type; empty when unknown
	Length int64  `json:"length,omitempty"` // bytes
	Title  string `json:"title,omitempty"`
	Credit string `json:"credit,omitempty"`
}

// idCoding gives IDs that are safe in paths, file names and fragments.
var idCoding = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// NewID returns the ID of the article that source files under key: 16
// characters [0-9a-z], the same on every node and after every restart.
func NewID(source, key string) string {
	h := sha256.New()
	h.Write([]byte(source))
	h.Write([]byte{0})
	h.Write([]byte(key))
	return idCoding.EncodeToString(h.Sum(nil)[:10])
}

// A Sum is a digest of what a reader sees of an article.
type Sum [16]byte

// Sum returns the digest of what a reader sees: equal sums are the same text.
// Times, versions and what is derived from the text (quotes, places) do not
// count, so a feed that stamps its entries anew at every poll files no new
// versions, and neither does a better grammar.
func (a *Article) Sum() Sum {
	d := digest{h: sha256.New()}
	d.put(a.URL, a.Headline, a.Language, a.Rights, string(a.Signal), string(a.Status), a.HTML)
	d.put(a.Byline...)
	d.number(1) // the text is one field
	d.number(a.textLen())
	for part := range a.parts {
		d.write(part)
	}
	d.put(a.Categories...)
	for _, m := range a.Media {
		d.put(m.URL, m.Type, m.Title, m.Credit)
	}
	if a.Embargo != nil {
		d.put(a.Embargo.UTC().Format(time.RFC3339))
	}
	return d.sum()
}

// Stamp is the time by which versions of an article are ordered: Updated, or
// where the entry names none, Published.
func (a *Article) Stamp() time.Time {
	if a.Updated.After(a.Published) {
		return a.Updated
	}
	return a.Published
}

// Supersedes reports whether a wins over b, another version of the same
// article: by Stamp, then Version, then Sum. It is a strict total order on
// articles with different texts, so every node keeps the same one.
func (a *Article) Supersedes(b *Article) bool {
	if !a.Undated && !b.Undated {
		if s, t := a.Stamp(), b.Stamp(); !s.Equal(t) {
			return s.After(t)
		}
	}
	if a.Version != b.Version {
		return a.Version > b.Version
	}
	x, y := a.Sum(), b.Sum()
	return bytes.Compare(x[:], y[:]) > 0
}

// Paragraphs returns lead and body; empty when there is no text.
func (a *Article) Paragraphs() []string {
	if a.Lead == "" && len(a.Body) == 0 {
		return nil
	}
	return append([]string{a.Lead}, a.Body...)
}

// MarshalJSON writes the article as design.md §2 has it: lists that must be
// there are never null, and < > & stay readable.
func (a Article) MarshalJSON() ([]byte, error) {
	type plain Article
	p := plain(a)
	if p.Body == nil {
		p.Body = []string{}
	}
	if p.Dateline != nil && p.Dateline.Places == nil {
		d := *p.Dateline
		d.Places = []Place{}
		p.Dateline = &d
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(p); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
