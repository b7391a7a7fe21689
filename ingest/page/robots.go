package page

import (
	"bytes"
	"net/url"
	"strings"

	"github.com/temoto/robotstxt"
)

// maxRobots bounds what is read of a robots.txt; RFC 9309 §2.5 wants at least
// 500 KiB.
const maxRobots = 512 << 10

// Rules say which addresses of a host may be asked for (RFC 9309).
type Rules struct {
	group *robotstxt.Group // nil allows all
	none  bool
}

// Nothing are the rules of a host whose robots.txt could not be had.
var Nothing = &Rules{none: true}

// Robots reads the rules for the product token agent, such as "dateline".
// Groups of the same name are one; without one of ours, that of * counts.
// What is no rule is passed over.
func Robots(data []byte, agent string) *Rules {
	lines := ours(data[:min(len(data), maxRobots)], strings.ToLower(agent))
	if len(lines.allow)+len(lines.disallow) == 0 {
		return &Rules{}
	}
	// The library takes the first of equally long rules, and RFC 9309 §2.2.2
	// the one that allows: those come first.
	var b strings.Builder
	b.WriteString("User-agent: *\n")
	for _, p := range lines.allow {
		b.WriteString("Allow: " + p + "\n")
	}
	for _, p := range lines.disallow {
		b.WriteString("Disallow: " + p + "\n")
	}
	r, err := robotstxt.FromString(b.String())
	if err != nil {
		return &Rules{}
	}
	return &Rules{group: r.FindGroup("*")}
}

// Allowed reports whether u may be asked for.
func (r *Rules) Allowed(u *url.URL) bool {
	if u.Path == "/robots.txt" {
		return true
	}
	if r.none {
		return false
	}
	return r.group == nil || r.group.Test(normal(u.RequestURI()))
}

type ruleLines struct{ allow, disallow []string }

// ours returns the rules of the groups for agent, or else of those for all.
func ours(data []byte, agent string) ruleLines {
	var mine, all ruleLines
	var found bool         // a group of ours
	var inMine, inAll bool // of the group that is read
	naming := false        // its user-agent lines are still coming
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	for line := range strings.SplitSeq(strings.ReplaceAll(string(data), "\r", "\n"), "\n") {
		line, _, _ = strings.Cut(line, "#")
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		value = strings.TrimSpace(value)
		switch strings.ToLower(strings.TrimSpace(key)) {
		case "user-agent":
			if !naming {
				inMine, inAll, naming = false, false, true
			}
			name, _, _ := strings.Cut(strings.ToLower(value), "/")
			inMine, inAll = inMine || name == agent, inAll || name == "*"
			found = found || inMine
		case "allow", "disallow":
			naming = false
			if value == "" || value[0] != '/' && value[0] != '*' {
				continue
			}
			allow := strings.EqualFold(strings.TrimSpace(key), "allow")
			if inMine {
				mine.add(allow, normal(value))
			}
			if inAll {
				all.add(allow, normal(value))
			}
		}
	}
	if found {
		return mine
	}
	return all
}

func (l *ruleLines) add(allow bool, path string) {
	if allow {
		l.allow = append(l.allow, path)
		return
	}
	l.disallow = append(l.disallow, path)
}

// normal puts a path into the form in which RFC 9309 §2.2.2 compares: octets
// outside ASCII are encoded, letters that need not be are not, hexadecimal
// digits are capitals.
func normal(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' && i+2 < len(s) {
			hi, lo := unhex(s[i+1]), unhex(s[i+2])
			if hi >= 0 && lo >= 0 {
				c = byte(hi<<4 | lo)
				i += 2
				if unreserved(c) {
					b.WriteByte(c)
					continue
				}
				b.WriteByte('%')
				b.WriteByte(hex[c>>4])
				b.WriteByte(hex[c&15])
				continue
			}
		}
		if c >= 0x80 || c <= ' ' {
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
