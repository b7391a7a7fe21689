package feedcheck

import (
	"strings"
	"time"
)

// atom checks RFC 4287.
func (c *checker) atom(root *node) {
	if root.name.Space != nsAtom || root.name.Local != "feed" {
		c.add(root.path, "root is not feed of %s", nsAtom)
		return
	}
	c.only(root, nsAtom, "author", "category", "contributor", "generator", "icon", "id", "link", "logo", "rights", "subtitle", "title", "updated", "entry")
	for _, name := range []string{"generator", "icon", "logo", "rights", "subtitle"} {
		c.count(root, nsAtom, name, 0, 1)
	}
	c.common(root)
	if c.links(root)["self"] != 1 {
		c.add(root.path, "want one link rel=self")
	}
	seen := map[string]bool{}
	for _, e := range root.all(nsAtom, "entry") {
		if len(e.all(nsAtom, "author"))+len(root.all(nsAtom, "author")) == 0 {
			c.add(e.path, "no author, and the feed has none")
		}
		c.entry(e, seen)
	}
}

func (c *checker) entry(e *node, seen map[string]bool) {
	c.only(e, nsAtom, "author", "category", "content", "contributor", "id", "link", "published", "rights", "source", "summary", "title", "updated")
	for _, name := range []string{"content", "published", "rights", "source", "summary"} {
		c.count(e, nsAtom, name, 0, 1)
	}
	c.common(e)
	c.unique(e.path, e.first(nsAtom, "id"), seen)
	rels := c.links(e)
	if len(e.all(nsAtom, "content")) == 0 && rels["alternate"] == 0 {
		c.add(e.path, "neither content nor link rel=alternate")
	}
	for _, name := range []string{"content", "summary"} {
		for _, n := range e.all(nsAtom, name) {
			c.textual(n)
			c.filled(n)
		}
	}
	for _, n := range e.all(nsAtom, "published") {
		p := c.date3339(n)
		if u, ok := parse3339(e.first(nsAtom, "updated")); ok && u.Before(p) {
			c.add(e.path, "updated before published")
		}
	}
}

// common checks what feed and entry share (RFC 4287 §4.1.1, §4.1.2).
func (c *checker) common(n *node) {
	c.lang(n)
	for _, k := range c.count(n, nsAtom, "id", 1, 1) {
		if !isID(k.text) {
			c.add(k.path, "%q is no tag, URN or URL", k.text)
		}
	}
	for _, k := range c.count(n, nsAtom, "title", 1, 1) {
		c.textual(k)
		c.filled(k)
	}
	for _, k := range c.count(n, nsAtom, "updated", 1, 1) {
		c.date3339(k)
	}
	for _, k := range append(n.all(nsAtom, "subtitle"), n.all(nsAtom, "rights")...) {
		c.textual(k)
	}
	for _, k := range append(n.all(nsAtom, "author"), n.all(nsAtom, "contributor")...) {
		c.person(k)
	}
	for _, k := range n.all(nsAtom, "category") {
		c.attr(k, "term", "some text", func(s string) bool { return strings.TrimSpace(s) != "" })
		if s, ok := k.value("scheme"); ok && !isID(s) {
			c.add(k.path, "scheme %q is no IRI", s)
		}
	}
}

func (c *checker) person(n *node) {
	c.only(n, nsAtom, "name", "uri", "email")
	for _, k := range c.count(n, nsAtom, "name", 1, 1) {
		c.filled(k)
	}
	c.count(n, nsAtom, "uri", 0, 1)
	c.web(n, nsAtom, "uri")
	for _, k := range c.count(n, nsAtom, "email", 0, 1) {
		if !isMail(k.text) {
			c.add(k.path, "%q is no mail address", k.text)
		}
	}
}

// textual checks a text construct or content (§3.1, §4.1.3): without
// elements, since no XHTML is published.
func (c *checker) textual(n *node) {
	if t, ok := n.value("type"); ok && t != "text" && t != "html" {
		c.add(n.path, "type is %q, want text or html", t)
	}
	if len(n.children) > 0 {
		c.add(n.path, "has elements in a text")
	}
}

func (c *checker) date3339(n *node) time.Time {
	t, ok := parse3339(n.text)
	if !ok {
		c.add(n.path, "%q is no date of RFC 3339", n.text)
	}
	return t
}

// links checks the links of n and counts them by relation. At most one
// alternate may have the same type and language (§4.1.1).
func (c *checker) links(n *node) map[string]int {
	rels, alternates := map[string]int{}, map[string]bool{}
	for _, l := range n.all(nsAtom, "link") {
		c.link(l)
		rel, ok := l.value("rel")
		if !ok {
			rel = "alternate"
		}
		rels[rel]++
		if rel == "alternate" {
			kind, _ := l.value("type")
			lang, _ := l.value("hreflang")
			c.unique(l.path, kind+" "+lang, alternates)
		}
	}
	return rels
}

func (c *checker) link(l *node) {
	c.webAttr(l, "href")
	if rel, ok := l.value("rel"); ok && rel == "" {
		c.add(l.path, "rel is empty")
	}
	if t, ok := l.value("type"); ok && !mediaType.MatchString(t) {
		c.add(l.path, "type %q is no media type", t)
	}
	if n, ok := l.value("length"); ok && !digits.MatchString(n) {
		c.add(l.path, "length %q is no number", n)
	}
}
