package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/datelinewire/dateline/feed/topic"
	"github.com/datelinewire/dateline/internal/config"
)

// match is what the command hands in.
func match(rule string) error {
	_, err := topic.Parse(rule)
	return err
}

func TestGood(t *testing.T) {
	for _, file := range glob(t, "testdata/*.good.yaml") {
		if _, err := config.Load(file, match); err != nil {
			t.Errorf("%s:\n%v", file, err)
		}
	}
}

// Every bad file says in lines "# want ..." which problems it has: all of
// them, and no other.
func TestBad(t *testing.T) {
	for _, file := range glob(t, "testdata/*.bad.yaml") {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var wants []string
		for line := range strings.Lines(string(data)) {
			if w, ok := strings.CutPrefix(line, "# want "); ok {
				wants = append(wants, strings.TrimSpace(w))
			}
		}
		_, err = config.Load(file, match)
		var got config.Problems
		if !errors.As(err, &got) {
			t.Errorf("%s: got %v, want problems", file, err)
			continue
		}
		for _, p := range got {
			s := strings.TrimPrefix(strings.TrimPrefix(p.String(), file), ":")
			at := -1
			for i, w := range wants {
				if strings.HasPrefix(s, strings.TrimPrefix(w, ":")) {
					at = i
				}
			}
			if at < 0 {
				t.Errorf("%s: not wanted: %s", file, s)
				continue
			}
			wants = append(wants[:at], wants[at+1:]...)
		}
		for _, w := range wants {
			t.Errorf("%s: missed: %s", file, w)
		}
	}
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %d files, %v", pattern, len(files), err)
	}
	return files
}
