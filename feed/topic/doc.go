// Package topic is the query language of topics and of search: which articles
// belong, and which of their words say so.
//
//	aliyev                    a word; bare words look at headline, lead and body
//	"peace treaty"            words in a row, within one paragraph
//	washington*               words that begin so; also "peace treat*"
//	a AND b, a b              both
//	a OR b                    either; binds weaker than AND
//	NOT a                     not; binds strongest
//	a NEAR/5 b                at most 5 words on (1 is the next word), either order, one paragraph
//	( )                       groups
//	lead:word, quote:"a b"    a field; also lead:(a OR b)
//	agency:*                  the field is not empty; * alone is every article
//
// Operators are upper case; and, or, not are words. The fields are headline,
// lead, body, quote, speaker, byline, agency, category and place (names and
// regions of the dateline), which hold words; url (words of host and path in a
// row); and source, country (of the dateline's places, ISO 3166), lang (en
// matches en-GB too) and signal, which are compared whole.
//
// Matching is on whole words, caseless, accents folded; see words.go for what
// that means in each script.
//
// A Rule, a Doc and an Index are not modified once made and may be shared by
// goroutines.
package topic

import (
	"net/url"
	"strings"

	"github.com/datelinewire/dateline/wire"
)

// A Doc is an article cut into words, made once and matched against many
// rules. It shares memory with the article and does not modify it.
type Doc struct {
	segs  []segment
	toks  []token
	names []string         // folded word by id
	ids   map[string]int32 // id by folded word
	first []int32          // by id: its first place in toks
	last  []int32
	next  []int32 // by place in toks: the next place of the same word, or -1
	has   field   // fields that are not empty
	left  int     // bytes of text that may still be read
}

// maxText bounds the text of an article that is read, and again that of its
// quotes, in bytes: a book. The words of a hostile entry take twenty times its
// size. A segment is counted as perSegment bytes more than its text.
const (
	maxText    = 1 << 20
	perSegment = 32
)

// A segment is one text within which phrases and NEAR look.
type segment struct {
	field field
	para  int
	text  string
}

type token struct{ id, seg, start, end int32 }

// NewDoc cuts a into words.
func NewDoc(a *wire.Article) *Doc {
	n := len(a.Headline) + len(a.Lead)
	for _, p := range a.Body {
		n += len(p)
	}
	n = min(n, maxText)/6 + 32 // a word and its blank are about six bytes
	d := &Doc{
		left: maxText,
		toks: make([]token, 0, n), next: make([]int32, 0, n),
		ids: make(map[string]int32, n/2), names: make([]string, 0, n/2),
		first: make([]int32, 0, n/2), last: make([]int32, 0, n/2),
	}
	d.text(fHeadline, 0, a.Headline)
	d.text(fLead, 0, a.Lead)
	for i, p := range a.Body {
		d.text(fBody, i+1, p)
	}
	d.left = maxText
	for i, q := range a.Quotes {
		d.text(fQuote, i, q.Text)
		d.text(fSpeaker, i, q.Speaker)
	}
	for i, s := range a.Byline {
		d.text(fByline, i, s)
	}
	for i, s := range a.Categories {
		d.text(fCategory, i, s)
	}
	d.left = maxText
	d.text(fAgency, 0, a.Agency)
	d.text(fURL, 0, place(a.URL))
	d.whole(fSource, 0, a.Source)
	d.whole(fSignal, 0, string(a.Signal))
	d.language(a.Language)
	if a.Dateline == nil {
		return d
	}
	for i, p := range a.Dateline.Places {
		d.text(fPlace, i, p.Name)
		d.text(fPlace, i, p.Region)
		d.whole(fCountry, i, p.Country)
	}
	return d
}

// text adds the words of one text.
func (d *Doc) text(f field, para int, text string) {
	if text == "" || d.left <= 0 {
		return
	}
	if len(text) > d.left {
		text = text[:d.left] // a letter cut in two is no letter of a word
	}
	d.left -= len(text) + perSegment
	d.open(f, para, text)
	eachWord(text, func(start, end int, w []byte) {
		id, ok := d.ids[string(w)]
		if !ok {
			id = d.name(string(w))
		}
		d.put(id, start, end)
	})
}

// whole adds a value that is compared as a whole.
func (d *Doc) whole(f field, para int, value string) {
	if value == "" {
		return
	}
	d.open(f, para, value)
	d.put(d.id(wholeKey(f, value)), 0, len(value))
}

// language adds a tag and all tags that it is a case of: en-GB is en.
func (d *Doc) language(tag string) {
	if tag == "" {
		return
	}
	d.open(fLang, 0, tag)
	for t := tag; t != ""; {
		d.put(d.id(wholeKey(fLang, t)), 0, len(tag))
		t = t[:max(strings.LastIndexByte(t, '-'), 0)]
	}
}

func (d *Doc) open(f field, para int, text string) {
	d.has |= f
	d.segs = append(d.segs, segment{f, para, text})
}

func (d *Doc) id(name string) int32 {
	if id, ok := d.ids[name]; ok {
		return id
	}
	return d.name(name)
}

func (d *Doc) name(name string) int32 {
	id := int32(len(d.names))
	d.ids[name] = id
	d.names = append(d.names, name)
	d.first = append(d.first, -1)
	d.last = append(d.last, -1)
	return id
}

func (d *Doc) put(id int32, start, end int) {
	at := int32(len(d.toks))
	d.toks = append(d.toks, token{id, int32(len(d.segs) - 1), int32(start), int32(end)})
	d.next = append(d.next, -1)
	if d.first[id] < 0 {
		d.first[id] = at
	} else {
		d.next[d.last[id]] = at
	}
	d.last[id] = at
}

// fieldAt returns the field of the token at a place.
func (d *Doc) fieldAt(at int32) field { return d.segs[d.toks[at].seg].field }

// wholeKey is the name of a value that is compared as a whole. No word of a
// text holds a colon, so it is none of those.
func wholeKey(f field, value string) string { return f.String() + ":" + strings.ToLower(value) }

// place returns host and path of an address, unescaped.
func place(address string) string {
	if _, rest, ok := strings.Cut(address, "://"); ok {
		address = rest
	}
	if i := strings.IndexAny(address, "?#"); i >= 0 {
		address = address[:i]
	}
	if s, err := url.PathUnescape(address); err == nil {
		return s
	}
	return address
}
