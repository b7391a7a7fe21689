package markup

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/atom"

	"github.com/datelinewire/dateline/ingest/link"
)

// direct writes a tag whose attributes are plainly within the policy, as
// bluemonday would have written it; for any other it writes nothing and
// reports false. The tags of a usual story need bluemonday not once.
//
// It is safe because it lets through less than the policy does: addresses are
// http or https and in a form that parsing leaves as it is; numbers, dates and
// directions are matches of the policy's patterns, on the elements that it
// names; the text of alt and title may be any there too, and is escaped letter
// by letter as bluemonday escapes it. Tests hold it against bluemonday.
func (r *reader) direct(a atom.Atom, as []attr) bool {
	start := len(r.out)
	r.out = append(append(r.out, '<'), a.String()...)
	for _, at := range as {
		if !allowed(a, at.name, at.value) {
			r.out = r.out[:start]
			return false
		}
		r.out = appendAttr(r.out, at)
	}
	r.out = append(r.out, '>')
	return true
}

// allowed reports whether the policy plainly lets an attribute stand.
func allowed(a atom.Atom, name, value string) bool {
	switch name {
	case "href":
		return a == atom.A && link.Plain(value)
	case "src":
		return a == atom.Img && link.Plain(value)
	case "alt":
		return a == atom.Img
	case "title":
		return a == atom.A || a == atom.Img || a == atom.Abbr
	case "width", "height":
		return a == atom.Img && len(value) <= 5 && madeOf(value, "0123456789")
	case "colspan", "rowspan":
		return (a == atom.Td || a == atom.Th) && len(value) <= 5 && madeOf(value, "0123456789")
	case "datetime":
		return a == atom.Time && len(value) <= 40 && madeOf(value, "0123456789-T:.+ ZPWDHMS")
	case "dir":
		return (a == atom.P || a == atom.Li) && (value == "rtl" || value == "ltr" || value == "auto")
	}
	return false
}

// madeOf reports whether s is not empty and holds only the given letters.
func madeOf(s, letters string) bool {
	for i := 0; i < len(s); i++ {
		if strings.IndexByte(letters, s[i]) < 0 {
			return false
		}
	}
	return s != ""
}

// appendAttr appends an attribute, its value escaped as package html does it.
// Controls and what else is unseen are left out.
func appendAttr(out []byte, at attr) []byte {
	out = append(append(append(out, ' '), at.name...), `="`...)
	from := 0
	for i, c := range at.value {
		by := ""
		switch {
		case c == '"':
			by = "&#34;"
		case c == '\'':
			by = "&#39;"
		case c == '&':
			by = "&amp;"
		case c == '<':
			by = "&lt;"
		case c == '>':
			by = "&gt;"
		case c >= ' ' && !unseen(c):
			continue
		}
		out = append(append(out, at.value[from:i]...), by...)
		from = i + utf8.RuneLen(c)
	}
	return append(append(out, at.value[from:]...), '"')
}
