package web_test

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/datelinewire/dateline/feed"
	"github.com/datelinewire/dateline/internal/web"
	"github.com/datelinewire/dateline/wire"
)

// The news here is invented: no such people, no such events.

var now = time.Date(2026, 3, 14, 15, 9, 26, 0, time.UTC)

func ago(d time.Duration) time.Time { return now.Add(-d) }

func sources() []wire.Source {
	return []wire.Source{
		{Name: "orbis", Title: "Orbis News Agency", URL: "https://orbis.example/rss?key=s3cret", Agency: "Orbis", Language: "en"},
		{Name: "mare", Title: "Mare Nostrum Press", URL: "https://user:pa55@mare.example/atom", Agency: "Mare Press", Rights: wire.Rights{Publish: wire.ExtentLead}},
		{Name: "glacier", Title: "Glacier Wire", URL: "https://glacier.example/feed.json", Agency: "Glacier", Rights: wire.Rights{Publish: wire.ExtentHeadline}},
		{Name: "najm", Title: "وكالة النجم", URL: "https://najm.example/rss", Agency: "Najm", Language: "ar"},
		{Name: "plain", URL: "https://plain.example/rdf", Agency: "Plainfield Wire", Rights: wire.Rights{Publish: wire.ExtentFull, Credit: "Plainfield Wire Service"}},
	}
}

func topics() []wire.Topic {
	return []wire.Topic{
		{Name: "ports", Title: "Ports and Shipping", Match: "port OR harbour", Limit: 100},
		{Name: "rivers", Title: "Rivers", Match: "river*", Limit: 50},
		{Name: "elections", Title: "Elections", Match: "election OR ballot", Limit: 100, PerSource: 20},
		{Name: "quiet", Match: "xyzzy", Limit: 10},
	}
}

func article(source, key string, at time.Time, f func(*wire.Article)) *wire.Article {
	a := &wire.Article{
		ID: wire.NewID(source, key), Source: source, EntryID: key, URL: "https://" + source + ".example/news/" + key,
		Date: at.Format(time.DateOnly), Status: wire.StatusUsable, Language: "en", Published: at, Received: at.Add(40 * time.Second), Version: 1,
	}
	f(a)
	return a
}

// news is what the store has, newest first.
func news() []*wire.Article {
	return []*wire.Article{
		article("orbis", "quay-9", ago(7*time.Minute), func(a *wire.Article) {
			a.Headline = "Vellmar reopens deep-water quay after eleven-week dredging stop"
			a.Byline = []string{"Ilse Tormund"}
			a.Dateline = &wire.Dateline{Text: "VELLMAR, Ostria, March 14 (Orbis) —", Places: []wire.Place{{Name: "VELLMAR", Region: "Ostria"}}, Month: 3, Day: 14}
			a.Agency = "Orbis"
			a.Lead = "Container ships returned to the deep-water quay at Vellmar on Saturday, ending an eleven-week stop that had sent grain cargoes to harbours up to 300 kilometres away."
			a.Body = []string{
				"The first vessel, the 14,000-box Anke Brandt, tied up shortly after dawn. Dockers sounded the yard horns, an old custom of the port.",
				"“We lost a winter, not a harbour,” said port director Maren Askelund. “By June nobody will remember which week it was.”",
				"Dredgers removed 2.1 million cubic metres of silt, about a third more than the survey of 2024 had foreseen. The bill, put at 84 million crowns, is shared between the port and the state.",
				"Grain traders were more careful. Freight rates for the inner gulf fell by 4 % in the morning and recovered half of that by noon, according to brokers Haldane & Pike.",
				"\"Rates follow the queue, and the queue is still there,\" Haldane analyst Tobias Renn told Orbis.",
			}
			a.Quotes = []wire.Quote{
				{Text: "We lost a winter, not a harbour,", Speaker: "Maren Askelund", Paragraph: 2},
				{Text: "By June nobody will remember which week it was.", Speaker: "Maren Askelund", Paragraph: 2},
				{Text: "Rates follow the queue, and the queue is still there,", Speaker: "Tobias Renn", Paragraph: 5},
			}
			a.Notes = []wire.Note{{Text: "(Reporting by Ilse Tormund; editing by Paul Ekwall)", Kind: wire.NoteSignoff, Before: 6}}
			a.Categories = []string{"Shipping", "Grain", "Ostria"}
			a.Media = []wire.Media{{URL: "https://orbis.example/i/quay.jpg", Type: "image/jpeg", Length: 184221, Title: "The Anke Brandt at Vellmar", Credit: "Orbis/L. Quist"}}
			a.Updated, a.Version, a.Revised = ago(3*time.Minute), 2, ago(2*time.Minute)
			a.Signal, a.SignalNumber = wire.SignalUpdate, 1
			a.Rights = "© 2026 Orbis News Agency"
		}),
		article("mare", "strike-2", ago(31*time.Minute), func(a *wire.Article) {
			a.Headline = "Pilots at three southern ports call off strike"
			a.Dateline = &wire.Dateline{Text: "PORTO LUME (Mare Press) –", Places: []wire.Place{{Name: "PORTO LUME"}}}
			a.Agency = "Mare Press"
			a.Lead = "Harbour pilots at three southern ports called off a strike planned for Monday after owners agreed to \"talk about rest hours first\", their union said."
			a.Body = []string{"The second paragraph of this story must not leave the house.", "“Nor must this quote,” said Ada Venn."}
			a.Quotes = []wire.Quote{{Text: "talk about rest hours first", Paragraph: 0, Partial: true}, {Text: "Nor must this quote,", Speaker: "Ada Venn", Paragraph: 2}}
			a.HTML = "<p>The second paragraph of this story must not leave the house.</p>"
			a.Signal = wire.SignalCorrection
		}),
		article("glacier", "ice-class", ago(52*time.Minute), func(a *wire.Article) {
			a.Headline = "Northern ports ask for two more ice-class tugs before winter"
			a.Agency = "Glacier"
			a.Lead = "This lead must not leave the house."
			a.Body = []string{"Nor must this paragraph."}
			a.HTML = "<p>This lead must not leave the house.</p>"
		}),
		article("najm", "nahr", ago(2*time.Hour), func(a *wire.Article) {
			a.Language = "ar"
			a.Headline = "عودة الملاحة في النهر الكبير بعد انحسار الفيضان"
			a.Agency = "Najm"
			a.Dateline = &wire.Dateline{Text: "المرفأ 14 آذار (النجم) –", Places: []wire.Place{{Name: "المرفأ"}}}
			a.Lead = "عادت القوارب إلى النهر الكبير صباح السبت بعد أسبوع من توقف الملاحة، وقال مسؤول في الميناء إن منسوب المياه هبط مترين."
			a.Body = []string{"وأضاف أن أعمال التنظيف تستمر حتى نهاية الشهر."}
		}),
		article("plain", "weir", ago(5*time.Hour), func(a *wire.Article) {
			a.Headline = "Engineers open last gate of the Tarn weir as river crests"
			a.Dateline = &wire.Dateline{Text: "UPPER TARN, March 14.", Places: []wire.Place{{Name: "UPPER TARN"}}}
			a.Agency = "Plainfield Wire"
			a.Lead = "The Tarn crested eleven centimetres below the town wall at 4 a.m. on Saturday, and engineers opened the last gate of the old weir to spare the lower meadows."
			a.Body = []string{"No one was hurt. Two footbridges are closed until Tuesday.", "\"It is a river, it does what it likes,\" mayor Odo Fenn said."}
			a.Quotes = []wire.Quote{{Text: "It is a river, it does what it likes,", Speaker: "Odo Fenn", Paragraph: 2}}
		}),
		article("orbis", "ballot", ago(20*time.Hour), func(a *wire.Article) {
			a.Headline = "Ostria to count postal ballots before polls close, court rules"
			a.Dateline = &wire.Dateline{Text: "HALDEN, March 13 (Orbis) —", Places: []wire.Place{{Name: "HALDEN"}}}
			a.Agency = "Orbis"
			a.Lead = "Ostria's election office may open postal ballots on the morning of the vote, the constitutional court ruled on Friday, settling a dispute that had threatened to delay the result by days."
			a.Body = []string{"The ruling was unanimous."}
		}),
		article("plain", "untitled", ago(26*time.Hour), func(a *wire.Article) {
			a.Lead = "A short notice without a headline: the harbour office at Sund is closed on Monday, and the ferry keeps its winter times until the end of the month."
			a.Agency = "Plainfield Wire"
			a.Undated = true
		}),
	}
}

// house is a desk and a store of the news, which tests may change.
type house struct {
	mu       sync.Mutex
	editions map[string]*wire.Edition
	articles map[string]*wire.Article
	versions map[string][]*wire.Article
	polls    []wire.Poll
	err      error // what the desk answers with, when set
	asked    int
}

var errNotFound = errors.New("no such article")

func newHouse() *house {
	h := &house{editions: map[string]*wire.Edition{}, articles: map[string]*wire.Article{}, versions: map[string][]*wire.Article{}}
	all := news()
	for _, a := range all {
		h.articles[a.ID] = a
		h.versions[a.ID] = []*wire.Article{a}
	}
	first := *all[0]
	first.Version, first.Revised, first.Signal, first.SignalNumber = 1, time.Time{}, "", 0
	first.Headline = "Vellmar reopens quay after dredging stop"
	first.Body = append([]string{"The first vessel, the Anke Brandt, tied up shortly after dawn."}, first.Body[1:4]...)
	h.versions[first.ID] = []*wire.Article{&first, all[0]}
	t := topics()
	h.publish(t[0], all[0], all[1], all[2], all[6])
	h.publish(t[1], all[3], all[4])
	h.publish(t[2], all[5])
	h.publish(t[3])
	h.polls = []wire.Poll{
		{Source: "orbis", URL: "https://orbis.example/rss?key=s3cret", At: ago(90 * time.Second), Next: now.Add(210 * time.Second), Status: 200, Format: "rss 2.0", LastGood: ago(90 * time.Second),
			Tally: wire.Tally{Entries: 50, New: 2, Changed: 1, Same: 46, Refused: 1}, Total: wire.Tally{Entries: 48211, New: 3120, Changed: 204, Same: 44880, Refused: 7},
			Refusals: []wire.Refusal{{Entry: 31, ID: "tag:orbis,31", Reason: "no headline and no text"}}},
		{Source: "mare", URL: "https://user:pa55@mare.example/atom", At: ago(4 * time.Minute), Next: now.Add(11 * time.Minute), Failures: 3, Since: ago(49 * time.Minute), LastGood: ago(64 * time.Minute),
			Error: `get https://user:***@mare.example/atom: dial tcp 192.0.2.7:443: connection refused`, Format: "atom 1.0", Total: wire.Tally{Entries: 9120, New: 611, Same: 8509}},
		{Source: "glacier", At: ago(2 * time.Minute), Next: now.Add(13 * time.Minute), Status: 304, Format: "json feed 1.1", LastGood: ago(2 * time.Minute), Total: wire.Tally{Entries: 2204, New: 98, Changed: 3, Same: 2103}},
		{Source: "najm", At: ago(3 * time.Hour), Next: ago(2 * time.Hour), Status: 200, Format: "rss 2.0", LastGood: ago(3 * time.Hour), Total: wire.Tally{Entries: 310, New: 41, Same: 269}},
	}
	return h
}

// publish makes a new edition of t.
func (h *house) publish(t wire.Topic, as ...*wire.Article) {
	e := &wire.Edition{Topic: t, Articles: as}
	for _, a := range as {
		if a == nil {
			continue // what breaks every writer
		}
		for _, at := range []time.Time{a.Received, a.Revised} {
			if at.After(e.Updated) {
				e.Updated = at
			}
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.editions[t.Name] = e
}

func (h *house) Edition(topic string) (*wire.Edition, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.asked++
	if h.err != nil {
		return nil, h.err
	}
	e := h.editions[topic]
	if e == nil {
		return nil, fmt.Errorf("topic %q: no such topic", topic)
	}
	return e, nil
}

func (h *house) Article(id string) (*wire.Article, error) {
	if a := h.articles[id]; a != nil {
		return a, nil
	}
	return nil, fmt.Errorf("article %s: %w", id, errNotFound)
}

func (h *house) Versions(id string) ([]*wire.Article, error) {
	if vs := h.versions[id]; vs != nil {
		return vs, nil
	}
	return nil, fmt.Errorf("article %s: %w", id, errNotFound)
}

func (h *house) Polls() ([]wire.Poll, error) { return h.polls, h.err }

// server is a Server over h, as cmd would build it.
func (h *house) server() *web.Server {
	bySource := map[string]wire.Source{}
	for _, src := range sources() {
		bySource[src.Name] = src
	}
	return &web.Server{
		Writer: &feed.Writer{Site: feed.Site{Title: "The Harbour Desk", URL: "https://desk.example", Contact: "desk@desk.example"}, Sources: bySource},
		Topics: topics(), Sources: sources(), Desk: h, Articles: h, Polls: h, NotFound: errNotFound,
		Version: "0.0-test", Now: func() time.Time { return now },
	}
}
