package copydesk

import (
	"hash/maphash"
	"math/bits"
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
var lexicon = sync.OnceValue(func() *wordTable {
	m := make(map[string]sense)
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
	return newWordTable(m)
})

// A wordTable is a map that is never changed. Most words that are asked for
// are not in it, which costs it a look at one number.
type wordTable struct {
	seed  maphash.Seed
	slots []wordSlot // by hash; those that follow each other are tried in turn
	words []string
	sense []sense
}

type wordSlot struct {
	tag  uint32 // the upper half of the hash
	word uint32 // one more than the place in words; 0 is free
}

func newWordTable(m map[string]sense) *wordTable {
	t := &wordTable{seed: maphash.MakeSeed(), slots: make([]wordSlot, 2<<bits.Len(uint(len(m))))}
	for w, is := range m {
		h := maphash.String(t.seed, w)
		i := t.slot(h)
		for t.slots[i].word != 0 {
			i = t.slot(uint64(i) + 1)
		}
		t.words, t.sense = append(t.words, w), append(t.sense, is)
		t.slots[i] = wordSlot{uint32(h >> 32), uint32(len(t.words))}
	}
	return t
}

func (t *wordTable) slot(hash uint64) int { return int(hash & uint64(len(t.slots)-1)) }

func (t *wordTable) find(w string) sense {
	h := maphash.String(t.seed, w)
	for i := t.slot(h); t.slots[i].word != 0; i = t.slot(uint64(i) + 1) {
		if s := t.slots[i]; s.tag == uint32(h>>32) && t.words[s.word-1] == w {
			return t.sense[s.word-1]
		}
	}
	return 0
}

// senseOf looks up a word in small letters.
func senseOf(w string) sense { return lexicon().find(w) }

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
