package store

import (
	"bytes"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/datelinewire/dateline/wire"
	"github.com/google/go-cmp/cmp"
)

// testLimit is the limit of the tests' codec: hostile bytes are tried by the thousand.
const testLimit = 1 << 20

func testCodec(t testing.TB) *codec {
	t.Helper()
	c, err := newCodec(testLimit)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.close)
	return c
}

// set gives every field in v a value that is not zero, so that a field that is
// not stored is found.
func set(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(strings.Repeat("x", *n%7+1))
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(uint64(*n))
	case reflect.Float64, reflect.Float32:
		v.SetFloat(float64(*n) / 2)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		set(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fallthrough
	case reflect.Array:
		for i := range v.Len() {
			set(v.Index(i), n)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Unix(int64(*n)*1e7, int64(*n)).UTC()))
			return
		}
		for i := range v.NumField() {
			set(v.Field(i), n)
		}
	}
}

func TestEveryFieldOfAnArticleIsStored(t *testing.T) {
	c, n := testCodec(t), 0
	var a wire.Article
	set(reflect.ValueOf(&a).Elem(), &n)
	h := header{id: a.ID, sum: a.Sum(), stamp: a.Stamp(), undated: a.Undated, received: a.Received, revised: a.Revised,
		seq: 1 << 39, version: uint32(a.Version), top: 1<<32 - 1}
	packed, err := c.pack(&a, []byte("<item/>"))
	if err != nil {
		t.Fatal(err)
	}
	got, rest, err := parseHeader(h.record(packed))
	if err != nil || got != h {
		t.Fatalf("header: got %+v, %v; want %+v", got, err, h)
	}
	text, raw, err := c.unpack(rest)
	if err != nil || string(raw) != "<item/>" {
		t.Fatalf("raw: got %q, %v", raw, err)
	}
	b, err := c.decode(text, a.Source, &got)
	if err != nil {
		t.Fatal(err)
	}
	a.Topics = nil // never stored
	if diff := cmp.Diff(&a, b); diff != "" {
		t.Errorf("got +, want -:\n%s", diff)
	}
}

func TestEveryFieldOfAPollIsStored(t *testing.T) {
	c, n := testCodec(t), 0
	var p wire.Poll
	set(reflect.ValueOf(&p).Elem(), &n)
	b, err := c.packPoll(&p)
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.poll(b)
	if err != nil {
		t.Fatal(err)
	}
	p.Known = nil // kept apart
	if diff := cmp.Diff(p, got); diff != "" {
		t.Errorf("got +, want -:\n%s", diff)
	}
}

// A record written once is read for ever: this one is never made anew.
func TestRecordOfFormat1IsStillRead(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "record1.hex"))
	if err != nil {
		t.Fatal(err)
	}
	record, err := hex.DecodeString(strings.ReplaceAll(string(text), "\n", ""))
	if err != nil {
		t.Fatal(err)
	}
	c := testCodec(t)
	h, packed, err := parseHeader(record)
	if err != nil {
		t.Fatal(err)
	}
	cbor, raw, err := c.unpack(packed)
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.decode(cbor, "wend", &h)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(goldenArticle(), got); diff != "" {
		t.Errorf("got +, want -:\n%s", diff)
	}
	if want := goldenRaw; string(raw) != want || h.sum != got.Sum() || h.seq != 12 || h.top != 3 {
		t.Errorf("raw %q, header %+v", raw, h)
	}
}

const goldenRaw = `<rss version="2.0"><channel><item><guid>7</guid><title>Bridge at Lower Wend reopens</title></item></channel></rss>`

func goldenArticle() *wire.Article {
	at := time.Date(2026, 3, 14, 9, 26, 53, 589793, time.UTC)
	embargo := at.Add(time.Hour)
	return &wire.Article{
		ID: wire.NewID("wend", "7"), Source: "wend", EntryID: "7", URL: "https://wend.example/7",
		Headline: "Bridge at Lower Wend reopens", Byline: []string{"Ada Rook"}, Date: "2026-03-14",
		Dateline: &wire.Dateline{Text: "LOWER WEND, March 14 (Wend Press) —", Places: []wire.Place{{Name: "LOWER WEND", Region: "Wendshire", Country: "GB"}}, Month: 3, Day: 14, Year: 2026},
		Agency:   "Wend Press", Lead: "The bridge holds.", Body: []string{"“It holds,” said Ada Rook.", "Tolls follow."},
		Quotes: []wire.Quote{{Text: "It holds", Speaker: "Ada Rook", Paragraph: 1, Partial: true}},
		Notes:  []wire.Note{{Text: "ends", Kind: wire.NoteSignoff, Before: 3}},
		Signal: wire.SignalUpdate, SignalNumber: 2, Status: wire.StatusWithheld, Embargo: &embargo,
		Language: "en", Categories: []string{"Bridges"}, Media: []wire.Media{{URL: "https://wend.example/7.jpg", Type: "image/jpeg", Length: 9, Title: "Bridge", Credit: "Rook"}},
		HTML: "<p>The bridge holds.</p>", Published: at, Updated: at.Add(time.Second), Undated: true, DateText: "today",
		Received: at.Add(time.Minute), Revised: at.Add(2 * time.Minute), Version: 2, Rights: "Wend Press", Truncated: true,
	}
}

func TestPackRefusesWhatCouldNotBeRead(t *testing.T) {
	c := testCodec(t)
	if _, err := c.pack(&wire.Article{ID: "1", Lead: strings.Repeat("l", testLimit)}, nil); err == nil || !strings.Contains(err.Error(), "too many") {
		t.Errorf("got %v", err)
	}
}

func TestBrokenRecordsAreErrors(t *testing.T) {
	c := testCodec(t)
	a := goldenArticle()
	packed, err := c.pack(a, []byte(goldenRaw))
	if err != nil {
		t.Fatal(err)
	}
	h := header{id: a.ID, received: a.Received, version: 1, top: 1}
	good := h.record(packed)
	for n := range good {
		if err := readRecord(c, good[:n]); !errors.Is(err, ErrCorrupt) {
			t.Errorf("cut at %d: got %v, want ErrCorrupt", n, err)
		}
	}
	other := bytes.Clone(good)
	other[0] = 9
	if err := readRecord(c, other); !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), "format 9") {
		t.Errorf("got %v", err)
	}
	bomb := h.record(c.enc.EncodeAll(make([]byte, testLimit+1), nil))
	if err := readRecord(c, bomb); !errors.Is(err, ErrCorrupt) {
		t.Errorf("a bomb: got %v, want ErrCorrupt", err)
	}
}

// readRecord reads all of a record.
func readRecord(c *codec, b []byte) error {
	h, packed, err := parseHeader(b)
	if err != nil {
		return err
	}
	text, _, err := c.unpack(packed)
	if err != nil {
		return err
	}
	_, err = c.decode(text, "wend", &h)
	return err
}

// Hostile bytes in the file are errors, never a panic.
func FuzzRecord(f *testing.F) {
	c := testCodec(f)
	a := goldenArticle()
	packed, err := c.pack(a, []byte(goldenRaw))
	if err != nil {
		f.Fatal(err)
	}
	h := header{id: a.ID, received: a.Received, revised: a.Revised, version: 1, top: 1}
	f.Add(h.record(packed))
	f.Add(h.record(nil))
	f.Add([]byte{recordFormat})
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := readRecord(c, b); err != nil && !errors.Is(err, ErrCorrupt) {
			t.Errorf("got %v, want ErrCorrupt", err)
		}
		h, packed, err := parseHeader(b)
		if err != nil {
			return
		}
		again, rest, err := parseHeader(h.record(packed))
		if err != nil || again != h || !bytes.Equal(rest, packed) {
			t.Errorf("written again: %+v, %v; want %+v", again, err, h)
		}
	})
}

// The same behind the compression, where the fuzzer would not get by itself.
func FuzzUnpacked(f *testing.F) {
	c := testCodec(f)
	a := goldenArticle()
	text, err := c.cborEnc.Marshal(fromArticle(a))
	if err != nil {
		f.Fatal(err)
	}
	poll, err := c.packPoll(&wire.Poll{Source: "wend", At: a.Received, Refusals: []wire.Refusal{{Entry: 1, Reason: "no text"}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(append(be32(3), append([]byte("raw"), text...)...))
	f.Add(append(be32(0), poll...))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff})
	f.Add([]byte("\x00\x00\x00\x00\xa1\x09\x9a\x00\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, plain []byte) {
		if text, _, err := c.unpack(c.enc.EncodeAll(plain, nil)); err == nil {
			if _, err := c.decode(text, "wend", &header{}); err != nil && !errors.Is(err, ErrCorrupt) {
				t.Errorf("got %v, want ErrCorrupt", err)
			}
		}
		if _, err := c.poll(plain); err != nil && !errors.Is(err, ErrCorrupt) {
			t.Errorf("poll: got %v, want ErrCorrupt", err)
		}
	})
}
