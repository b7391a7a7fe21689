package topic

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/datelinewire/dateline/internal/spell"
)

// Limits of a query. They are far above what people write and keep what a
// stranger sends to the search page cheap.
const (
	MaxQuery  = 64 << 10 // bytes of a query
	MaxTerms  = 2000     // words, phrases and prefixes of a query
	MaxDepth  = 100      // parentheses and NOTs in one another
	MaxPhrase = 100      // words of a phrase
	MaxNear   = 100      // n of NEAR/n

	defaultNear = 10 // of NEAR alone

	slips = 2 // of the fingers, in a word that is taken for another
)

// A Rule is a parsed query. See the package comment for the language.
type Rule struct{ root node }

// A SyntaxError says where and why a query is not one.
type SyntaxError struct {
	Offset int    // in bytes from the start of the query, at most its length
	Msg    string // what is wrong
	Hint   string // what to write instead; may be empty
}

// Error returns place, message and hint in a line.
func (e *SyntaxError) Error() string {
	s := fmt.Sprintf("rule: at byte %d: %s", e.Offset, e.Msg)
	if e.Hint != "" {
		s += " (" + e.Hint + ")"
	}
	return s
}

// At returns the fields of e, for callers that know errors only by what they
// can say.
func (e *SyntaxError) At() (offset int, msg, hint string) { return e.Offset, e.Msg, e.Hint }

// Parse reads a query. Its error is a *SyntaxError.
func Parse(query string) (*Rule, error) {
	if len(query) > MaxQuery {
		return nil, &SyntaxError{MaxQuery, fmt.Sprintf("query longer than %d bytes", MaxQuery), "make two topics of it"}
	}
	p := &parser{lex: lexer{in: query}, in: bare}
	p.advance()
	if p.tok.kind == tEnd && p.err == nil {
		p.fail(p.tok.at, "empty query", "write a word, or * for every article")
	}
	n := p.parseOr()
	if p.tok.kind == tClose {
		p.fail(p.tok.at, `")" without "("`, "")
	}
	if p.err != nil {
		return nil, p.err
	}
	return &Rule{n}, nil
}

// String returns the query in its canonical form: every AND written, no
// parentheses that change nothing. Parsing it gives the same rule.
func (r *Rule) String() string {
	var b strings.Builder
	r.root.write(&b, bindOr)
	return b.String()
}

// A parser reads by recursive descent. After the first error it stands at the
// end, so that every loop ends.
type parser struct {
	lex   lexer
	tok   tok
	in    field // where words look
	depth int
	terms int
	err   *SyntaxError
}

func (p *parser) fail(at int, msg, hint string) {
	if p.err == nil {
		p.err = &SyntaxError{at, msg, hint}
	}
	p.tok = tok{kind: tEnd, at: len(p.lex.in)}
}

func (p *parser) advance() {
	if p.err != nil {
		return
	}
	t, err := p.lex.next()
	if err != nil {
		p.fail(err.Offset, err.Msg, err.Hint)
		return
	}
	p.tok = t
}

// deeper counts one level in; the caller takes it back.
func (p *parser) deeper() bool {
	p.depth++
	if p.depth > MaxDepth {
		p.fail(p.tok.at, fmt.Sprintf("more than %d levels of parentheses and NOT", MaxDepth), "")
		return false
	}
	return true
}

// parseOr reads a OR b OR c.
func (p *parser) parseOr() node {
	of := flat[*or](nil, p.parseAnd())
	for p.tok.kind == tOr {
		p.advance()
		of = flat[*or](of, p.parseAnd())
	}
	if len(of) == 1 {
		return of[0]
	}
	return &or{of}
}

// parseAnd reads a AND b c.
func (p *parser) parseAnd() node {
	of := flat[*and](nil, p.parseNot())
	for {
		switch p.tok.kind {
		case tAnd:
			p.advance()
		case tWord, tPhrase, tField, tOpen, tNot:
		case tNear:
			p.fail(p.tok.at, "NEAR joins words, phrases and prefixes", `write (a OR b) NEAR/5 c; AND and NOT stand outside`)
			return nil
		default:
			if len(of) == 1 {
				return of[0]
			}
			return &and{of}
		}
		of = flat[*and](of, p.parseNot())
	}
}

// flat appends n to of, and the branches of n when it is of kind T itself.
func flat[T interface{ branches() []node }](of []node, n node) []node {
	if same, ok := n.(T); ok {
		return append(of, same.branches()...)
	}
	return append(of, n)
}

func (n *and) branches() []node { return n.of }
func (n *or) branches() []node  { return n.of }

func (p *parser) parseNot() node {
	if p.tok.kind != tNot {
		return p.parseNear()
	}
	defer func() { p.depth-- }()
	if !p.deeper() {
		return nil
	}
	p.advance()
	return &not{p.parseNot()}
}

// parseNear reads a NEAR/5 b NEAR/5 c, which leans to the left.
func (p *parser) parseNear() node {
	at := p.tok.at
	n := p.parseOne()
	for p.tok.kind == tNear {
		dist := p.tok.n
		p.advance()
		bt := p.tok.at
		m := p.parseOne()
		a, okA := spotOf(n)
		b, okB := spotOf(m)
		if !okA {
			bt = at
		}
		if !okA || !okB {
			p.fail(bt, "NEAR joins words, phrases and prefixes", `write (a OR b) NEAR/5 c; AND and NOT stand outside`)
			return nil
		}
		n = &near{a, b, dist}
	}
	return n
}

// parseOne reads a group, a field or a term.
func (p *parser) parseOne() node {
	t := p.tok
	switch t.kind {
	case tOpen:
		return p.parseGroup()
	case tField:
		return p.parseField()
	case tWord, tPhrase:
		p.advance()
		return p.term(t)
	case tEnd:
		p.fail(t.at, "query ends where a word should follow", `a quoted "AND" is the word itself`)
	case tClose:
		p.fail(t.at, `")" where a word should stand`, "")
	default:
		p.fail(t.at, t.text+" where a word should stand", `"`+t.text+`" in quotes is the word itself`)
	}
	return nil
}

func (p *parser) parseGroup() node {
	open := p.tok.at
	defer func() { p.depth-- }()
	if !p.deeper() {
		return nil
	}
	p.advance()
	n := p.parseOr()
	if p.tok.kind != tClose {
		p.fail(open, `"(" without ")"`, "")
		return nil
	}
	p.advance()
	return n
}

// parseField reads name:value, where the value may be a group.
func (p *parser) parseField() node {
	t := p.tok
	f, ok := fieldNamed(t.text)
	switch {
	case !ok && spell.Nearest(t.text, fieldNames, slips) != "":
		p.fail(t.at, fmt.Sprintf("unknown field %q", t.text), "did you mean "+spell.Nearest(t.text, fieldNames, slips)+":?")
		return nil
	case !ok:
		p.fail(t.at, fmt.Sprintf("unknown field %q", t.text), "fields are "+strings.Join(fieldNames, ", ")+"; put text with a colon in quotes")
		return nil
	case p.in != bare:
		p.fail(t.at, "a field inside the parentheses of another", "")
		return nil
	}
	p.in = f
	defer func() { p.in = bare }()
	p.lex.value = true
	p.advance()
	switch v := p.tok; v.kind {
	case tOpen:
		return p.parseGroup()
	case tWord, tPhrase:
		p.advance()
		return p.term(v)
	}
	p.fail(t.at+len(t.text)+1, "no value after "+t.text+":", fmt.Sprintf(`write %[1]s:word, %[1]s:"two words" or %[1]s:(a OR b)`, t.text))
	return nil
}

// term makes a term of a word or phrase in the current field.
func (p *parser) term(t tok) node {
	p.terms++
	if p.terms > MaxTerms {
		p.fail(t.at, fmt.Sprintf("more than %d words", MaxTerms), "make two topics of it")
		return nil
	}
	text, prefix, ok := strings.TrimSpace(t.text), false, true
	if text == "*" {
		if p.in == bare {
			return &anywhere{}
		}
		return &anywhere{p.in}
	}
	if text, prefix = strings.CutSuffix(text, "*"); strings.Contains(text, "*") {
		p.fail(t.body+strings.IndexByte(t.text, '*'), "* inside a word", "a * ends a word: washington*")
		return nil
	}
	n := &term{in: p.in, prefix: prefix, text: strings.Join(strings.Fields(text), " "), quoted: t.kind == tPhrase}
	if p.in&wholes != 0 {
		ok = p.whole(n, t)
	} else {
		ok = p.split(n, t)
	}
	if !ok {
		return nil
	}
	return n
}

// split cuts the text of n into words.
func (p *parser) split(n *term, t tok) bool {
	text := n.text
	if n.in == fURL {
		text = place(text)
	}
	end := 0
	eachWord(text, func(_, e int, w []byte) {
		n.words = append(n.words, string(w))
		end = e
	})
	switch {
	case len(n.words) == 0:
		p.fail(t.at, fmt.Sprintf("no letter or digit in %q", t.text), "")
	case n.prefix && (end < len(text) || strings.HasSuffix(t.text, " *")):
		p.fail(t.body+len(strings.TrimRight(t.text, " *")), "* with no word before it", "a * ends a word: washington*")
	case len(n.words) > MaxPhrase:
		p.fail(t.at, fmt.Sprintf("phrase of more than %d words", MaxPhrase), "")
	}
	return p.err == nil
}

// whole makes n compare a value as a whole, once it is one its field can have.
func (p *parser) whole(n *term, t tok) bool {
	name := n.in.String()
	n.words = []string{wholeKey(n.in, n.text)}
	msg, hint := "", ""
	switch {
	case n.text == "":
		msg = "no value after " + name + ":"
	case n.prefix && n.in != fSource:
		msg, hint = name+": takes no *", name+":* alone is any"
	case n.in == fCountry:
		msg, hint = wrongCountry(n.text)
	case n.in == fSignal:
		msg, hint = wrongSignal(n.text)
	case n.in == fLang && !isLanguage(n.text):
		msg, hint = fmt.Sprintf("%q is no language tag", n.text), "write lang:en or lang:en-GB"
	}
	if msg != "" {
		p.fail(t.at, msg, hint)
	}
	return p.err == nil
}

func wrongCountry(code string) (msg, hint string) {
	up := strings.ToUpper(code)
	switch {
	case len(up) == 2 && strings.Contains(" "+countries+" ", " "+up+" "):
		return "", ""
	case up == "UK":
		hint = "did you mean GB?"
	default:
		hint = `a country is its two letters of ISO 3166, such as AZ; place:"` + code + `" looks at the dateline's words`
	}
	return fmt.Sprintf("unknown country %q", code), hint
}

func wrongSignal(s string) (msg, hint string) {
	for _, known := range signals {
		if strings.EqualFold(s, known) {
			return "", ""
		}
	}
	hint = "signals are " + strings.Join(signals, ", ")
	if n := spell.Nearest(s, signals, slips); n != "" {
		hint = "did you mean " + n + "?"
	}
	return fmt.Sprintf("unknown signal %q", s), hint
}

// isLanguage reports whether s has the shape of a BCP 47 tag.
func isLanguage(s string) bool {
	for i, part := range strings.Split(s, "-") {
		if len(part) == 0 || len(part) > 8 || i == 0 && len(part) == 1 {
			return false
		}
		for _, c := range part {
			if c >= utf8.RuneSelf || !asciiWord[c] {
				return false
			}
		}
	}
	return true
}

// nearOf reads NEAR and NEAR/5. ok is false for other words, n is 0 for a
// distance that is none.
func nearOf(word string) (n int, ok bool) {
	num, found := strings.CutPrefix(word, "NEAR/")
	if !found {
		return defaultNear, word == "NEAR"
	}
	n, err := strconv.Atoi(num)
	if err != nil || n < 1 || n > MaxNear {
		return 0, true
	}
	return n, true
}
