package copydesk

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/datelinewire/dateline/wire"
)

// make fills in the dateline of a form whose pieces are there, and checks
// what else the form needs; nil when it is not met.
func (l *scanner) make(f *form, sig []byte, end, rest int) *dateline {
	mark := sig[len(sig)-1]
	if mark == '~' && !startsText(l.s[rest:]) {
		return nil
	}
	if mark != '~' && rest < len(l.s) && !mayFollow(l.s[rest:]) {
		return nil
	}
	d := &l.tries[0]
	if l.best == d {
		d = &l.tries[1]
	}
	*d = dateline{text: strings.TrimSpace(l.s[:end]), rest: rest, form: f, places: d.places[:0]}
	names := l.assemble(d)
	if !l.holds(f.need, d) {
		return nil
	}
	if len(d.places) > 0 && f.need != anyPlace && isRubric(d.places[0].Name) && !isRegion(lastPart(d.places[0].Region)) {
		return nil
	}
	if mark == '~' && d.agency == "" && d.day.month == 0 {
		return nil
	}
	d.byline = names
	return d
}

// startsText reports whether s can be the text behind a dateline that ends in
// nothing but a blank: it does not go on in small letters.
func startsText(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && !isLower(r) && (isLetter(r) || isDigit(r) || strings.ContainsRune("\"“«„‘'`¿¡[$", r))
}

// mayFollow reports whether s can stand behind a delimiter.
func mayFollow(s string) bool {
	return s != "" && s[0] != ',' && s[0] != ')' && s[0] != ':' && s[0] != ';'
}

// assemble fills in places, day and agency from the pieces. It returns the
// name that stands with the agency.
func (l *scanner) assemble(d *dateline) (name string) {
	var room [6]piece
	group := room[:0]
	closed := false // the place group has ended
	for i := range l.pieces {
		p := &l.pieces[i]
		if p.start >= len(d.text) {
			break
		}
		switch p.kind {
		case 'w':
			if closed || len(d.places) > 0 || len(group) > 0 && p.sep == 0 {
				name = l.s[p.start:p.end]
				continue
			}
			group = append(group, *p)
		case 'B':
			if !closed && len(group) > 0 && group[len(group)-1].kind == 'w' && l.isRegionBracket(i, d) {
				group = append(group, *p)
				continue
			}
			if d.agency == "" {
				d.agency = p.inner
			}
		case '[':
			group = append(group, *p)
		case 't':
			closed = len(group) > 0
			d.day = p.day
		case 'b', 's', 'a':
			closed = len(group) > 0
			d.agency = p.agency
			if p.day.month > 0 {
				d.day = p.day
			}
		case 'd':
			d.agency = p.agency
		case 'n':
			d.agency, name = p.agency, p.inner
		case 'k':
			d.agency, d.day, name = p.agency, p.day, p.inner
			d.places = append(d.places, l.cjkPlace(p))
		}
	}
	if n := len(group); n > 0 {
		if end := group[n-1].end; l.placedTo != end {
			l.placed, l.placedTo = l.places(group), end
		}
		d.places = append(d.places[:0], l.placed...)
	}
	l.atHome(d)
	return name
}

// atHome: a national agency lets its own towns stand alone.
func (l *scanner) atHome(d *dateline) {
	home := l.t.homes[d.agency]
	if home == "" {
		return
	}
	for i := range d.places {
		p := &d.places[i]
		if p.Country != "" || isNoTown(p.Name) {
			continue
		}
		if t, ok := lookTown(p.Name); ok && t.isIn(home) {
			if states := regionCountries(lastPart(p.Region)); p.Region == "" && !standsApart(p.Name) || slices.Contains(states, home) {
				p.Country = home
			}
		}
	}
}

// isRegionBracket reports whether the bracket at pieces[i] is the region of
// the place before it rather than an agency we do not know.
func (l *scanner) isRegionBracket(i int, d *dateline) bool {
	if isRegion(l.pieces[i].inner) {
		return true
	}
	for _, p := range l.pieces[i+1:] {
		if p.start < len(d.text) && (p.kind == 't' || p.kind == 'b') {
			return true
		}
	}
	return false
}

// holds checks a form's need.
func (l *scanner) holds(n need, d *dateline) bool {
	if len(d.places) == 0 {
		return n == anyPlace && (d.agency != "" || d.day.month > 0)
	}
	first := d.places[0]
	if isVague(first.Name) {
		return false
	}
	caps := isCaps(first.Name) || !hasCase(first.Name)
	known := isKnown(first.Name)
	region := first.Region != "" && isRegion(lastPart(first.Region))
	switch n {
	case likely:
		return caps || known || region
	case sureRegion:
		return (caps || known) && region
	case capsPlace:
		return caps && known
	case capsKnown:
		if isNoTown(first.Name) || !allPlaces(d.places) {
			return false
		}
		return caps && (first.Region == "" && standsAlone(first.Name) && !isRubric(first.Name) || region && known)
	case isoDate:
		return (caps || known) && d.day.year > 0 && strings.HasSuffix(d.text, isoEnd(d.day))
	}
	return true
}

// allPlaces reports whether every place of a list is in capitals and known.
func allPlaces(list []wire.Place) bool {
	for _, p := range list {
		if !isCaps(p.Name) || !isKnown(p.Name) {
			return false
		}
	}
	return true
}

func isoEnd(d day) string {
	two := func(n int) string { return string([]byte{'0' + byte(n/10), '0' + byte(n%10)}) }
	return "-" + two(d.month) + "-" + two(d.day)
}

func lastPart(s string) string {
	if i := strings.LastIndexByte(s, ','); i >= 0 {
		return strings.TrimSpace(s[i+1:])
	}
	return s
}

// places makes the list of places of a group: a word piece behind a comma is
// a region of the place before it, or a further place.
func (l *scanner) places(group []piece) []wire.Place {
	list := l.placed[:0]
	for _, p := range group {
		words := strings.Trim(l.s[p.start:p.end], " ")
		if p.kind != 'w' {
			words = p.inner
		}
		last := len(list) - 1
		switch {
		case last < 0:
			list = append(list, wire.Place{Name: words})
		case p.kind != 'w' || p.sep == ',' && isRegionOf(list[last], words):
			if r := &list[last].Region; *r != "" {
				*r += ", " + words
			} else {
				*r = words
			}
		case p.sep == '/' && isOneTown(list[last].Name, words):
			list[last].Name += "/" + words
		default:
			list = append(list, wire.Place{Name: words})
		}
	}
	if len(list) == 1 {
		countryFirst(&list[0])
	}
	for i := range list {
		p := &list[i]
		if p.Name == "CLANDESTINE" || p.Name == "NO CITY" {
			return nil
		}
		p.Country = country(*p)
	}
	shareRegion(list)
	return list
}

// shareRegion: in "OSLO and BERGEN, Norway" a country printed once at the end
// says where the last place lies; the earlier ones keep their own.
func shareRegion(list []wire.Place) {
	for i := range list {
		if n := len(list) - 1; i < n && list[i].Region == "" && list[i].Country == "" && list[n].Country != "" {
			if t, ok := lookTown(list[i].Name); ok && t.sure && t.country[:2] == list[n].Country {
				list[i].Country = list[n].Country
			}
		}
	}
}

// isRegionOf reports whether words behind a comma are the region of p.
func isRegionOf(p wire.Place, words string) bool {
	if isRegion(words) {
		return true
	}
	if isCaps(words) && isCaps(p.Name) && hasCase(words) {
		// "PARIS, LONDON" are two places; "HAMILTON, ONT" was found above.
		return !isKnown(words)
	}
	return !(p.Region == "" && !isCaps(p.Name) && isKnown(p.Name) && isKnown(words) && standsAlone(words))
}

// isOneTown knows the towns whose names hold a slash.
func isOneTown(a, b string) bool {
	switch key(a + " " + b) {
	case "frankfurt main", "frankfurt m", "frankfurt oder", "frankfurt o", "dallas fort worth", "dallas ft worth",
		"halle saale", "limburg lahn", "landshut isar", "weiden oberpfalz", "neumarkt oberpfalz", "minneapolis st paul",
		"rottenburg neckar", "rheda wiedenbruck", "raleigh durham", "seattle tacoma":
		return true
	}
	return false
}

// countryFirst turns "Georgia, Batumi" round.
func countryFirst(p *wire.Place) {
	c, ok := countryNamed(p.Name)
	if !ok || p.Region == "" || strings.Contains(p.Region, ",") {
		return
	}
	if _, isCountry := countryNamed(p.Region); isCountry {
		return
	}
	t, known := lookTown(p.Region)
	if !known {
		return
	}
	for cc := range t.countries() {
		if cc == c {
			p.Name, p.Region = p.Region, p.Name
			return
		}
	}
}
