package samplewire

import (
	"math/rand/v2"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // the stringers' zones, on machines that have none
)

// The formats of the documents.
const (
	RSS  = "rss"  // RSS 2.0
	Atom = "atom" // Atom 1.0
	RDF  = "rdf"  // RSS 1.0
	JSON = "json" // JSON Feed 1.1
)

// A Source is one feed of the service.
type Source struct {
	Name     string // [a-z]+
	Title    string // says that it is a sample
	Agency   string // canonical name of the agency whose manner it has
	Path     string // of the feed on this service, with its slash
	Format   string
	Timezone string // IANA name
	Language string // BCP 47
}

// Sources lists the feeds of every sample wire service, in the same order.
func Sources() []Source {
	var list []Source
	for _, s := range stringers() {
		list = append(list, s.Source)
	}
	return list
}

// A stringer is who files at a source, and the manner of his agency.
type stringer struct {
	Source
	index int
	zone  *time.Location
	beat  []place
	copy  string // name of the copy file
	tongue

	codes     string // countries of the beat
	dateline  func(place, time.Time) string
	ownLine   bool // the dateline is a paragraph of its own
	hasByline bool
	clause    string // ends the lead in place of its full stop
	open      string // quotation marks
	close     string
	verbs     []string // of speech, the plain one first
	titleCase bool
	manner    manner
	content   content
	finish    func(*Story, *rand.Rand)
}

// A tongue is what a language needs beside its copy.
type tongue struct {
	thousands string
	weekdays  [7]string
	months    [12]string
	pronouns  [4]string // he, she, his, her
	forms     [3][]string
	figure    string // what a correction changed
}

// stringers are the sources at work, read once.
var stringers = sync.OnceValue(func() []stringer {
	list := roster()
	towns := places()
	for i := range list {
		s := &list[i]
		s.index = i
		s.Title = "Sample wire in " + s.Agency + " style"
		s.Path = "/" + s.Name + "." + map[string]string{RSS: "rss", Atom: "atom", RDF: "rdf", JSON: "json"}[s.Format]
		zone, err := time.LoadLocation(s.Timezone)
		if err != nil { // cannot happen: the zones are built in
			zone = time.UTC
		}
		s.zone = zone
		for _, code := range strings.Fields(s.codes) {
			s.beat = append(s.beat, towns[code]...)
		}
	}
	return list
})
