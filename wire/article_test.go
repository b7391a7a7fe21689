package wire_test

import (
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/datelinewire/dateline/wire"
)

func example() wire.Article {
	return wire.Article{
		URL: "https://news.example.org/1", Headline: "Ferry returns", Language: "en", Byline: []string{"A Name"},
		Dateline: &wire.Dateline{Text: "OSLO, Norway (AP) —"}, Lead: "The ferry returned.", Body: []string{"It had left.", "It sails again."},
		Notes: []wire.Note{{Text: "(ATTN: new lead)", Kind: wire.NoteAdvisory}, {Text: "A picture.", Kind: wire.NoteCaption, Before: 2}, {Text: "-0-", Kind: wire.NoteSignoff, Before: 3}},
		HTML:  "<p>The ferry returned.</p>", Status: wire.StatusUsable, Categories: []string{"sea"},
		Media: []wire.Media{{URL: "https://news.example.org/1.jpg", Type: "image/jpeg"}},
	}
}

func TestTextIsInPrintedOrder(t *testing.T) {
	a := example()
	want := "(ATTN: new lead)|OSLO, Norway (AP) — The ferry returned.|It had left.|A picture.|It sails again.|-0-"
	if got := strings.ReplaceAll(a.Text(), "\n\n", "|"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := (&wire.Article{Body: []string{"Only."}}).Text(); got != "Only." {
		t.Errorf("a body without a lead is %q", got)
	}
	var b strings.Builder
	if err := a.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); got != "Ferry returns date  "+a.Text()+"\n\n" {
		t.Errorf("as a file: %q", got)
	}
}

// The sum is kept in stores: it stays what it was, so that no article changes
// because the program did.
func TestSumStaysWhatItWas(t *testing.T) {
	a := example()
	sum := a.Sum()
	if got, want := hex.EncodeToString(sum[:]), "0df82efc5ef11f33b802f6f9fb3c9cf9"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestSumIsOfWhatAReaderSees(t *testing.T) {
	a := example()
	sum := a.Sum()
	for name, change := range map[string]func(*wire.Article){
		"time":    func(a *wire.Article) { a.Published, a.Received = time.Unix(1, 0), time.Unix(2, 0) },
		"version": func(a *wire.Article) { a.Version = 7 },
		"quotes":  func(a *wire.Article) { a.Quotes = []wire.Quote{{Text: "It sails."}} },
		"agency":  func(a *wire.Article) { a.Agency = "AP" },
	} {
		b := example()
		if change(&b); b.Sum() != sum {
			t.Errorf("%s changes the sum", name)
		}
	}
	long := strings.Repeat("long ", 1000) // beyond a block of the digest
	for name, change := range map[string]func(*wire.Article){
		"url":         func(a *wire.Article) { a.URL += "2" },
		"headline":    func(a *wire.Article) { a.Headline = "Ferries return" },
		"lead":        func(a *wire.Article) { a.Lead = "It returned." },
		"paragraph":   func(a *wire.Article) { a.Body = []string{"It had left. It sails again."} },
		"note":        func(a *wire.Article) { a.Notes = a.Notes[1:] },
		"long text":   func(a *wire.Article) { a.Body[1] = long + "a" },
		"long text b": func(a *wire.Article) { a.Body[1] = long + "b" },
		"html":        func(a *wire.Article) { a.HTML = "<p>" + long },
		"byline":      func(a *wire.Article) { a.Byline = append(a.Byline, "sea"); a.Categories = nil },
		"category":    func(a *wire.Article) { a.Categories = []string{"se", "a"} },
		"credit":      func(a *wire.Article) { a.Media[0].Credit = "A Name" },
		"status":      func(a *wire.Article) { a.Status = wire.StatusCanceled },
		"embargo":     func(a *wire.Article) { a.Embargo = new(time.Time) },
	} {
		b := example()
		change(&b)
		if b.Sum() == sum {
			t.Errorf("%s does not change the sum", name)
		}
	}
}

func BenchmarkSum(b *testing.B) {
	a := example()
	a.HTML = strings.Repeat("<p>The harbour reported a quay.</p>", 80)
	a.Body = strings.Split(strings.Repeat("The harbour reported a quay. It was long.|", 60), "|")
	b.ReportAllocs()
	b.SetBytes(int64(len(a.HTML) + len(a.Text())))
	for b.Loop() {
		_ = a.Sum()
	}
}
