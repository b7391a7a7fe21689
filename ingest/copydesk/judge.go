package copydesk

import (
	"strings"
	"unicode/utf8"
)

// goesOn reports whether the sentence that begins at lead is the rest of one
// that began with a full quote: `"A," X said, "b."`.
func (t *teller) goesOn(para, lead int) bool {
	return t.prev != nil && t.prev.para == para && t.prev.shut == lead
}

// A judgement is what a quote looks like before its attribution is known.
type judgement struct {
	start    bool // it opens its sentence
	colon    bool // a comma or colon leads to it
	verb     bool // a verb of speech stands right before it
	ended    bool // it ends as speech does: , . ! ? inside the marks or right behind
	capital  bool
	words    int
	title    bool // all its words have capitals: a title or a name
	after    bool // an attribution may follow
	closed   bool // what follows begins a new sentence
	named    bool // a word in front says that this is a name
	sentence bool
}

func judge(body, lead, tail string, s *speech) judgement {
	k := judgement{start: lead == "", words: 1 + strings.Count(body, " ")}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(body, "[(…. '‘“"))
	k.capital = !isLower(first)
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(body, "'’)”\" "))
	k.ended = strings.ContainsRune(",.!?…—–-", last) || tail == "" || strings.HasPrefix(tail, ",") && s.single || strings.HasPrefix(tail, ",") || strings.HasPrefix(tail, ".") ||
		strings.HasPrefix(tail, "–") || strings.HasPrefix(tail, "—") || strings.HasPrefix(tail, "- ")
	inside := strings.ContainsRune(",!?…—–-", last)
	if lead != "" {
		l, _ := utf8.DecodeLastRuneInString(lead)
		k.colon = l == ':' || l == ','
		w := lead[strings.LastIndexByte(lead, ' ')+1:]
		is := senseOf(strings.ToLower(strings.TrimRight(w, ",:")))
		k.verb = is.is(aVerb | aParticiple)
		k.named = !k.colon && is.is(aNamer)
	}
	k.sentence = strings.ContainsRune(".!?…", last)
	k.closed = last == '.' && !strings.HasPrefix(tail, ",")
	k.after = tail != "" && (inside || k.closed || strings.ContainsAny(tail[:1], ",-–—") || tail[0] >= 0x80 || k.start || isSmall(tail))
	k.title = k.words > 1 && k.words < 12 && titleCase(body)
	return k
}

func isSmall(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return isLower(r)
}

// full reports whether the quote is a whole utterance rather than a fragment
// or a name.
func (k judgement) full(attributed bool) bool {
	switch {
	case k.title && (k.words >= 5 || !k.sentence && !(attributed && k.ended && (k.start || k.colon))):
		return false
	case k.named && !k.sentence:
		return false
	case k.start:
		return k.capital && k.ended && (attributed || k.words >= 3 && k.sentence || k.words >= 6)
	case k.colon:
		return attributed && (k.capital || k.words >= 5) && (k.words > 1 || k.sentence) || k.capital && k.sentence && k.words >= 4
	case k.verb:
		return attributed && k.capital && k.words > 1 && (k.ended || k.words >= 5)
	}
	return attributed && k.capital && k.sentence && k.words >= 6 && !k.title
}

// namingWords stand in front of names and titles in quotation marks.
const namingWords = `called named titled entitled dubbed nicknamed known film movie book song album show series play opera topic theme motto
	slogan article headline column project program programme conference forum operation exhibition seminar title label word words term
	phrase so-called as hashtag ship vessel yacht restaurant cafe club team group firm company band painting novel poem essay report
	película libro titulada titulado llamado llamada sogenannte namens film filmi kitabı adlı mövzusunda фильм книга газета операция
	проект программа компания клуб форум конференция`

// titleCase reports whether every longer word of s has a capital.
func titleCase(s string) bool {
	n := 0
	for w := range strings.FieldsSeq(s) {
		bare := w
		if !isLetterByte(w[0]) {
			bare = strings.TrimLeft(w, "‘'“\"([")
		}
		if isSmall(bare) {
			if len(w) > 4 {
				return false
			}
			continue
		}
		n++
	}
	return n > 1
}

func hasLetter(s string) bool {
	for _, r := range s {
		if isLetter(r) {
			return true
		}
	}
	return false
}
