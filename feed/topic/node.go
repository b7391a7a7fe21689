package topic

import (
	"strconv"
	"strings"
)

// A node is one step of a rule. Its methods are in match.go (match, places),
// explain.go (explain), index.go (keys) and here (write).
type node interface {
	match(d *Doc) bool
	explain(d *Doc, r *reasons)
	keys() keySet
	write(b *strings.Builder, around int)
}

// A spot is a node that knows where in the text it matches, which NEAR needs.
type spot interface {
	node
	places(d *Doc) []run
}

type (
	and  struct{ of []node }
	or   struct{ of []node }
	not  struct{ of node }
	near struct {
		a, b spot
		n    int
	}
	// anywhere is * (in no field: every article) or field:*.
	anywhere struct{ in field }
	// A term is a word, a phrase, a prefix, or a value compared whole.
	term struct {
		in     field
		words  []string // folded; one wholeKey for a value compared whole
		prefix bool     // the last of words is the beginning of a word
		text   string   // as written, without quotes and *
		quoted bool
	}
)

// spotOf returns n as a spot. An or is one when all its branches are.
func spotOf(n node) (spot, bool) {
	switch n := n.(type) {
	case *term:
		return n, n.in&wholes == 0
	case *near:
		return n, true
	case *or:
		for _, m := range n.of {
			if _, ok := spotOf(m); !ok {
				return nil, false
			}
		}
		return n, true
	}
	return nil, false
}

// How tightly the operators bind, for write.
const (
	bindOr = iota
	bindAnd
	bindNot
	bindNear
)

func (n *and) write(b *strings.Builder, around int) { list(b, n.of, " AND ", bindAnd, around) }
func (n *or) write(b *strings.Builder, around int)  { list(b, n.of, " OR ", bindOr, around) }

func list(b *strings.Builder, of []node, sep string, bind, around int) {
	if around > bind {
		b.WriteByte('(')
		defer b.WriteByte(')')
	}
	for i, n := range of {
		if i > 0 {
			b.WriteString(sep)
		}
		n.write(b, bind+1)
	}
}

func (n *not) write(b *strings.Builder, around int) {
	if around > bindNot {
		b.WriteByte('(')
		defer b.WriteByte(')')
	}
	b.WriteString("NOT ")
	n.of.write(b, bindNot)
}

func (n *near) write(b *strings.Builder, around int) {
	if around > bindNear {
		b.WriteByte('(')
		defer b.WriteByte(')')
	}
	n.a.write(b, bindNear) // a chain leans to the left, as it is read
	b.WriteString(" NEAR/" + strconv.Itoa(n.n) + " ")
	n.b.write(b, bindNear+1)
}

func (n *anywhere) write(b *strings.Builder, _ int) {
	if n.in != 0 {
		b.WriteString(n.in.String() + ":")
	}
	b.WriteByte('*')
}

func (n *term) write(b *strings.Builder, _ int) {
	if f := n.in.String(); f != "" {
		b.WriteString(f + ":")
	}
	n.writeText(b)
}

func (n *term) writeText(b *strings.Builder) {
	if n.quoted {
		b.WriteByte('"')
		defer b.WriteByte('"')
	}
	b.WriteString(n.text)
	if n.prefix {
		b.WriteByte('*')
	}
}
