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
	thai      = "เรือเฟอร์รี่ออกเดินทางในวันเสาร์ และจะกลับมาในช่วงเย็น นายท่าเรือกล่าว "
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
		{"iso-2022-jp, spelt as Python does", japaneseS, japanese.ISO2022JP, "", "iso2022_jp", ""},
		{"a code page of DOS", norwegian, charmap.CodePage850, "", "ibm850", ""},
		{"the letters of a Macintosh", norwegian, charmap.Macintosh, "", "macintosh", ""},
		{"EBCDIC", "Fergen går på lørdag. ", charmap.CodePage037, "", "ebcdic-cp-us", ""},
		{"in capitals", russian, charmap.Windows1251, "", "WINDOWS-1251", "text/xml; charset=us-ascii"},
		{"us-ascii that is none", norwegian, charmap.Windows1252, "", "us-ascii", "text/xml; charset=us-ascii"},
		{"undeclared iso-2022-jp", japaneseS, japanese.ISO2022JP, "", "", ""},
		{"undeclared windows-874", thai, charmap.Windows874, "", "", ""},
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

// A feed of one short story is enough to tell its encoding, for its tags are
// not looked at; and what is told is the same every time.
func TestDetectShortText(t *testing.T) {
	for _, c := range []struct {
		text string
		enc  encoding.Encoding
	}{
		{russian, charmap.Windows1251}, {russian, charmap.KOI8R}, {russian, charmap.ISO8859_5},
		{"Prom wypłynął punktualnie i wrócił wieczorem, ogłosił zarząd portu; jest też jaśniej.", charmap.Windows1250},
		{"Feribot zamanında yola çıktı ve akşam geri döndü, şirket açıkladı.", charmap.Windows1254},
		{"Το φέρι απέπλευσε στην ώρα του και επέστρεψε το βράδυ.", charmap.Windows1253},
		{"המעבורת הפליגה בזמן וחזרה בערב, כך מסרה רשות הנמלים.", charmap.Windows1255},
		{"العبارة أبحرت في موعدها وعادت مساء، حسبما أعلنت سلطة الميناء.", charmap.Windows1256},
		{"The ferry’s captain said: “It sails.”", charmap.Windows1252},
		{norwegian, charmap.Windows1252}, {thai, charmap.Windows874},
		{japaneseS, japanese.ShiftJIS}, {japaneseS, japanese.EUCJP}, {japaneseS, japanese.ISO2022JP},
		{chineseS, simplifiedchinese.GBK}, {"港務局局長表示，渡輪將於星期六啟航。", traditionalchinese.Big5}, {koreanS, korean.EUCKR},
	} {
		doc := `<?xml version="1.0"?><rss version="2.0"><channel><title>Port News</title><link>https://news.example.org/</link><item><guid isPermaLink="false">1</guid>` +
			`<link>https://news.example.org/stories/1</link><description><![CDATA[<p class="lead">` + c.text + `</p>]]></description></item></channel></rss>`
		in, err := c.enc.NewEncoder().Bytes([]byte(doc))
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			if got := string(decode(in, "")); got != doc {
				t.Errorf("%v: got %q", c.enc, got)
				break
			}
		}
	}
}

// A document in two or four bytes a letter is known by its first letter, which
// may be white space, and JSON as well as XML.
func TestSniff(t *testing.T) {
	for _, doc := range []string{"<rss/>", "\n\n<rss/>", "{\"a\":1}", " {\"a\":1}"} {
		for _, e := range []encoding.Encoding{
			unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM),
			utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM),
		} {
			in, err := e.NewEncoder().Bytes([]byte(doc))
			if err != nil {
				t.Fatal(err)
			}
			if got := string(decode(in, "")); got != doc {
				t.Errorf("%q in %v: got %q", doc, e, got)
			}
		}
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

// The detector finds this Turkish as good Latin 1 as Latin 5, in any order:
// what a document says must not depend on chance.
func TestDecodeIsNoMatterOfChance(t *testing.T) {
	const doc = "<rss><channel><item><title>Ba\xfebakan</title></item></channel></rss>"
	first := string(decode([]byte(doc), ""))
	for range 50 {
		if got := string(decode([]byte(doc), "")); got != first {
			t.Fatalf("got %q, at first %q", got, first)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{"<rss><channel><item><title>Ba\xfebakan</title></item></channel></rss>", "<a>x</a>", "\xff\xfe<\x00a\x00", "<?xml encoding='koi8-r'?>\xd0\xd2", "\x00\x00\x00<", "\xef\xbb\xbf{}", "<?xml encoding='iso-2022-kr'?>\x1b$)C"} {
		f.Add([]byte(s), "text/xml; charset=shift_jis")
	}
	f.Fuzz(func(t *testing.T, data []byte, contentType string) {
		out := decode(data, contentType)
		if again := decode(data, contentType); !bytes.Equal(again, out) {
			t.Fatalf("%q, and the second time %q", out, again)
		}
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
