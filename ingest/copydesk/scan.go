package copydesk

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/datelinewire/dateline/wire"
)

// maxOpening bounds where a dateline may end, in bytes from its beginning: the
// longest of the trade (three places with regions, a year, a distributor) stay
// below it, and no text costs more to look at.
const maxOpening = 240

// maxPieces bounds the pieces of a dateline.
const maxPieces = 24

// A piece is what the scanner read: see form for the kinds; '[' is a region
// in square brackets, 'w' words.
type piece struct {
	kind       byte
	start, end int
	inner      string // what stands between brackets or slashes
	agency     string
	day        day
	sep        byte // separator read before a word piece of a place group
}

// A dateline is what a form took off the front of a paragraph.
type dateline struct {
	text   string
	rest   int // where the lead begins
	places []wire.Place
	day    day
	agency string
	byline string
	form   *form
}

func (l *dateline) wire() *wire.Dateline {
	return &wire.Dateline{Text: l.text, Places: l.places, Month: l.day.month, Day: l.day.day, Year: l.day.year}
}

// strong reports whether the dateline names its agency and where or when: so
// much that it may stand behind other lines.
func (l *dateline) strong() bool {
	return l.agency != "" && (len(l.places) > 0 || l.day.month > 0)
}

// A scanner reads the pieces that open a paragraph. It is used again for other
// paragraphs.
type scanner struct {
	t      *agencyTable
	s      string
	pieces []piece
	sig    []byte
	last   bool // the paragraph is the entry's last: nothing may follow on a line of its own

	tries [2]dateline // room for best and the one that may replace it
	best  *dateline

	placed   []wire.Place // of the place group that ended at placedTo, if it is not 0
	placedTo int
}

// scan returns the dateline that opens s, or nil. More says that a further
// paragraph follows, which can be the lead where s is the dateline alone.
func (l *scanner) scan(s string, more bool) *dateline {
	l.begin(s)
	l.last = !more
	l.run()
	if l.best == nil {
		return nil
	}
	d := *l.best
	d.places = append([]wire.Place(nil), d.places...)
	return &d
}

func (l *scanner) begin(s string) {
	l.s, l.pieces, l.sig, l.best, l.placedTo = s, l.pieces[:0], l.sig[:0], nil, 0
}

func (l *scanner) run() {
	i := 0
	for len(l.pieces) < maxPieces && len(l.sig) < 2*maxPieces && i < len(l.s) && i < maxOpening {
		p, ok := l.piece(i)
		if !ok {
			return
		}
		l.add(p)
		i = p.end
		if i >= len(l.s) {
			if !l.last {
				l.try('$', i, i)
			}
			return
		}
		j := skipBlank(l.s, i)
		if j > i || p.kind == 'b' || p.kind == 'k' {
			l.try('~', i, j)
		}
		i = l.separators(i)
		if !l.open() {
			return
		}
	}
}

// open reports whether a form may still come of the pieces so far.
func (l *scanner) open() bool {
	sig := l.sig
	if len(sig) > 1 && sig[0] == 'd' {
		sig = sig[1:]
	}
	if openForms()[string(sig)] {
		return true
	}
	if i := bytes.Index(sig, []byte("PB")); i >= 0 {
		var buf [2*maxPieces + 8]byte
		return openForms()[string(append(append(buf[:0], sig[:i+1]...), sig[i+2:]...))]
	}
	// A place group may still grow over a comma, a slash or an "and".
	n := len(sig)
	return n > 1 && strings.IndexByte(",/&", sig[n-1]) >= 0 && l.group(len(l.sig)-1) && openForms()[string(sig[:n-1])]
}

// separators reads what stands behind a piece and tries the forms that end
// there. It returns where the next piece begins.
func (l *scanner) separators(i int) int {
	for n := 0; n < 4 && i < len(l.s); n++ {
		j := skipBlank(l.s, i)
		if j >= len(l.s) {
			return j
		}
		c, end := l.separator(i, j)
		if c == 0 {
			return j
		}
		i = end
		l.sig = append(l.sig, c)
		if end >= len(l.s) {
			if !l.last {
				l.try(0, end, end)
				l.try('$', end, end)
			}
			return end
		}
		if rest := skipBlank(l.s, end); rest > end || l.s[end] != '-' && l.s[end] != '_' {
			l.try(0, end, rest)
		} // a dash without a blank, which it is printed with, would be part of the dateline
	}
	return skipBlank(l.s, i)
}

// separator reads one separator at s[j]; blanks before it begin at s[i].
func (l *scanner) separator(i, j int) (kind byte, end int) {
	prev := byte('w')
	if n := len(l.pieces); n > 0 {
		prev = l.pieces[n-1].kind
	}
	switch c := l.s[j]; c {
	case ',', ':', '=':
		return c, j + 1
	case ';':
		return ',', j + 1
	case '.':
		return c, j + 1
	case '/':
		if _, ok := l.slashes(j); ok {
			return 0, j
		}
		return c, j + 1
	case '&':
		return 0, j
	case '-', '_':
		return l.hyphens(prev, i, j)
	}
	r, n := utf8.DecodeRuneInString(l.s[j:])
	switch r {
	case '–', '—', '―', '−', '‒', '─':
		if end = j + n; strings.HasPrefix(l.s[end:], string(r)) {
			end += n
		}
		return '-', end
	case '：':
		return ':', j + n
	case '＝':
		return '=', j + n
	case '،', '、', '，':
		return ',', j + n
	case '。':
		return '.', j + n
	}
	return 0, j
}

// hyphens reads "-", "--" or "_": a single one needs blanks around it, or a
// bracket, a date or a stop on its left.
func (l *scanner) hyphens(prev byte, i, j int) (byte, int) {
	end := j
	for end < len(l.s) && (l.s[end] == l.s[j]) {
		end++
	}
	if end-j > 3 {
		return 0, j
	}
	left, right := j > i, end >= len(l.s) || l.s[end] == ' '
	stop := len(l.sig) > 0 && strings.IndexByte(".,", l.sig[len(l.sig)-1]) >= 0
	switch {
	case end-j > 1, left && right, right && stop:
		return '-', end
	case prev != 'w' && (right || prev != 't' && prev != 'a'):
		return '-', end
	case prev == 't' && left:
		return '-', end
	}
	return 0, j
}

// add keeps a piece, growing the place group where it belongs to one.
func (l *scanner) add(p piece) {
	if p.kind == 'w' {
		n := len(l.sig)
		switch {
		case n >= 1 && l.sig[n-1] == '&' && l.group(n-1):
			l.sig = l.sig[:n-1]
			p.sep = '/'
			l.pieces = append(l.pieces, p)
			return
		case n >= 2 && (l.sig[n-1] == ',' || l.sig[n-1] == '/') && l.group(n-1):
			p.sep = l.sig[n-1]
			l.dropBracket(n - 1)
			l.sig = l.sig[:n-1]
			l.pieces = append(l.pieces, p)
			return
		}
		l.pieces = append(l.pieces, p)
		l.sig = append(l.sig, 'P')
		return
	}
	l.pieces = append(l.pieces, p)
	switch {
	case p.kind == '[':
		// A region in square brackets belongs to the group before it.
		if !l.group(len(l.sig)) {
			l.sig = append(l.sig, 'x')
		}
	default:
		l.sig = append(l.sig, p.kind)
	}
}

// group reports whether sig[:n] ends in a place group.
func (l *scanner) group(n int) bool {
	return n >= 1 && l.sig[n-1] == 'P' || n >= 2 && l.sig[n-1] == 'B' && l.sig[n-2] == 'P'
}

// dropBracket makes of "PB" before sig[n] a plain place group.
func (l *scanner) dropBracket(n int) {
	if n >= 2 && l.sig[n-1] == 'B' {
		l.sig = append(l.sig[:n-1], l.sig[n:]...)
	}
}

// try looks for a form over the pieces so far, with one more mark; a longer
// one replaces what was found before.
func (l *scanner) try(mark byte, end, rest int) {
	var buf [2*maxPieces + 8]byte
	sig := append(buf[:0], l.sig...)
	if mark != 0 {
		sig = append(sig, mark)
	}
	l.match(sig, end, rest)
	if i := strings.Index(string(sig), "PB"); i >= 0 && i+2 < len(sig) {
		// The bracket may be the region: "Split (Croatia) (AFP)".
		l.match(append(sig[:i+1], sig[i+2:]...), end, rest)
	}
	if len(sig) > 1 && sig[0] == 'd' {
		l.match(sig[1:], end, rest)
	}
}

func (l *scanner) match(sig []byte, end, rest int) {
	for _, f := range formTable()[string(sig)] {
		if d := l.make(f, sig, end, rest); d != nil {
			l.best = d
			return
		}
	}
}
