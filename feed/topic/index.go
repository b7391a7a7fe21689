package topic

import (
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
)

// An Index matches one article against many rules at once. From each rule it
// takes a few words one of which must be in an article that matches; only the
// rules that share such a word with the article are looked at. Rules that
// have none (NOT a, *) are looked at always.
type Index struct {
	names  []string // sorted
	rules  []*Rule
	words  map[string][]int32 // word → rules to look at
	starts map[string][]int32 // beginning of a word → rules
	sizes  []int              // lengths in bytes of the keys of starts
	always []int32
}

// A Hit is a topic that an article belongs to.
type Hit struct {
	Topic  string
	Reason Reason
}

// NewIndex returns an index of rules by name.
func NewIndex(rules map[string]*Rule) *Index {
	x := &Index{words: make(map[string][]int32), starts: make(map[string][]int32)}
	for name := range rules {
		x.names = append(x.names, name)
	}
	slices.Sort(x.names)
	for i, name := range x.names {
		r := rules[name]
		x.rules = append(x.rules, r)
		ks := r.root.keys()
		if ks.none {
			x.always = append(x.always, int32(i))
		}
		for _, k := range ks.of {
			x.enter(k, int32(i))
		}
	}
	return x
}

func (x *Index) enter(k key, rule int32) {
	in := x.words
	if k.prefix {
		in = x.starts
		if !slices.Contains(x.sizes, len(k.word)) {
			x.sizes = append(x.sizes, len(k.word))
			slices.Sort(x.sizes)
		}
	}
	if of := in[k.word]; len(of) == 0 || of[len(of)-1] != rule {
		in[k.word] = append(of, rule)
	}
}

// Match returns the hits of d, by topic. It gives what matching every rule by
// itself would.
func (x *Index) Match(d *Doc) []Hit {
	look := make([]uint64, (len(x.rules)+63)/64)
	mark := func(rules []int32) {
		for _, i := range rules {
			look[i/64] |= 1 << (i % 64)
		}
	}
	mark(x.always)
	for _, w := range d.names {
		mark(x.words[w])
		for _, n := range x.sizes {
			if n > len(w) {
				break
			}
			mark(x.starts[w[:n]])
		}
	}
	var hits []Hit
	for i, set := range look {
		for ; set != 0; set &= set - 1 {
			at := i*64 + bits.TrailingZeros64(set)
			if reason, ok := x.rules[at].Match(d); ok {
				hits = append(hits, Hit{x.names[at], reason})
			}
		}
	}
	return hits
}

// A keySet says what a text must have to match: at least one of the keys, or,
// where none is set, nothing that can be told.
type keySet struct {
	of   []key
	cost int // how many texts will have one of them, by a rule of thumb
	none bool
}

type key struct {
	word   string
	prefix bool
}

func (n *not) keys() keySet      { return keySet{none: true} }
func (n *anywhere) keys() keySet { return keySet{none: true} }

// keys of AND are those of the branch that is rarest.
func (n *and) keys() keySet {
	best := keySet{none: true}
	for _, m := range n.of {
		best = rarer(best, m.keys())
	}
	return best
}

// keys of OR are those of all branches.
func (n *or) keys() keySet {
	var all keySet
	for _, m := range n.of {
		ks := m.keys()
		if ks.none {
			return ks
		}
		all.of = append(all.of, ks.of...)
		all.cost += ks.cost
	}
	return all
}

func (n *near) keys() keySet { return rarer(n.a.keys(), n.b.keys()) }

// keys of a phrase are its rarest word.
func (n *term) keys() keySet {
	best := keySet{none: true}
	for i, w := range n.words {
		k := key{w, n.prefix && i == len(n.words)-1}
		best = rarer(best, keySet{of: []key{k}, cost: k.cost()})
	}
	return best
}

func rarer(a, b keySet) keySet {
	if a.none || !b.none && b.cost < a.cost {
		return b
	}
	return a
}

// cost guesses how common a key is: long words are rare, short ones and
// beginnings are not, and half of all copy is in one language or of one source.
func (k key) cost() int {
	n := utf8.RuneCountInString(k.word)
	switch {
	case strings.HasPrefix(k.word, "lang:"):
		return 100
	case strings.Contains(k.word, ":"):
		return 20
	}
	cost := max(1, 24>>min(n, 8))
	if k.prefix {
		cost *= 4
	}
	return cost
}
