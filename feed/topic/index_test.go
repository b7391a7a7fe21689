package topic_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/datelinewire/dateline/feed/topic"
	"github.com/datelinewire/dateline/wire"
)

// vocabulary is small, so that queries and texts meet.
var vocabulary = strings.Fields("a b c ab abc Baku BAKI bakı İl peace treaty 北京 京 東 co-op o'x 1,0 é")

func genText(t *rapid.T, label string) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, 12).Draw(t, label), " ")
}

func genArticle(t *rapid.T) *wire.Article {
	a := &wire.Article{
		Headline: genText(t, "headline"), Lead: genText(t, "lead"), Body: []string{genText(t, "body"), genText(t, "body")},
		Source: rapid.SampledFrom([]string{"", "a", "ab", "trend"}).Draw(t, "source"), Language: rapid.SampledFrom([]string{"", "en", "en-GB", "az"}).Draw(t, "language"),
		Agency: genText(t, "agency"), URL: "https://a.b/" + genText(t, "url"), Signal: rapid.SampledFrom([]wire.Signal{"", wire.SignalUpdate}).Draw(t, "signal"),
	}
	if rapid.Bool().Draw(t, "dateline") {
		a.Dateline = &wire.Dateline{Places: []wire.Place{{Name: genText(t, "place"), Country: rapid.SampledFrom([]string{"", "AZ", "AM"}).Draw(t, "country")}}}
	}
	return a
}

func genQuery(t *rapid.T, depth int) string {
	word := func() string {
		w := rapid.SampledFrom(vocabulary).Draw(t, "word")
		switch rapid.IntRange(0, 5).Draw(t, "form") {
		case 0:
			return w + "*"
		case 1:
			return `"` + w + " " + rapid.SampledFrom(vocabulary).Draw(t, "word") + `"`
		}
		return w
	}
	if depth == 0 {
		switch rapid.IntRange(0, 8).Draw(t, "leaf") {
		case 0:
			return rapid.SampledFrom([]string{"country:AZ", "lang:en", "source:a*", "source:trend", "signal:update", "country:*", "*", "agency:*"}).Draw(t, "whole")
		case 1:
			return rapid.SampledFrom([]string{"headline:", "lead:", "body:", "url:", "agency:", "place:"}).Draw(t, "field") + word()
		case 2:
			return fmt.Sprintf("%s NEAR/%d (%s OR %s)", word(), rapid.IntRange(1, 6).Draw(t, "n"), word(), word())
		}
		return word()
	}
	a, b := genQuery(t, depth-1), genQuery(t, depth-1)
	switch rapid.IntRange(0, 4).Draw(t, "op") {
	case 0:
		return a + " " + b
	case 1:
		return "(" + a + ") AND (" + b + ")"
	case 2:
		return "NOT (" + a + ")"
	}
	return "(" + a + ") OR " + b
}

// The index finds what matching every rule by itself finds, for the same
// reasons; and a rule printed and read again is the same rule.
func TestIndexEqualsOneByOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules := make(map[string]*topic.Rule)
		for i := range rapid.IntRange(0, 12).Draw(t, "rules") {
			q := genQuery(t, rapid.IntRange(0, 3).Draw(t, "depth"))
			r, err := topic.Parse(q)
			if err != nil {
				t.Fatalf("%s: %v", q, err)
			}
			rules[fmt.Sprintf("t%02d", i)] = r
		}
		x := topic.NewIndex(rules)
		for range 3 {
			d := topic.NewDoc(genArticle(t))
			var want []topic.Hit
			for name, r := range rules {
				why, ok := r.Match(d)
				if ok {
					want = append(want, topic.Hit{Topic: name, Reason: why})
				}
				again, err := topic.Parse(r.String())
				if err != nil || again.String() != r.String() {
					t.Fatalf("%s: printed and read again: %v, %v", r, again, err)
				}
				if why2, ok2 := again.Match(d); ok2 != ok || !reflect.DeepEqual(why, why2) {
					t.Fatalf("%s: printed and read again it matches differently: %v %v", r, why, why2)
				}
			}
			slices.SortFunc(want, func(a, b topic.Hit) int { return strings.Compare(a.Topic, b.Topic) })
			if got := x.Match(d); !reflect.DeepEqual(got, want) {
				t.Fatalf("index: got %v, want %v, of %v", got, want, rules)
			}
		}
	})
}

func TestEmptyIndex(t *testing.T) {
	if hits := topic.NewIndex(nil).Match(topic.NewDoc(article())); len(hits) != 0 {
		t.Errorf("got %v, want none", hits)
	}
}

// NEAR by its definition, against the quick way it is found.
func TestNearEqualsItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "x", "y"}), 0, 20).Draw(t, "words")
		n := rapid.IntRange(1, 6).Draw(t, "n")
		want := false
		for i, v := range words {
			for j, w := range words {
				if v == "a" && w == "b" && max(i-j, j-i) <= n {
					want = true
				}
			}
		}
		r, err := topic.Parse(fmt.Sprintf("a NEAR/%d b", n))
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := r.Match(topic.NewDoc(&wire.Article{Lead: strings.Join(words, " ")})); ok != want {
			t.Fatalf("%s in %v: got %v, want %v", r, words, ok, want)
		}
	})
}

func FuzzParseMatch(f *testing.F) {
	for _, q := range []string{
		`(azerbaijan OR armenia) AND NOT ("Georgia Tech" OR category:sport) OR country:AZ`, `a NEAR/3 (b OR "c d*") headline:(x y)`,
		"İstanbul’da", "北京*", `"` + "\u0301" + `a"`, "ﬁ½㈱ａ", "url:https://a.b/c%20d?x", "a\xffb", "*", "lang:en-GB NOT source:x*", "-", "a:b:c", "ʼ*", "ـ",
	} {
		f.Add(q, "The text of İstanbul, 北京 and \xff peace.")
	}
	f.Fuzz(func(t *testing.T, query, text string) {
		d := topic.NewDoc(&wire.Article{Headline: text, Lead: query, URL: text, Source: query, Language: text})
		r, err := topic.Parse(query)
		if err != nil {
			if e, ok := err.(*topic.SyntaxError); !ok || e.Offset < 0 || e.Offset > len(query) {
				t.Fatalf("error out of place: %#v", err)
			}
			return
		}
		why, ok := r.Match(d)
		again, err := topic.Parse(r.String())
		if err != nil || again.String() != r.String() {
			t.Fatalf("%q prints as %q, which reads as %v, %v", query, r, again, err)
		}
		if why2, ok2 := again.Match(d); ok != ok2 || !reflect.DeepEqual(why, why2) {
			t.Fatalf("%q matches differently once printed as %q", query, r)
		}
		hits := topic.NewIndex(map[string]*topic.Rule{"t": r}).Match(d)
		if (len(hits) == 1) != ok {
			t.Fatalf("%q: index says %v, rule says %v", query, hits, ok)
		}
	})
}

// corpus is an article of n words of which some are rare, as in a language.
func corpus(n int, seed uint64) *wire.Article {
	rnd := rand.New(rand.NewPCG(seed, 1))
	word := func() string { return fmt.Sprintf("w%x", uint32(20000*rnd.Float64()*rnd.Float64()*rnd.Float64())) }
	a := &wire.Article{Headline: word() + " " + word(), Lead: word(), Source: "bench", Language: "en"}
	for range n / 50 {
		var p []string
		for range 50 {
			p = append(p, word())
		}
		a.Body = append(a.Body, strings.Join(p, " "))
	}
	return a
}

func size(a *wire.Article) int64 {
	n := len(a.Headline) + len(a.Lead)
	for _, p := range a.Body {
		n += len(p)
	}
	return int64(n)
}

func BenchmarkNewDoc(b *testing.B) {
	for name, a := range map[string]*wire.Article{
		"latin":    {Body: slices.Repeat([]string{"The peace treaty was signed on Monday, officials said in the capital."}, 40)},
		"turkish":  {Body: slices.Repeat([]string{"Barış antlaşması pazartesi günü başkentte imzalandı, dedi yetkililer."}, 40)},
		"cyrillic": {Body: slices.Repeat([]string{"Мирный договор подписан в понедельник, сообщили официальные лица."}, 40)},
		"chinese":  {Body: slices.Repeat([]string{"新华社北京九月九日电和平条约星期一签署官员在首都说"}, 40)},
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(size(a))
			b.ReportAllocs()
			for b.Loop() {
				topic.NewDoc(a)
			}
		})
	}
}

// 1,000 rules against one article: by the index, and one by one.
func BenchmarkRules(b *testing.B) {
	rules := make(map[string]*topic.Rule)
	rnd := rand.New(rand.NewPCG(7, 7))
	w := func() string { return fmt.Sprintf("w%x", rnd.IntN(20000)) }
	for i := range 1000 {
		q := fmt.Sprintf(`(%s OR %s OR "%s %s" OR %s NEAR/5 %s) AND NOT (%s OR category:sport) AND lang:en`, w(), w(), w(), w(), w(), w(), w())
		rules[fmt.Sprint("t", i)] = parse(b, q)
	}
	a := corpus(500, 3)
	d := topic.NewDoc(a)
	b.Run("index", func(b *testing.B) {
		x := topic.NewIndex(rules)
		b.SetBytes(size(a))
		b.ReportAllocs()
		for b.Loop() {
			x.Match(d)
		}
	})
	b.Run("one-by-one", func(b *testing.B) {
		b.SetBytes(size(a))
		b.ReportAllocs()
		for b.Loop() {
			for _, r := range rules {
				r.Match(d)
			}
		}
	})
	b.Run("new-index", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			topic.NewIndex(rules)
		}
	})
}
