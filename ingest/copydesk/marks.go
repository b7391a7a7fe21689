package copydesk

import (
	"strings"
	"unicode"
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

// markKind is what a mark does where it stands.
type markKind int

const (
	noMark markKind = iota
	opening
	closing
	either // "»" and "“" change sides between languages
)

// maxSpeechParagraphs bounds a quote over several paragraphs.
const maxSpeechParagraphs = 40

// hasMark holds the bytes with which marks begin.
var hasMark = [256]bool{'"': true, '`': true, '\'': true, 0xe2: true, 0xc2: true}

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

// A mark is one quotation mark in the text.
type mark struct {
	kind   markKind
	family byte // '"' straight, 'd' curly double, 'g' guillemets, 's' single curly, '\'' straight single, '`' typewriter
	at     int
	end    int
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

// markByte is where the next byte from s[at] on stands with which a mark
// begins, or the end. It looks at eight bytes at once.
func markByte(s string, at int) int {
	for ; at+8 <= len(s); at += 8 {
		if w := load8(s[at : at+8]); zeroIn(w^eight*'"')|zeroIn(w^eight*'\'')|zeroIn(w^eight*'`')|w&eightTops != 0 {
			break
		}
	}
	for at < len(s) && !hasMark[s[at]] {
		at++
	}
	return at
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

// markAt reads the mark at s[i].
func markAt(s string, i int) (mark, bool) {
	if i >= len(s) {
		return mark{}, false
	}
	m := mark{at: i}
	switch c := s[i]; c {
	case '"':
		m.end, m.family = i+1, '"'
		m.kind = straight(s, i, i+1)
		return m, !isInch(s, i)
	case '`':
		if i+1 < len(s) && s[i+1] == '`' {
			m.end, m.family, m.kind = i+2, '`', opening
			return m, true
		}
		return m, false
	case '\'':
		if i+1 < len(s) && s[i+1] == '\'' {
			m.end, m.family = i+2, '`'
			m.kind = straight(s, i, i+2)
			return m, true
		}
		m.end, m.family = i+1, '\''
		m.kind = straight(s, i, i+1)
		return m, m.kind == opening && !isDecade(s, i+1)
	case 0xe2, 0xc2:
	default:
		return m, false
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	m.end = i + n
	switch r {
	case '“':
		// In „…“ it closes.
		m.family, m.kind = 'd', opening
		if k := straight(s, i, m.end); k == closing {
			m.kind = closing
		}
		return m, true
	case '”', '‟':
		m.family, m.kind = 'd', closing
		if straight(s, i, m.end) == opening && i+n < len(s) {
			m.kind = opening
		}
		return m, true
	case '„':
		m.family, m.kind = 'd', opening
		return m, true
	case '«', '‹':
		m.family, m.kind = 'g', opening
		if k := straight(s, i, m.end); k == closing {
			m.kind = closing
		}
		return m, true
	case '»', '›':
		m.family, m.kind = 'g', closing
		if straight(s, i, m.end) == opening && i+n < len(s) {
			m.kind = opening
		}
		return m, true
	case '‘', '‚':
		m.family, m.kind = 's', opening
		return m, straight(s, i, m.end) == opening
	}
	return m, false
}

// straight tells from its neighbours whether a mark at s[i:end] opens or
// closes.
func straight(s string, i, end int) markKind {
	prev, _ := utf8.DecodeLastRuneInString(s[:i])
	next, _ := utf8.DecodeRuneInString(s[end:])
	left := i == 0 || leadsQuote(prev)
	right := end >= len(s) || next == ' '
	switch {
	case left && right:
		if i == 0 {
			return opening
		}
		return closing
	case left:
		if (prev == '-' || prev == '—' || prev == '–') && !unicode.IsLetter(next) && !unicode.IsDigit(next) {
			return closing
		}
		switch next {
		case ',', '.', ';', ':', '!', '?', ')':
			return closing
		}
		return opening
	}
	return closing
}

// leadsQuote reports whether an opening mark can stand right behind r.
func leadsQuote(r rune) bool {
	switch r {
	case ' ', '(', '[', '{', '—', '–', '-', '/', ':', '‘', '\'', '“', '«', '„', '¿', '¡':
		return true
	}
	return false
}

// isInch reports whether the mark at s[i] stands behind a figure as a measure:
// 6' 2", 5.25" disks.
func isInch(s string, i int) bool {
	if i == 0 || s[i-1] < '0' || s[i-1] > '9' {
		return false
	}
	j := i - 1
	for j > 0 && (s[j] >= '0' && s[j] <= '9' || s[j] == '.') {
		j--
	}
	// An opening mark before the figure makes it the end of a quote, and so
	// does a long way to the last blank.
	return s[j] == ' ' && j > 0 && (s[j-1] == '\'' || s[j-1] == 0x99) || i+1 < len(s) && s[i+1] == '-'
}

// isDecade reports whether 's[i:]' is the rest of '70s or '90.
func isDecade(s string, i int) bool {
	return i+1 < len(s) && s[i] >= '0' && s[i] <= '9' && s[i+1] >= '0' && s[i+1] <= '9'
}

// maxSingle bounds a quote in single marks, in bytes: beyond it an apostrophe
// is more likely than an end.
const maxSingle = 1500

// closeSingle finds the end of a quote in single marks. It returns where the
// text ends and where the mark does; or -1 and up to where there is none.
func closeSingle(s string, m mark) (end, next int) {
	limit := min(len(s), m.end+maxSingle)
	fallback := -1
	for i := m.end; i < limit; i++ {
		n := 0
		switch {
		case s[i] == '\'':
			n = 1
		case s[i] == 0xe2 && strings.HasPrefix(s[i:], "’"):
			n = len("’")
		case s[i] == '"':
			limit = i
			continue
		default:
			continue
		}
		if i+n < len(s) && (isWordByte(s[i+n]) && !strings.HasPrefix(s[i+n:], "—") && !strings.HasPrefix(s[i+n:], "–")) {
			continue
		}
		if i == m.end || s[i-1] == ' ' {
			continue
		}
		if strings.IndexByte(",.!?", s[i-1]) >= 0 {
			return i, i + n
		}
		if fallback < 0 && s[i-1] != 's' {
			fallback = i
			if m.family == '\'' && !strings.HasPrefix(s[i:], "'") || i-m.end < 60 {
				return i, i + n
			}
		}
	}
	if fallback >= 0 {
		n := 1
		if s[fallback] == 0xe2 {
			n = len("’")
		}
		return fallback, fallback + n
	}
	return -1, limit
}
