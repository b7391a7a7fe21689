package newsml_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/datelinewire/dateline/internal/newsml"
	"github.com/datelinewire/dateline/wire"
)

var filed = time.Date(2026, 3, 14, 15, 2, 26, 0, time.UTC)

// full is an article in which every field is filled.
func full() *wire.Article {
	embargo := filed.Add(2 * time.Hour)
	return &wire.Article{
		ID: "0123456789abcdef", Source: "orbis", EntryID: "tag:orbis.example,2026:9", URL: "https://orbis.example/9",
		Headline: `Quay "reopens" & <ships> return`, Byline: []string{"Ilse Tormund", "Paul Ekwall"}, Date: "2026-03-14",
		Dateline: &wire.Dateline{Text: "VELLMAR/SUND, Ostria (Orbis) —", Places: []wire.Place{{Name: "VELLMAR"}, {Name: "SUND", Region: "Ostria", Country: "NO"}}},
		Agency:   "Orbis", Lead: "The lead & more.", Body: []string{"Second.", "“Third,” said Maren Askelund."},
		Quotes: []wire.Quote{{Text: "Third,", Speaker: "Maren Askelund", Paragraph: 2}, {Text: "more", Speaker: "Maren Askelund"}, {Text: "x"}},
		Notes: []wire.Note{{Text: "(ADVISORY: adds byline)", Kind: wire.NoteAdvisory}, {Text: "Between.", Kind: wire.NoteBoilerplate, Before: 2},
			{Text: "(Reporting by Ilse Tormund)", Kind: wire.NoteSignoff, Before: 3}},
		Signal: wire.SignalCorrection, Status: wire.StatusWithheld, Embargo: &embargo, Language: "en-GB",
		Categories: []string{"Shipping", "Grain & Oil"}, Rights: "© Orbis",
		Media: []wire.Media{{URL: "https://orbis.example/a.jpg", Type: "image/jpeg", Length: 12, Title: "A ship", Credit: "L. Quist"},
			{URL: "https://orbis.example/b", Type: ""}, {URL: "https://orbis.example/c.mp3", Type: "audio/mpeg"}},
		HTML: "<p>The lead &amp; more.</p>", Published: filed, Updated: filed.Add(time.Minute), Received: filed.Add(2 * time.Minute), Version: 3,
	}
}

// bare is an article in which nothing is filled that can be empty.
func bare() *wire.Article {
	return &wire.Article{ID: "0000000000000000", Source: "plain", EntryID: "x", Date: "2026-03-14", Status: wire.StatusUsable, Received: filed, Undated: true, Published: filed}
}

var origin = newsml.Origin{URI: "tag:desk.example,2026:article/0123456789abcdef", Provider: "Orbis News Agency", Credit: "Orbis"}

// What ninjs 2.1 has at each place, as far as we write it: the schema
// allows no other properties, and asks for those marked with a star.
var ninjsProperties = map[string]string{
	"": `uri* type representationtype profile version firstcreated versioncreated contentcreated embargoed pubstatus urgency
		copyrightholder copyrightnotice usageterms ednote language descriptions bodies headlines people organisations places subjects
		events objects infosources title by slugline located renditions associations altids trustindicators standard genres expires rightsinfo`,
	"descriptions": "role contenttype value*",
	"headlines":    "role contenttype value*",
	"bodies":       "role contenttype charcount wordcount value*",
	"people":       "name rel uri literal contactinfo",
	"places":       "name rel uri literal contactinfo geojson",
	"subjects":     "name rel uri literal creator relevance confidence",
	"infosources":  "name role uri literal contactinfo",
	"altids":       "role value",
	"standard":     "name version schema",
	"renditions":   "name* href contenttype title height width sizeinbytes duration format",
	"associations": "name* uri* type by headlines renditions",
}

func TestNinjsStructure(t *testing.T) {
	for name, a := range map[string]*wire.Article{"full": full(), "bare": bare()} {
		b, err := newsml.Ninjs(a, origin)
		if err != nil {
			t.Fatal(err)
		}
		var doc map[string]any
		if err := json.Unmarshal(b, &doc); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		checkNinjs(t, name, "", doc)
		for _, date := range []string{"firstcreated", "versioncreated", "contentcreated", "embargoed"} {
			if v, ok := doc[date]; ok {
				if _, err := time.Parse(time.RFC3339, v.(string)); err != nil {
					t.Errorf("%s: %s: %v", name, date, err)
				}
			}
		}
		if s := doc["pubstatus"]; !slices.Contains([]any{"usable", "withheld", "canceled"}, s) {
			t.Errorf("%s: pubstatus %v", name, s)
		}
		if s := doc["representationtype"]; !slices.Contains([]any{"full", "partial"}, s) {
			t.Errorf("%s: representationtype %v", name, s)
		}
	}
}

func checkNinjs(t *testing.T, name, at string, doc map[string]any) {
	t.Helper()
	allowed := strings.Fields(ninjsProperties[at])
	for key, v := range doc {
		if !slices.Contains(allowed, key) && !slices.Contains(allowed, key+"*") {
			t.Errorf("%s: %s.%s is not in ninjs 2.1", name, at, key)
		}
		switch v := v.(type) {
		case map[string]any:
			checkNinjs(t, name, key, v)
		case []any:
			for _, e := range v {
				checkNinjs(t, name, key, e.(map[string]any))
			}
		case string, float64:
		default:
			t.Errorf("%s: %s.%s is a %T", name, at, key, v)
		}
	}
	for _, key := range allowed {
		if key, must := strings.CutSuffix(key, "*"); must && doc[key] == nil {
			t.Errorf("%s: %s has no %s", name, at, key)
		}
	}
}

func TestNinjsSaysWhatTheArticleSays(t *testing.T) {
	b, err := newsml.Ninjs(full(), origin)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"uri":"tag:desk.example,2026:article/0123456789abcdef"`, `"version":"3"`, `"pubstatus":"withheld"`, `"embargoed":"2026-03-14T17:02:26Z"`,
		`"contentcreated":"2026-03-14T15:02:26Z"`, `"versioncreated":"2026-03-14T15:03:26Z"`, `"firstcreated":"2026-03-14T15:04:26Z"`,
		`"by":"Ilse Tormund, Paul Ekwall"`, `"located":"VELLMAR; SUND, Ostria"`, `"literal":"iso3166-1a2:NO"`, `"usageterms":"© Orbis"`,
		`"people":[{"name":"Maren Askelund","rel":"quoted"}]`, `"name":"Orbis","role":"credit"`, `"ednote":"CORRECTION\n(ADVISORY: adds byline)"`,
		`"value":"<p>The lead &amp; more.</p>"`, `"sizeinbytes":12`, `"type":"audio"`, `"role":"link","value":"https://orbis.example/9"`,
		`Quay \"reopens\" & <ships> return`,
	} {
		if !bytes.Contains(b, []byte(want)) {
			t.Errorf("no %s in\n%s", want, b)
		}
	}
	b, err = newsml.Ninjs(bare(), newsml.Origin{URI: "tag:x,2026:y"})
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"contentcreated", "headlines", "bodies", "language", "located", "embargoed", `:""`, "null", "[]"} {
		if bytes.Contains(b, []byte(bad)) {
			t.Errorf("%q in what a bare article says:\n%s", bad, b)
		}
	}
}

// What NITF 3.6 has inside each element, in its order where order counts
// (">" in front), as far as we write it.
var nitfContent = map[string]string{
	"nitf":               ">head body",
	"head":               ">title meta tobject iim docdata pubdata revision-history",
	"docdata":            "correction evloc doc-id del-list urgency fixture date.issue date.release date.expire doc-scope series ed-msg du-key doc.copyright doc.rights key-list identified-content",
	"key-list":           "keyword",
	"identified-content": "classifier event function location money num object.title org person postaddr virtloc",
	"location":           "sublocation city state region country",
	"body":               ">body.head body.content body.end",
	"body.head":          ">hedline note rights byline distributor dateline abstract series",
	"hedline":            ">hl1 hl2",
	"byline":             "person byttl location virtloc",
	"distributor":        "org",
	"note":               "body.content",
	"body.content":       "block p hl2 table nitf-table media ol ul dl bq fn note pre hr",
	"media":              ">media-metadata media-reference media-object media-caption media-producer",
	"body.end":           ">tagline bibliography",
}

// What is text only, as we write it.
var nitfText = strings.Fields("title rights person org dateline hl1 p city region country media-caption media-producer tagline")

func checkNITF(t *testing.T, name string, b []byte) {
	t.Helper()
	type level struct {
		name string
		last int
	}
	var stack []level
	dec := xml.NewDecoder(bytes.NewReader(b))
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, b)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			if tok.Name.Space != "http://iptc.org/std/NITF/2006-10-18/" {
				t.Errorf("%s: <%s> is in the namespace %q", name, tok.Name.Local, tok.Name.Space)
			}
			if n := len(stack); n > 0 {
				parent := &stack[n-1]
				list, ordered := strings.CutPrefix(nitfContent[parent.name], ">")
				i := slices.Index(strings.Fields(list), tok.Name.Local)
				if i < 0 || ordered && i < parent.last {
					t.Errorf("%s: <%s> out of place in <%s>", name, tok.Name.Local, parent.name)
				}
				parent.last = i
			}
			for _, at := range tok.Attr {
				if at.Value == "" {
					t.Errorf("%s: <%s %s> is empty", name, tok.Name.Local, at.Name.Local)
				}
				if at.Name.Local == "norm" {
					if _, err := time.Parse("20060102T150405Z", at.Value); err != nil {
						t.Errorf("%s: <%s>: %v", name, tok.Name.Local, err)
					}
				}
			}
			stack = append(stack, level{name: tok.Name.Local})
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if len(stack) == 0 || strings.TrimSpace(string(tok)) == "" {
				continue
			}
			if in := stack[len(stack)-1].name; !slices.Contains(nitfText, in) {
				t.Errorf("%s: text %q in <%s>", name, tok, in)
			}
		}
	}
}

func TestNITFStructure(t *testing.T) {
	checkNITF(t, "full", newsml.NITF(full(), origin))
	checkNITF(t, "bare", newsml.NITF(bare(), newsml.Origin{}))
}

func TestNITFSaysWhatTheArticleSays(t *testing.T) {
	b := string(newsml.NITF(full(), origin))
	for _, want := range []string{
		`version="-//IPTC//DTD NITF 3.6//EN" xml:lang="en-GB"`, `management-status="withheld"`, `id-string="tag:desk.example,2026:article/0123456789abcdef"`,
		`<date.issue norm="20260314T150326Z"/>`, `<date.release norm="20260314T170226Z"/>`, `<du-key version="3"/>`,
		`<ed-msg msg-type="correction" info="CORRECTION&#xA;(ADVISORY: adds byline)"/>`, `<keyword key="Grain &amp; Oil"/>`,
		`<hl1>Quay &#34;reopens&#34; &amp; &lt;ships&gt; return</hl1>`, `<byline><person>Paul Ekwall</person></byline>`,
		`<distributor><org>Orbis</org></distributor>`, `<dateline>VELLMAR/SUND, Ostria (Orbis) —</dateline>`, `<country iso-cc="NO">NO</country>`,
		`<p lede="true">The lead &amp; more.</p>`, `<p>“Third,” said Maren Askelund.</p>`, `<tagline>(Reporting by Ilse Tormund)</tagline>`,
		`<media media-type="image">`, `mime-type="image/jpeg"`, `<media-caption>A ship</media-caption>`, `<media media-type="other">`,
	} {
		if !strings.Contains(b, want) {
			t.Errorf("no %s in\n%s", want, b)
		}
	}
	order := []string{"(ADVISORY: adds byline)</p>", "The lead &amp; more.", "<p>Second.", "<p>Between.", "<p>“Third,", "(Reporting"}
	at := 0
	for _, s := range order {
		i := strings.Index(b[at:], s)
		if i < 0 {
			t.Fatalf("%q is not where it was printed", s)
		}
		at += i
	}
}

// FuzzNewsML: whatever is in an article, both formats are well-formed, in
// structure, and carry the text.
func FuzzNewsML(f *testing.F) {
	f.Add("Headline", "Lead.", "Body.", "Note.", 1, "https://a.example/x", "image/png")
	f.Add("<&>\"'", "]]>", "\x00\x1f\ufffe", "<!--", -1, "", "")
	f.Add("", "", "", "", 99, "\n", "video/")
	f.Fuzz(func(t *testing.T, headline, lead, body, note string, before int, url, mime string) {
		a := full()
		a.Headline, a.Lead, a.Body, a.URL = headline, lead, []string{body, body}, url
		a.Notes = []wire.Note{{Text: note, Kind: wire.NoteSignoff, Before: before}, {Text: note, Kind: wire.NoteBoilerplate}}
		a.Media = []wire.Media{{URL: url, Type: mime, Title: headline}}
		checkNITF(t, fmt.Sprintf("%q", headline), newsml.NITF(a, origin))
		b, err := newsml.Ninjs(a, origin)
		if err != nil || !json.Valid(b) {
			t.Errorf("ninjs: %v\n%s", err, b)
		}
		if !bytes.Equal(newsml.NITF(a, origin), newsml.NITF(a, origin)) {
			t.Error("NITF of the same article differs")
		}
	})
}

func BenchmarkNITF(b *testing.B) {
	a := full()
	b.ReportAllocs()
	for b.Loop() {
		b.SetBytes(int64(len(newsml.NITF(a, origin))))
	}
}
