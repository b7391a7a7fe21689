package copydesk

import "sync"

// A form is one order in which agencies print the pieces of a dateline.
//
// Its pattern is written over the pieces, as the scanner (scan.go) reads them:
//
//	P  place or places, with their regions       t  date
//	b  agency in round brackets                  B  round brackets with something else
//	s  agency between slashes                    S  slashes with something else
//	a  agency as a bare word                     n  name behind "By", as in "By A Name - Agency:"
//	k  CJK brackets that hold the whole          , . : = / -  as printed; "-" is any dash
//	~  a blank, and then the text                $  the end of the paragraph
//
// [xy] is one of x and y, and ? makes what stands before it optional. Adding
// a shape is adding a row here and a line to testdata/datelines.txt; adding an
// agency is a line in data/agencies.txt.
type form struct {
	name    string
	pattern string
	need    need
}

// A need is what a form demands beyond its pieces, so that no sentence is
// taken for a dateline: the weaker the pieces, the more is asked of the place.
type need int

const (
	anyPlace   need = iota // an agency at its place says enough
	likely                 // place in capitals, or known to the gazetteer
	sureRegion             // place in capitals or known, and a country we know behind it
	capsKnown              // place in capitals that stands alone, or one with a known region
	capsPlace              // place in capitals, and known
	isoDate                // place in capitals or known; date in figures, year first
)

// forms is the grammar. The longest pattern that holds wins.
var forms = [...]form{
	// AP, AFP web, dpa, Anadolu, Antara: no date.
	{"place (agency) -", "Pb[.,]?-", anyPlace},
	{"place (agency) :", "Pb[:=]", anyPlace},
	{"place (agency)", "Pb~", capsKnown},
	// Reuters, AFP, EFE, Xinhua, KCNA, PTI, ANI, Belga, AZERTAC, Interfax.
	{"place date (agency) -", "P[,.]?[-,]?t[,.]?b[.,]?[-:=.]", anyPlace},
	{"place date (agency)", "P[,.]?t[,.]?b~", anyPlace},
	{"place date (agency) line", "P[,.]?t[,.]?b$", anyPlace},
	{"place (agency) date", "P,?b,?t[.,]?[-:.]", anyPlace},
	{"place (agency) - date -", "Pb-t-", anyPlace},
	{"place (agency) line", "Pb$", likely},
	{"date (agency) -", "t[.,]?b[.,]?[-:=.]", anyPlace},
	{"date, place (agency) -", "t[,.]P[,.]?b[.,]?[-:=.~]", anyPlace},
	{"date place (agency)", "P-t[,.]?b[-:]", likely},
	// TASS, BelTA, Kabar, ARKA, PR Newswire, CNW, Trend as it was.
	{"place date /agency/", "P[,.]?t[,.]?s[.,]?[-.:~]", anyPlace},
	{"place /agency/", "P[.,]?s[.,]?[-.:~]", likely},
	{"date, place /agency/", "t,?P[.,]?s[.,]?[-.:~]", anyPlace},
	{"place date /other/", "P[,.]t.S[.-]", likely},
	{"place / agency / date /", "P,?s,?t[/-]", anyPlace},
	// RIA Novosti, UNN, Report, Armenpress, AAP, SPA, IRNA, AZERTAC's own line.
	{"place date - agency", "P[,.]t-a[.:]", anyPlace},
	{"place date - agency, name", "P[,.]t-a,P[.:]", anyPlace},
	{"place date agency -", "P[,.]t[.,]?a[.,]?[-:/.]", anyPlace},
	{"place date agency line", "P[,.]?t[.,]?a[.]?[$~]", likely},
	{"date agency -", "t[.,]?a[.,]?[-:/]", anyPlace},
	{"date. agency.", "t.a[.]", anyPlace},
	// Kazinform, SANA, IRNA, APA, Europa Press.
	{"place. agency -", "P[.,]a[.,]?[-:]", likely},
	{"place. agency.", "P[.,]a[.]", capsPlace},
	{"place - agency.", "P-a[.:]", likely},
	{"place. name - agency.", "P[.]P-a[.:]", likely},
	{"place agency -", "Pa-", capsPlace},
	// Turan.
	{"place/date/agency:", "P/t/a[:.-]", anyPlace},
	// ANSA, and agencies that stand in front.
	{"(agency) - place, date -", "b[.,]?-P[,.]?t[,.]?[-.:]", anyPlace},
	{"(agency) - place -", "b[.,]?-P[-:]", likely},
	{"(agency) place, date -", "bP,t[-.:]", anyPlace},
	{"agency - place, date -", "a-P[,.]?t[-.:]", anyPlace},
	{"agency. -", "a.-", anyPlace},
	{"(agency) -", "b[.,]?-", anyPlace},
	{"distributor", "d~", anyPlace},
	// Press-release wires.
	{"place--(agency)--", "P-b-", anyPlace},
	{"place, date (agency) --", "P,t-b-", anyPlace},
	// Reuters before 1997 and whoever leaves the agency out.
	{"place date -", "P[,.]?[-,]?t[.,]?-", likely},
	{"place date:", "P,?t:", capsPlace},
	{"place date (other) -", "P[,.]?t[,.]?B[.,]?[-:]", likely},
	{"place (other) -", "PB[-:]", capsKnown},
	{"place, country, date.", "P[,.]t[.]", sureRegion},
	{"place, country, date", "P[,.]t~", sureRegion},
	{"place, date", "P[,.]t~", capsPlace},
	{"place date line", "P[,.]?t[$]", likely},
	{"place iso-date", "P,?t~", isoDate},
	{"place, date By name - agency:", "P,tn[:-~]", likely},
	// The Canadian Press; newspapers of the Gulf and India.
	{"place -", "P-", capsKnown},
	{"place:", "P:", capsKnown},
	// Yonhap, Kyodo, Reuters in Japanese, Xinhua in Chinese.
	{"cjk", "k[-=~:]", anyPlace},
	{"cjk name =", "kP[=-]", anyPlace},
}

// formTable maps every concrete sequence of pieces to the forms that have it.
var formTable = sync.OnceValue(func() map[string][]*form {
	m := make(map[string][]*form)
	for i := range forms {
		for _, s := range expand(forms[i].pattern) {
			m[s] = append(m[s], &forms[i])
		}
	}
	return m
})

// openForms are the beginnings of forms: a scan that has left them all behind
// can stop.
var openForms = sync.OnceValue(func() map[string]bool {
	m := make(map[string]bool)
	for s := range formTable() {
		for n := range len(s) {
			m[s[:n]] = true
		}
	}
	return m
})

// expand returns the sequences a pattern stands for.
func expand(pattern string) []string {
	out := []string{""}
	for i := 0; i < len(pattern); {
		var choice []string
		if pattern[i] == '[' {
			for i++; pattern[i] != ']'; i++ {
				choice = append(choice, pattern[i:i+1])
			}
		} else {
			choice = append(choice, pattern[i:i+1])
		}
		i++
		if i < len(pattern) && pattern[i] == '?' {
			choice = append(choice, "")
			i++
		}
		var next []string
		for _, s := range out {
			for _, c := range choice {
				next = append(next, s+c)
			}
		}
		out = next
	}
	return out
}
