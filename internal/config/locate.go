package config

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// locate returns line and column, both from 1, of the byte at offset in the
// value of the scalar n. It reads the scalar a second time, side by side with
// its value: a run of blanks in one is a run of blanks in the other, whatever
// folding made of it, and what is escaped counts as one character. Where the
// two do not agree it falls back to where n starts.
func locate(lines []string, n *yaml.Node, offset int) (line, col int) {
	s := &source{lines: lines, line: n.Line - 1, col: n.Column - 1}
	s.open(n)
	value := n.Value[:min(offset, len(n.Value))]
	for value != "" {
		r, size := utf8.DecodeRuneInString(value)
		switch {
		case unicode.IsSpace(r) && !s.escaped(n):
			value = strings.TrimLeftFunc(value, unicode.IsSpace)
			s.blanks()
		case s.take(n, r):
			value = value[size:]
		default:
			return n.Line, n.Column
		}
	}
	if rest := n.Value[min(offset, len(n.Value)):]; rest != "" && !unicode.IsSpace(rune(rest[0])) {
		s.blanks() // the place begins a word: after the break, not before it
	}
	return s.line + 1, s.col + 1
}

// A source is a place in a file, counted from 0, columns in characters.
type source struct {
	lines     []string
	line, col int
}

// rest is what follows in the line.
func (s *source) rest() string {
	if s.line >= len(s.lines) {
		return ""
	}
	l := s.lines[s.line]
	for i := 0; i < s.col && l != ""; i++ {
		_, size := utf8.DecodeRuneInString(l)
		l = l[size:]
	}
	return l
}

// open goes to the first character of the value: past anchor and tag, past the
// quote, past the line that heads a block.
func (s *source) open(n *yaml.Node) {
	for rest := s.rest(); strings.HasPrefix(rest, "&") || strings.HasPrefix(rest, "!"); rest = s.rest() {
		s.col += utf8.RuneCountInString(rest[:strings.IndexAny(rest+" ", " \t")])
		s.blanks()
	}
	switch {
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		s.line, s.col = s.line+1, 0
		if n.Value != "" && !unicode.IsSpace(rune(n.Value[0])) {
			s.blanks()
		}
	case n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0:
		s.col++
	}
}

// blanks goes past blanks and line ends.
func (s *source) blanks() {
	for s.line < len(s.lines) {
		rest := s.rest()
		trimmed := strings.TrimLeftFunc(rest, unicode.IsSpace)
		s.col += utf8.RuneCountInString(rest[:len(rest)-len(trimmed)])
		if trimmed != "" || s.line == len(s.lines)-1 {
			return
		}
		s.line, s.col = s.line+1, 0
	}
}

// escaped reports whether an escape sequence of a double-quoted scalar is next.
func (s *source) escaped(n *yaml.Node) bool {
	return n.Style&yaml.DoubleQuotedStyle != 0 && strings.HasPrefix(s.rest(), `\`)
}

// take goes past one character of the value, r, as it is written.
func (s *source) take(n *yaml.Node, r rune) bool {
	rest := s.rest()
	switch {
	case s.escaped(n) && rest == `\`: // the line goes on in the next
		s.col++
		s.blanks()
		return s.take(n, r)
	case s.escaped(n):
		s.col += map[byte]int{'x': 4, 'u': 6, 'U': 10}[rest[1]]
		if !strings.ContainsRune("xuU", rune(rest[1])) {
			s.col += 2
		}
		return true
	case n.Style&yaml.SingleQuotedStyle != 0 && r == '\'' && strings.HasPrefix(rest, "''"):
		s.col += 2
		return true
	}
	next, _ := utf8.DecodeRuneInString(rest)
	s.col++
	return rest != "" && next == r
}
