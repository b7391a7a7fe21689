package copydesk

import (
	"strings"
	"unicode/utf8"
)

// A speech is what stands between quotation marks.
type speech struct {
	para       int // where it opens
	start, end int // of what the marks hold; end is in para last
	open, shut int // from the opening mark to behind the closing one
	last       int // paragraph in which it closes
	text       string
	single     bool // single marks
}

// maxSpeechParagraphs bounds a quote over several paragraphs.
const maxSpeechParagraphs = 40

// speeches appends to room what stands between marks in the paragraphs.
func speeches(paras []string, room []speech) []speech {
	f := finder{paras: paras, out: room}
	for i := range paras {
		f.paragraph(i)
	}
	f.giveUp(len(paras))
	return f.out
}

// A finder pairs marks. At most one quote is open at a time; marks of another
// kind inside it belong to its text.
type finder struct {
	paras []string
	out   []speech

	isOpen bool
	cur    speech
	mark   mark
	depth  int // marks of the same kind open inside
	inner  int // marks of another kind
}

func (f *finder) paragraph(i int) {
	s := f.paras[i]
	if !f.isOpen && f.dashes(i) {
		return
	}
	first := true
	single := 0 // no straight single mark closes before here
	for at := 0; at < len(s) && len(f.out) < maxQuotes; {
		at = markByte(s, at)
		m, ok := markAt(s, at)
		if !ok {
			at++
			continue
		}
		at = m.end
		if f.isOpen {
			f.inside(i, m, first)
			first = false
			continue
		}
		first = false
		if m.kind == closing {
			continue // an orphan
		}
		if m.family == '\'' || m.family == 's' {
			if m.at < single {
				continue
			}
			end, next := closeSingle(s, m)
			if end < 0 {
				single = next
				continue
			}
			f.out = append(f.out, speech{para: i, last: i, start: m.end, end: end, open: m.at, shut: next, text: s[m.end:end], single: true})
			at = next
			continue
		}
		f.begin(i, m)
	}
	if f.isOpen && i-f.cur.para >= maxSpeechParagraphs {
		f.giveUp(i + 1)
	}
}

// dashes takes a paragraph of speech behind dashes, as Russian and Spanish
// print it: "— Text, — сказал X. — Text."
func (f *finder) dashes(i int) bool {
	s := f.paras[i]
	r, n := utf8.DecodeRuneInString(s)
	if r != '—' && r != '–' {
		return false
	}
	dash := string(r)
	start := skipBlank(s, n)
	k := strings.Index(s[start:], dash)
	if k <= 0 {
		return false
	}
	cut := start + k
	tail := strings.TrimLeft(s[cut+n:], " ")
	w := tail[:wordEnd(tail, 0)]
	if !senseOf(strings.ToLower(w)).is(aVerb) {
		return false
	}
	text := strings.TrimRight(s[start:cut], " ")
	f.out = append(f.out, speech{para: i, last: i, start: start, end: start + len(text), open: 0, shut: cut, text: text})
	// Speech goes on behind the attribution.
	if m := strings.Index(s[cut+n:], ". "+dash+" "); m >= 0 {
		at := cut + n + m + len(". ")
		from := at + n + 1
		f.out = append(f.out, speech{para: i, last: i, start: from, end: len(s), open: at, shut: len(s), text: s[from:]})
	}
	return true
}

func (f *finder) begin(i int, m mark) {
	f.isOpen, f.mark, f.depth, f.inner = true, m, 0, 0
	f.cur = speech{para: i, start: m.end, open: m.at}
}

// inside takes a mark while a quote is open.
func (f *finder) inside(i int, m mark, first bool) {
	if m.family == '\'' || m.family == 's' {
		return
	}
	switch {
	case i > f.cur.para && first && m.kind != closing && m.at <= 1:
		// The next paragraph goes on with an opening mark.
		if i-1 > f.cur.para && f.gap(i) {
			f.giveUp(i)
			f.begin(i, m)
		}
		return
	case m.kind == closing || m.kind == either && f.closes(m):
		if f.depth > 0 && m.family == f.mark.family && m.family != '"' {
			f.depth--
			return
		}
		if m.family != f.mark.family && f.inner > 0 {
			f.inner--
			return
		}
		f.close(i, m)
	case i > f.cur.para:
		// An opening mark in a later paragraph that did not begin with one:
		// the closing mark was forgotten.
		f.giveUp(i)
		f.begin(i, m)
	case m.family != f.mark.family:
		f.inner++
	case m.family != '"':
		f.depth++
	default:
		// A second opening mark: the first was none, or its end is missing.
		f.begin(i, m)
	}
}

// gap reports whether a paragraph between the open quote and i did not begin
// with a mark: then the quote ended before it.
func (f *finder) gap(i int) bool {
	for k := f.cur.para + 1; k < i; k++ {
		if m, ok := markAt(f.paras[k], 0); !ok || m.kind == closing {
			return true
		}
	}
	return false
}

// closes reports whether a mark that changes sides closes the open quote.
func (f *finder) closes(m mark) bool {
	s := f.mark
	return s.family == m.family && s.kind != m.kind || s.family == 'l' || s.kind == either
}

func (f *finder) close(i int, m mark) {
	c := f.cur
	c.last, c.end, c.shut = i, m.at, m.end
	if i == c.para {
		c.text = f.paras[i][c.start:c.end]
	} else {
		c.text = f.join(i, m.at)
	}
	f.isOpen = false
	f.out = append(f.out, c)
}

// join makes one text of a quote over several paragraphs: marks that open
// them again are cut, a blank line stands between.
func (f *finder) join(last, end int) string {
	var b strings.Builder
	b.WriteString(strings.TrimSpace(f.paras[f.cur.para][f.cur.start:]))
	for k := f.cur.para + 1; k <= last; k++ {
		p := f.paras[k]
		if k == last {
			p = p[:end]
		}
		if m, ok := markAt(p, 0); ok && m.kind != closing {
			p = p[m.end:]
		}
		b.WriteString("\n\n")
		b.WriteString(strings.TrimSpace(p))
	}
	return b.String()
}

// giveUp ends the open quote where its paragraph ends, or the last one that
// went on with a mark: the closing mark was forgotten.
func (f *finder) giveUp(before int) {
	if !f.isOpen {
		return
	}
	f.isOpen = false
	c := f.cur
	last := c.para
	for k := c.para + 1; k < before && k-c.para < maxSpeechParagraphs; k++ {
		m, ok := markAt(f.paras[k], 0)
		if !ok || m.kind == closing || m.family != f.mark.family {
			break
		}
		// One that closes its own quote is a quote of its own.
		if strings.ContainsAny(f.paras[k][m.end:], "\"”»") {
			break
		}
		last = k
	}
	c.last, c.end, c.shut = last, len(f.paras[last]), len(f.paras[last])
	c.text = f.join(last, len(f.paras[last]))
	f.out = append(f.out, c)
}
