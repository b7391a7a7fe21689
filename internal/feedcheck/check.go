// Package feedcheck says what is wrong with a published document by the
// specifications: RFC 4287 (Atom), RSS 2.0 with the RSS Advisory Board's
// profile, JSON Feed 1.1, OPML 2.0. It is stricter than readers are, knows
// nothing of the code that wrote the document and uses the standard library
// only. Tests and the kill test of the daemon share it.
//
// HTML inside the documents is not checked.
package feedcheck

import (
	"fmt"
	"unicode/utf8"
)

// A Problem is one thing that is wrong with a document.
type Problem struct {
	Where string // path of the element, as in "rss/channel/item[3]/guid"
	What  string
}

// String returns the problem in one line.
func (p Problem) String() string { return p.Where + ": " + p.What }

// Check returns what is wrong with a document; nothing when it is valid.
// The format is "rss", "atom", "json" or "opml".
func Check(format string, data []byte) []Problem {
	c := &checker{}
	if !utf8.Valid(data) {
		c.add("", "not valid UTF-8")
	}
	switch format {
	case "rss", "atom", "opml":
		root, err := parse(data)
		if err != nil {
			c.add("", "not well-formed: %v", err)
			break
		}
		c.names(root, map[string]bool{})
		switch format {
		case "rss":
			c.rss(root)
		case "atom":
			c.atom(root)
		default:
			c.opml(root)
		}
	case "json":
		v, err := parseJSON(data)
		if err != nil {
			c.add("", "not JSON: %v", err)
			break
		}
		c.json(v)
	default:
		c.add("", "unknown format %q", format)
	}
	return c.problems
}

// A checker gathers problems.
type checker struct{ problems []Problem }

func (c *checker) add(where, format string, args ...any) {
	if where == "" {
		where = "document"
	}
	c.problems = append(c.problems, Problem{where, fmt.Sprintf(format, args...)})
}

// unique complains when value was in seen before.
func (c *checker) unique(where, value string, seen map[string]bool) {
	if seen[value] {
		c.add(where, "%q is there twice", value)
	}
	seen[value] = true
}
