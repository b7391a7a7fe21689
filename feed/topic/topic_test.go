package topic_test

import (
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/datelinewire/dateline/feed/topic"
	"github.com/datelinewire/dateline/wire"
)

// article is the one that most rows are matched against.
func article() *wire.Article {
	return &wire.Article{
		Source: "trend-az", Agency: "Trend News Agency", URL: "https://en.wire.example/azerbaijan/politics/41%20days.html?ref=rss#top",
		Headline: "Baku's port opens Nagorno-Karabakh line", Language: "en-GB", Signal: wire.SignalCorrection,
		Byline: []string{"Leyla Məmmədova", "Jean-Luc Périer"}, Categories: []string{"Politics", "Rail Freight"},
		Dateline: &wire.Dateline{Text: "BAKU, Azerbaijan, May 4.", Places: []wire.Place{{Name: "BAKU", Region: "Azerbaijan", Country: "AZ"}, {Name: "São Paulo", Country: "BR"}}},
		Lead:     "The peace treaty was signed on Monday, officials said.",
		Body: []string{
			"Negotiators from both sides had met eleven times before the treaty.",
			"\u201cNo peace without trade,\u201d the minister said. It will begin next.",
			"Week after week the ports had waited, and washing lines in Washington too.",
		},
		Quotes: []wire.Quote{{Text: "No peace without trade,", Speaker: "İlham Qasımov", Paragraph: 2}},
	}
}

func TestMatch(t *testing.T) {
	d := topic.NewDoc(article())
	for _, row := range []struct {
		query string
		want  bool
	}{
		// words look at headline, lead and body, whole, caseless
		{"baku", true}, {"BAKU", true}, {"bak", false}, {"karabakh", true}, {"minister", true},
		{"azerbaijan", false}, {"politics", false}, {"trend", false},
		// apostrophes and hyphens part words, in queries too
		{"baku's", true}, {"baku’s", true}, {"nagorno-karabakh", true}, {`"nagorno karabakh"`, true}, {"karabakh-nagorno", false},
		// phrases are words in a row, within one paragraph
		{`"peace treaty"`, true}, {`"treaty peace"`, false}, {`"peace   treaty"`, true}, {`“peace treaty”`, true}, {`«peace treaty»`, true},
		{`"begin next week"`, false}, {`"monday officials"`, true}, {`"trade the minister"`, true},
		// prefixes
		{"negotiat*", true}, {"negotiators*", true}, {"gotiat*", false}, {`"peace trea*"`, true}, {`"peace trees*"`, false}, {`"without tr*"`, true},
		{"wash*", true}, {"*", true}, {"nagorno-kara*", true},
		// operators
		{"baku AND treaty", true}, {"baku AND absent", false}, {"baku treaty", true}, {"baku absent", false},
		{"absent OR treaty", true}, {"absent OR missing", false}, {"NOT absent", true}, {"NOT baku", false}, {"NOT NOT baku", true},
		{"baku NOT absent", true}, {"baku AND NOT treaty", false},
		{"baku OR absent missing", true}, {"(baku OR absent) missing", false}, {"absent missing OR baku", true},
		{"NOT absent baku", true}, {"NOT (absent baku)", true}, {"NOT absent OR baku", true},
		{"(absent OR (baku (treaty)))", true}, {"baku(treaty)", true},
		// lower-case operators and quoted ones are words
		{"and", true}, {"or", false}, {`"AND"`, true}, {"sides and", true}, {"not", false},
		// NEAR: 1 is the next word, either order, one paragraph
		{"peace NEAR/1 treaty", true}, {"treaty NEAR/1 peace", true}, {"peace NEAR/2 signed", false}, {"peace NEAR/3 signed", true},
		{"peace NEAR/3 absent", false}, {"next NEAR/9 week", false}, {"negotiators NEAR treaty", true}, {"negotiators NEAR/3 treaty", false},
		{`"peace treaty" NEAR/2 signed`, true}, {`"peace treaty" NEAR/1 signed`, false}, {"trea* NEAR/3 sign*", true},
		{"(absent OR signed) NEAR/3 (peace OR missing)", true}, {"peace NEAR/3 signed NEAR/3 officials", true}, {"peace NEAR/3 signed NEAR/2 officials", false},
		{"peace NEAR/5 peace", false}, {"week NEAR/2 week", true}, {`"peace treaty" NEAR/5 peace`, false},
		{"headline:port NEAR/2 opens", true}, {"headline:port NEAR/2 treaty", false}, {"NOT peace NEAR/1 treaty", false},
		// fields
		{"headline:baku", true}, {"lead:baku", false}, {"body:ports", true}, {"body:port", false}, {`lead:"peace treaty"`, true}, {"HEADLINE:baku", true},
		{"quote:trade", true}, {"quote:minister", false}, {"speaker:qasimov", true}, {`speaker:"ilham qasimov"`, true}, {"speaker:minister", false},
		{"byline:perier", true}, {"byline:mammadova", false}, {"byline:məmmədova", true}, {`byline:"leyla perier"`, false},
		{"agency:trend", true}, {`agency:"news agency"`, true}, {"agency:reuters", false},
		{"category:politics", true}, {`category:"rail freight"`, true}, {"category:rail", true}, {"category:pol", false}, {"category:pol*", true},
		{"place:baku", true}, {"place:azerbaijan", true}, {`place:"sao paulo"`, true}, {"place:AZ", false},
		{"headline:(treaty OR port)", true}, {"headline:(treaty OR trade)", false}, {"headline:(baku port)", true}, {"headline:(NOT treaty)", true},
		{"lead:(peace NEAR/1 treaty)", true}, {"body:(peace NEAR/1 treaty)", false}, {"headline:(baku) treaty", true},
		// values compared whole
		{"source:trend-az", true}, {"source:Trend-AZ", true}, {"source:trend", false}, {"source:trend*", true}, {"source:az", false}, {`source:"trend-az"`, true},
		{"country:AZ", true}, {"country:az", true}, {"country:BR", true}, {"country:AM", false}, {"country:(AM OR BR)", true}, {`country:"AZ"`, true},
		{"lang:en", true}, {"lang:en-GB", true}, {"lang:EN-gb", true}, {"lang:en-US", false}, {"lang:fr", false},
		{"signal:correction", true}, {"signal:update", false}, {"signal:CORRECTION", true},
		// addresses: words of host and path in a row
		{"url:wire.example", true}, {"url:wire", true}, {"url:wir", false}, {"url:azerbaijan/politics", true}, {"url:politics/azerbaijan", false},
		{"url:https://en.wire.example/azerbaijan", true}, {"url:rss", false}, {"url:top", false}, {`url:"41 days"`, true}, {"url:41%20days", true}, {"url:pol*", true},
		// fields that are not empty
		{"byline:*", true}, {"country:*", true}, {"signal:*", true}, {"NOT byline:*", false},
		// not a field
		{`"17:30"`, false}, {"17:30", false},
	} {
		r, err := topic.Parse(row.query)
		if err != nil {
			t.Errorf("%s: %v", row.query, err)
			continue
		}
		if why, ok := r.Match(d); ok != row.want {
			t.Errorf("%s: got %v (%v), want %v", row.query, ok, why, row.want)
		}
	}
}

func TestEmptyArticle(t *testing.T) {
	d := topic.NewDoc(&wire.Article{})
	for query, want := range map[string]bool{
		"a": false, "a*": false, "a b": false, "a NEAR b": false, "NOT a": true, "*": true, "headline:*": false,
		"country:AZ": false, "lang:en": false, `"a b*"`: false, "url:a": false,
	} {
		if _, ok := parse(t, query).Match(d); ok != want {
			t.Errorf("%s: got %v, want %v", query, ok, want)
		}
	}
}

// Scripts: what a desk would type finds what an agency printed.
// A hostile article is read as far as a book goes; its short fields are read
// all the same.
func TestHugeArticle(t *testing.T) {
	a := &wire.Article{
		Headline: "Ferry", Lead: strings.Repeat("quay ", 400_000) + "anchor", Agency: "Fjord",
		Body: slices.Repeat([]string{"x"}, 500_000), Quotes: slices.Repeat([]wire.Quote{{Text: "sails", Speaker: "Holm"}}, 500_000),
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	d := topic.NewDoc(a)
	runtime.ReadMemStats(&after)
	if n := (after.TotalAlloc - before.TotalAlloc) >> 20; n > 64 {
		t.Errorf("%d MB for a huge article", n)
	}
	for query, want := range map[string]bool{"ferry": true, "lead:quay": true, "agency:fjord": true, "speaker:holm": true, "anchor": false} {
		r, err := topic.Parse(query)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := r.Match(d); ok != want {
			t.Errorf("%s: got %v", query, ok)
		}
	}
}

func TestScripts(t *testing.T) {
	for _, row := range []struct {
		query, text string
		want        bool
	}{
		// Turkish and Azerbaijani: all i are one
		{"istanbul", "İSTANBUL", true}, {"ISTANBUL", "istanbul", true}, {"İstanbul", "ISTANBUL", true}, {"ıstanbul", "İstanbul", true},
		{"diyarbakır", "DİYARBAKIR", true}, {"bakı", "Bakı'nın limanı", true}, {"baki", "BAKI", true}, {"i\u0307stanbul", "İstanbul", true},
		{"isparta", "Isparta’da", true}, {"gəncə", "GƏNCƏ", true}, {"gence", "Gəncə", false}, {"əliyev", "Əliyevin", false}, {"əliyev*", "ƏLİYEVİN", true},
		{"susa", "Şuşa", true}, {"şuşa", "Susa", true}, {"cebrayil", "Cəbrayıl", false}, {"agdam", "Ağdam", true}, {"gocay", "Göçay", true},
		// Latin: accents fold, strokes and ligatures too
		{"malmo", "Malmö", true}, {"MALMÖ", "malmo", true}, {"cafe\u0301", "café", true}, {"lodz", "Łódź", true}, {"kobenhavn", "KØBENHAVN", true},
		{"strasse", "Straße", true}, {"STRASSE", "straße", true}, {"æro", "Aero", true}, {"Đakovo", "dakovo", true}, {"ngo", "Ngô", true}, {"nguyen", "Nguyễn", true},
		{"ｔｏｋｙｏ", "TOKYO", true}, {"first", "ﬁrst", true}, {"co\u00adoperate", "cooperate", true}, {"l’iran", "L'Iran", true}, {"iran", "l’Iran", true},
		// Cyrillic: й ї ў are letters, ё is е
		{"москва", "МОСКВА", true}, {"орёл", "Орел", true}, {"орел", "ОРЁЛ", true}, {"мой", "мои", false}, {"мо\u0438\u0306", "МОЙ", true},
		{"київ", "КИЇВ", true}, {"киів", "Київ", false}, {"за\u0301мок", "замок", true}, {"ѓорче", "горче", false}, {"об'єднані", "Об’єднані нації", true},
		{"алматы", "АЛМАТЫДА", false}, {"алматы*", "АЛМАТЫДА", true},
		// Greek, Georgian, Armenian, Arabic, Hebrew, Hindi
		{"αθηνα", "ΑΘΗΝΑ", true}, {"αθήνα", "Αθηνα", true}, {"ΟΔΟΣ", "οδός", true}, {"თბილისი", "ᲗᲑᲘᲚᲘᲡᲘ", true}, {"երևան", "Երևան", true},
		{"مصر", "مِصْر", true}, {"امريكا", "أمريكا", true}, {"ایران", "إيران", true}, {"شلום", "שלום", false}, {"שלום", "שָׁלוֹם", true},
		{"दिल्ली", "दिल्ली में", true}, {"दल", "दिल", false},
		// scripts without blanks: a substring of runes
		{"北京", "新华社北京九月九日电", true}, {"京北", "北京", false}, {`"北京 九月"`, "北京九月", true}, {"北京", "北，京", true}, {"东京*", "东京都", true},
		{"東京", "東京で会談", true}, {"会談", "東京で会談が", true}, {"がっこう", "か\u3099っこう", true}, {"ガス", "ｶﾞｽ", true}, {"กรุงเทพ", "ที่กรุงเทพมหานคร", true}, {"ไทย", "ประเทศไทยวันนี้", true},
		{"iphone发布", "新iPhone发布会", true}, {"g20峰会", "G20峰会", true},
		// Korean parts words
		{"한국", "한국 정부", true}, {"한국", "한국은", false}, {"한국*", "한국은", true}, {"\u1112\u1161\u11ab국", "한국", true},
		// numbers
		{"2025", "in 2025,", true}, {"1,000", "1,000 rules", true}, {"covid-19", "COVID 19", true}, {"g7", "G7", true}, {"٢٠", "٢٠ يوما", true},
		{"u.s.", "the U.S. said", true}, {"us", "the U.S. said", false},
	} {
		r := parse(t, row.query)
		_, ok := r.Match(topic.NewDoc(&wire.Article{Lead: row.text}))
		if ok != row.want {
			t.Errorf("%s in %q: got %v, want %v", row.query, row.text, ok, row.want)
		}
	}
}

func TestReason(t *testing.T) {
	d := topic.NewDoc(article())
	for _, row := range []struct{ query, want string }{
		{"baku treaty", `headline: "Baku"; lead: "treaty"; body 1: "treaty"`},
		{"absent OR port OR ports", `headline: "port"; body 3: "ports"`},
		{"peace NEAR/3 signed", `lead: "peace treaty was signed"`},
		{"NOT absent", ``},
		{"*", ``},
		{"byline:*", `byline: "Leyla Məmmədova"; byline: "Jean-Luc Périer"`},
		{"byline:perier", `byline: "Périer"`},
		{"byline:jean-luc", `byline: "Jean-Luc"`},
		{"country:br lang:en source:t*", `source: "trend-az"; lang: "en-GB"; country: "BR"`},
		{"wash*", `body 3: "washing"; body 3: "Washington"`},
		{"peace OR peace OR (peace treaty)", `lead: "peace"; lead: "treaty"; body 1: "treaty"; body 2: "peace"`},
	} {
		why, ok := parse(t, row.query).Match(d)
		if got := why.String(); !ok || got != row.want {
			t.Errorf("%s:\n got %s\nwant %s", row.query, got, row.want)
		}
	}
}

// Every span says where in which text it is, in bytes.
func TestReasonPlaces(t *testing.T) {
	a := article()
	why, _ := parse(t, `wash* OR peace OR byline:perier OR quote:trade OR speaker:ilham OR category:freight`).Match(topic.NewDoc(a))
	if len(why) < 7 {
		t.Fatalf("got %d spans, want 7 or more: %v", len(why), why)
	}
	for _, s := range why {
		text := map[string]func() string{
			"headline": func() string { return a.Headline }, "lead": func() string { return a.Lead },
			"body": func() string { return a.Body[s.Paragraph-1] }, "byline": func() string { return a.Byline[s.Paragraph] },
			"quote": func() string { return a.Quotes[s.Paragraph].Text }, "speaker": func() string { return a.Quotes[s.Paragraph].Speaker },
			"category": func() string { return a.Categories[s.Paragraph] },
		}[s.Field]()
		if got := text[s.Start:s.End]; got != s.Text {
			t.Errorf("%v: bytes %d-%d are %q", s, s.Start, s.End, got)
		}
	}
}

// However often a text says it, a reason stays short.
func TestReasonIsBounded(t *testing.T) {
	d := topic.NewDoc(&wire.Article{Lead: strings.Repeat("again and ", 5000)})
	for _, q := range []string{"again", "a*", "again OR and OR a*", "again NEAR/1 and", "(again OR and) NEAR/50 (again OR and) NEAR/50 a*"} {
		why, ok := parse(t, q).Match(d)
		if !ok || len(why) == 0 || len(why) > 100 {
			t.Errorf("%s: got %d spans, want 1 to 100", q, len(why))
		}
	}
}

func TestString(t *testing.T) {
	for _, row := range []struct{ query, want string }{
		{"a", "a"}, {" a  b ", "a AND b"}, {"a AND b OR c", "a AND b OR c"}, {"a AND (b OR c)", "a AND (b OR c)"},
		{"((a)) OR (b OR c)", "a OR b OR c"}, {"(a AND b) AND c", "a AND b AND c"}, {"NOT (a OR b)", "NOT (a OR b)"}, {"NOT NOT a", "NOT NOT a"},
		{"NOT (a b)", "NOT (a AND b)"}, {`«a   b»`, `"a b"`}, {"Headline:(A OR b*)", "headline:A OR headline:b*"}, {`url:"a b" source:x*`, `url:"a b" AND source:x*`},
		{"a NEAR b NEAR/3 c", "a NEAR/10 b NEAR/3 c"}, {"a NEAR/2 (b NEAR/3 c)", "a NEAR/2 (b NEAR/3 c)"}, {"(a OR b) NEAR/2 c", "(a OR b) NEAR/2 c"},
		{"NOT a NEAR/2 b", "NOT a NEAR/2 b"}, {"*", "*"}, {"agency:*", "agency:*"}, {`"a b*"`, `"a b*"`},
	} {
		r := parse(t, row.query)
		if got := r.String(); got != row.want {
			t.Errorf("%s: got %s, want %s", row.query, got, row.want)
		}
		if again := parse(t, r.String()).String(); again != r.String() {
			t.Errorf("%s: %s becomes %s", row.query, r, again)
		}
	}
}

func parse(t testing.TB, query string) *topic.Rule {
	t.Helper()
	r, err := topic.Parse(query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return r
}
