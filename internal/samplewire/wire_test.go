package samplewire_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/datelinewire/dateline/internal/samplewire"
)

var start = time.Date(2026, time.May, 4, 9, 0, 0, 0, time.UTC)

// get asks the service for a path and returns the whole answer.
func get(t *testing.T, w *samplewire.Wire, path string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest("GET", "http://sample.example"+path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, r)
	return rec
}

// wellFormed reads a document to its end and counts its entries.
func wellFormed(format string, data []byte) (entries int, err error) {
	if format == samplewire.JSON {
		var f struct {
			Items []struct{ ID, URL, Title string }
		}
		err = json.Unmarshal(data, &f)
		return len(f.Items), err
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return entries, nil
		}
		if err != nil {
			return entries, err
		}
		if e, ok := token.(xml.StartElement); ok && (e.Name.Local == "item" || e.Name.Local == "entry") {
			entries++
		}
	}
}

func TestDocumentsAreWellFormed(t *testing.T) {
	w := samplewire.New(samplewire.Options{})
	for _, after := range []time.Duration{0, time.Minute, time.Hour} {
		w.Advance(start.Add(after))
		for _, s := range samplewire.Sources() {
			n, err := wellFormed(s.Format, get(t, w, s.Path).Body.Bytes())
			if want := len(w.Stories(s.Name)); err != nil || n != want || n < samplewire.Backlog {
				t.Errorf("%s after %s: %d entries (%v), want %d", s.Path, after, n, err, want)
			}
		}
	}
}

func TestSourcesSayThatTheyAreSamples(t *testing.T) {
	w := samplewire.New(samplewire.Options{})
	agencies, formats, names := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, s := range samplewire.Sources() {
		agencies[s.Agency], formats[s.Format], names[s.Name] = true, true, true
		body := get(t, w, s.Path).Body.String()
		if !strings.Contains(body, s.Title) || !strings.Contains(s.Title, "Sample wire") || !strings.Contains(body, "Invented news") {
			t.Errorf("%s does not say that it is a sample", s.Path)
		}
		if _, err := time.LoadLocation(s.Timezone); err != nil {
			t.Errorf("%s: %v", s.Name, err)
		}
	}
	if len(agencies) < 8 || len(formats) != 4 || len(names) != len(samplewire.Sources()) {
		t.Errorf("%d agencies, %d formats, %d names of %d sources", len(agencies), len(formats), len(names), len(samplewire.Sources()))
	}
}

func TestSameOptionsSameBytes(t *testing.T) {
	o := samplewire.Options{Seed: 7, Start: start}
	one, steps, other := samplewire.New(o), samplewire.New(o), samplewire.New(samplewire.Options{Seed: 8, Start: start})
	end := start.Add(10 * time.Minute)
	for at := start; at.Before(end); at = at.Add(1300 * time.Millisecond) {
		steps.Advance(at)
	}
	for _, w := range []*samplewire.Wire{one, steps, other} {
		w.Advance(end)
	}
	for _, s := range samplewire.Sources() {
		a, b, c := get(t, one, s.Path).Body, get(t, steps, s.Path).Body, get(t, other, s.Path).Body
		if !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s depends on the steps in which time passed", s.Path)
		}
		if bytes.Equal(a.Bytes(), c.Bytes()) {
			t.Errorf("%s does not depend on the seed", s.Path)
		}
	}
}

func TestTimeDoesNotGoBack(t *testing.T) {
	w := samplewire.New(samplewire.Options{Start: start})
	w.Advance(start.Add(time.Minute))
	before := get(t, w, "/ap.rss").Body.String()
	w.Advance(start)
	if after := get(t, w, "/ap.rss").Body.String(); after != before || !w.Time().Equal(start.Add(time.Minute)) {
		t.Error("an earlier time changed the documents")
	}
}

func TestALongSleepIsBounded(t *testing.T) {
	w := samplewire.New(samplewire.Options{Start: start})
	w.Advance(start.AddDate(100, 0, 0))
	for _, s := range samplewire.Sources() {
		if n := len(w.Stories(s.Name)); n != samplewire.Window {
			t.Errorf("%s holds %d stories, want %d", s.Name, n, samplewire.Window)
		}
	}
}

// What a minute of watching shows: news, an edit, a correction and a kill;
// guids that stay.
func TestAMinuteHasEverything(t *testing.T) {
	w := samplewire.New(samplewire.Options{Start: start})
	before := titles(w)
	w.Advance(start.Add(time.Minute))
	var fresh, edited, killed, corrected int
	for guid, s := range titles(w) {
		old, ok := before[guid]
		switch {
		case !ok:
			fresh++
		case s.Killed:
			killed++
		case strings.Contains(strings.ToUpper(s.Title), "CORRECT"):
			corrected++
		case !slices.Equal(old.Paragraphs, s.Paragraphs):
			edited++
		}
		if ok && !s.Updated.IsZero() && (!s.Updated.After(s.Published) || !s.Published.Equal(old.Published)) {
			t.Errorf("%s: published %s, then %s, updated %s", guid, old.Published, s.Published, s.Updated)
		}
	}
	if fresh < 10 || edited < 1 || killed < 1 || corrected < 1 {
		t.Errorf("in a minute: %d new, %d edited, %d killed, %d corrected", fresh, edited, killed, corrected)
	}
}

// titles are all stories by guid; it fails when a guid comes twice.
func titles(w *samplewire.Wire) map[string]samplewire.Story {
	all := map[string]samplewire.Story{}
	for _, src := range samplewire.Sources() {
		for _, s := range w.Stories(src.Name) {
			if _, twice := all[s.GUID]; twice {
				panic("guid twice: " + s.GUID)
			}
			all[s.GUID] = s
		}
	}
	return all
}

func TestTenMinutesDoNotRepeat(t *testing.T) {
	for seed := range uint64(5) {
		w := samplewire.New(samplewire.Options{Seed: seed, Start: start})
		seen := map[string]string{}
		for i := range 21 {
			w.Advance(start.Add(time.Duration(i) * 30 * time.Second))
			for guid, s := range titles(w) {
				if s.Killed || !s.Updated.IsZero() {
					continue
				}
				if first, ok := seen[s.Title]; ok && first != guid {
					t.Errorf("seed %d: %q is the headline of %s and %s", seed, s.Title, first, guid)
				}
				seen[s.Title] = guid
			}
		}
		if len(seen) < 200 {
			t.Errorf("seed %d: %d headlines in ten minutes", seed, len(seen))
		}
	}
}

var unfilled = regexp.MustCompile(`[{}~|]|  |\.\.|<q|, \.`)

func TestCopyIsComplete(t *testing.T) {
	w := samplewire.New(samplewire.Options{Start: start})
	seen := map[string]time.Time{}
	for i := range 30 {
		w.Advance(start.Add(time.Duration(i) * 3 * time.Minute))
		for guid, s := range titles(w) {
			if at, ok := seen[guid]; ok && at.Equal(s.Updated) {
				continue
			}
			seen[guid] = s.Updated
			text := append([]string{s.Title, s.Advisory, s.Dateline, s.Byline}, append(s.Paragraphs, s.Closing...)...)
			for _, line := range text {
				if bad := unfilled.FindString(line); bad != "" {
					t.Fatalf("%s: %q in %q", guid, bad, line)
				}
			}
			if n := len(s.Paragraphs); !s.Killed && (n < 3 || n > 12) {
				t.Errorf("%s has %d paragraphs", guid, n)
			}
			if !s.Killed && s.Dateline == "" {
				t.Errorf("%s has no dateline", guid)
			}
		}
	}
}

// The truth about quotes that tests of others rely on.
func TestQuotesAreInTheText(t *testing.T) {
	w := samplewire.New(samplewire.Options{Start: start})
	for guid, s := range titles(w) {
		if len(s.Quotes) == 0 {
			t.Errorf("%s has no quote", guid)
		}
		for _, q := range s.Quotes {
			if q.Paragraph < 1 || q.Paragraph >= len(s.Paragraphs) || !strings.Contains(s.Paragraphs[q.Paragraph], q.Text) || q.Speaker == "" {
				t.Errorf("%s: quote %+v is not in %q", guid, q, s.Paragraphs)
			}
		}
	}
}

func TestTopicsHaveMatches(t *testing.T) {
	w := samplewire.New(samplewire.Options{Start: start})
	w.Advance(start.Add(30 * time.Second))
	var all strings.Builder
	for _, s := range titles(w) {
		all.WriteString(strings.ToLower(strings.Join(s.Categories, " ") + " " + s.Title + " " + strings.Join(s.Paragraphs, " ") + " "))
	}
	word := regexp.MustCompile(`(?:category:)?([\pL]+)`)
	for _, topic := range samplewire.Topics() {
		if strings.Contains(topic.Match, "signal:") {
			continue // TestAMinuteHasEverything
		}
		found := 0
		for _, m := range word.FindAllStringSubmatch(strings.ToLower(topic.Match), -1) {
			found += strings.Count(all.String(), m[1])
		}
		if found < 5 {
			t.Errorf("topic %s: its words stand %d times in the stories", topic.Name, found)
		}
	}
}
