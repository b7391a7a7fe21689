package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/datelinewire/dateline/ingest"
	"github.com/datelinewire/dateline/wire"
)

// The row of a source that was not asked says why, and nothing of the visit
// before.
func TestRowOfAVisitThatWasNotMade(t *testing.T) {
	before := wire.Poll{Source: "harbour", Status: 429, Bytes: 700, Error: "too frequent"}
	got := rowOf(ingest.Visit{Source: "harbour", Poll: before, Held: true, Err: errors.New("asked not to be asked")})
	if cells := strings.Join(got.cells(), " "); cells != "harbour - 0 0 0 0 0 0 0.00 asked not to be asked" {
		t.Errorf("row %q", cells)
	}
}

// Who has the token and the secret of a subscription can push in the hub's
// name: no list prints them.
func TestSourcesListTellsNoSecrets(t *testing.T) {
	var out bytes.Buffer
	a := &app{stdout: &out, json: true}
	polls := []wire.Poll{{Source: "harbour", Hub: wire.Hub{URL: "https://hub.example/", Token: "t0ken", Secret: "s3cret"}}}
	if err := a.listSources([]wire.Source{{Name: "harbour"}}, polls); err != nil {
		t.Fatal(err)
	}
	var p wire.Poll
	if err := json.Unmarshal(out.Bytes(), &p); err != nil || p.Hub.URL != "https://hub.example/" {
		t.Errorf("%s, %v", &out, err)
	}
	if p.Hub.Token != "" || p.Hub.Secret != "" {
		t.Errorf("a secret is told: %s", &out)
	}
}
