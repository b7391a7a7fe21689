package samplewire

import (
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// A draft is a story while it can still be edited: what it was made of.
type draft struct {
	values    map[string]string
	facts     []string // not used yet
	takes     int      // edits so far
	corrected bool
	place     place
	day       time.Time
}

// write writes one story of the bureau's own, with a place of its beat, two
// speakers and a frame of its language.
func (b *bureau) write(r *rand.Rand, at time.Time) *Story {
	day := at.In(b.zone)
	p := b.beat[r.IntN(len(b.beat))]
	list := frames()[b.copy]
	f := &list[(b.serial*5+r.IntN(4)+b.index*3)%len(list)]
	for !f.suits(p) {
		p = b.beat[r.IntN(len(b.beat))]
		f = &list[r.IntN(len(list))]
	}
	d := &draft{place: p, day: day, values: b.values(r, f, p, day)}
	s := &Story{Categories: []string{f.category}, draft: d}
	s.headline = b.title(sentence(d.fill(pick(r, f.heads))))
	s.Title = s.headline
	if b.hasByline && r.IntN(4) > 0 {
		s.Byline = b.reporter(r)
	}
	s.Dateline = b.dateline(p, day)
	b.paragraphs(s, r, f)
	if b.finish != nil {
		b.finish(s, r)
	}
	return s
}

// paragraphs writes lead, facts and quotes, three to six in all.
func (b *bureau) paragraphs(s *Story, r *rand.Rand, f *frame) {
	d := s.draft
	facts, first, second := shuffled(r, f.facts), shuffled(r, f.first), shuffled(r, f.second)
	lead := sentence(d.fill(pick(r, f.leads)))
	if b.clause != "" {
		lead = strings.TrimSuffix(lead, ".") + b.clause
	}
	s.Paragraphs = []string{lead}
	fact := func() {
		if len(facts) > 0 {
			s.Paragraphs = append(s.Paragraphs, sentence(d.fill(facts[0])))
			facts = facts[1:]
		}
	}
	if r.IntN(2) == 0 {
		fact()
	}
	b.quote(s, r, d.fill(first[0]), 1)
	fact()
	switch r.IntN(4) {
	case 0:
		b.quote(s, r, d.fill(second[0]), 3)
	case 1:
		b.quote(s, r, d.fill(first[1]), 2)
	case 2:
		b.quote(s, r, d.fill(second[0]), 3)
		fact()
	}
	d.facts = facts
}

// values draws what the slots of a story hold.
func (b *bureau) values(r *rand.Rand, f *frame, p place, day time.Time) map[string]string {
	v := map[string]string{
		"place": p.name, "country": p.country, "year": strconv.Itoa(day.Year()),
		"weekday": b.weekdays[day.Weekday()], "month": b.months[day.Month()-1],
		"role": "", "role2": "",
	}
	for _, suffix := range []string{"", "2"} {
		woman := r.IntN(2) == 0
		name, family := p.people().person(r, woman)
		for family == v["surname"] {
			name, family = p.people().person(r, woman)
		}
		v["person"+suffix], v["surname"+suffix] = name, family
		v["he"+suffix], v["his"+suffix] = b.pronouns[0], b.pronouns[2]
		if woman {
			v["he"+suffix], v["his"+suffix] = b.pronouns[1], b.pronouns[3]
			v["woman"+suffix] = "yes"
		}
	}
	v["second"] = v["person2"]
	for _, s := range f.slots {
		mark := b.thousands
		if strings.HasPrefix(s.name, "year") {
			mark = ""
		}
		v[s.name] = value(r, pick(r, s.values), mark)
	}
	for i, role := range []string{"role", "role2"} {
		man, woman, ok := strings.Cut(v[role], "~")
		if ok && v["woman"+[]string{"", "2"}[i]] != "" {
			man = woman
		}
		v[role] = man
	}
	return v
}

var span = regexp.MustCompile(`^(\d+)\.\.(\d+)(?:/(\d+))?$`)

// value turns a range into a number, with mark between its thousands, and
// leaves any other value as it is.
func value(r *rand.Rand, s, mark string) string {
	m := span.FindStringSubmatch(s)
	if m == nil {
		return s
	}
	from, _ := strconv.Atoi(m[1])
	to, _ := strconv.Atoi(m[2])
	step := 1
	if m[3] != "" {
		step, _ = strconv.Atoi(m[3])
	}
	return thousands(from+step*r.IntN((to-from)/step+1), mark)
}

// thousands prints n with a mark between the thousands.
func thousands(n int, mark string) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	tail := strconv.Itoa(n % 1000)
	return thousands(n/1000, mark) + mark + strings.Repeat("0", 3-len(tail)) + tail
}

var hole = regexp.MustCompile(`\{(\w+)\}`)

// fill puts the values into a template; values may hold slots themselves.
func (d *draft) fill(t string) string {
	for range 3 {
		if !strings.Contains(t, "{") {
			break
		}
		t = hole.ReplaceAllStringFunc(t, func(h string) string {
			name := h[1 : len(h)-1]
			if v, ok := d.values[name]; ok {
				return v
			}
			if v, ok := d.values[lower(name)]; ok {
				return sentence(v)
			}
			return h
		})
	}
	return t
}

// sentence gives s a capital at its beginning.
func sentence(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[n:]
}

func lower(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(first)) + s[n:]
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// shuffled returns the list in another order.
func shuffled(r *rand.Rand, list []string) []string {
	out := make([]string, len(list))
	for i, j := range r.Perm(len(list)) {
		out[i] = list[j]
	}
	return out
}
