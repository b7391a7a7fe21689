package samplewire

import (
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
)

// A manner is how an agency marks what is not simply news. {headline} stands
// for the plain headline, {n} for the number of the update, {what} for what
// was wrong.
type manner struct {
	update, updateLine               string // a headline and a line in front; empty: no mark
	correct, correctLine, correctEnd string // a headline, a line in front, a line at the end
	kill, killText                   string
	notice                           string // the headline of a kill that is a story of its own
}

// title prints a headline in the manner of the agency.
func (b *bureau) title(headline string) string {
	if b.titleCase {
		return titleCase(headline)
	}
	return headline
}

// edit adds what came in since, and says so where the agency does.
func (b *bureau) edit(s *Story) {
	d := s.draft
	d.takes++
	if len(d.facts) > 0 {
		s.Paragraphs = append(s.Paragraphs, sentence(d.fill(d.facts[0])))
		d.facts = d.facts[1:]
	} else if last := len(s.Paragraphs) - 1; last > 0 {
		s.Paragraphs[last] += " " + b.more(d.takes)
	}
	if b.manner.update != "" {
		s.Title = b.mark(s, b.manner.update, "")
	}
	if b.manner.updateLine != "" {
		s.Advisory = b.manner.updateLine
	}
}

// more is a sentence for an edit when there are no facts left.
func (b *bureau) more(take int) string {
	lines := map[string][]string{
		"de": {"Weitere Angaben lagen zunächst nicht vor.", "Die Angaben wurden am Abend bestätigt."},
		"es": {"No se facilitaron más detalles.", "Los datos se confirmaron por la tarde."},
	}[b.Language]
	if lines == nil {
		lines = []string{"No further details were given.", "The details were confirmed later in the day."}
	}
	return lines[take%len(lines)]
}

// correct marks s as corrected; what says what was wrong.
func (b *bureau) correct(s *Story, what string) {
	if s.draft != nil {
		s.draft.corrected = true
	}
	s.Title = b.mark(s, b.manner.correct, what)
	if b.manner.correctLine != "" {
		s.Advisory = b.mark(s, b.manner.correctLine, what)
	}
	if b.manner.correctEnd != "" {
		s.Closing = append(s.Closing, b.mark(s, b.manner.correctEnd, what))
	}
}

// withdraw puts the kill in the place of the story.
func (b *bureau) withdraw(s *Story) {
	text := b.mark(s, b.manner.killText, "")
	s.Title = b.mark(s, b.manner.kill, "")
	s.Byline, s.Advisory, s.Dateline, s.HTML = "", "", "", ""
	s.Paragraphs, s.Closing, s.Quotes = []string{text}, nil, nil
}

// killNotice is a story that orders the kill of s.
func (b *bureau) killNotice(s *Story) *Story {
	return &Story{
		Title:      b.mark(s, b.manner.notice, ""),
		Paragraphs: []string{b.mark(s, b.manner.killText, "")},
		Categories: s.Categories,
		Killed:     true,
	}
}

// mark fills in a template of the manner.
func (b *bureau) mark(s *Story, template, what string) string {
	n, lead := 1, "LEAD"
	if s.draft != nil && s.draft.takes > 1 {
		n = s.draft.takes
		lead = ordinal(n) + " LD"
	}
	return strings.NewReplacer("{headline}", s.headline, "{n}", strconv.Itoa(n), "{lead}", lead, "{what}", what).Replace(template)
}

func ordinal(n int) string {
	switch n {
	case 2:
		return "2nd"
	case 3:
		return "3rd"
	}
	return strconv.Itoa(n) + "th"
}

var number = regexp.MustCompile(`\d[\d.,]*\d`)

// bump changes the first figure in the text and says which it was.
func (b *bureau) bump(s *Story) string {
	for i, p := range s.Paragraphs {
		at := number.FindStringIndex(p)
		if at == nil || strings.Contains(p, b.open) {
			continue
		}
		old := p[at[0]:at[1]]
		fresh := string('1'+(old[0]-'0')%9) + old[1:]
		s.Paragraphs[i] = p[:at[0]] + fresh + p[at[1]:]
		return strings.NewReplacer("{n}", strconv.Itoa(i+1), "{new}", fresh, "{old}", old).Replace(b.figure)
	}
	return strings.NewReplacer("{n}", "1", "{new}", b.weekdays[s.draft.day.Weekday()], "{old}", b.weekdays[(s.draft.day.Weekday()+6)%7]).Replace(b.figure)
}

// reporter makes up who signs the story.
func (b *bureau) reporter(r *rand.Rand) string {
	name, _ := pick(r, b.beat).people().person(r, r.IntN(2) == 0)
	return name
}

// titleCase gives every longer word of an English headline a capital.
func titleCase(s string) string {
	small := map[string]bool{"a": true, "an": true, "and": true, "as": true, "at": true, "by": true, "for": true, "from": true, "in": true, "of": true, "on": true, "or": true, "the": true, "to": true, "with": true}
	words := strings.Fields(s)
	for i, w := range words {
		if i == 0 || !small[w] {
			words[i] = sentence(w)
		}
	}
	return strings.Join(words, " ")
}

// quote adds a paragraph of direct speech: form 1 introduces the first
// speaker, 2 lets him go on, 3 introduces the second.
func (b *bureau) quote(s *Story, r *rand.Rand, text string, form int) {
	suffix, forms := "", b.forms[0]
	switch form {
	case 2:
		forms = b.forms[1]
	case 3:
		suffix = "2"
	}
	d := s.draft
	t, role := pick(r, forms), d.fill(d.values["role"+suffix])
	verb := b.verbs[0]
	if form == 2 || r.IntN(3) == 0 {
		verb = pick(r, b.verbs)
	}
	full := text
	if strings.Contains(t, "{q}.>") {
		full += "."
	}
	out := strings.NewReplacer(
		"<", b.open, ">", b.close, "{q}", text, "{verb}", verb, "{said}", b.verbs[0],
		"{person}", d.values["person"+suffix], "{surname}", d.values["surname"+suffix],
		"{role}", role, "{Role}", sentence(role),
		"{he}", d.values["he"+suffix], "{He}", sentence(d.values["he"+suffix]), "{weekday}", d.values["weekday"],
	).Replace(t)
	s.Quotes = append(s.Quotes, Quote{Text: full, Speaker: d.values["person"+suffix], Paragraph: len(s.Paragraphs)})
	s.Paragraphs = append(s.Paragraphs, sentence(out))
}
