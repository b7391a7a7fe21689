package document

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/datelinewire/dateline/ingest/link"
	"github.com/datelinewire/dateline/wire"
)

// Read reads a document. Its errors are ErrEmpty, ErrTooLarge and *NotFeed.
// What it returns does not share memory with data.
func Read(data []byte, o Options) (*Document, error) {
	limit := o.MaxBytes
	if limit <= 0 {
		limit = MaxBytes
	}
	if int64(len(data)) > limit {
		return nil, ErrTooLarge
	}
	o.MaxBytes = limit
	if o.MaxEntries <= 0 {
		o.MaxEntries = MaxEntries
	}
	b := decode(data, o.ContentType)
	start := bytes.TrimLeft(b, " \t\r\n")
	if len(start) == 0 {
		return nil, ErrEmpty
	}
	if start[0] == '{' {
		if c, ms := cutJSON(b, o.MaxEntries); c != nil {
			r := &reader{b: b, c: c, h: readJSONHead(ms, o), o: o}
			return r.read(), nil
		}
	}
	c := cutXML(b, o.MaxEntries)
	if c.format == formatNone {
		return nil, notFeed(b, c, o.URL)
	}
	r := &reader{b: b, c: c, h: readHead(b, c, o), o: o}
	return r.read(), nil
}

// A reader takes one document from pieces to entries.
type reader struct {
	b      []byte
	c      *cut
	h      *head
	o      Options
	before []byte // what stands around an entry in its Raw
	after  []byte
	k      skeleton
	tokens int      // of the entries that were read, and lines of their text
	batch  []int    // indexes in entries that wait for gofeed
	fails  []string // reasons, by index; empty is none
	out    []Entry
}

// read reads all entries.
func (r *reader) read() *Document {
	d, n := r.h.doc, len(r.c.entries)
	d.Truncated = r.c.limited || !r.c.whole
	if r.c.format == formatJSON {
		r.before, r.after = append(r.h.inherit, `,"items":[`...), []byte("]}")
	} else {
		r.before, r.after = r.h.wrap(r.c)
	}
	if r.h.base == "" {
		r.h.base = d.Link
	}
	seed := hash(r.before, 0)
	r.out = make([]Entry, n)
	fresh := make([]int, 0, n)
	seen := make(map[uint64]struct{}) // the same bytes twice are one entry
	for i, p := range r.c.entries {
		e := &r.out[i]
		e.Index, e.Hash = i, hash(p.of(r.b), seed)
		_, again := seen[e.Hash]
		if e.Known = again || r.o.Known != nil && r.o.Known(e.Hash); !e.Known {
			seen[e.Hash] = struct{}{}
			fresh = append(fresh, i)
		}
	}
	if len(fresh) > 0 {
		r.k = skeleton{format: r.c.format, binds: r.h.binds, outer: len(r.h.binds), base: r.h.base,
			notes: make([]note, 0, min(len(fresh), maxBatch))}
		r.k.reset()
		// Short ones first, so that one that has more than may be read takes it
		// from itself.
		slices.SortStableFunc(fresh, func(i, j int) int { return r.c.entries[i].len() - r.c.entries[j].len() })
		for _, i := range fresh {
			r.add(i)
		}
		r.flush()
		r.identities()
	}
	return r.account()
}

// add puts an entry among those to parse.
func (r *reader) add(i int) {
	p := r.c.entries[i]
	raw := p.of(r.b)
	if int64(r.tokens) > r.o.MaxBytes/bytesPerToken {
		r.fail(i, errMany)
		return
	}
	if r.c.format == formatJSON {
		r.json(i, p)
		return
	}
	err := r.k.entry(raw)
	r.tokens += len(r.k.toks)
	if err != nil {
		r.fail(i, err)
		return
	}
	if !p.ended && !r.k.closed(raw) {
		r.k.undo()
		r.fail(i, errEnds)
		return
	}
	r.batch = append(r.batch, i)
	if len(r.batch) == maxBatch {
		r.flush()
	}
}

// fail notes why an entry cannot be read.
func (r *reader) fail(i int, err error) {
	if len(r.fails) == 0 {
		r.fails = make([]string, len(r.out))
	}
	r.fails[i] = err.Error()
}

// flush has gofeed parse the entries that wait, together, and where that
// fails one by one.
func (r *reader) flush() {
	batch := r.batch
	r.batch = r.batch[:0]
	if len(batch) == 0 {
		return
	}
	fs := r.k.parse()
	if fs != nil {
		for j, i := range batch {
			r.fill(i, &fs[j], &r.k.notes[j])
		}
		r.k.reset()
		return
	}
	for _, i := range batch {
		r.k.reset()
		err := r.k.entry(r.c.entries[i].of(r.b))
		if err == nil {
			if fs = r.k.parse(); fs != nil {
				r.fill(i, &fs[0], &r.k.notes[0])
				continue
			}
			err = errParse
		}
		r.fail(i, err)
	}
	r.k.reset()
}

// raw is an entry as a document of its own.
func (r *reader) raw(p piece) []byte {
	out := make([]byte, 0, len(r.before)+p.end-p.start+len(r.after))
	out = append(append(out, r.before...), p.of(r.b)...)
	if p.open { // and the end of a channel, which follows it here, would be taken for content
		name := r.b[p.start+1 : nameEnd(r.b, p.start+1)]
		out = append(append(append(out, "</"...), name...), '>')
	}
	if p.ended {
		out = append(out, r.after...)
	}
	return out
}

// fill makes an entry of what gofeed found and what was lifted out.
func (r *reader) fill(i int, f *fields, n *note) {
	e, d := &r.out[i], r.h.doc
	e.Raw = r.raw(r.c.entries[i])
	e.Title = cmp.Or(n.text(roleTitle).s, n.text(roleOtherTitle).s, f.title, n.text(roleSubtitle).s)
	body, blurb := n.bodies()
	e.HTML, e.Summary, e.Base = body.s, blurb.s, body.base
	r.tokens += strings.Count(e.HTML, "\n")
	if e.Base == "" {
		e.Base = n.base
	}
	e.Language = n.language
	if e.Language == "" {
		e.Language = cmp.Or(body.lang, n.text(roleTitle).lang)
	}
	if e.Language == "" {
		e.Language = d.Language
	}
	e.Rights = n.rights
	if e.Rights == "" {
		e.Rights = f.rights
	}
	if e.Rights == "" {
		e.Rights = d.Rights
	}
	e.Authors = f.authors
	if len(e.Authors) == 0 {
		e.Authors = r.h.authors
	}
	e.Categories, e.Media, e.Truncated = f.categories, f.media, n.truncated
	if n.outside != "" && strings.IndexByte(n.outType, '/') > 0 && !strings.Contains(n.outType, "html") {
		f.medium(n.outside, n.outType, "", "")
		e.Media = f.media
	}
	e.ID = f.id
	if e.ID == "" {
		e.ID = n.about
	}
	e.URL = r.permalink(f, n)
	r.dates(e, n)
	if e.ID == "" && e.URL == "" && e.Title == "" && e.HTML == "" && len(e.Media) == 0 {
		r.fail(i, errNothing)
	}
}

// bodies are the richest text of an entry, and a different shorter one.
func (n *note) bodies() (body, blurb text) {
	for _, r := range [...]role{roleEncoded, roleContent, roleBody, roleFull, roleDescription, roleSummary, roleBlurb, roleBlurb2} {
		t := *n.text(r)
		switch {
		case t.s == "":
		case body.s == "":
			body = t
		case t.s != body.s && isMute(body.s):
			if t.base == body.base && strings.Contains(body.s, "<img") {
				t.s = body.s + "\n" + t.s
			}
			body = t
		case r == roleFull && len(t.s) > 2*len(body.s), (r == roleDescription || r == roleSummary || r == roleBody) && len(t.s) > 3*len(body.s):
			body, blurb = t, body // the "content" of some is a teaser
		case blurb.s == "" && t.s != body.s:
			blurb = t
		}
	}
	return body, blurb
}

// isMute reports whether HTML shows no text: it is empty, or a picture.
func isMute(s string) bool {
	for {
		s = strings.TrimLeft(s, " \t\r\n\u00A0")
		if s == "" {
			return true
		}
		if rest, ok := strings.CutPrefix(s, "&nbsp;"); ok {
			s = rest
			continue
		}
		end := strings.IndexByte(s, '>')
		if s[0] != '<' || end < 0 || tagName(s[1:]) == "" {
			return false
		}
		s = s[end+1:]
	}
}

// permalink is the address of the story: the link, in Atom the alternate one
// and of these the HTML page; else an identifier that is an address.
func (r *reader) permalink(f *fields, n *note) string {
	best, rank := "", 0
	for _, l := range f.links {
		if l.href == "" {
			continue
		}
		score := 0
		switch l.rel {
		case "":
			score = 5
		case "alternate":
			score = 4
			if strings.Contains(l.typ, "html") {
				score = 5
			} else if l.typ != "" && r.c.format != formatAtom {
				score = 2
			}
		case "canonical":
			score = 3
		case "related", "via":
			score = 1
		}
		if score > rank {
			best, rank = l.href, score
		}
	}
	if best != "" {
		return best
	}
	for _, s := range [...]string{n.about, f.id} {
		if s == f.id && !f.permalink && r.c.format != formatAtom {
			continue
		}
		base := "" // an identifier may look like a reference and be none
		if s == n.about || f.permalink && strings.HasPrefix(s, "/") {
			base = n.base
		}
		if u := link.Resolve(base, address(s)); u != "" {
			return u
		}
	}
	return n.outside
}

// account puts refusals apart from entries.
func (r *reader) account() *Document {
	d := r.h.doc
	d.Hashes = make([]uint64, 0, len(r.out))
	if len(r.fails) == 0 {
		for i := range r.out {
			d.Hashes = append(d.Hashes, r.out[i].Hash)
		}
		d.Entries = r.out
		return d
	}
	again := map[uint64]string{} // what repeats the bytes of one that is refused is refused with it
	for i := range r.out {
		why := r.fails[i]
		if why != "" {
			again[r.out[i].Hash] = why
		} else if r.out[i].Known {
			why = again[r.out[i].Hash]
		}
		if why != "" {
			id := peekText(r.c.entries[i].of(r.b), r.c.format)
			d.Refusals = append(d.Refusals, wire.Refusal{Entry: i, ID: id, Reason: why})
			continue
		}
		d.Hashes = append(d.Hashes, r.out[i].Hash)
		d.Entries = append(d.Entries, r.out[i])
	}
	return d
}
