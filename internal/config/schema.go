package config

import (
	_ "embed"
	"slices"
)

// schema is written by go generate, from the types and comments of config.go.
//
//go:embed schema.json
var schema []byte

// example is also config.example.yaml at the top of the repository.
//
//go:embed example.yaml
var example []byte

// Schema returns the JSON Schema (draft 2020-12) of the configuration, for
// editors. What it accepts may still be wrong in ways that only Load sees.
func Schema() []byte { return slices.Clone(schema) }

// Example returns a complete, commented configuration.
func Example() []byte { return slices.Clone(example) }
