package link

import "strings"

// Of the characters of a plain address, some stand anywhere in it and some
// behind its host only.
const (
	inHost = 1 << iota
	inPath
)

// plainly says where a byte may stand in a plain address.
var plainly = func() (t [256]uint8) {
	for i := range t {
		switch c := byte(i); {
		case alnum(c), c == '-', c == '.', c == '/':
			t[i] = inHost | inPath
		case strings.IndexByte("_~?=&#+,;:@", c) >= 0:
			t[i] = inPath
		}
	}
	return t
}()

// plain reports whether s can stand as it is: an absolute address without
// anything to encode or to take away.
func plain(s string) bool {
	rest, ok := strings.CutPrefix(s, "https://")
	if !ok {
		if rest, ok = strings.CutPrefix(s, "http://"); !ok {
			return false
		}
	}
	if rest == "" || len(s) > maxLen || !alnum(rest[0]) {
		return false
	}
	i := 0
	for i < len(rest) && rest[i] != '/' && rest[i] != ':' {
		if plainly[rest[i]]&inHost == 0 {
			return false
		}
		i++
	}
	if i += portLen(rest[i:]); i < len(rest) && rest[i] != '/' {
		return false
	}
	return plainPath(rest[i:])
}

// portLen is the length of the colon and the digits at the start of s.
func portLen(s string) int {
	if len(s) < 2 || s[0] != ':' {
		return 0
	}
	n := 1
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	if n == 1 {
		return 0
	}
	return n
}

// plainPath reports whether path, query and fragment can stand as they are,
// as far as no segment of them ends in a dot.
func plainPath(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '.':
			if i+1 == len(s) || s[i+1] == '/' || s[i+1] == '.' {
				return false
			}
		case plainly[c]&inPath != 0:
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
		default:
			return false
		}
	}
	return true
}

// rooted reports whether ref is a plain path from the root of its server,
// which the server's name is only to be put in front of.
func rooted(ref string) bool {
	return len(ref) > 1 && len(ref) <= maxLen && ref[0] == '/' && ref[1] != '/' &&
		strings.IndexByte(ref, '#') < 0 && !strings.Contains(ref, "/.") && plainPath(ref)
}

// originLen is the length of the scheme and the host of a plain address.
func originLen(s string) int {
	start := strings.IndexByte(s, ':') + len("://")
	if n := strings.IndexByte(s[start:], '/'); n >= 0 {
		return start + n
	}
	return len(s)
}

// Plain reports whether s is an absolute http or https address in its plain
// form: made of letters that no part of an address encodes, so that whoever
// parses it and prints it again prints s. Many addresses that are not plain
// are good ones.
func Plain(s string) bool {
	if !plain(s) {
		return false
	}
	n := strings.IndexByte(s, '#')
	return n < 0 || n+1 < len(s) && strings.IndexByte(s[n+1:], '#') < 0
}
