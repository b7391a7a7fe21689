package copydesk

import (
	"maps"
	"strings"
	"sync"
	"unicode/utf8"
)

// An agencyTable knows agencies by the forms in which their names are
// printed. It is read-only once made.
type agencyTable struct {
	forms map[string][]agencyForm // by key of the form
	stems map[string]string       // forms with a suffix of any kind, by key
	words map[string]bool         // first words of forms, by key
	homes map[string]string       // country of a national agency, by canonical name
}

type agencyForm struct {
	canonical string
	printed   string
	exact     bool // taken only as printed: the name is a word as well
}

var builtinAgencies = sync.OnceValue(func() *agencyTable {
	t := &agencyTable{forms: map[string][]agencyForm{}, stems: map[string]string{}, words: map[string]bool{}, homes: map[string]string{}}
	lists(agenciesText, t.add)
	return t
})

// with returns the table with further agencies; t stays as it is.
func (t *agencyTable) with(more map[string][]string) *agencyTable {
	n := &agencyTable{forms: maps.Clone(t.forms), stems: maps.Clone(t.stems), words: maps.Clone(t.words), homes: maps.Clone(t.homes)}
	for canonical, forms := range more {
		n.add(canonical, forms)
	}
	return n
}

func (t *agencyTable) add(canonical string, forms []string) {
	if name, home, ok := strings.Cut(canonical, "@"); ok {
		canonical = name
		t.homes[name] = home
	}
	named := false
	for _, f := range forms {
		form := agencyForm{canonical: canonical, printed: f}
		if p := strings.Trim(f, `"`); p != f && len(p) == len(f)-2 {
			form.printed, form.exact = p, true
		}
		named = named || form.printed == canonical
		k := key(form.printed)
		if stem, ok := strings.CutSuffix(f, "*"); ok {
			t.stems[key(stem)] = canonical
			continue
		}
		t.put(k, form)
	}
	if !named {
		t.put(key(canonical), agencyForm{canonical: canonical, printed: canonical})
	}
}

func (t *agencyTable) put(k string, f agencyForm) {
	if k == "" {
		return
	}
	// A copy, since with shares the lists of the table it extends.
	t.forms[k] = append(append([]agencyForm(nil), f), t.forms[k]...)
	first, _, _ := strings.Cut(k, " ")
	t.words[first] = true
}

// find returns the canonical name of the agency printed as s.
func (t *agencyTable) find(s string) (string, bool) {
	if len(s) > maxAgency {
		return "", false
	}
	var buf [96]byte
	k := appendKey(buf[:0], s)
	for _, f := range t.forms[string(k)] {
		if !f.exact || f.printed == s {
			return f.canonical, true
		}
	}
	if i := strings.IndexAny(s, "-/"); i > 0 {
		if c, ok := t.stems[key(s[:i])]; ok {
			return c, true
		}
		if s[i] == '/' {
			return t.find(s[:i]) // "APA/dpa": the first files
		}
	}
	return "", false
}

// maxAgency bounds the printed name of an agency, in bytes: longer brackets
// are text.
const maxAgency = 60

// bare finds an agency that stands at s[i:] without brackets: as printed in
// the table, or that in capitals. It returns where the name ends.
func (t *agencyTable) bare(s string, i int) (canonical string, end int, ok bool) {
	var buf [96]byte
	w := wordEnd(s, i)
	if w == i || w-i > maxAgency || !t.words[string(appendKey(buf[:0], firstPart(s[i:w])))] {
		return "", i, false
	}
	ends := [4]int{w}
	n := 1
	for n < len(ends) && ends[n-1] < len(s) && s[ends[n-1]] == ' ' {
		e := wordEnd(s, ends[n-1]+1)
		if e == ends[n-1]+1 {
			break
		}
		ends[n] = e
		n++
	}
	for ; n > 0; n-- {
		printed := s[i:ends[n-1]]
		if len(printed) > maxAgency {
			continue
		}
		for _, f := range t.forms[string(appendKey(buf[:0], printed))] {
			if printed == f.printed || !f.exact && (printed == strings.ToUpper(f.printed) || printed == strings.TrimSuffix(f.printed, ".")) {
				return f.canonical, ends[n-1], true
			}
		}
	}
	return "", i, false
}

// firstPart is s up to its first hyphen or slash, which key makes a blank of.
func firstPart(s string) string {
	for i := 1; i < len(s); i++ {
		if c := s[i]; c == '-' || c == '/' || c == '_' || c == 0xe2 && strings.HasPrefix(s[i:], "–") {
			return s[:i]
		}
	}
	return s
}

// wordEnd is the end of the word that begins at s[i]: letters, digits, and
// hyphens, apostrophes and stops between them.
func wordEnd(s string, i int) int {
	end := i
	for j := i; j < len(s); {
		if c := s[j]; c < utf8.RuneSelf && inWord[c] {
			j++
			end = j
			continue
		} else if c > 0xC2 && c < 0xDC && j+1 < len(s) && isInner(s[j+1]) && traits[rune(c&0x1F)<<6|rune(s[j+1]&0x3F)]&wordTraits != 0 {
			j += 2
			end = j
			continue
		}
		r, n := utf8.DecodeRuneInString(s[j:])
		switch {
		case isWordRune(r):
			end = j + n
		case (r == '-' || r == '\'' || r == '’' || r == '.' || r == '/' || r == '&') && end == j && j > i:
		default:
			return end
		}
		j += n
	}
	return end
}
