package wire

import (
	"io"
	"strings"
)

// writeText writes the text in printed order; see Article.Text.
func (a *Article) writeText(b *strings.Builder) {
	part := func(s string) {
		if s == "" {
			return
		}
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString(s)
	}
	notes := a.Notes
	notesBefore := func(paragraph int) {
		for len(notes) > 0 && notes[0].Before <= paragraph {
			part(notes[0].Text)
			notes = notes[1:]
		}
	}
	for i, p := range append([]string{a.opening()}, a.Body...) {
		notesBefore(i)
		part(p)
	}
	notesBefore(1 + len(a.Body))
	for _, n := range notes {
		part(n.Text)
	}
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
	b.WriteString(a.Text())
	b.WriteString("\n\n")
	_, err := io.WriteString(w, b.String())
	return err
}
