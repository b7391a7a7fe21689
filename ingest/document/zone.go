package document

import (
	"strings"
	"time"
)

// zoneOffset is the offset in seconds of a zone name that is in zones. Of a
// name with several meanings it is the one that is in use in the source's own
// zone, else the first.
func zoneOffset(name string, local time.Time, zone *time.Location) int {
	t := time.Date(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), local.Second(), 0, zone)
	if abbr, off := t.Zone(); abbr == name {
		return off
	}
	meanings := zones[name]
	switch name { // standard or daylight time, as the day has it
	case "ET", "CT", "MT", "PT":
		if summerUS(local) {
			return int(meanings[0])*60 + 3600
		}
	}
	if len(meanings) > 1 {
		for _, month := range [...]time.Month{t.Month(), time.January, time.July} {
			_, off := time.Date(t.Year(), month, 1, 0, 0, 0, 0, zone).Zone()
			for _, m := range meanings {
				if int(m)*60 == off && zone != time.UTC {
					return off
				}
			}
		}
	}
	return int(meanings[0]) * 60
}

// summerUS reports whether the clocks of the United States are an hour ahead
// at a local time, by the laws of 1986 and 2005.
func summerUS(t time.Time) bool {
	sunday := func(month time.Month, day int) time.Time { // the first on or after that day, at two
		d := time.Date(t.Year(), month, day, 2, 0, 0, 0, time.UTC)
		return d.AddDate(0, 0, (7-int(d.Weekday()))%7)
	}
	if t.Year() >= 2007 {
		return !t.Before(sunday(time.March, 8)) && t.Before(sunday(time.November, 1))
	}
	return !t.Before(sunday(time.April, 1)) && t.Before(sunday(time.October, 25))
}

// zones are the names of time zones that are met in dates, and their offsets
// from UTC in minutes. Where a name means several the first is that of RFC 822
// or of most feeds.
var zones = zoneTable(`
UTC 0|UT 0|GMT 0|WET 0|Z 0|UCT 0|AZOST 0|EGST 0
CET 60|WEST 60|MEZ 60|WAT 60|BST 60 360 660|IST 330 120 60|MET 60|DFT 60
CEST 120|MESZ 120|EET 120|CAT 120|SAST 120|MEST 120|HAEC 120|KALT 120
EEST 180|MSK 180|МСК 180|AST -240 180|TRT 180|EAT 180|FET 180|IDT 180|AQT 300|SYOT 180|TSK 180
AZT 240|AMT 240 -240|GET 240|GST 240 -120|SAMT 240|MUT 240|RET 240|SCT 240|VOLT 180|MSD 240
AFT 270|IRST 210|IRDT 270
AZST 300|AMST 300 -180|PKT 300|UZT 300|TMT 300|TJT 300|YEKT 300|MVT 300|ORAT 300|QYZT 300|AQTT 300|GEST 300
SLST 330|NPT 345|BDT 360 480|BTT 360|KGT 360|ALMT 300|OMST 360|BIOT 360|MMT 390|CCT 390
ICT 420|WIB 420|KRAT 420|NOVT 420|HOVT 420|THA 420|CXT 420|DAVT 420
CST -360 480|HKT 480|SGT 480|MYT 480|PHT 480|PHST 480|AWST 480|WITA 480|WST 480 780|IRKT 480|ULAT 480|BNT 480|BNST 480|TWT 480|SST -660 480|CHOT 480
JST 540|KST 540|WIT 540|YAKT 540|TLT 540|PWT 540
ACST 570|ACDT 630|AEST 600|AEDT 660|AET 600|VLAT 600|PGT 600|CHST 600|LHST 630|LHDT 660
SBT 660|MAGT 660|SAKT 660|NCT 660|VUT 660|SRET 660|NFT 660
NZST 720|NZDT 780|FJT 720|PETT 720|TVT 720|ANAT 720|WAKT 720|CHAST 765|CHADT 825|TOT 780|PHOT 780|LINT 840
CVT -60|AZOT -60|BRT -180|BRST -120|ART -180|UYT -180|GFT -180|SRT -180|PMST -180|PMDT -120|FKST -180|ROTT -180
NST -210|NDT -150|NT -210|ADT -180 240|CLT -240|CLST -180|PYT -240|PYST -180|BOT -240|VET -240|GYT -240|FKT -240|COST -240
EST -300 600|EDT -240 660|ET -300|CDT -300|COT -300|PET -300|ECT -300|ACT -300|EASST -300
MST -420|MDT -360|EAST -360|GALT -360|CT -360|MT -420
PST -480 480|PDT -420|PT -480|AKST -540|AKDT -480|GAMT -540|HST -600|HDT -540|HAST -600|TAHT -600|CKT -600|MART -570|NUT -660
`)

func zoneTable(s string) map[string][]int16 {
	m := make(map[string][]int16)
	for _, z := range strings.FieldsFunc(s, func(r rune) bool { return r == '|' || r == '\n' }) {
		f := strings.Fields(z)
		for _, o := range f[1:] {
			n, sign := 0, 1
			for _, c := range o {
				if c == '-' {
					sign = -1
					continue
				}
				n = n*10 + int(c-'0')
			}
			m[f[0]] = append(m[f[0]], int16(sign*n))
		}
	}
	return m
}
