package copydesk_test

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/datelinewire/dateline/ingest/copydesk"
	"github.com/datelinewire/dateline/wire"
)

// rows reads a file of testdata: a line a row, "#" begins a comment.
func rows(t *testing.T, file string) []string {
	t.Helper()
	f, err := os.Open("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []string
	for sc := bufio.NewScanner(f); sc.Scan(); {
		if s := sc.Text(); s != "" && s[0] != '#' {
			list = append(list, s)
		}
	}
	return list
}

func TestDatelinesOfAllAgencies(t *testing.T) {
	const lead = "The mill reopened on Friday - ten months after the flood, its owner said."
	r := copydesk.New(copydesk.House{})
	for _, row := range rows(t, "datelines.txt") {
		f := strings.Split(row, "|")
		for i := range f {
			f[i] = strings.TrimSpace(f[i])
		}
		open, own := strings.CutSuffix(f[0], "$")
		c := copydesk.Copy{Paragraphs: []string{open + " " + lead, "A second paragraph."}}
		if strings.HasSuffix(open, ")--") {
			c.Paragraphs[0] = open + lead
		}
		if own {
			c.Paragraphs = []string{open, lead, "A second paragraph."}
		}
		a, _, _ := r.Read(c)
		if a.Dateline == nil {
			t.Errorf("%s: no dateline; lead %q", row, a.Lead)
			continue
		}
		d := a.Dateline
		if want := strings.Join(strings.Fields(open), " "); d.Text != want || a.Lead != lead {
			t.Errorf("%s: text %q, lead %q", row, d.Text, a.Lead)
		}
		var places []string
		for _, p := range d.Places {
			places = append(places, p.Name+"/"+p.Region+"/"+p.Country)
		}
		date, year := "", ""
		if d.Month > 0 {
			date = fmt.Sprintf("%02d-%02d", d.Month, d.Day)
		}
		if d.Year > 0 {
			year = fmt.Sprint(d.Year)
		}
		got := strings.Join([]string{strings.Join(places, "; "), date, year, a.Agency}, " | ")
		if want := strings.Join(f[1:], " | "); got != want {
			t.Errorf("%s:\n got %s\nwant %s", f[0], got, want)
		}
	}
	if r.Dropped() != 0 {
		t.Errorf("%d articles dropped their rules", r.Dropped())
	}
}

func TestTrapsAreLeftWhole(t *testing.T) {
	list := rows(t, "traps.txt")
	if len(list) < 150 {
		t.Errorf("%d traps, want at least 150", len(list))
	}
	r := copydesk.New(copydesk.House{})
	for _, s := range list {
		a, _, _ := r.Read(copydesk.Copy{Paragraphs: []string{s, "A second paragraph follows it."}, Date: time.Date(2025, 5, 3, 0, 0, 0, 0, time.UTC)})
		if a.Dateline != nil || a.Lead != s || len(a.Notes) > 0 {
			t.Errorf("%q is cut: dateline %+v, lead %q, notes %v", s, a.Dateline, a.Lead, a.Notes)
		}
	}
}

func TestLinesBeforeTheDateline(t *testing.T) {
	tests := []struct {
		paras  []string
		text   string
		lead   string
		notes  []wire.NoteKind
		byline string
	}{
		{[]string{"By Anna Holm and Karl Brandt DOHA, May 3 (Reuters) - The port opened."}, "DOHA, May 3 (Reuters) -", "The port opened.", []wire.NoteKind{wire.NoteByline}, "Anna Holm, Karl Brandt"},
		{[]string{"(Adds quotes)", "By Anna Holm", "DOHA, May 3 (Reuters) - The port opened."}, "DOHA, May 3 (Reuters) -", "The port opened.", []wire.NoteKind{wire.NoteAdvisory, wire.NoteByline}, "Anna Holm"},
		{[]string{"****SANTO DOMINGO, March 4 - The port opened."}, "SANTO DOMINGO, March 4 -", "The port opened.", []wire.NoteKind{wire.NoteAdvisory}, ""},
		{[]string{"(ATTN: UPDATES with details in last 3 paras)", "SEOUL, May 3 (Yonhap) -- The port opened."}, "SEOUL, May 3 (Yonhap) --", "The port opened.", []wire.NoteKind{wire.NoteAdvisory}, ""},
		{[]string{"Zusammenfassung - 1745", "Der Hafen ist wieder offen. Die Freude ist groß.", "Bremen (dpa) - Der Hafen ist offen."}, "Bremen (dpa) -", "Der Hafen ist offen.", []wire.NoteKind{wire.NoteAdvisory, wire.NoteAdvisory}, ""},
		{[]string{"Hintergrund", "Von Anna Holm, dpa", "Bremen (dpa) - Der Hafen ist offen."}, "Bremen (dpa) -", "Der Hafen ist offen.", []wire.NoteKind{wire.NoteAdvisory, wire.NoteByline}, "Anna Holm"},
		{[]string{"Baku, Azerbaijan, May 3", "By Anna Holm - Trend:", "The port opened."}, "Baku, Azerbaijan, May 3 By Anna Holm - Trend:", "The port opened.", nil, "Anna Holm"},
		{[]string{"ANKARA", "Turkish divers found the wreck, the ministry told Anadolu."}, "ANKARA", "Turkish divers found the wreck, the ministry told Anadolu.", nil, ""},
		{[]string{"ANKARA", "A diver found the wreck, the ministry told Anadolu."}, "ANKARA", "A diver found the wreck, the ministry told Anadolu.", nil, ""},
		{[]string{"ANKARA A diver found the wreck, the ministry told Anadolu."}, "ANKARA", "A diver found the wreck, the ministry told Anadolu.", nil, ""},
		{[]string{"UPDATE 2-DOHA, May 3 (Reuters) - The port opened."}, "DOHA, May 3 (Reuters) -", "The port opened.", []wire.NoteKind{wire.NoteAdvisory}, ""},
		{[]string{"(Corrects name in second paragraph) DOHA, May 3 (Reuters) - The port opened."}, "DOHA, May 3 (Reuters) -", "The port opened.", []wire.NoteKind{wire.NoteAdvisory}, ""},
	}
	for _, tt := range tests {
		a := read(t, copydesk.House{}, copydesk.Copy{Paragraphs: append(tt.paras, "A second paragraph.")})
		var kinds []wire.NoteKind
		for _, n := range a.Notes {
			kinds = append(kinds, n.Kind)
		}
		if a.Dateline == nil || a.Dateline.Text != tt.text || a.Lead != tt.lead || fmt.Sprint(kinds) != fmt.Sprint(tt.notes) || strings.Join(a.Byline, ", ") != tt.byline {
			t.Errorf("%q:\n dateline %+v lead %q notes %v byline %v", tt.paras, a.Dateline, a.Lead, a.Notes, a.Byline)
		}
	}
}
