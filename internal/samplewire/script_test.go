package samplewire_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/datelinewire/dateline/internal/samplewire"
)

func scripted() *samplewire.Wire {
	return samplewire.New(samplewire.Options{Start: start, Scripted: true, Base: "http://wire.example"})
}

func TestScriptedFilesNothingByItself(t *testing.T) {
	w := scripted()
	w.Advance(start.Add(time.Hour))
	for _, s := range samplewire.Sources() {
		if n, err := wellFormed(s.Format, get(t, w, s.Path).Body.Bytes()); n != 0 || err != nil {
			t.Errorf("%s has %d entries (%v)", s.Path, n, err)
		}
	}
}

func TestScript(t *testing.T) {
	for _, src := range samplewire.Sources() {
		t.Run(src.Name, func(t *testing.T) {
			w := scripted()
			guid, err := w.File(src.Name, samplewire.Story{Title: "Kettle found", Dateline: "OSLO (AP) —", Paragraphs: []string{"A kettle was found.", "It is & stays <blue>."}})
			if err != nil {
				t.Fatal(err)
			}
			other, _ := w.File(src.Name, samplewire.Story{GUID: "my own", Title: "Kettle lost", Paragraphs: []string{"A kettle was lost."}})
			if other != "my own" {
				t.Errorf("guid is %q, want my own", other)
			}
			published := w.Time()
			w.Advance(start.Add(time.Minute))
			if err := w.Edit(src.Name, guid, func(s *samplewire.Story) { s.Title, s.GUID = "Kettle found again", "else" }); err != nil {
				t.Fatal(err)
			}
			expect(t, w, src, "Kettle found again", "Kettle lost", guid, "my own", "stays")
			if s := w.Stories(src.Name)[1]; s.GUID != guid || !s.Published.Equal(published) || !s.Updated.Equal(w.Time()) {
				t.Errorf("edited story is %+v", s)
			}
			if err := w.Correct(src.Name, guid, "the colour", func(s *samplewire.Story) { s.Paragraphs[1] = "It is red." }); err != nil {
				t.Fatal(err)
			}
			expect(t, w, src, "It is red.", "the colour")
			if killed, err := w.Kill(src.Name, guid, false); err != nil || killed != guid {
				t.Fatalf("kill: %q, %v", killed, err)
			}
			if body := get(t, w, src.Path).Body.String(); strings.Contains(body, "It is red.") || !strings.Contains(body, guid) || strings.Contains(strings.ToUpper(body), "CORRECT") {
				t.Errorf("the killed story still has its text or the mark of its correction, or lost its guid:\n%s", body)
			}
			notice, err := w.Kill(src.Name, "my own", true)
			if err != nil || notice == "my own" {
				t.Fatalf("kill notice: %q, %v", notice, err)
			}
			expect(t, w, src, "MANDATORY KILL", "Kettle lost", "A kettle was lost.")
			if err := w.Remove(src.Name, notice); err != nil {
				t.Fatal(err)
			}
			if n, err := wellFormed(src.Format, get(t, w, src.Path).Body.Bytes()); n != 2 || err != nil {
				t.Errorf("%d entries (%v), want 2", n, err)
			}
		})
	}
}

func expect(t *testing.T, w *samplewire.Wire, src samplewire.Source, words ...string) {
	t.Helper()
	rec := get(t, w, src.Path)
	for _, word := range words {
		if !strings.Contains(rec.Body.String(), word) {
			t.Errorf("%s: no %q in\n%s", src.Path, word, rec.Body)
		}
	}
	if _, err := wellFormed(src.Format, rec.Body.Bytes()); err != nil {
		t.Errorf("%s: %v", src.Path, err)
	}
}

func TestScriptErrors(t *testing.T) {
	w := scripted()
	_, file := w.File("nobody", samplewire.Story{})
	_, kill := w.Kill("nobody", "x", true)
	for _, err := range []error{file, kill, w.Edit("nobody", "x", nil), w.Correct("nobody", "x", "", nil), w.Remove("nobody", "x")} {
		if !errors.Is(err, samplewire.ErrNoSource) {
			t.Errorf("got %v, want ErrNoSource", err)
		}
	}
	_, kill = w.Kill("ap", "x", true)
	for _, err := range []error{kill, w.Edit("ap", "x", nil), w.Correct("ap", "x", "", nil), w.Remove("ap", "x")} {
		if !errors.Is(err, samplewire.ErrNoStory) {
			t.Errorf("got %v, want ErrNoStory", err)
		}
	}
	if w.Stories("nobody") != nil {
		t.Error("nobody has stories")
	}
}

func TestUndatedAndLinked(t *testing.T) {
	for _, src := range samplewire.Sources() {
		w := scripted()
		w.File(src.Name, samplewire.Story{Title: "When", Undated: true, Link: "https://elsewhere.example/a?b=1&c=2", HTML: "<p>Own <b>markup</b></p>"})
		body := get(t, w, src.Path).Body.String()
		item := body[strings.Index(body, "When"):]
		if strings.Contains(item, "2026-05-04") || strings.Contains(item, "04 May 2026") {
			t.Errorf("%s prints a date:\n%s", src.Path, item)
		}
		expect(t, w, src, "elsewhere.example", "markup")
	}
}

// FuzzStory: whatever a story holds, the documents stay well-formed.
func FuzzStory(f *testing.F) {
	f.Add("Kettle ]]> found", "a & <b>\x00\x1f\ufffe", "urn:x:\"1\"")
	f.Add("\xff\xfe", "</item>", "]]>")
	f.Add("A \"kettle\"", "'\"\t\n", "\"")
	f.Fuzz(func(t *testing.T, title, text, guid string) {
		w := scripted()
		for _, src := range samplewire.Sources() {
			w.File(src.Name, samplewire.Story{Title: title, GUID: guid, Dateline: text, Byline: title, Paragraphs: []string{text, title}, Categories: []string{text}})
			w.Kill(src.Name, guid, true)
			if _, err := wellFormed(src.Format, get(t, w, src.Path).Body.Bytes()); err != nil {
				t.Errorf("%s: %v", src.Path, err)
			}
		}
	})
}
