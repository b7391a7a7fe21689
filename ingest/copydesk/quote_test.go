package copydesk_test

import (
	"strings"
	"testing"

	"github.com/datelinewire/dateline/ingest/copydesk"
)

func TestSpeakers(t *testing.T) {
	r := copydesk.New(copydesk.House{})
	right, of := 0, 0
	for _, row := range rows(t, "speakers.txt") {
		text, want, _ := strings.Cut(row, " => ")
		a, _, _ := r.Read(copydesk.Copy{Paragraphs: strings.Split(text, " ¶ ")})
		var got []string
		for _, q := range a.Quotes {
			if q.Speaker == "" {
				got = append(got, "-")
			} else {
				got = append(got, q.Speaker)
			}
		}
		names := strings.Split(want, "; ")
		of++
		ok := len(got) == len(names)
		for i := range got {
			// One name holds the other, as in the figures.
			ok = ok && (strings.Contains(got[i], names[i]) || strings.Contains(names[i], got[i]))
		}
		if ok {
			right++
			continue
		}
		t.Logf("%s\n got %s\nwant %s", text, strings.Join(got, "; "), want)
	}
	if of < 60 || float64(right) < 0.95*float64(of) {
		t.Errorf("%d of %d passages right, want 95 %% of at least 60", right, of)
	}
}

func TestQuotesAndTheirMarks(t *testing.T) {
	tests := []struct {
		name  string
		paras []string
		want  []string // text; a leading "~" marks a partial one
	}{
		{"straight", []string{`"We are open," said Anna Holm.`}, []string{"We are open"}},
		{"curly", []string{`“We are open,” said Anna Holm.`}, []string{"We are open"}},
		{"single curly", []string{`‘We are open,’ said Anna Holm.`}, []string{"We are open"}},
		{"single straight", []string{`'We are open,' said Anna Holm.`}, []string{"We are open"}},
		{"typewriter", []string{"``We are open,'' said Anna Holm."}, []string{"We are open"}},
		{"guillemets", []string{`«We are open», said Anna Holm.`}, []string{"We are open"}},
		{"reversed guillemets", []string{`»We are open«, said Anna Holm.`}, []string{"We are open"}},
		{"low high", []string{`„We are open“, said Anna Holm.`}, []string{"We are open"}},
		{"low right", []string{`„We are open”, said Anna Holm.`}, []string{"We are open"}},
		{"mixed", []string{`“We are open," said Anna Holm.`}, []string{"We are open"}},
		{"stop kept", []string{`Anna Holm said: "We are open."`}, []string{"We are open."}},
		{"question kept", []string{`"Are we open?" asked Anna Holm.`}, []string{"Are we open?"}},
		{"inner marks kept", []string{`"They said 'no' twice," said Anna Holm.`}, []string{"They said 'no' twice"}},
		{"inner curly kept", []string{`“They said “no” twice,” said Anna Holm.`}, []string{"They said “no” twice"}},
		{"interrupted", []string{`"We are open," Anna Holm said, "and we stay open."`}, []string{"We are open", "and we stay open."}},
		{"paragraphs", []string{`"We are open," said Anna Holm. "We stay open.`, `"We like it here."`}, []string{"We are open", "We stay open.\n\nWe like it here."}},
		{"paragraphs without marks", []string{`Anna Holm spoke. "We are open.`, `We stay open.`, `We like it here," she said.`}, []string{"We are open.\n\nWe stay open.\n\nWe like it here"}},
		{"forgotten mark", []string{`"We are open, said Anna Holm.`, `The bridge is new.`, `"It is," she said.`}, []string{"We are open, said Anna Holm.", "It is"}},
		{"partial", []string{`Anna Holm called the bridge "a gift to the town".`}, []string{"~a gift to the town"}},
		{"scare quotes", []string{`The "new" bridge is forty years old.`}, nil},
		{"title of a film", []string{`The film "The Last Ferry" opens on Friday.`}, nil},
		{"title of a meeting", []string{`Anna Holm spoke at the conference "Bridges of the Future" on Friday.`}, nil},
		{"topic", []string{`Anna Holm said at a meeting on the topic "bridges: a triumph of patience" that it was time.`}, nil},
		{"nickname", []string{`Karl "Kalle" Brandt built the bridge.`}, nil},
		{"firm", []string{`The firm "Norland Bridges" built it.`}, nil},
		{"apostrophes", []string{`It's the builders' bridge, and the town's. They don't mind.`}, nil},
		{"decade", []string{`The bridge of the '70s is gone, and so are the '80s.`}, nil},
		{"inches", []string{`He is 6' 2" tall and the beam is 5' 11" long.`}, nil},
		{"word as a word", []string{`The word "bridge" is old.`}, nil},
	}
	r := copydesk.New(copydesk.House{})
	for _, tt := range tests {
		a, _, _ := r.Read(copydesk.Copy{Paragraphs: append([]string{"The town of Tolm has a bridge."}, tt.paras...)})
		var got []string
		for _, q := range a.Quotes {
			s := q.Text
			if q.Partial {
				s = "~" + s
			}
			got = append(got, s)
		}
		if strings.Join(got, " | ") != strings.Join(tt.want, " | ") {
			t.Errorf("%s: %q\n got %q\nwant %q", tt.name, tt.paras, got, tt.want)
		}
	}
}
