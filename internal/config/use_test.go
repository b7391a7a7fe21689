package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinewire/dateline/internal/config"
	"github.com/datelinewire/dateline/wire"
)

func load(t *testing.T, text string) *config.Config {
	t.Helper()
	c, err := config.Parse("/etc/desk/dateline.yaml", []byte(text), match)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestDefault(t *testing.T) {
	c := config.Default()
	want := config.Settings{
		Every: 15 * time.Minute, Ceiling: 24 * time.Hour, Timeout: time.Minute, MaxBody: 16 << 20,
		Timezone: "UTC", Rights: config.Rights{Publish: "full"}, WebSub: "hint",
	}
	if d := cmp.Diff(want, c.Defaults); d != "" {
		t.Errorf("defaults (-want +got):\n%s", d)
	}
	if c.Listen != "127.0.0.1:8080" || c.Store != (config.Store{Path: "dateline.db", Keep: 90 * 24 * time.Hour}) {
		t.Errorf("got %q %+v", c.Listen, c.Store)
	}
	if d := config.Diff(c, load(t, "# nothing")); len(d) > 0 {
		t.Errorf("an empty file is not the default: %v", d)
	}
}

// A source takes the defaults for what it does not say, and only for that.
func TestWireSources(t *testing.T) {
	c := load(t, `
defaults: {every: 10m, timezone: Asia/Baku, full_text: true, rights: {publish: lead, credit: Desk}, websub: "off", downgrade: true}
sources:
  - {name: a, url: "https://a.example/"}
  - {name: b, title: Bee, url: "https://b.example/", site: "https://b.example", agency: B, every: 15m, timezone: UTC, language: az, full_text: false,
     rights: {publish: full}, websub: content, websub_sha1: true, downgrade: false, shared_host: true, ceiling: 2h, timeout: 5s, max_body: 1MB}
`)
	baku, err := time.LoadLocation("Asia/Baku")
	if err != nil {
		t.Fatal(err)
	}
	want := []wire.Source{
		{Name: "a", Title: "a", URL: "https://a.example/", Zone: baku, FullText: true, Rights: wire.Rights{Publish: wire.ExtentLead, Credit: "Desk"},
			Pace: wire.Pace{Every: 10 * time.Minute, Ceiling: 24 * time.Hour, Timeout: time.Minute, MaxBody: 16 << 20, AllowDowngrade: true, NoPush: true}},
		{Name: "b", Title: "Bee", URL: "https://b.example/", Site: "https://b.example", Agency: "B", Language: "az", Zone: time.UTC,
			Rights: wire.Rights{Publish: wire.ExtentFull, Credit: "Desk"},
			Pace:   wire.Pace{Every: 15 * time.Minute, Ceiling: 2 * time.Hour, Timeout: 5 * time.Second, MaxBody: 1 << 20, Shared: true, PushContent: true, PushSHA1: true}},
	}
	if d := cmp.Diff(want, c.WireSources(), cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() })); d != "" {
		t.Errorf("sources (-want +got):\n%s", d)
	}
}

func TestWireTopics(t *testing.T) {
	c := load(t, "topics: [{name: a, match: x}, {name: b, title: Bee, match: y, limit: 5, per_source: 2}]")
	want := []wire.Topic{{Name: "a", Title: "a", Match: "x", Limit: 100}, {Name: "b", Title: "Bee", Match: "y", Limit: 5, PerSource: 2}}
	if d := cmp.Diff(want, c.WireTopics()); d != "" {
		t.Errorf("topics (-want +got):\n%s", d)
	}
}

func TestStorePath(t *testing.T) {
	for _, row := range []struct{ path, state, want string }{
		{"news.db", "", "/etc/desk/news.db"},
		{"../news.db", "", "/etc/news.db"},
		{"/srv/news.db", "/var/lib/dateline", "/srv/news.db"},
		{"news.db", "/var/lib/dateline:/var/lib/other", "/var/lib/dateline/news.db"},
	} {
		t.Setenv("STATE_DIRECTORY", row.state)
		if got := load(t, "store: {path: "+row.path+"}").StorePath(); got != filepath.FromSlash(row.want) {
			t.Errorf("%s with %q: got %s, want %s", row.path, row.state, got, row.want)
		}
	}
	t.Setenv("STATE_DIRECTORY", "")
	if got := config.Default().StorePath(); got != "dateline.db" {
		t.Errorf("without a file: got %s", got)
	}
}

func TestSite(t *testing.T) {
	for _, row := range []struct {
		text, url, title string
		public           bool
	}{
		{"", "http://127.0.0.1:8080", "127.0.0.1", false},
		{"listen: ':9000'", "http://localhost:9000", "localhost", false},
		{"site: {url: 'https://feeds.example.org/desk/'}", "https://feeds.example.org/desk", "feeds.example.org", true},
		{"site: {url: 'http://localhost:8080', title: Desk}", "http://localhost:8080", "Desk", false},
		{"site: {url: 'http://[::1]:8080'}", "http://[::1]:8080", "::1", false},
	} {
		c := load(t, row.text)
		if c.SiteURL() != row.url || c.SiteTitle() != row.title || c.Public() != row.public {
			t.Errorf("%s: got %s, %s, %v", row.text, c.SiteURL(), c.SiteTitle(), c.Public())
		}
	}
}

func TestDiff(t *testing.T) {
	old := load(t, `
listen: 127.0.0.1:1
defaults: {every: 15m}
sources: [{name: a, url: "https://a.example/"}, {name: b, url: "https://b.example/", every: 5m}, {name: c, url: "https://c.example/"}]
topics: [{name: t, match: x}, {name: u, match: y}]
agencies: {One: [W1]}
`)
	changed := load(t, `
listen: 127.0.0.1:2
store: {keep: forever}
defaults: {every: 20m}
sources: [{name: b, url: "https://b.example/feed", every: 10m}, {name: a, url: "https://a.example/"}, {name: d, url: "https://d.example/"}]
topics: [{name: t, match: x OR z, title: Tea}]
agencies: {One: [W1, Uno], Two: [W2]}
polling: {allow_private: [10.0.0.0/8]}
sources_feed: true
`)
	want := []string{
		"source c: removed", "source d: added", "sources: in another order", "topic u: removed",
		"agencies.One: W1 → W1, Uno", "agencies.Two: none → W2", "defaults.every: 15m → 20m", "listen: 127.0.0.1:1 → 127.0.0.1:2 (after a restart)",
		"polling.allow_private: none → 10.0.0.0/8", "source b: every: 5m → 10m", "source b: url: https://b.example/ → https://b.example/feed",
		"sources_feed: false → true", "store.keep: 90d → forever", "topic t: match: x → x OR z", "topic t: title: none → Tea",
	}
	if d := cmp.Diff(want, config.Diff(old, changed)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if d := config.Diff(old, old); len(d) != 0 {
		t.Errorf("nothing changed: got %v", d)
	}
}

// The caret stands under the place, tabs and wide letters before it or not.
func TestErrorShowsThePlace(t *testing.T) {
	_, err := config.Parse("x.yaml", []byte("topics:\n  - {name: t, match: 'bakı\tfoo:x'}\n"), match)
	want := "x.yaml:2:28: topics[0].match: unknown field \"foo\"; fields are"
	line := "     2 |   - {name: t, match: 'bakı\tfoo:x'}\n       |                           \t^"
	if err == nil || !strings.HasPrefix(err.Error(), want) || !strings.HasSuffix(err.Error(), line) {
		t.Errorf("got\n%v\nwant\n%s…\n%s", err, want, line)
	}
}

// A check that knows no place is reported where the rule begins.
func TestCheckWithoutPlace(t *testing.T) {
	_, err := config.Parse("x.yaml", []byte("topics:\n- name: t\n  match: a b\n"), func(string) error { return errors.New("no") })
	if err == nil || !strings.HasPrefix(err.Error(), "x.yaml:3:10: topics[0].match: no\n") {
		t.Errorf("got %v", err)
	}
}

func TestTooLarge(t *testing.T) {
	file := filepath.Join(t.TempDir(), "big.yaml")
	if err := os.WriteFile(file, []byte(strings.Repeat("# nothing to see here\n", 1<<20)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := config.Load(file, nil); err == nil || !strings.Contains(err.Error(), "larger than 16MB") {
		t.Errorf("got %v, want that it is too large", err)
	}
}

func TestDurations(t *testing.T) {
	for s, want := range map[string]time.Duration{
		"0s": 0, "90s": 90 * time.Second, "15m": 15 * time.Minute, "1h30m": 90 * time.Minute, "1d": 24 * time.Hour, "90d": 90 * 24 * time.Hour, "2w": 14 * 24 * time.Hour, "1w1d1h1m1s": 694861 * time.Second,
	} {
		got, err := config.ParseDuration(s)
		if err != nil || got != want {
			t.Errorf("%s: got %v, %v", s, got, err)
		}
		if again, err := config.ParseDuration(config.FormatDuration(want)); err != nil || again != want {
			t.Errorf("%s: written as %s, read as %v, %v", s, config.FormatDuration(want), again, err)
		}
	}
	for _, s := range []string{"", "15", "m", "1.5h", "-1s", "1s1m", "1m1m", "1 m", "1M", "5ms", "99999999999w", "١s"} {
		if d, err := config.ParseDuration(s); err == nil {
			t.Errorf("%q: got %v, want an error", s, d)
		}
	}
	if got := config.FormatDuration(90 * 24 * time.Hour); got != "90d" {
		t.Errorf("got %s, want 90d", got)
	}
}

func TestBytes(t *testing.T) {
	for s, want := range map[string]config.Bytes{"16MB": 16 << 20, "512KiB": 512 << 10, "1gb": 1 << 30, "10B": 10, "1MB512KB": 1536 << 10} {
		got, err := config.ParseBytes(s)
		if err != nil || got != want {
			t.Errorf("%s: got %v, %v", s, got, err)
		}
		if again, err := config.ParseBytes(got.String()); err != nil || again != got {
			t.Errorf("%s: written as %s, read as %v, %v", s, got, again, err)
		}
	}
	for _, s := range []string{"", "16", "MB", "1TB", "1.5MB", "-1B", "99999999999GB"} {
		if b, err := config.ParseBytes(s); err == nil {
			t.Errorf("%q: got %v, want an error", s, b)
		}
	}
}

func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("a: &a [*a]\nagencies: &b {x: *b}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := config.Parse("x.yaml", data, match)
		var ps config.Problems
		if err != nil && (!errors.As(err, &ps) || len(ps) == 0 || c != nil) {
			t.Fatalf("got %v, %T %v", c, err, err)
		}
		lines := strings.Count(strings.NewReplacer("\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n").Replace(string(data)), "\n") + 1
		for _, p := range ps {
			if p.Line < 0 || p.Line > lines+1 || p.Column < 0 || p.Message == "" || p.String() == "" {
				t.Fatalf("problem out of place: %+v", p)
			}
		}
		if c == nil {
			return
		}
		for _, s := range c.WireSources() {
			if s.Name == "" || s.URL == "" || s.Zone == nil || s.Pace.Every <= 0 || s.Pace.MaxBody <= 0 || !slices.Contains([]wire.Extent{"full", "lead", "headline"}, s.Rights.Publish) {
				t.Fatalf("a source that is none: %+v", s)
			}
		}
	})
}
