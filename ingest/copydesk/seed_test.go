package copydesk_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/datelinewire/dateline/ingest/copydesk"
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
	a, _ := copydesk.New(copydesk.House{}).Read(c)
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
}
