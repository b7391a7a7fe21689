package feedcheck

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Namespaces of the elements that are checked.
const (
	nsAtom    = "http://www.w3.org/2005/Atom"
	nsContent = "http://purl.org/rss/1.0/modules/content/"
	nsDC      = "http://purl.org/dc/elements/1.1/"
	nsMedia   = "http://search.yahoo.com/mrss/"
	nsXML     = "http://www.w3.org/XML/1998/namespace"
)

// A node is an XML element.
type node struct {
	name     xml.Name
	attr     []xml.Attr
	children []*node
	text     string // of the element itself
	path     string
}

// parse reads a whole document, and is strict about what Go's decoder lets pass:
// the declaration, text outside the root, attributes given twice, control
// characters that XML 1.0 discourages.
func parse(data []byte) (*node, error) {
	if !bytes.HasPrefix(data, []byte(`<?xml version="1.0" encoding="UTF-8"?>`)) {
		return nil, errors.New("no XML declaration that names UTF-8")
	}
	dec := xml.NewDecoder(bytes.NewReader(data))
	var root *node
	var open []*node
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			n := &node{name: tok.Name, attr: tok.Attr}
			if len(open) == 0 {
				if root != nil {
					return nil, errors.New("second root element")
				}
				root, n.path = n, tok.Name.Local
			} else {
				parent := open[len(open)-1]
				n.path = parent.path + "/" + label(parent, tok.Name)
				parent.children = append(parent.children, n)
			}
			if err := attributes(n); err != nil {
				return nil, err
			}
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if i := strings.IndexFunc(string(tok), discouraged); i >= 0 {
				return nil, fmt.Errorf("control character in text at %d", dec.InputOffset())
			}
			if len(open) > 0 {
				open[len(open)-1].text += string(tok)
			} else if len(bytes.TrimSpace(tok)) > 0 {
				return nil, errors.New("text outside the root element")
			}
		}
	}
	if root == nil {
		return nil, errors.New("no element")
	}
	return root, nil
}

// label names the next child called name of parent in paths.
func label(parent *node, name xml.Name) string {
	n := 0
	for _, k := range parent.children {
		if k.name == name {
			n++
		}
	}
	if name.Local == "item" || name.Local == "entry" || name.Local == "outline" {
		return fmt.Sprintf("%s[%d]", name.Local, n)
	}
	return name.Local
}

func attributes(n *node) error {
	seen := map[xml.Name]bool{}
	for _, a := range n.attr {
		if seen[a.Name] {
			return fmt.Errorf("%s: attribute %s is there twice", n.path, a.Name.Local)
		}
		if strings.ContainsFunc(a.Value, discouraged) {
			return fmt.Errorf("%s: control character in attribute %s", n.path, a.Name.Local)
		}
		seen[a.Name] = true
	}
	return nil
}

func discouraged(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r >= 0x7f && r < 0xa0 && r != 0x85 || r == 0xfffe || r == 0xffff
}

// names complains about prefixes that no xmlns declares.
func (c *checker) names(n *node, declared map[string]bool) {
	for _, a := range n.attr {
		if a.Name.Space == "xmlns" || a.Name.Space == "" && a.Name.Local == "xmlns" {
			declared[a.Value] = true
		}
	}
	if s := n.name.Space; s != "" && !declared[s] {
		c.add(n.path, "prefix %q is not declared", s)
	}
	for _, a := range n.attr {
		if s := a.Name.Space; s != "" && s != "xmlns" && s != nsXML && !declared[s] {
			c.add(n.path, "prefix %q is not declared", s)
		}
	}
	for _, k := range n.children {
		c.names(k, declared)
	}
}

// all returns the children called local in the namespace space.
func (n *node) all(space, local string) []*node {
	var out []*node
	for _, k := range n.children {
		if k.name.Space == space && k.name.Local == local {
			out = append(out, k)
		}
	}
	return out
}

// first returns the text of the first such child, outer white space cut.
func (n *node) first(space, local string) string {
	if all := n.all(space, local); len(all) > 0 {
		return strings.TrimSpace(all[0].text)
	}
	return ""
}

// value returns an attribute without a namespace.
func (n *node) value(local string) (string, bool) {
	for _, a := range n.attr {
		if a.Name.Space == "" && a.Name.Local == local {
			return a.Value, true
		}
	}
	return "", false
}

// lang checks xml:lang.
func (c *checker) lang(n *node) {
	for _, a := range n.attr {
		if a.Name.Space == nsXML && a.Name.Local == "lang" && !isLanguage(a.Value) {
			c.add(n.path, "xml:lang %q is no language tag", a.Value)
		}
	}
}

// count checks how often a child is there.
func (c *checker) count(n *node, space, local string, least, most int) []*node {
	all := n.all(space, local)
	if len(all) < least || len(all) > most {
		c.add(n.path, "%d of %s, want %d to %d", len(all), local, least, most)
	}
	return all
}

// only complains about children of the namespace space that are not in allowed,
// and about text between the elements.
func (c *checker) only(n *node, space string, allowed ...string) {
	for _, k := range n.children {
		ok := k.name.Space != space
		for _, a := range allowed {
			ok = ok || k.name.Local == a
		}
		if !ok {
			c.add(k.path, "is not an element of %s", n.name.Local)
		}
	}
	if strings.TrimSpace(n.text) != "" {
		c.add(n.path, "has text of its own")
	}
}
