// Command gen writes what is derived from the types of package config and
// their comments: the JSON Schema and the manual page of the configuration.
// Run it by go generate in internal/config.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	// go generate runs in the folder of package config.
	if err := write("."); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// write writes all that is derived; dir is the folder of package config.
func write(dir string) error {
	files, err := derive(dir)
	if err != nil {
		return err
	}
	for path, data := range files {
		if err := os.WriteFile(path, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// derive returns the derived files by path.
func derive(dir string) (map[string][]byte, error) {
	s, err := schema(dir)
	if err != nil {
		return nil, err
	}
	j, err := encode(s)
	if err != nil {
		return nil, err
	}
	head, err := os.ReadFile(filepath.Join(dir, "gen", "head.roff"))
	if err != nil {
		return nil, err
	}
	tail, err := os.ReadFile(filepath.Join(dir, "gen", "tail.roff"))
	if err != nil {
		return nil, err
	}
	page := append(head, manual(s)...)
	return map[string][]byte{
		filepath.Join(dir, "schema.json"):                        j,
		filepath.Join(dir, "..", "..", "doc", "dateline.yaml.5"): append(page, tail...),
	}, nil
}
