package store

import (
	"fmt"
	"time"

	"github.com/datelinewire/dateline/wire"
	"github.com/fxamacker/cbor/v2"
)

// article is wire.Article as it is written: its own type with its own numbers,
// so that renaming a field in package wire changes no file. A number is never
// given twice. ID, source, received and version stand in the header and in the
// place of the record; topics are never stored.
type article struct {
	EntryID      string    `cbor:"1,keyasint,omitempty"`
	URL          string    `cbor:"2,keyasint,omitempty"`
	Headline     string    `cbor:"3,keyasint,omitempty"`
	Byline       []string  `cbor:"4,keyasint,omitempty"`
	Date         string    `cbor:"5,keyasint,omitempty"`
	Dateline     *dateline `cbor:"6,keyasint,omitempty"`
	Agency       string    `cbor:"7,keyasint,omitempty"`
	Lead         string    `cbor:"8,keyasint,omitempty"`
	Body         []string  `cbor:"9,keyasint,omitempty"`
	Quotes       []quote   `cbor:"10,keyasint,omitempty"`
	Notes        []note    `cbor:"11,keyasint,omitempty"`
	Signal       string    `cbor:"12,keyasint,omitempty"`
	SignalNumber int       `cbor:"13,keyasint,omitempty"`
	Status       string    `cbor:"14,keyasint,omitempty"`
	Embargo      instant   `cbor:"15,keyasint,omitempty"`
	Language     string    `cbor:"16,keyasint,omitempty"`
	Categories   []string  `cbor:"17,keyasint,omitempty"`
	Media        []media   `cbor:"18,keyasint,omitempty"`
	HTML         string    `cbor:"19,keyasint,omitempty"`
	Published    instant   `cbor:"20,keyasint,omitempty"`
	Updated      instant   `cbor:"21,keyasint,omitempty"`
	Undated      bool      `cbor:"22,keyasint,omitempty"`
	DateText     string    `cbor:"23,keyasint,omitempty"`
	Rights       string    `cbor:"24,keyasint,omitempty"`
	Truncated    bool      `cbor:"25,keyasint,omitempty"`
}

type dateline struct {
	Text   string `cbor:"1,keyasint,omitempty"`
	Places []town `cbor:"2,keyasint,omitempty"`
	Month  int    `cbor:"3,keyasint,omitempty"`
	Day    int    `cbor:"4,keyasint,omitempty"`
	Year   int    `cbor:"5,keyasint,omitempty"`
}

type town struct {
	Name    string `cbor:"1,keyasint,omitempty"`
	Region  string `cbor:"2,keyasint,omitempty"`
	Country string `cbor:"3,keyasint,omitempty"`
}

type quote struct {
	Text      string `cbor:"1,keyasint,omitempty"`
	Speaker   string `cbor:"2,keyasint,omitempty"`
	Paragraph int    `cbor:"3,keyasint,omitempty"`
	Partial   bool   `cbor:"4,keyasint,omitempty"`
}

type note struct {
	Text   string `cbor:"1,keyasint,omitempty"`
	Kind   string `cbor:"2,keyasint,omitempty"`
	Before int    `cbor:"3,keyasint,omitempty"`
}

type media struct {
	URL    string `cbor:"1,keyasint,omitempty"`
	Type   string `cbor:"2,keyasint,omitempty"`
	Length int64  `cbor:"3,keyasint,omitempty"`
	Title  string `cbor:"4,keyasint,omitempty"`
	Credit string `cbor:"5,keyasint,omitempty"`
}

// instant is a time: seconds and, when there are any, nanoseconds; empty is
// the zero time. No year is out of its range.
type instant []int64

func toInstant(t time.Time) instant {
	if t.IsZero() {
		return nil
	}
	if t.Nanosecond() == 0 {
		return instant{t.Unix()}
	}
	return instant{t.Unix(), int64(t.Nanosecond())}
}

func (i instant) time() time.Time {
	switch len(i) {
	case 0:
		return time.Time{}
	case 1:
		return time.Unix(i[0], 0).UTC()
	default:
		return time.Unix(i[0], i[1]%1e9).UTC()
	}
}

// cborModes returns the two halves of the encoding, safe for concurrent use.
func cborModes() (cbor.UserBufferEncMode, cbor.DecMode, error) {
	enc, err := cbor.EncOptions{Sort: cbor.SortNone, Time: cbor.TimeRFC3339Nano}.UserBufferEncMode()
	if err != nil {
		return nil, nil, fmt.Errorf("cbor: %w", err)
	}
	dec, err := cbor.DecOptions{
		// What was written must be readable, whatever a source printed.
		UTF8:             cbor.UTF8DecodeInvalid,
		MaxArrayElements: 1 << 24, // one for each byte of the largest usual body
		MaxMapPairs:      1 << 10, // our maps are structs of some 25 fields
		MaxNestedLevels:  8,       // article, dateline, places, place: 4
		IndefLength:      cbor.IndefLengthForbidden,
		TagsMd:           cbor.TagsForbidden,
	}.DecMode()
	if err != nil {
		return nil, nil, fmt.Errorf("cbor: %w", err)
	}
	return enc, dec, nil
}

// fromArticle maps a to what is written of it.
func fromArticle(a *wire.Article) *article {
	r := &article{
		EntryID: a.EntryID, URL: a.URL, Headline: a.Headline, Byline: a.Byline,
		Date: a.Date, Agency: a.Agency, Lead: a.Lead, Body: a.Body,
		Signal: string(a.Signal), SignalNumber: a.SignalNumber, Status: string(a.Status),
		Language: a.Language, Categories: a.Categories, HTML: a.HTML,
		Published: toInstant(a.Published), Updated: toInstant(a.Updated),
		Undated: a.Undated, DateText: a.DateText, Rights: a.Rights, Truncated: a.Truncated,
	}
	if d := a.Dateline; d != nil {
		r.Dateline = &dateline{Text: d.Text, Month: d.Month, Day: d.Day, Year: d.Year}
		for _, p := range d.Places {
			r.Dateline.Places = append(r.Dateline.Places, town(p))
		}
	}
	for _, q := range a.Quotes {
		r.Quotes = append(r.Quotes, quote(q))
	}
	for _, n := range a.Notes {
		r.Notes = append(r.Notes, note{n.Text, string(n.Kind), n.Before})
	}
	for _, m := range a.Media {
		r.Media = append(r.Media, media(m))
	}
	if a.Embargo != nil {
		r.Embargo = toInstant(*a.Embargo)
	}
	return r
}

// article returns the article of a record; lists that were empty are nil.
func (r *article) article(source string, h *header) *wire.Article {
	a := &wire.Article{
		ID: h.id, Source: source, Received: h.received, Revised: h.revised, Version: int(h.version),
		EntryID: r.EntryID, URL: r.URL, Headline: r.Headline, Byline: r.Byline,
		Date: r.Date, Agency: r.Agency, Lead: r.Lead, Body: r.Body,
		Signal: wire.Signal(r.Signal), SignalNumber: r.SignalNumber, Status: wire.Status(r.Status),
		Language: r.Language, Categories: r.Categories, HTML: r.HTML,
		Published: r.Published.time(), Updated: r.Updated.time(),
		Undated: r.Undated, DateText: r.DateText, Rights: r.Rights, Truncated: r.Truncated,
	}
	if d := r.Dateline; d != nil {
		a.Dateline = &wire.Dateline{Text: d.Text, Month: d.Month, Day: d.Day, Year: d.Year}
		for _, p := range d.Places {
			a.Dateline.Places = append(a.Dateline.Places, wire.Place(p))
		}
	}
	for _, q := range r.Quotes {
		a.Quotes = append(a.Quotes, wire.Quote(q))
	}
	for _, n := range r.Notes {
		a.Notes = append(a.Notes, wire.Note{Text: n.Text, Kind: wire.NoteKind(n.Kind), Before: n.Before})
	}
	for _, m := range r.Media {
		a.Media = append(a.Media, wire.Media(m))
	}
	if len(r.Embargo) > 0 {
		t := r.Embargo.time()
		a.Embargo = &t
	}
	return a
}
