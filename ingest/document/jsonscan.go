package document

import (
	"bytes"
	"encoding/json"
	"strings"
)

// A jsonScanner walks over JSON without building anything.
type jsonScanner struct {
	b   []byte
	pos int
}

func (s *jsonScanner) space() {
	for s.pos < len(s.b) && s.b[s.pos] <= ' ' {
		s.pos++
	}
}

func (s *jsonScanner) take(c byte) bool {
	if s.pos < len(s.b) && s.b[s.pos] == c {
		s.pos++
		return true
	}
	return false
}

// key reads a name and its colon.
func (s *jsonScanner) key() (string, bool) {
	start := s.pos
	if s.pos >= len(s.b) || s.b[s.pos] != '"' || !s.str() {
		return "", false
	}
	raw := s.b[start:s.pos]
	name := string(raw[1 : len(raw)-1])
	if strings.IndexByte(name, '\\') >= 0 {
		json.Unmarshal(raw, &name) // a name that cannot be read is one we do not know
	}
	s.space()
	if !s.take(':') {
		return "", false
	}
	s.space()
	return name, true
}

// str passes over a string; false when it does not end.
func (s *jsonScanner) str() bool {
	s.pos++
	for s.pos < len(s.b) {
		n := bytes.IndexByte(s.b[s.pos:], '"')
		if n < 0 {
			break
		}
		quote := s.pos + n
		for s.pos < quote { // it may be the second half of an escape
			n := bytes.IndexByte(s.b[s.pos:quote], '\\')
			if n < 0 {
				break
			}
			s.pos += n + 2
		}
		if s.pos <= quote {
			s.pos = quote + 1
			return true
		}
	}
	s.pos = len(s.b)
	return false
}

// value passes over a value; false when it does not end.
func (s *jsonScanner) value() bool {
	depth := 0
	for s.pos < len(s.b) {
		switch c := s.b[s.pos]; c {
		case '"':
			if !s.str() {
				return false
			}
		case '{', '[':
			depth++
			s.pos++
		case '}', ']':
			if depth == 0 {
				return true
			}
			depth--
			s.pos++
		case ',':
			if depth == 0 {
				return true
			}
			s.pos++
		default:
			s.pos++
			if depth == 0 && c > ' ' { // a number or a word
				for s.pos < len(s.b) && strings.IndexByte(",}] \t\r\n", s.b[s.pos]) < 0 {
					s.pos++
				}
			}
		}
		if depth == 0 {
			return true
		}
	}
	return false
}
