package ingest

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/datelinewire/dateline/ingest/copydesk"
	"github.com/datelinewire/dateline/ingest/document"
	"github.com/datelinewire/dateline/ingest/markup"
	"github.com/datelinewire/dateline/wire"
)

// bytesPerMark bounds the tags, paragraphs and quotes that are read of one
// document: one for so many bytes that the document may have. What is written in
// three bytes can take as long to read as a thousand others. The entries that are
// left are refused, until the document comes changed and the others are known. The
// densest feeds we have seen have one mark in 30 bytes.
const bytesPerMark = 20

var errMarks = errors.New("the other entries have more tags, paragraphs and quotes than are read of one document")

// speechMarks is for how many tags a mark of speech counts: words around it are
// looked up.
const speechMarks = 8

// A Shaper makes articles of documents. It is the one place where document,
// markup and copydesk meet; what it does is a function of its arguments, with
// no network, no store and no clock. The zero Shaper is ready. Safe for
// concurrent use.
type Shaper struct {
	Agencies map[string][]string // further agencies: canonical name to printed forms

	mu      sync.Mutex
	readers map[string]*copydesk.Reader // by agency
}

// A Cover is what comes with a document: where and when it was received, and
// what is known of it.
type Cover struct {
	URL         string // base of relative links
	ContentType string // as HTTP gave it; may be empty
	Received    time.Time
	Known       []uint64 // hashes of entries that are stored; they are not read again
	MaxBytes    int64    // 0 is document.MaxBytes
	Explain     bool     // keep the spans
}

// A Shaped is what became of a document.
type Shaped struct {
	Format, Title, Link string
	Language            string
	Hub, Self           string
	Hints               document.Hints
	Truncated           bool

	Filings  []wire.Filing
	Spans    [][]copydesk.Span // of each filing, when asked for
	Refusals []wire.Refusal    // all of them
	// Known are the hashes of the entries that are filed or were known. A
	// refused entry is not among them: it is explained again at every visit.
	Known []uint64
	// Tally has Entries, Refused and Same (entries that were known); New and
	// Changed are the store's to count, of Filings.
	Tally wire.Tally

	entries []document.Entry // of Filings
}

// Shape reads data, a document of src, and makes articles of its entries.
// Its errors are those of document.Read.
func (sh *Shaper) Shape(data []byte, src wire.Source, c Cover) (*Shaped, error) {
	o := document.Options{
		URL: c.URL, ContentType: c.ContentType, Zone: src.Zone, Now: c.Received, MaxBytes: c.MaxBytes,
	}
	if len(c.Known) > 0 {
		known := make(map[uint64]struct{}, len(c.Known))
		for _, h := range c.Known {
			known[h] = struct{}{}
		}
		o.Known = func(h uint64) bool { _, ok := known[h]; return ok }
	}
	doc, err := document.Read(data, o)
	if err != nil {
		return nil, err
	}
	s := &Shaped{
		Format: doc.Format, Title: doc.Title, Link: doc.Link, Language: doc.Language,
		Hub: doc.Hub, Self: doc.Self, Hints: doc.Hints, Truncated: doc.Truncated,
		Refusals: doc.Refusals,
		Known:    make([]uint64, 0, len(doc.Entries)),
	}
	s.Tally.Refused = len(doc.Refusals)
	s.Tally.Entries = len(doc.Entries) + len(doc.Refusals)
	made := sh.articles(src, doc, c)
	var refused map[uint64]struct{} // what repeats the bytes of one that is refused is refused with it
	for i := range doc.Entries {
		e := &doc.Entries[i]
		_, again := refused[e.Hash]
		if again || !e.Known && made[i].article == nil {
			if refused == nil {
				refused = make(map[uint64]struct{})
			}
			refused[e.Hash] = struct{}{}
			s.Tally.Refused++
			s.Refusals = append(s.Refusals, wire.Refusal{Entry: e.Index, ID: e.ID, Reason: errMarks.Error()})
			continue
		}
		s.Known = append(s.Known, e.Hash)
		if e.Known {
			s.Tally.Same++
			continue
		}
		s.Filings = append(s.Filings, filing(src, e, made[i].article))
		s.entries = append(s.entries, *e)
		if c.Explain {
			s.Spans = append(s.Spans, made[i].spans)
		}
	}
	if len(refused) > 0 {
		slices.SortFunc(s.Refusals, func(a, b wire.Refusal) int { return a.Entry - b.Entry })
	}
	return s, nil
}

// A made article is nil where the entry is known, or where the document had
// more than may be read.
type made struct {
	article *wire.Article
	spans   []copydesk.Span
}

// articles makes the articles of the entries of doc that are not known, nil
// when there is none. Short ones are made first, so that an entry that takes
// more than may be takes it from itself. The text of the entries is let go, since
// the articles have it.
func (sh *Shaper) articles(src wire.Source, doc *document.Document, c Cover) []made {
	var fresh []int
	for i := range doc.Entries {
		if !doc.Entries[i].Known {
			fresh = append(fresh, i)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	slices.SortStableFunc(fresh, func(i, j int) int { return len(doc.Entries[i].Raw) - len(doc.Entries[j].Raw) })
	all := make([]made, len(doc.Entries))
	left := int(cmp.Or(c.MaxBytes, document.MaxBytes)) / bytesPerMark
	for _, i := range fresh {
		if left < 0 {
			break
		}
		e := &doc.Entries[i]
		a, spans, marks := sh.article(src, doc, e, c.Received)
		all[i] = made{a, spans}
		left -= marks
		e.HTML, e.Summary = "", ""
	}
	return all
}

// bytes is the size of the raw entries that are filed.
func (s *Shaped) bytes() int {
	n := 0
	for i := range s.Filings {
		n += len(s.Filings[i].Raw)
	}
	return n
}

func filing(src wire.Source, e *document.Entry, a *wire.Article) wire.Filing {
	f := wire.Filing{Article: a, Raw: e.Raw}
	for _, k := range e.Alias {
		f.Alias = append(f.Alias, wire.NewID(src.Name, k))
	}
	return f
}

// article makes the article of e. It returns too how many marks that took.
func (sh *Shaper) article(src wire.Source, doc *document.Document, e *document.Entry, received time.Time) (*wire.Article, []copydesk.Span, int) {
	html := e.HTML
	if html == "" {
		html = e.Summary
	}
	text := markup.Read(html, e.Base)
	a, spans, speeches := sh.read(src, e, text, received)
	if a.Language == "" && doc.Language != "" {
		a.Language = doc.Language
	}
	if a.Rights == "" {
		a.Rights = doc.Rights
	}
	return a, spans, text.Marks + speechMarks*speeches
}

// read makes the article of e with the given text, which is the entry's own
// or that of its page.
func (sh *Shaper) read(src wire.Source, e *document.Entry, text markup.Text, received time.Time) (a *wire.Article, spans []copydesk.Span, speeches int) {
	received = received.UTC()
	published := e.Published.UTC()
	if e.Undated || e.Published.IsZero() {
		published = received
	}
	zone := src.Zone
	if zone == nil {
		zone = time.UTC
	}
	language := e.Language
	if language == "" {
		language = src.Language
	}
	art, spans, speeches := sh.reader(src.Agency).Read(copydesk.Copy{
		Headline:   e.Title,
		Paragraphs: text.Paragraphs,
		Date:       published.In(zone),
		Language:   language,
		Byline:     e.Authors,
	})
	a = &art
	noteCaptions(a, text)
	a.ID, a.Source = wire.NewID(src.Name, e.Key), src.Name
	a.EntryID, a.URL = e.ID, e.URL
	a.Published, a.Updated, a.Received = published, e.Updated.UTC(), received
	a.Undated = e.Undated || e.Published.IsZero()
	a.DateText = e.DateText
	a.Categories, a.Media = e.Categories, media(e.Media, text.Images)
	a.HTML, a.Rights = text.HTML, e.Rights
	a.Truncated = e.Truncated
	a.Version = 1
	if a.Status == "" {
		a.Status = wire.StatusUsable
	}
	if a.Date == "" {
		a.Date = published.In(zone).Format(time.DateOnly)
	}
	return a, spans, speeches
}

// media returns the entry's media and the pictures in its text that are not
// among them.
func media(own, images []wire.Media) []wire.Media {
	for _, m := range images {
		if !slices.ContainsFunc(own, func(o wire.Media) bool { return o.URL == m.URL }) {
			own = append(own, m)
		}
	}
	return own
}

// reader returns the reader for sources of an agency; there are as many as
// agencies, however many sources there are.
func (sh *Shaper) reader(agency string) *copydesk.Reader {
	agency = strings.TrimSpace(agency)
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if r := sh.readers[agency]; r != nil {
		return r
	}
	if sh.readers == nil {
		sh.readers = make(map[string]*copydesk.Reader)
	}
	r := copydesk.New(copydesk.House{Agency: agency, Agencies: sh.Agencies})
	sh.readers[agency] = r
	return r
}

// Dropped counts the articles whose rules were dropped, because applying them
// would have lost a letter: there the text stands as it came.
func (sh *Shaper) Dropped() int64 {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	var n int64
	for _, r := range sh.readers {
		n += r.Dropped()
	}
	return n
}
