// Package markup reads the HTML of an entry: to paragraphs of plain text, and
// to HTML that is safe to show.
//
// It is the one door to bluemonday. Time and memory are linear in the length
// of the HTML, whatever it is: it is read token by token, never as a tree.
package markup

import (
	"html"
	"slices"
	"strings"

	"github.com/datelinewire/dateline/wire"
)

// A Text is what an entry's HTML says.
type Text struct {
	// Paragraphs are plain text, one a block, list item or table row; white
	// space is folded. With Captions they hold every letter of visible text.
	Paragraphs []string
	// HTML is the same for the eye: sanitised and balanced, links and pictures
	// absolute http(s), without tracking pixels and tracking parameters.
	HTML string
	// Images are the pictures in the text, at most maxImages. Title is the
	// alternative text.
	Images []wire.Media
	// Captions are those of figures, in printed order; they are not among the
	// Paragraphs.
	Captions []Caption
	// Marks counts tags and paragraphs, links several times: what reading took,
	// beside the letters.
	Marks int
}

// A Caption is the text that belongs to a picture.
type Caption struct {
	Text   string // plain text, white space folded
	Before int    // the paragraph in front of which it is printed; len(Paragraphs) is the end
}

// Read reads HTML whose relative links are relative to base, an absolute
// address or "". The Paragraphs and the texts of the Captions share memory
// among them, none with s.
func Read(s, base string) Text {
	r := newReader()
	defer r.release()
	r.base = base
	r.out = slices.Grow(r.out, len(s)+len(s)/16)
	r.read(s)
	return r.close()
}

// Escape turns plain text into HTML: a paragraph for each part between blank
// lines.
func Escape(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	var b strings.Builder
	var para []string
	flush := func() {
		if len(para) > 0 {
			b.WriteString("<p>" + html.EscapeString(strings.Join(para, "\n")) + "</p>")
		}
		para = para[:0]
	}
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			flush()
			continue
		}
		para = append(para, line)
	}
	flush()
	return b.String()
}
