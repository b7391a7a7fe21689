package copydesk

import (
	"strings"
	"unicode/utf8"

	"github.com/datelinewire/dateline/wire"
)

// Limits of what may stand in front of a dateline and behind a story. They are
// wide for the trade and keep a story from being taken apart.
const (
	maxLeading  = 8   // paragraphs in front
	maxSkipped  = 3   // of them, paragraphs we do not know the kind of
	maxSkipText = 900 // bytes of those
	maxTrailing = 12  // paragraphs behind
	maxNote     = 400 // bytes of one advisory line
)

// cut finds the notes in front, the dateline, the lead, and the notes behind.
func (d *sheet) cut() {
	n := len(d.paras)
	at := 0
	for at < n && at < maxLeading {
		if d.opens(at) {
			break
		}
		kind, rule, ok := d.leading(at)
		if !ok || at == n-1 {
			break
		}
		d.note(kind, rule, at)
		at++
	}
	if d.line == nil {
		at = d.ahead(at)
	}
	if d.line == nil {
		d.lead = d.unsure(min(at, n))
	}
	d.trailing()
}

// unsure gives lines back to a story without a dateline that only looked like
// an agency's rubrics: "Flash: the update is out" can be the story itself. It
// returns where the lead is.
func (d *sheet) unsure(lead int) int {
	for i, n := range d.notes {
		if n.Kind == wire.NoteByline || !isRubricLine(n.Text) && !d.isSlugLine(n.Text) {
			continue
		}
		for _, gone := range d.notes[i:] {
			d.skip[gone.para] = false
		}
		d.notes, d.spans = d.notes[:i], d.spans[:min(i, len(d.spans))]
		return n.para
	}
	return lead
}

// opens takes the dateline off paragraph at, and what is run into the line
// before it.
func (d *sheet) opens(at int) bool {
	p := d.paras[at]
	more := at+1 < len(d.paras)
	off, kind, line := d.opening(p, more)
	if line == nil {
		return d.placeLine(at)
	}
	lead, rest := at, off+line.rest
	if rest >= len(p) {
		// The dateline has a line of its own. It must read the same in one
		// line with the lead, the way articles are printed.
		if d.bylineJoins(line, at) {
			return true
		}
		joined := line.text + " " + d.paras[at+1]
		again := d.scanner.scan(joined, at+2 < len(d.paras))
		if again == nil || !strings.HasPrefix(again.text, line.text) || again.rest <= len(line.text) || again.rest >= len(joined) ||
			strings.Trim(again.text[len(line.text):], " -–—_=:.") != "" {
			return false
		}
		lead, rest = at+1, again.rest-len(line.text)-1
		line = again
	}
	if off > 0 {
		d.notes = append(d.notes, note{wire.Note{Text: strings.TrimSpace(p[:off]), Kind: kind}, at})
		d.span("note before dateline", "notes", at, 0, off)
	}
	d.line, d.lead, d.rest = line, lead, rest
	d.span("dateline "+line.form.name, "dateline", at, off, off+len(line.text))
	return true
}

// anadolu is the agency that prints the place alone, on a line of its own.
const anadolu = "Anadolu"

var placeForm = form{name: "place line", need: capsPlace}

// placeLine takes a place in capitals with nothing behind it, which only
// Anadolu prints: "ANKARA", and then the text. It must be the source's agency,
// or be named in the first paragraphs.
func (d *sheet) placeLine(at int) bool {
	p := d.paras[at]
	l := &d.scanner
	l.begin(p[:min(len(p), maxBracket)])
	w, ok := l.words(0)
	if !ok || len(l.pieces) > 0 || !isCaps(p[:w.end]) || !standsAlone(p[:w.end]) || isRubric(p[:w.end]) {
		return false
	}
	text, lead, rest := p[w.end:], at, w.end+1
	if text == "" && at+1 < len(d.paras) {
		text, lead, rest = " "+d.paras[at+1], at+1, 0
		l.begin((p + text)[:min(len(p)+len(text), maxBracket)])
		if again, ok := l.words(0); !ok || len(l.pieces) > 0 || again.end != w.end {
			return false // in one line with the lead it would be another place
		}
	}
	if len(text) < 2 || text[0] != ' ' || !startsName(text[1:]) || isCapsWord(text[1:placeWordEnd(text, 1)]) || !d.isAnadolu(at) {
		return false
	}
	place := wire.Place{Name: p[:w.end]}
	place.Country = country(place)
	d.line = &dateline{text: p[:w.end], places: []wire.Place{place}, agency: anadolu, form: &placeForm}
	d.lead, d.rest = lead, rest
	d.span("dateline "+placeForm.name, "dateline", at, 0, w.end)
	return true
}

func (d *sheet) isAnadolu(at int) bool {
	if d.r.house.Agency != "" {
		return d.r.house.Agency == anadolu
	}
	for _, p := range d.paras[at:min(len(d.paras), at+4)] {
		if strings.Contains(p[:min(len(p), maxClauseLead)], anadolu) {
			return true
		}
	}
	return false
}

// bylineJoins takes a dateline of three lines: "Baku, Azerbaijan, May 3", "By A
// Name - Trend:", and then the text.
func (d *sheet) bylineJoins(line *dateline, at int) bool {
	if at+2 >= len(d.paras) || len(d.paras[at+1]) > maxBracket || !isByline(d.paras[at+1]) {
		return false
	}
	joined := line.text + " " + d.paras[at+1]
	again := d.scanner.scan(joined+" "+d.paras[at+2], at+3 < len(d.paras))
	if again == nil || again.text != joined {
		return false
	}
	d.line, d.lead, d.rest = again, at+2, 0
	d.span("dateline "+again.form.name, "dateline", at, 0, len(line.text))
	return true
}

// opening scans p for a dateline, at its beginning or behind a byline, an
// advisory, stars or a rubric that is run into the line.
func (d *sheet) opening(p string, more bool) (off int, kind wire.NoteKind, line *dateline) {
	if line = d.scanner.scan(p, more); line != nil {
		return 0, "", line
	}
	if s := strings.TrimLeft(p, "* "); len(s) < len(p) && s != "" {
		if line = d.scanner.scan(s, more); line != nil && isAdvisory(strings.TrimSpace(p[:len(p)-len(s)])) {
			return len(p) - len(s), wire.NoteAdvisory, line
		}
		return 0, "", nil
	}
	kind, ok := d.prefix(p)
	if !ok {
		return 0, "", nil
	}
	tries := 0
	fits := func(i int) bool {
		// On a line of its own it must be known for a note again.
		text := strings.TrimSpace(p[:i])
		k, _, ok := d.leadingText(text)
		return ok && k == kind
	}
	for i := 1; i < len(p) && i < maxOpening && tries < maxPieces; i++ {
		if p[i-1] != ' ' && p[i-1] != '-' || !startsName(p[i:]) {
			continue
		}
		tries++
		line = d.scanner.scan(p[i:], more)
		if line == nil || !line.strong() || len(line.places) == 0 || line.form.need == capsKnown {
			continue
		}
		name := line.places[0].Name
		if (isCaps(name) && utf8.RuneCountInString(name) > 2 || line.day.month > 0 && isKnown(name)) && fits(i) {
			return i, kind, line
		}
	}
	return 0, "", nil
}

// prefix reports whether p begins with what may be run into a dateline's line.
func (d *sheet) prefix(p string) (wire.NoteKind, bool) {
	if isByline(p) {
		return wire.NoteByline, true
	}
	if p[0] == '(' || p[0] == '[' || p[0] == '<' {
		return wire.NoteAdvisory, true
	}
	if _, _, ok := d.r.agencies.bare(p, 0); ok {
		return wire.NoteAdvisory, true
	}
	w := p[:wordEnd(p, 0)]
	return wire.NoteAdvisory, isCaps(w) && len(w) > 2 && rubrics()[key(firstPart(w))]
}

// ahead looks for a strong dateline behind paragraphs whose kind we do not
// know (a summary above the story): only where lines in front of them already
// said that this is agency copy.
func (d *sheet) ahead(at int) int {
	if len(d.notes) == 0 {
		return at
	}
	size := 0
	for k := at; k < len(d.paras) && k <= at+maxSkipped; k++ {
		p := d.paras[k]
		line := d.scanner.scan(p, k+1 < len(d.paras))
		if line != nil && line.strong() && len(line.places) > 0 && line.rest < len(p) {
			for i := at; i < k; i++ {
				d.note(wire.NoteAdvisory, "note above dateline", i)
			}
			d.opens(k)
			return k
		}
		if size += len(p); size > maxSkipText {
			break
		}
	}
	return at
}

func (d *sheet) note(kind wire.NoteKind, rule string, para int) {
	d.notes = append(d.notes, note{wire.Note{Text: d.paras[para], Kind: kind}, para})
	d.skip[para] = true
	d.span(rule, "notes", para, 0, len(d.paras[para]))
}

// leading reports whether a paragraph in front of the story is a note.
func (d *sheet) leading(at int) (wire.NoteKind, string, bool) {
	return d.leadingText(d.paras[at])
}

func (d *sheet) leadingText(p string) (wire.NoteKind, string, bool) {
	switch {
	case len(p) > maxNote:
		return "", "", false
	case isByline(p) && bylineNames(p) != nil:
		return wire.NoteByline, "note byline", true
	case isAdvisory(p):
		return wire.NoteAdvisory, "note advisory", true
	case d.isSlugLine(p):
		return wire.NoteAdvisory, "note slug", true
	}
	return "", "", false
}

// isAdvisory reports whether p is a line to editors: in brackets, stars, or a
// rubric.
func isAdvisory(p string) bool {
	if strings.Trim(p, "*_-=+# ") == "" {
		return true
	}
	if p[0] == '(' && strings.HasSuffix(p, ")") && strings.Count(p, "(") == strings.Count(p, ")") {
		return !strings.Contains(p, ") ") || strings.IndexByte(p, ')') == len(p)-1
	}
	if p[0] == '[' && strings.HasSuffix(p, "]") && strings.IndexByte(p, ']') == len(p)-1 {
		return true
	}
	if strings.HasSuffix(p, "///") { // AFP parts its line to editors from the copy so
		return true
	}
	for _, s := range advisoryStarts {
		if rest, ok := strings.CutPrefix(p, s); ok && (rest == "" || !isWordByte(rest[0])) {
			return true
		}
	}
	return isRubricLine(p)
}

// isRubricLine knows one to five words without a sentence's end, the first of
// them a rubric: "Zusammenfassung - 1745", "Hintergrund - Kurzporträt",
// "FACTBOX".
func isRubricLine(p string) bool {
	if strings.Count(p, " ") <= 4 && len(p) <= 60 && !strings.ContainsAny(p[len(p)-1:], ".!?:,\"") {
		w := key(p[:wordEnd(p, 0)])
		return leadRubrics[w] || strings.HasPrefix(w, "korr ") || strings.HasPrefix(w, "update ")
	}
	return false
}

var advisoryStarts = [...]string{"Eds:", "EDS:", "Eds.:", "Editors:", "EDITORS:", "Attention editors", "ATTENTION EDITORS", "ATTN:", "Attn:", "ADVISORY:",
	"EDITOR'S NOTE", "EDITOR’S NOTE", "Editor's note", "Editor’s note", "Editors' note", "Editors’ note", "NOTE TO EDITORS", "Note to editors", "HOLD FOR RELEASE", "EMBARGOED",
	"Embargoed until", "Embargoed for", "NOT FOR RELEASE", "Achtung:", "Sperrfrist", "WRITETHRU", "A note to editors"}

var leadRubrics = map[string]bool{"zusammenfassung": true, "tabelle": true, "hintergrund": true, "eilmeldung": true, "korr": true, "korrektur": true,
	"vorschau": true, "porträt": true, "portrat": true, "fragen": true, "analyse": true, "interview": true, "extra": true, "summary": true,
	"factbox": true, "timeline": true, "urgent": true, "bulletin": true, "flash": true, "update": true, "exclusive": true, "analysis": true,
	"feature": true, "chronologie": true, "stichwort": true, "kommentar": true, "reportage": true, "dpa": true, "ergänzung": true, "erganzung": true,
	"wdh": true, "berichtigung": true, "meldung": true, "uberblick": true, "dokumentation": true, "kurzmeldungen": true, "terminvorschau": true}

// isSlugLine knows what an agency puts above its copy: its name and a word or
// initials, no sentence.
func (d *sheet) isSlugLine(p string) bool {
	_, end, ok := d.r.agencies.bare(p, 0)
	if !ok || len(p) > 80 || strings.ContainsAny(p[len(p)-1:], ".!?\"") {
		return false
	}
	return end == len(p) || strings.Count(p, " ") <= 8 && !hasVerb(p)
}

// hasVerb reports whether a word of p begins small and is no particle: there
// may be a sentence.
func hasVerb(p string) bool {
	for w := range strings.FieldsSeq(p) {
		r, _ := utf8.DecodeRuneInString(w)
		if isLower(r) && !isParticle(w) && !strings.ContainsAny(w, "/-0123456789") && w != "por" && w != "by" && len(w) > 4 && w != "fotografía" {
			return true
		}
	}
	return false
}
