package copydesk

import (
	_ "embed"
	"hash/maphash"
	"math/bits"
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

// A table is text whose lines are "key<TAB>rest", no key twice, and where in
// it the line of a key begins. The text is read where it lies.
type table struct {
	text string
	line []uint32 // by hash of the key: one more than where the line begins; 0 is free
	seed maphash.Seed
}

var (
	placesTable    = sync.OnceValue(func() *table { return newTable(placesText) })
	countriesTable = sync.OnceValue(func() *table { return newTable(countriesText) })
	regionsTable   = sync.OnceValue(func() *table { return newTable(regionsText) })
)

func newTable(text string) *table {
	// Between a quarter and a half of the slots are taken, so that a search is short.
	t := &table{text: text, line: make([]uint32, 2<<bits.Len(uint(strings.Count(text, "\n")))), seed: maphash.MakeSeed()}
	for at := 0; at < len(text); {
		end := at + strings.IndexByte(text[at:], '\n') + 1
		key := text[at : at+strings.IndexByte(text[at:end], '\t')]
		i := t.slot(maphash.String(t.seed, key))
		for t.line[i] != 0 {
			i = t.slot(uint64(i) + 1)
		}
		t.line[i] = uint32(at) + 1
		at = end
	}
	return t
}

func (t *table) slot(hash uint64) int { return int(hash & uint64(len(t.line)-1)) }

// find returns the rest of the line of that key. Keys have two bytes or more.
func (t *table) find(key []byte) (string, bool) {
	if len(key) < 2 {
		return "", false
	}
	for i := t.slot(maphash.Bytes(t.seed, key)); t.line[i] != 0; i = t.slot(uint64(i) + 1) {
		line := t.text[t.line[i]-1:]
		if len(line) > len(key) && line[len(key)] == '\t' && line[:len(key)] == string(key) {
			line = line[len(key)+1:]
			return line[:strings.IndexByte(line, '\n')], true
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
