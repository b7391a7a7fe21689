package copydesk

import (
	"iter"
	"slices"
	"strings"

	"github.com/datelinewire/dateline/wire"
)

// A town is what the gazetteer knows of a name.
type town struct {
	rank    int    // 1 capital or above 500,000; 2 above 100,000 or seat of a state; 3 smaller
	country string // of the largest; "US-GA" is Georgia, the state
	others  string // of the others by size, parted by blanks
	sure    bool   // the first country is the one that is meant
}

// countries are all countries that have a town of the name, by size.
func (t town) countries() iter.Seq[string] {
	return func(yield func(string) bool) {
		if !yield(t.country) || t.others == "" {
			return
		}
		for c := range strings.SplitSeq(t.others, " ") {
			if !yield(c) {
				return
			}
		}
	}
}

// isIn reports whether the country of that code has a town of the name.
func (t town) isIn(code string) bool {
	for c := range t.countries() {
		if c[:2] == code {
			return true
		}
	}
	return false
}

// lookTown looks a place up by name.
func lookTown(name string) (town, bool) {
	var buf [96]byte
	if len(name) > 80 {
		return town{}, false
	}
	k := appendKey(buf[:0], name)
	line, ok := townLine(k)
	if !ok {
		return town{}, false
	}
	rank, codes, _ := strings.Cut(line, "\t")
	t := town{rank: int(rank[0] - '0')}
	t.country, t.others, _ = strings.Cut(codes, " ")
	t.country, t.sure = strings.CutSuffix(t.country, "!")
	return t, true
}

// townLine is the line of the town of key k.
func townLine(k []byte) (string, bool) {
	line, ok := placesTable().find(k)
	if !ok && len(k) > 0 && k[0] >= 0xd0 {
		line, ok = placesTable().find(transliterate(k))
	}
	return line, ok && len(k) > 0
}

// isGreatPlace reports whether s names a country or a great town.
func isGreatPlace(s string) bool {
	var buf [96]byte
	if len(s) > 80 || s == "" {
		return false
	}
	k := appendKey(buf[:0], s)
	if _, ok := countriesTable().find(k); ok {
		return true
	}
	line, ok := townLine(k)
	return ok && line[0] <= '2'
}

// transliterate writes a Cyrillic key in Latin letters, as atlases do.
func transliterate(k []byte) []byte {
	if len(k) == 0 || k[0] < 0xd0 || k[0] > 0xd2 {
		return k
	}
	b := make([]byte, 0, len(k))
	for _, r := range string(k) {
		if i := strings.IndexRune(cyrillic, r); i >= 0 {
			b = append(b, latin[i/2]...)
		} else if r < 0x80 {
			b = append(b, byte(r))
		}
	}
	return b
}

const cyrillic = "абвгдежзийклмнопрстуфхцчшщыэюяієґў"

var latin = [...]string{"a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "y", "e", "yu", "ya", "i", "ie", "g", "u"}

// apPlace returns what AP's list has of the name, see apstyle.
func apPlace(name string) (country string, ok bool) {
	var buf [96]byte
	country, ok = apstyle()[string(appendKey(buf[:0], name))]
	return country, ok
}

// standsAlone reports whether a place needs no date and no agency to be taken
// for a dateline: AP's list, capitals and great cities.
func standsAlone(name string) bool {
	if _, ok := apPlace(name); ok {
		return true
	}
	t, ok := lookTown(name)
	return ok && t.rank <= 2 && !commonWords[key(name)]
}

// commonWords are great towns whose names are words as well: they do not
// stand alone in front of a dash.
var commonWords = set(`nice split mobile reading bath orange tours essen male lens hull sale deal battle rugby cork wells march derby
	independence enterprise liberty paradise eagle surprise hope best mode police union lead hall bar born media mission van batman ordu
	man of as is at male chair list most bonn-apart buffalo victoria ben salt lake ball plan time data power force bay angle sport pilot
	normal eureka progress commerce industry concord globe journal post general national federal central capital moment model`)

// standsApart reports whether AP's list has the place without a country.
func standsApart(name string) bool {
	c, ok := apPlace(name)
	return ok && c == "-"
}

// isKnown reports whether the gazetteer has the name.
func isKnown(name string) bool {
	if _, ok := apPlace(name); ok {
		return true
	}
	_, ok := lookTown(name)
	return ok || isNoTown(name)
}

// countryNamed returns the country that s names in full ("-" for one without
// a code).
func countryNamed(s string) (string, bool) {
	var buf [96]byte
	if len(s) > 80 || s == "" {
		return "", false
	}
	return countriesTable().find(appendKey(buf[:0], s))
}

// regionCountries returns the countries that have a region of that name.
func regionCountries(s string) []string {
	var buf [96]byte
	if len(s) > 80 || s == "" {
		return nil
	}
	k := appendKey(buf[:0], s)
	if line, ok := regionsTable().find(k); ok {
		return strings.Fields(line)
	}
	return nil
}

// isRegionName reports whether some country has a region of that name.
func isRegionName(s string) bool {
	var buf [96]byte
	if len(s) > 80 || s == "" {
		return false
	}
	_, ok := regionsTable().find(appendKey(buf[:0], s))
	return ok
}

// isRegion reports whether s names a state, a province or a country, or ends
// with one: "Grand Bahama, Bahamas".
func isRegion(s string) bool {
	if _, ok := countryNamed(s); ok {
		return true
	}
	return isRegionName(s)
}

// noTowns are words that open a place which is not a town.
var noTowns = [...]string{"ABOARD ", "ON THE ", "NEAR ", "ALONG THE ", "OFF ", "ON BOARD ", "OVER ", "IN THE ", "WITH ", "OUTSIDE ", "EN ROUTE ", "AT THE ", "NORTH OF ", "SOUTH OF ", "EAST OF ", "WEST OF "}

func isNoTown(name string) bool {
	if name == "UNITED NATIONS" {
		return true
	}
	for _, p := range noTowns {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	return false
}

// country fills in the country of a place, when it is certain: the region
// says so, or the place stands alone.
func country(p wire.Place) string {
	if p.Region != "" {
		return regionCountry(p.Name, p.Region)
	}
	if isNoTown(p.Name) {
		return ""
	}
	if c, ok := apPlace(p.Name); ok {
		return strings.TrimPrefix(c, "-")
	}
	t, ok := lookTown(p.Name)
	if !ok || !t.sure {
		return ""
	}
	return t.country[:2]
}

// regionCountry is the country a printed region lies in. Where several have a
// region of that name (Georgia, Punjab, WA) the town decides.
func regionCountry(name, region string) string {
	last := region
	if i := strings.LastIndexByte(region, ','); i >= 0 {
		last = strings.TrimSpace(region[i+1:])
	}
	states := regionCountries(last)
	if c, ok := countryNamed(last); ok && len(states) == 0 {
		return strings.TrimPrefix(c, "-")
	}
	t, known := lookTown(name)
	switch {
	case len(states) == 1:
		return states[0]
	case len(states) > 1 && known:
		return amongst(t, states, key(last) == "georgia")
	case len(states) > 1:
		return ""
	}
	// A region that is no state we know may be a town that is seat of one.
	seat, ok := lookTown(last)
	if ok && seat.sure && (!known || t.isIn(seat.country[:2])) {
		return seat.country[:2]
	}
	return ""
}

// amongst returns the one country of states that has the town, or "".
func amongst(t town, states []string, georgia bool) string {
	if c := t.country[:2]; t.sure && slices.Contains(states, c) && !(georgia && t.country == "US" && t.isIn("GE")) {
		return c
	}
	found := ""
	for c := range t.countries() {
		if georgia && c == "US" {
			continue
		}
		cc := c[:2]
		if !slices.Contains(states, cc) || cc == found {
			continue
		}
		if found != "" {
			return ""
		}
		found = cc
	}
	return found
}
