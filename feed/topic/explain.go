package topic

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxReason bounds the words kept of one match: more do not explain more.
const maxReason = 100

// A Reason is why an article matches: the words, in the order of the article's
// fields and text, at most 100 of them. It is empty for rules that hold by
// what is not there.
type Reason []Span

// A Span is one place of an article that a part of a rule matches.
type Span struct {
	Field string `json:"field"` // "headline", "lead", "body" …
	Query string `json:"query"` // the part of the rule, canonical
	Text  string `json:"text"`  // the words as printed
	// Paragraph is 0 in headline and lead, counts from 1 in the body (1 is
	// Body[0]), and is the place in its list for quotes, speakers, bylines,
	// categories and places.
	Paragraph int `json:"paragraph"`
	// Start and End are bytes in that text: of the headline, the paragraph,
	// the quote; for url, of host and path unescaped.
	Start int `json:"start"`
	End   int `json:"end"`
}

// String returns the span for people: body 2: "peace … treaty".
func (s Span) String() string {
	where := s.Field
	if s.Field == "body" {
		where = fmt.Sprintf("body %d", s.Paragraph)
	}
	return fmt.Sprintf("%s: %q", where, short(s.Text))
}

// String returns all spans in a line.
func (r Reason) String() string {
	parts := make([]string, len(r))
	for i, s := range r {
		parts[i] = s.String()
	}
	return strings.Join(parts, "; ")
}

// short cuts the middle out of a long text: NEAR and field:* may take a lot.
func short(s string) string {
	const most, side = 80, 35
	if len(s) <= most {
		return s
	}
	head, tail := side, len(s)-side
	for !utf8.RuneStart(s[head]) {
		head--
	}
	for !utf8.RuneStart(s[tail]) {
		tail++
	}
	return s[:head] + " … " + s[tail:]
}

// reasons collects spans.
type reasons struct {
	doc   *Doc
	spans []placed
}

type placed struct {
	seg int32
	Span
}

func (r *reasons) full() bool { return len(r.spans) >= maxReason }

func (r *reasons) add(query string, at run) {
	first, last := r.doc.toks[at.from], r.doc.toks[at.to-1]
	r.put(query, first.seg, int(first.start), int(last.end))
}

func (r *reasons) put(query string, seg int32, start, end int) {
	s := r.doc.segs[seg]
	r.spans = append(r.spans, placed{seg, Span{s.field.String(), query, s.text[start:end], s.para, start, end}})
}

// why collects the spans of a rule that matches.
func (r *Rule) why(d *Doc) Reason {
	rs := &reasons{doc: d}
	r.root.explain(d, rs)
	slices.SortFunc(rs.spans, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.seg, b.seg), cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.Query, b.Query))
	})
	rs.spans = slices.Compact(rs.spans)
	reason := make(Reason, len(rs.spans))
	for i, s := range rs.spans {
		reason[i] = s.Span
	}
	return reason
}

func (n *and) explain(d *Doc, r *reasons) {
	for _, m := range n.of {
		m.explain(d, r)
	}
}

// explain tells of every branch that matches, not only of the first.
func (n *or) explain(d *Doc, r *reasons) {
	for _, m := range n.of {
		if !r.full() && m.match(d) {
			m.explain(d, r)
		}
	}
}

func (n *not) explain(*Doc, *reasons) {}

func (n *anywhere) explain(d *Doc, r *reasons) {
	for i, s := range d.segs {
		if s.field&n.in != 0 && !r.full() {
			r.put(n.in.String()+":*", int32(i), 0, len(s.text))
		}
	}
}

func (n *term) explain(d *Doc, r *reasons) { r.runs(n, n.places(d)) }
func (n *near) explain(d *Doc, r *reasons) { r.runs(n, n.places(d)) }

func (r *reasons) runs(n node, at []run) {
	var b strings.Builder
	n.write(&b, bindOr)
	for _, a := range at {
		if r.full() {
			return
		}
		r.add(b.String(), a)
	}
}
