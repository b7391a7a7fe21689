package document

import (
	"bytes"

	"github.com/gogs/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
)

const (
	// detectBytes is how much of a text the detector of encodings looks at:
	// more does not make it surer.
	detectBytes = 64 << 10

	// unsure is what the detector says of any text of two bytes a letter that
	// is too short to say more of.
	unsure = 10

	// sure is what it says only of the true encoding, where that has two bytes
	// a letter.
	sure = 80

	// leastThai is how many letters make a text Thai: fewer are so by chance.
	leastThai = 12
)

// detect guesses the encoding of a text that declares none, the same for the
// same text.
func detect(b []byte) encoding.Encoding {
	if bytes.Contains(b, []byte("\x1B$")) || bytes.Contains(b, []byte("\x1B(")) {
		return japanese.ISO2022JP
	}
	sample := spoken(b)
	all, err := chardet.NewTextDetector().DetectAll(sample)
	switch {
	case (err != nil || all[0].Confidence < sure) && isThai(sample):
		return charmap.Windows874
	case err != nil || all[0].Confidence <= unsure:
		return charmap.Windows1252
	}
	best := all[0]
	for _, r := range all { // the detector lists equals in any order
		if r.Confidence == best.Confidence && r.Charset < best.Charset {
			best = r
		}
	}
	if enc := lookupEncoding(best.Charset); enc != nil && enc != unicode.UTF8 {
		return enc
	}
	return charmap.Windows1252
}

// spoken is a sample of what stands between the tags, where it is not all
// ASCII: tags and entities are English whatever the language is.
func spoken(b []byte) []byte {
	sample := make([]byte, 0, min(len(b), detectBytes))
	for len(b) > 0 && len(sample) < detectBytes {
		if b[0] == '<' && !bytes.HasPrefix(b, cdataOpen) {
			end := bytes.IndexByte(b, '>')
			if end < 0 {
				break
			}
			b = b[end+1:]
			continue
		}
		b = bytes.TrimPrefix(b, cdataOpen)
		end := bytes.IndexByte(b, '<')
		if end < 0 {
			end = len(b)
		}
		if said := b[:end]; !isPlain(said) {
			sample = append(sample, ' ')
			sample = appendSpoken(sample, said[:min(len(said), detectBytes)])
		}
		b = b[end:]
	}
	return sample
}

// appendSpoken appends text without its entities.
func appendSpoken(sample, text []byte) []byte {
	for len(text) > 0 {
		i := bytes.IndexByte(text, '&')
		if i < 0 {
			break
		}
		sample = append(append(sample, text[:i]...), ' ')
		text = text[i:]
		text = text[max(entityEnd(text), 1):]
	}
	return append(sample, text...)
}

func isPlain(b []byte) bool {
	plain, _ := survey(b)
	return plain
}

// isThai reports whether a text may be Thai in windows-874, which the detector
// does not know: marks above and below stand on letters, and vowels that are
// written first stand before them.
func isThai(b []byte) bool {
	letters := 0
	was, vowel := false, false // the byte before is one that a mark may follow; is a vowel written first
	for _, c := range b {
		consonant := c >= 0xA1 && c <= 0xCE
		mark := c == 0xD1 || c >= 0xD4 && c <= 0xDA || c >= 0xE7 && c <= 0xEE
		switch {
		case c >= 0x80 && (c < 0xA1 || c > 0xDA && c < 0xDF || c > 0xFB) && c != 0xA0 && c != 0x85 && (c < 0x91 || c > 0x97):
			return false
		case mark && !was, vowel && !consonant:
			return false
		}
		if c >= 0xA1 {
			letters++
		}
		was = consonant || mark || c == 0xD2
		vowel = c >= 0xE0 && c <= 0xE4
	}
	return letters >= leastThai
}
