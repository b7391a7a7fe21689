package feedcheck

// opml checks a subscription list of OPML 2.0 (opml.org/spec2.opml).
func (c *checker) opml(root *node) {
	if root.name.Space != "" || root.name.Local != "opml" {
		c.add(root.path, "root is not opml")
		return
	}
	if v, _ := root.value("version"); v != "2.0" {
		c.add(root.path, "version %q, want 2.0", v)
	}
	c.only(root, "", "head", "body")
	c.count(root, "", "head", 1, 1)
	for _, h := range root.all("", "head") {
		for _, n := range c.count(h, "", "title", 1, 1) {
			c.filled(n)
		}
		c.web(h, "", "docs")
		for _, n := range h.all("", "ownerEmail") {
			if !isMail(n.text) {
				c.add(n.path, "%q is no mail address", n.text)
			}
		}
		for _, n := range append(h.all("", "dateCreated"), h.all("", "dateModified")...) {
			if _, ok := parse822(n.text); !ok {
				c.add(n.path, "%q is no date of RFC 822", n.text)
			}
		}
	}
	for _, b := range c.count(root, "", "body", 1, 1) {
		c.outlines(b)
	}
}

func (c *checker) outlines(n *node) {
	c.only(n, "", "outline")
	for _, o := range n.all("", "outline") {
		c.attr(o, "text", "some text", func(s string) bool { return s != "" })
		if t, _ := o.value("type"); t == "rss" {
			c.webAttr(o, "xmlUrl")
			if _, ok := o.value("htmlUrl"); ok {
				c.webAttr(o, "htmlUrl")
			}
		}
		c.outlines(o)
	}
}
