package samplewire

import (
	"html"
	"slices"
	"strings"
)

// content is how a source prints the text of a story.
type content int

const (
	contentHTML        content = iota // full text as HTML beside a summary
	contentSummary                    // likewise; the summary is the lead with its dateline
	contentDescription                // full text as HTML in the description, nothing beside it
	contentBreaks                     // likewise, paragraphs parted by <br><br>
	contentXHTML                      // full text as XHTML
	contentText                       // full text as plain text, paragraphs parted by blank lines
)

// lines are the paragraphs of s in printed order.
func (b *bureau) lines(s *Story) []string {
	var out []string
	add := func(list ...string) {
		for _, l := range list {
			if l != "" {
				out = append(out, l)
			}
		}
	}
	add(s.Advisory)
	if s.Byline != "" && b.Format == RSS {
		add("By " + s.Byline)
	}
	text := slices.Clone(s.Paragraphs)
	switch {
	case s.Dateline == "":
	case b.ownLine || len(text) == 0:
		add(s.Dateline)
	default:
		text[0] = s.Dateline + " " + text[0]
	}
	add(text...)
	add(s.Closing...)
	return out
}

// html is the full text of s as HTML.
func (b *bureau) html(s *Story) string {
	if s.HTML != "" {
		return s.HTML
	}
	var w strings.Builder
	for i, l := range b.lines(s) {
		l = html.EscapeString(l)
		switch {
		case b.content != contentBreaks:
			w.WriteString("<p>" + l + "</p>\n")
		case i > 0:
			w.WriteString("<br />\n<br />\n" + l)
		default:
			w.WriteString(l)
		}
	}
	return w.String()
}

// text is the full text of s as plain text.
func (b *bureau) text(s *Story) string { return strings.Join(b.lines(s), "\n\n") }

// summary is the lead: with its dateline where the agency prints it so.
func (b *bureau) summary(s *Story) string {
	if len(s.Paragraphs) == 0 {
		return ""
	}
	if b.content == contentSummary && s.Dateline != "" {
		return s.Dateline + " " + s.Paragraphs[0]
	}
	return s.Paragraphs[0]
}
