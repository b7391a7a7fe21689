package copydesk_test

import (
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/datelinewire/dateline/ingest/copydesk"
	"github.com/datelinewire/dateline/wire"
)

// story is invented copy of usual length and usual density of quotes.
const story = `ARVENT, Norland, March 3 (AP) — Prime Minister Lena Holm said on Monday that the harbour would reopen "within weeks" after the worst storm in forty years closed it.

"We have lost time, but we have not lost the harbour," Holm told reporters on the quay. "By the end of the month the ferries will run again."

The opposition was not convinced. Karl Brandt, who leads the Coast Party, called the plan "a wish list" and asked who would pay for it.

"Nobody has shown us a single figure," said Brandt, a former minister of transport. "I would like to see one before I vote."

Some 1,200 people work at the harbour of Arvent, which handles a third of the country's timber. Since the storm the mills inland have stored their wood in the open, and the first of them, in Tolm and Eastern Vik, have sent their people home.

The harbour master, Ida Rask, said divers had begun to look at the piers. "They tell me it is better than we feared," she said.

Insurers put the damage at 90 million crowns. The ministry said in a statement that a first payment would be made on Friday.`

// market and feature are the other kinds of copy a wire files: no quotes, and
// few.
const market = `TOLM, Norland, March 3 (Reuters) - Timber prices rose for a third week in Tolm on Monday as mills bought wood that the closed harbour could not take, dealers said.

Sawn spruce for delivery in April closed at 412 crowns a cubic metre, up from 405 on Friday and 371 a month ago. Pine gained 2 percent to 388 crowns. Turnover was 18,400 cubic metres, the most since October, according to figures of the exchange.

Dealers said that buyers from the south had come into the market after stocks at the three largest mills fell below ten days of use. The mills have not been able to ship finished wood since the storm of February 9, but go on cutting for orders that were signed in the autumn.

The exchange raised the margin for contracts of the second quarter by a tenth with effect from Tuesday. It last did so in the summer of 2018, when fires in the eastern forests took a fifth of that year's cut from the market.

Exports of sawn wood fell to 210,000 cubic metres in January from 260,000 in the same month of last year, the customs office reported. Almost all of the fall was in shipments to the islands. Deliveries by rail rose by 4 percent, and the railway has promised to put two further trains a day on the line to the border from the middle of the month.

The crown was little changed against the euro. Shares of the forest companies closed higher, led by Vik Timber, which gained 3.1 percent. The index of the exchange ended 0.4 percent up at 1,204 points.`

const feature = `TOLM, Norland (AP) — On the morning after the storm the old men of Tolm went down to the quay as they do every morning, and found that the quay was gone.

What was left of it lay in the basin: stones, planks, the small crane that the fishermen had bought from the navy in 1961, and the bench on which the men used to sit. The lighthouse stood, but its lamp did not turn. Beyond the mole two ferries leaned against each other like tired cattle.

The storm that struck the coast of Norland on the ninth of February was not the strongest that the weather office has measured. It came from the wrong side. For two hundred years the people of the coast have built their walls against the west wind, and this one blew from the north-east, into the open mouth of the harbour, at the hour of the highest tide.

"My grandfather built that wall," said Emil Strand, who is 84 and has fished from Tolm since he was twelve. "He always said the sea would come in by the door."

By noon the water had run off, and the town began to count. Forty houses had lost their roofs. The school, which stands on the hill, had taken in three hundred people for the night. Nobody was killed, which most people here call luck and the mayor calls practice: the town had drilled for a flood in the autumn, against the wish of those who thought the money would be better spent on the road.

The road is another story. It was closed for nine days, and in that time everything that Tolm needed came over the hill by tractor: bread, milk, the mail, a doctor, and on the fourth day a bride, whose wedding could not be put off because the priest was to leave for the south.

Since then the men have built a new bench out of the planks. It stands a few steps higher than the old one. From there you can see the divers at work in the basin, the yellow crane that the government has sent, and the place where the door was.`

func read(t testing.TB, h copydesk.House, c copydesk.Copy) wire.Article {
	t.Helper()
	a, _, _ := copydesk.New(h).Read(c)
	return a
}

// lettersOf is what must not be lost: everything but white space.
func lettersOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

func TestReadForgetsTheStoryBefore(t *testing.T) {
	r := copydesk.New(copydesk.House{})
	crowd := strings.Repeat("Anna Holm met Karl Brandt and Ida Rask, the mayor. \"Yes,\" said Rask.\n\n", 600)
	texts := []string{story, market, crowd, feature, "\"No,\" she said.", story}
	for i, before := range texts {
		for k, text := range texts {
			r.Read(copydesk.ParsePlain(before, time.Time{}))
			a, spans, _ := r.Read(copydesk.ParsePlain(text, time.Time{}))
			want, wantSpans, _ := copydesk.New(copydesk.House{}).Read(copydesk.ParsePlain(text, time.Time{}))
			if !reflect.DeepEqual(a, want) || !reflect.DeepEqual(spans, wantSpans) {
				t.Errorf("text %d behind text %d: got\n%+v want\n%+v", k, i, a, want)
			}
		}
	}
}

func TestReadAllocatesLittle(t *testing.T) {
	if slack > 4 {
		t.Skip("the race detector drops what is pooled")
	}
	r := copydesk.New(copydesk.House{Agency: "AP"})
	c := copydesk.ParsePlain(story, time.Time{})
	if got := testing.AllocsPerRun(200, func() { r.Read(c) }); got > 12 {
		t.Errorf("got %v allocations for a story, want at most 12", got)
	}
}

// BenchmarkShape reads copy as it comes over a wire: a political story full of
// quotes, a market report without any, and a feature.
func BenchmarkShape(b *testing.B) {
	r := copydesk.New(copydesk.House{Agency: "AP"})
	var desk []copydesk.Copy
	size := 0
	for _, text := range []string{story, market, feature} {
		c := copydesk.ParsePlain(text, time.Date(2025, 3, 3, 9, 0, 0, 0, time.UTC))
		c.Headline = "Harbour to reopen within weeks, premier says"
		desk = append(desk, c)
		size += len(text)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, c := range desk {
			r.Read(c)
		}
	}
}

// BenchmarkShapeQuotes is the story full of quotes alone, the worst of the
// three.
func BenchmarkShapeQuotes(b *testing.B) {
	r := copydesk.New(copydesk.House{Agency: "AP"})
	c := copydesk.ParsePlain(story, time.Date(2025, 3, 3, 9, 0, 0, 0, time.UTC))
	b.SetBytes(int64(len(story)))
	b.ReportAllocs()
	for b.Loop() {
		r.Read(c)
	}
}

func FuzzReadKeepsEveryLetterAndReadsItsOwnRendering(f *testing.F) {
	seeds := []string{story, "", "\n\n", "By A Name\n\nBAKU, May 3 (AP) - x", "****ROME, May 3 - Text\n\n(end)", "(Corrects)\n\nROME (AP) — A \"b\n\nc\" d",
		"LONDON 1996-08-22\n\n- Text", "Ganja, May 3, AZERTAC\n\nThe president", "date 2025-01-02 ROME: x", "«А», — сказал он.\n\n-0-",
		"(서울=연합뉴스) 홍길동 기자 = 본문", "新华社北京5月3日电 正文", "EFE - x Madrid, 25 may (EFE).- Hola", "(MENAFN- A (KUNA)) x y", "PARIS (AFP) -\n\nText",
		"BAKU, Azerbaijan, May 3\n\nBy A Name - Trend:\n\nText", "\"A\n\n\"B\n\nC\" said X.", "'70s ``x'' “„”»«", "A/B/C: D/E", "KILL: \x00\xff", "Reuter",
		"THE HAGUE, May 3 - x\n\nReuter", "dpa ab cd", "ANKARA\n\nThe Anadolu agency", "ANKARA The Anadolu agency", "EMBARGOED until 5 p.m. EST May 3\n\nROME (AP) — x",
		"ANKARA\n\nA diver told Anadolu", "ANKARA\n\nT÷e Anadolu", "date 2025-01-02 EMBARGOED until 5 p.m. EST", "Karl Brandt, (AFP)25 may.-0-"}
	for _, s := range seeds {
		f.Add("Headline", s, "")
		f.Add("UPDATE 2-Corrected: kill", s, "Trend")
	}
	f.Fuzz(func(t *testing.T, headline, text, agency string) {
		c := copydesk.ParsePlain(text, time.Date(2025, 9, 9, 12, 0, 0, 0, time.UTC))
		c.Headline = headline
		r := copydesk.New(copydesk.House{Agency: agency})
		a, spans, _ := r.Read(c)
		if r.Dropped() != 0 {
			t.Fatalf("rules dropped for %q", text)
		}
		page := ""
		if len(c.Paragraphs) > 0 && strings.HasPrefix(strings.TrimSpace(c.Paragraphs[0]), "date "+a.Date) {
			page = "date " + a.Date
		}
		if got, want := lettersOf(page+a.Text()), lettersOf(strings.Join(c.Paragraphs, "")); got != want {
			t.Fatalf("letters: got\n%q want\n%q", got, want)
		}
		for _, q := range a.Quotes {
			if q.Paragraph < 0 || q.Paragraph > len(a.Body) {
				t.Fatalf("quote in paragraph %d of %d", q.Paragraph, 1+len(a.Body))
			}
		}
		for _, s := range spans {
			if s.Start > s.End {
				t.Fatalf("span %+v", s)
			}
		}
		if strings.Contains(a.Headline, "date ") || len(c.Paragraphs) == 0 {
			return // a headline that holds a page date cannot be told from one
		}
		var b strings.Builder
		if err := a.WriteText(&b); err != nil {
			t.Fatal(err)
		}
		again, ok := copydesk.ParseText(b.String())
		if !ok {
			t.Fatalf("rendering is not read: %q", b.String())
		}
		again.Date = time.Date(again.Date.Year(), again.Date.Month(), again.Date.Day(), 12, 0, 0, 0, time.UTC)
		second, _, _ := r.Read(again)
		if !reflect.DeepEqual(a, second) {
			t.Fatalf("read again:\n%+v\nfirst\n%+v\ntext %q", second, a, b.String())
		}
	})
}
