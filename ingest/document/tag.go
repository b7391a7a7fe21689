package document

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// voids are the elements of HTML that have no end tag.
var voids = map[atom.Atom]bool{atom.Area: true, atom.Base: true, atom.Br: true, atom.Col: true, atom.Embed: true, atom.Hr: true,
	atom.Img: true, atom.Input: true, atom.Link: true, atom.Meta: true, atom.Source: true, atom.Track: true, atom.Wbr: true}

// elements are those of HTML, old ones too.
var elements = wordSet(`a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body br button
canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure
font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map
mark marquee math menu meta meter nav nobr noframes noscript object ol optgroup option output p param picture pre progress q rb rp rt rtc ruby s samp
script section select small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time
title tr track tt u ul var video wbr xmp`)

// maxTickers bounds how often the end tag is looked for of what may be a tag,
// and maxStrange how often that of one that HTML does not know.
const (
	maxTickers = 20
	maxStrange = 4
)

// maxForeign bounds how far off the end of an element is that HTML does not
// know, in bytes. What is longer has tags of HTML in it.
const maxForeign = 64 << 10

// A tagFinder tells tags of HTML from what agencies print in angle brackets:
// USAIR <U>, DU PONT <DD>.
type tagFinder struct {
	all     string
	asked   int
	strange int
}

// tag returns the name of the tag that s, which follows a < in all, begins
// with; empty when it is none. Capitals alone are a tag only if it has an
// attribute, or an end, or is a break.
func (f *tagFinder) tag(s string) string {
	n := tagName(s)
	low := strings.ToLower(n)
	switch {
	case !elements[low]:
		return ""
	case n == low, low == "br", low == "hr", low == "img", s[0] == '/':
		return low
	case len(s) > len(n) && s[len(n)] <= ' ':
		if end := strings.IndexByte(s[:min(len(s), 200)], '>'); end > 0 && strings.IndexByte(s[:end], '=') > 0 {
			return low
		}
	}
	if f.asked++; f.asked > maxTickers || strings.Contains(f.all, "</"+n) {
		return low
	}
	return ""
}

// isHTML reports whether s has a tag of HTML in it, and so is not meant as
// plain text.
func isHTML(s string) bool {
	f := &tagFinder{all: s}
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			return false
		}
		s = s[i+1:]
		if strings.HasPrefix(s, "!--") || f.tag(s) != "" || f.foreign(s) {
			return true
		}
	}
}

// foreign reports whether what follows a < is the tag of an element that HTML
// does not know, such as o:p: one in lower case that is closed.
func (f *tagFinder) foreign(s string) bool {
	i := 0
	for i < len(s) && i < 24 && ('a' <= s[i] && s[i] <= 'z' || i > 0 && (isDigit(s[i]) || s[i] == '-' || s[i] == ':' || s[i] == '_')) {
		i++
	}
	if i < 2 || i == len(s) || s[i] != '>' && s[i] != ' ' || f.strange >= maxStrange {
		return false
	}
	f.strange++
	return strings.Contains(s[:min(len(s), maxForeign)], "</"+s[:i]+">")
}

// isTagged reports whether a title of which nobody says that it is HTML has a
// tag in it, and not a word in angle brackets, as a title about a tag has: the
// tag has an attribute or an end, or needs none.
func isTagged(s string) bool {
	f := &tagFinder{all: s}
	for at := 0; ; {
		i := strings.IndexByte(s[at:], '<')
		if i < 0 {
			return false
		}
		at += i + 1
		rest := s[at:]
		if strings.HasPrefix(rest, "!--") {
			return true
		}
		tag := f.tag(rest)
		switch {
		case tag == "":
		case voids[atom.Lookup([]byte(tag))], tag == "p" && at == 1:
			return true
		default:
			n := tagName(rest)
			end := strings.IndexByte(rest, '>')
			if end > 0 && strings.IndexByte(rest[:end], '=') > 0 {
				return true
			}
			if f.asked++; f.asked <= maxTickers && rest[0] != '/' && strings.Contains(s, "</"+n) {
				return true
			}
		}
	}
}

// tagName is the name of the tag that s, which follows a <, begins with;
// empty when it is none.
func tagName(s string) string {
	s = strings.TrimPrefix(s, "/")
	i := 0
	for i < len(s) && i < 24 && alnum(s[i]) {
		i++
	}
	if i == 0 || i == len(s) || s[0] < 'A' {
		return ""
	}
	if c := s[i]; c > ' ' && c != '>' && c != '/' {
		return ""
	}
	return s[:i]
}

// untag takes the tags of HTML out of s, with a blank where one parts words.
// A < that begins no tag of HTML stays.
func untag(s string) string {
	f := &tagFinder{all: s}
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		s = s[i:]
		if strings.HasPrefix(s, "<!--") {
			if e := strings.Index(s, "-->"); e >= 0 {
				s = s[e+3:]
				continue
			}
		}
		tag := f.tag(s[1:])
		end := strings.IndexByte(s, '>')
		if tag == "" || end < 0 {
			b.WriteByte('<')
			s = s[1:]
			continue
		}
		switch tag {
		case "br", "p", "div", "li", "td", "tr", "h1", "h2", "h3", "h4":
			b.WriteByte(' ')
		}
		s = s[end+1:]
	}
}
