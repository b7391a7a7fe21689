package document

import "strings"

// apartFromMail are the letters that end a mail address beside a name.
const apartFromMail = " \t\r\n<>()[]\",;"

// mailAt is where the first mail address in s lies; empty when there is none.
func mailAt(s string) (start, end int) {
	for from := 0; ; {
		at := strings.IndexByte(s[from:], '@')
		if at < 0 {
			return 0, 0
		}
		at += from
		start = from + strings.LastIndexAny(s[from:at], apartFromMail) + 1
		end = len(s)
		if n := strings.IndexAny(s[at:], apartFromMail); n >= 0 {
			end = at + n
		}
		if start < at && end > at+1 {
			return start, end
		}
		from = end
		if from == len(s) {
			return 0, 0
		}
	}
}

// personNames are the names in what feeds write for a person, or for several:
// "mail (Name)", "Name <mail>", "Name (Company)", "By Name". A mail address
// is no name.
func personNames(s string) []string {
	s = strings.TrimSpace(s)
	if rest, ok := strings.CutPrefix(s, "By "); ok {
		s = rest
	} else if rest, ok := strings.CutPrefix(s, "by "); ok {
		s = rest
	}
	if strings.IndexByte(s, '@') <= 0 {
		if s = strings.Trim(s, `",; `); s == "" {
			return nil
		}
		return []string{s}
	}
	parts := []string{s}
	if _, end := mailAt(s); strings.IndexByte(s[end:], '@') > 0 {
		parts = strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' })
	}
	var names []string
	for _, p := range parts {
		names = appendNew(names, withoutMail(p))
	}
	return names
}

// withoutMail takes the mail address, and the marks that set it or the name
// off, out of what names one person.
func withoutMail(s string) string {
	start, end := mailAt(s)
	if end == 0 {
		return strings.Trim(s, `",; `)
	}
	before, after := strings.TrimSpace(s[:start]), strings.TrimSpace(s[end:])
	for _, marks := range [...]string{"<>", "()", "[]"} {
		if b, ok := strings.CutSuffix(before, marks[:1]); ok {
			before, after = b, strings.TrimPrefix(after, marks[1:])
			break
		}
	}
	s = strings.Trim(before+" "+after, `",;:- `)
	if rest, ok := strings.CutPrefix(s, "("); ok {
		s = rest
		if strings.Count(s, ")") > strings.Count(s, "(") {
			s = strings.TrimSuffix(s, ")")
		}
	}
	return strings.Trim(s, `",; `)
}
