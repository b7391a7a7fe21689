package document

import (
	"errors"
	"strconv"
	"strings"

	"github.com/datelinewire/dateline/ingest/link"
)

// Why an entry is refused. The texts are shown to operators.
var (
	errDepth   = errors.New("elements nested too deeply")
	errTokens  = errors.New("too many tags")
	errSize    = errors.New("entry is too large")
	errMany    = errors.New("the other entries have more tags and lines than are read of one document")
	errEnds    = errors.New("the document ends inside this entry")
	errNothing = errors.New("neither text nor link nor identifier")
	errParse   = errors.New("not readable as an entry")
)

// A skeleton is a document that gofeed parses in place of the real one: the
// same entries with their structure, well-formed and in known namespaces, but
// titles, bodies and dates taken out, and of other long texts and addresses
// marks left where they were. So gofeed neither moves bodies about nor tries
// dates, and never meets what it cannot take.
type skeleton struct {
	format format
	out    []byte
	lifts  []string
	notes  []note // one an entry
	// scratch
	toks  []token
	as    []attr
	low   []byte
	parts int
	binds []binding
	outer int // how many of binds are those of root and channel
	last  int // where the last entry begins in out
	base  string
}

// A note is what was lifted out of one entry.
type note struct {
	texts     [lastText - firstText + 1]text
	dates     [lastDate - firstDate + 1]string
	base      string
	language  string
	rights    string
	about     string // rdf:about
	outside   string // address of content that lies elsewhere
	outType   string
	truncated bool
}

func (n *note) text(r role) *text   { return &n.texts[r-firstText] }
func (n *note) date(r role) *string { return &n.dates[r-firstDate] }

// A text is a text construct: HTML but for titles.
type text struct {
	s    string
	base string
	lang string
}

// mark begins what stands for a lifted text. Texts that begin with it are
// lifted themselves, so it cannot be forged.
const mark = '~'

// reset begins a new document of that format.
func (k *skeleton) reset() {
	clear(k.notes)
	clear(k.lifts)
	k.out, k.lifts, k.notes = k.out[:0], k.lifts[:0], k.notes[:0]
	if k.format == formatAtom {
		k.out = append(k.out, `<feed xmlns="http://www.w3.org/2005/Atom"`...)
	} else {
		k.out = append(k.out, `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"`...)
	}
	k.out = append(k.out, ` xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"`+
		` xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">`...)
	if k.format != formatAtom {
		k.out = append(k.out, "<channel>"...)
	}
}

// finish ends it.
func (k *skeleton) finish() {
	if k.format == formatAtom {
		k.out = append(k.out, "</feed>"...)
	} else {
		k.out = append(k.out, "</channel></rss>"...)
	}
}

// entry adds an entry. After an error the skeleton is as before.
func (k *skeleton) entry(b []byte) (err error) {
	if len(b) > maxEntryBytes {
		return errSize
	}
	if k.toks, err = tree(b, k.toks[:0], true); err != nil {
		return err
	}
	k.binds, k.parts = k.binds[:k.outer], 0
	k.last = len(k.out)
	name := "item"
	if k.format == formatAtom {
		name = "entry"
	}
	k.notes = append(k.notes, note{base: k.base})
	n := &k.notes[len(k.notes)-1]
	k.open(nil, name)
	k.out = append(k.out, '>')
	root := k.toks[0]
	k.as = root.attrs(b, k.as[:0])
	k.binds = bind(k.binds, k.as, true)
	n.base, n.language = inherit(k.as, k.base, "")
	for _, a := range k.as {
		switch _, local := split(a.name); {
		case fold(local, "about"):
			n.about = strings.TrimSpace(unescape(a.value))
		case fold(local, "href"): // an item of a channel definition, as the last two
			n.outside = link.Resolve(n.base, address(unescape(a.value)))
		case fold(local, "lastmod"):
			*n.date(roleUpdated) = unescape(a.value)
		}
	}
	last := len(k.toks)
	if root.match != 0 {
		last = int(root.match)
	}
	for i := 1; i < last; {
		i = k.child(b, n, i, last)
	}
	k.close(nil, name)
	return nil
}

// child takes the token at i, and returns the one to go on with.
func (k *skeleton) child(b []byte, n *note, i, last int) int {
	t := k.toks[i]
	if t.kind != kindStart && t.kind != kindEmpty {
		return i + 1
	}
	from, to, next := i+1, int(t.match), int(t.match)+1
	sp, local, as := k.name(b, t)
	r := roleOf(sp, local)
	if t.kind == kindEmpty {
		to = from
	} else if t.match == int32(i) { // it is not closed
		if r == roleNone {
			return i + 1
		}
		to = k.unclosed(b, i, last, r)
		next = to
	}
	if r == roleNone {
		return next
	}
	if next > last {
		next = last
	}
	to = min(to, last)
	base, lang := inherit(as, n.base, n.language)
	switch {
	case r.isText():
		k.text(b, n, r, as, from, to, base, lang)
	case r.isDate():
		if s, _ := inner(b, k.toks[from:to]); *n.date(r) == "" {
			*n.date(r) = foldSpace(s[:min(len(s), maxLine)])
		}
	case r == roleLanguage:
		s, _ := inner(b, k.toks[from:to])
		n.language = word(s)
	case r == roleRights:
		s, _ := inner(b, k.toks[from:to])
		n.rights = line(limit(s), true)
	case k.parts >= maxParts:
		n.truncated = true
	default:
		if sp == spaceMedia && local == "group" {
			k.blurbs(b, n, from, to, base, lang)
		}
		k.parts++
		k.part(b, sp, local, as, from, to, base, 0)
	}
	return next
}

// unclosed is where the content ends of an element that is not closed: before
// the next child that is known, for short texts before the next tag.
func (k *skeleton) unclosed(b []byte, i, last int, r role) int {
	for j := i + 1; j < last; j++ {
		t := k.toks[j]
		if t.kind != kindStart && t.kind != kindEmpty {
			continue
		}
		if !r.isText() {
			return j
		}
		prefix, local := split(t.qname(b))
		if got := roleOf(lookup(k.binds, prefix, k.format), k.lower(local)); got != roleNone {
			return j
		}
	}
	return last
}

// name is the vocabulary and the local name of a tag in lower case, and its
// attributes; all are good until the next call.
func (k *skeleton) name(b []byte, t token) (space, string, []attr) {
	prefix, local := split(t.qname(b))
	k.as = k.as[:0]
	if int(t.end) > int(t.name)+1 {
		k.as = t.attrs(b, k.as)
	}
	n := len(k.binds)
	k.binds = bind(k.binds, k.as, false)
	sp := lookup(k.binds, prefix, k.format)
	k.binds = k.binds[:n]
	return sp, k.lower(local), k.as
}

// lower is the name in lower case, without making garbage of known names.
func (k *skeleton) lower(name []byte) string {
	k.low = append(k.low[:0], name...)
	for i, c := range k.low {
		if 'A' <= c && c <= 'Z' {
			k.low[i] = c | 0x20
		}
	}
	if s, ok := interned[string(k.low)]; ok {
		return s
	}
	if len(k.low) > 64 {
		return ""
	}
	return string(k.low)
}

// interned are the names met in nearly every entry.
var interned = map[string]string{"title": "title", "link": "link", "guid": "guid", "pubdate": "pubdate", "description": "description",
	"encoded": "encoded", "category": "category", "creator": "creator", "author": "author", "name": "name", "content": "content",
	"summary": "summary", "id": "id", "updated": "updated", "published": "published", "date": "date", "subject": "subject",
	"thumbnail": "thumbnail", "group": "group", "enclosure": "enclosure", "item": "item", "entry": "entry", "url": "url", "href": "href",
	"rel": "rel", "type": "type", "term": "term", "medium": "medium", "width": "width", "height": "height", "credit": "credit",
	"ispermalink": "ispermalink", "domain": "domain", "scheme": "scheme", "label": "label", "length": "length", "comments": "comments"}

// inherit is base and language in force inside of an element.
func inherit(as []attr, base, lang string) (string, string) {
	for _, a := range as {
		switch {
		case len(a.name) != len("xml:base"):
		case fold(a.name, "xml:base"):
			base = link.Rebase(base, unescape(a.value))
		case fold(a.name, "xml:lang"):
			lang = word(string(a.value))
		}
	}
	return base, lang
}

// value is the value of an attribute by its name without prefix.
func value(as []attr, name string) string {
	for _, a := range as {
		if fold(a.name, name) {
			return unescape(a.value)
		}
	}
	return ""
}

// limit cuts what should be a line.
func limit(s string) string {
	if len(s) > 4*maxLine {
		return strings.ToValidUTF8(s[:4*maxLine], "")
	}
	return s
}

// word is s if it is one short word, such as a language.
func word(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > 35 || strings.ContainsAny(s, " <>&\"\t\n") {
		return ""
	}
	return s
}

// put writes a value: as it is where it is short and plain, else lifted.
func (k *skeleton) put(s string) {
	if len(s) <= 40 && s != "" && s[0] != mark {
		for i := 0; i < len(s); i++ {
			if c := s[i]; !alnum(c) && c != '-' && c != ' ' && c != '.' && c != '/' && c != '_' {
				k.lift(s)
				return
			}
		}
		k.out = append(k.out, s...)
		return
	}
	k.lift(s)
}

// lift writes a mark for s.
func (k *skeleton) lift(s string) {
	if s == "" {
		return
	}
	k.out = append(k.out, mark)
	k.out = strconv.AppendInt(k.out, int64(len(k.lifts)), 10)
	k.lifts = append(k.lifts, s)
}

// drop is what a value of gofeed's stands for.
func (k *skeleton) drop(s string) string {
	if s == "" || s[0] != mark {
		return s
	}
	i, err := strconv.Atoi(s[1:])
	if err != nil || i < 0 || i >= len(k.lifts) {
		return ""
	}
	return k.lifts[i]
}

func (k *skeleton) open(prefix []byte, local string) {
	k.out = append(k.out, '<')
	k.qname(prefix, local)
}

func (k *skeleton) close(prefix []byte, local string) {
	k.out = append(k.out, "</"...)
	k.qname(prefix, local)
	k.out = append(k.out, '>')
}

func (k *skeleton) qname(prefix []byte, local string) {
	if len(prefix) > 0 {
		k.out = append(append(k.out, prefix...), ':')
	}
	k.out = append(k.out, local...)
}
