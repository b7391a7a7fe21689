package copydesk

import (
	"strings"
	"unicode/utf8"
)

// A hint says which signals a line may hold.
type hint uint8

const (
	mayKill hint = 1 << iota
	mayEmbargo
	mayCorrect
	mayUpdate
	mayAdvise

	mayAll = mayKill | mayEmbargo | mayCorrect | mayUpdate | mayAdvise
)

// hints are what every signal holds one of, at the beginning of a word and in
// small letters: lines without any need no closer look, and the others one for
// these signals only.
var hints = [...]struct {
	word string
	may  hint
}{
	{"kill", mayKill}, {"withdr", mayKill}, {"retract", mayKill}, {"annul", mayKill}, {"anul", mayKill}, {"elimin", mayKill}, {"zurück", mayKill},
	{"hinfäl", mayKill}, {"gesperr", mayKill}, {"аннул", mayKill},
	{"embarg", mayEmbargo}, {"hold for", mayEmbargo}, {"release", mayEmbargo}, {"sperr", mayEmbargo}, {"not for", mayEmbargo}, {"эмбарго", mayEmbargo},
	{"correct", mayCorrect}, {"corregi", mayCorrect}, {"corrig", mayCorrect}, {"correc", mayCorrect}, {"correz", mayCorrect}, {"correç", mayCorrect},
	{"refil", mayCorrect}, {"clarif", mayCorrect}, {"errat", mayCorrect}, {"fe de", mayCorrect}, {"rectif", mayCorrect},
	{"bericht", mayCorrect}, {"korr", mayCorrect}, {"düz", mayCorrect}, {"rettel", mayCorrect}, {"исправ", mayCorrect},
	{"updat", mayUpdate}, {"wrapup", mayUpdate}, {"writethr", mayUpdate}, {"write-thr", mayUpdate}, {"lead", mayUpdate}, {" ld", mayUpdate},
	{"actuali", mayUpdate}, {"aktual", mayUpdate}, {"recast", mayUpdate}, {"adds", mayUpdate}, {"обнов", mayUpdate},
	{"advisor", mayAdvise}, {"eds", mayAdvise}, {"editor", mayAdvise}, {"atten", mayAdvise}, {"attn", mayAdvise}, {"achtung", mayAdvise},
	{"atenc", mayAdvise}, {"daybook", mayAdvise},
}

// hintPairs has a bit for the first two bytes of every hint.
var hintPairs = func() (t [1 << 16 / 64]uint64) {
	for _, h := range hints {
		p := pairOf(h.word)
		t[p/64] |= 1 << (p % 64)
	}
	return t
}()

func pairOf[T string | []byte](s T) uint16 {
	return uint16(s[0])<<8 | uint16(s[1])
}

// hintsIn returns what the hints in s say, 0 when there are none. It reads
// maxSignal bytes at most.
func hintsIn(s string) hint {
	var buf [2 * maxSignal]byte
	low := appendLower(buf[:0], s[:min(len(s), maxSignal)])
	variant := strings.IndexFunc(s, isVariant) >= 0
	may, inside := hint(0), false
	for i := 0; i+1 < len(low); i++ {
		c := low[i]
		if starts := !inside || c == ' ' || variant; starts {
			if p := pairOf(low[i:]); hintPairs[p/64]&(1<<(p%64)) != 0 {
				may |= hintAt(low[i:])
			}
		}
		inside = c < utf8.RuneSelf && inWord[c] || c == '_'
	}
	if may != 0 && variant {
		return mayAll
	}
	return may
}

// hintAt returns what the hints say with which low begins.
func hintAt(low []byte) (may hint) {
	for _, h := range hints {
		if low[0] == h.word[0] && len(low) >= len(h.word) && string(low[:len(h.word)]) == h.word {
			may |= h.may
		}
	}
	return may
}

// isVariant knows the letters for which small letters and an expression without
// regard to case do not agree on what is the same letter, or a word.
func isVariant(r rune) bool {
	return r == 'ſ' || r == '\u212a' || r == 'İ' || 0x1c80 <= r && r <= 0x1c8a
}
