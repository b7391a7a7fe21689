package copydesk

import (
	"strings"
	"unicode/utf8"
)

// piece reads the piece that begins at s[i].
func (l *scanner) piece(i int) (piece, bool) {
	r, _ := utf8.DecodeRuneInString(l.s[i:])
	switch r {
	case '(':
		return l.round(i)
	case '[':
		return l.square(i)
	case '/':
		return l.slashes(i)
	case '【', '［':
		return l.cjkBracket(i, r)
	case '新', '中':
		if p, ok := l.xinhua(i); ok {
			return p, true
		}
	}
	if d, end, ok := parseDay(l.s, i); ok {
		return piece{kind: 't', start: i, end: end, day: d}, true
	}
	if p, ok := l.by(i); ok {
		return p, true
	}
	if c, end, ok := l.t.bare(l.s, i); ok && l.endsAgency(end) && !l.isState(i, end) {
		return piece{kind: 'a', start: i, end: end, agency: c}, true
	}
	return l.words(i)
}

// isState reports whether what could be an agency is the state behind a place:
// "MASONTOWN, PA., March 2".
func (l *scanner) isState(i, end int) bool {
	n := len(l.sig)
	return n > 1 && l.sig[n-1] == ',' && l.sig[n-2] == 'P' && regionShort[key(l.s[i:end])]
}

// endsAgency reports whether a bare agency may end at s[end:]: a separator
// follows, or the paragraph's end, or, behind a date, the text.
func (l *scanner) endsAgency(end int) bool {
	if end >= len(l.s) {
		return true
	}
	if n := len(l.pieces); n > 0 && l.pieces[n-1].kind == 't' {
		return true
	}
	c := l.s[skipBlank(l.s, end)%len(l.s)]
	return strings.IndexByte(".,:/-_=;", c) >= 0 || c >= 0x80 && strings.HasPrefix(strings.TrimLeft(l.s[end:], " "), "–") ||
		strings.HasPrefix(strings.TrimLeft(l.s[end:], " "), "—")
}

// maxBracket bounds what stands between brackets or slashes.
const maxBracket = 90

// round reads "(...)": an agency, a region, something else, or what a
// distributor puts in front.
func (l *scanner) round(i int) (piece, bool) {
	depth, end := 0, -1
	for j := i; j < len(l.s) && j-i < maxBracket; j++ {
		if l.s[j] == '(' {
			depth++
		} else if l.s[j] == ')' {
			if depth--; depth == 0 {
				end = j + 1
				break
			}
		}
	}
	if end < 0 {
		return piece{}, false
	}
	inner := strings.TrimSpace(l.s[i+1 : end-1])
	p := piece{kind: 'B', start: i, end: end, inner: inner}
	if place, rest, ok := strings.Cut(inner, "="); ok {
		return l.korean(p, place, rest)
	}
	if c, ok := l.t.find(inner); ok {
		p.kind, p.agency = 'b', c
		return p, true
	}
	if d, rest, ok := strings.Cut(inner, "-"); ok && i == 0 && (strings.EqualFold(strings.TrimSpace(d), "MENAFN")) {
		p.kind, p.agency = 'd', l.inner(rest)
		return p, true
	}
	if name, date, ok := cutDash(inner); ok {
		if c, known := l.t.find(name); known {
			if d, n, isDay := parseDay(date, 0); isDay && n == len(date) {
				p.kind, p.agency, p.day = 'b', c, d
				return p, true
			}
		}
	}
	if name, what, ok := strings.Cut(inner, ","); ok {
		if c, known := l.t.find(strings.TrimSpace(name)); known && len(what) < 40 {
			p.kind, p.agency = 'b', c
			return p, true
		}
	}
	if inner == "" || !isLabel(inner) {
		return piece{}, false
	}
	return p, true
}

// inner is the agency a distributor names: " Kuwait News Agency (KUNA)".
func (l *scanner) inner(s string) string {
	s = strings.TrimSpace(s)
	if i := strings.IndexByte(s, '('); i >= 0 {
		if c, ok := l.t.find(strings.Trim(s[i:], "() ")); ok {
			return c
		}
		s = strings.TrimSpace(s[:i])
	}
	if c, ok := l.t.find(s); ok {
		return c
	}
	return s
}

// cutDash cuts "Newsfile Corp. - May 3, 2024" in two.
func cutDash(s string) (before, after string, ok bool) {
	for _, dash := range [...]string{" - ", " – ", " — ", " -- "} {
		if before, after, ok = strings.Cut(s, dash); ok {
			return strings.TrimSpace(before), strings.TrimSpace(after), true
		}
	}
	return s, "", false
}

// isLabel reports whether s can be a name in brackets: few words, the first
// with a capital, no sentence.
func isLabel(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return (isUpper(r) || isLetter(r) && !isLower(r)) && strings.Count(s, " ") <= 5 && len(s) <= 60 &&
		!strings.ContainsAny(s, "?!;\"")
}

// square reads a region in square brackets: "Colombo [Sri Lanka]".
func (l *scanner) square(i int) (piece, bool) {
	end := strings.IndexByte(l.s[i:min(len(l.s), i+maxBracket)], ']')
	if end < 0 {
		return piece{}, false
	}
	p := piece{kind: '[', start: i, end: i + end + 1, inner: strings.TrimSpace(l.s[i+1 : i+end])}
	if place, rest, ok := strings.Cut(p.inner, "="); ok {
		return l.korean(p, place, rest)
	}
	return p, len(l.pieces) > 0 && isLabel(p.inner)
}

// slashes reads "/TASS/", "/Trend, K. Name/", "/Корр. ТАСС Имя Фамилия/".
func (l *scanner) slashes(i int) (piece, bool) {
	n := strings.IndexByte(l.s[i+1:min(len(l.s), i+maxBracket)], '/')
	if n <= 0 {
		return piece{}, false
	}
	p := piece{kind: 'S', start: i, end: i + n + 2, inner: strings.TrimSpace(l.s[i+1 : i+1+n])}
	if c, ok := l.t.find(p.inner); ok {
		p.kind, p.agency = 's', c
		return p, true
	}
	name, _, comma := strings.Cut(p.inner, ",")
	if c, ok := l.t.find(strings.TrimSpace(name)); ok && comma {
		p.kind, p.agency = 's', c
		return p, true
	}
	// A correspondent in front of the agency.
	for _, w := range [...]string{"Корр. ", "корр. ", "Corr. "} {
		if rest, ok := strings.CutPrefix(p.inner, w); ok {
			if c, _, ok := l.t.bare(rest, 0); ok {
				p.kind, p.agency = 's', c
				return p, true
			}
		}
	}
	prev := len(l.sig) > 0 && l.sig[len(l.sig)-1] == '.'
	if prev && n <= 24 && isCaps(p.inner) {
		return p, true
	}
	return piece{}, false
}

// by reads "By A Name - Trend" behind a date.
func (l *scanner) by(i int) (piece, bool) {
	rest, ok := strings.CutPrefix(l.s[i:], "By ")
	if !ok || len(l.pieces) == 0 || l.pieces[len(l.pieces)-1].kind != 't' {
		return piece{}, false
	}
	rest = rest[:min(len(rest), maxBracket)]
	name, after, ok := cutDash(rest)
	if !ok || name == "" {
		return piece{}, false
	}
	at := i + strings.LastIndex(l.s[i:i+3+len(rest)], after)
	c, end, ok := l.t.bare(l.s, at)
	if !ok {
		return piece{}, false
	}
	return piece{kind: 'n', start: i, end: end, inner: name, agency: c}, true
}

// maxPlaceWords bounds the words of one place or region.
const maxPlaceWords = 8

// words reads the words of a place, a region or a name.
func (l *scanner) words(i int) (piece, bool) {
	p := piece{kind: 'w', start: i, end: i}
	caps := false
	for j, n := i, 0; j < len(l.s) && n <= maxPlaceWords && j-i <= 80; n++ {
		if n > 0 {
			if _, _, ok := parseDay(l.s, j); ok {
				break
			}
		}
		end := placeWordEnd(l.s, j)
		w := l.s[j:end]
		if w == "" {
			break
		}
		isName := startsName(w)
		if n == 0 && !isName {
			return piece{}, false
		}
		if n == 0 {
			caps = isCapsWord(w)
		}
		if caps && n > 0 && isAnd(w) && l.more(end) {
			if _, ok := countryNamed(l.s[i:placeWordEnd(l.s, end+1)]); !ok {
				p.end = j - 1
				l.pieces = append(l.pieces, p)
				l.sig = append(l.sig, 'P', '&')
				return l.words(end + 1)
			}
		}
		if n > 0 && !isName && !isParticle(w) {
			if _, ok := lookTown(l.s[i:end]); ok && n == 1 {
				p.end = end // "New york"
			}
			break
		}
		if caps && n > 0 && isName && !isCapsWord(w) && !strings.HasSuffix(w, ".") && (!isCapsWord(l.s[i:p.end]+w) || isOne(w) && startsSmall(l.s[end:])) {
			break // "BRUSSELS The Commission", "BRUSSELS A commission": the text has begun
		}
		if isName {
			p.end = end
		}
		if n == maxPlaceWords {
			return piece{}, false
		}
		if end >= len(l.s) || l.s[end] != ' ' {
			break
		}
		j = end + 1
	}
	return p, p.end > i
}

// more reports whether a further place in capitals follows "and" at s[end:].
func (l *scanner) more(end int) bool {
	if end+1 >= len(l.s) || len(l.pieces) > maxPieces-4 {
		return false
	}
	w := l.s[end+1 : placeWordEnd(l.s, end+1)]
	return len(w) > 2 && startsName(w) && isCapsWord(w)
}

func isAnd(w string) bool {
	switch w {
	case "and", "und", "y", "et", "e", "и", "və", "ve", "en", "і":
		return true
	}
	return false
}

// isParticle knows the small words inside names of places.
func isParticle(w string) bool {
	switch w {
	case "de", "del", "la", "las", "los", "el", "al", "le", "les", "du", "des", "di", "da", "do", "dos", "das", "della",
		"dei", "delle", "der", "am", "an", "im", "in", "upon", "of", "the", "sur", "sous", "van", "aan", "ten", "ter", "den",
		"na", "nad", "pod", "bin", "ibn", "lès", "les-", "en", "on", "and", "ve", "i", "zu", "ob", "bei", "auf", "in-", "de-la", "на", "над":
		return true
	}
	return len(w) > 3 && (strings.HasPrefix(w, "al-") || strings.HasPrefix(w, "es-") || strings.HasPrefix(w, "el-") || strings.HasPrefix(w, "ash-") ||
		strings.HasPrefix(w, "d'") || strings.HasPrefix(w, "d’") || strings.HasPrefix(w, "l'") || strings.HasPrefix(w, "l’"))
}

// startsName reports whether w can begin a name: a capital, or a letter of a
// script without capitals.
func startsName(w string) bool {
	r, n := utf8.DecodeRuneInString(w)
	if (r == '\'' || r == '’' || r == '‘') && len(w) > n {
		r, _ = utf8.DecodeRuneInString(w[n:])
	}
	return isLetter(r) && !isLower(r)
}

// isCapsWord is isCaps for one word; "McALLEN" and "DeKALB" count, a single
// letter does not.
func isCapsWord(w string) bool {
	upper, lower := 0, 0
	lastUpper := false
	for _, r := range w {
		switch {
		case isUpper(r):
			upper++
			lastUpper = true
		case isLower(r):
			lower++
			lastUpper = false
		}
	}
	return upper > 1 && lastUpper && lower <= 2 && lower < upper
}

// isOne reports whether w is one letter.
func isOne(w string) bool {
	_, n := utf8.DecodeRuneInString(w)
	return n == len(w)
}

// startsSmall reports whether a blank and a small letter are next.
func startsSmall(s string) bool {
	rest, ok := strings.CutPrefix(s, " ")
	r, _ := utf8.DecodeRuneInString(rest)
	return ok && isLower(r)
}

// maxPlaceWord bounds a word of a place's name, in bytes: Llanfairpwll…gogogoch
// has 58.
const maxPlaceWord = 200

// placeWordEnd is the end of the word at s[i]: letters, with hyphens,
// apostrophes and the stops of abbreviations inside.
func placeWordEnd(s string, i int) int {
	j := i
	for j < len(s) && j-i < maxPlaceWord {
		r, n := utf8.DecodeRuneInString(s[j:])
		switch {
		case isLetter(r) || isMark(r):
		case r == '\'' || r == '’' || r == '‘' || r == 'ʻ' || r == '`':
			if k := j + n; k >= len(s) || !isLetterAt(s, k) {
				return j
			}
		case r == '-' || r == '‑':
			if k := j + n; j == i || k >= len(s) || !isLetterAt(s, k) {
				return j
			}
		case r == '.':
			if !isShortening(s, i, j) {
				return j
			}
		default:
			return j
		}
		j += n
	}
	return j
}

func isLetterAt(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return isLetter(r)
}

// isShortening reports whether the stop at s[j] belongs to the word s[i:j].
func isShortening(s string, i, j int) bool {
	w := s[i:j]
	part := w[strings.LastIndexByte(w, '.')+1:]
	n := utf8.RuneCountInString(part)
	if j+1 < len(s) && isLetterAt(s, j+1) {
		return n <= 2 && n > 0
	}
	if n == 1 && j > i {
		return true
	}
	switch key(w) {
	case "st", "ft", "mt", "pt", "sta", "sto", "ste", "gen", "dr", "gov", "hts", "spgs", "sr", "co", "с", "г", "sv", "pto", "gral", "cnel":
		return true
	}
	return len(w) <= 6 && regionShort[key(w)]
}

// regionShort are the states and provinces that are printed with a stop.
var regionShort = map[string]bool{"ala": true, "ariz": true, "ark": true, "calif": true, "cal": true, "colo": true, "conn": true,
	"del": true, "fla": true, "ga": true, "ill": true, "il": true, "ind": true, "kan": true, "kans": true, "ky": true, "la": true,
	"md": true, "mass": true, "mich": true, "minn": true, "miss": true, "mo": true, "mont": true, "neb": true, "nebr": true,
	"nev": true, "okla": true, "ore": true, "oreg": true, "pa": true, "penn": true, "penna": true, "tenn": true, "tex": true,
	"vt": true, "va": true, "wash": true, "wis": true, "wisc": true, "wyo": true, "alas": true, "ont": true, "que": true,
	"wva": true, "nmex": true, "ndak": true, "sdak": true, "alta": true, "sask": true, "man": true, "nfld": true, "vic": true, "qld": true, "tas": true}
