package markup_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/datelinewire/dateline/ingest/markup"
)

// story is a story of about 2.7 kB as wires send it.
func story() string {
	var b strings.Builder
	b.WriteString("<p><strong>OSTERFJORD, Norway, May 4. The harbour board approved the winter timetable on Monday, its chair said.</strong></p>\n")
	for i := range 8 {
		fmt.Fprintf(&b, "<p>The cost was put at %d million, against 4.3 percent a year earlier, and the ferry company opened its books to the council's auditors. In the northern districts only four of eleven crews reported back on time; see the <a href=\"https://docs.example.org/report/%d?utm_source=feed&amp;id=7\">report</a> by the union.</p>\n", i, i)
	}
	b.WriteString("<blockquote><p>“This is a beginning; it isn’t a settlement,” said the project engineer.</p></blockquote>\n<ul><li>first</li><li>second</li></ul><figure><img src=\"/pictures/1.jpg\" alt=\"A ferry\"><figcaption>A ferry at the quay.</figcaption></figure>")
	return b.String()
}

func BenchmarkRead(b *testing.B) {
	s := story()
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		markup.Read(s, "https://news.example.org/")
	}
}
