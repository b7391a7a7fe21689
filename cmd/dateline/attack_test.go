package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/datelinewire/dateline/internal/feedcheck"
	"github.com/datelinewire/dateline/wire"
)

// Limits of reading a hostile document, start of the process included. The
// promise is 1 s and 256 MB; the race detector takes several times as much.
const (
	attackCPU    = 1 * time.Second
	attackMemory = 256 << 10 // KiB, as the kernel counts
	raceFactor   = 10
)

// attacks are documents that end or starve feed readers, by what they do.
func attacks() map[string]string {
	item := func(inside string) string {
		return `<rss version="2.0"><channel><title>t</title><item><guid>1</guid><title>a</title>` + inside + `</item><item><guid>2</guid><title>good</title><description>Still here.</description></item></channel></rss>`
	}
	var decls strings.Builder
	for i := range 6000 {
		decls.WriteString(`<a xmlns:n` + strings.Repeat("x", i%50) + `="u">`)
	}
	return map[string]string{
		"10 MB of nested elements":          item(strings.Repeat("<a>", 3_300_000)),
		"0.6 MB of nested namespaces":       item(strings.Repeat(`<a xmlns:b="c">`, 40_000)),
		"namespaces of many names, nested":  item(decls.String()),
		"1.5 MB of CDATA pieces":            item("<description>" + strings.Repeat("<![CDATA[a]]>", 115_000) + "</description>"),
		"a million attributes":              item("<a " + strings.Repeat(`b="c" `, 1_000_000) + "/>"),
		"a tag of 12 MB":                    item("<" + strings.Repeat("a", 12<<20) + "/>"),
		"nested lists in HTML":              item("<description><![CDATA[" + strings.Repeat("<ul><li>", 400_000) + "]]></description>"),
		"nested formatting in HTML":         item("<description><![CDATA[" + strings.Repeat("<b><i><a href=x>", 200_000) + "]]></description>"),
		"entities that grow":                `<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>` + item("<description>&b;&b;</description>"),
		"a comment that never ends":         item("<!--" + strings.Repeat("-", 8<<20)),
		"quote marks for 4 MB":              item("<description>" + strings.Repeat("“", 1_300_000) + "</description>"),
		"capitals and commas for 4 MB":      item("<description>" + strings.Repeat("BAKU, ", 700_000) + "</description>"),
		"JSON nested a million deep":        `{"version":"https://jsonfeed.org/version/1.1","items":` + strings.Repeat("[", 1_000_000),
		"an item that opens a million more": "<rss version='2.0'><channel>" + strings.Repeat("<item>", 1_000_000),
	}
}

// Hostile documents are read within limits, and end with good entries or a
// clear error, never with the process.
func TestHostileDocumentsAgainstParse(t *testing.T) {
	dir := t.TempDir()
	for name, doc := range attacks() {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(dir, "attack.xml")
			if err := os.WriteFile(file, []byte(doc), 0o600); err != nil {
				t.Fatal(err)
			}
			ctx, stop := context.WithTimeout(t.Context(), patience)
			defer stop()
			cmd := exec.CommandContext(ctx, os.Args[0], "parse", file)
			cmd.Env = append(os.Environ(), asCommand+"=1")
			var out, messages bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &messages
			err := cmd.Run()
			code := cmd.ProcessState.ExitCode()
			if code != exitGood && code != exitFailed {
				t.Fatalf("%v\n%.2000s", err, messages.String())
			}
			if code == exitFailed && (out.Len() > 0 || messages.Len() == 0) {
				t.Errorf("failed with %d bytes of result and the message %q", out.Len(), messages.String())
			}
			cpu := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
			memory := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss
			t.Logf("%.2fs CPU, %d MB, exit %d, %d bytes out: %.120s", cpu.Seconds(), memory>>10, code, out.Len(), messages.String())
			factor := int64(1)
			if raceEnabled {
				factor = raceFactor
			}
			if cpu > attackCPU*time.Duration(factor) || memory > attackMemory*factor {
				t.Errorf("%v CPU and %d MB are too much", cpu, memory>>10)
			}
		})
	}
}

// The daemon that polls all of them at once goes on, serves the entries that
// are good, and says what it refused.
func TestHostileDocumentsAgainstTheDaemon(t *testing.T) {
	t.Parallel()
	docs := attacks()
	mux := http.NewServeMux()
	n := newNewsroom(t)
	n.plan.sources = nil
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	i := 0
	for _, doc := range docs {
		path := "/" + strconv.Itoa(i)
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, doc) })
		n.plan.sources = append(n.plan.sources, wire.Source{
			Name: "attack-" + strconv.Itoa(i), URL: srv.URL + path, Zone: time.UTC,
			Pace: wire.Pace{Every: time.Hour, AllowPrivate: true, NoPush: true},
		})
		i++
	}
	n.open()
	n.until("good entries of hostile documents", "json", func(items []feedcheck.Item) bool {
		good := 0
		for _, it := range items {
			if it.Title == "good" || strings.Contains(it.Content, "Still here.") {
				good++
			}
		}
		return good >= 5
	})
	if resp, _ := n.get("/healthz"); resp.StatusCode != http.StatusOK {
		t.Errorf("healthz: %s", resp.Status)
	}
}
