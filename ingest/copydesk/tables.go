package copydesk

import (
	_ "embed"
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

// find returns the rest of the line of text that begins with key and a tab;
// lines are sorted bytewise.
func find(text string, key []byte) (string, bool) {
	lo, hi := 0, len(text)
	for lo < hi {
		mid := lo + (hi-lo)/2
		start := strings.LastIndexByte(text[:mid], '\n') + 1
		end := start + strings.IndexByte(text[start:], '\n')
		line := text[start:end]
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
