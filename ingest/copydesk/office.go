package copydesk

import "strings"

// Offices and trades stand in front of names without being on any list:
// "engineer A Name said", „sagte Optikerin A Name“. What tells them is not the
// word but where it stands.

// maxOffice bounds the small words of an office in front of a name: "head of
// the institute's marine laboratory A Name" has no more.
const maxOffice = 6

// afterOffice returns where the full name begins that small words lead to:
// "chief climate engineer Anna Holm". -1 when there is no such name.
func afterOffice(t []token, i int) int {
	for k := i; k < len(t) && k <= i+maxOffice; k++ {
		w := &t[k]
		switch {
		case !w.word || w.is(aClauseWord) || w.is(aDeterminer) || w.pronoun() != 0 || k > i && isVerb(t, k):
			return -1
		case !w.upper:
			continue
		case k > i && k+1 < len(t) && t[k+1].word && t[k+1].upper && !w.is(anOpener) && !w.isTitle():
			return k
		}
		return -1
	}
	return -1
}

// germanOffices are endings of German nouns for people by what they do. In
// German they stand before the name with a capital and look like a part of it.
var germanOffices = []string{
	"händler", "händlerin", "sprecher", "sprecherin", "leiter", "leiterin", "vorstand", "vorständin", "trainer", "trainerin",
	"manager", "managerin", "besitzer", "besitzerin", "forscher", "forscherin", "richter", "richterin", "sieger", "siegerin",
	"reiter", "reiterin", "minister", "ministerin", "meister", "meisterin", "lehrer", "lehrerin", "fahrer", "fahrerin",
	"berater", "beraterin", "führer", "führerin", "wirt", "wirtin", "anwalt", "anwältin", "arzt", "ärztin", "rat", "rätin",
	"chef", "chefin", "präsident", "präsidentin", "direktor", "direktorin", "kommissar", "kommissarin", "experte", "expertin",
	"ökonom", "ökonomin", "astronom", "astronomin", "biologe", "biologin", "loge", "login", "nom", "nomin",
	"analyst", "analystin", "polizist", "polizistin", "tourist", "touristin", "ist", "istin",
	"optiker", "optikerin", "iker", "ikerin", "ator", "atorin", "itor", "itorin", "essor", "essorin",
	"eur", "eurin", "ent", "entin", "ant", "antin", "bauer", "bäuerin", "mann", "frau", "kanzler", "kanzlerin",
	"abgeordnete", "abgeordneter", "vorsitzende", "vorsitzender", "beauftragte", "beauftragter", "politiker", "politikerin",
	"spieler", "spielerin", "torwart", "kapitän", "kapitänin", "general", "bischof", "pfarrer", "pfarrerin", "stürmer", "verteidiger",
}

// germanVerbs are verbs of speech by which a clause is known for German.
const germanVerbs = `sagte sagt erklärte erklärt betonte betont meinte meint teilte fügte ergänzte kritisierte schrieb warnte forderte
	äußerte kündigte berichtete sagten erläuterte unterstrich räumte versicherte bekräftigte klagte lobte mahnte monierte`

// isGermanOffice reports whether a capitalised German word names an office or
// a trade.
func isGermanOffice(low string) bool {
	for _, end := range germanOffices {
		if len(low) > len(end)+1 && strings.HasSuffix(low, end) || low == end && len(end) > 3 {
			return true
		}
	}
	return false
}

// isGerman reports whether a verb of speech among t is German.
func isGerman(t []token) bool {
	for k := range t {
		if t[k].is(aGermanVerb) {
			return true
		}
	}
	return false
}

// germanName returns where the name begins in the run of capitals t[i:j] of a
// German clause: an office in front is no part of it, if a full name is left.
func germanName(t []token, i, j int) int {
	for j-i > 2 && isGermanOffice(t[i].low) && t[i].sense().gender() == 0 {
		i++
	}
	return i
}

// weekdays, by which news says when somebody spoke: "explicó este lunes A Name".
const weekdays = `monday tuesday wednesday thursday friday saturday sunday lunes martes miércoles jueves viernes sábado domingo
	lundi mardi mercredi jeudi vendredi samedi dimanche montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
	lunedì martedì mercoledì giovedì venerdì sabato domenica segunda-feira terça-feira quarta-feira quinta-feira sexta-feira`

// isWhen returns the end of the words at t[i] that say on which day it was
// said; i when there are none.
func isWhen(t []token, i int) int {
	k := i
	if k < len(t) && isOneOf(t[k].low, "on", "this", "last", "este", "esta", "el", "ce", "am", "il", "la") {
		k++
	}
	if k < len(t) && t[k].is(aWeekday) {
		return k + 1
	}
	return i
}
