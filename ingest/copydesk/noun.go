package copydesk

import "strings"

// noun makes a source of the noun phrase t[i:j]: a person, what a pronoun or
// a title stands for, or a description as printed.
func (c *cast) noun(t []token, i, j int, para int) source {
	if i >= j {
		return source{}
	}
	if p := t[i].pronoun(); p != 0 && (j == i+1 || !t[i].is(aDeterminer)) {
		return c.pronoun(p, para)
	}
	// The last run of capitals, when it ends the phrase, is a name.
	end := j
	for k := i; k < j; k++ {
		if k > i && t[k].low == "of" && t[k-1].upper && !onlyTitles(t[i:k]) {
			end = k
			break
		}
		if k > i && t[k].is(aClauseWord) && !titleBefore(t, i, k) {
			end = k
			break
		}
	}
	run := end
	for run > i && (t[run-1].upper || run < end && run-2 >= i && isNameParticle(t[run-1].low) && t[run-2].upper) {
		run--
	}
	if run < end {
		if s := c.name(t, run, end, i); s.text != "" {
			return s
		}
	}
	head := &t[end-1]
	if head.is(aRole) && (isOneOf(t[i].low, "the", "this", "el", "la", "le", "der", "die") || len(t[i:end]) == 1) {
		if p := c.byRole(head.low, para); p != nil {
			return source{text: p.name, person: p, known: true}
		}
		if g := genderOf(head.low); isOneOf(head.low, "man", "woman", "boy", "girl") && g != 0 {
			if p := c.byPronoun(g, para); p != nil && p == c.speech {
				return source{text: p.name, person: p, known: true}
			}
		} else if c.speech != nil && len(c.speech.roles) == 0 && c.speech.para >= para-1 && !isOneOf(head.low, "spokesman", "spokeswoman", "spokesperson", "official", "expert", "analyst", "source") {
			return source{text: c.speech.name, person: c.speech, known: true}
		}
	}
	if j-i > maxDescription || !startsPhrase(&t[i]) || j == i+1 && t[i].is(aDeterminer) {
		return source{known: true}
	}
	return source{text: phraseText(c.line, t, i, j), known: true}
}

// maxDescription bounds the words of a description: a longer one is half a
// sentence, and no speaker.
const maxDescription = 9

// phraseText is the phrase t[i:j] of line as printed.
func phraseText(line string, t []token, i, j int) string {
	if i >= j {
		return ""
	}
	return strings.Trim(strings.TrimSuffix(strings.TrimSuffix(joined(line, t[i:j]), "'s"), "’s"), " ,")
}

// joined is the text of t, tokens of line: a part of line, unless it has
// something between them that is no token.
func joined(line string, t []token) string {
	whole := true
	for k := 1; k < len(t) && whole; k++ {
		gap := line[t[k-1].end:t[k].start]
		whole = gap == "" || gap == " "
	}
	if whole {
		return line[t[0].start:t[len(t)-1].end]
	}
	var b strings.Builder
	for k := range t {
		if k > 0 && t[k].start > t[k-1].end {
			b.WriteByte(' ')
		}
		b.WriteString(t[k].text)
	}
	return b.String()
}

func onlyTitles(t []token) bool {
	for k := range t {
		if w := &t[k]; w.upper && !w.isTitle() && !w.is(aDeterminer) {
			return false
		}
	}
	return true
}

// name makes a source of the run of capitals t[i:j]; phrase is where the noun
// phrase began.
func (c *cast) name(t []token, i, j, phrase int) source {
	if i == phrase && t[i].is(aDeterminer) {
		i++
	}
	if j-i > 2 && isGerman(t) {
		i = germanName(t, i, j)
	}
	from, to, cut := c.bareName(t, i, j)
	if from >= to || from == i && onlyTitles(t[i:j]) {
		return source{}
	}
	text := phraseText(c.line, t, from, to)
	full, p := c.full(text)
	if p != nil && to-from == 1 && len(cut) > 0 {
		full = text // "Mr. Name" is given as it is printed
	}
	return source{text: full, person: p, known: true}
}

func (c *cast) pronoun(p byte, para int) source {
	switch p {
	case 'm', 'f', 'a':
		if who := c.byPronoun(p, para); who != nil {
			if who.gender == 0 && p != 'a' {
				who.gender = p
			}
			return source{text: who.name, person: who, known: true}
		}
	}
	return source{known: true}
}
