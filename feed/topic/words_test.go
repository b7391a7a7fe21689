package topic

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// The quick ways give what the rules of Unicode give, for every rune there is.
func TestQuickFoldIsTheSlowOne(t *testing.T) {
	for r := rune(0x80); r <= utf8.MaxRune; r++ {
		w := string(r)
		quick, ok := foldQuick(nil, w)
		if slow := foldSlow(nil, w); ok && string(quick) != string(slow) {
			t.Errorf("%U %s: quick %q, slow %q", r, w, quick, slow)
		}
	}
}

// A folded word is a word that folds to itself, so that looking for it finds
// it: in an article that was folded before, too.
func TestFoldIsStable(t *testing.T) {
	for r := rune(0x20); r <= utf8.MaxRune; r++ {
		eachWord(string(r), func(start, end int, w []byte) {
			if start < 0 || end > utf8.RuneLen(r) || end <= start {
				t.Errorf("%U: place %d-%d", r, start, end)
			}
			var again []string
			eachWord(string(w), func(_, _ int, w []byte) { again = append(again, string(w)) })
			if strings.Join(again, "") != string(w) {
				t.Errorf("%U %c: folds to %q, that to %q", r, r, w, again)
			}
		})
	}
}

func TestWordPlaces(t *testing.T) {
	text := "Baku’s co-op: İstanbul, 北京ok \xff\u0301x ﬁ—e\u0301."
	var got []string
	eachWord(text, func(start, end int, w []byte) { got = append(got, text[start:end]+"="+string(w)) })
	want := "Baku=baku s=s co=co op=op İstanbul=istanbul 北=北 京=京 ok=ok x=x ﬁ=fi e\u0301=e"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}
