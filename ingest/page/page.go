// Package page finds the text of an article in its web page, and knows from
// robots.txt which pages may be asked for. It is the one door to readability
// and to robotstxt, and has no network.
package page

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// Bounds of a page.
const (
	MaxBytes    = 4 << 20
	maxElements = 30_000
	leastText   = 200 // runes; less is no article
	wallText    = 1500
	// kinship is the share of the summary's words that the page's text must
	// have; a consent page or the publisher's front page has not.
	kinship = 0.4
)

// Errors of Extract.
var (
	ErrWall = errors.New("page is behind a login or a subscription")
	ErrNone = errors.New("page has no text that could be the article")
)

// Extract returns the article of a page as HTML. Summary is the text that the
// feed has; what is shorter, or has little to do with it, is not the article.
func Extract(data []byte, contentType string, u *url.URL, title, summary string) (string, error) {
	if len(data) > MaxBytes {
		data = data[:MaxBytes]
	}
	r, err := charset.NewReader(bytes.NewReader(data), contentType)
	if err != nil {
		return "", fmt.Errorf("%w: %v", ErrNone, err)
	}
	doc, err := html.Parse(r)
	if err != nil {
		return "", fmt.Errorf("%w: %v", ErrNone, err)
	}
	walled := wall(doc)
	p := readability.NewParser()
	p.MaxElemsToParse = maxElements
	p.KeepClasses = true // the clean pass looks at them
	p.DisableJSONLD = true
	art, err := p.ParseAndMutate(doc, u)
	if err != nil || art.Node == nil {
		if walled {
			return "", ErrWall
		}
		return "", ErrNone
	}
	clean(art.Node, title)
	text := textOf(art.Node)
	n := len([]rune(text))
	switch {
	case walled && n < wallText:
		return "", ErrWall
	case n < leastText || n < len([]rune(summary)):
		return "", ErrNone
	case !kin(summary, text):
		return "", fmt.Errorf("%w: it has little in common with the summary", ErrNone)
	}
	var b bytes.Buffer
	if err := html.Render(&b, art.Node); err != nil {
		return "", fmt.Errorf("%w: %v", ErrNone, err)
	}
	return b.String(), nil
}

var (
	wallWords = regexp.MustCompile(`(?i)subscribe to (continue|keep|read)|sign in to (continue|read)|log ?in to (continue|read)|already a subscriber|for subscribers only|this (article|content|story) is (only )?(available )?(for|to) (subscribers|members)|register to (continue|read)|"isAccessibleForFree"\s*:\s*"?false`)
	dropClass = regexp.MustCompile(`(?i)(^|[-_ ])(caption|related|share|sharing|social|newsletter|subscribe|promo|credit|byline|tags?|breadcrumbs?|comments?|read-?more|also-?read|advert(isement)?|ad|cookie)([-_ ]|$)`)
	openers   = regexp.MustCompile(`(?i)^(advertisement|read (more|also|next)\b|related( (articles?|stories|news))?:?$|see also\b|also read\b|follow us\b|share (this|on)\b|sign up (for|to)\b|subscribe to\b|photo:|image:|copyright\b|all rights reserved|click here\b|listen to this)`)
)

// wall reports whether a page says that its text is for those who log in.
func wall(n *html.Node) bool {
	switch {
	case n.Type == html.TextNode:
		return wallWords.MatchString(n.Data)
	case n.DataAtom == atom.Input && strings.EqualFold(attr(n, "type"), "password"):
		return true
	case n.DataAtom == atom.Style:
		return false
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if wall(c) {
			return true
		}
	}
	return false
}

// clean takes out what readability leaves of a page's furniture.
func clean(root *html.Node, title string) {
	prune(root)
	first := true
	for _, b := range blocks(root) {
		text := textOf(b)
		if first && text != "" {
			first = false
			if strings.EqualFold(text, strings.TrimSpace(title)) {
				remove(b)
				continue
			}
		}
		if len([]rune(text)) < 200 && (openers.MatchString(text) || linkDense(b, text)) {
			remove(b)
		}
	}
}

// prune removes elements that are never the story.
func prune(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if c.Type == html.ElementNode && furniture(c) {
			n.RemoveChild(c)
		} else {
			prune(c)
		}
		c = next
	}
}

func furniture(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Figure, atom.Aside, atom.Nav, atom.Form, atom.Time, atom.Button, atom.Script, atom.Style, atom.Iframe:
		return true
	case atom.P, atom.Blockquote, atom.Body, atom.Article, atom.Section, atom.Main:
		return false // classes of what holds the story say too much
	}
	return dropClass.MatchString(attr(n, "class")) && len(textOf(n)) < 600
}

// blocks returns the innermost blocks of text.
func blocks(n *html.Node) []*html.Node {
	var bs []*html.Node
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		switch c.DataAtom {
		case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Li, atom.Pre:
			bs = append(bs, c)
		default:
			bs = append(bs, blocks(c)...)
		}
	}
	return bs
}

// linkDense reports whether a block is little but links.
func linkDense(n *html.Node, text string) bool {
	if text == "" {
		return false
	}
	linked := 0
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.DataAtom == atom.A {
			linked += len(textOf(n))
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return linked*10 > len(text)*8
}

func remove(n *html.Node) {
	if n.Parent != nil {
		n.Parent.RemoveChild(n)
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// textOf returns the text of a node, white space folded.
func textOf(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
			b.WriteByte(' ')
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return strings.Join(strings.Fields(b.String()), " ")
}

// kin reports whether text has enough of the words of summary; short ones
// tell nothing.
func kin(summary, text string) bool {
	words := func(s string) map[string]bool {
		m := make(map[string]bool)
		for w := range strings.FieldsFuncSeq(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if len([]rune(w)) >= 4 {
				m[w] = true
			}
		}
		return m
	}
	want, have := words(summary), words(text)
	if len(want) < 4 {
		return true
	}
	n := 0
	for w := range want {
		if have[w] {
			n++
		}
	}
	return float64(n) >= kinship*float64(len(want))
}
