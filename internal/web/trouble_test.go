package web_test

import (
	"strings"
	"testing"
	"time"

	"github.com/datelinewire/dateline/internal/feedcheck"
	"github.com/datelinewire/dateline/wire"
)

// The operator's feed names each source in trouble once, under one id while
// the trouble lasts; who has not asked for it does not have it.
func TestSourceTroublesAreAFeed(t *testing.T) {
	ho := newHouse()
	srv := ho.server()
	if got := get(srv.Handler(), "/feeds/_sources.atom").StatusCode; got != 404 {
		t.Errorf("not asked for: %d, want 404", got)
	}
	srv = ho.server()
	srv.SourcesFeed = true
	ho.polls[2].Learnt = wire.Learnt{Quiet: ago(5 * time.Hour)}
	h := srv.Handler()
	read := func() []feedcheck.Item {
		b := body(t, get(h, "/feeds/_sources.atom"))
		for _, p := range feedcheck.Check("atom", b) {
			t.Error(p)
		}
		items, err := feedcheck.Items("atom", b)
		if err != nil {
			t.Fatal(err)
		}
		return items
	}
	items := read()
	var titles []string
	page := string(body(t, get(h, "/status")))
	for _, it := range items {
		titles = append(titles, it.Title)
		_, row, _ := strings.Cut(it.Link, "/status#")
		if row == "" || !strings.Contains(page, `<tr id="`+row+`"`) {
			t.Errorf("%s links to %s, where nothing is of it", it.Title, it.Link)
		}
		if strings.Contains(it.Content, "pa55") || strings.Contains(it.Content, "s3cret") {
			t.Errorf("a secret is told: %s", it.Content)
		}
	}
	all := strings.Join(titles, "; ")
	if len(items) != 2 || !strings.Contains(all, " fails") || !strings.Contains(all, " is silent") {
		t.Errorf("troubles: %s", all)
	}
	ho.polls[1].Failures++
	if again := read(); again[0].ID != items[0].ID || again[1].ID != items[1].ID {
		t.Error("the same trouble came under another id")
	}
	contains(t, "/status", page, "silent")
	if res := get(h, "/topics/_sources"); res.StatusCode != 303 || !strings.HasSuffix(res.Header.Get("Location"), "/status") {
		t.Errorf("the page of the feed: %d, %s", res.StatusCode, res.Header.Get("Location"))
	}
}

// /status and the metrics tell what was probably lost, who is silent and who
// is gone.
func TestStatusTellsLossSilenceAndEnd(t *testing.T) {
	ho := newHouse()
	ho.polls[0].Learnt = wire.Learnt{Gaps: 2, Lost: 31}
	ho.polls[1].Gone = true
	ho.polls[2].Learnt = wire.Learnt{Quiet: ago(5 * time.Hour)}
	h := ho.server().Handler()
	contains(t, "/status", string(body(t, get(h, "/status?format=json"))),
		`"lost":31`, `"state":"gone"`, `"state":"silent"`, "probably lost")
	contains(t, "/metrics", string(body(t, get(h, "/metrics"))),
		"dateline_entries_lost_total 31", `dateline_sources{state="silent"} 1`, `dateline_sources{state="gone"} 1`)
}
