package copydesk

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/datelinewire/dateline/wire"
)

// signals reads what the agency says about the filing from the headline, the
// lines in front of the story and the first words of the lead.
func (d *sheet) signals(a *wire.Article) {
	lines := make([]string, 0, 6)
	lines = append(lines, a.Headline)
	for _, n := range a.Notes {
		if n.Before == 0 && n.Kind == wire.NoteAdvisory {
			lines = append(lines, n.Text)
		}
	}
	if a.Dateline == nil {
		lines = append(lines, a.Lead[:min(len(a.Lead), maxSignal)])
	}
	for i, s := range lines {
		if s = s[:min(len(s), maxSignal)]; s == "" {
			continue
		}
		may := hintsIn(s)
		if may == 0 {
			continue
		}
		sig, n := signalOf(s, may)
		if rank(sig) > rank(a.Signal) {
			a.Signal, a.SignalNumber = sig, n
			para := 0
			if i == 0 {
				para = -1
			}
			d.spans = append(d.spans, Span{Rule: "signal " + string(sig), Field: "signal", Paragraph: para, Start: 0, End: len(s), Text: s})
		}
		if a.Embargo == nil && may&mayEmbargo != 0 {
			if at, ok := embargo(s, d.c.Date); ok {
				a.Embargo = &at
			}
		}
	}
	switch {
	case a.Signal == wire.SignalKill:
		a.Status = wire.StatusCanceled
	case a.Embargo != nil:
		a.Status = wire.StatusWithheld
		if a.Signal == "" || a.Signal == wire.SignalAdvisory {
			a.Signal = wire.SignalEmbargo
		}
	}
}

// maxSignal bounds the part of a line that is read for a signal, in bytes.
const maxSignal = 300

// rank says which signal stands where a filing has several.
func rank(s wire.Signal) int {
	switch s {
	case wire.SignalKill:
		return 5
	case wire.SignalEmbargo:
		return 4
	case wire.SignalCorrection:
		return 3
	case wire.SignalUpdate:
		return 2
	case wire.SignalAdvisory:
		return 1
	}
	return 0
}

// The forms of signals, at the beginning of a line or, in brackets, at its
// end. They are looked for in the headline and first lines only.
var (
	killForm = regexp.MustCompile(`(?i)^\W*(?:(?:bulletin|urgent|ap|afp|reuters|mandatory|advisory|attention|editors)[\s:,\-]+){0,3}(?:(?:mandatory\s+)?kill\b(?:\W*$|\W*(?:[:\-–—]|advisory|bulletin|notice)|\s+(?:the\s+)?story)|story\s+withdrawn\b|(?:withdrawn|withdrawal|retraction|annule|annulation|anulada?|eliminad[ao]|аннулировано)\s*(?:[:\-–—/)\]]|$)|story\s+(?:kill|withdrawal)|kill(?:ed)?/|(?:die\s+)?(?:meldung|bericht)\s+(?:ist\s+)?(?:zurückgezogen|hinfällig|gesperrt))`)
	killText = regexp.MustCompile(`(?i)\b(?:(?:please\s+)?(?:kill|withdraw)\s+(?:the\s+|our\s+)?(?:story|article|item)\b|^\W*(?:the|this|our)\s+(?:story|article|item|report)\b[^.]{0,120}\b(?:has\s+been|have\s+been|is\s+being|is|was)\s+(?:withdrawn|killed|retracted)\b|kill\s+is\s+mandatory|mandatory\s+kill)`)

	killEnd = regexp.MustCompile(`[-–—(\[]\s*(?:KILL|WITHDRAWAL|WITHDRAWN|STORY KILLED)\W*$`)

	correctionForm = regexp.MustCompile(`(?i)^\W*(?:(?:refile|update\s*\d*|rpt|repeat|ap|afp|urgent)[\s:,\-]+){0,2}(?:correct(?:ed|ion|s|ing)?(?:-[a-z]+)?(?:\s*\((?:official|ed|s)\))?\s*(?:[:\-–—,]|\d|$)|corrects\b|correction\s+to\b|refiles?\s*(?:[:\-–—]|$)|(?:clarification|errat(?:a|um)|fe de errores|corrección|corrige|rectificatif|berichtigung|korrektur|correzione|correção|исправлен\S*|düzeltme|düzəliş|rettelse)\s*(?:[:\-–—/)\]]|$)|eds\W+corrects)`)
	correctionEnd  = regexp.MustCompile(`(?i)[\[(](?:correct(?:ed|ion|s)\b[^)\]]*|corrigé|corregida?|berichtigt|korrigiert)[\])]\s*$`)
	correctionIn   = regexp.MustCompile(`(?i)^\W*[\[(](?:eds:?\s*)?(?:correct(?:s|ed|ion|ing)|refil(?:e|es|ing))\b|\bcorrects\s+(?:spelling|name|date|day|typo|dateline|figure|age|in\s+para|to|that)`)

	updateForm = regexp.MustCompile(`(?i)^\W*(?:(?:urgent|ap|afp|rpt|eds)[\s:,\-]+){0,2}(?:update[ds]?\s*[-#]?\s*(\d{1,3})?\s*(?:[:\-–—]|$)|wrapup\s*(\d{1,3})?\s*[:\-–—]|(?:(\d{1,3})(?:st|nd|rd|th)\s+|(first|second|third|fourth|fifth)\s+)?(?:new\s+)?(?:lead-?\s*)?write-?thr(?:u|ough)\b|(?:(\d{1,3})(?:st|nd|rd|th)|(first|second|third|fourth|fifth))\s+(?:ld|lead)\b|updates\s+(?:with|to|throughout)|(?:actualiza(?:ción)?|actualisation|aktualisiert|обновлен\S*)\s*(?:[:\-–—/)\]]|$)|lead\s+(\d{1,2})\s*(?:[:\-–—]|$))`)
	updateIn   = regexp.MustCompile(`(?i)[\[(](?:update[ds]?\s*[-#]?\s*(\d{1,3})?|lead(?:\s*(\d{1,2}))?|updates\s[^)\]]*|adds\s[^)\]]*|(\d{1,3})(?:st|nd|rd|th)\s+(?:ld-?)?writethru|recasts\b[^)\]]*)[\])]|\b(\d{1,3})(?:st|nd|rd|th)\s+(?:ld-?\s*)?write-?thru\b|,\s*(\d{1,3})(?:st|nd|rd|th)\s+ld\b`)

	advisoryForm = regexp.MustCompile(`(?i)^\W*(?:advisory\b\W*(?:[:\-–—]|$)|media\s+advisory|eds(?:\.|:)|editors?['’]?s?['’]?\s*(?:note|:)|attention\s+editors|attn\b|note\s+to\s+editors|achtung\s*(?:[:\-–—!,]|redaktionen)|atención\s*(?:[:\-–—!,]|redacci|editores)|advisory\s+to\s+editors|daybook)`)
	embargoForm  = regexp.MustCompile(`(?i)^\W*(?:(?:strictly\s+)?embargoed\b(?:\s*[:\-–—]|\s+(?:until|till|for|to|at|by)\b|\s+\d|\W*$)|embargo\s*(?:[:\-–—]|until\b|till\b|\d|$)|hold\s+for\s+release|not\s+for\s+(?:release|publication|use)\s+(?:until|before)|for\s+release\s+(?:at|on)\b|sperrfrist|embargado|sous\s+embargo|эмбарго)`)
)

var ordinals = map[string]int{"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}

// signalOf reads one line, which may hold the signals that its hints say.
func signalOf(s string, may hint) (wire.Signal, int) {
	switch {
	case may&mayKill != 0 && (killForm.MatchString(s) || killEnd.MatchString(s) || killText.MatchString(s)):
		return wire.SignalKill, 0
	case may&mayEmbargo != 0 && embargoForm.MatchString(s):
		return wire.SignalEmbargo, 0
	case may&mayCorrect != 0 && (correctionForm.MatchString(s) || correctionEnd.MatchString(s) || correctionIn.MatchString(s)):
		return wire.SignalCorrection, 0
	}
	if may&mayUpdate != 0 {
		for _, f := range [...]*regexp.Regexp{updateForm, updateIn} {
			if m := f.FindStringSubmatch(s); m != nil {
				return wire.SignalUpdate, numberIn(m[1:])
			}
		}
	}
	if may&mayAdvise != 0 && advisoryForm.MatchString(s) {
		return wire.SignalAdvisory, 0
	}
	return "", 0
}

func numberIn(groups []string) int {
	for _, g := range groups {
		if n, err := strconv.Atoi(g); err == nil {
			return n
		}
		if n := ordinals[strings.ToLower(g)]; n > 0 {
			return n
		}
	}
	return 0
}

var (
	embargoWord = regexp.MustCompile(`(?i)\b(?:embargo(?:ed)?|hold\s+for\s+release|not\s+for\s+(?:release|publication|use)|for\s+release|sperrfrist|embargado|эмбарго)`)
	clockForm   = regexp.MustCompile(`(?i)\b(\d{1,2})(?:[:.](\d{2}))?\s*(a\.?m\.?|p\.?m\.?)|\b(\d{1,2})[:.](\d{2})\b(?:\s*uhr)?|\b(\d{2})(\d{2})\s*(?:gmt|utc|et|est|edt|bst|cet|cest|hrs|hours)`)
	zoneForm    = regexp.MustCompile(`\b(GMT|UTC|EST|EDT|ET|CST|CDT|CT|MST|MDT|MT|PST|PDT|PT|BST|CET|CEST|MEZ|MESZ|EET|EEST|MSK|IST|JST|KST|AEST|AEDT)\b|(?:GMT|UTC)\s*([+-]\d{1,2})`)
)

// zones are hours from UTC. ET, CT, MT and PT keep summer time, see embargo.
var zones = map[string]int{"GMT": 0, "UTC": 0, "EST": -5, "EDT": -4, "ET": -5, "CST": -6, "CDT": -5, "CT": -6, "MST": -7, "MDT": -6, "MT": -7,
	"PST": -8, "PDT": -7, "PT": -8, "BST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11}

// embargo reads until when a line holds the story back: a day and a clock
// time, in the zone printed or that of the publication date. Without a day it
// is the day of publication; without a clock time it is not certain, and none.
func embargo(s string, published time.Time) (time.Time, bool) {
	at := embargoWord.FindStringIndex(s)
	if at == nil {
		return time.Time{}, false
	}
	s = s[at[1]:]
	m := clockForm.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, false
	}
	hour, minute, ok := clock(m)
	if !ok {
		return time.Time{}, false
	}
	zone := published.Location()
	american := false
	if z := zoneForm.FindStringSubmatch(s); z != nil {
		name, hours := z[1], zones[z[1]]
		if z[2] != "" {
			hours, _ = strconv.Atoi(z[2])
			name = "UTC" + z[2]
		}
		american = len(name) == 2
		if hours < -12 || hours > 14 {
			return time.Time{}, false
		}
		zone = time.FixedZone(name, hours*3600)
	}
	d, found := dayIn(s)
	if !found {
		if published.IsZero() {
			return time.Time{}, false
		}
		p := published.In(zone)
		d = day{p.Year(), int(p.Month()), p.Day()}
	}
	if d.year == 0 {
		if published.IsZero() {
			return time.Time{}, false
		}
		d.year = nearestYear(d, published)
	}
	t := time.Date(d.year, time.Month(d.month), d.day, hour, minute, 0, 0, zone)
	if american && isAmericanSummer(t) {
		t = t.Add(-time.Hour)
	}
	return t.UTC(), true
}

// clock reads the groups of clockForm.
func clock(m []string) (hour, minute int, ok bool) {
	num := func(s string) int { n, _ := strconv.Atoi(s); return n }
	switch {
	case m[1] != "":
		hour, minute = num(m[1]), num(m[2])
		if hour < 1 || hour > 12 {
			return 0, 0, false
		}
		if p := m[3][0] == 'p' || m[3][0] == 'P'; p && hour < 12 {
			hour += 12
		} else if !p && hour == 12 {
			hour = 0
		}
	case m[4] != "":
		hour, minute = num(m[4]), num(m[5])
	default:
		hour, minute = num(m[6]), num(m[7])
	}
	return hour, minute, hour < 24 && minute < 60
}

// dayIn finds the first date in s.
func dayIn(s string) (day, bool) {
	for i := 0; i < len(s); {
		if !isWordByte(s[i]) {
			i++
			continue
		}
		// A figure that is part of a clock time is no day.
		if d, end, ok := parseDay(s, i); ok && end > i {
			return d, true
		}
		for i < len(s) && isWordByte(s[i]) {
			i++
		}
	}
	return day{}, false
}

// nearestYear completes a date by the year that brings it nearest to when.
func nearestYear(d day, when time.Time) int {
	best, diff := when.Year(), time.Duration(1<<62)
	for y := when.Year() - 1; y <= when.Year()+1; y++ {
		t := time.Date(y, time.Month(d.month), d.day, 12, 0, 0, 0, when.Location())
		if x := t.Sub(when).Abs(); x < diff {
			best, diff = y, x
		}
	}
	return best
}

// isAmericanSummer reports whether daylight saving time is kept in the United
// States: from the second Sunday of March to the first of November.
func isAmericanSummer(t time.Time) bool {
	first := func(m time.Month, n int) time.Time {
		d := time.Date(t.Year(), m, 1, 2, 0, 0, 0, t.Location())
		d = d.AddDate(0, 0, (7-int(d.Weekday()))%7)
		return d.AddDate(0, 0, 7*(n-1))
	}
	return !t.Before(first(time.March, 2)) && t.Before(first(time.November, 1))
}
