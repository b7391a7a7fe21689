package copydesk

import (
	"strings"
	"unicode/utf8"

	"github.com/datelinewire/dateline/wire"
)

// trailing takes sign-offs and boilerplate off the end. The lead stays.
func (d *sheet) trailing() {
	first := len(d.notes)
	last := len(d.paras)
	for i := len(d.paras) - 1; i > d.lead && len(d.paras)-i <= maxTrailing; i-- {
		kind, ok := d.trailer(d.paras[i])
		if !ok {
			break
		}
		d.skip[i] = true
		last = i
		d.notes = append(d.notes, note{wire.Note{Text: d.paras[i], Kind: kind}, i})
		d.span("note "+string(kind), "notes", i, 0, len(d.paras[i]))
	}
	_ = last
	// They were found from the end.
	for i, j := first, len(d.notes)-1; i < j; i, j = i+1, j-1 {
		d.notes[i], d.notes[j] = d.notes[j], d.notes[i]
	}
}

// trailer reports whether a paragraph at the end is a sign-off or boilerplate.
func (d *sheet) trailer(p string) (wire.NoteKind, bool) {
	if len(p) > maxBoilerplate {
		return "", false
	}
	if d.isSignoff(p) {
		return wire.NoteSignoff, true
	}
	if isBoilerplate(p) {
		return wire.NoteBoilerplate, true
	}
	return "", false
}

// maxBoilerplate bounds a boilerplate paragraph, in bytes.
const maxBoilerplate = 1200

var signoffs = map[string]bool{"end": true, "ends": true, "enditem": true, "more": true, "ende": true, "fin": true, "30": true, "0": true,
	"reuter": true, "reuters": true, "конец": true, "son": true, "efecom": true, "efe": true, "endit": true, "nnnn": true, "fine": true}

// isSignoff knows "Reuter", "(end)", "-0-", "/ab", "(PNA)", "--IANS", "PTI ABC
// DEF", "(By A Name)", "(Reporting by ...)", "Enditem", "dpa ab cd".
func (d *sheet) isSignoff(p string) bool {
	bare := strings.Trim(p, "()[]<>-–—_*#=/.+^~ ")
	if bare == "" || strings.Count(p, " ") == 0 && signoffs[key(bare)] {
		return true
	}
	if len(p) > 400 {
		return false
	}
	for _, s := range signoffStarts {
		if strings.HasPrefix(p, s) {
			return p[0] != '(' || strings.HasSuffix(p, ")") || strings.HasSuffix(p, "Enditem") || strings.HasSuffix(p, ").")
		}
	}
	if len(p) > 60 {
		return false
	}
	if _, ok := d.r.agencies.find(bare); ok && strings.Count(bare, " ") <= 3 {
		return true
	}
	if rest, ok := strings.CutPrefix(p, "(end)"); ok {
		return isInitials(rest)
	}
	if _, end, ok := d.r.agencies.bare(bare, 0); ok {
		return isInitials(bare[end:])
	}
	if i := strings.LastIndexByte(bare, ' '); i > 0 && isInitials(bare[:i]) {
		_, ok := d.r.agencies.find(bare[i+1:])
		return ok
	}
	return (p[0] == '/' || p[0] == '-' || p[0] == '=') && len(p) <= 12 && isInitials(bare)
}

var signoffStarts = [...]string{"(By ", "(Reporting by ", "(Reporting By ", "(Editing by ", "(Writing by ", "(Additional reporting", "Reporting by ",
	"(Compiled by ", "Enditem/", "(Reported by ", "(Written by ", "(With inputs from", "(With input from", "(Редактор", "(Con información de", "(Texte: "}

// isInitials reports whether s is nothing but initials of writers and
// editors: "ab/cd", "ABC DEF", "ghk.mt", "gb da".
func isInitials(s string) bool {
	s = strings.Trim(s, " .,:/-=")
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune(" /.,-+&=;", r) }) {
		if utf8.RuneCountInString(w) > 4 || !isCaps(w) && strings.ToLower(w) != w {
			return false
		}
		for _, r := range w {
			if !isLetter(r) && !isDigit(r) {
				return false
			}
		}
	}
	return true
}

// isBoilerplate knows what agencies put under every story.
func isBoilerplate(p string) bool {
	for _, s := range boilerplateStarts {
		if strings.HasPrefix(p, s) {
			return true
		}
	}
	for _, s := range boilerplateParts {
		if strings.Contains(p, s) {
			return true
		}
	}
	return false
}

var boilerplateStarts = [...]string{"This report by The Canadian Press", "This content by The Canadian Press", "Copyright", "COPYRIGHT", "© ", "(c) ", "(C) ",
	"All rights reserved", "ALL RIGHTS RESERVED", "Our Standards:", "Follow us on", "Follow AP", "Follow the AP", "Read more:", "Stay up-to-date with more news",
	"Subscribe to ", "Sign up for ", "The Associated Press receives", "The Associated Press’ ", "AP’s climate", "Find more of AP", "Find us on", "Associated Press coverage",
	"Last Updated:", "Associated Press writer", "Associated Press writers", "AP writer ", "AP Writer ", "AP journalists", "___", "Anadolu Agency website contains only",
	"Bu içerik", "Для получения", "Подписывайтесь", "SOURCE ", "Alle Rechte vorbehalten", "Todos los derechos"}

var boilerplateParts = [...]string{"was first published ", "is solely responsible for the content", "may not be published, broadcast, rewritten", "All rights reserved.",
	"has been published unedited", "published from a syndicated feed", "from a wire agency feed without modifications", "auto-generated from a syndicated feed",
	"See Terms of Use", "Follow him on Twitter", "Follow her on Twitter", "Trend News Agency on Telegram", "Follow the author on Twitter"}
