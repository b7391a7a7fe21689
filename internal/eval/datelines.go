package main

import (
	"encoding/xml"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"github.com/datelinewire/dateline/ingest/copydesk"
	"github.com/datelinewire/dateline/wire"
)

// An item is one entry of the 1987 feeds.
type item struct {
	GUID        string `xml:"guid"`
	Title       string `xml:"title"`
	Date        string `xml:"pubDate"`
	Description string `xml:"description"`
}

// A storyGold says what a story's dateline is.
type storyGold struct {
	GUID     string  `json:"guid"`
	Dateline *string `json:"dateline"`
	City     string  `json:"city"`
	Region   string  `json:"region"`
	Country  string  `json:"country"`
	Month    int     `json:"month"`
	Day      int     `json:"day"`
	Clean    bool    `json:"clean"`
	Lead     string  `json:"lead"`
}

func (e *eval) reuters(folder string) error {
	gold := map[string]storyGold{}
	if err := lines(filepath.Join(folder, "gold.jsonl"), func(g storyGold) { gold[g.GUID] = g }); err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(folder, "feeds", "*.xml"))
	if err != nil {
		return err
	}
	sort.Strings(files)
	var cut, place, region, country, countries, date, clean, whole, without float64
	for _, f := range files {
		items, err := feed(f)
		if err != nil {
			return err
		}
		for _, it := range items {
			g, ok := gold[it.GUID]
			if !ok || !e.mine() {
				continue
			}
			a, _, _ := e.reader.Read(it.copy())
			p, d := opening(&a)
			if g.Dateline == nil {
				without++
				if a.Dateline == nil {
					whole++
				} else {
					e.miss("reuters %s: not whole: %q", g.GUID, a.Dateline.Text)
				}
				continue
			}
			if !g.Clean {
				e.miss("reuters %s unclean: got %q %+v want %q", g.GUID, d.Text, d.Places, *g.Dateline)
				continue
			}
			clean++
			count(&cut, same(d.Text, *g.Dateline))
			count(&place, same(p.Name, g.City))
			count(&region, same(p.Region, g.Region))
			count(&date, d.Month == g.Month && d.Day == g.Day)
			if g.Country != "" {
				countries++
				count(&country, p.Country == g.Country)
			}
			if !same(d.Text, *g.Dateline) || !same(p.Name, g.City) || !same(p.Region, g.Region) || d.Month != g.Month || g.Country != "" && p.Country != g.Country {
				e.miss("reuters %s: got %q %+v want %q %s/%s/%s", g.GUID, d.Text, d.Places, *g.Dateline, g.City, g.Region, g.Country)
			}
		}
	}
	e.add("reuters", "dateline cut exact", cut, clean, "99.7")
	e.add("reuters", "place", place, clean, "99.7")
	e.add("reuters", "region", region, clean, "99.5")
	e.add("reuters", "month and day", date, clean, "99.7")
	e.add("reuters", "country where gold has one", country, countries, "")
	e.add("reuters", "without dateline, left whole", whole, without, "100")
	return nil
}

func count(n *float64, right bool) {
	if right {
		*n++
	}
}

// opening is the first place and the dateline, empty ones where there is none.
func opening(a *wire.Article) (wire.Place, wire.Dateline) {
	if a.Dateline == nil {
		return wire.Place{}, wire.Dateline{}
	}
	if len(a.Dateline.Places) == 0 {
		return wire.Place{}, *a.Dateline
	}
	return a.Dateline.Places[0], *a.Dateline
}

func feed(file string) ([]item, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var doc struct {
		Items []item `xml:"channel>item"`
	}
	if err := xml.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return doc.Items, nil
}

// copy makes paragraphs of the item's <p> elements, which is all these feeds
// have.
func (it item) copy() copydesk.Copy {
	c := copydesk.Copy{Headline: it.Title}
	c.Date, _ = time.Parse(time.RFC1123Z, it.Date)
	for p := range strings.SplitSeq(it.Description, "</p>") {
		c.Paragraphs = append(c.Paragraphs, html.UnescapeString(strings.TrimPrefix(p, "<p>")))
	}
	return c
}

// An openingGold is a row of openings/.
type openingGold struct {
	ID     string `json:"id"`
	Text   string `json:"text"`
	City   string `json:"city"`
	Region string `json:"region"`
	Month  int    `json:"month"`
	Day    int    `json:"day"`
	Year   int    `json:"year"`
	Agency string `json:"agency"`
	Clean  bool   `json:"clean"`
}

func (e *eval) openings(file, set, goal string) error {
	var place, region, date, agency, clean, agencies, rough, roughs float64
	err := lines(file, func(g openingGold) {
		if !e.mine() {
			return
		}
		a, _, _ := e.reader.Read(copydesk.ParsePlain(g.Text, time.Time{}))
		p, d := opening(&a)
		names := make([]string, len(d.Places))
		for i := range d.Places {
			names[i] = d.Places[i].Name
		}
		right := same(strings.Join(names, "|"), g.City)
		if !right {
			e.miss("%s %s (clean %v): got %q %+v want %q, text %.80q", set, g.ID, g.Clean, d.Text, d.Places, g.City, g.Text)
		}
		if !g.Clean {
			roughs++
			count(&rough, right)
			return
		}
		clean++
		count(&place, right)
		count(&region, same(p.Region, g.Region) || g.Region == "")
		count(&date, d.Month == g.Month && d.Day == g.Day && d.Year == g.Year)
		if g.Agency != "" {
			agencies++
			ok := holds(a.Agency, g.Agency) || strings.Contains(squeeze(g.Agency), squeeze(a.Agency)) && a.Agency != ""
			count(&agency, ok)
			if !ok {
				e.miss("%s %s: agency %q want %q", set, g.ID, a.Agency, g.Agency)
			}
		}
	})
	e.add(set, "place", place, clean, goal)
	e.add(set, "region", region, clean, "")
	e.add(set, "month, day, year", date, clean, "")
	e.add(set, "agency where printed", agency, agencies, "")
	e.add(set, "place in rows that are not clean", rough, roughs, "")
	return err
}
