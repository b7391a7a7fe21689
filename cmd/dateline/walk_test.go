package main

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/datelinewire/dateline/internal/feedcheck"
	"github.com/datelinewire/dateline/internal/samplewire"
)

// oneOfEach returns a source of the sample wire for each feed format.
func oneOfEach() map[string]samplewire.Source {
	by := make(map[string]samplewire.Source)
	for _, s := range samplewire.Sources() {
		if _, ok := by[s.Format]; !ok {
			by[s.Format] = s
		}
	}
	return by
}

// One entry of each format walks from the wire's response to all three
// published formats; its correction follows it under the same identifier, and
// its kill takes it out of all of them.
func TestAnEntryOfEachFormatWalksThroughTheHouse(t *testing.T) {
	for format, src := range oneOfEach() {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			n := newNewsroom(t)
			story := samplewire.Story{
				Title:    "Ferry returns to Lake Orlen",
				Dateline: "ORLEN, Norway (AP) —",
				Paragraphs: []string{
					"The ferry Sula returned to Lake Orlen on Monday after a winter in the yard.",
					"“She has a new engine and an old heart,” captain Tove Brekke said.",
				},
				Categories: []string{"transport"},
			}
			guid, err := n.wire.File(src.Name, story)
			if err != nil {
				t.Fatal(err)
			}
			n.open()

			ids := make(map[string]string)
			for _, f := range []string{"rss", "atom", "json"} {
				items := n.until("the story", f, func(items []feedcheck.Item) bool { return len(items) == 1 })
				it := items[0]
				ids[f] = it.ID
				if it.Title != story.Title || it.Published.IsZero() || it.Link == "" {
					t.Errorf("%s: title %q, published %v, link %q", f, it.Title, it.Published, it.Link)
				}
				for _, want := range append([]string{"ORLEN, Norway (AP) —"}, story.Paragraphs...) {
					if !strings.Contains(it.Content, want) {
						t.Errorf("%s: content lacks %q:\n%s", f, want, it.Content)
					}
				}
			}
			if ids["rss"] != ids["atom"] || ids["atom"] != ids["json"] {
				t.Errorf("identifiers differ: %v", ids)
			}

			err = n.wire.Correct(src.Name, guid, "the name of the ferry", func(s *samplewire.Story) {
				s.Paragraphs[0] = strings.Replace(s.Paragraphs[0], "Sula", "Solvei", 1)
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range []string{"rss", "atom", "json"} {
				items := n.until("the correction", f, func(items []feedcheck.Item) bool {
					return len(items) == 1 && strings.Contains(items[0].Content, "Solvei")
				})
				if items[0].ID != ids[f] {
					t.Errorf("%s: the correction came as %s, the story was %s", f, items[0].ID, ids[f])
				}
			}

			if _, err := n.wire.Kill(src.Name, guid, false); err != nil {
				t.Fatal(err)
			}
			for _, f := range []string{"rss", "atom", "json"} {
				n.until("the kill", f, func(items []feedcheck.Item) bool { return len(items) == 0 })
			}
		})
	}
}

// Two fetches with nothing new between are byte-same and the second can be a
// 304; a restart changes neither.
func TestFeedsStandStillWhileNothingChanges(t *testing.T) {
	n := newNewsroom(t)
	for _, s := range samplewire.Sources() {
		if _, err := n.wire.File(s.Name, samplewire.Story{Title: "Story of " + s.Name, Paragraphs: []string{"A line about nothing."}}); err != nil {
			t.Fatal(err)
		}
	}
	n.open()
	all := len(samplewire.Sources())
	n.until("all stories", "rss", func(items []feedcheck.Item) bool { return len(items) == all })
	n.shut()
	n.open()
	before := make(map[string][]byte)
	tags := make(map[string]string)
	for _, f := range []string{"rss", "atom", "json"} {
		resp, body := n.get("/feeds/all." + f)
		before[f], tags[f] = body, resp.Header.Get("ETag")
		again, _ := n.get("/feeds/all."+f, "If-None-Match", tags[f])
		if again.StatusCode != http.StatusNotModified {
			t.Errorf("%s: second fetch: %s, want 304", f, again.Status)
		}
	}
	n.shut()
	n.open()
	for f, want := range before {
		resp, body := n.get("/feeds/all." + f)
		if !bytes.Equal(body, want) || resp.Header.Get("ETag") != tags[f] {
			t.Errorf("%s: a restart changed the feed", f)
		}
	}
}

// A source that fails costs only itself: the others are read, and readers of
// the topic see no error.
func TestABrokenSourceCostsOnlyItself(t *testing.T) {
	sources := samplewire.Sources()
	for _, fault := range samplewire.Faults() {
		switch fault {
		case samplewire.FaultSlow, samplewire.FaultBare, samplewire.FaultTruncated:
			continue // these bring entries in the end
		case samplewire.FaultLimited, samplewire.FaultBusy:
			continue // these speak for the host, which both sources share
		}
		t.Run(string(fault), func(t *testing.T) {
			t.Parallel()
			n := newNewsroom(t)
			n.plan.sources = n.plan.sources[:2]
			for _, s := range sources[:2] {
				if _, err := n.wire.File(s.Name, samplewire.Story{Title: s.Name, Paragraphs: []string{"A line."}}); err != nil {
					t.Fatal(err)
				}
			}
			n.wire.Fault(sources[0].Path, fault)
			n.open()
			items := n.until("the other source's story", "atom", func(items []feedcheck.Item) bool { return len(items) > 0 })
			if len(items) != 1 || items[0].Title != sources[1].Name {
				t.Errorf("items: %+v", items)
			}
			tellsTrouble(t, n, sources[0].Name)
		})
	}
}

// tellsTrouble waits until /status says what is wrong with a source.
func tellsTrouble(t *testing.T, n *newsroom, source string) {
	t.Helper()
	resp, body := n.get("/status?format=json")
	if resp.StatusCode != http.StatusOK || !bytes.Contains(body, []byte(source)) {
		t.Errorf("status: %s\n%s", resp.Status, body)
	}
}
