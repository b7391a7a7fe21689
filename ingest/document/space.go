package document

import (
	"bytes"
	"strings"
)

// space is a vocabulary, whatever prefix a document gives it.
type space uint8

const (
	spaceUnknown space = iota
	spaceNative        // the document's own: RSS in RSS, Atom in Atom
	spaceAtom
	spaceContent
	spaceDC
	spaceMedia
	spaceITunes
	spaceXHTML
	spaceRDF
	spaceSY
	spaceXML
)

// prefixes are the prefixes the vocabularies have in the skeleton that gofeed
// parses, and mostly in the wild.
var prefixes = [...]string{spaceAtom: "atom", spaceContent: "content", spaceDC: "dc", spaceMedia: "media",
	spaceITunes: "itunes", spaceXHTML: "xhtml", spaceRDF: "rdf", spaceSY: "sy", spaceXML: "xml"}

// conventional is the vocabulary of a prefix that is not declared, or
// declared as something nobody knows.
func conventional(prefix []byte) space {
	switch {
	case fold(prefix, "rss"):
		return spaceNative
	case fold(prefix, "dcterms"), fold(prefix, "dct"):
		return spaceDC
	case fold(prefix, "atom10"), fold(prefix, "a10"):
		return spaceAtom
	case fold(prefix, "mrss"):
		return spaceMedia
	}
	for s, p := range prefixes {
		if p != "" && fold(prefix, p) {
			return space(s)
		}
	}
	return spaceUnknown
}

// spaceOfURI is the vocabulary of a namespace name. Publishers misspell them,
// so it goes by what is unmistakable in each.
func spaceOfURI(uri []byte) space {
	u := strings.ToLower(string(bytes.TrimSpace(uri)))
	u = strings.TrimPrefix(strings.TrimPrefix(u, "https:"), "http:")
	u = strings.TrimRight(strings.TrimPrefix(u, "//"), "/#")
	switch {
	case u == "www.w3.org/2005/atom", strings.HasPrefix(u, "purl.org/atom"):
		return spaceAtom
	case strings.HasSuffix(u, "purl.org/rss/1.0/modules/content"), u == "turbo.yandex.ru":
		return spaceContent
	case strings.HasPrefix(u, "purl.org/dc/elements"), strings.HasPrefix(u, "purl.org/dc/terms"), strings.HasPrefix(u, "purl.org/dc/1."):
		return spaceDC
	case strings.HasPrefix(u, "search.yahoo.com/mrss"), strings.HasPrefix(u, "tools.search.yahoo.com/mrss"), u == "video.search.yahoo.com/mrss":
		return spaceMedia
	case strings.HasPrefix(u, "www.itunes.com/dtds/podcast"):
		return spaceITunes
	case u == "www.w3.org/1999/xhtml":
		return spaceXHTML
	case u == "www.w3.org/1999/02/22-rdf-syntax-ns":
		return spaceRDF
	case strings.HasSuffix(u, "purl.org/rss/1.0/modules/syndication"):
		return spaceSY
	case u == "purl.org/rss/1.0", strings.Contains(u, "netscape.com/rdf/simple"), strings.Contains(u, "backend.userland.com/rss"),
		strings.Contains(u, "blogs.law.harvard.edu/tech/rss"), strings.Contains(u, "cyber.law.harvard.edu/rss/rss"), strings.Contains(u, "rssboard.org/rss-spec"):
		return spaceNative
	}
	return spaceUnknown
}

// spaceOfPrefix is the vocabulary that a start tag declares for a prefix;
// spaceUnknown when it does not.
func spaceOfPrefix(tag, prefix []byte) space {
	if len(tag) == 0 {
		return spaceUnknown
	}
	t := token{end: int32(len(tag)), name: int32(nameEnd(tag, 1))}
	for _, a := range t.attrs(tag, nil) {
		if p, ok := bytes.CutPrefix(a.name, []byte("xmlns:")); ok && bytes.Equal(p, prefix) {
			return spaceOfURI(a.value)
		}
	}
	return spaceUnknown
}

// A binding gives a prefix its meaning; the empty prefix is the default.
type binding struct {
	prefix string
	space  space
}

// bind adds what the attributes of a tag declare. A default namespace on
// root, channel or entry means the document's own vocabulary, whatever it
// says: it is often wrong. Inside of entries it is believed, but for an empty
// one, with which some libraries write every element of RSS.
func bind(bs []binding, as []attr, outer bool) []binding {
	for _, a := range as {
		p, isNS := bytes.CutPrefix(a.name, []byte("xmlns"))
		if !isNS || len(bs) >= maxSpaces {
			continue
		}
		switch {
		case len(p) == 0 && (outer || len(bytes.TrimSpace(a.value)) == 0):
			bs = append(bs, binding{"", spaceNative})
		case len(p) == 0:
			bs = append(bs, binding{"", spaceOfURI(a.value)})
		case p[0] == ':':
			s := spaceOfURI(a.value)
			if s == spaceUnknown {
				s = conventional(p[1:])
			}
			bs = append(bs, binding{string(p[1:]), s})
		}
	}
	return bs
}

// lookup is the vocabulary of an element with that prefix. In an Atom
// document Atom is the document's own.
func lookup(bs []binding, prefix []byte, f format) space {
	s := spaceNative
	if len(prefix) > 0 {
		s = conventional(prefix)
	}
	for i := len(bs) - 1; i >= 0; i-- {
		if bs[i].prefix == string(prefix) {
			s = bs[i].space
			break
		}
	}
	if f == formatAtom && s == spaceAtom {
		return spaceNative
	}
	if f == formatRDF && s == spaceRDF {
		return spaceNative
	}
	return s
}
