// Package newsml writes a wire article in the formats of the International
// Press Telecommunications Council: ninjs 2.1 (News in JSON) and NITF 3.6
// (News Industry Text Format).
//
// Both are pure functions of their arguments: equal articles give equal bytes.
// What an article does not say is left out, never made up.
package newsml

import (
	"strings"
	"time"

	"github.com/datelinewire/dateline/wire"
)

// The media types of the formats. IPTC registered neither; these are what
// systems in the field send and accept.
const (
	NinjsType = "application/json; charset=utf-8"
	NITFType  = "application/xml; charset=utf-8"
)

// An Origin says who republishes the article and where.
type Origin struct {
	// URI is the article's identifier, a URI (RFC 3986): the tag URI of the
	// feeds, or its address with us.
	URI string
	// Provider is the source's title; the article's Source when empty.
	Provider string
	// Credit is the line naming the agency; the article's Agency when empty.
	Credit string
}

func (o Origin) credit(a *wire.Article) string {
	for _, s := range []string{o.Credit, a.Agency, o.Provider} {
		if s != "" {
			return s
		}
	}
	return a.Source
}

func (o Origin) provider(a *wire.Article) string {
	if o.Provider != "" {
		return o.Provider
	}
	return a.Source
}

// status is the IPTC publishing status; an article says it in the same words.
func status(a *wire.Article) string {
	if a.Status == "" {
		return string(wire.StatusUsable)
	}
	return string(a.Status)
}

// versionTime is when this version came about: by the agency's word, else by
// ours.
func versionTime(a *wire.Article) time.Time {
	for _, t := range []time.Time{a.Updated, a.Revised, a.Published} {
		if !t.IsZero() {
			return t.UTC()
		}
	}
	return a.Received.UTC()
}

// place is a place as it is printed, region after the name.
func place(p wire.Place) string {
	if p.Region == "" {
		return p.Name
	}
	return p.Name + ", " + p.Region
}

// byline joins the names of who wrote the article.
func byline(a *wire.Article) string { return strings.Join(a.Byline, ", ") }

// ednote is what the agency tells editors: its signal and its advisories.
func ednote(a *wire.Article) string {
	var lines []string
	if a.Signal != "" {
		lines = append(lines, strings.ToUpper(string(a.Signal)))
	}
	for _, n := range a.Notes {
		if n.Kind == wire.NoteAdvisory {
			lines = append(lines, n.Text)
		}
	}
	return strings.Join(lines, "\n")
}

// medium sorts a MIME type into the kinds that both standards know.
func medium(mime string) string {
	kind, _, _ := strings.Cut(mime, "/")
	switch kind {
	case "image", "audio", "video":
		return kind
	}
	return "data"
}
