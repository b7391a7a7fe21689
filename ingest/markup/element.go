package markup

import "golang.org/x/net/html/atom"

// class is how an element is treated.
type class uint8

const (
	inlineGone class = iota // the tag goes, its text stays: span, font, unknown ones
	blockGone               // the same, but it parts paragraphs: div, section
	inline                  // em, a …
	text                    // a block that holds text: p, h2, li, td …
	holder                  // a block that holds blocks: ul, table, blockquote …
	void                    // br, hr, img
	skip                    // tag and content go: script, video
	raw                     // its content is text to the tokenizer, but markup to us: noscript
)

// classes are the elements that mean something; the others are inlineGone.
var classes = map[atom.Atom]class{
	atom.P: text, atom.H1: text, atom.H2: text, atom.H3: text, atom.H4: text, atom.H5: text, atom.H6: text,
	atom.Li: text, atom.Td: text, atom.Th: text, atom.Dt: text, atom.Dd: text, atom.Pre: text,
	atom.Figcaption: text, atom.Caption: text,

	atom.Ul: holder, atom.Ol: holder, atom.Dl: holder, atom.Table: holder, atom.Thead: holder, atom.Tbody: holder,
	atom.Tfoot: holder, atom.Tr: holder, atom.Blockquote: holder, atom.Figure: holder,

	atom.A: inline, atom.Em: inline, atom.Strong: inline, atom.B: inline, atom.I: inline, atom.U: inline, atom.S: inline,
	atom.Sub: inline, atom.Sup: inline, atom.Small: inline, atom.Cite: inline, atom.Q: inline, atom.Mark: inline,
	atom.Del: inline, atom.Ins: inline, atom.Code: inline, atom.Abbr: inline, atom.Time: inline, atom.Kbd: inline, atom.Var: inline,

	atom.Br: void, atom.Hr: void, atom.Img: void,

	atom.Div: blockGone, atom.Section: blockGone, atom.Article: blockGone, atom.Header: blockGone, atom.Footer: blockGone,
	atom.Main: blockGone, atom.Aside: blockGone, atom.Nav: blockGone, atom.Address: blockGone, atom.Center: blockGone,
	atom.Form: blockGone, atom.Fieldset: blockGone, atom.Legend: blockGone, atom.Details: blockGone, atom.Summary: blockGone,
	atom.Dialog: blockGone, atom.Hgroup: blockGone, atom.Body: blockGone, atom.Html: blockGone, atom.Option: blockGone,
	atom.Dir: blockGone, atom.Menu: blockGone, atom.Listing: blockGone, atom.Xmp: blockGone, atom.Plaintext: blockGone,
	atom.Textarea: blockGone, atom.Optgroup: blockGone, atom.Search: blockGone,

	atom.Script: skip, atom.Style: skip, atom.Template: skip, atom.Title: skip, atom.Iframe: skip, atom.Video: skip,
	atom.Audio: skip, atom.Canvas: skip, atom.Noframes: raw, atom.Noembed: raw, atom.Noscript: raw,
}

// classTable is classes laid out for classOf: each atom stands where its
// number says, or behind those that stood there first.
var classTable = func() (t [slots]struct {
	a atom.Atom
	c class
}) {
	for a, c := range classes {
		i := slot(a)
		for t[i].a != 0 {
			i = (i + 1) % slots
		}
		t[i].a, t[i].c = a, c
	}
	return t
}()

const slots = 512

func slot(a atom.Atom) int { return int(a^a>>8) % slots }

// classOf is the class of an element. It is asked for every tag.
func classOf(a atom.Atom) class {
	for i := slot(a); ; i = (i + 1) % slots {
		if t := &classTable[i]; t.a == a || t.a == 0 {
			return t.c
		}
	}
}

// parent reports whether p is a holder that a belongs in: without one, these
// elements mean nothing.
func parent(a, p atom.Atom) bool {
	switch a {
	case atom.Li:
		return p == atom.Ul || p == atom.Ol
	case atom.Dt, atom.Dd:
		return p == atom.Dl
	case atom.Tr:
		return p == atom.Table || p == atom.Thead || p == atom.Tbody || p == atom.Tfoot
	case atom.Thead, atom.Tbody, atom.Tfoot, atom.Caption:
		return p == atom.Table
	case atom.Td, atom.Th:
		return p == atom.Tr
	}
	return false
}

// needsParent reports the elements that parent speaks of.
func needsParent(a atom.Atom) bool {
	switch a {
	case atom.Li, atom.Dt, atom.Dd, atom.Tr, atom.Thead, atom.Tbody, atom.Tfoot, atom.Caption, atom.Td, atom.Th:
		return true
	}
	return false
}

// child is the element that text inside of a holder is put in, 0 for none.
func child(p atom.Atom) atom.Atom {
	switch p {
	case atom.Ul, atom.Ol:
		return atom.Li
	case atom.Dl:
		return atom.Dd
	case atom.Table, atom.Thead, atom.Tbody, atom.Tfoot:
		return atom.Tr
	case atom.Tr:
		return atom.Td
	case atom.Blockquote:
		return atom.P
	}
	return 0
}

// scope reports the elements whose content end tags from inside cannot close
// what is outside of.
func scope(a atom.Atom) bool { return a == atom.Td || a == atom.Th || a == atom.Caption }
