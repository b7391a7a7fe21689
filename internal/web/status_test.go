package web_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/datelinewire/dateline/internal/web"
	"github.com/datelinewire/dateline/wire"
)

func TestStatusJSON(t *testing.T) {
	h := newHouse().server().Handler()
	for _, req := range [][]string{{"/status?format=json"}, {"/status", "Accept", "application/json"}} {
		resp := get(h, req[0], req[1:]...)
		if resp.Header.Get("Content-Type") != "application/json; charset=utf-8" || resp.Header.Get("Cache-Control") != "no-store" ||
			!strings.Contains(resp.Header.Get("Vary"), "Accept") {
			t.Errorf("%v: %v", req, resp.Header)
		}
		var st web.Status
		if err := json.Unmarshal(body(t, resp), &st); err != nil {
			t.Fatal(err)
		}
		want := map[string]web.State{"orbis": web.StateGood, "mare": web.StateFailing, "glacier": web.StateGood, "najm": web.StateOverdue, "plain": web.StateWaiting}
		for _, src := range st.Sources {
			if src.State != want[src.Name] {
				t.Errorf("%s is %q, want %q", src.Name, src.State, want[src.Name])
			}
		}
		if len(st.Sources) != 5 || st.Good != 3 || st.Failing != 1 || st.Waiting != 1 || !st.Ready {
			t.Errorf("status %+v", st)
		}
		if want := (wire.Tally{Entries: 59845, New: 3870, Changed: 207, Same: 55761, Refused: 7}); st.Total != want {
			t.Errorf("total %+v, want %+v", st.Total, want)
		}
		mare := st.Sources[1]
		if mare.Failures != 3 || mare.Since.IsZero() || mare.LastGood.IsZero() || mare.Next.IsZero() || !strings.Contains(mare.Error, "connection refused") {
			t.Errorf("mare %+v", mare)
		}
		if len(st.Sources[0].Refusals) != 1 || len(st.Topics) != 4 || st.Topics[0].Articles != 4 {
			t.Errorf("refusals %v, topics %v", st.Sources[0].Refusals, st.Topics)
		}
	}
}

// Passwords and keys in addresses are nobody's business.
func TestStatusTellsNoSecrets(t *testing.T) {
	ho := newHouse()
	ho.polls[0].Failures = 1
	ho.polls[0].Error = `get "https://orbis.example/rss?key=s3cret": redirected to https://u:pa55@b.example/x?t=s3cret: status 500`
	h := ho.server().Handler()
	for _, path := range []string{"/status", "/status?format=json", "/metrics"} {
		b := string(body(t, get(h, path)))
		containsNot(t, path, b, "s3cret", "pa55", "user:")
		if path != "/metrics" {
			contains(t, path, b, "status 500", "b.example/x")
		}
	}
}

func TestStatusPage(t *testing.T) {
	b := page(t, newHouse().server().Handler(), "/status", 200)
	contains(t, "/status", b, "Orbis News Agency", "failing, 3 times in a row", "good, but overdue", "not asked yet", "no headline and no text",
		"3 sources good, 1 failing, 1 not asked yet", "3\u202f120", "Ports and Shipping")
}

func TestMetrics(t *testing.T) {
	s := newHouse().server()
	s.Metrics = web.NewMetrics()
	s.Metrics.WatchStore(func() (web.StoreStats, error) {
		return web.StoreStats{Articles: 7, Versions: 8, Bytes: 4096, Sequence: 9}, nil
	})
	h := s.Handler()
	get(h, "/feeds/ports.rss")
	get(h, "/feeds/ports.rss", "If-None-Match", "*")
	get(h, "/feeds/none.rss")
	get(h, "/")
	do(h, "POST", "/")
	for name, want := range map[string]string{
		`dateline_http_requests_total{code="200",route="feed"}`:           "1",
		`dateline_http_requests_total{code="304",route="feed"}`:           "1",
		`dateline_http_requests_total{code="404",route="feed"}`:           "1",
		`dateline_http_requests_total{code="200",route="front"}`:          "1",
		`dateline_http_requests_total{code="405",route="other"}`:          "1",
		`dateline_entries_total{outcome="new"}`:                           "3870",
		`dateline_entries_total{outcome="refused"}`:                       "7",
		`dateline_source_entries_total{outcome="changed",source="orbis"}`: "204",
		`dateline_source_up{source="mare"}`:                               "0",
		`dateline_source_failures{source="mare"}`:                         "3",
		`dateline_sources{state="good"}`:                                  "3",
		`dateline_topics`:                                                 "4",
		`dateline_articles`:                                               "7",
		`dateline_article_versions`:                                       "8",
		`dateline_store_bytes`:                                            "4096",
		`dateline_change_log_sequence`:                                    "9",
		`dateline_source_last_good_timestamp_seconds{source="glacier"}`:   "1.773500846e+09",
		`dateline_http_panics_total`:                                      "0",
	} {
		if got := metric(t, h, name); got != want {
			t.Errorf("%s %s, want %s", name, got, want)
		}
	}
	// A reload keeps the counters.
	s2 := newHouse().server()
	s2.Metrics = s.Metrics
	h = s2.Handler()
	get(h, "/feeds/ports.rss")
	if got := metric(t, h, `dateline_http_requests_total{code="200",route="feed"}`); got != "2" {
		t.Errorf("after a reload: %s, want 2", got)
	}
}
