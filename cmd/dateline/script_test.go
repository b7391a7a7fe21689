package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/datelinewire/dateline/internal/samplewire"
)

// asCommand, in the environment, makes the test binary the command: for tests
// that need it as a process of its own.
const asCommand = "DATELINE_TEST_COMMAND"

// patience bounds every wait of a test for something that must come.
const patience = 30 * time.Second

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		os.Exit(dateline())
	}
	testscript.Main(m, map[string]func(){"dateline": func() { os.Exit(dateline()) }})
}

// TestScripts runs the command as a user does; one behaviour a script.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			return listenForNotices(e)
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"wire":  cmdWire,
			"await": cmdAwait,
			"get":   cmdGet,
			"fill":  cmdFill,
			"send":  cmdSend,
		},
	})
}

// noticeSocket stands in for systemd: what the daemon tells it arrives here.
type noticeSocket struct{}

func listenForNotices(e *testscript.Env) error {
	dir, err := os.MkdirTemp("", "notify") // t.TempDir's paths may be too long for a socket
	if err != nil {
		return err
	}
	e.Defer(func() { os.RemoveAll(dir) })
	path := filepath.Join(dir, "s")
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		return err
	}
	e.Defer(func() { conn.Close() })
	e.Setenv("NOTIFY_SOCKET", path)
	e.Values[noticeSocket{}] = conn
	return nil
}

// cmdAwait waits until the daemon has told systemd a line that begins with
// the words given, and puts what follows into $NOTICE, and without http:// into
// $ADDRESS:
//
//	await STATUS=serving
func cmdAwait(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: await WORDS")
	}
	conn := ts.Value(noticeSocket{}).(*net.UnixConn)
	ts.Check(conn.SetReadDeadline(time.Now().Add(patience)))
	buf := make([]byte, 4096)
	for {
		n, err := conn.Read(buf)
		if err != nil {
			ts.Fatalf("await %s: %v", args[0], err)
		}
		for _, line := range strings.Split(string(buf[:n]), "\n") {
			if rest, ok := strings.CutPrefix(line, args[0]); ok {
				ts.Setenv("NOTICE", strings.TrimSpace(rest))
				ts.Setenv("ADDRESS", strings.TrimPrefix(strings.TrimSpace(rest), "http://"))
				return
			}
		}
	}
}

// cmdGet fetches an address, wants a status and keeps the body in a file:
//
//	get 200 $SITE/feeds/news.rss out.rss ['Header: value' ...]
//
// The response's ETag is put into $ETAG.
func cmdGet(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: get STATUS URL FILE [HEADER...]")
	}
	req, err := http.NewRequest("GET", args[1], nil)
	ts.Check(err)
	for _, h := range args[3:] {
		k, v, _ := strings.Cut(h, ":")
		req.Header.Set(k, strings.TrimSpace(v))
	}
	client := &http.Client{Timeout: patience}
	defer client.CloseIdleConnections()
	resp, err := client.Do(req)
	ts.Check(err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), body, 0o644))
	ts.Setenv("ETAG", resp.Header.Get("ETag"))
	if got := strconv.Itoa(resp.StatusCode); got != args[0] {
		ts.Fatalf("get %s: status %s, want %s\n%s", args[1], got, args[0], body)
	}
}

// cmdFill writes the environment's values into a file's ${NAME}s.
func cmdFill(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: fill FILE...")
	}
	for _, f := range args {
		text := os.Expand(ts.ReadFile(f), ts.Getenv)
		ts.Check(os.WriteFile(ts.MkAbs(f), []byte(text), 0o644))
	}
}

// cmdWire starts a sample wire service on loopback and puts its address into
// $WIRE; with a file, the address answers with that file's bytes instead.
func cmdWire(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: wire")
	}
	h, err := wireHandler(ts, args)
	ts.Check(err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	srv := &http.Server{Handler: h, ReadHeaderTimeout: patience}
	done := make(chan struct{})
	go func() { defer close(done); _ = srv.Serve(l) }()
	ts.Defer(func() { srv.Close(); <-done })
	ts.Setenv("WIRE", fmt.Sprintf("http://%s", l.Addr()))
}

// wireHandler is a sample wire service that stands still; with a folder, a
// server of that folder's files.
func wireHandler(ts *testscript.TestScript, args []string) (http.Handler, error) {
	if len(args) > 0 {
		return http.FileServer(http.Dir(ts.MkAbs(args[0]))), nil
	}
	return samplewire.New(samplewire.Options{Seed: 1, Start: time.Now()}), nil
}

// cmdSend sends HUP or TERM to the commands in the background.
func cmdSend(ts *testscript.TestScript, neg bool, args []string) {
	signals := map[string]os.Signal{"HUP": syscall.SIGHUP, "TERM": syscall.SIGTERM}
	if neg || len(args) != 1 || signals[args[0]] == nil {
		ts.Fatalf("usage: send HUP|TERM")
	}
	for _, c := range ts.BackgroundCmds() {
		ts.Check(c.Process.Signal(signals[args[0]]))
	}
}
