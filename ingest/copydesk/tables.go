package copydesk

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

var (
	//go:embed data/places.txt
	placesText string
	//go:embed data/countries.txt
	countriesText string
	//go:embed data/regions.txt
	regionsText string
	//go:embed data/agencies.txt
	agenciesText string
	//go:embed data/apstyle.txt
	apstyleText string
)

// A table is text whose lines are "key<TAB>rest", sorted bytewise, and where
// in it the lines of a two-byte prefix begin. It is searched where it lies.
type table struct {
	text   string
	prefix []uint16
	start  []int32 // one more than prefix: the last is the end
}

var (
	placesTable    = sync.OnceValue(func() *table { return newTable(placesText) })
	countriesTable = sync.OnceValue(func() *table { return newTable(countriesText) })
	regionsTable   = sync.OnceValue(func() *table { return newTable(regionsText) })
)

func newTable(text string) *table {
	t := &table{text: text}
	for at := 0; at < len(text); {
		if p := prefixOf(text[at:]); len(t.prefix) == 0 || p != t.prefix[len(t.prefix)-1] {
			t.prefix = append(t.prefix, p)
			t.start = append(t.start, int32(at))
		}
		at += strings.IndexByte(text[at:], '\n') + 1
	}
	t.start = append(t.start, int32(len(text)))
	return t
}

func prefixOf[T string | []byte](key T) uint16 {
	return uint16(key[0])<<8 | uint16(key[1])
}

// find returns the rest of the line of that key. Keys have two bytes or more.
func (t *table) find(key []byte) (string, bool) {
	if len(key) < 2 {
		return "", false
	}
	i, ok := slices.BinarySearch(t.prefix, prefixOf(key))
	if !ok {
		return "", false
	}
	lo, hi := int(t.start[i]), int(t.start[i+1])
	for lo < hi {
		mid := lo + (hi-lo)/2
		start := lo + strings.LastIndexByte(t.text[lo:mid], '\n') + 1
		end := start + strings.IndexByte(t.text[start:], '\n')
		line := t.text[start:end]
		tab := strings.IndexByte(line, '\t')
		switch name := line[:tab]; {
		case name == string(key):
			return line[tab+1:], true
		case name < string(key):
			lo = end + 1
		default:
			hi = start
		}
	}
	return "", false
}

// lists reads a table of lines "name=form,form"; "#" begins a comment line.
func lists(text string, each func(name string, forms []string)) {
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		name, forms, _ := strings.Cut(line, "=")
		each(name, strings.Split(forms, ","))
	}
}

// apstyle maps the key of a place that stands alone to its country.
var apstyle = sync.OnceValue(func() map[string]string {
	m := make(map[string]string)
	lists(apstyleText, func(country string, names []string) {
		for _, n := range names {
			m[key(n)] = country
		}
	})
	return m
})

// set is the set of the words of lists.
func set(words ...string) map[string]bool {
	m := make(map[string]bool)
	for _, list := range words {
		for w := range strings.FieldsSeq(list) {
			m[w] = true
		}
	}
	return m
}
