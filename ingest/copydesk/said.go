package copydesk

import (
	"strings"
)

// A source is who an attribution names.
type source struct {
	text   string  // as printed, or the name without titles
	person *person // when it is somebody the story names in full
	known  bool    // an attribution was found, whether or not it can be resolved
}

// maxClause bounds an attribution clause, in bytes: longer ones are not met,
// and so no text costs more to look at.
const maxClause = 260

// isVerb reports whether t[i] is a verb of speech in its place: not an
// infinitive, not a noun behind an article.
func isVerb(t []token, i int) bool {
	if !t[i].word || t[i].upper && i > 0 && t[i-1].text != "\"" || !t[i].is(aVerb) {
		return false
	}
	if i > 0 {
		switch t[i-1].low {
		case "a":
			return isFrench(t[i].low)
		case "to", "the", "an", "his", "her", "their", "its", "of", "no", "this", "that's", "for", "by":
			return false
		}
	}
	return true
}

// isFrench knows the participles behind "a": "a déclaré", "a dit".
func isFrench(w string) bool {
	return strings.HasSuffix(w, "é") || isOneOf(w, "dit", "écrit", "répondu", "conclu", "prévenu", "promis", "reconnu", "averti", "réagi", "poursuivi")
}

// after reads the attribution that follows a quote: `," said X`, `," X, the
// mayor, said`, `," according to X`. t are the tokens behind the closing mark.
func (c *cast) after(t []token, para int) source {
	i := 0
	for i < len(t) && !t[i].word && strings.Contains(",-–—", t[i].text) {
		i++
	}
	if i >= len(t) {
		return source{}
	}
	if t[i].low == "according" && i+2 < len(t) && t[i+1].low == "to" {
		return c.noun(t, i+2, phraseEnd(t, i+2), para)
	}
	if isOneOf(t[i].low, "per", "selon", "según", "laut", "so") && i+1 < len(t) && (t[i+1].upper || t[i+1].is(aDeterminer)) {
		return c.noun(t, i+1, phraseEnd(t, i+1), para)
	}
	v := i
	for v < len(t) && v < i+3 && isBetween(t, v) {
		v++
	}
	if v < len(t) && (isVerb(t, v) || v == i && isOddVerb(t, v)) {
		return c.inverted(t, v, para)
	}
	if isOneOf(t[i].low, "deyə", "diye") && i+1 < len(t) {
		i++ // the conjunction of Azerbaijani and Turkish
	}
	if !startsPhrase(&t[i]) {
		if i = afterOffice(t, i); i < 0 {
			return source{}
		}
	}
	for v = i + 1; v < len(t) && v < i+34; v++ {
		if s := t[v].text; s == "." || s == ";" || s == "!" || s == "?" || s == ":" {
			break
		}
		if isVerb(t, v) && !(v > 0 && t[v-1].low == "who") {
			return c.subject(t, i, v, para)
		}
	}
	return source{}
}

// isBetween reports whether t[i] can stand between a subject and its verb: an
// auxiliary or an adverb.
func isBetween(t []token, i int) bool {
	w := t[i].low
	if w == "a" {
		return i+1 < len(t) && t[i+1].is(aVerb) // "a déclaré"
	}
	if !t[i].word || t[i].pronoun() != 0 {
		return false
	}
	return t[i].is(anAdverb) || !t[i].upper && len(w) > 4 && strings.HasSuffix(w, "ly") && !t[i].is(aRole)
}

// isOddVerb reports whether a word we do not know for a verb of speech stands
// as one: `" beamed A Name`.
func isOddVerb(t []token, v int) bool {
	w := &t[v]
	return w.word && !w.upper && len(w.low) > 4 && strings.HasSuffix(w.low, "ed") && v+1 < len(t) && t[v+1].upper && t[v+1].pronoun() == 0
}

// inverted reads the subject behind the verb at t[v].
func (c *cast) inverted(t []token, v int, para int) source {
	i := v + 1
	for i < len(t) && isBetween(t, i) {
		i++
	}
	i = isWhen(t, i)
	if i < len(t) && !startsPhrase(&t[i]) {
		if k := afterOffice(t, i); k > 0 {
			i = k
		}
	}
	if i >= len(t) || !startsPhrase(&t[i]) {
		return source{known: i >= len(t) || t[i].text == "." || t[i].is(aClauseWord)}
	}
	end := phraseEnd(t, i)
	s := c.noun(t, i, end, para)
	if end+1 < len(t) && t[end].text == "," && (t[end+1].is(aDeterminer) || t[end+1].low == "who") {
		return c.asPrinted(s, t, i, end)
	}
	return s
}

func isOneOf(w string, words ...string) bool {
	for _, x := range words {
		if w == x {
			return true
		}
	}
	return false
}

// startsPhrase reports whether a noun phrase can begin with t.
func startsPhrase(t *token) bool {
	if !t.word {
		return false
	}
	if t.upper {
		return true
	}
	return t.is(aDeterminer|aRole|aTitle) || t.pronoun() != 0 && t.low != "who" || t.text[0] >= '0' && t.text[0] <= '9' ||
		t.low == "police" || t.low == "officials" || t.low == "witnesses" || t.low == "sources" || t.low == "authorities" || t.low == "residents" ||
		t.text[0] >= 0xd0 && t.text[0] <= 0xd2 && !t.is(aClauseWord)
}

// phraseEnd is the end of the noun phrase that begins at t[i].
func phraseEnd(t []token, i int) int {
	j := i
	for j < len(t) && j < i+16 {
		if !t[j].word || j > i && t[j].is(aClauseWord) && !titleBefore(t, i, j) {
			return j
		}
		if j > i && isVerb(t, j) && !t[j].upper {
			return j
		}
		if j > i && t[j].is(aPhraseStop) {
			return j
		}
		j++
	}
	return j
}

// titleBefore reports whether the preposition at t[j] goes on with a title:
// "minister for foreign affairs Name".
func titleBefore(t []token, i, j int) bool {
	return j > i && isOneOf(t[j].low, "for", "de", "en", "и", "по") && (t[j-1].is(aTitle) || t[j-1].is(aRole) || t[j].low == "de" || t[j].low == "по") && j+1 < len(t) && t[j+1].word
}

// before reads the attribution that leads to a quote: `X said: "`, `X, the
// mayor, told reporters, "`, `according to X, "`, `TASS quoted X as saying "`.
// t are the tokens of the sentence up to the opening mark.
func (c *cast) before(t []token, para int) source {
	n := len(t)
	for n > 0 && !t[n-1].word {
		n--
	}
	if n == 0 {
		return source{}
	}
	colon := n < len(t) && t[n].text == ":"
	for v := n - 1; v >= 0; v-- {
		switch {
		case t[v].text == "." && v < n-1 && t[v+1].upper:
			return source{}
		case t[v].low == "according" && v+1 < n && t[v+1].low == "to":
			return c.noun(t, v+2, phraseEnd(t, v+2), para)
		case t[v].low == "saying" && v > 0 && t[v-1].low == "as":
			return c.quoted(t, v-1, para)
		case t[v].is(aParticiple) && v > 0:
			return c.opener(t, v, para)
		case isVerb(t, v):
			if s := c.subject(t, 0, v, para); s.known {
				return s
			}
			return c.inverted(t[:n], v, para)
		}
		if n-v > 26 {
			break
		}
	}
	if colon && n <= 7 && t[0].upper {
		return c.noun(t, 0, n, para)
	}
	if colon && t[n-1].upper {
		// "That does not surprise pollster A Name:".
		run := n
		for run > 0 && t[run-1].upper {
			run--
		}
		if s := c.name(t, run, n, run); run > 0 && s.text != "" && !t[run-1].is(aClauseWord) && (s.person != nil || n-run >= 2) {
			return s
		}
	}
	if colon {
		return c.opener(t, n, para)
	}
	return source{}
}

// quoted reads "TASS quoted X as saying" and "X was quoted by TASS as saying";
// as is at t[v].
func (c *cast) quoted(t []token, v int, para int) source {
	for q := v - 1; q >= 0; q-- {
		if !isOneOf(t[q].low, "quoted", "cited", "quotes", "quoting", "citing") {
			continue
		}
		if q > 0 && isOneOf(t[q-1].low, "was", "were", "is", "been") {
			k := q - 1
			for k > 0 && t[k-1].is(anAdverb) {
				k--
			}
			return c.subject(t, 0, k, para)
		}
		return c.noun(t, q+1, min(v, phraseEnd(t, q+1)), para)
	}
	return source{}
}

// opener is the subject that opens the sentence t, for participles: "Cruz
// fired back, saying".
func (c *cast) opener(t []token, v int, para int) source {
	i := 0
	for w := v - 1; w > 0; w-- {
		// The nearest clause has a subject of its own.
		if isOneOf(t[w].low, "when", "while", "as", "after", "before", "where", "that", "because", "if") && startsPhrase(&t[w+1]) && !strings.HasSuffix(t[w+1].low, "ing") {
			return c.clauseSubject(t, w+1, v, para)
		}
	}
	// "In Iowa, Cruz fired back": the subject is behind the first comma.
	if i >= v || !t[0].upper && !startsPhrase(&t[0]) {
		return source{}
	}
	if t[0].is(aClauseWord) || t[0].is(anOpener) && t[0].pronoun() == 0 && !t[0].is(aDeterminer) {
		for i < v && t[i].text != "," {
			i++
		}
		i++
	}
	return c.clauseSubject(t, i, v, para)
}

// clauseSubject is the noun phrase that opens the clause t[i:v]: capitals, or
// an article and what follows up to the verb.
func (c *cast) clauseSubject(t []token, i, v int, para int) source {
	if i >= v || !startsPhrase(&t[i]) {
		return source{}
	}
	if t[i].pronoun() != 0 {
		return c.noun(t, i, i+1, para)
	}
	j := i + 1
	for j < v && t[j].word && !t[j].is(aClauseWord) && !isPastVerb(&t[j]) && (t[j].upper || t[i].is(aDeterminer) && j < i+5 || isNameParticle(t[j].low) && j+1 < v && t[j+1].upper) {
		j++
	}
	return c.noun(t, i, j, para)
}

// isPastVerb reports whether t looks like a verb in the past.
func isPastVerb(t *token) bool {
	return !t.upper && (strings.HasSuffix(t.low, "ed") || t.is(aPast))
}

// subject is the noun phrase in front of the verb at t[v].
func (c *cast) subject(t []token, from, v int, para int) source {
	k := v
	for k > from && isBetween(t, k-1) {
		k--
	}
	if k <= from {
		return source{}
	}
	if isOneOf(t[k-1].low, "and", "but", "then", "y", "et", "und", "и") {
		// "X did not name him, but said".
		return c.opener(t, k-1, para)
	}
	if p := t[k-1].pronoun(); p != 0 && p != 'w' {
		return c.noun(t, k-1, k, para)
	}
	if t[k-1].text == "," || t[k-1].low == "who" || t[k-1].text == "—" || t[k-1].text == ")" {
		return c.apposed(t, from, k, para)
	}
	// Back to where the phrase begins.
	i := k
	for i > from && t[i-1].word && !(isVerb(t, i-1) && !t[i-1].upper) && !isOneOf(t[i-1].low, "that", "and", "but", "when", "while", "because", "as", "after", "before", "if", "which", "who", "where", "so", "or", "with") {
		i--
	}
	if i < k && i > from && t[i-1].low == "and" && t[i].upper {
		// "A and B said": the first of them speaks for both.
		return c.noun(t, i, k, para)
	}
	// "Speaking in Iowa, X said" ended at the comma; "a man in the crowd
	// said" goes on over its preposition.
	for i < k && !startsPhrase(&t[i]) {
		i++
	}
	if i >= k {
		return source{}
	}
	if t[from].word && i > from && t[i-1].text == "," && !t[i].upper && !(t[i].is(aDeterminer) && startsClause(t, from, i)) {
		return c.apposed(t, from, k, para)
	}
	return c.noun(t, i, k, para)
}

// startsClause reports whether what stands before t[i] is an adverbial, not a
// name with an apposition.
func startsClause(t []token, from, i int) bool {
	w := &t[from]
	return !w.upper || w.is(aClauseWord) || w.is(anOpener) || strings.HasSuffix(w.low, "ing")
}

// apposed reads "X, the mayor of Y, said": the name stands before the first
// comma, or, where a title stands there, behind it.
func (c *cast) apposed(t []token, from, k int, para int) source {
	i := from
	for i < k && (!t[i].word || !t[i].upper && isOneOf(t[i].low, "and", "but", "as")) {
		i++
	}
	first := i
	for first < k && t[first].text != "," && t[first].text != "—" && t[first].text != "(" {
		first++
	}
	if i < first && (t[i].is(aClauseWord) || strings.HasSuffix(t[i].low, "ing") || t[i].is(anOpener) && !t[i].is(aDeterminer) && t[i].pronoun() == 0) {
		// "In Iowa, X, the senator, said".
		i = first + 1
		first = i
		for first < k && t[first].text != "," {
			first++
		}
	}
	if i >= first || !startsPhrase(&t[i]) {
		return source{}
	}
	if t[i].is(aDeterminer) && first+1 < k && t[first+1].upper && !hasName(t[i:first]) {
		end := first + 1
		for end < k && t[end].word {
			end++
		}
		return c.noun(t, first+1, end, para)
	}
	return c.asPrinted(c.noun(t, i, first, para), t, i, first)
}

// asPrinted gives a surname that an apposition stands with as it is printed:
// the phrase may set one of two bearers of the name apart.
func (c *cast) asPrinted(s source, t []token, i, j int) source {
	if s.person != nil && j == i+1 && t[i].upper && t[i].pronoun() == 0 {
		s.text = phraseText(c.line, t, i, j)
	}
	return s
}

// hasName reports whether a capitalised word that is no title is in t.
func hasName(t []token) bool {
	for k := range t {
		if w := &t[k]; w.upper && !(k == 0 && w.is(aDeterminer)) && !w.isTitle() {
			return true
		}
	}
	return false
}
