package feed

import (
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

// clean returns s as text that every XML 1.0 and JSON document may carry and
// every parser reads back as written: valid UTF-8 (broken bytes become
// U+FFFD), no control characters but tab and newline, no noncharacters
// U+FFFE and U+FFFF, line ends as newlines.
func clean(s string) string {
	if isClean(s) {
		return s
	}
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r' || r == '\u0085':
			return '\n'
		case !printable(r):
			return -1
		}
		return r
	}, s)
}

func isClean(s string) bool {
	for i, r := range s {
		if r >= ' ' && r < 0x7f {
			continue
		}
		if !printable(r) || r == '\u0085' {
			return false
		}
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(s[i:]); n == 1 {
				return false
			}
		}
	}
	return true
}

// printable reports whether r is a Char of XML 1.0 §2.2 and none of those the
// same section discourages (C0 and C1 controls, DEL).
func printable(r rune) bool {
	switch {
	case r == '\t' || r == '\n':
		return true
	case r < ' ', r >= 0x7f && r < 0xa0, r == 0xfffe, r == 0xffff:
		return false
	}
	return true
}

// line returns s cleaned, as one line.
func line(s string) string {
	return strings.Join(strings.Fields(clean(s)), " ")
}

// webURL returns raw as an absolute http or https URL in which only characters
// of RFC 3986 stand; false when it is not one, or names a user.
func webURL(raw string) (string, bool) {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.User != nil || u.Hostname() == "" || strings.ContainsAny(u.Host, `<>"%`) { // no host, and a zone of one machine (RFC 6874)
		return "", false
	}
	if s := strings.ToLower(u.Scheme); s != "http" && s != "https" {
		return "", false
	}
	return escapeURL(raw), true
}

// escapeURL percent-encodes what may not stand in a URI; a percent sign that
// opens no escape is encoded too.
func escapeURL(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if uriByte(c) || c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]) {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
	return b.String()
}

func uriByte(c byte) bool {
	switch {
	case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
		return true
	}
	return strings.IndexByte("-._~:/?#[]@!$&'()*+,;=", c) >= 0
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// epoch stands where a document must have a date and nothing has one, as in
// the Atom feed of a topic that never had an article: fixed, so that an empty
// edition too has the same bytes on every node and after every restart.
var epoch = time.Unix(0, 0).UTC()

// date returns t in UTC, to the second; zero when RFC 3339 or RFC 822 could
// not print it.
func date(t time.Time) time.Time {
	t = t.UTC().Truncate(time.Second)
	if t.IsZero() || t.Year() < 1 || t.Year() > 9999 {
		return time.Time{}
	}
	return t
}

// latest returns the latest of ts; zero when all are.
func latest(ts ...time.Time) time.Time {
	var l time.Time
	for _, t := range ts {
		if t = date(t); t.After(l) {
			l = t
		}
	}
	return l
}

// languageTag returns s when it has the shape of a BCP 47 language tag
// (RFC 5646 §2.1: subtags of 1-8 letters and digits, the first 2-8 letters), else nothing.
func languageTag(s string) string {
	for i, sub := range strings.Split(s, "-") {
		if len(sub) < 1 || len(sub) > 8 || i == 0 && len(sub) < 2 {
			return ""
		}
		for _, c := range []byte(sub) {
			letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
			if !letter && (i == 0 || c < '0' || c > '9') {
				return ""
			}
		}
	}
	return s
}
