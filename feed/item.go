package feed

import (
	"html"
	"slices"
	"strings"
	"time"

	"github.com/datelinewire/dateline/wire"
)

// An item is what leaves the house of one article, cleaned, before any format.
type item struct {
	id, link   string // link: the agency's page, or ours where the entry named none
	title      string // plain text, never empty
	brief      string // plain text: dateline and lead; empty when only the headline may be published
	content    string // HTML, never empty, credit line included
	full       bool   // content says more than brief
	credit     string // HTML of the credit line; may be empty
	authors    []string
	signal     wire.Signal
	categories []string
	published  time.Time // zero when unknown
	updated    time.Time // never before published; zero when unknown
	language   string
	rights     string
	media      []media
	source     *wire.Source // nil when it is no longer configured
}

// Limits of what a feed carries of one article, in bytes; readers find the rest
// behind the link. A long read has 60 kB and a lead some hundred bytes: what is
// longer is no journalism, and would weigh on every reader at every poll.
const (
	maxContent = 512 << 10
	maxBrief   = 8 << 10
)

// item shapes a for publication under the rights of its source.
func (p *press) item(a *wire.Article) item {
	it := item{
		id:         p.tag("article", a.ID),
		signal:     a.Signal,
		categories: lines(a.Categories),
		language:   languageTag(a.Language),
		rights:     line(a.Rights),
		published:  latest(a.Published),
	}
	if it.published.IsZero() {
		it.published = latest(a.Received)
	}
	it.updated = latest(it.published, a.Updated, a.Revised)
	extent := wire.ExtentHeadline
	if src, ok := p.Sources[a.Source]; ok {
		it.source, extent = &src, src.Rights.Publish
	}
	page, ok := webURL(a.URL)
	it.link = page
	if !ok {
		it.link = p.articleURL(a.ID)
	}
	name := creditName(a, it.source)
	it.credit = creditLine(name, page)
	it.authors = lines(a.Byline)
	if len(it.authors) == 0 && name != "" {
		it.authors = []string{name}
	}
	if len(it.authors) == 0 {
		it.authors = []string{p.title}
	}
	switch extent {
	case wire.ExtentHeadline:
	case wire.ExtentLead:
		it.brief = opening(a)
	default:
		it.brief = opening(a)
		if len(a.HTML) <= maxContent && len(a.Lead) <= maxContent {
			it.content = fullText(a)
		}
		it.full = it.content != "" && len(it.content) <= maxContent
		it.media = mediaOf(a)
	}
	it.title = title(a, it.brief, name)
	it.settle()
	return it
}

// settle closes the content with the credit line, and sees to it that there is
// some content.
func (it *item) settle() {
	if !it.full {
		it.content = paragraph(it.brief)
	}
	it.content += it.credit
	if it.content == "" {
		it.content = paragraph(it.title)
	}
}

// description is the short HTML of the item for RSS, where the credit must
// stand too because many readers show nothing else.
func (it *item) description() string {
	if !it.full {
		return it.content
	}
	if s := paragraph(it.brief) + it.credit; s != "" {
		return s
	}
	return paragraph(it.title)
}

// labels are the categories, and the signal among them: the headline stays
// true to the copy, so a correction is told here.
func (it *item) labels() []string {
	s := string(it.signal)
	if s == "" || slices.Contains(it.categories, s) {
		return it.categories
	}
	return append([]string{s}, it.categories...)
}

// opening is the first paragraph as the agency prints it: the dateline in
// front of the lead.
func opening(a *wire.Article) string {
	if a.Dateline == nil {
		return cut(line(a.Lead), maxBrief)
	}
	return cut(line(a.Dateline.Text+" "+a.Lead), maxBrief)
}

// fullText is the whole article as HTML: the entry's own, or where there is
// none, its text in printed order.
func fullText(a *wire.Article) string {
	if s := clean(a.HTML); strings.TrimSpace(s) != "" {
		// Equal in HTML text and attributes, and CDATA cannot end early.
		return strings.ReplaceAll(s, "]]>", "]]&gt;")
	}
	var b strings.Builder
	for _, s := range strings.Split(a.Text(), "\n\n") {
		b.WriteString(paragraph(line(s)))
	}
	return b.String()
}

// paragraph is plain text as an HTML paragraph; nothing when s is empty.
func paragraph(s string) string {
	if s == "" {
		return ""
	}
	return "<p>" + html.EscapeString(s) + "</p>"
}

// titleLength bounds a title made of the text, in bytes: about the longest
// headline that agencies write, and what readers show in one line.
const titleLength = 90

// title is the headline as printed. Copy without one is called by its first
// words, or where these may not be published, by agency and day.
func title(a *wire.Article, brief, agency string) string {
	if s := line(a.Headline); s != "" {
		return s
	}
	if brief != "" {
		return cut(brief, titleLength)
	}
	if s := strings.Trim(agency+", "+line(a.Date), ", "); s != "" {
		return s
	}
	return strings.TrimSpace("Article " + line(a.ID))
}

// cut returns s, or its first words of at most n bytes and an ellipsis.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	end := strings.LastIndexByte(s[:n+1], ' ')
	if end <= 0 {
		end = n
		for end > 0 && s[end]&0xc0 == 0x80 { // not inside a letter
			end--
		}
	}
	return s[:end] + "…"
}

// lines cleans each of ss and drops what is empty or was there before.
func lines(ss []string) []string {
	var out []string
	for _, s := range ss {
		if s = line(s); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
