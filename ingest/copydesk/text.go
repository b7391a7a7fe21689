package copydesk

import (
	"strings"
	"time"
)

// ParseText reads the plain-text shape of design.md §2,
//
//	[HEADLINE] date YYYY-MM-DD DATELINE LEAD
//
// with paragraphs parted by blank lines: what wire.Article.WriteText writes.
// It reports false when the text is not of that shape.
func ParseText(text string) (Copy, bool) {
	first, _, _ := strings.Cut(strings.TrimLeft(text, "\n"), "\n")
	for at := 0; ; {
		i := strings.Index(first[at:], pageWord)
		if i < 0 {
			return Copy{}, false
		}
		at += i
		date, _, ok := pageDate(first[at:])
		if !ok || at > 0 && first[at-1] != ' ' {
			at += len(pageWord)
			continue
		}
		day, err := time.Parse(time.DateOnly, date)
		if err != nil {
			return Copy{}, false
		}
		c := ParsePlain(text[strings.Index(text, first)+at+len(pageWord)+len(date):], day)
		c.Headline = fold(first[:at])
		c.PageDate = true
		return c, true
	}
}

// ParsePlain reads text without a header: paragraphs are parted by blank
// lines, or where there are none, every line is one. Date is that of the
// document; it may be zero.
func ParsePlain(text string, date time.Time) Copy {
	c := Copy{Date: date}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	lines := strings.Split(strings.Trim(text, " \t\n"), "\n")
	blank := false
	for _, l := range lines {
		blank = blank || fold(l) == ""
	}
	start := 0
	flush := func(end int) {
		if p := fold(strings.Join(lines[start:end], " ")); p != "" {
			c.Paragraphs = append(c.Paragraphs, p)
		}
		start = end
	}
	for i, l := range lines {
		if !blank || fold(l) == "" {
			flush(i)
		}
	}
	flush(len(lines))
	return c
}

const pageWord = "date "

// pageDate takes a leading "date YYYY-MM-DD" off s.
func pageDate(s string) (date, rest string, ok bool) {
	n := len(pageWord) + len(time.DateOnly)
	if len(s) < n || s[:len(pageWord)] != pageWord {
		return "", s, false
	}
	date = s[len(pageWord):n]
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return "", s, false
	}
	if len(s) > n && !isSpace(rune(s[n])) {
		return "", s, false
	}
	return date, strings.TrimLeft(s[n:], " "), true
}
