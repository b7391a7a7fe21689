package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/datelinewire/dateline/internal/hostile"
)

// Limits of reading one hostile document, start of the process included. The
// promise is 1 s and 256 MB; the race detector takes several times as much.
const (
	attackCPU    = 1 * time.Second
	attackMemory = 256 << 10 // KiB, as the kernel counts
	raceFactor   = 10
	// underRace is how many of the documents the race detector sees: they cost
	// it seconds each, and show it nothing new.
	underRace = 8
)

func hostileDocuments() []hostile.Document {
	all := hostile.Documents()
	if raceEnabled {
		return all[:underRace]
	}
	return all
}

// tooMuch says what a process took more of than is promised for n documents;
// memory is for all of them together.
func tooMuch(state *os.ProcessState, memory int64, n int) string {
	factor := 1
	if raceEnabled {
		factor = raceFactor
	}
	if cpu := cpuOf(state); cpu > attackCPU*time.Duration(n*factor) || memory > int64(attackMemory*factor) {
		return fmt.Sprintf("%v of CPU and %d MB are too much", cpu, memory>>10)
	}
	return ""
}

func cpuOf(state *os.ProcessState) time.Duration { return state.UserTime() + state.SystemTime() }

// highWater is the most memory that a running process has had, in KiB. The
// kernel's account of an ended one begins with what its parent had.
func highWater(t *testing.T, pid int) int64 {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Skip(err)
	}
	var n int64
	if _, line, ok := strings.Cut(string(status), "VmHWM:"); ok {
		_, err = fmt.Sscan(line, &n)
	}
	if n == 0 || err != nil {
		t.Fatalf("no memory in %q: %v", status, err)
	}
	return n
}

// Hostile documents are read within limits, and end with good entries or a
// clear error, never with the process. What counts is the best of three runs:
// a busy machine makes CPU time dearer, and nothing makes it cheaper.
func TestHostileDocumentsAgainstParse(t *testing.T) {
	dir := t.TempDir()
	for _, doc := range hostileDocuments() {
		t.Run(doc.Name, func(t *testing.T) {
			file := filepath.Join(dir, "attack.xml")
			if err := os.WriteFile(file, []byte(doc.Make()), 0o600); err != nil {
				t.Fatal(err)
			}
			var why string
			for range 3 {
				state := parseHostile(t, file, doc.Good)
				memory := state.SysUsage().(*syscall.Rusage).Maxrss
				t.Logf("%.2fs CPU, %d MB, exit %d", cpuOf(state).Seconds(), memory>>10, state.ExitCode())
				if why = tooMuch(state, memory, 1); why == "" {
					return
				}
			}
			t.Error(why)
		})
	}
}

// parseHostile has the command parse a file in a process of its own.
func parseHostile(t *testing.T, file string, good bool) *os.ProcessState {
	t.Helper()
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
	if good && !bytes.Contains(out.Bytes(), []byte(`"entry_id":"`+hostile.Good+`"`)) {
		t.Errorf("the good entry is lost: %.200s", messages.String())
	}
	return cmd.ProcessState
}

// A daemon whose every source is hostile goes on, within the memory that one
// document may cost: it files the entries that are good, says what it refused,
// and ends when it is told to. Among the sources are bombs and servers that
// hardly move.
func TestHostileDocumentsAgainstTheDaemon(t *testing.T) {
	docs := hostileDocuments()
	mux := http.NewServeMux()
	for i, doc := range docs {
		mux.HandleFunc(fmt.Sprint("/document-", i), func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, doc.Make()) })
	}
	bomb := gzipped(t, 1<<30)
	mux.HandleFunc("/bomb", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb)
	})
	mux.HandleFunc("/endless", func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, "<item><title>and on</title></item>"); err != nil {
				return
			}
		}
	})
	mux.HandleFunc("/still", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "<rss>")
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	d := startHostileDaemon(t, srv.URL, len(docs))
	d.untilVisited(len(docs) + 2) // all but the one that stands still
	resp, body := d.get("/feeds/all.json")
	var feed struct{ Items []struct{ ID string } }
	if err := json.Unmarshal(body, &feed); err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("feed: %s: %v", resp.Status, err)
	}
	good := 0
	for _, doc := range docs {
		if doc.Good {
			good++
		}
	}
	if len(feed.Items) < good {
		t.Errorf("%d of %d good entries are served", len(feed.Items), good)
	}
	memory := highWater(t, d.cmd.Process.Pid)
	if err := d.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := d.cmd.Wait(); err != nil {
		t.Errorf("the daemon ended with %v\n%s", err, d.messages.String())
	}
	t.Logf("%.2fs CPU, %d MB", cpuOf(d.cmd.ProcessState).Seconds(), memory>>10)
	if why := tooMuch(d.cmd.ProcessState, memory, len(docs)+3); why != "" {
		t.Error(why)
	}
}

// gzipped is a gzip of so many zeros.
func gzipped(t *testing.T, size int) []byte {
	t.Helper()
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, 1<<20)
	for range size >> 20 {
		if _, err := z.Write(zeros); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A hostileDaemon is a daemon in a process of its own.
type hostileDaemon struct {
	*newsroom
	cmd      *exec.Cmd
	messages *bytes.Buffer
}

func startHostileDaemon(t *testing.T, site string, docs int) *hostileDaemon {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0") // a port that is free
	if err != nil {
		t.Fatal(err)
	}
	listen := l.Addr().String()
	l.Close()
	var conf strings.Builder
	fmt.Fprintf(&conf, "listen: %s\nstore: {path: news.db}\npolling: {gap: 0s, per_host: 4, allow_private: [127.0.0.0/8]}\n", listen)
	fmt.Fprintf(&conf, "topics: [{name: all, match: '*', limit: 1000}]\ndefaults: {every: 1h}\nsources:\n")
	fmt.Fprintf(&conf, "  - {name: bomb, url: '%s/bomb'}\n  - {name: endless, url: '%[1]s/endless'}\n  - {name: still, url: '%[1]s/still'}\n", site)
	for i := range docs {
		fmt.Fprintf(&conf, "  - {name: document-%d, url: '%s/document-%[1]d'}\n", i, site)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "dateline.yaml"), []byte(conf.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	d := &hostileDaemon{newsroom: &newsroom{t: t, site: "http://" + listen}, messages: new(bytes.Buffer)}
	d.cmd = exec.CommandContext(t.Context(), os.Args[0], "serve", "--log", "error")
	d.cmd.Dir, d.cmd.Stderr = dir, d.messages
	d.cmd.Env = append(os.Environ(), asCommand+"=1")
	if err := d.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return d
}

// untilVisited waits until so many sources have been visited.
func (d *hostileDaemon) untilVisited(n int) {
	d.t.Helper()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	end := time.After(4 * patience) // tens of hostile documents take their time on a busy machine
	visited := 0
	for {
		if resp, err := http.Get(d.site + "/metrics"); err == nil {
			body, _ := io.ReadAll(resp.Body)
			resp.Body.Close()
			visited = 0
			for line := range strings.Lines(string(body)) {
				if strings.HasPrefix(line, "dateline_source_last_poll_timestamp_seconds{") && !strings.HasSuffix(line, " 0\n") {
					visited++
				}
			}
		}
		if visited >= n {
			return
		}
		select {
		case <-tick.C:
		case <-end:
			d.t.Fatalf("%d of %d sources were visited\n%s", visited, n, d.messages.String())
		}
	}
}
