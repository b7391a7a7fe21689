package copydesk_test

import (
	"testing"

	"github.com/datelinewire/dateline/ingest/copydesk"
	"github.com/datelinewire/dateline/wire"
)

func TestAgencyOfTheCopy(t *testing.T) {
	tests := []struct {
		name  string
		house string
		paras []string
		want  string
	}{
		{"dateline", "", []string{"ROME (AP) — The port opened, Reuters reported."}, "AP"},
		{"dateline over house", "Trend", []string{"MOSCOW, May 3. /TASS/. The port opened."}, "TASS"},
		{"clause", "", []string{"The port opened on Friday, Trend reports."}, "Trend"},
		{"clause via", "", []string{"The port opened on Friday, Trend reports via the ministry."}, "Trend"},
		{"clause citing", "", []string{"The port opened on Friday, Trend reports, citing the ministry."}, "Trend"},
		{"clause informs", "", []string{"Report informs, citing the ministry, that the port opened."}, "Report"},
		{"clause in front", "", []string{"As APA reports, the port opened."}, "APA"},
		{"full name", "", []string{"The port opened, Anadolu Agency reported."}, "Anadolu"},
		{"russian", "", []string{"Порт открыли в пятницу, сообщает ТАСС."}, "TASS"},
		{"russian citing", "", []string{"Порт открыли в пятницу, передает Trend со ссылкой на министерство."}, "Trend"},
		{"azerbaijani", "", []string{"Liman açılıb, Report xəbər verir."}, "Report"},
		{"spanish", "", []string{"El puerto abrió el viernes, informó EFE."}, "EFE"},
		{"german", "", []string{"Der Hafen ist offen, wie dpa berichtet."}, "dpa"},
		{"french", "", []string{"Le port est ouvert, rapporte AFP."}, "AFP"},
		{"italian", "", []string{"Il porto è aperto, riferisce ANSA."}, "ANSA"},
		{"turkish", "", []string{"AA'nın haberine göre liman açıldı."}, "Anadolu"},
		{"quoted only", "", []string{"The port opened, the mayor told Reuters."}, "Reuters"},
		{"according", "", []string{"The port opened, according to TASS."}, "TASS"},
		{"quoted, feed names another", "Trend", []string{"The port opened, the mayor told Reuters."}, "Trend"},
		{"house", "Trend", []string{"The port opened."}, "Trend"},
		{"nobody", "", []string{"The port opened."}, ""},
		{"reports are no attribution", "", []string{"Trend reports show that ports open in spring."}, ""},
		{"students", "", []string{"AP history students visited the port."}, ""},
		{"sign-off", "", []string{"The port opened.", "More text.", "Reuter"}, "Reuters"},
		{"sign-off in brackets", "", []string{"The port opened.", "More text.", "(PNA)"}, "PNA"},
		{"sign-off with dashes", "", []string{"The port opened.", "More text.", "--IANS"}, "IANS"},
		{"initials", "", []string{"The port opened.", "More text.", "PTI ABC DEF"}, "PTI"},
		{"boilerplate", "", []string{"REGINA — The port opened.", "More text.", "This report by The Canadian Press was first published May 3, 2025."}, "The Canadian Press"},
	}
	for _, tt := range tests {
		if a := read(t, copydesk.House{Agency: tt.house}, copydesk.Copy{Paragraphs: tt.paras}); a.Agency != tt.want {
			t.Errorf("%s: %q: agency %q, want %q", tt.name, tt.paras, a.Agency, tt.want)
		}
	}
}

func TestAgenciesOfTheHouse(t *testing.T) {
	h := copydesk.House{Agencies: map[string][]string{"Norland News": {"NNA-X", "Norlandsk"}, "Trend": {"TRD"}}}
	for open, want := range map[string]string{
		"TOLM, May 3 (NNA-X) - ": "Norland News", "TOLM, May 3. /Norlandsk/. ": "Norland News", "BAKU (TRD) - ": "Trend", "ROME (AP) — ": "AP",
	} {
		a := read(t, h, copydesk.Copy{Paragraphs: []string{open + "The port opened."}})
		if a.Agency != want || a.Lead != "The port opened." {
			t.Errorf("%s: agency %q, lead %q", open, a.Agency, a.Lead)
		}
	}
	// The built-in table is not changed by it.
	if a := read(t, copydesk.House{}, copydesk.Copy{Paragraphs: []string{"BAKU (TRD) - The port opened."}}); a.Agency == "Trend" {
		t.Error("a house's agencies leaked into another")
	}
}

func TestNotesBehindTheStory(t *testing.T) {
	body := []string{"ROME (AP) — The port opened.", "It was closed for a year."}
	tests := []struct {
		last []string
		kind wire.NoteKind
	}{
		{[]string{"Reuter"}, wire.NoteSignoff}, {[]string{"REUTER"}, wire.NoteSignoff}, {[]string{"(end)"}, wire.NoteSignoff}, {[]string{"(end) abc.def"}, wire.NoteSignoff},
		{[]string{"-0-"}, wire.NoteSignoff}, {[]string{"###"}, wire.NoteSignoff}, {[]string{"/ab"}, wire.NoteSignoff}, {[]string{"dpa ab cd"}, wire.NoteSignoff},
		{[]string{"dpa ab cd", "NNNN"}, wire.NoteSignoff}, {[]string{"Enditem"}, wire.NoteSignoff}, {[]string{"ENDS"}, wire.NoteSignoff}, {[]string{"-- BERNAMA"}, wire.NoteSignoff},
		{[]string{"(Reporting by Anna Holm; Editing by Karl Brandt)"}, wire.NoteSignoff}, {[]string{"(By Anna Holm and Karl Brandt)"}, wire.NoteSignoff},
		{[]string{"This report by The Canadian Press was first published May 3, 2025."}, wire.NoteBoilerplate},
		{[]string{"Copyright 2025 The Associated Press. All rights reserved."}, wire.NoteBoilerplate},
	}
	for _, tt := range tests {
		a := read(t, copydesk.House{}, copydesk.Copy{Paragraphs: append(append([]string(nil), body...), tt.last...)})
		if len(a.Notes) != len(tt.last) || len(a.Body) != 1 {
			t.Errorf("%q: notes %v, body %q", tt.last, a.Notes, a.Body)
			continue
		}
		for i, n := range a.Notes {
			if n.Kind != tt.kind || n.Text != tt.last[i] || n.Before != 2 {
				t.Errorf("%q: note %+v", tt.last, n)
			}
		}
	}
	for _, last := range []string{"The end.", "He went to the end of the quay.", "Reuters first reported the sale.", "AP"[:1] + " new start.", "\"More,\" she said."} {
		a := read(t, copydesk.House{}, copydesk.Copy{Paragraphs: append(append([]string(nil), body...), last)})
		if len(a.Notes) != 0 {
			t.Errorf("%q is no sign-off: %v", last, a.Notes)
		}
	}
}
