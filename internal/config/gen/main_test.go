package main

import (
	"bytes"
	"os"
	"os/exec"
	"testing"
)

// What is committed is what go generate writes.
func TestDerivedFilesAreUpToDate(t *testing.T) {
	files, err := derive("..")
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range files {
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is out of date: run go generate ./internal/config", path)
		}
	}
}

// The manual page is good troff, where there is one to ask.
func TestManualFormats(t *testing.T) {
	groff, err := exec.LookPath("groff")
	if err != nil {
		t.Skip("groff is not installed (Debian package groff-base)")
	}
	out, err := exec.Command(groff, "-man", "-Tutf8", "-ww", "-z", "../../../doc/dateline.yaml.5").CombinedOutput()
	if err != nil || len(out) > 0 {
		t.Errorf("groff: %v\n%s", err, out)
	}
}
