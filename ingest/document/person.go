package document

import (
	"regexp"
	"strings"
)

// mail matches a mail address as it stands beside a name.
var mail = regexp.MustCompile(`(?i)(?:mailto:)?[^\s<>()\[\]",;:@]+@[^\s<>()\[\]",;@]+`)

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
	if len(mail.FindAllStringIndex(s, 2)) > 1 {
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
	at := mail.FindStringIndex(s)
	if at == nil {
		return strings.Trim(s, `",; `)
	}
	before, after := strings.TrimSpace(s[:at[0]]), strings.TrimSpace(s[at[1]:])
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
