package copydesk_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/datelinewire/dateline/ingest/copydesk"
	"github.com/datelinewire/dateline/wire"
)

// shared finds a file of the material measured on, beside the checkout; the
// test is skipped where it is not.
func shared(t testing.TB, path string) string {
	t.Helper()
	root := os.Getenv("DATELINE_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	file := filepath.Join(root, path)
	if _, err := os.Stat(file); err != nil {
		t.Skipf("no %s: set DATELINE_SHARED to the folder that holds it", path)
	}
	return file
}

func TestSeedReadsAndRendersByteForByte(t *testing.T) {
	data, err := os.ReadFile(shared(t, "seed/article.txt"))
	if err != nil {
		t.Fatal(err)
	}
	c, ok := copydesk.ParseText(string(data))
	if !ok {
		t.Fatal("not the seed's shape")
	}
	a, _, _ := copydesk.New(copydesk.House{}).Read(c)
	var b strings.Builder
	if err := a.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	if b.String() != string(data) {
		t.Errorf("rendered\n%q\nwant\n%q", b.String(), data)
	}
	if a.Date != "2025-09-09" || a.Dateline == nil || a.Dateline.Text != "BAKU, Azerbaijan, September 9." {
		t.Fatalf("date %q, dateline %+v", a.Date, a.Dateline)
	}
	if p := a.Dateline.Places; len(p) != 1 || p[0] != (wire.Place{Name: "BAKU", Region: "Azerbaijan", Country: "AZ"}) || a.Dateline.Month != 9 || a.Dateline.Day != 9 {
		t.Errorf("dateline %+v", a.Dateline)
	}
	if a.Agency != "Trend" || !strings.HasPrefix(a.Lead, "President of Azerbaijan") || len(a.Notes) != 0 {
		t.Errorf("agency %q, lead %.40q, notes %v", a.Agency, a.Lead, a.Notes)
	}
	if len(a.Quotes) != 3 {
		t.Errorf("%d quotes: %+v", len(a.Quotes), a.Quotes)
	}
	for i, q := range a.Quotes {
		if q.Speaker != "Kamran Bayramov" || q.Partial {
			t.Errorf("quote %d in paragraph %d: speaker %q, partial %v: %.60q", i, q.Paragraph, q.Speaker, q.Partial, q.Text)
		}
	}
	if q := a.Quotes[len(a.Quotes)-1]; strings.Count(q.Text, "\n\n") != 3 || !strings.HasSuffix(q.Text, "reduced its impact") {
		t.Errorf("the closing quote: %q", q.Text)
	}
}
