package copydesk

import "strings"

// full is the full name of somebody printed by surname, or the name as it is.
func (c *cast) full(name string) (string, *person) {
	var buf [96]byte
	low := appendLower(buf[:0], name)
	if p := c.names[string(low)]; p != nil {
		return p.name, p
	}
	if strings.Contains(name, " ") {
		return name, nil
	}
	if p := c.family[string(low)]; p != nil {
		return p.name, p
	}
	return name, nil
}

// byPronoun is the person he or she is: whoever opened the sentence before in
// this paragraph, else who spoke last, else who was named last, as far as the
// gender fits. Text before at in paragraph para has been read.
func (c *cast) byPronoun(gender byte, para int) *person {
	fits := func(p *person) bool {
		return p != nil && (gender == 'a' || p.gender == 0 || p.gender == gender)
	}
	var subject, opener, recent *person
	sure := func(p, old *person) bool { // p rather than old, by gender
		return old == nil || old.gender == 0 || p.gender == gender
	}
	for _, p := range c.people {
		if !fits(p) {
			continue
		}
		if p.para == para && p.subject && (subject == nil || p.at > subject.at && sure(p, subject) || p.gender == gender && subject.gender == 0) {
			subject = p
		}
		if p.subject && p.para >= para-2 && (opener == nil || after(p, opener)) {
			opener = p
		}
		if recent == nil || after(p, recent) {
			recent = p
		}
	}
	switch {
	case subject != nil && !(fits(c.speech) && c.speech.para == para && c.speech.at > subject.at):
		return subject
	case fits(c.speech):
		// Somebody who opened a later paragraph takes over.
		if opener != nil && opener.para > c.speech.para && opener.gender == gender {
			return opener
		}
		return c.speech
	case opener != nil && opener.gender == gender || opener != nil && recent.gender == 0:
		return opener
	}
	return recent
}

// after reports whether p was named after q.
func after(p, q *person) bool {
	return p.para > q.para || p.para == q.para && p.at > q.at
}

// byRole is the person a title stands for: who bears it, spoke last or was
// named last; nil when nobody does.
func (c *cast) byRole(role string, para int) *person {
	var best *person
	better := func(p *person) bool {
		if best == nil {
			return true
		}
		if (p == c.speech) != (best == c.speech) {
			return p == c.speech
		}
		return p.para > best.para || p.para == best.para && p.at > best.at
	}
	for _, p := range c.people {
		for _, r := range p.roles {
			if (r == role || sameRole(r, role)) && better(p) {
				best = p
				break
			}
		}
	}
	return best
}

// sameRole knows the words that name one office.
func sameRole(a, b string) bool {
	group := func(w string) int {
		switch w {
		case "senator", "congressman", "congresswoman", "representative", "lawmaker", "legislator", "mp", "deputy", "mep", "parliamentarian", "mla":
			return 1
		case "spokesman", "spokeswoman", "spokesperson":
			return 2
		case "premier", "chancellor":
			return 3
		case "professor", "doctor", "scientist", "researcher":
			return 4
		case "candidate", "nominee", "contender", "frontrunner", "front-runner":
			return 5
		case "executive", "ceo", "boss", "chief":
			return 6
		case "coach", "manager", "trainer":
			return 7
		case "ambassador", "envoy", "diplomat":
			return 8
		}
		return 0
	}
	g := group(a)
	return g != 0 && g == group(b)
}
