package samplewire

import (
	"embed"
	"strings"
	"sync"
)

// The copy is templates in text files, one file a language, press releases
// apart. In a file,
//
//	== name | Category | sea      opens a frame; sea: only for towns on the water,
//	                              cool: with a winter, hills: with hills
//	crop: tea | hazelnut          is a slot and what may stand in it
//	tons: 1200..9800/50           or a number, from, to and step
//	H: {Crop} harvest begins      headlines, of which one is taken
//	L: ...                        leads, likewise
//	B: ...                        paragraphs, of which some are taken
//	Q: ...  R: ...                what the first and the second speaker say
//
// {slot} stands for the slot's value, {Slot} for the value with a capital.
// a~b is the form for a man and the form for a woman. Slots every frame has:
// place, country, weekday, month, year, person, surname, role, second,
// surname2, role2, he, his, and number words for the agency's use.
//
//go:embed copy/*.txt
var copyFiles embed.FS

// A frame is one kind of story.
type frame struct {
	name, category string
	where          string // what the town must have
	slots          []slot
	heads, leads   []string
	facts          []string // B
	first, second  []string // Q and R
}

type slot struct {
	name   string
	values []string
}

// frames reads the copy of one language, once.
var frames = sync.OnceValue(func() map[string][]frame {
	all := map[string][]frame{}
	entries, _ := copyFiles.ReadDir("copy")
	for _, e := range entries {
		data, _ := copyFiles.ReadFile("copy/" + e.Name())
		all[strings.TrimSuffix(e.Name(), ".txt")] = parseCopy(string(data))
	}
	return all
})

// parseCopy reads one copy file. Lines it does not know belong to no frame; a
// test sees to it that there are none.
func parseCopy(text string) []frame {
	var all []frame
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if head, ok := strings.CutPrefix(line, "== "); ok {
			parts := split(head)
			f := frame{name: parts[0]}
			if len(parts) > 1 {
				f.category = parts[1]
			}
			if len(parts) > 2 {
				f.where = parts[2]
			}
			all = append(all, f)
			continue
		}
		key, value, ok := strings.Cut(line, ": ")
		if !ok || len(all) == 0 {
			continue
		}
		all[len(all)-1].put(key, value)
	}
	return all
}

func (f *frame) put(key, value string) {
	switch key {
	case "H":
		f.heads = append(f.heads, value)
	case "L":
		f.leads = append(f.leads, value)
	case "B":
		f.facts = append(f.facts, value)
	case "Q":
		f.first = append(f.first, value)
	case "R":
		f.second = append(f.second, value)
	default:
		f.slots = append(f.slots, slot{key, split(value)})
	}
}

// suits reports whether the story can happen at p.
func (f *frame) suits(p place) bool {
	switch f.where {
	case "sea":
		return p.sea
	case "cool":
		return !p.hot
	case "hills":
		return !p.flat
	}
	return true
}

// split parts a list at its bars.
func split(s string) []string {
	parts := strings.Split(s, "|")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}
