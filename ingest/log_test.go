package ingest

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/datelinewire/dateline/ingest/fetch"
	"github.com/datelinewire/dateline/store"
	"github.com/datelinewire/dateline/wire"
)

// A failing source is logged when it begins to fail, when it fails otherwise,
// and when it is well again: once per change of state, not once per visit.
func TestTroubleIsLoggedOncePerChangeOfState(t *testing.T) {
	status := http.StatusNotFound
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, `<rss version="2.0"><channel><title>t</title><item><guid>1</guid><title>One</title></item></channel></rss>`)
	}))
	defer srv.Close()
	s, err := store.Open(filepath.Join(t.TempDir(), "log.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var log bytes.Buffer
	in := &Ingester{
		Store: s, Shaper: &Shaper{}, Log: slog.New(slog.NewTextHandler(&log, nil)),
		Fetch: &fetch.Client{Agent: "test", Pace: &fetch.Pace{Gap: -1}},
	}
	defer in.Fetch.Close()
	src := wire.Source{Name: "in", URL: srv.URL, Zone: time.UTC, Pace: wire.Pace{AllowPrivate: true}}
	for _, step := range []struct{ status, visits, warnings int }{
		{http.StatusNotFound, 4, 1}, {http.StatusInternalServerError, 3, 1}, {http.StatusOK, 1, 0}, {http.StatusNotFound, 3, 1},
	} {
		status = step.status
		log.Reset()
		for range step.visits {
			_, err := in.Poll(t.Context(), src)
			if (err == nil) != (step.status == http.StatusOK) {
				t.Fatalf("status %d: %v", step.status, err)
			}
		}
		if n := strings.Count(log.String(), "level=WARN"); n != step.warnings {
			t.Errorf("status %d, %d visits: %d warnings, want %d\n%s", step.status, step.visits, n, step.warnings, &log)
		}
	}
}
