package web_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/datelinewire/dateline/internal/web"
	"github.com/datelinewire/dateline/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// control is a Control over ho, as cmd would build it.
func (h *house) control() *web.Control {
	return &web.Control{
		Articles: h, NotFound: errNotFound, Polls: h, Desk: h, Topics: topics(), Version: "1.2.3", Started: now,
		Range: func(ctx context.Context, source string, since, until time.Time, fn func(*wire.Article) bool) error {
			for _, a := range news() {
				if source != "" && a.Source != source || a.Received.Before(since) || !until.IsZero() && !a.Received.Before(until) {
					continue
				}
				if !fn(a) {
					return nil
				}
			}
			return h.err
		},
		Match: func(q string) (func(*wire.Article) bool, error) {
			if q == "(" {
				return nil, errors.New("at 1: a parenthesis is not closed")
			}
			return func(a *wire.Article) bool { return strings.Contains(a.Lead, q) }, nil
		},
		Backup: func(ctx context.Context, w io.Writer) error {
			for range 100 {
				if _, err := w.Write(bytes.Repeat([]byte("x"), 10_000)); err != nil {
					return err
				}
			}
			return h.err
		},
		Stats: func() (web.StoreStats, error) { return web.StoreStats{Articles: 7}, h.err },
	}
}

// socketPath is a short one: t.TempDir may be longer than a socket's may be.
func socketPath(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "dl")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return filepath.Join(dir, "control.sock")
}

// serveControl answers at path until the test ends.
func serveControl(t *testing.T, path string, h http.Handler) {
	t.Helper()
	l, err := web.ListenControl(path)
	if err != nil {
		t.Fatal(err)
	}
	srv := &http.Server{Handler: h, ReadHeaderTimeout: time.Second}
	done := make(chan struct{})
	go func() { defer close(done); srv.Serve(l) }()
	t.Cleanup(func() { srv.Close(); <-done })
}

// bothWays runs f with a client over a socket and with one in process.
func bothWays(t *testing.T, ho *house, f func(t *testing.T, c *web.Client)) {
	h := ho.control().Handler()
	path := socketPath(t)
	serveControl(t, path, h)
	t.Run("socket", func(t *testing.T) { f(t, web.DialControl(path)) })
	t.Run("direct", func(t *testing.T) { f(t, web.DirectControl(h)) })
}

func keys(t *testing.T, c *web.Client, q web.Query) string {
	t.Helper()
	var ks []string
	for a, err := range c.Articles(context.Background(), q) {
		if err != nil {
			t.Fatal(err)
		}
		ks = append(ks, a.EntryID)
	}
	return strings.Join(ks, " ")
}

func TestControlArticles(t *testing.T) {
	bothWays(t, newHouse(), func(t *testing.T, c *web.Client) {
		for _, row := range []struct {
			q    web.Query
			want string
		}{
			{web.Query{}, "quay-9 strike-2 ice-class nahr weir ballot untitled"},
			{web.Query{Limit: 2}, "quay-9 strike-2"},
			{web.Query{Source: "orbis"}, "quay-9 ballot"},
			{web.Query{Topic: "ports"}, "quay-9 strike-2 ice-class untitled"},
			{web.Query{Topic: "ports", Source: "mare"}, "strike-2"},
			{web.Query{Topic: "ports", Until: ago(time.Hour)}, "untitled"},
			{web.Query{Since: ago(time.Hour)}, "quay-9 strike-2 ice-class"},
			{web.Query{Since: ago(6 * time.Hour), Until: ago(time.Hour)}, "nahr weir"},
			{web.Query{Q: "harbour"}, "quay-9 untitled"},
			{web.Query{Q: "harbour", Limit: 1}, "quay-9"},
			{web.Query{Q: "nothing has this"}, ""},
		} {
			if got := keys(t, c, row.q); got != row.want {
				t.Errorf("%+v: %q, want %q", row.q, got, row.want)
			}
		}
	})
}

func TestControlSaysWhatIsWrong(t *testing.T) {
	ho := newHouse()
	bothWays(t, ho, func(t *testing.T, c *web.Client) {
		ctx := context.Background()
		last := func(q web.Query) error {
			for _, err := range c.Articles(ctx, q) {
				if err != nil {
					return err
				}
			}
			return nil
		}
		if err := last(web.Query{Q: "("}); err == nil || !strings.Contains(err.Error(), "parenthesis") {
			t.Errorf("bad query: %v", err)
		}
		if err := last(web.Query{Topic: "none"}); err == nil || !strings.Contains(err.Error(), "none") {
			t.Errorf("bad topic: %v", err)
		}
		if _, err := c.Article(ctx, "none", 0); !errors.Is(err, web.ErrNotFound) || !strings.Contains(err.Error(), "article none") {
			t.Errorf("no article: %v", err)
		}
		if _, err := c.Article(ctx, idOf("orbis", "quay-9"), 9); !errors.Is(err, web.ErrNotFound) {
			t.Errorf("no version: %v", err)
		}
		if _, err := c.Versions(ctx, "none"); !errors.Is(err, web.ErrNotFound) {
			t.Errorf("no versions: %v", err)
		}
		// A fault in the middle of a list and of a copy does not look like an end.
		ho.err = errors.New("disk gone")
		defer func() { ho.err = nil }()
		if err := last(web.Query{}); err == nil || err.Error() != "disk gone" {
			t.Errorf("list that broke off: %v", err)
		}
		if err := c.Backup(ctx, io.Discard); err == nil {
			t.Error("a copy that broke off looked whole")
		}
		if _, err := c.Stats(ctx); err == nil || !strings.Contains(err.Error(), "disk gone") {
			t.Errorf("stats: %v", err)
		}
	})
}

func TestControlRest(t *testing.T) {
	bothWays(t, newHouse(), func(t *testing.T, c *web.Client) {
		ctx := context.Background()
		id := idOf("orbis", "quay-9")
		if a, err := c.Article(ctx, id, 0); err != nil || a.Version != 2 || len(a.Body) != 5 {
			t.Errorf("article: %+v %v", a, err)
		}
		if a, err := c.Article(ctx, id, 1); err != nil || a.Version != 1 {
			t.Errorf("version 1: %+v %v", a, err)
		}
		if vs, err := c.Versions(ctx, id); err != nil || len(vs) != 2 {
			t.Errorf("versions: %d %v", len(vs), err)
		}
		// The owner of the store sees what the public may not.
		if a, err := c.Article(ctx, idOf("glacier", "ice-class"), 0); err != nil || a.Lead == "" {
			t.Errorf("article of a headline source: %+v %v", a, err)
		}
		if ts, err := c.Topics(ctx); err != nil || len(ts) != 4 || ts[0].Articles != 4 || ts[0].Match != "port OR harbour" || ts[2].PerSource != 20 {
			t.Errorf("topics: %+v %v", ts, err)
		}
		if ps, err := c.Sources(ctx); err != nil || len(ps) != 4 || ps[0].Total.New != 3120 {
			t.Errorf("sources: %+v %v", ps, err)
		}
		if st, err := c.Stats(ctx); err != nil || st.Articles != 7 {
			t.Errorf("stats: %+v %v", st, err)
		}
		if st, err := c.Status(ctx); err != nil || st.PID != os.Getpid() || st.Version != "1.2.3" || !st.Since.Equal(now) {
			t.Errorf("status: %+v %v", st, err)
		}
		var b bytes.Buffer
		if err := c.Backup(ctx, &b); err != nil || b.Len() != 1_000_000 {
			t.Errorf("backup: %d bytes, %v", b.Len(), err)
		}
		for a, err := range c.Articles(ctx, web.Query{}) { // one who stops listening
			if err != nil || a == nil {
				t.Error(err)
			}
			break
		}
		done, cancel := context.WithCancel(ctx)
		cancel()
		if _, err := c.Status(done); !errors.Is(err, context.Canceled) {
			t.Errorf("canceled: %v", err)
		}
	})
}

func TestControlWithoutParts(t *testing.T) {
	c := web.DirectControl((&web.Control{Articles: newHouse()}).Handler())
	ctx := context.Background()
	if _, err := c.Stats(ctx); err == nil {
		t.Error("stats without a store")
	}
	if err := c.Backup(ctx, io.Discard); err == nil {
		t.Error("backup without a store")
	}
	for _, q := range []web.Query{{}, {Q: "x"}, {Topic: "ports"}} {
		for _, err := range c.Articles(ctx, q) {
			if err == nil {
				t.Errorf("%+v without a store", q)
			}
		}
	}
}

func TestControlRefusesBadQueries(t *testing.T) {
	h := newHouse().control().Handler()
	for _, q := range []string{"since=yesterday", "limit=-1", "limit=x", "until=2026"} {
		if resp := get(h, "/control/articles?"+q); resp.StatusCode != 400 {
			t.Errorf("%s: %d, want 400", q, resp.StatusCode)
		}
	}
	if resp := get(h, "/control/articles/x?version=two"); resp.StatusCode != 400 {
		t.Errorf("version=two: %d, want 400", resp.StatusCode)
	}
	if resp := do(h, "POST", "/control/articles"); resp.StatusCode != 405 {
		t.Errorf("POST: %d, want 405", resp.StatusCode)
	}
}

func TestSocketIsTheOwnersOnly(t *testing.T) {
	path := socketPath(t)
	serveControl(t, path, newHouse().control().Handler())
	fi, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if fi.Mode().Perm() != 0o600 || fi.Mode().Type() != os.ModeSocket {
		t.Errorf("mode %v, want a socket with 0600", fi.Mode())
	}
	left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".s*"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestLiveSocketSaysWhose(t *testing.T) {
	path := socketPath(t)
	serveControl(t, path, newHouse().control().Handler())
	_, err := web.ListenControl(path)
	if !errors.Is(err, web.ErrSocketInUse) {
		t.Fatalf("second daemon: %v", err)
	}
	contains(t, "error", err.Error(), fmt.Sprintf("process %d", os.Getpid()), "dateline 1.2.3", path)
	// The first is not disturbed.
	if _, err := web.DialControl(path).Status(context.Background()); err != nil {
		t.Error(err)
	}
}

func TestStaleSocketIsReplaced(t *testing.T) {
	path := socketPath(t)
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	l.SetUnlinkOnClose(false)
	l.Close() // as if killed: the file stays
	serveControl(t, path, newHouse().control().Handler())
	if _, err := web.DialControl(path).Status(context.Background()); err != nil {
		t.Error(err)
	}
}

func TestSocketLeavesOtherFilesAlone(t *testing.T) {
	path := socketPath(t)
	if err := os.WriteFile(path, []byte("precious"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := web.ListenControl(path); err == nil {
		t.Error("listened over a file that is no socket")
	}
	if b, _ := os.ReadFile(path); string(b) != "precious" {
		t.Errorf("the file is now %q", b)
	}
}

func TestSocketErrors(t *testing.T) {
	if _, err := web.ListenControl(filepath.Join(t.TempDir(), "none", "x.sock")); err == nil {
		t.Error("no folder: no error")
	}
	dir := socketPath(t)
	if _, err := web.ListenControl(filepath.Join(filepath.Dir(dir), strings.Repeat("x", 200))); err == nil || !strings.Contains(err.Error(), "longer than") {
		t.Errorf("long path: %v", err)
	}
	if _, err := web.DialControl(dir).Status(context.Background()); err == nil {
		t.Error("nobody listens: no error")
	}
}

func TestClosedSocketIsGone(t *testing.T) {
	path := socketPath(t)
	l, err := web.ListenControl(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := l.Addr().String(); got != path {
		t.Errorf("address %s, want %s", got, path)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("after Close: %v", err)
	}
}
