package copydesk

import (
	"strings"

	"github.com/datelinewire/dateline/wire"
)

// korean reads "(서울=연합뉴스)" and "[서울=뉴시스]".
func (l *scanner) korean(p piece, place, agency string) (piece, bool) {
	c, ok := l.t.find(strings.TrimSpace(agency))
	if !ok || place == "" {
		return piece{}, false
	}
	p.kind, p.agency, p.inner = 'k', c, ""
	return p, true
}

// cjkPlace is the place a CJK bracket holds.
func (l *scanner) cjkPlace(p *piece) wire.Place {
	s := l.s[p.start:p.end]
	for _, cut := range [...]string{"新华社", "中新社", "新華社"} {
		s = strings.TrimPrefix(s, cut)
	}
	s = strings.TrimLeft(s, "([【［")
	end := strings.IndexFunc(s, func(r rune) bool {
		return strings.ContainsRune("=＝　 0123456789０１２３４５６７８９】］)(（]", r)
	})
	if end > 0 {
		s = s[:end]
	}
	if p.agency != "" {
		for _, a := range [...]string{"共同", "時事", "ロイター"} {
			s = strings.TrimSuffix(s, a)
		}
	}
	w := wire.Place{Name: s}
	w.Country = country(w)
	return w
}

// cjkBracket reads "【東京共同】" and "［東京 ３日 ロイター］".
func (l *scanner) cjkBracket(i int, open rune) (piece, bool) {
	shut := "】"
	if open == '［' {
		shut = "］"
	}
	n := strings.Index(l.s[i:min(len(l.s), i+maxBracket)], shut)
	if n < 0 {
		return piece{}, false
	}
	inner := strings.TrimSpace(l.s[i+len(shut) : i+n])
	for _, a := range [...]string{"共同", "時事", "ロイター"} {
		if strings.HasSuffix(inner, a) && len(inner) > len(a) {
			c, _ := l.t.find(a)
			return piece{kind: 'k', start: i, end: i + n + len(shut), agency: c}, true
		}
	}
	return piece{}, false
}

// xinhua reads "新华社北京5月3日电（记者 …）".
func (l *scanner) xinhua(i int) (piece, bool) {
	name := ""
	for _, a := range [...]string{"新华社", "中新社", "新華社"} {
		if strings.HasPrefix(l.s[i:], a) {
			name = a
		}
	}
	if name == "" {
		return piece{}, false
	}
	part := l.s[i:min(len(l.s), i+maxBracket)]
	month := strings.IndexAny(part, "0123456789")
	wire := strings.Index(part, "电")
	if month < 0 || wire < month || month == len(name) {
		return piece{}, false
	}
	m, e, ok := number(part, month, 2)
	if !ok || m < 1 || m > 12 || !strings.HasPrefix(part[e:], "月") {
		return piece{}, false
	}
	d, e, ok := number(part, e+len("月"), 2)
	if !ok || d < 1 || d > daysIn(m) || !strings.HasPrefix(part[e:], "日") {
		return piece{}, false
	}
	p := piece{kind: 'k', start: i, end: i + wire + len("电"), day: day{month: m, day: d}}
	p.agency, _ = l.t.find(name)
	if strings.HasPrefix(l.s[p.end:], "（") {
		if n := strings.Index(l.s[p.end:min(len(l.s), p.end+maxBracket)], "）"); n > 0 {
			p.inner = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(l.s[p.end+len("（"):p.end+n], "记者"), " "))
			p.end += n + len("）")
		}
	}
	return p, true
}
