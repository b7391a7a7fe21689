package ingest

import (
	"slices"
	"strings"

	"github.com/datelinewire/dateline/ingest/markup"
	"github.com/datelinewire/dateline/wire"
)

// noteCaptions notes the captions of text, which are not the story, at the
// places where they are printed. The article was made of text.Paragraphs and
// holds every letter of them in order, so a place is found by counting letters.
func noteCaptions(a *wire.Article, text markup.Text) {
	if len(text.Captions) == 0 {
		return
	}
	parts := printed(a)
	notes := make([]wire.Note, 0, len(a.Notes)+len(text.Captions))
	part, done, story := 0, 0, 0 // parts passed, their letters, paragraphs of the story among them
	target, counted := 0, 0      // letters in front of the caption, paragraphs counted for that
	for _, c := range text.Captions {
		for ; counted < min(c.Before, len(text.Paragraphs)); counted++ {
			target += letters(text.Paragraphs[counted])
		}
		for part < len(parts) && done < target {
			p := parts[part]
			if p.note == nil {
				story++
			} else {
				notes = append(notes, *p.note)
			}
			done += p.letters
			part++
		}
		notes = append(notes, wire.Note{Text: c.Text, Kind: wire.NoteCaption, Before: story})
	}
	for _, p := range parts[part:] {
		if p.note != nil {
			notes = append(notes, *p.note)
		}
	}
	a.Notes = slices.Clip(notes)
}

// A part is a note, or a paragraph of the story.
type part struct {
	note    *wire.Note
	letters int
}

// printed lists the parts of a in printed order; see wire.Article.Text.
func printed(a *wire.Article) []part {
	var parts []part
	notes := a.Notes
	until := func(paragraph int) {
		for len(notes) > 0 && notes[0].Before <= paragraph {
			parts = append(parts, part{&notes[0], letters(notes[0].Text)})
			notes = notes[1:]
		}
	}
	opening := letters(a.Lead)
	if a.Dateline != nil {
		opening += letters(a.Dateline.Text)
	}
	until(0)
	parts = append(parts, part{nil, opening})
	for i, p := range a.Body {
		until(i + 1)
		parts = append(parts, part{nil, letters(p)})
	}
	until(len(a.Body) + 1)
	return parts
}

// letters counts the bytes that are not blanks. The texts compared are folded,
// so a blank is one byte.
func letters(s string) int { return len(s) - strings.Count(s, " ") - strings.Count(s, "\n") }
