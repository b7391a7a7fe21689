package samplewire

import (
	"math/rand/v2"
	"strings"
	"time"
)

// roster is the table of the stringers.
func roster() []stringer {
	return []stringer{
		{
			Source: Source{Name: "ap", Agency: "AP", Format: RSS, Timezone: "America/New_York", Language: "en-US"},
			codes:  "US US CA NO IE GB", copy: "en", tongue: english(), hasByline: true,
			open: "“", close: "”", verbs: []string{"said"}, content: contentHTML,
			dateline: func(p place, _ time.Time) string {
				if p.alone {
					return strings.ToUpper(p.name) + " (AP) —"
				}
				return strings.ToUpper(p.name) + ", " + p.region + " (AP) —"
			},
			manner: manner{
				correct: "Correction: {headline}", correctEnd: "This story corrects {what}.",
				kill:     "BULLETIN KILL: {headline}",
				killText: "Editors: The story headlined \"{headline}\" must be killed. A kill is mandatory. Make certain the story is not published. No substitute will be filed.",
				notice:   "MANDATORY KILL: {headline}",
			},
		},
		{
			Source: Source{Name: "reuters", Agency: "Reuters", Format: Atom, Timezone: "Europe/London", Language: "en-GB"},
			codes:  "GB PL NL BE SG TR", copy: "en", tongue: english(), hasByline: true,
			open: "\"", close: "\"", verbs: []string{"said", "told reporters"}, content: contentSummary,
			dateline: func(p place, day time.Time) string {
				town := strings.ToUpper(p.name)
				if !p.alone && !p.capital {
					town += ", " + p.region
				}
				return town + ", " + shortMonth(day, "") + " (Reuters) -"
			},
			manner: manner{
				update: "UPDATE {n}-{headline}", correct: "CORRECTED-{headline}", correctLine: "(Corrects {what})",
				kill:     "WITHDRAWN-{headline}",
				killText: "The story headlined \"{headline}\" is withdrawn. Please do not use it. There will be no substitute story.",
				notice:   "MANDATORY KILL-{headline}",
			},
		},
		{
			Source: Source{Name: "afp", Agency: "AFP", Format: JSON, Timezone: "Europe/Paris", Language: "en"},
			codes:  "FR SN HR BE", copy: "en", tongue: english(),
			open: "\"", close: "\"", verbs: []string{"said", "told AFP"}, content: contentHTML,
			dateline: func(p place, day time.Time) string {
				return p.name + ", " + shortMonth(day, "") + ", " + day.Format("2006") + " (AFP) -"
			},
			manner: manner{
				correct: "CORRECTED: {headline}", correctLine: "ATTENTION - CORRECTS {what} ///",
				kill:     "KILL: {headline}",
				killText: "ATTENTION EDITORS: The story headlined \"{headline}\" is killed. Please remove it from all your services. No substitute follows.",
				notice:   "MANDATORY KILL: {headline}",
			},
		},
		{
			Source: Source{Name: "tass", Agency: "TASS", Format: RSS, Timezone: "Europe/Moscow", Language: "en"},
			codes:  "RU", copy: "en", tongue: english(),
			open: "\"", close: "\"", verbs: []string{"said", "noted", "specified"}, content: contentHTML,
			dateline: func(p place, day time.Time) string {
				return strings.ToUpper(p.name) + ", " + day.Format("January 2") + ". /TASS/."
			},
			manner: manner{
				correct: "CORRECTION: {headline}", correctEnd: "The story was corrected: {what}.",
				kill:     "KILL: {headline}",
				killText: "Please disregard the story headlined \"{headline}\". It has been withdrawn.",
				notice:   "MANDATORY KILL: {headline}",
			},
		},
		{
			Source: Source{Name: "xinhua", Agency: "Xinhua", Format: RDF, Timezone: "Asia/Shanghai", Language: "en"},
			codes:  "CN CN KZ SG", copy: "en", tongue: english(),
			open: "\"", close: "\"", verbs: []string{"said", "noted"}, content: contentHTML,
			dateline: func(p place, day time.Time) string {
				town := strings.ToUpper(p.name)
				if p.code == "KZ" && !p.capital {
					town += ", " + p.country
				}
				return town + ", " + shortMonth(day, ".") + " (Xinhua) --"
			},
			manner: manner{
				correct: "Correction: {headline}", correctLine: "(Correction: {what})",
				kill:     "KILL: {headline}",
				killText: "Editors: Please kill the story headlined \"{headline}\". It will not be replaced.",
				notice:   "MANDATORY KILL: {headline}",
			},
		},
		{
			Source: Source{Name: "trend", Agency: "Trend", Format: RSS, Timezone: "Asia/Baku", Language: "en"},
			codes:  "AZ AZ GE KZ UZ", copy: "en", tongue: english(), clause: ", Trend reports.",
			open: "\"", close: "\"", verbs: []string{"said", "noted", "added"}, content: contentBreaks, titleCase: true,
			dateline: func(p place, day time.Time) string {
				return strings.ToUpper(p.name) + ", " + p.country + ", " + day.Format("January 2") + "."
			},
			manner: manner{
				update: "{headline} (UPDATE)", correct: "{headline} (CORRECTED)", correctEnd: "Correction: {what}.",
				kill:     "KILL: {headline}",
				killText: "The story headlined \"{headline}\" is withdrawn. Subscribers are asked not to use it.",
				notice:   "MANDATORY KILL: {headline}",
			},
		},
		{
			Source: Source{Name: "azertac", Agency: "AZERTAC", Format: Atom, Timezone: "Asia/Baku", Language: "en"},
			codes:  "AZ", copy: "en", tongue: english(), ownLine: true,
			open: "“", close: "”", verbs: []string{"said", "noted"}, content: contentXHTML,
			dateline: func(p place, day time.Time) string {
				return p.name + ", " + day.Format("January 2") + ", AZERTAC"
			},
			manner: manner{
				correct: "CORRECTION: {headline}", correctEnd: "Corrected: {what}.",
				kill:     "KILL: {headline}",
				killText: "The story headlined “{headline}” is withdrawn. Please do not use it.",
				notice:   "MANDATORY KILL: {headline}",
			},
		},
		{
			Source: Source{Name: "armenpress", Agency: "Armenpress", Format: JSON, Timezone: "Asia/Yerevan", Language: "en"},
			codes:  "AM AM GE", copy: "en", tongue: english(),
			open: "\"", close: "\"", verbs: []string{"said", "told ARMENPRESS"}, content: contentText,
			dateline: func(p place, day time.Time) string {
				return strings.ToUpper(p.name) + ", " + strings.ToUpper(day.Format("January 2")) + ", ARMENPRESS."
			},
			manner: manner{
				correct: "CORRECTION: {headline}", correctEnd: "Correction: {what}.",
				kill:     "KILL: {headline}",
				killText: "The story headlined \"{headline}\" is withdrawn. Please do not use it.",
				notice:   "MANDATORY KILL: {headline}",
			},
		},
		{
			Source: Source{Name: "anadolu", Agency: "Anadolu", Format: RSS, Timezone: "Europe/Istanbul", Language: "en"},
			codes:  "TR TR AZ GE", copy: "en", tongue: english(), hasByline: true,
			open: "\"", close: "\"", verbs: []string{"said", "told Anadolu"}, content: contentDescription,
			dateline: func(p place, _ time.Time) string {
				return strings.ToUpper(p.name) + " (AA) -"
			},
			manner: manner{
				correct: "CORRECTED - {headline}", correctEnd: "This story corrects {what}.",
				kill:     "KILL - {headline}",
				killText: "The story headlined \"{headline}\" is withdrawn. Please do not use it.",
				notice:   "MANDATORY KILL - {headline}",
			},
		},
		{
			Source: Source{Name: "yonhap", Agency: "Yonhap", Format: RSS, Timezone: "Asia/Seoul", Language: "en"},
			codes:  "KR", copy: "en", tongue: english(), hasByline: true,
			open: "\"", close: "\"", verbs: []string{"said"}, content: contentHTML,
			dateline: func(p place, day time.Time) string {
				return strings.ToUpper(p.name) + ", " + shortMonth(day, ".") + " (Yonhap) --"
			},
			manner: manner{
				update: "({lead}) {headline}", updateLine: "(ATTN: ADDS details at the end)",
				correct: "(CORRECTED) {headline}", correctLine: "(ATTN: CORRECTS {what})",
				kill:     "(KILL) {headline}",
				killText: "(ATTN: The story headlined \"{headline}\" is withdrawn. Please do not use it.)",
				notice:   "MANDATORY KILL: {headline}",
			},
			finish: func(s *Story, _ *rand.Rand) { s.Closing = []string{"(END)"} },
		},
		{
			Source: Source{Name: "dpa", Agency: "dpa", Format: Atom, Timezone: "Europe/Berlin", Language: "de"},
			codes:  "DE DE AT", copy: "de", tongue: german(),
			open: "„", close: "“", verbs: []string{"sagte"}, content: contentText,
			dateline: func(p place, day time.Time) string {
				if p.code == "DE" && day.Day()%2 == 0 {
					return p.name + " (dpa/reg) -"
				}
				return p.name + " (dpa) -"
			},
			manner: manner{
				correct: "Korrektur: {headline}", correctLine: "(Berichtigung: {what})",
				kill:     "KILL: {headline}",
				killText: "Achtung: Die Meldung „{headline}“ wird zurückgezogen. Bitte verwenden Sie sie nicht.",
				notice:   "MANDATORY KILL: {headline}",
			},
		},
		{
			Source: Source{Name: "efe", Agency: "EFE", Format: RDF, Timezone: "Europe/Madrid", Language: "es"},
			codes:  "ES ES PE UY CL CO", copy: "es", tongue: spanish(),
			open: "«", close: "»", verbs: []string{"dijo"}, content: contentHTML,
			dateline: func(p place, day time.Time) string {
				town := p.name
				if p.code != "ES" && !p.capital {
					town += " (" + p.country + ")"
				}
				return town + ", " + day.Format("2") + " " + spanish().months[day.Month()-1][:3] + " (EFE).-"
			},
			manner: manner{
				correct: "CORRECCIÓN: {headline}", correctLine: "(Corrige {what})",
				kill:     "ANULACIÓN: {headline}",
				killText: "Rogamos anulen la noticia titulada «{headline}». No habrá sustituta.",
				notice:   "MANDATORY KILL: {headline}",
			},
		},
		{
			Source: Source{Name: "globenewswire", Agency: "GlobeNewswire", Format: JSON, Timezone: "America/New_York", Language: "en-US"},
			codes:  "US US CA", copy: "release", tongue: english(), titleCase: true,
			open: "“", close: "”", verbs: []string{"said"}, content: contentHTML,
			dateline: func(p place, day time.Time) string {
				town := strings.ToUpper(p.name)
				if !p.alone {
					town += ", " + p.region
				}
				return town + ", " + shortMonth(day, ".") + ", " + day.Format("2006") + " (GLOBE NEWSWIRE) --"
			},
			manner: manner{
				correct: "CORRECTION -- {headline}", correctLine: "In a release issued earlier under the same headline, please note {what}. The corrected release follows:",
				kill:     "KILL: {headline}",
				killText: "We are advised by the company that journalists and other readers should disregard the news release headlined “{headline}”.",
				notice:   "MANDATORY KILL: {headline}",
			},
			finish: about,
		},
	}
}

// about closes a press release.
func about(s *Story, _ *rand.Rand) {
	s.Closing = []string{
		sentence(s.draft.fill("About {company}")),
		s.draft.fill("{company} {business}. The company, its products and its people are invented."),
	}
}

// shortMonth prints month and day in wire manner: the five short months are
// written out, the others shortened and closed with dot.
func shortMonth(day time.Time, dot string) string {
	m := [...]string{"Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"}[day.Month()-1]
	if len(m) <= 4 && m != "May" && m != "June" && m != "July" {
		m += dot
	}
	return m + " " + day.Format("2")
}
