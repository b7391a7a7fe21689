package copydesk

import (
	"bytes"
	"strings"
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

// hints are what every signal holds one of, in small letters: lines without
// any need no closer look, and the others one for these signals only.
var hints = [...]struct {
	word string
	may  hint
}{
	{"kill", mayKill}, {"withdr", mayKill}, {"retract", mayKill}, {"annul", mayKill}, {"elimin", mayKill}, {"zurück", mayKill},
	{"hinfäl", mayKill}, {"gesperr", mayKill}, {"аннул", mayKill},
	{"embarg", mayEmbargo}, {"hold for", mayEmbargo}, {"release", mayEmbargo}, {"sperr", mayEmbargo}, {"not for", mayEmbargo}, {"эмбарго", mayEmbargo},
	{"correct", mayCorrect}, {"corregi", mayCorrect}, {"corrig", mayCorrect}, {"correc", mayCorrect}, {"correz", mayCorrect},
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
		p := prefixOf(h.word)
		t[p/64] |= 1 << (p % 64)
	}
	return t
}()

// hintsIn returns what the hints in s say, 0 when there are none. It reads
// maxSignal bytes at most.
func hintsIn(s string) hint {
	var buf [2 * maxSignal]byte
	low := appendLower(buf[:0], s[:min(len(s), maxSignal)])
	may := hint(0)
	for i := 0; i+1 < len(low); i++ {
		p := prefixOf(low[i:])
		if hintPairs[p/64]&(1<<(p%64)) == 0 {
			continue
		}
		for _, h := range hints {
			if low[i] == h.word[0] && len(low)-i >= len(h.word) && string(low[i:i+len(h.word)]) == h.word {
				may |= h.may
			}
		}
	}
	// These say nothing by themselves, but beside a hint they may be a signal.
	if may != 0 && (bytes.Contains(low, []byte("anul")) || bytes.Contains(low, []byte("correç")) || strings.IndexFunc(s, isVariant) >= 0) {
		return mayAll
	}
	return may
}

// isVariant knows the letters that expressions take for another without
// regard to case, but which are no capitals of it.
func isVariant(r rune) bool {
	return r == 'ſ' || 0x1c80 <= r && r <= 0x1c8a
}
