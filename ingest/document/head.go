package document

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"github.com/datelinewire/dateline/ingest/link"
)

// A head is what a document says before, between and after its entries, and
// what of that its entries inherit.
type head struct {
	doc     *Document
	base    string
	lang    string   // of xml:lang
	authors []string // inherited by Atom entries that name none
	inherit []byte   // the elements that entries inherit, as printed
	binds   []binding
	format  format
	version string
}

// readHead reads what lies outside of the entries.
func readHead(b []byte, c *cut, o Options) *head {
	h := &head{doc: &Document{}, base: o.URL, format: c.format}
	h.outer(c.root)
	h.outer(c.channel)
	var toks []token
	for _, s := range c.head {
		seg := s.of(b)
		if bytes.IndexByte(seg, '<') < 0 {
			continue
		}
		toks, _ = tree(seg, toks[:0], false)
		h.children(seg, toks)
	}
	d := h.doc
	if d.Language == "" {
		d.Language = h.lang
	}
	d.Format = h.name(c)
	return h
}

// outer takes over what the start tag of root or channel says.
func (h *head) outer(tag []byte) {
	if len(tag) == 0 || len(tag) > maxHeadTag {
		return
	}
	t := token{end: int32(len(tag)), name: int32(nameEnd(tag, 1))}
	as := t.attrs(tag, nil)
	h.binds = bind(h.binds, as, true)
	h.base, h.lang = inherit(as, h.base, h.lang)
	if _, local := split(t.qname(tag)); fold(local, "rss") || fold(local, "feed") {
		h.version = word(value(as, "version"))
	}
}

// name is the format with its version.
func (h *head) name(c *cut) string {
	switch c.format {
	case formatRDF:
		return "rdf"
	case formatAtom:
		if h.version != "" {
			return "atom " + h.version
		}
		if bytes.Contains(c.root, []byte("purl.org/atom")) {
			return "atom 0.3"
		}
		return "atom 1.0"
	}
	return strings.TrimSpace("rss " + h.version)
}

// children reads the elements of a segment.
func (h *head) children(b []byte, toks []token) {
	for i := 0; i < len(toks); {
		t := toks[i]
		if t.kind != kindStart && t.kind != kindEmpty {
			i++
			continue
		}
		prefix, local := split(t.qname(b))
		if fold(local, "rss") || fold(local, "rdf") || fold(local, "channel") || fold(local, "feed") {
			i++
			continue
		}
		h.child(b, toks, i, lookup(h.binds, prefix, h.format), strings.ToLower(string(local[:min(len(local), 64)])))
		i = max(int(t.match), i) + 1
	}
}

// child reads one element of the head.
func (h *head) child(b []byte, toks []token, i int, sp space, local string) {
	d, t := h.doc, toks[i]
	text := func() string {
		s, _ := inner(b, toks[i+1:max(int(t.match), i+1)])
		return line(limit(s), true)
	}
	once := func(field *string) {
		if *field == "" {
			*field = text()
		}
	}
	keep := func() {
		end := t.end
		if m := toks[t.match]; t.match > int32(i) {
			end = m.end
		} else if t.kind != kindEmpty {
			return
		}
		if len(h.inherit)+int(end-t.start) <= maxHead {
			h.inherit = append(h.inherit, b[t.start:end]...)
		}
	}
	switch {
	case sp == spaceNative && local == "title":
		once(&d.Title)
	case local == "link" && (sp == spaceNative || sp == spaceAtom):
		if h.link(t.attrs(b, nil), sp, text) {
			keep()
		}
	case local == "language" && (sp == spaceNative || sp == spaceDC):
		if s := word(text()); d.Language == "" && s != "" {
			d.Language = s
			keep()
		}
	case (local == "rights" || local == "copyright") && (sp == spaceNative || sp == spaceDC):
		if d.Rights == "" {
			once(&d.Rights)
			keep()
		}
	case local == "author" && h.format == formatAtom && sp == spaceNative && len(h.authors) < maxParts:
		if n := h.person(b, toks[i+1:max(int(t.match), i+1)]); n != "" {
			h.authors = append(h.authors, n)
			keep()
		}
	case sp == spaceNative && local == "ttl":
		if n, err := strconv.Atoi(text()); err == nil && n > 0 && n < 60*24*366 {
			d.Hints.TTL = time.Duration(n) * time.Minute
		}
	case sp == spaceNative && (local == "skiphours" || local == "skipdays"):
		h.skip(b, toks[i+1:max(int(t.match), i+1)])
	case sp == spaceSY && (local == "updateperiod" || local == "updatefrequency"):
		h.period(local, text())
	}
}

// link notes a link of the head, and reports whether it is the one to the
// site.
func (h *head) link(as []attr, sp space, text func() string) bool {
	d := h.doc
	base, _ := inherit(as, h.base, "")
	href := value(as, "href")
	if href == "" {
		href = text()
	}
	u := link.Resolve(base, href)
	if u == "" {
		return false
	}
	rel := strings.ToLower(strings.TrimSpace(value(as, "rel")))
	switch {
	case rel == "self":
		if d.Self == "" {
			d.Self = u
		}
	case rel == "hub":
		if d.Hub == "" {
			d.Hub = u
		}
	case d.Link == "" && (rel == "" && (sp == spaceNative || h.format == formatAtom) || rel == "alternate" && h.format == formatAtom):
		d.Link = u
		return true
	}
	return false
}

// person is the name in a person construct.
func (h *head) person(b []byte, toks []token) string {
	for i, t := range toks {
		if t.kind != kindStart || i+1 >= len(toks) {
			continue
		}
		if _, local := split(t.qname(b)); fold(local, "name") {
			return line(limit(charData(b, toks[i+1])), true)
		}
	}
	s, marked := inner(b, toks)
	if marked {
		return ""
	}
	return line(limit(s), true)
}

// days are the names that skipDays uses.
var days = map[string]time.Weekday{"sunday": time.Sunday, "monday": time.Monday, "tuesday": time.Tuesday, "wednesday": time.Wednesday,
	"thursday": time.Thursday, "friday": time.Friday, "saturday": time.Saturday}

// skip reads skipHours and skipDays: numbers and names, each once.
func (h *head) skip(b []byte, toks []token) {
	hints := &h.doc.Hints
	for _, t := range toks {
		s := strings.ToLower(strings.TrimSpace(charData(b, t)))
		if n, err := strconv.Atoi(s); err == nil && n >= 0 && n <= 24 && len(hints.SkipHours) < 24 {
			hints.SkipHours = append(hints.SkipHours, n%24)
		}
		if day, ok := days[s]; ok && len(hints.SkipDays) < 7 {
			hints.SkipDays = append(hints.SkipDays, day)
		}
	}
}

// periods are the words of the syndication module.
var periods = map[string]time.Duration{"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour,
	"monthly": 30 * 24 * time.Hour, "yearly": 365 * 24 * time.Hour}

// period reads sy:updatePeriod, and sy:updateFrequency after it.
func (h *head) period(local, s string) {
	p := &h.doc.Hints.UpdatePeriod
	if local == "updateperiod" {
		*p = periods[strings.ToLower(s)]
		return
	}
	if n, err := strconv.Atoi(s); err == nil && n > 0 && n <= 3600 {
		*p /= time.Duration(n)
	}
}

// wrap returns what stands before and after an entry in its Raw.
func (h *head) wrap(c *cut) (before, after []byte) {
	before = append(before, `<?xml version="1.0" encoding="UTF-8"?>`...)
	name := c.rootName()
	switch {
	case len(name) > 0 && len(c.root) <= maxHeadTag:
		before = append(before, closed(c.root)...)
	case c.format == formatAtom:
		name = []byte("feed")
		before = append(before, `<feed xmlns="http://www.w3.org/2005/Atom">`...)
	case len(name) > 0:
		before = append(append(append(before, '<'), name...), '>')
	case c.channel == nil:
		name = []byte("rss")
		before = append(before, `<rss version="2.0">`...)
	}
	var channel []byte
	if c.channel != nil {
		channel = c.channel[1:nameEnd(c.channel, 1)]
		if len(c.channel) <= maxHeadTag {
			before = append(before, closed(c.channel)...)
		} else {
			before = append(append(append(before, '<'), channel...), '>')
		}
	}
	before = append(before, h.inherit...)
	end := func(to []byte, n []byte) []byte {
		if len(n) == 0 {
			return to
		}
		return append(append(append(to, "</"...), n...), '>')
	}
	if c.beside {
		before = end(before, channel)
	} else {
		after = end(after, channel)
	}
	return before, end(after, name)
}

// closed is a start tag with its > , and not closing itself but where the
// slash is the end of a value without quotes.
func closed(tag []byte) []byte {
	tag = bytes.TrimSuffix(tag, []byte(">"))
	as := token{end: int32(len(tag)), name: int32(nameEnd(tag, 1))}.attrs(tag, nil)
	if n := len(as) - 1; n < 0 || len(as[n].value) == 0 || &as[n].value[len(as[n].value)-1] != &tag[len(tag)-1] {
		tag = bytes.TrimSuffix(tag, []byte("/"))
	}
	return append(append(make([]byte, 0, len(tag)+1), tag...), '>')
}
