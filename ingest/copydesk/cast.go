package copydesk

import (
	"strings"
	"unicode/utf8"
)

// A cast is the people of a story so far, in the order of their first mention.
// It is used again for other stories, see reset.
type cast struct {
	lowers
	people []*person
	stock  []person           // room for the first of people
	names  map[string]*person // by full name in small letters
	family map[string]*person // by surname; nil where two share it
	firsts uint64             // a bit for the first letter of every surname
	last   *person            // who was named last
	speech *person            // who spoke last
	german bool               // the copy says that it is
	line   string             // the paragraph whose tokens a clause is made of

	run []token  // room for the words of a name
	cut []string // and for what is cut off it
}

// keptPeople is how many people room is kept for between stories.
const keptPeople = 16

func newCast() cast {
	return cast{
		stock: make([]person, 0, keptPeople),
		names: make(map[string]*person), family: make(map[string]*person),
		run: make([]token, 0, 16),
	}
}

// reset forgets the story and keeps the room.
func (c *cast) reset() {
	if len(c.people) > keptPeople {
		c.names, c.family = make(map[string]*person), make(map[string]*person)
	}
	clear(c.names)
	clear(c.family)
	c.people, c.stock = c.people[:0], c.stock[:0]
	c.firsts, c.last, c.speech, c.line = 0, nil, nil, ""
}

// read takes the people that the running text s[start:end] names. Words in
// small letters are passed over without a closer look.
func (c *cast) read(s string, para, start, end int) {
	for i := start; i < end; {
		k := i
		for k < end && !inLook[s[k]] {
			k++
		}
		if k == end {
			return
		}
		if begin := wordBefore(s, i, k); begin < k {
			i = pass(s, begin, end)
			continue
		}
		if i = k; s[i] >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:end])
			if !isLetter(r) {
				i += n
				continue
			}
			if !isUpper(r) {
				i = pass(s, i, end)
				continue
			}
		}
		i = c.capital(s, para, start, i, end)
	}
}

// inLook holds the bytes with which a capital may begin.
var inLook = func() (t [256]bool) {
	for c := range t {
		t[c] = 'A' <= c && c <= 'Z' || c >= utf8.RuneSelf
	}
	return t
}()

// wordBefore is where the word begins that goes on at s[k], k when none does;
// not before from.
func wordBefore(s string, from, k int) int {
	begin := k
	for begin > from && inPass[s[begin-1]] {
		begin--
	}
	for begin < k && !inWord[s[begin]] {
		begin++
	}
	return begin
}

// inPass holds the bytes of words and what joins their parts. The byte with
// which curly marks and dashes begin is none of them.
var inPass = func() [256]bool {
	t := inWord
	t['\''], t['-'], t[0xe2] = true, true, false
	return t
}()

// pass is the end of the word at s[i].
func pass(s string, i, end int) int {
	for i < end && inPass[s[i]] {
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
	if e := pass(s, i, end); alone(s, e, end) && (len(c.people) == 0 || !c.isFamily(s[i:e])) {
		return e
	}
	t := c.run[:0]
	for at := i; len(t) < 13 && at < end; {
		e := tokenEnd(s, at, end)
		if e == at {
			break
		}
		t = c.word(t, s, at, e)
		w := &t[len(t)-1]
		if len(t) > 1 && !w.upper && !isNameParticle(w.low) {
			t = t[:len(t)-1]
			break
		}
		if e >= end || s[e] != ' ' || isPossessive(w.text) {
			break
		}
		at = skipBlank(s, e)
	}
	c.run = t
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
	from, to, cut := c.bareName(t, at, j)
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
	p := c.person(s, t[from:to])
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
			if w := s[at:e]; senseOf(w).is(aRole) {
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
	c.cut = cut
	return stop
}

// inFront reads the words in front of a name at s[i]: titles are added to cut.
// It reports whether the name opens its sentence: nothing stands before it but
// words that describe who bears it.
func (c *cast) inFront(s string, start, i int, cut *[]string) bool {
	opens := true
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
		is := senseOf(w)
		if k < 4 && is.is(aRole|aTitle) {
			*cut = append(*cut, w)
		}
		if is.is(aClauseWord|aVerb|aParticiple|aPast) || is.pronoun() != 0 || strings.HasSuffix(w, "ed") {
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
		is := senseOf(w)
		if is.is(aVerb) {
			return true
		}
		if !is.is(anAdverb) && !strings.HasSuffix(w, "ly") {
			break
		}
		at = e
	}
	if i-1 <= start {
		return false
	}
	k := strings.LastIndexByte(s[max(start, i-20):i-1], ' ')
	w := s[max(start, i-20) : i-1][k+1:]
	switch w {
	case "told", "asked", "called", "urged", "praised", "informed", "thanked", "quoted", "denied":
		return false // somebody else
	}
	return senseOf(w).is(aVerb)
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
	if w[0] < utf8.RuneSelf && c.firsts&letterBit(w[0]|' ') == 0 {
		return false
	}
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

func letterBit(c byte) uint64 { return 1 << (c % 64) }
