package topic

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// kinds of tokens of a query
const (
	tEnd = iota
	tWord
	tPhrase
	tField // text is the name before the colon
	tOpen
	tClose
	tAnd
	tOr
	tNot
	tNear // n is the distance
)

type tok struct {
	kind int
	at   int    // where it starts
	body int    // where text starts: after the quote
	text string // as written
	n    int
}

// A lexer cuts a query into tokens.
type lexer struct {
	in    string
	pos   int
	value bool // the next token is the value of a field: no field, no operator, no blank before it
}

// quotes are what editors and word processors put around a phrase. A phrase
// ends at the next of them, whichever it is.
const quotes = "\"“”„«»"

func (l *lexer) next() (tok, *SyntaxError) {
	value := l.value
	l.value = false
	if !value {
		l.pos += len(l.in[l.pos:]) - len(strings.TrimLeftFunc(l.in[l.pos:], unicode.IsSpace))
	}
	at, rest := l.pos, l.in[l.pos:]
	r, n := utf8.DecodeRuneInString(rest)
	switch {
	case rest == "" || unicode.IsSpace(r):
		return tok{kind: tEnd, at: at}, nil
	case r == '(':
		l.pos++
		return tok{kind: tOpen, at: at, text: "("}, nil
	case r == ')':
		l.pos++
		return tok{kind: tClose, at: at, text: ")"}, nil
	case strings.ContainsRune(quotes, r):
		end := strings.IndexAny(rest[n:], quotes)
		if end < 0 {
			return tok{}, &SyntaxError{at, "quote is not closed", ""}
		}
		_, m := utf8.DecodeRuneInString(rest[n+end:])
		l.pos += n + end + m
		return tok{kind: tPhrase, at: at, body: at + n, text: rest[n : n+end]}, nil
	}
	end := strings.IndexFunc(rest, func(r rune) bool {
		return unicode.IsSpace(r) || r == '(' || r == ')' || strings.ContainsRune(quotes, r)
	})
	if end < 0 {
		end = len(rest)
	}
	return l.word(at, rest[:end], value)
}

// word reads what stands between blanks: an operator, a field's name, a word.
func (l *lexer) word(at int, w string, value bool) (tok, *SyntaxError) {
	t := tok{kind: tWord, at: at, body: at, text: w}
	if e := foreign(at, w); e != nil {
		return tok{}, e
	}
	if name, _, ok := strings.Cut(w, ":"); ok && !value && isName(name) {
		l.pos = at + len(name) + 1
		t.kind, t.text = tField, name
		return t, nil
	}
	l.pos = at + len(w)
	if value {
		return t, nil
	}
	switch w {
	case "AND":
		t.kind = tAnd
	case "OR":
		t.kind = tOr
	case "NOT":
		t.kind = tNot
	}
	if n, ok := nearOf(w); ok {
		t.kind, t.n = tNear, n
		if n == 0 {
			return tok{}, &SyntaxError{at, fmt.Sprintf("%s: no distance from 1 to %d", w, MaxNear), "write a NEAR/5 b"}
		}
	}
	return t, nil
}

// foreign refuses what other query languages say, and means something here
// that its writer did not.
func foreign(at int, w string) *SyntaxError {
	switch {
	case w == "&" || w == "&&":
		return &SyntaxError{at, w + " is no operator", "write AND"}
	case w == "|" || w == "||":
		return &SyntaxError{at, w + " is no operator", "write OR"}
	case len(w) > 1 && (w[0] == '-' || w[0] == '!') || w == "!":
		return &SyntaxError{at, w[:1] + " is no operator", "write NOT " + w[1:] + ", or put it in quotes"}
	case len(w) > 1 && w[0] == '+':
		return &SyntaxError{at, "+ is no operator", "words are required anyway: write " + w[1:]}
	}
	return nil
}

// isName reports whether w can be meant as a field: letters only.
func isName(w string) bool {
	for _, c := range w {
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_') {
			return false
		}
	}
	return w != ""
}
