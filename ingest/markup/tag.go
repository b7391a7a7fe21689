package markup

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html/atom"

	"github.com/datelinewire/dateline/ingest/link"
)

// policy is what news needs of HTML. Package bluemonday judges by it every tag
// with attributes that direct does not write, and in the tests all output.
var policy = newsPolicy()

func newsPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	for a, c := range classes {
		if c == inline || c == text || c == holder || c == void {
			p.AllowElements(a.String())
			if a != atom.A && a != atom.Img {
				p.AllowNoAttrs().OnElements(a.String())
			}
		}
	}
	number := regexp.MustCompile(`^[0-9]{1,5}$`)
	p.RequireParseableURLs(true)
	p.AllowURLSchemes("http", "https")
	p.AllowAttrs("href", "title").OnElements("a")
	p.AllowAttrs("src", "alt", "title").OnElements("img")
	p.AllowAttrs("width", "height").Matching(number).OnElements("img")
	p.AllowAttrs("colspan", "rowspan").Matching(number).OnElements("td", "th")
	p.AllowAttrs("datetime").Matching(regexp.MustCompile(`^[-0-9T:.+ ZPWDHMS]{1,40}$`)).OnElements("time")
	p.AllowAttrs("title").OnElements("abbr")
	p.AllowAttrs("dir").Matching(regexp.MustCompile(`^(rtl|ltr|auto)$`)).OnElements("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "td", "th")
	return p
}

// writeTag writes a start tag with the attributes that the policy leaves of
// those at hand; it writes nothing and reports false where none may stand.
func (r *reader) writeTag(a atom.Atom) bool {
	var room [3]attr
	keep := room[:0]
	add := func(name, value string) {
		if shown(value) {
			keep = append(keep, attr{name, value})
		}
	}
	switch a {
	case atom.A:
		href := link.Untracked(r.resolve(r.attr("href")))
		if href == "" {
			return false
		}
		add("href", href)
		add("title", r.attr("title"))
	case atom.Td, atom.Th:
		add("colspan", r.attr("colspan"))
		add("rowspan", r.attr("rowspan"))
	case atom.Time:
		add("datetime", r.attr("datetime"))
	case atom.Abbr:
		add("title", r.attr("title"))
	}
	if dir := r.attr("dir"); dir != "" && classOf(a) == text {
		add("dir", strings.ToLower(dir))
	}
	if len(keep) == 0 {
		r.out = append(append(append(r.out, '<'), a.String()...), '>')
		return true
	}
	if !r.direct(a, keep) {
		r.judge(a, keep)
	}
	return true
}

// resolve is the absolute address of a link or a picture.
func (r *reader) resolve(ref string) string {
	if ref == "" {
		return ""
	}
	r.marks += linkMarks
	return link.Resolve(r.base, ref)
}

// shown reports whether anything of a value is left in the output.
func shown(value string) bool {
	return strings.IndexFunc(value, func(c rune) bool { return c >= ' ' && !unseen(c) }) >= 0
}

// later stands in the output where a tag with attributes will. No text holds
// it: controls are left out.
const later = 0x01

// A late tag waits for bluemonday, which judges all of a text in one call.
type late struct {
	start int // where it stands in tags
	end   int // where its end tag stands in the output, 0 for none
}

// judge puts a tag up for bluemonday, and leaves room for it.
func (r *reader) judge(a atom.Atom, as []attr) {
	r.late = append(r.late, late{start: len(r.tags)})
	r.tags = append(append(r.tags, '<'), a.String()...)
	for _, at := range as {
		r.tags = appendAttr(r.tags, at)
	}
	r.tags = append(r.tags, '>', later)
	r.out = append(r.out, later)
}

// finish is the output with the tags that bluemonday let stand. A tag that it
// did not, and its end tag, are left out.
func (r *reader) finish() string {
	if len(r.late) == 0 {
		return string(r.out)
	}
	tags := strings.Split(policy.Sanitize(string(r.tags)), string(rune(later)))
	var b strings.Builder
	b.Grow(len(r.out) + len(r.tags))
	out, at := r.out, 0
	dropped := map[int]bool{} // where end tags stand that nothing opens
	for i, l := range r.late {
		n := bytes.IndexByte(out, later)
		r.copy(&b, out[:n], at, dropped)
		out, at = out[n+1:], at+n+1
		if len(tags) == len(r.late)+1 && tags[i] != "" {
			b.WriteString(tags[i])
		} else if l.end > 0 {
			dropped[l.end] = true
		}
	}
	r.copy(&b, out, at, dropped)
	return b.String()
}

// copy writes a piece of the output that begins at at, without the end tags
// that were dropped.
func (r *reader) copy(b *strings.Builder, piece []byte, at int, dropped map[int]bool) {
	for end := range dropped {
		if i := end - at; i >= 0 && i < len(piece) {
			delete(dropped, end)
			r.copy(b, piece[:i], at, dropped)
			n := bytes.IndexByte(piece[i:], '>') + 1
			r.copy(b, piece[i+n:], end+n, dropped)
			return
		}
	}
	b.Write(piece)
}
