package copydesk

import (
	"strings"
	"sync"
)

// rubricWords are words that a place does not hold and a rubric, a table's
// heading, a market report, an institution or an event does. The weak forms
// of a dateline are not taken for one where such a word stands in it.
const rubricWords = `advisory alert analysis answers background blog breaking brief briefs bulletin calendar chronology clarification
column comment commentary corrected correction corrects diary digest documentary editorial embargo embargoed eds exclusive explainer
factbox feature flash fixture fixtures focus graphic graphics headline headlines highlights insight instantview interview kill lead letter live
moved newsmaker newslink note obituary opinion outlook photo photos picture pictures poll preview profile quotebox quotes recap recasts refile refiled
refiles reissue repeat reprise review roundup rtrs rpt schedule scoreboard snapshot special statement story sum summary survey table take
text timeline topic topnews trending update updated updates urgent video viewpoint watch weather withdrawal withdrawn wrap wrapup writethru
zusammenfassung tabelle eilmeldung hintergrund korrektur vorschau kurzmeldung
aluminium aluminum barley beef bond bonds brent cattle cereals cocoa coffee commodities commodity copper corn cotton crude currencies currency
diamonds dollar earnings equities euro eurobond euroshares exchange exports forex fund funds futures fx gas gold grain grains imports index
indices inflation ipo ipos lead livestock market markets meat metal metals money mortgage nasdaq nickel oil oilseeds ore palm palladium peso
platinum pound price prices profit rate rates rice rouble ruble rupee rubber sales shares silver soy soybean soybeans steel sterling
stock stocks sugar tea tender tin trade treasuries treasury uranium wheat yen yuan zinc wti
athletics baseball basketball boxing championship championships cricket cup cycling derby fc fifa football game games golf hockey league
marathon match mls mlb motogp motorcycling motor nba ncaa nfl nhl olympic olympics open playoffs premiership racing results rugby sailing
score scores skiing soccer standings swimming team teams tennis tour tournament uefa united vs wimbledon wta atp rovers athletic city's
academy agency airlines airport airways association authority bank board bureau central commission committee company conference congress corp
corporation council court cathedral department embassy federation festival forum foundation government group holding hospital inc institute
international limited ltd ministry museum national opera orchestra organisation organization parliament party philharmonic police press
school senate series show society studio studios symphony theatre theater times treaty tribune tv union university zoo biennale expo
summit declaration accord accords agreement protocol pact plan process pact fair auction exhibition dialogue
today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday
q1 q2 q3 q4 fy eps ceo cfo usd eur gdp cpi ppi pmi imf opec iea nato eu un who wto fed ecb boj boe`

var rubrics = sync.OnceValue(func() map[string]bool {
	m := make(map[string]bool)
	for w := range strings.FieldsSeq(rubricWords) {
		m[w] = true
	}
	return m
})

// isRubric reports whether a word of s is one of a rubric.
func isRubric(s string) bool {
	var buf [96]byte
	if len(s) > 80 {
		return true
	}
	k := appendKey(buf[:0], s)
	if a, ok := apstyle()[string(k)]; ok && a != "" {
		return false
	}
	for len(k) > 0 {
		w := k
		for i, c := range k {
			if c == ' ' {
				w = k[:i]
				break
			}
		}
		if rubrics()[string(w)] {
			// "UNION CITY", "NATIONAL CITY" are towns.
			return !isTownOf(s)
		}
		k = k[min(len(k), len(w)+1):]
	}
	return false
}

// isTownOf reports whether s as a whole, and more than one word, is a town.
func isTownOf(s string) bool {
	if !strings.ContainsAny(s, " -") {
		return false
	}
	_, ok := lookTown(s)
	return ok
}

// isVague reports whether s begins with a word that opens a sentence, not a
// place.
func isVague(s string) bool {
	if isNoTown(s) {
		return false
	}
	w, _, more := strings.Cut(s, " ")
	if !more {
		return len(w) < 2
	}
	switch strings.ToLower(w) {
	case "in", "at", "from", "for", "by", "with", "but", "and", "as", "after", "before", "when", "while", "if", "he", "she", "it", "they",
		"we", "i", "this", "that", "these", "those", "a", "an", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "president", "minister", "on", "to",
		"von", "bei", "nach", "für", "mit", "por", "para", "con", "según", "selon", "par", "pour", "dans", "wie", "der", "das":
		return true
	}
	return false
}
