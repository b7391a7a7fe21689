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

// post is a story as a publishing system writes it: classes, references, more
// tags, a comment.
func post() string {
	var b strings.Builder
	b.WriteString("<!-- more --><figure id=\"a1\" class=\"wp-block-image size-large\"><img loading=\"lazy\" decoding=\"async\" width=\"1024\" height=\"683\" src=\"https://cdn.example.org/2025/05/ferry-1024x683.jpg\" alt=\"\" class=\"wp-image-7\" srcset=\"https://cdn.example.org/2025/05/ferry-1024x683.jpg 1024w, https://cdn.example.org/2025/05/ferry-300x200.jpg 300w\" sizes=\"(max-width: 1024px) 100vw\" /><figcaption class=\"wp-element-caption\">The ferry &#8220;Nordlys&#8221; at the quay (Photo: A. Berg)</figcaption></figure>\n\n")
	for i := range 8 {
		fmt.Fprintf(&b, "<p class=\"has-text\">&#8220;It&#8217;s a beginning &#8211; no settlement,&#8221; said <a href=\"/people/%d/\" target=\"_blank\" rel=\"noreferrer noopener\">the engineer</a>.&nbsp;The board&hellip; put the cost at <strong>%d&nbsp;million</strong>, against <em>4.3 percent</em> a year earlier.<br />\nFour of eleven crews reported back on time.</p>\n\n", i, i)
	}
	b.WriteString("<ul class=\"wp-block-list\">\n<li>first</li>\n<li>second</li>\n</ul>\n<blockquote class=\"wp-block-quote\"><p>No comment.</p></blockquote>\n<p>The post <a rel=\"nofollow\" href=\"https://news.example.org/ferry/\">Ferry</a> appeared first on <a rel=\"nofollow\" href=\"https://news.example.org\">News</a>.</p>")
	return b.String()
}

func BenchmarkRead(b *testing.B) {
	for _, c := range []struct{ name, s string }{
		{"story", story()},
		{"post", post()},
		{"typographic", strings.ReplaceAll(strings.ReplaceAll(story(), "The ", "“The” — "), "'", "’")},
		{"script", "<script>a</script>" + story()},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.s)))
			b.ReportAllocs()
			for b.Loop() {
				markup.Read(c.s, "https://news.example.org/")
			}
		})
	}
}
