package copydesk

import (
	"strings"
	"unicode/utf8"

	"github.com/datelinewire/dateline/wire"
)

// bylineWords open a byline, per language.
var bylineWords = [...]string{"By ", "BY ", "Von ", "Por ", "Par ", "Di ", "Da ", "Автор: ", "Автор ", "by ", "por "}

// isByline reports whether p begins as a byline does: the word, and a name.
func isByline(p string) bool {
	for _, w := range bylineWords {
		if rest, ok := strings.CutPrefix(p, w); ok {
			return startsName(rest)
		}
	}
	return false
}

// maxNames bounds the writers of one byline.
const maxNames = 6

// bylineNames reads the names of a byline line, nil when it is none: two to
// five words each, all beginning with capitals, and nothing else on the line
// but an agency or a title.
func bylineNames(p string) []string {
	for _, w := range bylineWords {
		if rest, ok := strings.CutPrefix(p, w); ok {
			p = rest
			break
		}
	}
	if len(p) > 200 {
		return nil
	}
	p = strings.TrimSuffix(strings.TrimSuffix(p, "."), ":")
	for _, dash := range [...]string{" - ", " – ", " — ", " | ", " / ", ", "} {
		if head, tail, ok := strings.Cut(p, dash); ok && dash != ", " {
			if hasVerb(tail) {
				return nil
			}
			p = head
		}
	}
	var names []string
	for part := range strings.SplitSeq(p, ",") {
		for n := range splitAnd(strings.TrimSpace(part)) {
			n = strings.TrimSpace(n)
			switch {
			case n == "":
			case isPersonal(n):
				names = append(names, n)
			case len(names) > 0 && !hasVerb(n) || isCredit(n):
			default:
				return nil
			}
		}
	}
	if len(names) > maxNames {
		return nil
	}
	return names
}

// splitAnd cuts "A Name and B Name" into its names.
func splitAnd(s string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for {
			at, size := -1, 0
			for _, and := range [...]string{" and ", " AND ", " und ", " y ", " et ", " e ", " и ", " & "} {
				if i := strings.Index(s, and); i >= 0 && (at < 0 || i < at) {
					at, size = i, len(and)
				}
			}
			if at < 0 {
				yield(s)
				return
			}
			if !yield(s[:at]) {
				return
			}
			s = s[at+size:]
		}
	}
}

// isPersonal reports whether s looks like a person's name.
func isPersonal(s string) bool {
	words := 0
	for w := range strings.FieldsSeq(s) {
		r, _ := utf8.DecodeRuneInString(w)
		if !isLetter(r) {
			return false
		}
		if isLower(r) {
			if !isParticle(w) && w != "von" && w != "der" && w != "bin" && w != "ter" && w != "zu" && w != "dos" {
				return false
			}
			continue
		}
		if strings.ContainsAny(w, "0123456789:;?!\"") || rubrics()[key(w)] {
			return false
		}
		words++
	}
	return words >= 2 && words <= 5
}

func isCredit(s string) bool {
	for _, w := range [...]string{"Associated Press", "AP ", "Reuters", "Staff", "STAFF", "Writer", "Correspondent", "The Associated"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// bylines fills in Byline: names in the copy win over the feed's own.
func (d *sheet) bylines(a *wire.Article) {
	var names []string
	for _, n := range d.notes {
		if n.Kind == wire.NoteByline {
			names = append(names, bylineNames(n.Text)...)
		}
	}
	if len(names) == 0 && d.line != nil && d.line.byline != "" {
		for n := range splitAnd(d.line.byline) {
			names = append(names, strings.TrimSpace(n))
		}
	}
	if len(names) > 0 {
		a.Byline = names
	}
}
