package web

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"time"

	"github.com/datelinewire/dateline/wire"
)

// An item is one article as pages show it: what the public may have of it.
type item struct {
	*wire.Article
	Path   string // of its page
	Title  string // never empty
	Credit string // who filed it
	Label  string // what the agency says about this filing, for people
	Source string // title of the source
	When   time.Time
	Seen   time.Time // when this daemon first had it
}

func (s *site) item(a *wire.Article) *item {
	a = s.public(a)
	it := &item{Article: a, Path: s.base + "/articles/" + a.ID, Credit: s.credit(a), Label: label(a), Seen: a.Received.UTC(), When: a.Published.UTC()}
	it.Source = a.Source
	if src := s.sources[a.Source]; src.Title != "" {
		it.Source = src.Title
	}
	if a.Published.IsZero() {
		it.When = it.Seen
	}
	it.Title = headline(a, it.Credit)
	return it
}

// titleLength bounds a headline made of the text, in runes: about the longest
// that agencies write.
const titleLength = 90

// headline is the article's, or where it has none its first words.
func headline(a *wire.Article, credit string) string {
	if a.Headline != "" {
		return a.Headline
	}
	text := a.Lead
	if text == "" && len(a.Body) > 0 {
		text = a.Body[0]
	}
	if text == "" {
		return strings.Trim(credit+", "+a.Date, ", ")
	}
	r := []rune(text)
	if len(r) <= titleLength {
		return text
	}
	text = string(r[:titleLength])
	if i := strings.LastIndexByte(text, ' '); i > 0 {
		text = text[:i]
	}
	return text + "…"
}

// label names a signal for people; empty when there is nothing to say.
func label(a *wire.Article) string {
	number := ""
	if a.SignalNumber > 0 {
		number = " " + strconv.Itoa(a.SignalNumber)
	}
	switch a.Signal {
	case wire.SignalCorrection:
		return "Correction"
	case wire.SignalUpdate:
		return "Update" + number
	case wire.SignalAdvisory:
		return "Advisory"
	case wire.SignalKill:
		return "Withdrawn"
	}
	return ""
}

// rightToLeft are the languages and scripts written from the right (BCP 47
// primary languages with their usual script, and ISO 15924 codes).
var rightToLeft = map[string]bool{
	"ar": true, "arc": true, "ckb": true, "dv": true, "fa": true, "he": true, "iw": true, "ji": true, "ks": true,
	"nqo": true, "ps": true, "sd": true, "syr": true, "ug": true, "ur": true, "yi": true,
	"arab": true, "hebr": true, "syrc": true, "thaa": true, "nkoo": true,
}

// direction is the writing direction of a BCP 47 language: "rtl", "ltr", or
// "auto" when the language is not known. A script subtag decides.
func direction(lang string) string {
	primary, rest, _ := strings.Cut(strings.ToLower(lang), "-")
	if primary == "" || primary == "und" {
		return "auto"
	}
	if script, _, _ := strings.Cut(rest, "-"); len(script) == 4 && (script[0] < '0' || script[0] > '9') {
		primary = script
	}
	if rightToLeft[primary] {
		return "rtl"
	}
	return "ltr"
}

// timeTag is a time for people and programs, in UTC; empty for none.
func timeTag(t time.Time) template.HTML {
	return timeElement(t, "2 January 2006, 15:04 UTC")
}

// stampTag is timeTag where there is little room.
func stampTag(t time.Time) template.HTML { return timeElement(t, "2 Jan, 15:04") }

// hourTag shows the hour of a time under the heading of a day, and the day
// where it is another one.
func hourTag(t, day time.Time) template.HTML {
	if t.UTC().Truncate(24 * time.Hour).Equal(day) {
		return timeElement(t, "15:04")
	}
	return stampTag(t)
}

func timeElement(t time.Time, layout string) template.HTML {
	if t.IsZero() {
		return ""
	}
	t = t.UTC()
	return template.HTML(fmt.Sprintf(`<time datetime="%s">%s</time>`, t.Format(time.RFC3339), t.Format(layout)))
}

// count says how many there are of a thing, with its plural.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return group(n) + " " + many
}

// group parts the thousands of n by a thin space.
func group(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return s
}
