package wire

import (
	"io"
	"strings"
)

// between parts the paragraphs of a text.
const between = "\n\n"

// parts yields the whole text piece by piece, in printed order: notes, dateline,
// lead and body, with what is between them.
func (a *Article) parts(yield func(string) bool) {
	begun := false
	part := func(s string) bool {
		switch {
		case s == "":
			return true
		case begun && !yield(between):
			return false
		}
		begun = true
		return yield(s)
	}
	notes := a.Notes
	notesBefore := func(paragraph int) bool {
		for len(notes) > 0 && notes[0].Before <= paragraph {
			if !part(notes[0].Text) {
				return false
			}
			notes = notes[1:]
		}
		return true
	}
	if !notesBefore(0) || !part(a.opening()) {
		return
	}
	for i, p := range a.Body {
		if !notesBefore(1+i) || !part(p) {
			return
		}
	}
	for _, n := range notes {
		if !part(n.Text) {
			return
		}
	}
}

// textLen is the length of the whole text in bytes.
func (a *Article) textLen() (n int) {
	for part := range a.parts {
		n += len(part)
	}
	return n
}

// Text returns the whole text in printed order: notes, dateline, lead and
// body, a blank line between paragraphs. White space aside, it is the text of
// the entry.
func (a *Article) Text() string {
	var b strings.Builder
	b.Grow(a.textLen())
	for part := range a.parts {
		b.WriteString(part)
	}
	return b.String()
}

// opening is dateline and lead as one paragraph.
func (a *Article) opening() string {
	if a.Dateline == nil {
		return a.Lead
	}
	return strings.TrimSpace(a.Dateline.Text + " " + a.Lead)
}

// WriteText writes the article as plain text in the shape of the desk's
// exchange files (design.md §2): the first paragraph is led by
// "[HEADLINE] date YYYY-MM-DD ", paragraphs are parted by a blank line, and
// one blank line ends it.
func (a *Article) WriteText(w io.Writer) error {
	var b strings.Builder
	b.WriteString(a.Headline)
	b.WriteString(" date ")
	b.WriteString(a.Date)
	b.WriteString(" ")
	for part := range a.parts {
		b.WriteString(part)
	}
	b.WriteString("\n\n")
	_, err := io.WriteString(w, b.String())
	return err
}
