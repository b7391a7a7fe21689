package markup

import "golang.org/x/net/html/atom"

// toParent closes what stands between an element and the holder it belongs
// in, and reports whether there is one.
func (r *reader) toParent(a atom.Atom) bool {
	for i := len(r.stack) - 1; i >= 0; i-- {
		p := r.stack[i].a
		if parent(a, p) {
			r.closeTo(i + 1)
			return true
		}
		if (a == atom.Td || a == atom.Th) && parent(atom.Tr, p) { // the row's tag was forgotten
			r.closeTo(i + 1)
			r.wrap(atom.Tr)
			return len(r.stack) == i+2
		}
		if scope(p) && a != atom.Td && a != atom.Th && a != atom.Tr && a != atom.Tbody && a != atom.Thead && a != atom.Tfoot && a != atom.Caption {
			return false
		}
	}
	return false
}

// place makes sure that a block stands where one may: not directly in a list
// or a row.
func (r *reader) place(a atom.Atom) {
	for len(r.stack) > 0 && len(r.stack) < maxDepth {
		switch c := child(r.stack[len(r.stack)-1].a); c {
		case 0, atom.P:
			return
		default:
			r.wrap(c)
		}
	}
}

// contain makes sure that text stands in an element that holds text.
func (r *reader) contain() {
	for len(r.stack) < maxDepth {
		if len(r.stack) == 0 {
			r.wrap(atom.P)
			return
		}
		c := child(r.stack[len(r.stack)-1].a)
		if c == 0 {
			return
		}
		r.wrap(c)
	}
}

// wrap opens an element that was not printed: the attributes at hand are those
// of another tag.
func (r *reader) wrap(a atom.Atom) {
	as := r.as
	r.as = nil
	r.push(a)
	r.as = as
}

// push writes a start tag and opens it, if it may stand.
func (r *reader) push(a atom.Atom) {
	if len(r.stack) >= maxDepth {
		return
	}
	start := len(r.out)
	if !r.writeTag(a) {
		return
	}
	o := open{a: a, start: start, content: len(r.out)}
	if r.out[start] == later {
		o.late = len(r.late)
	}
	r.stack = append(r.stack, o)
}
