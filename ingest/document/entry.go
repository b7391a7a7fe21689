package document

import (
	"bytes"
	"mime"
	"path"
	"strconv"
	"strings"

	gatom "github.com/mmcdole/gofeed/atom"
	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"

	"github.com/datelinewire/dateline/wire"
)

// fields are what gofeed found in one entry, in the terms of any format, and
// the marks in it replaced by what they stand for.
type fields struct {
	id         string
	permalink  bool // the id is an address by its own word
	links      []anchor
	authors    []string
	categories []string
	media      []wire.Media
	rights     string
	title      string // of its media
}

// An anchor is one link of an entry.
type anchor struct{ href, rel, typ string }

// parse has gofeed parse the skeleton. It returns nil when gofeed cannot, or
// finds another number of entries.
func (k *skeleton) parse() []fields {
	k.finish()
	fs := make([]fields, len(k.notes))
	if k.format == formatAtom {
		doc, err := (&gatom.Parser{}).Parse(bytes.NewReader(k.out))
		if err != nil || len(doc.Entries) != len(fs) {
			return nil
		}
		for i, e := range doc.Entries {
			k.atomFields(&fs[i], e)
		}
		return fs
	}
	doc, err := (&rss.Parser{}).Parse(bytes.NewReader(k.out))
	if err != nil || len(doc.Items) != len(fs) {
		return nil
	}
	for i, it := range doc.Items {
		k.rssFields(&fs[i], it)
	}
	return fs
}

func (k *skeleton) rssFields(f *fields, it *rss.Item) {
	if it.GUID != nil {
		f.id = k.drop(it.GUID.Value)
		switch strings.ToLower(k.drop(it.GUID.IsPermalink)) {
		case "false", "no", "0":
		default:
			f.permalink = true
		}
	}
	for _, l := range it.Links {
		f.links = append(f.links, anchor{href: k.drop(l)})
	}
	f.author(k.drop(it.Author))
	for _, c := range it.Categories {
		f.category(k.drop(c.Value))
	}
	for _, e := range it.Enclosures {
		f.medium(k.drop(e.URL), k.drop(e.Type), "", k.drop(e.Length))
	}
	k.extensions(f, it.Extensions)
}

func (k *skeleton) atomFields(f *fields, e *gatom.Entry) {
	f.id = k.drop(e.ID)
	for _, l := range e.Links {
		href, typ := k.drop(l.Href), k.drop(l.Type)
		rel := relation(k.drop(l.Rel))
		if rel == "enclosure" {
			if f.medium(href, typ, "", k.drop(l.Length)) {
				f.media[len(f.media)-1].Title = line(k.drop(l.Title), true)
			}
			continue
		}
		f.links = append(f.links, anchor{href, rel, typ})
	}
	for _, p := range e.Authors {
		f.author(k.drop(p.Name))
	}
	for _, c := range e.Categories {
		if l := k.drop(c.Label); l != "" {
			f.category(l)
		} else {
			f.category(k.drop(c.Term))
		}
	}
	k.extensions(f, e.Extensions)
	if s := e.Source; s != nil {
		f.rights = k.drop(s.Rights)
		for _, p := range s.Authors {
			if len(e.Authors) == 0 {
				f.author(k.drop(p.Name))
			}
		}
	}
}

// extensions reads dc:, media:, itunes: and in RSS atom: elements.
func (k *skeleton) extensions(f *fields, x ext.Extensions) {
	if len(x) == 0 {
		return
	}
	dc := x["dc"]
	for _, e := range dc["creator"] {
		f.author(k.drop(e.Value))
	}
	for _, e := range dc["subject"] {
		f.category(k.drop(e.Value))
	}
	for _, e := range dc["identifier"] {
		if f.id == "" { // of a text on the web it is the address
			f.id, f.permalink = k.drop(e.Value), true
		}
	}
	for _, e := range x["itunes"]["author"] {
		if len(f.authors) == 0 {
			f.author(k.drop(e.Value))
		}
	}
	at := x["atom"]
	for _, e := range at["author"] {
		for _, n := range e.Children["name"] {
			f.author(k.drop(n.Value))
		}
	}
	for _, e := range at["link"] {
		rel := relation(k.drop(e.Attrs["rel"]))
		if rel == "enclosure" {
			f.medium(k.drop(e.Attrs["href"]), k.drop(e.Attrs["type"]), "", k.drop(e.Attrs["length"]))
			continue
		}
		if rel == "" {
			rel = "alternate"
		}
		f.links = append(f.links, anchor{k.drop(e.Attrs["href"]), rel, k.drop(e.Attrs["type"])})
	}
	for _, e := range at["id"] {
		if f.id == "" {
			f.id = k.drop(e.Value)
		}
	}
	k.mediaFields(f, x["media"])
	for _, g := range x["media"]["group"] {
		k.mediaFields(f, g.Children)
	}
	for _, e := range x["itunes"]["image"] {
		f.medium(k.drop(e.Attrs["href"]), "", "image", "")
	}
}

// relation is the relation of a link by its short name (RFC 4287 §4.2.7.2).
func relation(rel string) string {
	rel = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(rel)), "http://www.iana.org/assignments/relation/")
	if strings.IndexByte(rel, ' ') > 0 && hasWord(rel, "alternate") {
		return "alternate" // several, as in HTML
	}
	return rel
}

// mediaFields reads the elements of Media RSS at one level: what describes
// stands beside or inside of what is described.
func (k *skeleton) mediaFields(f *fields, m map[string][]ext.Extension) {
	if len(m) == 0 {
		return
	}
	first := func(in map[string][]ext.Extension, names ...string) string {
		for _, n := range names {
			for _, e := range in[n] {
				if s := k.drop(e.Value); s != "" {
					return s
				}
			}
		}
		return ""
	}
	title, credit := first(m, "title"), first(m, "credit", "copyright")
	if f.title == "" {
		f.title = title
	}
	for _, e := range m["content"] {
		size := k.drop(e.Attrs["filesize"])
		if !f.medium(k.drop(e.Attrs["url"]), k.drop(e.Attrs["type"]), k.drop(e.Attrs["medium"]), size) {
			continue
		}
		last := &f.media[len(f.media)-1]
		last.Title, last.Credit = first(e.Children, "title", "description"), first(e.Children, "credit", "copyright")
		if last.Title == "" {
			last.Title = title
		}
		if last.Credit == "" {
			last.Credit = credit
		}
	}
	for _, e := range m["thumbnail"] {
		if f.medium(k.drop(e.Attrs["url"]), "", "image", "") && credit != "" {
			f.media[len(f.media)-1].Credit = credit
		}
	}
}

// author adds the names in what feeds write for a person.
func (f *fields) author(s string) {
	for _, name := range personNames(s) {
		f.authors = appendNew(f.authors, name)
	}
}

// category adds one, once.
func (f *fields) category(s string) {
	if s == "" || len(f.categories) >= maxParts {
		return
	}
	for _, c := range f.categories {
		if c == s {
			return
		}
	}
	f.categories = append(f.categories, s)
}

// medium adds a picture, sound or film, once, and reports whether it did.
func (f *fields) medium(url, typ, kind, length string) bool {
	if url == "" || len(f.media) >= maxParts {
		return false
	}
	for _, m := range f.media {
		if m.URL == url {
			return false
		}
	}
	n, err := strconv.ParseInt(strings.ReplaceAll(length, ",", ""), 10, 64)
	if err != nil || n < 0 {
		n = 0
	}
	typ = strings.ToLower(typ)
	if strings.IndexByte(typ, '/') < 0 {
		if kind == "" {
			kind = typ
		}
		typ = mediaType(url, kind)
	}
	f.media = append(f.media, wire.Media{URL: url, Type: typ, Length: n})
	return true
}

// mediaType is the MIME type of a file by its name, if that agrees with what
// kind of medium it is said to be.
func mediaType(url, kind string) string {
	url, _, _ = strings.Cut(url, "?")
	var t string
	switch e := strings.ToLower(path.Ext(url)); e {
	case ".jpg", ".jpeg":
		t = "image/jpeg"
	case ".png", ".gif", ".webp", ".avif":
		t = "image/" + e[1:]
	case ".svg":
		t = "image/svg+xml"
	case ".mp3":
		t = "audio/mpeg"
	case ".m4a":
		t = "audio/mp4"
	case ".ogg", ".oga":
		t = "audio/ogg"
	case ".mp4", ".m4v":
		t = "video/mp4"
	case ".webm":
		t = "video/webm"
	case ".pdf":
		t = "application/pdf"
	}
	if kind != "" && !strings.HasPrefix(t, kind+"/") {
		return ""
	}
	return t
}

// parseMIME is the type of a Content-Type without its parameters, and its
// charset.
func parseMIME(s string) (typ, charset string) {
	typ, params, err := mime.ParseMediaType(s)
	if err != nil {
		typ, rest, _ := strings.Cut(s, ";")
		if _, c, ok := strings.Cut(strings.ToLower(rest), "charset="); ok {
			charset = strings.Trim(strings.TrimSpace(c), `"'`)
		}
		return strings.ToLower(strings.TrimSpace(typ)), charset
	}
	return typ, params["charset"]
}
