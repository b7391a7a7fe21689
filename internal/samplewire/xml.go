package samplewire

import (
	"encoding/xml"
	"strings"
	"time"
)

// sampleNotice is what every document says of itself.
const sampleNotice = "Invented news, written by the sample wire service of Dateline in the manner of the agency. Nothing in it happened."

// element writes one element with its text. Attributes come in pairs.
func element(w *strings.Builder, name, text string, attrs ...string) {
	w.WriteString("<" + name)
	attributes(w, attrs)
	if text == "" {
		w.WriteString("/>\n")
		return
	}
	w.WriteString(">" + escape(text) + "</" + name + ">\n")
}

// open writes a start tag.
func open(w *strings.Builder, name string, attrs ...string) {
	w.WriteString("<" + name)
	attributes(w, attrs)
	w.WriteString(">\n")
}

// end writes an end tag.
func end(w *strings.Builder, name string) { w.WriteString("</" + name + ">\n") }

func attributes(w *strings.Builder, attrs []string) {
	for i := 0; i+1 < len(attrs); i += 2 {
		w.WriteString(" " + attrs[i] + `="` + strings.ReplaceAll(escape(attrs[i+1]), `"`, "&#34;") + `"`)
	}
}

// cdata prints text the way most agencies' systems do.
func cdata(w *strings.Builder, name, text string) {
	w.WriteString("<" + name + "><![CDATA[" + strings.ReplaceAll(printable(text), "]]>", "]]]]><![CDATA[>") + "]]></" + name + ">\n")
}

// printable replaces what XML cannot hold by U+FFFD.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\n', r == '\r', r >= 0x20 && r <= 0xD7FF, r >= 0xE000 && r <= 0xFFFD, r >= 0x10000:
			return r
		}
		return '\uFFFD'
	}, s)
}

// escape makes text safe in elements; what XML cannot hold becomes U+FFFD.
func escape(s string) string {
	var w strings.Builder
	xml.EscapeText(&w, []byte(s))
	return strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&#xA;", "\n").Replace(w.String())
}

// link is the address that leads to the story.
func (b *bureau) link(base string, s *Story) string {
	if s.Link != "" {
		return s.Link
	}
	return base + b.page(s)
}

// rss is the document in RSS 2.0.
func (b *bureau) rss(base string) []byte {
	var w strings.Builder
	w.WriteString(xml.Header)
	open(&w, "rss", "version", "2.0", "xmlns:atom", "http://www.w3.org/2005/Atom",
		"xmlns:content", "http://purl.org/rss/1.0/modules/content/", "xmlns:dc", "http://purl.org/dc/elements/1.1/")
	open(&w, "channel")
	element(&w, "title", b.Title)
	element(&w, "link", base+"/")
	element(&w, "description", sampleNotice)
	element(&w, "language", strings.ToLower(b.Language))
	element(&w, "lastBuildDate", b.changed.In(b.zone).Format(time.RFC1123Z))
	element(&w, "atom:link", "", "rel", "self", "type", "application/rss+xml", "href", base+b.Path)
	for _, s := range b.stories {
		b.rssItem(&w, base, s)
	}
	end(&w, "channel")
	end(&w, "rss")
	return []byte(w.String())
}

func (b *bureau) rssItem(w *strings.Builder, base string, s *Story) {
	open(w, "item")
	element(w, "title", s.Title)
	element(w, "link", b.link(base, s))
	element(w, "guid", s.GUID, "isPermaLink", "false")
	if !s.Undated {
		element(w, "pubDate", s.Published.In(b.zone).Format(time.RFC1123Z))
	}
	if !s.Updated.IsZero() {
		element(w, "atom:updated", s.Updated.In(b.zone).Format(time.RFC3339))
	}
	if s.Byline != "" {
		element(w, "dc:creator", s.Byline)
	}
	for _, c := range s.Categories {
		element(w, "category", c)
	}
	if b.content == contentBreaks || b.content == contentDescription {
		cdata(w, "description", b.html(s))
	} else {
		element(w, "description", b.summary(s))
		cdata(w, "content:encoded", b.html(s))
	}
	end(w, "item")
}

// atom is the document in Atom 1.0.
func (b *bureau) atom(base string) []byte {
	var w strings.Builder
	w.WriteString(xml.Header)
	open(&w, "feed", "xmlns", "http://www.w3.org/2005/Atom", "xml:lang", b.Language)
	element(&w, "id", "urn:sample-wire:"+b.Name)
	element(&w, "title", b.Title)
	element(&w, "subtitle", sampleNotice)
	element(&w, "updated", b.changed.In(b.zone).Format(time.RFC3339))
	element(&w, "link", "", "rel", "alternate", "type", "text/html", "href", base+"/")
	element(&w, "link", "", "rel", "self", "type", "application/atom+xml", "href", base+b.Path)
	open(&w, "author")
	element(&w, "name", b.Title)
	end(&w, "author")
	for _, s := range b.stories {
		b.atomEntry(&w, base, s)
	}
	end(&w, "feed")
	return []byte(w.String())
}

func (b *bureau) atomEntry(w *strings.Builder, base string, s *Story) {
	open(w, "entry")
	element(w, "id", s.GUID)
	element(w, "title", s.Title, "type", "text")
	element(w, "link", "", "rel", "alternate", "type", "text/html", "href", b.link(base, s))
	if !s.Undated {
		element(w, "published", s.Published.In(b.zone).Format(time.RFC3339))
		element(w, "updated", s.stamp().In(b.zone).Format(time.RFC3339))
	}
	if s.Byline != "" {
		open(w, "author")
		element(w, "name", s.Byline)
		end(w, "author")
	}
	for _, c := range s.Categories {
		element(w, "category", "", "term", c)
	}
	switch {
	case b.content == contentXHTML && s.HTML == "":
		w.WriteString(`<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">` + "\n" + printable(b.html(s)) + "</div></content>\n")
	case b.content == contentText && s.HTML == "":
		element(w, "content", b.text(s), "type", "text")
	default:
		element(w, "summary", b.summary(s), "type", "text")
		element(w, "content", b.html(s), "type", "html")
	}
	end(w, "entry")
}

// rdf is the document in RSS 1.0.
func (b *bureau) rdf(base string) []byte {
	var w strings.Builder
	w.WriteString(xml.Header)
	open(&w, "rdf:RDF", "xmlns", "http://purl.org/rss/1.0/", "xmlns:rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
		"xmlns:dc", "http://purl.org/dc/elements/1.1/", "xmlns:dcterms", "http://purl.org/dc/terms/",
		"xmlns:content", "http://purl.org/rss/1.0/modules/content/")
	open(&w, "channel", "rdf:about", base+b.Path)
	element(&w, "title", b.Title)
	element(&w, "link", base+"/")
	element(&w, "description", sampleNotice)
	element(&w, "dc:language", b.Language)
	element(&w, "dc:date", b.changed.In(b.zone).Format(time.RFC3339))
	open(&w, "items")
	open(&w, "rdf:Seq")
	for _, s := range b.stories {
		element(&w, "rdf:li", "", "rdf:resource", b.link(base, s))
	}
	end(&w, "rdf:Seq")
	end(&w, "items")
	end(&w, "channel")
	for _, s := range b.stories {
		b.rdfItem(&w, base, s)
	}
	end(&w, "rdf:RDF")
	return []byte(w.String())
}

func (b *bureau) rdfItem(w *strings.Builder, base string, s *Story) {
	open(w, "item", "rdf:about", b.link(base, s))
	element(w, "title", s.Title)
	element(w, "link", b.link(base, s))
	element(w, "description", b.summary(s))
	element(w, "dc:identifier", s.GUID)
	if !s.Undated {
		element(w, "dc:date", s.Published.In(b.zone).Format(time.RFC3339))
	}
	if !s.Updated.IsZero() {
		element(w, "dcterms:modified", s.Updated.In(b.zone).Format(time.RFC3339))
	}
	if s.Byline != "" {
		element(w, "dc:creator", s.Byline)
	}
	for _, c := range s.Categories {
		element(w, "dc:subject", c)
	}
	cdata(w, "content:encoded", b.html(s))
	end(w, "item")
}
