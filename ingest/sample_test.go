package ingest_test

import (
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/datelinewire/dateline/ingest"
	"github.com/datelinewire/dateline/internal/samplewire"
	"github.com/datelinewire/dateline/wire"
)

// sampleStory is one story of the sample wire as it was shaped, beside what
// its writer knows of it.
type sampleStory struct {
	source samplewire.Source
	truth  samplewire.Story
	got    *wire.Article
}

// sampleStories are the stories of ten minutes of the sample wire, shaped from
// the documents it serves.
func sampleStories(t *testing.T) []sampleStory {
	t.Helper()
	start := time.Date(2026, time.May, 4, 9, 0, 0, 0, time.UTC)
	w := samplewire.New(samplewire.Options{Start: start, Base: "http://wire.example"})
	w.Advance(start.Add(10 * time.Minute))
	var sh ingest.Shaper
	var all []sampleStory
	for _, src := range samplewire.Sources() {
		truth := make(map[string]samplewire.Story)
		for _, s := range w.Stories(src.Name) {
			truth[s.GUID] = s
		}
		rec := httptest.NewRecorder()
		w.ServeHTTP(rec, httptest.NewRequest("GET", "http://wire.example"+src.Path, nil))
		zone, err := time.LoadLocation(src.Timezone)
		if err != nil {
			t.Fatal(err)
		}
		got, err := sh.Shape(rec.Body.Bytes(),
			wire.Source{Name: src.Name, Title: src.Title, URL: "http://wire.example" + src.Path, Zone: zone, Language: src.Language},
			ingest.Cover{URL: "http://wire.example" + src.Path, ContentType: rec.Header().Get("Content-Type"), Received: w.Time()})
		if err != nil {
			t.Fatalf("%s: %v", src.Name, err)
		}
		if len(got.Filings) != len(truth) || len(got.Refusals) > 0 {
			t.Errorf("%s: %d filed, %d refused of %d stories", src.Name, len(got.Filings), len(got.Refusals), len(truth))
		}
		for _, f := range got.Filings {
			s, ok := truth[f.Article.EntryID]
			if !ok {
				t.Errorf("%s: nobody filed %q", src.Name, f.Article.EntryID)
				continue
			}
			all = append(all, sampleStory{src, s, f.Article})
		}
	}
	return all
}

// signalOf is what the headline of a sample story says, in the manner of its
// agency.
func signalOf(title string) wire.Signal {
	up := strings.ToUpper(title)
	for _, s := range []struct {
		signal wire.Signal
		marks  []string
	}{
		{wire.SignalKill, []string{"KILL", "WITHDRAWN", "ANULACIÓN"}},
		{wire.SignalCorrection, []string{"CORREC", "KORREK"}},
		{wire.SignalUpdate, []string{"UPDATE", "LEAD)", " LD)"}},
	} {
		if slices.ContainsFunc(s.marks, func(m string) bool { return strings.Contains(up, m) }) {
			return s.signal
		}
	}
	return ""
}

// Copy in the manner of every agency of the sample wire is read for what its
// writer meant: dateline, agency, lead, signal and status.
func TestSampleCopyIsReadAsItWasMeant(t *testing.T) {
	for _, s := range sampleStories(t) {
		want := signalOf(s.truth.Title)
		if s.got.Signal != want || (want == wire.SignalKill) != (s.got.Status == wire.StatusCanceled) {
			t.Errorf("%s: %q: signal %q, status %s; want %q", s.source.Name, s.truth.Title, s.got.Signal, s.got.Status, want)
		}
		if want == wire.SignalKill {
			continue
		}
		if s.got.Agency != s.source.Agency {
			t.Errorf("%s: agency %q, want %q", s.source.Name, s.got.Agency, s.source.Agency)
		}
		if s.got.Dateline == nil || s.got.Dateline.Text != s.truth.Dateline {
			t.Errorf("%s: dateline %+v, want %q", s.source.Name, s.got.Dateline, s.truth.Dateline)
		}
		if s.got.Lead != s.truth.Paragraphs[0] {
			t.Errorf("%s: lead %q, want %q", s.source.Name, s.got.Lead, s.truth.Paragraphs[0])
		}
	}
}

// Of the quotes in sample copy, each is found, and nearly all with the speaker
// that the writer meant: a wrong one is worse than none.
func TestSampleQuotesHaveTheirSpeakers(t *testing.T) {
	bare := func(s string) string { return strings.TrimRight(s, ".,") }
	quotes, right, wrong := 0, 0, 0
	for _, s := range sampleStories(t) {
		if signalOf(s.truth.Title) == wire.SignalKill {
			continue
		}
		for _, q := range s.truth.Quotes {
			quotes++
			i := slices.IndexFunc(s.got.Quotes, func(g wire.Quote) bool { return bare(g.Text) == bare(q.Text) })
			switch {
			case i < 0:
				t.Logf("%s: not found: %q", s.source.Name, q.Text)
			case s.got.Quotes[i].Speaker == q.Speaker:
				right++
			case s.got.Quotes[i].Speaker != "":
				wrong++
				t.Logf("%s: speaker %q, want %q: %s", s.source.Name, s.got.Quotes[i].Speaker, q.Speaker, s.truth.Paragraphs[q.Paragraph])
			default:
				t.Logf("%s: no speaker, want %q: %s", s.source.Name, q.Speaker, s.truth.Paragraphs[q.Paragraph])
			}
		}
	}
	t.Logf("%d quotes, %d speakers right, %d wrong", quotes, right, wrong)
	if right < quotes*95/100 || wrong > quotes*2/100 {
		t.Errorf("%d of %d speakers are right, %d wrong; want 95 %% right and at most 2 %% wrong", right, quotes, wrong)
	}
}
