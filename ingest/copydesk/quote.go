package copydesk

import (
	"strings"

	"github.com/datelinewire/dateline/wire"
)

// quotes finds direct speech and its speakers in lead and body.
func (d *sheet) quotes(a *wire.Article) {
	if a.Lead == "" && len(a.Body) == 0 {
		return
	}
	t := &d.teller
	t.paras = append(append(t.paras, a.Lead), a.Body...)
	t.found = speeches(t.paras, t.found)
	if len(t.found) > 0 {
		t.out = make([]wire.Quote, 0, min(len(t.found), usualQuotes))
		t.cast.german = len(d.c.Language) >= 2 && strings.EqualFold(d.c.Language[:2], "de")
		for i := range t.found {
			t.tell(i)
		}
		a.Quotes = t.out
		for i, k := range t.kept {
			d.quoteSpan(&t.out[i], k.speech, k.rule)
		}
	}
}

// quoteSpan notes where a quote stands in the entry: in the paragraph in which
// it opens, up to its closing mark or the paragraph's end.
func (d *sheet) quoteSpan(q *wire.Quote, s *speech, rule string) {
	para, off := d.lead, d.rest
	for n := q.Paragraph; n > 0 && para+1 < len(d.paras); {
		if para, off = para+1, 0; !d.skip[para] {
			n--
		}
	}
	end := len(d.paras[para])
	if s.last == s.para {
		end = off + s.shut
	}
	d.spans = append(d.spans, Span{Rule: rule, Field: "quotes", Paragraph: para, Start: off + s.open, End: end, Text: q.Text})
}

// maxQuotes bounds the quotes of one article: the longest transcripts stay
// below it, and a text of nothing but quotation marks costs no more than they.
const maxQuotes = 1500

// usualQuotes is how many quotes room is made for at first. Most marks of a text
// that has more of them are no quotes.
const usualQuotes = 8

// A teller goes through the speeches of a story in order and says whose they
// are. It is used again for other stories, see reset, and may hold on to the
// text of the latest until then.
type teller struct {
	paras []string
	found []speech
	cast  cast
	out   []wire.Quote
	kept  []kept // of out

	para  int // read so far, for the cast
	at    int
	prev  *told // the latest full quote, which is last
	last  told
	toks  []token
	indir source // who the latest sentence of running text has speaking
	inAt  int    // paragraph of it
}

// told is a full quote and who it was given to.
type told struct {
	source
	para, shut int // where it closed
}

// kept is a quote of the article and the rule that says whose it is.
type kept struct {
	speech *speech
	rule   string
}

// reset forgets the story and keeps the room.
func (t *teller) reset() {
	t.cast.reset()
	t.paras, t.found, t.kept, t.toks = emptied(t.paras), emptied(t.found), emptied(t.kept), emptied(t.toks)
	t.out, t.prev, t.last, t.indir = nil, nil, told{}, source{}
	t.para, t.at, t.inAt = 0, 0, 0
}

// tell reads speech i: what kind it is and who speaks.
func (t *teller) tell(i int) {
	s := &t.found[i]
	t.readTo(s.para, s.open)
	body := strings.TrimSpace(s.text)
	if body == "" || !hasLetter(body) {
		t.skip(s)
		return
	}
	p := t.paras[s.para]
	lead := t.sentence(s.para, s.open, i)
	leadText := strings.TrimSpace(p[lead:s.open])
	tail := t.paras[s.last]
	tailEnd := len(tail)
	if i+1 < len(t.found) && t.found[i+1].para == s.last {
		tailEnd = t.found[i+1].open
	}
	tailEnd = min(tailEnd, s.shut+maxClause)
	tailText := strings.TrimSpace(tail[s.shut:tailEnd])

	k := judge(body, leadText, tailText, s)
	var src source
	rule := ""
	if k.after {
		t.clause(tail, s.shut, sentenceEnd(tail, s.shut, tailEnd))
		if src = t.cast.after(t.toks, s.last); !src.known && i+1 < len(t.found) && t.found[i+1].open == tailEnd && s.shut+1 < tailEnd {
			// A name in marks may stand inside the attribution.
			t.clause(tail, s.shut, min(len(tail), s.shut+maxClause))
			src = t.cast.after(t.toks, s.last)
		}
		if src.known && k.closed && !shortClause(t.toks) {
			src = source{}
		}
		if src.known {
			rule = "quote, then who said it"
		}
	}
	if !src.known && leadText != "" {
		t.words(p, lead, s.open)
		if src = t.cast.before(t.toks, s.para); src.known {
			rule = "who said it, then quote"
		}
	}
	if src.known && src.text == "" && k.colon {
		// The verb stands behind the quote, who spoke before it.
		t.words(p, lead, s.open)
		if n := len(t.toks); n > 1 && !t.toks[n-1].word {
			if who := t.cast.noun(t.toks, 0, phraseEnd(t.toks, 0), s.para); who.text != "" {
				src, rule = who, "who, quote, verb"
			}
		}
	}
	full := k.full(src.known) || src.known && k.colon && k.ended && k.words > 1 && t.goesOn(s.para, lead)
	if !full {
		t.partial(s, body, leadText, src, rule, k)
		return
	}
	if !src.known || src.text == "" {
		src, rule = t.carried(s, leadText, src)
	}
	t.keep(s, body, src, rule, false)
	t.last = told{src, s.last, s.shut}
	t.prev = &t.last
	if src.person != nil {
		t.cast.speech = src.person
		src.person.spoke = len(t.out)
		src.person.para, src.person.at = s.last, s.shut
	}
	t.skip(s)
}

// shortClause reports whether t, which follows a quote that ended its sentence,
// is nothing but an attribution with a stop where a comma belongs: "X said."
func shortClause(t []token) bool {
	n := len(t)
	if n == 0 || n > 8 {
		return n > 0 && !t[0].word && strings.Contains("—–", t[0].text)
	}
	return !t[0].word && t[0].text != "." || t[n-1].text == "." && (n >= 2 && isVerb(t, n-2) || isVerb(t, 0))
}

// partial keeps a fragment of speech, when a verb of speech governs it, and
// leaves out names, titles and words as words.
func (t *teller) partial(s *speech, body, lead string, src source, rule string, k judgement) {
	defer t.skip(s)
	if !src.known || k.title || k.named {
		return
	}
	if k.words == 1 && !k.verb && len(body) < 12 {
		return
	}
	t.keep(s, body, src, rule, true)
	if src.person != nil {
		t.cast.speech = src.person
		src.person.para, src.person.at = s.last, s.shut
	}
	t.indir, t.inAt = src, s.last
}

// carried finds the speaker of a quote without an attribution: the speech it
// continues, who the sentence before has speaking, or who spoke last.
func (t *teller) carried(s *speech, lead string, src source) (source, string) {
	if src.known && src.text == "" && t.prev == nil {
		return source{}, "quote, speaker unknown"
	}
	same := t.prev != nil && t.prev.para == s.para
	start := 0
	if same {
		start = t.prev.shut
	}
	// The sentences between.
	if who := t.indirect(s.para, start, s.open); who.known && who.text != "" {
		return who, "quote after reported speech"
	}
	if same {
		return t.prev.source, "quote continued"
	}
	if s.para > 0 && s.open <= 1 {
		prev := t.paras[s.para-1]
		from := 0
		if t.prev != nil && t.prev.para == s.para-1 {
			from = t.prev.shut
		}
		if strings.HasSuffix(prev, ":") {
			t.words(prev, t.lastSentence(prev, from), len(prev))
			if who := t.cast.before(t.toks, s.para-1); who.known && who.text != "" {
				return who, "who said it, then quote"
			}
		}
		if who := t.indirect(s.para-1, from, len(prev)); who.known && who.text != "" {
			return who, "quote after reported speech"
		}
	}
	if t.prev != nil && t.prev.para >= s.para-3 {
		return t.prev.source, "quote continued"
	}
	if p := t.cast.last; p != nil && p.para >= s.para-1 {
		return source{text: p.name, person: p, known: true}, "quote, last named"
	}
	return source{}, "quote, speaker unknown"
}

// maxLookBack bounds the running text read for reported speech, in bytes.
const maxLookBack = 700

// indirect finds who speaks in the running text paras[para][from:to]: the
// subject of its last verb of speech.
func (t *teller) indirect(para, from, to int) source {
	p := t.paras[para]
	from = max(from, to-maxLookBack)
	for from > 0 && from < to && p[from]&0xc0 == 0x80 {
		from++
	}
	if from >= to {
		return source{}
	}
	t.words(p, from, to)
	toks := t.toks
	end := len(toks)
	for n := 0; end > 0 && n < 3; n++ {
		for end > 0 && isStop(&toks[end-1]) {
			end--
		}
		start := end
		for start > 0 && !isStop(&toks[start-1]) {
			start--
		}
		sent := toks[start:end]
		for v := 1; v < len(sent); v++ {
			if isVerb(sent, v) {
				if s := t.cast.subject(sent, 0, v, para); s.known && s.text != "" {
					return s
				}
			}
			if sent[v-1].low == "according" && sent[v].low == "to" {
				return t.cast.noun(sent, v+1, phraseEnd(sent, v+1), para)
			}
		}
		end = start
	}
	return source{}
}

func isStop(t *token) bool {
	return !t.word && strings.Contains(".!?\"“”«»", t.text)
}

// sentenceEnd is a cheap guess at where the sentence at p[at:] ends, so that
// less is cut into tokens: a stop, a blank and a capital, well behind the
// titles that stand in front of names.
func sentenceEnd(p string, at, end int) int {
	for i := at + 24; i+2 < end; i++ {
		n := strings.IndexByte(p[i:end-2], '.')
		if n < 0 {
			break
		}
		i += n
		if p[i+1] == ' ' && p[i+2] >= 'A' && p[i+2] <= 'Z' && p[i-1] >= 'a' && p[i-4] != ' ' && p[i-3] != ' ' && p[i-2] != ' ' {
			return i + 1
		}
	}
	return end
}

// words makes tokens of p[from:to].
func (t *teller) words(p string, from, to int) {
	t.cast.line = p
	t.toks = t.cast.tokens(t.toks[:0], p, from, to)
}

// clause makes tokens of p[from:to], up to the end of the first sentence.
func (t *teller) clause(p string, from, to int) {
	t.cast.line = p
	t.toks = t.cast.sentence(t.toks[:0], p, from, to)
}

// sentence is where the sentence that leads to the mark at open begins, behind
// the quote before it.
func (t *teller) sentence(para, open, i int) int {
	from := 0
	if i > 0 && t.found[i-1].last == para {
		from = t.found[i-1].shut
	}
	return t.lastSentence(t.paras[para][:open], from)
}

// lastSentence is where the last sentence of p[from:] begins.
func (t *teller) lastSentence(p string, from int) int {
	low := max(from, len(p)-maxClause)
	for i := len(p) - 2; i >= low; i-- {
		if p[i+1] != ' ' || p[i] != '.' && p[i] != '!' && p[i] != '?' {
			continue
		}
		w := p[strings.LastIndexByte(p[:i], ' ')+1 : i]
		if p[i] == '.' && (isTitleShort(w) || len(w) == 1 || strings.IndexByte(w, '.') > 0) {
			continue
		}
		if rest := strings.TrimLeft(p[i+1:], " "); rest == "" || !isSmall(rest) {
			return min(len(p), i+1)
		}
	}
	if low > from {
		for low < len(p) && p[low] != ' ' {
			low++
		}
	}
	return low
}

// readTo feeds the cast the running text up to paras[para][at:].
func (t *teller) readTo(para, at int) {
	for t.para < para {
		p := t.paras[t.para]
		if t.at < len(p) {
			t.cast.read(p, t.para, t.at, len(p))
		}
		t.para, t.at = t.para+1, 0
	}
	if t.at < at && t.para == para {
		t.cast.read(t.paras[para], para, t.at, at)
		t.at = at
	}
}

// skip moves behind a speech: who is named in it is no clue, but the clause
// that follows is read at once so that its names are known.
func (t *teller) skip(s *speech) {
	if s.last > t.para || s.last == t.para && s.shut > t.at {
		t.para, t.at = s.last, s.shut
	}
}

func (t *teller) keep(s *speech, body string, src source, rule string, partial bool) {
	if !partial {
		body = strings.TrimSpace(strings.TrimSuffix(body, ","))
	}
	t.out = append(t.out, wire.Quote{Text: body, Speaker: src.text, Paragraph: s.para, Partial: partial})
	t.kept = append(t.kept, kept{s, rule})
}
