package topic_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/datelinewire/dateline/feed/topic"
)

// Every mistake is named at its byte, with what to write instead.
func TestSyntaxErrors(t *testing.T) {
	for _, row := range []struct {
		query string
		at    int
		msg   string
		hint  string
	}{
		{"", 0, "empty query", "*"},
		{"  ", 2, "empty query", "*"},
		{"a AND", 5, "query ends", "quoted"},
		{"a AND OR b", 6, "OR where a word should stand", `"OR"`},
		{"AND a", 0, "AND where", `"AND"`},
		{"a OR NOT", 8, "query ends", ""},
		{"(a", 0, `"(" without ")"`, ""},
		{"b (a OR (c)", 2, `"(" without ")"`, ""},
		{"a)", 1, `")" without "("`, ""},
		{"()", 1, `")" where a word should stand`, ""},
		{`a "b c`, 2, "quote is not closed", ""},
		{`a ""`, 2, "no letter or digit", ""},
		{"a … b", 2, "no letter or digit", ""},
		{"hedline:a", 0, `unknown field "hedline"`, "did you mean headline:?"},
		{"a foo:bar", 2, `unknown field "foo"`, "in quotes"},
		{"https://example.org/", 0, `unknown field "https"`, "in quotes"},
		{"headline: a", 9, "no value after headline:", `headline:"two words"`},
		{"headline:", 9, "no value after headline:", ""},
		{"headline:(lead:a)", 10, "inside the parentheses of another", ""},
		{"country:UK", 8, `unknown country "UK"`, "GB"},
		{"country:azerbaijan", 8, "unknown country", "ISO 3166"},
		{"country:A*", 8, "takes no *", "country:*"},
		{"signal:correctoin", 7, "unknown signal", "did you mean correction?"},
		{"signal:flash", 7, "unknown signal", "signals are"},
		{"lang:english_uk", 5, "no language tag", "lang:en"},
		{`lang:"e n"`, 5, "no language tag", ""},
		{"lang:e*", 5, "takes no *", ""},
		{"a*b", 1, "* inside a word", "washington*"},
		{`x "a* b"`, 4, "* inside a word", ""},
		{`"a *"`, 2, "* with no word before it", ""},
		{"*a", 0, "* inside a word", ""},
		{"a NEAR/0 b", 2, "no distance", "NEAR/5"},
		{"a NEAR/101 b", 2, "no distance", ""},
		{"a NEAR/x b", 2, "no distance", ""},
		{"a NEAR/5", 8, "query ends", ""},
		{"a NEAR/5 (b AND c)", 9, "NEAR joins words", "outside"},
		{"a NEAR/5 NOT b", 9, "NOT where a word should stand", ""},
		{"(NOT a) NEAR b", 0, "NEAR joins words", ""},
		{"country:AZ NEAR b", 0, "NEAR joins words", ""},
		{"NEAR a", 0, "NEAR where a word should stand", ""},
		{"a && b", 2, "&& is no operator", "AND"},
		{"a || b", 2, "|| is no operator", "OR"},
		{"a -b", 2, "- is no operator", "NOT b"},
		{"a !b", 2, "! is no operator", "NOT b"},
		{"a +b", 2, "+ is no operator", "write b"},
		{"é foo:b", 3, "unknown field", ""},
		{strings.Repeat("(", 200) + "a" + strings.Repeat(")", 200), topic.MaxDepth, "levels", ""},
		{strings.Repeat("NOT ", 200) + "a", 4 * topic.MaxDepth, "levels", ""},
		{strings.Repeat("a ", topic.MaxTerms+1), 2 * topic.MaxTerms, "more than 2000 words", "two topics"},
		{strings.Repeat("a", topic.MaxQuery+1), topic.MaxQuery, "longer than", ""},
		{`"` + strings.Repeat("a ", topic.MaxPhrase+1) + `"`, 0, "phrase of more", ""},
	} {
		_, err := topic.Parse(row.query)
		var e *topic.SyntaxError
		if !errors.As(err, &e) {
			t.Errorf("%.40q: got %v, want a syntax error", row.query, err)
			continue
		}
		if e.Offset != row.at || !strings.Contains(e.Msg, row.msg) || !strings.Contains(e.Hint, row.hint) {
			t.Errorf("%.40q: got %d %q %q, want %d %q %q", row.query, e.Offset, e.Msg, e.Hint, row.at, row.msg, row.hint)
		}
		if at, msg, hint := e.At(); at != e.Offset || msg != e.Msg || hint != e.Hint || !strings.Contains(e.Error(), msg) {
			t.Errorf("%.40q: At and Error do not say what the fields say", row.query)
		}
	}
}

// What is as long and deep as a query may be is read.
func TestLimitsAreReached(t *testing.T) {
	for _, q := range []string{
		strings.Repeat("(", topic.MaxDepth) + "a" + strings.Repeat(")", topic.MaxDepth),
		strings.Repeat("a ", topic.MaxTerms),
		`"` + strings.Repeat("a ", topic.MaxPhrase) + `"`,
		strings.Repeat("a", topic.MaxQuery),
	} {
		if _, err := topic.Parse(q); err != nil {
			t.Errorf("%.20q…: %v", q, err)
		}
	}
}
