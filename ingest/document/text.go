package document

import (
	"html"
	"strings"
)

// twice reports whether s is HTML that was escaped once too often: it has no
// tag, but an escaped one that is closed.
func twice(s string) bool {
	if !strings.Contains(s, "&lt;") || strings.IndexByte(s, '<') >= 0 {
		return false
	}
	for _, end := range [...]string{"&lt;/p&gt;", "&lt;/a&gt;", "&lt;/div&gt;", "&lt;/b&gt;", "&lt;/strong&gt;", "&lt;/em&gt;", "&lt;/i&gt;", "&lt;br&gt;", "&lt;br/&gt;", "&lt;br /&gt;", "&lt;/span&gt;", "&lt;/li&gt;"} {
		if strings.Contains(s, end) {
			return true
		}
	}
	return false
}

// fromHTML is a body that is HTML by its format. Plain text in its place, as
// wires send it, keeps its paragraphs.
func fromHTML(s string) string {
	s = undouble(strings.TrimSpace(s))
	if twice(s) {
		s = unescapeString(s)
	}
	if lt, nl := strings.IndexByte(s, '<') >= 0, strings.IndexByte(s, '\n') >= 0; (lt || nl) && !isHTML(s) {
		if lt {
			s = strings.ReplaceAll(s, "<", "&lt;")
		}
		if nl {
			s = paragraphs(s, false)
		}
	}
	return s
}

// fromText is a body that is plain text by its format, as HTML.
func fromText(s string) string { return paragraphs(undouble(strings.TrimSpace(s)), true) }

// maxLines bounds the lines of plain text that are looked at. A book has
// 30,000. What follows is one.
const maxLines = 100_000

// paragraphs puts plain text into HTML: a paragraph for each part between
// blank lines, a break for a line that ends.
func paragraphs(s string, escape bool) string {
	if s == "" {
		return ""
	}
	if strings.IndexByte(s, '\r') >= 0 {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	var b strings.Builder
	b.Grow(len(s) + len(s)/8 + 16)
	open, blank := false, false
	for n := 0; s != ""; n++ {
		line, rest := s, ""
		if end := strings.IndexByte(s, '\n'); end >= 0 && n < maxLines {
			line, rest = s[:end], s[end+1:]
		}
		s, line = rest, strings.TrimSpace(line)
		if line == "" {
			blank = true
			continue
		}
		switch {
		case !open:
			b.WriteString("<p>")
		case blank:
			b.WriteString("</p>\n<p>")
		default:
			b.WriteString("\n")
		}
		open, blank = true, false
		if escape {
			line = html.EscapeString(line)
		}
		b.WriteString(line)
	}
	if open {
		b.WriteString("</p>")
	}
	return b.String()
}

// line is s as one line of plain text: HTML taken away, entities decoded,
// white space folded, controls dropped.
func line(s string, isMarkup bool) string {
	if isMarkup && strings.IndexByte(s, '<') >= 0 {
		s = untag(s)
	}
	if isMarkup {
		s = unescapeString(s)
	}
	return foldSpace(undouble(s))
}

// foldSpace folds white space to single blanks and drops controls.
func foldSpace(s string) string {
	clean := true
	space := true // a blank at the beginning goes
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == ' ' && !space {
			space = true
			continue
		}
		if c <= ' ' || c == 0x7F || c >= 0x80 && c != 0xC3 && c != 0xC4 && c != 0xC5 && c != 0xD0 && c != 0xD1 && (c&0xC0) != 0x80 {
			clean = false
			break
		}
		space = false
	}
	if clean && (!space || s == "") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	pending := false
	for _, r := range s {
		switch {
		case isSpace(r):
			pending = b.Len() > 0
		case r < ' ' || r >= 0x7F && r < 0xA0 || r == 0xFEFF || r == 0xFFFE || r == 0xFFFF || r >= 0x202A && r <= 0x202E:
		default:
			if pending {
				b.WriteByte(' ')
				pending = false
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isSpace reports white space of every kind, the unbreakable too.
func isSpace(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\r', '\v', '\f', 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
		return true
	}
	return r >= 0x2000 && r <= 0x200A
}
