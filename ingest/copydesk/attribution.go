package copydesk

import (
	"strings"
	"unicode/utf8"

	"github.com/datelinewire/dateline/wire"
)

// agency finds who filed the copy: the dateline says so, or a clause of the
// lead ("Trend reports"), a sign-off or a credit line, and last the source's
// own. An agency that is only quoted ("told Reuters", "according to TASS")
// counts where nothing else names one.
func (d *sheet) agency(a *wire.Article) string {
	if d.line != nil && d.line.agency != "" {
		return d.line.agency
	}
	c, weak := d.clause(a.Lead)
	if c != "" && !weak {
		return c
	}
	for i := len(a.Notes) - 1; i >= 0; i-- {
		if s := d.signed(a.Notes[i]); s != "" {
			return s
		}
	}
	if d.r.house.Agency != "" {
		return d.r.house.Agency
	}
	return c
}

// maxClauseLead bounds the part of a lead that is read for an attribution, in
// bytes.
const maxClauseLead = 3000

// maxMentions bounds the agencies in a lead that are looked at. A lead that
// names more lists them.
const maxMentions = 20

// reporting are verbs by which an agency names itself as the one who files.
var reporting = set(`reports reported informs informed report inform writes
	сообщает сообщил сообщила передает передаёт пишет сообщили informó informa reporta rapporte indique riferisce scrive berichtet meldet
	berichtete meldete bildirir xəbər məlumat yazır повідомляє передає пише bildirdi`)

// reportingFirst are verbs that stand in front of the agency.
var reportingFirst = set(`сообщает сообщил сообщила передает передаёт пишет сообщили informó informa reporta rapporte indique riferisce
	meldet повідомляє передає reported`)

// clause finds an attribution in the lead. A weak one quotes the agency.
func (d *sheet) clause(lead string) (canonical string, weak bool) {
	s := lead[:min(len(lead), maxClauseLead)]
	quoted, mentions := "", 0
	for i := 0; i < len(s) && mentions < maxMentions; {
		if !isWordByte(s[i]) {
			i++
			continue
		}
		w := wordEnd(s, i)
		if w == i {
			_, n := utf8.DecodeRuneInString(s[i:])
			i += n
			continue
		}
		if !isCapital(s, i) && w-i != len("dpa") {
			i = w
			continue
		}
		c, end, ok := d.r.agencies.bare(s, i)
		if !ok {
			// "TASS's", "APA-ya", "AA'nın": the name with an ending.
			if cut := endingAt(s[i:w]); cut > 0 {
				c, end, ok = d.r.agencies.bare(s[:i+cut], i)
			}
		}
		if !ok {
			i = w
			continue
		}
		mentions++
		switch d.standing(s, i, max(end, w)) {
		case files:
			return c, false
		case quotedOnly:
			if quoted == "" {
				quoted = c
			}
		}
		i = max(end, w)
	}
	return quoted, quoted != ""
}

// endingAt is where an apostrophe or a hyphen stands in w, -1 for nowhere.
func endingAt(w string) int {
	for i := 0; i < len(w); i++ {
		if c := w[i]; c == '\'' || c == '-' || c == 0xe2 && strings.HasPrefix(w[i:], "’") {
			return i
		}
	}
	return -1
}

func isCapital(s string, i int) bool {
	return s[i] >= 'A' && s[i] <= 'Z' || s[i] >= 0x80 && startsName(s[i:])
}

type standing int

const (
	mentioned standing = iota
	files
	quotedOnly
)

// standing reads what stands around an agency's name s[i:end].
func (d *sheet) standing(s string, i, end int) standing {
	left, right := strings.TrimRight(s[:i], " "), strings.TrimLeft(s[end:], " ")
	prev := strings.ToLower(left[strings.LastIndexByte(left, ' ')+1:])
	next, rest := nextWord(right)
	if isOneOf(next, "agency", "news", "newswire", "agentliyi") {
		n, r := nextWord(rest)
		if n == "agency" {
			n, r = nextWord(r)
		}
		next, rest = n, r
	}
	comma := strings.HasSuffix(left, ",") || prev == "as" || prev == "" || prev == "как" || prev == "wie" || prev == "the" || prev == "що"
	switch {
	case comma && reporting[next] && clauseEnds(next, rest):
		return files
	case reportingFirst[prev] && endsHere(right):
		return files
	case isOneOf(prev, "истинадən", "к") || strings.HasPrefix(right, "-ya istinad") || strings.HasPrefix(next, "istinad"):
		return quotedOnly
	case next == "haberine" || next == "bildirir" || next == "xəbər" || next == "bildirdiyinə":
		return files
	case isOneOf(prev, "to", "told", "via", "selon", "según", "laut", "citing", "по") || isOneOf(next, "quoted", "cited", "said"):
		const according = "according to"
		if prev == "to" && !strings.EqualFold(left[max(0, len(left)-len(according)):], according) {
			return mentioned
		}
		return quotedOnly
	}
	return mentioned
}

// nextWord cuts the first word off s, in small letters.
func nextWord(s string) (word, rest string) {
	n := wordEnd(s, 0)
	return strings.ToLower(s[:n]), strings.TrimLeft(s[n:], " ")
}

// clauseEnds reports whether "X reports" ends there or goes on with where the
// report is from: "Trend reports show" is a sentence about reports.
func clauseEnds(verb, rest string) bool {
	if endsHere(rest) {
		return true
	}
	w, _ := nextWord(rest)
	return isOneOf(w, "via", "citing", "with", "referring", "on", "from", "quoting", "in", "verir", "со", "с", "citando", "that", "monday", "tuesday", "wednesday",
		"thursday", "friday", "saturday", "sunday", "unter", "am", "today", "according", "by")
}

func endsHere(s string) bool {
	return s == "" || strings.IndexByte(".,;:)\"", s[0]) >= 0 || strings.HasPrefix(s, "”") || strings.HasPrefix(s, "со ссылкой") || strings.HasPrefix(s, "citando")
}

// signed finds the agency that a note at the end names.
func (d *sheet) signed(n wire.Note) string {
	switch n.Kind {
	case wire.NoteSignoff:
		bare := strings.Trim(n.Text, "()[]<>-–—_*#=/.+^~ ")
		if c, ok := d.r.agencies.find(bare); ok {
			return c
		}
		if c, _, ok := d.r.agencies.bare(bare, 0); ok {
			return c
		}
		if c, ok := d.r.agencies.find(bare[strings.LastIndexByte(bare, ' ')+1:]); ok {
			return c
		}
	case wire.NoteBoilerplate:
		if strings.Contains(n.Text, "This report by The Canadian Press") || strings.Contains(n.Text, "This content by The Canadian Press") {
			return "The Canadian Press"
		}
		if strings.HasPrefix(n.Text, "Associated Press writer") || strings.HasPrefix(n.Text, "AP writer") || strings.HasPrefix(n.Text, "The Associated Press") {
			return "AP"
		}
	case wire.NoteByline:
		for part := range strings.FieldsFuncSeq(n.Text, func(r rune) bool { return strings.ContainsRune(",|/–—", r) }) {
			part = strings.TrimSpace(part)
			if i := strings.LastIndex(part, " - "); i >= 0 {
				part = part[i+3:]
			}
			if c, ok := d.r.agencies.find(strings.TrimSuffix(strings.TrimSuffix(part, ":"), " Writer")); ok {
				return c
			}
		}
	}
	return ""
}
