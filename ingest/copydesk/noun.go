package copydesk

import "strings"

// noun makes a source of the noun phrase t[i:j]: a person, what a pronoun or
// a title stands for, or a description as printed.
func (c *cast) noun(t []token, i, j int, para int) source {
	if i >= j {
		return source{}
	}
	if p := pronouns[t[i].low]; p != 0 && (j == i+1 || !determiners[t[i].low]) {
		return c.pronoun(p, para)
	}
	// The last run of capitals, when it ends the phrase, is a name.
	end := j
	for k := i; k < j; k++ {
		if k > i && t[k].low == "of" && t[k-1].upper && !onlyTitles(t[i:k]) {
			end = k
			break
		}
		if k > i && clauseWords[t[k].low] && !titleBefore(t, i, k) {
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
	head := t[end-1]
	if roles[head.low] && (isOneOf(t[i].low, "the", "this", "el", "la", "le", "der", "die") || len(t[i:end]) == 1) {
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
	if j-i > maxDescription || !startsPhrase(t[i]) || j == i+1 && determiners[t[i].low] {
		return source{known: true}
	}
	return source{text: phraseText(t, i, j), known: true}
}

// maxDescription bounds the words of a description: a longer one is half a
// sentence, and no speaker.
const maxDescription = 9

func phraseText(t []token, i, j int) string {
	var b strings.Builder
	for k := i; k < j; k++ {
		if b.Len() > 0 && t[k].start > t[k-1].end {
			b.WriteByte(' ')
		}
		b.WriteString(t[k].text)
	}
	return strings.Trim(strings.TrimSuffix(strings.TrimSuffix(b.String(), "'s"), "’s"), " ,")
}

func onlyTitles(t []token) bool {
	for _, w := range t {
		if w.upper && !isTitle(w) && !determiners[w.low] {
			return false
		}
	}
	return true
}

// name makes a source of the run of capitals t[i:j]; phrase is where the noun
// phrase began.
func (c *cast) name(t []token, i, j, phrase int) source {
	if i == phrase && determiners[t[i].low] {
		i++
	}
	if isGerman(t) {
		i = germanName(t, i, j)
	}
	from, to, cut := bareName(t, i, j)
	if from >= to || from == i && onlyTitles(t[i:j]) {
		return source{}
	}
	text := phraseText(t, from, to)
	full, p := c.full(text)
	if p != nil && to-from == 1 && len(cut) > 0 {
		full = text // "Mr. Name" is given as it is printed
	}
	if p == nil && len(cut) > 0 && to-from > 1 {
		p = c.names[strings.ToLower(text)]
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
