package document

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

const (
	norwegian = "Fergen til Østerfjord går på lørdag, sier havnestyret i Ålvær. "
	russian   = "Паром отходит в субботу, сообщил председатель совета порта. "
	japaneseS = "フェリーは土曜日に出港すると港湾局の局長が述べた。"
	chineseS  = "港务局局长表示，渡轮将于星期六启航，冬季时刻表已获批准。"
	koreanS   = "항만청장은 여객선이 토요일에 출항한다고 밝혔다. "
)

func TestDecode(t *testing.T) {
	for _, c := range []struct {
		name, text  string
		enc         encoding.Encoding
		mark        string // byte order mark
		declaration string
		contentType string
	}{
		{"utf-8", russian, nil, "", "", ""},
		{"utf-8 with a mark", russian, nil, "\xEF\xBB\xBF", "", ""},
		{"utf-8 under a wrong label", russian, nil, "", "iso-8859-1", "text/xml; charset=windows-1251"},
		{"utf-16le with a mark", russian, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "\xFF\xFE", "utf-16", ""},
		{"utf-16be with a mark", russian, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "\xFE\xFF", "utf-8", ""},
		{"utf-16le without", russian, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "", "utf-16", ""},
		{"utf-16be without", russian, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "", "", ""},
		{"utf-32be without", russian, utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), "", "", ""},
		{"utf-32le with a mark", russian, utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), "\xFF\xFE\x00\x00", "", ""},
		{"http charset", russian, charmap.Windows1251, "", "", "text/xml; charset=windows-1251"},
		{"http before declaration", russian, charmap.KOI8R, "", "windows-1251", "text/xml; charset=koi8-r"},
		{"declaration", russian, charmap.Windows1251, "", "windows-1251", ""},
		{"odd spelling", russian, charmap.Windows1251, "", "windows_1251", ""},
		{"odder spelling", russian, charmap.Windows1251, "", "WIN-1251", ""},
		{"nonsense in http", russian, charmap.Windows1251, "", "cp1251", "text/xml; charset=none"},
		{"declared utf-8, is not", norwegian, charmap.Windows1252, "", "utf-8", "text/xml; charset=utf-8"},
		{"latin 1", norwegian, charmap.Windows1252, "", "iso-8859-1", ""},
		{"shift_jis", japaneseS, japanese.ShiftJIS, "", "Shift_JIS", ""},
		{"iso-2022-jp", japaneseS, japanese.ISO2022JP, "", "iso-2022-jp", ""},
		{"gb2312", chineseS, simplifiedchinese.GBK, "", "gb2312", ""},
		{"big5", "港務局局長表示", traditionalchinese.Big5, "", "big5", ""},
		{"euc-kr", koreanS, korean.EUCKR, "", "ks_c_5601-1987", ""},
		{"undeclared windows-1251", russian, charmap.Windows1251, "", "", ""},
		{"undeclared koi8-r", russian, charmap.KOI8R, "", "", ""},
		{"undeclared windows-1252", norwegian, charmap.Windows1252, "", "", ""},
		{"undeclared shift_jis", japaneseS, japanese.ShiftJIS, "", "", ""},
		{"undeclared euc-jp", japaneseS, japanese.EUCJP, "", "", ""},
		{"undeclared gbk", chineseS, simplifiedchinese.GBK, "", "", ""},
		{"undeclared euc-kr", koreanS, korean.EUCKR, "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := "<?xml version='1.0'?><rss><title>" + strings.Repeat(c.text, 6) + "</title></rss>"
			if c.declaration != "" {
				doc = strings.Replace(doc, "?>", " encoding='"+c.declaration+"'?>", 1)
			}
			in := []byte(doc)
			if c.enc != nil {
				var err error
				if in, err = c.enc.NewEncoder().Bytes(in); err != nil {
					t.Fatal(err)
				}
			}
			if got := string(decode(append([]byte(c.mark), in...), c.contentType)); got != doc {
				t.Errorf("got %.120q\nwant %.120q", got, doc)
			}
		})
	}
}

func TestDecodeMendsBytes(t *testing.T) {
	for in, want := range map[string]string{
		"<a>Паром \xff паром</a>":          "<a>Паром \uFFFD паром</a>",
		"<a>\x00b\x08c\x7f\td\r\n</a>":     "<a>bc\td\r\n</a>",
		"\xEF\xBB\xBF<a>x\uFFFE\uFEFF</a>": "<a>x</a>",
	} {
		if got := string(decode([]byte(in), "")); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	same := []byte("<a>plain</a>")
	if got := decode(same, ""); &got[0] != &same[0] {
		t.Error("plain ASCII is copied")
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{"<a>x</a>", "\xff\xfe<\x00a\x00", "<?xml encoding='koi8-r'?>\xd0\xd2", "\x00\x00\x00<", "\xef\xbb\xbf{}", "<?xml encoding='iso-2022-kr'?>\x1b$)C"} {
		f.Add([]byte(s), "text/xml; charset=shift_jis")
	}
	f.Fuzz(func(t *testing.T, data []byte, contentType string) {
		out := decode(data, contentType)
		if !utf8.Valid(out) {
			t.Fatalf("%q is not UTF-8", out)
		}
		if i := bytes.IndexFunc(out, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7F }); i >= 0 {
			t.Fatalf("%q has a control character at %d", out, i)
		}
		if utf8.Valid(data) && bytes.IndexByte(data, 0) < 0 && bytes.IndexByte(data, 0x1B) < 0 && len(out) == 0 && len(cleanText(bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF")))) > 0 {
			t.Fatalf("%q is lost", data)
		}
	})
}
