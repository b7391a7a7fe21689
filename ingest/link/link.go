// Package link makes addresses of what feeds and pages print as addresses:
// absolute, http or https, in ASCII.
package link

import (
	"net/url"
	"strings"

	"golang.org/x/net/idna"
)

// maxLen bounds an address, bytes. Browsers and servers take no longer ones.
const maxLen = 8 << 10

// Resolve returns ref as an absolute http or https address (RFC 3986 §5.2,
// against base), in URI form: what is not ASCII is percent-encoded (RFC 3987
// §3.1), host names are in their ASCII form. It is empty when there is none.
func Resolve(base, ref string) string {
	if plain(ref) {
		return ref
	}
	if rooted(ref) && plain(base) && originLen(base)+len(ref) <= maxLen {
		return base[:originLen(base)] + ref
	}
	return resolve(base, ref)
}

// resolve is Resolve for every reference there is.
func resolve(base, ref string) string {
	ref = tidy(ref)
	if ref == "" || len(ref) > maxLen {
		return ""
	}
	if strings.HasPrefix(ref, "//") { // package url looks at ports more closely where it knows the scheme
		if _, err := url.Parse("https:" + ref); err != nil {
			return ""
		}
	}
	u, err := url.Parse(ref)
	if err != nil {
		return ""
	}
	if !u.IsAbs() {
		b, err := url.Parse(tidy(base))
		if err != nil || b.Host == "" {
			return ""
		}
		u = b.ResolveReference(u)
	}
	u.Scheme = strings.ToLower(u.Scheme)
	if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return ""
	}
	if !ascii(u.Host) {
		h, err := idna.Lookup.ToASCII(u.Hostname())
		if err != nil || h == "" { // nothing is left of soft hyphens
			return ""
		}
		if p := u.Port(); p != "" {
			h += ":" + p
		}
		u.Host = h
	}
	if s := u.String(); len(s) <= maxLen { // what is percent-encoded grows
		return s
	}
	return ""
}

// Rebase is the base in force where an xml:base attribute says ref: it may be
// of any scheme, and a relative one is relative to the base outside of it. One
// that nothing can be relative to, such as a URN, changes nothing.
func Rebase(base, ref string) string {
	ref = tidy(ref)
	u, err := url.Parse(ref)
	if err != nil || ref == "" || len(ref) > maxLen || u.Opaque != "" {
		return base
	}
	if u.IsAbs() {
		return ref
	}
	b, err := url.Parse(tidy(base))
	if err != nil {
		return base
	}
	return b.ResolveReference(u).String()
}

// tidy percent-encodes what may not stand in a reference, and takes away
// the white space that editors leave in it.
func tidy(s string) string {
	s = strings.TrimFunc(s, func(r rune) bool { return r <= ' ' || r == 0xA0 || r == 0xFEFF })
	bad := func(i int) bool {
		c := s[i]
		switch {
		case c <= ' ', c >= 0x7F, c == '"', c == '<', c == '>', c == '\\', c == '^', c == '`', c == '{', c == '|', c == '}':
			return true
		case c == '%':
			return i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2])
		}
		return false
	}
	i := 0
	for i < len(s) && !bad(i) {
		i++
	}
	if i == len(s) {
		return s
	}
	authority, end := authorityOf(s)
	var b strings.Builder
	b.WriteString(s[:i])
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\t' || c == '\n' || c == '\r':
		case c >= 0x80 && i >= authority && i < end: // host names have their own coding
			b.WriteByte(c)
		case c == '\\' && i < end:
			b.WriteByte('/')
		case bad(i):
			const digits = "0123456789ABCDEF"
			b.WriteByte('%')
			b.WriteByte(digits[c>>4])
			b.WriteByte(digits[c&15])
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// authorityOf is where the authority of a reference lies, empty when it has
// none.
func authorityOf(s string) (start, end int) {
	i := strings.Index(s, "//")
	if i < 0 || strings.ContainsAny(s[:i], "/?#") {
		return 0, 0
	}
	start = i + 2
	end = start
	for end < len(s) && s[end] != '/' && s[end] != '?' && s[end] != '#' {
		end++
	}
	return start, end
}

func alnum(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// Untracked is an address without the parameters that say where a reader came
// from and nothing else.
func Untracked(s string) string {
	i := strings.IndexByte(s, '?')
	if i < 0 || !anyTracking(s[i+1:]) {
		return s
	}
	head, query := s[:i], s[i+1:]
	query, fragment, hasFragment := strings.Cut(query, "#")
	var b strings.Builder
	b.Grow(len(s))
	b.WriteString(head)
	sep := byte('?')
	for p := range strings.SplitSeq(query, "&") {
		if tracking(p) {
			continue
		}
		b.WriteByte(sep)
		b.WriteString(p)
		sep = '&'
	}
	if hasFragment {
		b.WriteByte('#')
		b.WriteString(fragment)
	}
	return b.String()
}

func anyTracking(query string) bool {
	query, _, _ = strings.Cut(query, "#")
	for p := range strings.SplitSeq(query, "&") {
		if tracking(p) {
			return true
		}
	}
	return false
}

// tracking reports whether a parameter, name=value, is of the known ones.
func tracking(p string) bool {
	name, _, _ := strings.Cut(p, "=")
	switch name {
	case "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "igshid", "mc_cid", "mc_eid",
		"_hsenc", "_hsmi", "mkt_tok", "vero_id", "oly_anon_id", "oly_enc_id", "at_medium", "at_campaign", "ns_mchannel", "ns_source", "ns_campaign", "xtor":
		return true
	}
	return strings.HasPrefix(name, "utm_")
}
