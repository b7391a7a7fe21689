package document

import (
	"bytes"
	"html"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxEntity is the longest name of an HTML entity, with room.
const maxEntity = 40

// unescape decodes the entities of XML and of HTML in raw, the latter because
// feeds use them undeclared. What is no entity, such as a bare &, stays as it
// is; so do names without their semicolon, which in feeds are mostly parts of
// addresses.
func unescape(raw []byte) string {
	i := bytes.IndexByte(raw, '&')
	if i < 0 {
		return string(raw)
	}
	var b strings.Builder
	b.Grow(len(raw))
	for i >= 0 {
		b.Write(raw[:i])
		raw = raw[i:]
		end := entityEnd(raw)
		if r, n := surrogates(raw, end); n > 0 {
			b.WriteRune(r)
			end = n
		} else if end == 0 || !writeEntity(&b, raw[:end]) {
			b.WriteByte('&')
			end = 1
		}
		raw = raw[end:]
		i = bytes.IndexByte(raw, '&')
	}
	b.Write(raw)
	return b.String()
}

func unescapeString(s string) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	return unescape([]byte(s))
}

// entityEnd is the length of the entity that s, which begins with &, begins
// with; 0 when it is none.
func entityEnd(s []byte) int {
	for i := 1; i < len(s) && i < maxEntity; i++ {
		switch c := s[i]; {
		case c == ';':
			if i == 1 {
				return 0
			}
			return i + 1
		case !alnum(c) && c != '#':
			return 0
		}
	}
	return 0
}

// writeEntity writes what the entity stands for, or reports that it is none.
func writeEntity(b *strings.Builder, s []byte) bool {
	switch string(s) {
	case "&amp;":
		b.WriteByte('&')
	case "&lt;":
		b.WriteByte('<')
	case "&gt;":
		b.WriteByte('>')
	case "&quot;":
		b.WriteByte('"')
	case "&apos;", "&#39;":
		b.WriteByte('\'')
	default:
		if s[1] == '#' {
			return writeNumeric(b, string(s[2:len(s)-1]))
		}
		u := html.UnescapeString(string(s))
		if u == string(s) || strings.HasSuffix(u, ";") && u != ";" {
			return false
		}
		b.WriteString(u)
	}
	return true
}

// surrogates is the character that s begins with in two numeric references,
// as JavaScript counts letters, and how long they are; of which the first is
// end long.
func surrogates(s []byte, end int) (rune, int) {
	unit := func(ref []byte) rune {
		if len(ref) < 4 || ref[1] != '#' {
			return 0
		}
		digits, base := string(ref[2:len(ref)-1]), 10
		if digits[0]|0x20 == 'x' {
			digits, base = digits[1:], 16
		}
		n, err := strconv.ParseUint(digits, base, 16)
		if err != nil {
			return 0
		}
		return rune(n)
	}
	high := unit(s[:end])
	if !utf16.IsSurrogate(high) || end == len(s) || s[end] != '&' {
		return 0, 0
	}
	next := entityEnd(s[end:])
	r := utf16.DecodeRune(high, unit(s[end:end+next]))
	if r == utf8.RuneError {
		return 0, 0
	}
	return r, end + next
}

// writeNumeric writes the character of a numeric reference. Controls are
// dropped; 128 to 159 are taken as windows-1252 as HTML does (HTML §13.2.5.80).
func writeNumeric(b *strings.Builder, digits string) bool {
	base := 10
	if strings.HasPrefix(digits, "x") || strings.HasPrefix(digits, "X") {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 64)
	if digits == "" || err != nil && n == 0 {
		return false
	}
	switch {
	case n == '\t' || n == '\n' || n == '\r':
		b.WriteByte(byte(n))
	case n < ' ' || n == 0x7F:
	case n >= 0x80 && n <= 0x9F:
		b.WriteString(html.UnescapeString("&#" + strconv.FormatUint(n, 10) + ";"))
	case n > utf8.MaxRune || n >= 0xD800 && n <= 0xDFFF:
		b.WriteRune(utf8.RuneError)
	default:
		b.WriteRune(rune(n))
	}
	return true
}
