package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/datelinewire/dateline/wire"
)

// sharedData returns the folder of third-party feeds to measure on, which lies
// beside the checkout where there is one ($DATELINE_SHARED elsewhere).
func sharedData(t *testing.T) string {
	shared := os.Getenv("DATELINE_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	dir := filepath.Join(shared, "data")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no feeds to measure on: set DATELINE_SHARED to the folder that holds data/feeds")
	}
	return dir
}

// Real feeds, as publishers served them: every one yields entries at the first
// poll; the second brings nothing new and a 304 each.
func TestRealFeedsArePolledTwice(t *testing.T) {
	dir := filepath.Join(sharedData(t), "feeds")
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(http.FileServer(http.Dir(dir)))
	defer srv.Close()
	p := &plan{storePath: filepath.Join(t.TempDir(), "real.db"), gap: -1, perHost: 4}
	for _, f := range files {
		if strings.HasSuffix(f.Name(), ".tsv") {
			continue
		}
		p.sources = append(p.sources, wire.Source{
			Name: f.Name(), URL: srv.URL + "/" + f.Name(), Zone: time.UTC,
			Pace: wire.Pace{AllowPrivate: true, NoPush: true},
		})
	}
	for _, r := range pollRows(t, p) {
		if r.Status != 200 || r.Entries == 0 || r.New == 0 || r.Refused != 0 || r.Error != "" {
			t.Errorf("first poll: %+v", r)
		}
	}
	for _, r := range pollRows(t, p) {
		if r.Status != 304 || r.New != 0 || r.Changed != 0 || r.Error != "" {
			t.Errorf("second poll: %+v", r)
		}
	}
}

// pollRows runs a poll of all sources and returns its rows.
func pollRows(t *testing.T, p *plan) []pollRow {
	t.Helper()
	var out, messages bytes.Buffer
	a := &app{stdout: &out, stderr: &messages, json: true, logLevel: "warn"}
	if err := a.poll(t.Context(), p, p.sources, false); err != nil {
		t.Fatalf("poll: %v\n%s", err, &messages)
	}
	var rows []pollRow
	dec := json.NewDecoder(&out)
	for range p.sources {
		var r pollRow
		if err := dec.Decode(&r); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, r)
	}
	return rows
}
