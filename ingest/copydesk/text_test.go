package copydesk_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/datelinewire/dateline/ingest/copydesk"
)

func TestParseText(t *testing.T) {
	tests := []struct {
		text     string
		ok       bool
		headline string
		date     string
		paras    []string
	}{
		{" date 2025-09-09 ROME (AP) — Text.\n\nMore.\n\n", true, "", "2025-09-09", []string{"ROME (AP) — Text.", "More."}},
		{"A headline date 2025-09-09 Text\nover two lines.\n\nMore.", true, "A headline", "2025-09-09", []string{"Text over two lines.", "More."}},
		{"date 2025-09-09 Text.", true, "", "2025-09-09", []string{"Text."}},
		{"No date 2025 here.\n\nMore.", false, "", "", nil},
		{"Save the date 2025-13-41 please.", false, "", "", nil},
		{"candidate 2025-09-09 wins", false, "", "", nil},
		{"", false, "", "", nil},
		{"Text.\n\n date 2025-09-09 More.", false, "", "", nil},
	}
	for _, tt := range tests {
		c, ok := copydesk.ParseText(tt.text)
		if ok != tt.ok {
			t.Errorf("%q: %v", tt.text, ok)
			continue
		}
		if ok && (c.Headline != tt.headline || c.Date.Format(time.DateOnly) != tt.date || !reflect.DeepEqual(c.Paragraphs, tt.paras)) {
			t.Errorf("%q: %+v", tt.text, c)
		}
	}
}

func TestParsePlain(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"One.\nTwo.\nThree.\n", []string{"One.", "Two.", "Three."}},
		{"One\nand a half.\n\nTwo.\n \t\nThree.", []string{"One and a half.", "Two.", "Three."}},
		{"One.\r\n\r\nTwo.\r\n", []string{"One.", "Two."}},
		{"\n\n", nil},
	}
	for _, tt := range tests {
		if c := copydesk.ParsePlain(tt.text, time.Time{}); !reflect.DeepEqual(c.Paragraphs, tt.want) {
			t.Errorf("%q: %q, want %q", tt.text, c.Paragraphs, tt.want)
		}
	}
}

func TestPageDateOfAnEntry(t *testing.T) {
	a := read(t, copydesk.House{}, copydesk.Copy{
		Date:       time.Date(2025, 9, 10, 0, 30, 0, 0, time.UTC),
		Paragraphs: []string{" date 2025-09-09 BAKU, Azerbaijan, September 9. Text, Trend reports."},
	})
	if a.Date != "2025-09-09" || a.Dateline == nil || a.Lead != "Text, Trend reports." || a.Agency != "Trend" {
		t.Errorf("%+v", a)
	}
}
