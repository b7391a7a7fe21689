package copydesk

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// A day is a date as a dateline prints it; fields that are not printed are 0.
type day struct{ year, month, day int }

// monthTable has the month words of wire-style.md §2 and of some more
// languages, by number; they are compared by key.
const monthTable = `1=jan,january,ene,enero,janv,janvier,januar,jänner,gen,gennaio,janeiro,янв,января,январь,січня,yanvar,ocak,januari,stycznia,ianuarie,يناير,ledna,jaanuar,janar,қаңтар,студзеня
2=feb,february,febrero,fév,févr,février,februar,febbraio,fev,fevereiro,фев,февр,февраля,февраль,лютого,fevral,şubat,februari,lutego,februarie,فبراير,února,shkurt,ақпан,лютага
3=mar,march,marzo,mars,märz,mär,março,мар,марта,март,березня,mart,mrt,maart,mac,maret,marca,martie,مارس,března,наурыз,сакавіка
4=apr,april,abr,abril,avr,avril,aprile,апр,апреля,апрель,квітня,aprel,nisan,avril,kwietnia,aprilie,أبريل,ابريل,dubna,сәуір,красавіка
5=may,mayo,mai,mag,maggio,maio,мая,май,травня,mayıs,mei,maj,maja,مايو,května,мамыр
6=jun,june,junio,juin,juni,giu,giugno,junho,июн,июня,июнь,червня,iyun,haziran,czerwca,iunie,يونيو,června,маусым,чэрвеня
7=jul,july,julio,juil,juillet,juli,lug,luglio,julho,июл,июля,июль,липня,iyul,temmuz,lipca,iulie,يوليو,julai,července,шілде,ліпеня
8=aug,august,ago,agosto,août,авг,августа,август,серпня,avqust,ağustos,augustus,sierpnia,أغسطس,اغسطس,ogos,agustus,srpna,тамыз,жніўня
9=sep,sept,september,septiembre,setiembre,set,septembre,settembre,setembro,сен,сент,сентября,сентябрь,вересня,sentyabr,eylül,września,septembrie,سبتمبر,září,қыркүйек,верасня
10=oct,october,octubre,octobre,okt,oktober,ott,ottobre,out,outubro,окт,октября,октябрь,жовтня,oktyabr,ekim,października,octombrie,أكتوبر,اكتوبر,října,қазан,кастрычніка
11=nov,november,noviembre,novembre,novembro,ноя,нояб,ноября,ноябрь,листопада,noyabr,kasım,noiembrie,نوفمبر,қараша,лістапада
12=dec,december,dic,diciembre,déc,décembre,dez,dezember,dicembre,dezembro,дек,декабря,декабрь,грудня,dekabr,aralık,desember,disember,grudnia,decembrie,ديسمبر,prosince,желтоқсан,снежня`

var monthWords = sync.OnceValue(func() map[string]int {
	m := make(map[string]int)
	n := 0
	lists(monthTable, func(_ string, words []string) {
		n++
		for _, w := range words {
			m[key(w)] = n
		}
	})
	return m
})

// maxMonth bounds a month word, in bytes; the longest of the table has 22.
const maxMonth = 26

// parseDay reads a date that begins at s[i] and returns where it ends:
// "Sept. 3, 2025", "3rd September", "1er sept", "le 3 septembre 2025",
// "3 de septiembre", "03.09.2025", "03/09", "1996-08-22", "8 JAN 90".
func parseDay(s string, i int) (day, int, bool) {
	if i >= len(s) {
		return day{}, i, false
	}
	if c := s[i]; '0' <= c && c <= '9' {
		return numberFirst(s, i)
	}
	if d, e, ok := wordFirst(s, i); ok {
		return d, e, true
	}
	if !figureAt(s, i+len("le ")) && !figureAt(s, i+len("den ")) {
		return day{}, i, false
	}
	for _, article := range dayArticles {
		if rest, ok := cutPrefixFold(s[i:], article); ok {
			if j := len(s) - len(rest); j < len(s) && '0' <= s[j] && s[j] <= '9' {
				return numberFirst(s, j)
			}
		}
	}
	return day{}, i, false
}

// dayArticles may stand before a day.
var dayArticles = [...]string{"le ", "am ", "el ", "il ", "den ", "on "}

func figureAt(s string, i int) bool { return i < len(s) && '0' <= s[i] && s[i] <= '9' }

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		return s[len(prefix):], true
	}
	return s, false
}

// wordFirst reads "Sept. 3rd, 2025".
func wordFirst(s string, i int) (day, int, bool) {
	w := monthEnd(s, i)
	e := w
	if e < len(s) && s[e] == '.' {
		e++
	}
	e = skipBlank(s, e)
	// The figure is looked for first: most words have none behind them.
	n, e2, ok := number(s, e, 2)
	if !ok {
		return day{}, i, false
	}
	m, ok := monthNamed(s[i:w])
	if !ok || n < 1 || n > daysIn(m) {
		return day{}, i, false
	}
	d := day{month: m, day: n}
	e = e2
	if o := ordinal(s[e:], n); o > 0 {
		e += o
	}
	if e < len(s) && (isWordByte(s[e]) || isRange(s, e)) {
		return day{}, i, false
	}
	d.year, e = yearAfter(s, e)
	return d, e, true
}

// isRange reports whether "-4" of "May 3-4" stands at s[e:].
func isRange(s string, e int) bool {
	return s[e] == '-' && e+1 < len(s) && '0' <= s[e+1] && s[e+1] <= '9'
}

// numberFirst reads the forms that begin with a figure.
func numberFirst(s string, i int) (day, int, bool) {
	n, e, ok := number(s, i, 4)
	if !ok {
		return day{}, i, false
	}
	if e-i == 4 {
		return yearFirst(s, i, n, e)
	}
	if e-i > 2 || n < 1 || n > 31 {
		return day{}, i, false
	}
	if e < len(s) && (s[e] == '.' || s[e] == '/' || s[e] == '-') {
		if d, e2, ok := figures(s, e, n); ok {
			return d, e2, true
		}
	}
	if o := ordinal(s[e:], n); o > 0 {
		e += o
	} else if e < len(s) && s[e] == '.' {
		e++
	}
	e = skipBlank(s, e)
	if rest, ok := cutPrefixFold(s[e:], "de "); ok {
		e = len(s) - len(rest)
	}
	m, e2, ok := monthAt(s, e)
	if !ok || n > daysIn(m) {
		return day{}, i, false
	}
	e = e2
	if e < len(s) && s[e] == '.' && (e+1 >= len(s) || !isStopAfterMonth(s, e)) {
		e++
	}
	d := day{month: m, day: n}
	d.year, e = yearAfter(s, e)
	return d, e, true
}

// isStopAfterMonth reports whether the stop at s[e] ends the date rather than
// shortens the month word: "3 may. REPORT.AZ/", "5 мая. /ТАСС/".
func isStopAfterMonth(s string, e int) bool {
	rest := strings.TrimLeft(s[e+1:], " ")
	return rest != "" && rest[0] != '(' && rest[0] != ',' && !(rest[0] >= '0' && rest[0] <= '9')
}

// yearFirst reads "1996-08-22".
func yearFirst(s string, i, year, e int) (day, int, bool) {
	if year < 1800 || year > 2199 || e >= len(s) || s[e] != '-' && s[e] != '/' && s[e] != '.' {
		return day{}, i, false
	}
	sep := s[e]
	m, e2, ok := number(s, e+1, 2)
	if !ok || m < 1 || m > 12 || e2 >= len(s) || s[e2] != sep {
		return day{}, i, false
	}
	d, e3, ok := number(s, e2+1, 2)
	if !ok || d < 1 || d > daysIn(m) {
		return day{}, i, false
	}
	return day{year, m, d}, e3, true
}

// figures reads the rest of "03.09.2025", "05/03/21" or "03/09" from the
// first separator on.
func figures(s string, e, n int) (day, int, bool) {
	sep := s[e]
	m, e2, ok := number(s, e+1, 2)
	if !ok || m < 1 || m > 12 || n > daysIn(m) {
		return day{}, e, false
	}
	d := day{month: m, day: n}
	if e2 < len(s) && s[e2] == sep {
		if y, e3, ok := number(s, e2+1, 4); ok && (e3-e2-1 == 4 || e3-e2-1 == 2) {
			d.year = century(y)
			return d, e3, true
		}
	}
	if sep != '/' {
		return day{}, e, false
	}
	return d, e2, true
}

// century completes a year of two figures: the wires began to print them
// after 1970.
func century(y int) int {
	switch {
	case y >= 100:
		return y
	case y >= 70:
		return 1900 + y
	}
	return 2000 + y
}

// yearAfter reads a year behind a date: ", 2025", " 2025", " de 2025", " 90".
func yearAfter(s string, e int) (year, end int) {
	j := e
	if j < len(s) && s[j] == ',' {
		j++
	}
	j = skipBlank(s, j)
	if rest, ok := cutPrefixFold(s[j:], "de "); ok {
		j = len(s) - len(rest)
	}
	y, e2, ok := number(s, j, 4)
	switch {
	case !ok:
		return 0, e
	case e2-j == 4 && 1800 <= y && y < 2200:
		return y, e2
	case e2-j == 2 && j == e+1 && s[e] == ' ':
		return century(y), e2
	}
	return 0, e
}

// monthAt reads a month word at s[i].
func monthAt(s string, i int) (month, end int, ok bool) {
	end = monthEnd(s, i)
	month, ok = monthNamed(s[i:end])
	return month, end, ok
}

// monthEnd is where what may be a month word at s[i] ends, not far beyond
// maxMonth.
func monthEnd(s string, i int) int {
	j := i
	for j < len(s) && j-i <= maxMonth {
		c := s[j]
		if c < utf8.RuneSelf {
			if !isLetterByte(c) {
				break
			}
			j++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[j:])
		if r == '–' || r == '—' || r == '月' {
			break
		}
		j += n
	}
	return j
}

// monthNamed returns the month that w is a word for.
func monthNamed(w string) (month int, ok bool) {
	if len(w) < 3 || len(w) > maxMonth {
		return 0, false
	}
	var buf [96]byte
	k := appendKey(buf[:0], w)
	if m, ok := monthWords()[string(k)]; ok {
		return m, true
	}
	if m := misspelt(string(k)); m > 0 {
		return m, true
	}
	return 0, false
}

// fullMonths are the English names long enough to be known with one letter
// missing ("Mach", "Febuary").
var fullMonths = [...]string{1: "january", 2: "february", 3: "march", 4: "april", 8: "august", 9: "september", 10: "october", 11: "november", 12: "december"}

// misspelt returns the month of whose name k lacks one letter, or 0.
func misspelt(k string) int {
	for m, name := range fullMonths {
		if len(k) != len(name)-1 || len(k) < 4 || k[0] != name[0] {
			continue
		}
		i := 0
		for i < len(k) && k[i] == name[i] {
			i++
		}
		if k[i:] == name[i+1:] {
			return m
		}
	}
	return 0
}

func daysIn(month int) int {
	return [...]int{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month]
}

// number reads at most max figures at s[i].
func number(s string, i, max int) (n, end int, ok bool) {
	j := i
	for j < len(s) && j-i <= max && '0' <= s[j] && s[j] <= '9' {
		n = n*10 + int(s[j]-'0')
		j++
	}
	if j == i || j-i > max {
		return 0, i, false
	}
	return n, j, true
}

// ordinal is the length of an ordinal's ending at the start of s.
func ordinal(s string, n int) int {
	for _, o := range [...]string{"st", "nd", "rd", "th", "er", "º", "°", "ª", "-го", "-е"} {
		if len(s) >= len(o) && strings.EqualFold(s[:len(o)], o) && (len(s) == len(o) || !isWordByte(s[len(o)])) {
			if o == "er" && n != 1 {
				return 0
			}
			return len(o)
		}
	}
	return 0
}

func skipBlank(s string, i int) int {
	for i < len(s) && s[i] == ' ' {
		i++
	}
	return i
}

func isLetterByte(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

// isWordByte reports whether c is part of a word: a letter, a figure, or a
// byte of a letter outside ASCII.
func isWordByte(c byte) bool { return inWord[c] }

var inWord = func() (t [256]bool) {
	for i := range t {
		c := byte(i)
		t[i] = isLetterByte(c) || '0' <= c && c <= '9' || c >= utf8.RuneSelf
	}
	return t
}()
