package newsml

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"strings"
	"time"

	"github.com/datelinewire/dateline/wire"
)

// NITF returns the article as an NITF 3.6 document in UTF-8. Dateline, lead
// and body stand as printed; so do notes, each where it was printed.
func NITF(a *wire.Article, o Origin) []byte {
	w := &xmlWriter{}
	w.WriteString(xml.Header)
	w.open("nitf", "xmlns", "http://iptc.org/std/NITF/2006-10-18/", "version", "-//IPTC//DTD NITF 3.6//EN",
		"xml:lang", a.Language)
	w.head(a, o)
	w.open("body")
	w.bodyHead(a, o)
	w.bodyEnd(w.bodyContent(a))
	w.close("body")
	w.close("nitf")
	return w.Bytes()
}

func (w *xmlWriter) head(a *wire.Article, o Origin) {
	w.open("head")
	if a.Headline != "" {
		w.element("title", a.Headline)
	}
	w.open("docdata", "management-status", status(a))
	w.empty("doc-id", "id-string", o.URI, "regsrc", o.provider(a))
	w.empty("date.issue", "norm", norm(versionTime(a)))
	release := a.Published
	if a.Embargo != nil {
		release = *a.Embargo
	}
	if !release.IsZero() {
		w.empty("date.release", "norm", norm(release))
	}
	if s := ednote(a); s != "" {
		w.empty("ed-msg", "msg-type", string(a.Signal), "info", s)
	}
	if a.Version > 0 {
		w.empty("du-key", "version", strconv.Itoa(a.Version))
	}
	if s := o.credit(a); s != "" {
		w.empty("doc.rights", "provider", s)
	}
	w.keywords(a.Categories)
	w.identified(a)
	w.close("docdata")
	w.empty("pubdata", "type", "web", "date.publication", norm(versionTime(a)), "name", o.provider(a), "ex-ref", a.URL)
	w.close("head")
}

func (w *xmlWriter) keywords(categories []string) {
	if len(categories) == 0 {
		return
	}
	w.open("key-list")
	for _, c := range categories {
		w.empty("keyword", "key", c)
	}
	w.close("key-list")
}

// identified lists the places of the dateline and the speakers of quotes.
func (w *xmlWriter) identified(a *wire.Article) {
	var places []wire.Place
	if a.Dateline != nil {
		places = a.Dateline.Places
	}
	var n ninjs
	n.speakers(a.Quotes)
	if len(places)+len(n.People) == 0 {
		return
	}
	w.open("identified-content")
	for _, p := range places {
		w.open("location")
		w.element("city", p.Name)
		if p.Region != "" {
			w.element("region", p.Region)
		}
		if p.Country != "" {
			w.element("country", p.Country, "iso-cc", p.Country)
		}
		w.close("location")
	}
	for _, p := range n.People {
		w.element("person", p.Name)
	}
	w.close("identified-content")
}

func (w *xmlWriter) bodyHead(a *wire.Article, o Origin) {
	w.open("body.head")
	if a.Headline != "" {
		w.open("hedline")
		w.element("hl1", a.Headline)
		w.close("hedline")
	}
	if a.Rights != "" {
		w.element("rights", a.Rights)
	}
	for _, name := range a.Byline {
		w.inline("byline", "person", name)
	}
	if s := o.credit(a); s != "" {
		w.inline("distributor", "org", s)
	}
	if a.Dateline != nil && a.Dateline.Text != "" {
		w.element("dateline", a.Dateline.Text)
	}
	w.close("body.head")
}

// bodyContent returns the sign-off that is left for the end.
func (w *xmlWriter) bodyContent(a *wire.Article) (signoff []string) {
	w.open("body.content")
	notes := a.Notes
	for i, p := range append([]string{a.Lead}, a.Body...) {
		for len(notes) > 0 && notes[0].Before <= i {
			w.note(notes[0])
			notes = notes[1:]
		}
		switch {
		case p == "":
		case i == 0:
			w.element("p", p, "lede", "true")
		default:
			w.element("p", p)
		}
	}
	for _, n := range notes {
		if n.Kind == wire.NoteSignoff {
			signoff = append(signoff, n.Text)
			continue
		}
		w.note(n)
	}
	for _, m := range a.Media {
		w.media(m)
	}
	w.close("body.content")
	return signoff
}

func (w *xmlWriter) note(n wire.Note) {
	class := "undef"
	if n.Kind == wire.NoteAdvisory {
		class = "editorsnote"
	}
	w.open("note", "noteclass", class, "type", "std")
	w.open("body.content")
	w.element("p", n.Text)
	w.close("body.content")
	w.close("note")
}

func (w *xmlWriter) media(m wire.Media) {
	kind := medium(m.Type)
	if kind == "data" {
		kind = "other"
	}
	w.open("media", "media-type", kind)
	w.empty("media-reference", "source", m.URL, "mime-type", m.Type, "source-credit", m.Credit)
	if m.Title != "" {
		w.element("media-caption", m.Title)
	}
	if m.Credit != "" {
		w.element("media-producer", m.Credit)
	}
	w.close("media")
}

// bodyEnd is the sign-off at the end of the copy: who reported and edited.
func (w *xmlWriter) bodyEnd(signoff []string) {
	if len(signoff) == 0 {
		return
	}
	w.open("body.end")
	w.element("tagline", strings.Join(signoff, " "))
	w.close("body.end")
}

// norm is a time in the basic form of ISO 8601 that NITF asks for.
func norm(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// xmlWriter writes indented elements. Attributes come in pairs; one with an
// empty value is left out.
type xmlWriter struct {
	bytes.Buffer
	depth int
}

func (w *xmlWriter) open(name string, attrs ...string) {
	w.tag(name, attrs)
	w.WriteString(">\n")
	w.depth++
}

func (w *xmlWriter) close(name string) {
	w.depth--
	w.indent()
	w.WriteString("</" + name + ">\n")
}

func (w *xmlWriter) empty(name string, attrs ...string) {
	w.tag(name, attrs)
	w.WriteString("/>\n")
}

func (w *xmlWriter) element(name, text string, attrs ...string) {
	w.tag(name, attrs)
	w.WriteByte('>')
	w.escape(text)
	w.WriteString("</" + name + ">\n")
}

// inline is an element with one other and nothing else in it, where white
// space would count.
func (w *xmlWriter) inline(outer, inner, text string) {
	w.indent()
	w.WriteString("<" + outer + "><" + inner + ">")
	w.escape(text)
	w.WriteString("</" + inner + "></" + outer + ">\n")
}

func (w *xmlWriter) tag(name string, attrs []string) {
	w.indent()
	w.WriteString("<" + name)
	for i := 0; i+1 < len(attrs); i += 2 {
		if attrs[i+1] == "" {
			continue
		}
		w.WriteString(" " + attrs[i] + `="`)
		w.escape(attrs[i+1])
		w.WriteByte('"')
	}
}

func (w *xmlWriter) indent() { w.WriteString(strings.Repeat("  ", w.depth)) }

// escape writes text; what XML cannot hold becomes U+FFFD. Memory does not fail.
func (w *xmlWriter) escape(s string) { _ = xml.EscapeText(&w.Buffer, []byte(s)) }
