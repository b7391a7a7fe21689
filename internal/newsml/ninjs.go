package newsml

import (
	"bytes"
	"encoding/json"
	"html"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/datelinewire/dateline/wire"
)

// ninjs 2.1 as far as an article fills it. The order of fields is ours; names,
// types and what is required are the standard's.
type ninjs struct {
	URI            string        `json:"uri"`
	Standard       standard      `json:"standard"`
	Type           string        `json:"type"`
	Representation string        `json:"representationtype,omitempty"`
	Version        string        `json:"version,omitempty"`
	FirstCreated   string        `json:"firstcreated,omitempty"`
	VersionCreated string        `json:"versioncreated,omitempty"`
	ContentCreated string        `json:"contentcreated,omitempty"`
	Embargoed      string        `json:"embargoed,omitempty"`
	PubStatus      string        `json:"pubstatus"`
	UsageTerms     string        `json:"usageterms,omitempty"`
	EdNote         string        `json:"ednote,omitempty"`
	Language       string        `json:"language,omitempty"`
	Headlines      []text        `json:"headlines,omitempty"`
	By             string        `json:"by,omitempty"`
	Located        string        `json:"located,omitempty"`
	Descriptions   []text        `json:"descriptions,omitempty"`
	Bodies         []text        `json:"bodies,omitempty"`
	People         []person      `json:"people,omitempty"`
	Places         []named       `json:"places,omitempty"`
	Subjects       []named       `json:"subjects,omitempty"`
	InfoSources    []info        `json:"infosources,omitempty"`
	AltIDs         []alt         `json:"altids,omitempty"`
	Associations   []association `json:"associations,omitempty"`
}

type (
	standard struct {
		Name    string `json:"name"`
		Version string `json:"version"`
		Schema  string `json:"schema"`
	}
	text struct {
		Role        string `json:"role,omitempty"`
		ContentType string `json:"contenttype,omitempty"`
		CharCount   int    `json:"charcount,omitempty"`
		WordCount   int    `json:"wordcount,omitempty"`
		Value       string `json:"value"`
	}
	named struct {
		Name    string `json:"name"`
		Rel     string `json:"rel,omitempty"`
		URI     string `json:"uri,omitempty"`
		Literal string `json:"literal,omitempty"`
	}
	person struct {
		Name string `json:"name"`
		Rel  string `json:"rel,omitempty"`
	}
	info struct {
		Name string `json:"name"`
		Role string `json:"role,omitempty"`
	}
	alt struct {
		Role  string `json:"role"`
		Value string `json:"value"`
	}
	association struct {
		URI        string      `json:"uri"`
		Name       string      `json:"name"`
		Type       string      `json:"type,omitempty"`
		By         string      `json:"by,omitempty"`
		Headlines  []text      `json:"headlines,omitempty"`
		Renditions []rendition `json:"renditions,omitempty"`
	}
	rendition struct {
		Name        string `json:"name"`
		Href        string `json:"href"`
		ContentType string `json:"contenttype,omitempty"`
		SizeInBytes int64  `json:"sizeinbytes,omitempty"`
	}
)

// Ninjs returns the article as ninjs 2.1, a JSON object and a newline.
func Ninjs(a *wire.Article, o Origin) ([]byte, error) {
	n := ninjs{
		URI:            o.URI,
		Standard:       standard{"ninjs", "2.1", "http://www.iptc.org/std/ninjs/ninjs-schema_2.1.json"},
		Type:           "text",
		Representation: "full",
		FirstCreated:   instant(a.Received),
		VersionCreated: instant(versionTime(a)),
		PubStatus:      status(a),
		UsageTerms:     a.Rights,
		EdNote:         ednote(a),
		Language:       a.Language,
		By:             byline(a),
		InfoSources:    []info{{o.credit(a), "credit"}, {o.provider(a), "provider"}},
		Bodies:         bodies(a),
	}
	if a.Truncated || len(n.Bodies) == 0 {
		n.Representation = "partial"
	}
	if a.Version > 0 {
		n.Version = strconv.Itoa(a.Version)
	}
	if !a.Undated {
		n.ContentCreated = instant(a.Published)
	}
	if a.Embargo != nil {
		n.Embargoed = instant(*a.Embargo)
	}
	if a.Headline != "" {
		n.Headlines = []text{{Role: "main", ContentType: "text/plain", Value: a.Headline}}
	}
	if a.Lead != "" {
		n.Descriptions = []text{{Role: "lead", ContentType: "text/plain", Value: a.Lead}}
	}
	n.locate(a.Dateline)
	n.speakers(a.Quotes)
	for _, c := range a.Categories {
		n.Subjects = append(n.Subjects, named{Name: c, Rel: "about"})
	}
	n.identify(a)
	n.associate(a.Media)

	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(n); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func (n *ninjs) locate(d *wire.Dateline) {
	if d == nil {
		return
	}
	var names []string
	for _, p := range d.Places {
		names = append(names, place(p))
		pl := named{Name: p.Name, Rel: "dateline"}
		if p.Country != "" {
			pl.Literal = "iso3166-1a2:" + p.Country
		}
		n.Places = append(n.Places, pl)
	}
	n.Located = strings.Join(names, "; ")
}

// speakers lists who is quoted, each once, in the order of their first words.
func (n *ninjs) speakers(quotes []wire.Quote) {
	seen := map[string]bool{}
	for _, q := range quotes {
		if q.Speaker != "" && !seen[q.Speaker] {
			seen[q.Speaker] = true
			n.People = append(n.People, person{q.Speaker, "quoted"})
		}
	}
}

func (n *ninjs) identify(a *wire.Article) {
	for _, id := range []alt{{"dateline", a.ID}, {"entry", a.EntryID}, {"link", a.URL}} {
		if id.Value != "" {
			n.AltIDs = append(n.AltIDs, id)
		}
	}
}

func (n *ninjs) associate(media []wire.Media) {
	kinds := map[string]string{"image": "picture", "audio": "audio", "video": "video"}
	for i, m := range media {
		as := association{
			URI: m.URL, Name: "media-" + strconv.Itoa(i+1), Type: kinds[medium(m.Type)], By: m.Credit,
			Renditions: []rendition{{Name: "original", Href: m.URL, ContentType: m.Type, SizeInBytes: m.Length}},
		}
		if m.Title != "" {
			as.Headlines = []text{{Value: m.Title}}
		}
		n.Associations = append(n.Associations, as)
	}
}

// bodies are the text as printed, plain and as HTML.
func bodies(a *wire.Article) []text {
	plain := a.Text()
	if plain == "" {
		return nil
	}
	markup := a.HTML
	if markup == "" {
		var b strings.Builder
		for p := range strings.SplitSeq(plain, "\n\n") {
			b.WriteString("<p>" + html.EscapeString(p) + "</p>")
		}
		markup = b.String()
	}
	chars, words := utf8.RuneCountInString(plain), len(strings.Fields(plain))
	return []text{
		{Role: "main", ContentType: "text/plain", CharCount: chars, WordCount: words, Value: plain},
		{Role: "main", ContentType: "text/html", Value: markup},
	}
}

// instant is a time as JSON Schema's date-time; empty when zero.
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
