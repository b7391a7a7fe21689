package copydesk

import (
	"strings"
	"sync"
)

// A sense is what a word can be where somebody is named or speaks; most words
// are nothing, and some are several things.
type sense uint32

const (
	aVerb          sense = 1 << iota // of speech
	aParticiple                      // of a verb of speech
	anAdverb                         // stands between subject and verb
	aDeterminer                      // begins a noun phrase
	aClauseWord                      // ends a noun phrase
	aTitle                           // stands in front of a name
	aRole                            // may stand for a person named before
	anOpener                         // opens sentences with a capital
	anOrganisation                   // is part of what is no person
	aNamer                           // stands in front of the name of a thing
	aGermanVerb
	aWeekday
	aManName
	aWomanName
	aPast       // a verb in the past, not in -ed
	aPhraseStop // a noun phrase does not go over it

	looked sense = 1 << 23 // of a token: it has been looked up

	pronounShift = 24 // a pronoun's kind is kept in the byte above
)

// lexicon has the senses of the words of all lists, in small letters.
var lexicon = sync.OnceValue(func() map[string]sense {
	m := make(map[string]sense, 4096)
	add := func(as sense, lists ...string) {
		for _, list := range lists {
			for w := range strings.FieldsSeq(list) {
				m[w] |= as
			}
		}
	}
	add(aVerb, verbWords...)
	add(aParticiple, sayingWords)
	add(anAdverb, betweenWords)
	add(aDeterminer, determinerWords)
	add(aClauseWord, clauseWords)
	add(aTitle, titleWords)
	add(aRole, roleWords)
	add(anOpener, sentenceWords)
	add(anOrganisation, orgWords)
	add(aNamer, namingWords)
	add(aGermanVerb, germanVerbs)
	add(aWeekday, weekdays)
	add(aManName, maleNames)
	add(aWomanName, femaleNames)
	add(aPast, pastWords)
	add(aPhraseStop, phraseStops)
	for w, kind := range pronouns {
		m[w] |= sense(kind) << pronounShift
	}
	return m
})

// senseOf looks up a word in small letters.
func senseOf(w string) sense { return lexicon()[w] }

func (s sense) is(as sense) bool { return s&as != 0 }

// pronoun is the kind of pronoun the word is, 0 for none.
func (s sense) pronoun() byte { return byte(s >> pronounShift) }

// gender is what a first name tells: 'm', 'f', or 0 for one that both bear and
// for what is none.
func (s sense) gender() byte {
	switch s & (aManName | aWomanName) {
	case aManName:
		return 'm'
	case aWomanName:
		return 'f'
	}
	return 0
}
