package document

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// decode returns a document as UTF-8 without a byte order mark, its invalid
// bytes U+FFFD, without control characters. It returns data itself where that
// is so already.
//
// What decides is, in this order: a byte order mark; the shape of UTF-16 and
// UTF-32; being valid UTF-8, which other text is not by chance; the charset of
// HTTP; that of the XML declaration; a detector; windows-1252. US-ASCII, the
// default of old servers, says nothing of bytes that are none.
func decode(data []byte, contentType string) []byte {
	if enc, skip := sniff(data); enc != nil {
		return cleanText(convert(data[skip:], enc))
	}
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	plain, controls := survey(data)
	if plain && bytes.IndexByte(data, 0x1B) < 0 || !plain && utf8.Valid(data) {
		return clean(data, controls)
	}
	_, label := parseMIME(contentType)
	for _, l := range [...]string{label, declared(data)} {
		enc := lookupEncoding(l)
		if enc == nil || enc == unicode.UTF8 && !mostlyUTF8(data) || !plain && isASCII(l) {
			continue
		}
		return cleanText(convert(data, enc))
	}
	if mostlyUTF8(data) {
		return cleanText(bytes.ToValidUTF8(data, []byte("\uFFFD")))
	}
	return cleanText(convert(data, detect(data)))
}

// sniff recognises UTF-16 and UTF-32 by their marks, or by how a document
// begins in them, and EBCDIC by the latter.
func sniff(b []byte) (encoding.Encoding, int) {
	u16 := func(e unicode.Endianness) encoding.Encoding { return unicode.UTF16(e, unicode.IgnoreBOM) }
	u32 := func(e utf32.Endianness) encoding.Encoding { return utf32.UTF32(e, utf32.IgnoreBOM) }
	switch {
	case len(b) < 4:
		return nil, 0
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE, 0, 0}):
		return u32(utf32.LittleEndian), 4
	case bytes.HasPrefix(b, []byte{0, 0, 0xFE, 0xFF}):
		return u32(utf32.BigEndian), 4
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}):
		return u16(unicode.LittleEndian), 2
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		return u16(unicode.BigEndian), 2
	}
	switch first := binary.BigEndian.Uint32(b); {
	case begins(first):
		return u32(utf32.BigEndian), 0
	case begins(bits.ReverseBytes32(first)):
		return u32(utf32.LittleEndian), 0
	case begins(first>>16) && first&0xFFFF != 0:
		return u16(unicode.BigEndian), 0
	case b[1] == 0 && begins(uint32(b[0])) && b[2] != 0:
		return u16(unicode.LittleEndian), 0
	case first == 0x4C6FA794: // <?xm (XML 1.0 §F.1)
		return charmap.CodePage037, 0
	}
	return nil, 0
}

// begins reports whether a document can begin with that character.
func begins(c uint32) bool {
	return c == '<' || c == '{' || c == '\n' || c == '\r' || c == '\t' || c == ' '
}

// survey reports whether b is ASCII, and whether it holds control characters.
// It looks at eight bytes at a time.
func survey(b []byte) (plain, controls bool) {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	var seen uint64
	for len(b) >= 8 {
		x := binary.LittleEndian.Uint64(b)
		seen |= x
		if (x-ones*0x20)&^x&high != 0 || (x^ones*0x7F-ones)&^(x^ones*0x7F)&high != 0 {
			for _, c := range b[:8] {
				if isControl(c) {
					controls = true
				}
			}
		}
		b = b[8:]
	}
	for _, c := range b {
		seen |= uint64(c)
		if isControl(c) {
			controls = true
		}
	}
	return seen&high == 0, controls
}

func isControl(c byte) bool {
	return c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7F
}

// cleanText takes control characters and what is no character out of UTF-8.
func cleanText(b []byte) []byte {
	_, controls := survey(b)
	return clean(b, controls)
}

// clean is cleanText for b that has been surveyed.
func clean(b []byte, controls bool) []byte {
	if controls {
		out := make([]byte, 0, len(b))
		for _, c := range b {
			if !isControl(c) {
				out = append(out, c)
			}
		}
		b = out
	}
	for i := 0; ; i++ {
		k := bytes.IndexByte(b[i:], 0xEF)
		if k < 0 {
			return b
		}
		if i += k; noCharacter(b[i:]) {
			break
		}
	}
	for _, bad := range [...]string{"\uFFFE", "\uFFFF", "\uFEFF"} {
		b = bytes.ReplaceAll(b, []byte(bad), nil)
	}
	return b
}

// noCharacter reports whether b begins with U+FFFE, U+FFFF or U+FEFF.
func noCharacter(b []byte) bool {
	return len(b) > 2 && (b[1] == 0xBF && b[2] >= 0xBE || b[1] == 0xBB && b[2] == 0xBF)
}

// convert decodes b. Encodings without an error of their own give U+FFFD for
// what they do not know.
func convert(b []byte, enc encoding.Encoding) []byte {
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil || !utf8.Valid(out) {
		return bytes.ToValidUTF8(out, []byte("\uFFFD"))
	}
	return out
}

// mostlyUTF8 reports whether bytes that are not valid UTF-8 are meant to be:
// there are more letters in that coding than bytes outside of it.
func mostlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			b = b[1:]
			continue
		}
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		b = b[n:]
	}
	return good > bad
}

// declaration matches the encoding that an XML declaration names.
var declaration = regexp.MustCompile(`(?i)<\?xml\s[^<>]*?\bencoding\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')`)

// declared is the encoding that the XML declaration names.
func declared(b []byte) string {
	m := declaration.FindSubmatch(b[:min(len(b), 1024)])
	if m == nil {
		return ""
	}
	return string(m[1]) + string(m[2])
}

// spellings are labels that are met and that WHATWG does not know.
var spellings = map[string]string{"utf": "utf-8", "utf8mb4": "utf-8", "unicode": "utf-8", "utf-8-sig": "utf-8", "ansi": "windows-1252",
	"win-1251": "windows-1251", "win1251": "windows-1251", "cp-1251": "windows-1251", "windows1251": "windows-1251", "1251": "windows-1251",
	"win-1252": "windows-1252", "windows1252": "windows-1252", "cp-1252": "windows-1252", "win-1250": "windows-1250", "windows1250": "windows-1250",
	"iso2022-jp": "iso-2022-jp", "iso2022jp": "iso-2022-jp", "cp874": "windows-874", "cp950": "big5",
	"windows1254": "windows-1254", "windows1256": "windows-1256", "latin-1": "iso-8859-1", "latin9": "iso-8859-15", "iso8859": "iso-8859-1",
	"gb-2312": "gbk", "cp936": "gbk", "ms936": "gbk", "sjis": "shift_jis", "x-sjis": "shift_jis", "cp932": "shift_jis", "eucjp": "euc-jp", "euckr": "euc-kr",
	"cp949": "euc-kr", "big5hkscs": "big5", "koi8r": "koi8-r", "koi8u": "koi8-u", "tis620": "tis-620", "cp1254": "windows-1254"}

// isASCII reports whether a label is one of US-ASCII.
func isASCII(label string) bool {
	label = strings.ToLower(label)
	return strings.Contains(label, "ascii") || strings.Contains(label, "ansi_x3.4")
}

// lookupEncoding is the encoding of a label (WHATWG Encoding §4.2, then IANA),
// in odd spellings too; nil when nobody knows it, and for UTF-16 and UTF-32,
// which have been recognised by then if it was true.
func lookupEncoding(label string) encoding.Encoding {
	label = strings.ToLower(strings.Trim(label, " \t\r\n\"';"))
	if label == "" || len(label) > 40 {
		return nil
	}
	for _, l := range [...]string{label, strings.ReplaceAll(label, "_", "-"), strings.ReplaceAll(strings.ReplaceAll(label, "_", ""), " ", "")} {
		if s, ok := spellings[l]; ok {
			l = s
		}
		enc, name := charset.Lookup(l)
		if enc == nil { // of old machines: ibm850, macintosh, ebcdic-cp-us
			if enc, _ = ianaindex.IANA.Encoding(l); enc != nil {
				name, _ = ianaindex.IANA.Name(enc)
				name = strings.ToLower(name)
			}
		}
		if enc == nil || enc == encoding.Replacement || strings.HasPrefix(name, "utf-16") || strings.HasPrefix(name, "utf-32") {
			continue
		}
		if name == "utf-8" {
			return unicode.UTF8
		}
		return enc
	}
	return nil
}
