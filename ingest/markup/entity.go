package markup

import (
	"strings"

	"golang.org/x/net/html"
)

// appendText appends text with its character references resolved and its line
// breaks made "\n", as html.Tokenizer does it in text.
func appendText(b []byte, s string) []byte {
	if strings.IndexByte(s, '\r') >= 0 {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	for {
		i := strings.IndexByte(s, '&')
		if i < 0 {
			return append(b, s...)
		}
		b = append(b, s[:i]...)
		ref := reference(s[i:])
		if by := known(ref); by != "" {
			b = append(b, by...)
		} else {
			b = append(b, html.UnescapeString(ref)...)
		}
		s = s[i+len(ref):]
	}
}

// reference is the "&" that s begins with and what may belong to it: letters,
// digits, "#", and a ";" behind them. What it stands for depends on nothing
// that follows.
func reference(s string) string {
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case isLetter(c), '0' <= c && c <= '9', c == '#':
		case c == ';':
			return s[:i+1]
		default:
			return s[:i]
		}
	}
	return s
}

// known is what the references stand for that wires use most, "" for others.
func known(ref string) string {
	switch ref {
	case "&amp;", "&#38;", "&#038;":
		return "&"
	case "&lt;":
		return "<"
	case "&gt;":
		return ">"
	case "&quot;", "&#34;":
		return `"`
	case "&apos;", "&#39;", "&#039;":
		return "'"
	case "&nbsp;", "&#160;":
		return "\u00a0"
	case "&lsquo;", "&#8216;":
		return "‘"
	case "&rsquo;", "&#8217;":
		return "’"
	case "&ldquo;", "&#8220;":
		return "“"
	case "&rdquo;", "&#8221;":
		return "”"
	case "&ndash;", "&#8211;":
		return "–"
	case "&mdash;", "&#8212;":
		return "—"
	case "&hellip;", "&#8230;":
		return "…"
	}
	return ""
}

// attrText is the value of an attribute with its references resolved as
// html.Tokenizer does it in attributes. ok is false where that cannot be told
// from what they mean in text: some that lack their ";" are read there only.
func attrText(s string) (text string, ok bool) {
	if strings.IndexByte(s, '\r') >= 0 || strings.IndexByte(s, 0) >= 0 {
		return "", false
	}
	if strings.IndexByte(s, '&') < 0 {
		return s, true
	}
	var b strings.Builder
	b.Grow(len(s))
	for {
		i := strings.IndexByte(s, '&')
		if i < 0 {
			b.WriteString(s)
			return b.String(), true
		}
		b.WriteString(s[:i])
		ref := reference(s[i:])
		s = s[i+len(ref):]
		by := known(ref)
		if by == "" {
			by = html.UnescapeString(ref)
		}
		switch {
		case by == ref: // it means nothing anywhere
		case ref[len(ref)-1] == ';' && by[len(by)-1] != ';': // it means the whole of it, and so it does anywhere
		case ref[len(ref)-1] != ';' && ref[1] != '#' && strings.HasPrefix(s, "="): // a parameter of an address
			by = ref
		default:
			return "", false
		}
		b.WriteString(by)
	}
}
