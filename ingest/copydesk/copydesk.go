// Package copydesk reads agency copy: dateline, agency, lead, body, quotes and
// signals from the plain paragraphs of an entry.
//
// Callers may rely on two things. Nothing is lost: notes (in the order of
// their Before), dateline text, lead and body are the text of the entry, every
// letter once, white space aside; that is checked on every article, and where
// a rule breaks it the text stands as it came and Reader.Dropped counts it.
// And an empty field beats a guess: what is not printed, or not certain, stays
// empty.
//
// The work is pure: no clock, no network, no store. The tables in data/ are
// read once and only read after that.
package copydesk

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/datelinewire/dateline/wire"
)

// Copy is an entry as the copy desk gets it: plain text, cut into paragraphs.
type Copy struct {
	Headline   string
	Paragraphs []string  // plain text; white space is folded by Read
	Date       time.Time // of publication, in the source's own zone; may be zero
	Language   string    // BCP 47, where the feed names it; kept as it is
	Byline     []string  // of the entry's own author fields; names in the copy win
	// PageDate says that a leading "date YYYY-MM-DD" has been taken off the
	// text already, so that one in the first paragraph is part of the story.
	PageDate bool
}

// House is what a reader knows of the source beforehand.
type House struct {
	// Agency is the canonical name of who files this source, the last resort
	// where the copy names nobody.
	Agency string
	// Agencies are further agencies, canonical name to printed forms.
	Agencies map[string][]string
}

// A Span says which rule took which part of the entry.
type Span struct {
	Rule      string // "dateline place date (agency)", "note signoff", ...
	Field     string // of the article: "dateline", "agency", "notes", "quotes"
	Paragraph int    // of the entry's paragraphs that are not empty, from 0; -1 is the headline
	Start     int    // bytes in the paragraph, white space folded and a page date cut
	End       int
	Text      string
}

// A Reader reads the copy of one source. It is safe for concurrent use.
type Reader struct {
	house    House
	agencies *agencyTable
	dropped  atomic.Int64
	sheets   sync.Pool // of *sheet
}

// New prepares a Reader for a source.
func New(h House) *Reader {
	t := builtinAgencies()
	if len(h.Agencies) > 0 {
		t = t.with(h.Agencies)
	}
	return &Reader{house: h, agencies: t}
}

// Dropped counts the articles whose rules were dropped because they would not
// have kept every letter of the entry.
func (r *Reader) Dropped() int64 { return r.dropped.Load() }

// Read makes the article: Headline, Byline, Date, Dateline, Agency, Lead,
// Body, Quotes, Notes, Signal, SignalNumber, Status, Embargo and Language are
// filled in, the other fields are the caller's. The spans say which rule took
// what; speeches is how many marks of speech there were to judge, which is what
// reading took beside the letters.
func (r *Reader) Read(c Copy) (a wire.Article, spans []Span, speeches int) {
	d, ok := r.sheets.Get().(*sheet)
	if !ok {
		d = r.newSheet()
	}
	d.open(c)
	d.cut()
	a = d.article()
	if !lossless(d.paras, &a) {
		r.dropped.Add(1)
		d.open(c)
		d.whole()
		a = d.article()
	}
	d.signals(&a)
	a.Agency = d.agency(&a)
	d.quotes(&a)
	spans, speeches = append(spans, d.spans...), len(d.teller.found)
	d.close()
	r.sheets.Put(d)
	return a, spans, speeches
}

// A sheet is one entry on the desk: its paragraphs and what has been made of
// them so far. It is used again for other entries.
type sheet struct {
	r     *Reader
	c     Copy
	paras []string // folded; none is empty

	date  string
	notes []note
	line  *dateline // nil: none
	lead  int       // paragraph that holds the lead; len(paras) when there is none
	rest  int       // byte in it at which the lead begins
	skip  []bool    // paragraphs that are notes
	spans []Span

	scanner scanner
	teller  teller
}

type note struct {
	wire.Note
	para int // of paras; Before is counted at the end
}

func (r *Reader) newSheet() *sheet {
	return &sheet{
		r:       r,
		scanner: scanner{t: r.agencies, pieces: make([]piece, 0, maxPieces), sig: make([]byte, 0, 2*maxPieces+4)},
		teller:  teller{cast: newCast(), toks: make([]token, 0, 64)},
	}
}

// open folds the paragraphs and takes the page date off the first one.
func (d *sheet) open(c Copy) {
	d.c, d.date, d.paras = c, "", d.paras[:0]
	for _, p := range c.Paragraphs {
		if p = fold(p); p != "" {
			d.paras = append(d.paras, p)
		}
	}
	if !c.Date.IsZero() {
		d.date = c.Date.Format(time.DateOnly)
	}
	if len(d.paras) > 0 && !c.PageDate {
		if date, rest, ok := pageDate(d.paras[0]); ok {
			d.date, d.c.Date = date, onDay(c.Date, date)
			d.paras[0] = rest
			if rest == "" {
				d.paras = slices.Delete(d.paras, 0, 1)
			}
		}
	}
	d.whole()
}

// onDay is t on the day that the copy prints: an embargo until five is until
// five of that day.
func onDay(t time.Time, date string) time.Time {
	day, err := time.ParseInLocation(time.DateOnly, date, t.Location())
	if err != nil {
		return t
	}
	hour, minute, sec := t.Clock()
	return time.Date(day.Year(), day.Month(), day.Day(), hour, minute, sec, 0, t.Location())
}

// close forgets the entry and keeps the room.
func (d *sheet) close() {
	clear(d.spans)
	clear(d.notes)
	clear(d.paras)
	d.c, d.line = Copy{}, nil
	d.paras, d.notes, d.skip, d.spans = emptied(d.paras), emptied(d.notes), emptied(d.skip), emptied(d.spans)
	d.teller.reset()
}

// maxKept bounds the lists that room is kept for.
const maxKept = 512

// emptied is room for as much again as list had, nil when that is too much.
func emptied[T any](list []T) []T {
	if cap(list) > maxKept {
		return nil
	}
	return list[:0]
}

// whole leaves the text as it came: the first paragraph is the lead.
func (d *sheet) whole() {
	d.line, d.lead, d.rest = nil, 0, 0
	d.notes, d.spans = d.notes[:0], d.spans[:0]
	d.skip = slices.Grow(d.skip[:0], len(d.paras))[:len(d.paras)]
	clear(d.skip)
}

// article puts the cut paragraphs together.
func (d *sheet) article() wire.Article {
	a := wire.Article{
		Headline: fold(d.c.Headline),
		Byline:   d.c.Byline,
		Date:     d.date,
		Language: d.c.Language,
		Status:   wire.StatusUsable,
		Version:  0,
	}
	if d.line != nil {
		a.Dateline = d.line.wire()
	}
	if d.lead < len(d.paras) {
		a.Lead = d.paras[d.lead][d.rest:]
	}
	if n := len(d.paras) - d.lead - 1; n > 0 {
		a.Body = make([]string, 0, n)
	}
	next := 0 // note to number
	before := func(para, at int) {
		for next < len(d.notes) && d.notes[next].para <= para {
			n := d.notes[next].Note
			n.Before = at
			a.Notes = append(a.Notes, n)
			next++
		}
	}
	before(d.lead, 0)
	for i := d.lead + 1; i < len(d.paras); i++ {
		if d.skip[i] {
			before(i, 1+len(a.Body))
			continue
		}
		a.Body = append(a.Body, d.paras[i])
	}
	before(len(d.paras), 1+len(a.Body))
	d.bylines(&a)
	return a
}

// lossless reports whether the article carries every letter of paras once and
// in printed order, white space aside.
func lossless(paras []string, a *wire.Article) bool {
	c := comparer{want: paras}
	notes := a.Notes
	printed := func(paragraph int) bool {
		for len(notes) > 0 && notes[0].Before <= paragraph {
			if !c.take(notes[0].Text) {
				return false
			}
			notes = notes[1:]
		}
		return true
	}
	if !printed(0) || a.Dateline != nil && !c.take(a.Dateline.Text) || !c.take(a.Lead) {
		return false
	}
	for i, p := range a.Body {
		if !printed(i+1) || !c.take(p) {
			return false
		}
	}
	return printed(1+len(a.Body)) && len(notes) == 0 && c.done()
}

// A comparer takes texts off the front of want, white space aside.
type comparer struct {
	want []string
	at   int
}

func (c *comparer) take(s string) bool {
	for s != "" {
		if s[0] == ' ' {
			s = s[1:]
			continue
		}
		if !c.word() {
			return false
		}
		rest := c.want[0][c.at:]
		n := strings.IndexByte(rest, ' ')
		if n < 0 {
			n = len(rest)
		}
		n = min(n, len(s))
		// Whole paragraphs are the usual case and compare at memory speed.
		if len(s) >= len(rest) && s[:len(rest)] == rest {
			n = len(rest)
		} else if len(rest) > len(s) && rest[:len(s)] == s {
			n = len(s)
		} else if s[:n] != rest[:n] {
			return false
		}
		s, c.at = s[n:], c.at+n
	}
	return true
}

// word moves to the next letter of want and reports whether there is one.
func (c *comparer) word() bool {
	for len(c.want) > 0 {
		for c.at < len(c.want[0]) && c.want[0][c.at] == ' ' {
			c.at++
		}
		if c.at < len(c.want[0]) {
			return true
		}
		c.want, c.at = c.want[1:], 0
	}
	return false
}

func (c *comparer) done() bool { return !c.word() }

// span notes which rule took text[start:end] of a paragraph.
func (d *sheet) span(rule, field string, para, start, end int) {
	text := ""
	switch {
	case para < 0:
		text = d.c.Headline
	case end <= len(d.paras[para]):
		text = d.paras[para][start:end]
	}
	d.spans = append(d.spans, Span{Rule: rule, Field: field, Paragraph: para, Start: start, End: end, Text: text})
}
