package copydesk

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A person is somebody the story names in full.
type person struct {
	name    string
	surname string // in small letters
	gender  byte   // 'm', 'f' or 0
	roles   []string
	para    int // latest mention
	at      int
	subject bool // that mention opened its sentence
	spoke   int  // number of the last quote given to the person, from 1
}

// A cast is the people of a story so far, in the order of their first mention.
type cast struct {
	people []*person
	names  map[string]*person // by full name in small letters
	family map[string]*person // by surname; nil where two share it
	last   *person            // who was named last
	speech *person            // who spoke last
	buf    []token
	german bool // the copy says that it is
}

// read takes the people that the running text s[start:end] names. Words in
// small letters are passed over without a closer look.
func (c *cast) read(s string, para, start, end int) {
	for i := start; i < end; {
		b := s[i]
		switch {
		case 'a' <= b && b <= 'z' || '0' <= b && b <= '9':
			i = pass(s, i, end)
			continue
		case b < utf8.RuneSelf && !('A' <= b && b <= 'Z'):
			i++
			continue
		case b >= utf8.RuneSelf:
			r, n := utf8.DecodeRuneInString(s[i:end])
			if !unicode.IsLetter(r) {
				i += n
				continue
			}
			if !unicode.IsUpper(r) {
				i = pass(s, i, end)
				continue
			}
		}
		i = c.capital(s, para, start, i, end)
	}
}

// pass is the end of the word at s[i].
func pass(s string, i, end int) int {
	for i < end && (isWordByte(s[i]) && s[i] != 0xe2 || s[i] == '\'' || s[i] == '-') {
		i++
	}
	if i < end && s[i] == 0xe2 {
		_, n := utf8.DecodeRuneInString(s[i:end])
		i += n
	}
	return i
}

// capital reads the run of capitalised words at s[i] and returns its end.
func (c *cast) capital(s string, para, start, i, end int) int {
	if e := pass(s, i, end); len(c.people) == 0 || c.family == nil {
		if alone(s, e, end) {
			return e
		}
	} else if alone(s, e, end) && !c.isFamily(s[i:e]) {
		return e
	}
	t := c.buf[:0]
	for at := i; len(t) < 13 && at < end; {
		e := tokenEnd(s, at, end)
		if e == at {
			break
		}
		w := newToken(s, at, e)
		if len(t) > 0 && !w.upper && !isNameParticle(w.low) {
			break
		}
		t = append(t, w)
		if e >= end || s[e] != ' ' || strings.HasSuffix(w.text, "'s") || strings.HasSuffix(w.text, "’s") {
			break
		}
		at = skipBlank(s, e)
	}
	c.buf = t
	if len(t) == 0 {
		_, n := utf8.DecodeRuneInString(s[i:end])
		return i + n
	}
	j := nameEnd(t, 0)
	stop := t[j-1].end
	at := 0
	if c.german {
		at = germanName(t, 0, j)
	}
	from, to, cut := bareName(t, at, j)
	before := strings.TrimRight(s[max(start, i-8):i], " ")
	subject := before == "" || strings.IndexByte(".!?", before[len(before)-1]) >= 0
	if to-from == 1 || to-from > 4 {
		if len(c.people) > 0 {
			if p := c.family[t[to-1].low]; p != nil {
				c.touch(p, para, t[from].start, subject, cut)
				if c.speaks(s, start, i, stop, end) {
					c.speech = p
				}
			}
		}
		return stop
	}
	p := c.person(t[from:to])
	if p == nil {
		return stop
	}
	// Small words in front: "foreign minister Name"; an office behind:
	// "Name, the party's leader,".
	subject = c.inFront(s, start, i, &cut) || subject
	if stop < end && s[stop] == ',' {
		for k, at := 0, skipBlank(s, stop+1); k < 8 && at < end; k++ {
			e := pass(s, at, end)
			if e == at {
				break
			}
			if w := s[at:e]; roles[w] {
				cut = append(cut, w)
			}
			if e >= end || s[e] != ' ' {
				break
			}
			at = e + 1
		}
	}
	c.touch(p, para, i, subject, cut)
	if c.speaks(s, start, i, stop, end) {
		c.speech = p
	}
	return stop
}

// inFront reads the words in front of a name at s[i]: titles are added to cut.
// It reports whether the name opens its sentence: nothing stands before it but
// words that describe who bears it.
func (c *cast) inFront(s string, start, i int, cut *[]string) bool {
	opens, near := true, true
	at := i
	for k := 0; k < 6; k++ {
		for at > start && s[at-1] == ' ' {
			at--
		}
		if at <= start {
			return opens
		}
		e := at
		for at > start && isWordByte(s[at-1]) || at > start && (s[at-1] == '-' || s[at-1] == '\'') {
			at--
		}
		if at == e {
			return opens && strings.IndexByte(".!?", s[e-1]) >= 0
		}
		w := s[at:e]
		if near && k < 4 && (roles[w] || titleWords[w]) {
			*cut = append(*cut, w)
		}
		if clauseWords[w] || pronouns[w] != 0 || verbs[w] || saying[w] || isPastVerb(token{low: w}) {
			opens = false
		}
	}
	return false
}

// speaks reports whether the name s[i:stop] is the subject of a verb of
// speech: "Name said", "Name, said", "said Name".
func (c *cast) speaks(s string, start, i, stop, end int) bool {
	at := stop
	if at < end && s[at] == ',' {
		at++
	}
	for n := 0; n < 2 && at+1 < end && s[at] == ' '; n++ {
		e := pass(s, at+1, min(end, at+20))
		w := s[at+1 : e]
		if verbs[w] {
			return true
		}
		if !between[w] && !strings.HasSuffix(w, "ly") {
			break
		}
		at = e
	}
	if i-1 <= start {
		return false
	}
	k := strings.LastIndexByte(s[max(start, i-20):i-1], ' ')
	w := s[max(start, i-20) : i-1][k+1:]
	return verbs[w] && w != "told" && w != "asked" && w != "called" && w != "urged" && w != "praised" && w != "informed" && w != "thanked" && w != "quoted" && w != "denied"
}

// alone reports whether the capitalised word that ends at s[e] stands alone:
// no other follows, and no stop or apostrophe that may belong to it.
func alone(s string, e, end int) bool {
	if e >= end {
		return true
	}
	if s[e] != ' ' {
		return s[e] == ',' || s[e] == ';' || s[e] == ':' || s[e] == ')' || s[e] == '"'
	}
	if e+1 >= end {
		return true
	}
	b := s[e+1]
	if b >= utf8.RuneSelf || 'A' <= b && b <= 'Z' {
		return false
	}
	// The particles of names begin with one of these letters.
	return strings.IndexByte("dvblaetz", b) < 0
}

// isFamily reports whether w, in capitals or not, may be a surname of the cast.
func (c *cast) isFamily(w string) bool {
	var buf [64]byte
	b := buf[:0]
	w = strings.TrimSuffix(w, "'s")
	if len(w) > len(buf) {
		return true
	}
	for i := 0; i < len(w); i++ {
		ch := w[i]
		if ch >= utf8.RuneSelf {
			return true
		}
		if 'A' <= ch && ch <= 'Z' {
			ch += 'a' - 'A'
		}
		b = append(b, ch)
	}
	return c.family[string(b)] != nil
}

// nameEnd is the end of the run of capitalised words at t[i], small particles
// between them included.
func nameEnd(t []token, i int) int {
	j := i + 1
	for j < len(t) && j-i < 12 {
		switch {
		case t[j].upper && !strings.HasSuffix(t[j-1].text, "'s") && !strings.HasSuffix(t[j-1].text, "’s"):
			j++
		case isNameParticle(t[j].low) && j+1 < len(t) && t[j+1].upper && t[j].word:
			j += 2
		default:
			return j
		}
	}
	return j
}

func isNameParticle(w string) bool {
	switch w {
	case "de", "del", "la", "van", "von", "der", "den", "bin", "ibn", "al", "el", "da", "dos", "di", "du", "ter", "ben", "zu":
		return true
	}
	return false
}

// bareName cuts titles in front and what is no name off the run t[i:j]. It
// returns the words of the name, and the titles.
func bareName(t []token, i, j int) (from, to int, cut []string) {
	from = i
	for k := i; k < j; k++ {
		if isTitle(t[k]) {
			cut = append(cut, t[k].low)
			from = k + 1
		}
	}
	// A title behind the name ("Bush administration") leaves the run as it is.
	if from >= j {
		return i, j, cut
	}
	if f := t[from].low; from == i && j-i > 1 && (sentenceWords[f]) {
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

func isTitle(t token) bool {
	if !t.word {
		return false
	}
	if titleWords[t.low] {
		return true
	}
	if i := strings.LastIndexByte(t.low, '-'); i > 0 {
		return titleWords[t.low[i+1:]]
	}
	return false
}

// sentenceWords open sentences with a capital and are no part of a name.
var sentenceWords = set(`the a an in on at to for from with by and but or as if when while after before since until because although though
	however meanwhile earlier later also then now here there this that these those it its he she they we i you his her their our my your
	what who how why where which one two three some many most all both another other others no not yes so yet still even just only last
	next asked me us him them according speaking despite during like unlike under over about through among against between without within thanks
	monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december
	sen rep gov mr mrs ms dr democrats republicans former let once perhaps maybe more`)

// orgWords say that a run of capitals is no person.
var orgWords = set(`house senate congress party court department ministry university college institute committee council commission board
	bank group company corp inc llc ltd street avenue road city county state states united national international association union
	center centre foundation fund post times journal news press tribune herald daily magazine radio tv network channel coast
	act bill amendment agreement convention conference forum summit war world cup league club team day night week street wall white
	north south east west new los san american americans british french german russian chinese european africa asia europe america
	republicans democrats republican democratic democrats gop pac tea security service agency bureau office police army navy force forces
	church school hospital museum park river lake mountain island islands sea ocean gulf bay valley beach airport studies
	project coalition federation society alliance campaign caucus primary election supreme federal central general administration`)

// person returns the person of that full name, a new one if need be; nil when
// the words are no person's name.
func (c *cast) person(t []token) *person {
	if sentenceWords[t[0].low] {
		return nil
	}
	var b strings.Builder
	for k, w := range t {
		if !w.word || orgWords[w.low] || !w.upper && !isNameParticle(w.low) || k > 0 && sentenceWords[w.low] {
			return nil
		}
		if len(w.text) > 3 && isCaps(w.text) && !isCaps(t[0].text) {
			return nil
		}
		if k > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(strings.TrimSuffix(strings.TrimSuffix(w.text, "'s"), "’s"))
	}
	name := b.String()
	if p := c.names[strings.ToLower(name)]; p != nil {
		return p
	}
	return c.add(name, t, 0, len(t))
}

// maxPeople bounds the people of one story.
const maxPeople = 200

func (c *cast) add(name string, t []token, from, to int) *person {
	if len(c.people) >= maxPeople || len(name) > 80 {
		return nil
	}
	if firstNames()[t[from].low] == 0 {
		if _, ok := countryNamed(name); ok {
			return nil
		}
		if town, ok := lookTown(name); ok && town.rank <= 2 {
			return nil
		}
	}
	p := &person{name: name, surname: t[to-1].low, gender: firstNames()[t[from].low]}
	if isSuffix(p.surname) && to-2 > from {
		p.surname = t[to-2].low
	}
	if to-from == 2 && isKoreanGiven(t[to-1].text) {
		p.surname = t[from].low
	}
	if c.names == nil {
		c.names, c.family = map[string]*person{}, map[string]*person{}
	}
	c.people = append(c.people, p)
	c.names[strings.ToLower(name)] = p
	if old, ok := c.family[p.surname]; ok && old != nil && !strings.HasSuffix(strings.ToLower(name), strings.ToLower(old.name)) {
		c.family[p.surname] = nil
	} else if !ok {
		c.family[p.surname] = p
	}
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
	if i := strings.LastIndexByte(w, '-'); i > 0 && !roles[w] {
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
