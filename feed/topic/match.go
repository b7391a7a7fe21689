package topic

import (
	"cmp"
	"slices"
	"strings"
)

// maxRuns bounds what NEAR looks at on either side, so that a hostile text and
// a hostile query together stay cheap. An article of 4,096 places of one word
// is no article.
const maxRuns = 4096

// Match reports whether d belongs, and which of its words say so. The reason
// is empty where a rule holds by what is not there.
func (r *Rule) Match(d *Doc) (Reason, bool) {
	if !r.root.match(d) {
		return nil, false
	}
	return r.why(d), true
}

func (n *and) match(d *Doc) bool {
	for _, m := range n.of {
		if !m.match(d) {
			return false
		}
	}
	return true
}

func (n *or) match(d *Doc) bool {
	for _, m := range n.of {
		if m.match(d) {
			return true
		}
	}
	return false
}

func (n *not) match(d *Doc) bool      { return !n.of.match(d) }
func (n *anywhere) match(d *Doc) bool { return n.in == 0 || d.has&n.in != 0 }
func (n *near) match(d *Doc) bool     { return len(n.places(d)) > 0 }

func (n *term) match(d *Doc) bool {
	found := false
	n.find(d, func(run) bool { found = true; return false })
	return found
}

// A run is a row of tokens of a Doc, all of one segment.
type run struct{ from, to int32 } // to is one past the last

// find calls f for every place of n, until f returns false. The places of one
// word come in the order of the text.
func (n *term) find(d *Doc, f func(run) bool) {
	if n.prefix && len(n.words) == 1 {
		for id, name := range d.names {
			if begins(name, n) && !n.follow(d, int32(id), nil, f) {
				return
			}
		}
		return
	}
	var small [8]int32
	ids := small[:0]
	for i, w := range n.words {
		id, ok := d.ids[w]
		switch {
		case n.prefix && i == len(n.words)-1:
			id = -1
		case !ok:
			return
		}
		ids = append(ids, id)
	}
	n.follow(d, ids[0], ids[1:], f)
}

// begins reports whether name begins with the last word of n; a value that is
// compared whole is no word.
func begins(name string, n *term) bool {
	w := n.words[len(n.words)-1]
	return strings.HasPrefix(name, w)
}

// follow walks the places of the word id that rest comes right after.
func (n *term) follow(d *Doc, id int32, rest []int32, f func(run) bool) bool {
	for at := d.first[id]; at >= 0; at = d.next[at] {
		if d.fieldAt(at)&n.in != 0 && n.continues(d, at, rest) {
			if !f(run{at, at + 1 + int32(len(rest))}) {
				return false
			}
		}
	}
	return true
}

func (n *term) continues(d *Doc, at int32, rest []int32) bool {
	if int(at)+len(rest) >= len(d.toks) {
		return false
	}
	for i, id := range rest {
		t := d.toks[int(at)+1+i]
		if t.seg != d.toks[at].seg {
			return false
		}
		if t.id != id && (id >= 0 || !begins(d.names[t.id], n)) {
			return false
		}
	}
	return true
}

func (n *term) places(d *Doc) []run {
	var at []run
	n.find(d, func(r run) bool {
		at = append(at, r)
		return len(at) < maxRuns
	})
	return at
}

func (n *or) places(d *Doc) []run {
	var at []run
	for _, m := range n.of {
		if s, ok := spotOf(m); ok && len(at) < maxRuns {
			at = append(at, s.places(d)...)
		}
	}
	return at
}

// places of NEAR are runs from one side to the other: for every place of a the
// nearest of b before and after it, when it is near enough.
func (n *near) places(d *Doc) []run {
	as := n.a.places(d)
	if len(as) == 0 {
		return nil
	}
	starts := n.b.places(d)
	slices.SortFunc(starts, func(r, s run) int { return cmp.Or(cmp.Compare(r.from, s.from), cmp.Compare(r.to, s.to)) })
	ends := slices.SortedFunc(slices.Values(starts), func(r, s run) int { return cmp.Or(cmp.Compare(r.to, s.to), cmp.Compare(r.from, s.from)) })
	var at []run
	for _, a := range as {
		i, _ := slices.BinarySearchFunc(starts, a.to, func(r run, to int32) int { return cmp.Compare(r.from, to) })
		if i < len(starts) && n.close(d, a, starts[i]) {
			at = append(at, run{a.from, starts[i].to})
		}
		j, _ := slices.BinarySearchFunc(ends, a.from+1, func(r run, from int32) int { return cmp.Compare(r.to, from) })
		if j > 0 && n.close(d, ends[j-1], a) {
			at = append(at, run{ends[j-1].from, a.to})
		}
	}
	slices.SortFunc(at, func(r, s run) int { return cmp.Or(cmp.Compare(r.from, s.from), cmp.Compare(r.to, s.to)) })
	at = slices.Compact(at)
	return at[:min(len(at), maxRuns)]
}

// close reports whether b starts at most n words after a ends, in one segment.
func (n *near) close(d *Doc, a, b run) bool {
	return d.toks[a.from].seg == d.toks[b.from].seg && int(b.from-a.to)+1 <= n.n
}
