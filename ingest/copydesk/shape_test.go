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

func read(t testing.TB, h copydesk.House, c copydesk.Copy) wire.Article {
	t.Helper()
	a, _ := copydesk.New(h).Read(c)
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

func BenchmarkShape(b *testing.B) {
	c := copydesk.ParsePlain(story, time.Date(2025, 3, 3, 9, 0, 0, 0, time.UTC))
	c.Headline = "Harbour to reopen within weeks, premier says"
	r := copydesk.New(copydesk.House{Agency: "AP"})
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
		"THE HAGUE, May 3 - x\n\nReuter", "dpa ab cd", "EMBARGOED until 5 p.m. EST May 3\n\nROME (AP) — x"}
	for _, s := range seeds {
		f.Add("Headline", s, "")
		f.Add("UPDATE 2-Corrected: kill", s, "Trend")
	}
	f.Fuzz(func(t *testing.T, headline, text, agency string) {
		c := copydesk.ParsePlain(text, time.Date(2025, 9, 9, 12, 0, 0, 0, time.UTC))
		c.Headline = headline
		r := copydesk.New(copydesk.House{Agency: agency})
		a, spans := r.Read(c)
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
		second, _ := r.Read(again)
		if !reflect.DeepEqual(a, second) {
			t.Fatalf("read again:\n%+v\nfirst\n%+v\ntext %q", second, a, b.String())
		}
	})
}
