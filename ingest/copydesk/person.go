package copydesk

import (
	"strings"
)

// A person is somebody the story names in full.
type person struct {
	name    string
	low     string // the same in small letters
	surname string // in small letters
	gender  byte   // 'm', 'f' or 0
	roles   []string
	para    int // latest mention
	at      int
	subject bool // that mention opened its sentence
	spoke   int  // number of the last quote given to the person, from 1
}

// nameEnd is the end of the run of capitalised words at t[i], small particles
// between them included.
func nameEnd(t []token, i int) int {
	j := i + 1
	for j < len(t) && j-i < 12 {
		switch {
		case t[j].upper && !isPossessive(t[j-1].text):
			j++
		case isNameParticle(t[j].low) && j+1 < len(t) && t[j+1].upper && t[j].word:
			j += 2
		default:
			return j
		}
	}
	return j
}

func isPossessive(w string) bool {
	return w[len(w)-1] == 's' && (strings.HasSuffix(w, "'s") || strings.HasSuffix(w, "’s"))
}

func isNameParticle(w string) bool {
	switch w {
	case "de", "del", "la", "van", "von", "der", "den", "bin", "ibn", "al", "el", "da", "dos", "di", "du", "ter", "ben", "zu":
		return true
	}
	return false
}

// bareName cuts titles in front and what is no name off the run t[i:j]. It
// returns the words of the name, and the titles, which stay until it is called
// again.
func (c *cast) bareName(t []token, i, j int) (from, to int, cut []string) {
	from, cut = i, c.cut[:0]
	for k := i; k < j; k++ {
		if t[k].isTitle() {
			cut = append(cut, t[k].low)
			from = k + 1
		}
	}
	c.cut = cut
	// A title behind the name ("Bush administration") leaves the run as it is.
	if from >= j {
		return i, j, cut
	}
	if from == i && j-i > 1 && t[from].is(anOpener) {
		from++
	}
	if j-from > 2 {
		// "President of Norland Anna Holm": the country is no part of it.
		if _, ok := countryNamed(t[from].text); ok {
			from++
		}
	}
	return from, j, cut
}

// isTitle reports whether t is a title, or ends with one behind a hyphen.
func (t *token) isTitle() bool {
	if !t.word {
		return false
	}
	if t.is(aTitle) {
		return true
	}
	i := strings.LastIndexByte(t.low, '-')
	return i > 0 && senseOf(t.low[i+1:]).is(aTitle)
}

// sentenceWords open sentences with a capital and are no part of a name.
const sentenceWords = `the a an in on at to for from with by and but or as if when while after before since until because although though
	however meanwhile earlier later also then now here there this that these those it its he she they we i you his her their our my your
	what who how why where which one two three some many most all both another other others no not yes so yet still even just only last
	next asked me us him them according speaking despite during like unlike under over about through among against between without within thanks
	monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december
	sen rep gov mr mrs ms dr democrats republicans former let once perhaps maybe more`

// orgWords say that a run of capitals is no person.
const orgWords = `house senate congress party court department ministry university college institute committee council commission board
	bank group company corp inc llc ltd street avenue road city county state states united national international association union
	center centre foundation fund post times journal news press tribune herald daily magazine radio tv network channel coast
	act bill amendment agreement convention conference forum summit war world cup league club team day night week street wall white
	north south east west new los san american americans british french german russian chinese european africa asia europe america
	republicans democrats republican democratic democrats gop pac tea security service agency bureau office police army navy force forces
	church school hospital museum park river lake mountain island islands sea ocean gulf bay valley beach airport studies
	project coalition federation society alliance campaign caucus primary election supreme federal central general administration`

// person returns the person of the full name t, words of s, a new one if need
// be; nil when the words are no person's name.
func (c *cast) person(s string, t []token) *person {
	if t[0].is(anOpener) {
		return nil
	}
	for k := range t {
		w := &t[k]
		if !w.word || w.is(anOrganisation) || !w.upper && !isNameParticle(w.low) || k > 0 && w.is(anOpener) {
			return nil
		}
		if len(w.text) > 3 && isCaps(w.text) && !isCaps(t[0].text) {
			return nil
		}
	}
	name := strings.TrimSuffix(strings.TrimSuffix(joined(s, t), "'s"), "’s")
	var buf [96]byte
	low := appendLower(buf[:0], name)
	if p := c.names[string(low)]; p != nil {
		return p
	}
	return c.add(name, low, t)
}

// maxPeople bounds the people of one story.
const maxPeople = 200

func (c *cast) add(name string, low []byte, t []token) *person {
	if len(c.people) >= maxPeople || len(name) > 80 {
		return nil
	}
	first := &t[0]
	if !first.is(aManName|aWomanName) && isGreatPlace(name) {
		return nil
	}
	p := c.newPerson()
	p.name, p.low, p.gender = name, c.keep(low), first.sense().gender()
	p.surname = t[len(t)-1].low
	if isSuffix(p.surname) && len(t) > 2 {
		p.surname = t[len(t)-2].low
	}
	if len(t) == 2 && isKoreanGiven(t[1].text) {
		p.surname = first.low
	}
	c.people = append(c.people, p)
	c.firsts |= letterBit(p.surname[0])
	c.names[p.low] = p
	if old, ok := c.family[p.surname]; !ok {
		c.family[p.surname] = p
	} else if old != nil && !strings.HasSuffix(p.low, old.low) {
		c.family[p.surname] = nil
	}
	return p
}

func (c *cast) newPerson() *person {
	n := len(c.stock)
	if n == cap(c.stock) {
		return &person{}
	}
	c.stock = c.stock[:n+1]
	p := &c.stock[n]
	*p = person{roles: p.roles[:0]}
	return p
}

// isKoreanGiven knows given names that follow the family's: "Eun-chae", two
// syllables of which the second has a small letter.
func isKoreanGiven(w string) bool {
	a, b, ok := strings.Cut(w, "-")
	return ok && len(a) > 1 && len(b) > 1 && b[0] >= 'a' && b[0] <= 'z' && a[1] >= 'a' && a[1] <= 'z'
}

func isSuffix(w string) bool {
	return w == "jr" || w == "sr" || w == "ii" || w == "iii"
}

func (c *cast) touch(p *person, para, at int, subject bool, cut []string) {
	p.para, p.at, p.subject = para, at, subject
	for _, w := range cut {
		if g := genderOf(w); g != 0 {
			p.gender = g
		}
		p.addRole(w)
	}
	c.last = p
}

func (p *person) addRole(w string) {
	if i := strings.LastIndexByte(w, '-'); i > 0 && !senseOf(w).is(aRole) {
		w = w[i+1:]
	}
	switch w {
	case "sen":
		w = "senator"
	case "rep":
		w = "congressman"
	case "gov":
		w = "governor"
	case "gen":
		w = "general"
	case "dr":
		w = "doctor"
	case "prof":
		w = "professor"
	}
	for _, r := range p.roles {
		if r == w {
			return
		}
	}
	if len(p.roles) < 12 {
		p.roles = append(p.roles, w)
	}
}
