package feedcheck

import "strings"

// rss checks RSS 2.0 (rssboard.org/rss-specification) with the RSS Advisory
// Board's best practices profile (rssboard.org/rss-profile).
func (c *checker) rss(root *node) {
	if root.name.Space != "" || root.name.Local != "rss" {
		c.add(root.path, "root is not rss")
		return
	}
	if v, _ := root.value("version"); v != "2.0" {
		c.add(root.path, "version %q, want 2.0", v)
	}
	c.only(root, "", "channel")
	for _, ch := range c.count(root, "", "channel", 1, 1) {
		c.channel(ch)
	}
}

func (c *checker) channel(ch *node) {
	c.only(ch, "", "title", "link", "description", "language", "copyright", "managingEditor", "webMaster", "pubDate",
		"lastBuildDate", "category", "generator", "docs", "cloud", "ttl", "image", "rating", "textInput", "skipHours", "skipDays", "item")
	for _, name := range []string{"title", "link", "description"} {
		for _, n := range c.count(ch, "", name, 1, 1) {
			c.filled(n)
		}
	}
	for _, name := range []string{"language", "copyright", "managingEditor", "webMaster", "pubDate", "lastBuildDate", "generator", "docs", "ttl", "image"} {
		c.count(ch, "", name, 0, 1)
	}
	c.web(ch, "", "link")
	c.web(ch, "", "docs")
	c.date822(ch, "pubDate")
	c.date822(ch, "lastBuildDate")
	c.persons822(ch, "managingEditor")
	c.persons822(ch, "webMaster")
	for _, n := range ch.all("", "language") {
		if !isLanguage(n.text) {
			c.add(n.path, "%q is no language tag", n.text)
		}
	}
	self := 0
	for _, n := range ch.all(nsAtom, "link") {
		if rel, _ := n.value("rel"); rel == "self" {
			self++
			c.link(n)
		}
	}
	if self != 1 {
		c.add(ch.path, "%d of atom:link rel=self, want 1", self)
	}
	seen := map[string]bool{}
	for _, it := range ch.all("", "item") {
		c.item(it, seen)
	}
}

func (c *checker) item(it *node, guids map[string]bool) {
	c.only(it, "", "title", "link", "description", "author", "category", "comments", "enclosure", "guid", "pubDate", "source")
	for _, name := range []string{"title", "link", "description", "author", "comments", "enclosure", "pubDate", "source"} {
		for _, n := range c.count(it, "", name, 0, 1) {
			if name != "enclosure" {
				c.filled(n)
			}
		}
	}
	if it.first("", "title") == "" && it.first("", "description") == "" {
		c.add(it.path, "neither title nor description")
	}
	for _, g := range c.count(it, "", "guid", 1, 1) {
		c.guid(g, guids)
	}
	c.web(it, "", "link")
	c.date822(it, "pubDate")
	c.persons822(it, "author")
	for _, n := range it.all("", "category") {
		c.filled(n)
	}
	for _, n := range it.all(nsDC, "creator") {
		c.filled(n)
	}
	for _, n := range it.all("", "source") {
		c.webAttr(n, "url")
	}
	for _, n := range it.all("", "enclosure") {
		c.webAttr(n, "url")
		c.attr(n, "length", "a number", digits.MatchString)
		c.attr(n, "type", "a media type", mediaType.MatchString)
	}
	for _, n := range it.all(nsMedia, "content") {
		c.webAttr(n, "url")
		c.attr(n, "type", "a media type", mediaType.MatchString)
	}
	for _, n := range c.count(it, nsAtom, "updated", 0, 1) {
		if _, ok := parse3339(n.text); !ok {
			c.add(n.path, "%q is no date of RFC 3339", n.text)
		}
	}
	for _, n := range c.count(it, nsDC, "language", 0, 1) {
		if !isLanguage(n.text) {
			c.add(n.path, "%q is no language tag", n.text)
		}
	}
	for _, n := range c.count(it, nsContent, "encoded", 0, 1) {
		c.filled(n)
		if c.order(it, n) {
			c.add(n.path, "stands before description")
		}
	}
}

// order reports whether n stands before the description, where readers that
// keep the last one they see would lose it.
func (c *checker) order(it, n *node) bool {
	for _, k := range it.children {
		if k == n {
			return len(it.all("", "description")) > 0
		}
		if k.name.Local == "description" {
			return false
		}
	}
	return false
}

func (c *checker) guid(g *node, seen map[string]bool) {
	c.unique(g.path, g.text, seen)
	switch perma, _ := g.value("isPermaLink"); {
	case perma == "false" && !isID(g.text):
		c.add(g.path, "%q is no tag, URN or URL", g.text)
	case perma == "" || perma == "true":
		if !isWeb(g.text) {
			c.add(g.path, "%q is no URL, and isPermaLink is not false", g.text)
		}
	case perma != "false":
		c.add(g.path, "isPermaLink is %q", perma)
	}
}

func (c *checker) filled(n *node) {
	if strings.TrimSpace(n.text) == "" {
		c.add(n.path, "is empty")
	}
}

func (c *checker) web(n *node, space, local string) {
	for _, k := range n.all(space, local) {
		if !isWeb(strings.TrimSpace(k.text)) {
			c.add(k.path, "%q is no absolute web address", k.text)
		}
	}
}

func (c *checker) webAttr(n *node, local string) {
	c.attr(n, local, "an absolute web address", isWeb)
}

// attr checks an attribute that must be there.
func (c *checker) attr(n *node, local, want string, ok func(string) bool) {
	v, has := n.value(local)
	if !has || !ok(v) {
		c.add(n.path, "attribute %s is %q, want %s", local, v, want)
	}
}

func (c *checker) date822(n *node, local string) {
	for _, k := range n.all("", local) {
		if _, ok := parse822(k.text); !ok {
			c.add(k.path, "%q is no date of RFC 822 with a four-digit year", k.text)
		}
	}
}

// persons822 checks a mail address with the name in parentheses behind it.
func (c *checker) persons822(n *node, local string) {
	for _, k := range n.all("", local) {
		address, name, _ := strings.Cut(k.text, " ")
		if !isMail(address) || !strings.HasPrefix(name, "(") || !strings.HasSuffix(name, ")") || len(name) < 3 {
			c.add(k.path, "%q is not of the form: address (name)", k.text)
		}
	}
}
