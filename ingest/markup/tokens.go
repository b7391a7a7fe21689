package markup

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// read reads HTML.
func (r *reader) read(s string) {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	if n := r.scan(s); n < len(s) {
		r.tokens(s[n:])
	}
}

// tokens reads HTML of any kind.
func (r *reader) tokens(s string) {
	z := html.NewTokenizer(strings.NewReader(s))
	z.AllowCDATA(true)
	var skipping atom.Atom // the element whose content is being passed over
	depth := 0
	rawNext := false
	for {
		tt := z.Next()
		if tt != html.TextToken && tt != html.ErrorToken {
			r.marks++
		}
		switch tt {
		case html.ErrorToken:
			return
		case html.TextToken:
			if skipping != 0 {
				continue
			}
			if rawNext {
				r.within(string(z.Raw()))
				continue
			}
			raw := z.Raw()
			r.signs += bytes.Count(raw, []byte("&")) + bytes.Count(raw, []byte("<"))
			r.text(z.Text())
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			a := atom.Lookup(name)
			rawNext = false
			if skipping != 0 {
				if a == skipping && tt == html.StartTagToken {
					depth++
				}
				continue
			}
			c := classOf(a)
			switch c {
			case skip:
				if tt == html.StartTagToken {
					skipping, depth = a, 1
				}
				r.blank = r.blank || a == atom.Iframe
				continue
			case raw:
				rawNext = true
				continue
			}
			if a == 0 && !more && isTicker(string(z.Raw())) {
				r.text(bytes.Clone(z.Raw()))
				continue
			}
			r.attributes(z, more)
			r.start(a, c)
		case html.EndTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			rawNext = false
			if skipping != 0 {
				if a == skipping {
					if depth--; depth == 0 {
						skipping = 0
					}
				}
				continue
			}
			r.end(a, classOf(a))
		}
	}
}

// within reads the content of an element such as noscript, which tokenizers
// take for text.
func (r *reader) within(s string) {
	if r.nested {
		return
	}
	r.nested = true
	r.read(s)
	r.nested = false
}

// attributes notes those of the tag that mean something.
func (r *reader) attributes(z *html.Tokenizer, more bool) {
	r.as = r.as[:0]
	for more {
		var k, v []byte
		k, v, more = z.TagAttr()
		if meansSomething(k) {
			r.as = append(r.as, attr{string(k), string(v)})
		}
	}
}

// meansSomething reports the names of the attributes that are read.
func meansSomething(name []byte) bool {
	switch string(name) {
	case "href", "src", "data-src", "data-lazy-src", "data-original", "srcset", "alt", "title", "width", "height",
		"class", "style", "datetime", "colspan", "rowspan", "dir":
		return true
	}
	return false
}
