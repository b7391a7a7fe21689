package topic

import (
	"math/bits"
	"slices"
	"strings"
)

// A field is a set of the article's fields; most often of one.
type field uint16

const (
	fHeadline field = 1 << iota
	fLead
	fBody
	fQuote
	fSpeaker
	fByline
	fAgency
	fSource
	fPlace
	fCountry
	fLang
	fCategory
	fSignal
	fURL
)

const (
	bare   = fHeadline | fLead | fBody            // where words without a field look
	wholes = fSource | fCountry | fLang | fSignal // fields that are compared whole
)

// fieldNames are in the order of the constants.
var fieldNames = []string{
	"headline", "lead", "body", "quote", "speaker", "byline", "agency", "source",
	"place", "country", "lang", "category", "signal", "url",
}

// String returns the name of the single field f; none for those of bare words.
func (f field) String() string {
	if bits.OnesCount16(uint16(f)) != 1 {
		return ""
	}
	return fieldNames[bits.TrailingZeros16(uint16(f))]
}

// fieldNamed returns the field of that name, caseless.
func fieldNamed(name string) (field, bool) {
	i := slices.Index(fieldNames, strings.ToLower(name))
	if i < 0 {
		return 0, false
	}
	return 1 << i, true
}

// signals are those of wire, as a query may name them.
var signals = []string{"correction", "update", "advisory", "kill", "embargo"}

// countries are the codes of ISO 3166-1 and XK, which is in use for Kosovo.
const countries = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ " +
	"CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR " +
	"GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP " +
	"KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ " +
	"NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW " +
	"SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ " +
	"UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW"
