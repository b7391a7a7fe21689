package config

import (
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v4"
)

// maxFile bounds a configuration: ten thousand sources take two megabytes.
const maxFile = 16 << 20

// A CheckMatch parses the rule of a topic. When its error has a method
// At() (offset int, msg, hint string), that says at which byte of the rule it
// is, and the problem is shown there.
type CheckMatch func(rule string) error

// Load reads and checks the configuration in the file at path. When the file
// can be read but is not right, the error is Problems: all that is wrong. With
// nil for check, rules are not looked at.
func Load(path string, check CheckMatch) (*Config, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	return Parse(path, data, check)
}

// Parse is Load for a file that has been read. Name is its path.
func Parse(name string, data []byte, check CheckMatch) (*Config, error) {
	if len(data) > maxFile {
		return nil, Problems{{File: name, Message: fmt.Sprintf("larger than %s", Bytes(maxFile)), Hint: "is this a configuration?"}}
	}
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.TrimPrefix(string(data), "\ufeff"))
	r := &reader{file: name, lines: strings.Split(text, "\n"),
		nodes: make(map[string]*yaml.Node), keys: make(map[string]*yaml.Node), shapes: make(shapes), zones: make(map[string]bool)}
	c := Default()
	c.file = name
	var docs []yaml.Node
	if err := yaml.Load([]byte(text), &docs, yaml.WithAllDocuments()); err != nil {
		r.broken(err)
		return nil, r.problems
	}
	if len(docs) > 1 {
		r.report(&docs[1], "", "a second document", `a configuration is one document; take the line "---" out`)
	}
	if len(docs) > 0 && len(docs[0].Content) > 0 {
		r.value(docs[0].Content[0], reflect.ValueOf(c).Elem(), "", "")
	}
	r.inherit(c)
	r.check(c, check)
	if len(r.problems) > 0 {
		return nil, r.problems.sorted()
	}
	return c, nil
}

// Default returns the configuration of an empty file.
func Default() *Config {
	c := new(Config)
	fill(reflect.ValueOf(c).Elem())
	return c
}

// broken reports that a file is no YAML. Where something was opened and never
// closed, the place where it was opened says more than the end of the file.
func (r *reader) broken(err error) {
	var many *yaml.LoadErrors
	if errors.As(err, &many) && len(many.Errors) > 0 {
		err = many.Errors[0]
	}
	var one *yaml.LoadError
	if !errors.As(err, &one) {
		r.at(0, 0, "", err.Error(), "")
		return
	}
	at, msg := one.Mark, one.Message
	if c := one.ContextMark; c.Line > 0 && c.Line < at.Line {
		at = c
	}
	if one.ContextMsg != "" {
		msg = one.ContextMsg + ": " + msg
	}
	hint := ""
	if at.Line > 0 && at.Line <= len(r.lines) && strings.Contains(leading(r.lines[at.Line-1]), "\t") {
		hint = "indent with blanks, not with tabs"
	} else if strings.Contains(one.Message, "mapping values are not allowed") {
		hint = `put text that contains ": " in quotes`
	}
	r.at(at.Line, at.Column, "", "not YAML: "+msg, hint)
}

func leading(line string) string { return line[:len(line)-len(strings.TrimLeft(line, " \t"))] }

// inherit gives every source the defaults for what it does not set itself.
func (r *reader) inherit(c *Config) {
	from := reflect.ValueOf(&c.Defaults).Elem()
	for i := range c.Sources {
		r.pass(from, reflect.ValueOf(&c.Sources[i].Settings).Elem(), fmt.Sprintf("sources[%d]", i))
	}
}

func (r *reader) pass(from, to reflect.Value, path string) {
	for _, s := range r.shapes.of(from.Type()) {
		f, t, p := from.FieldByIndex(s.index), to.FieldByIndex(s.index), join(path, s.key)
		switch {
		case f.Kind() == reflect.Struct:
			r.pass(f, t, p)
		case r.keys[p] == nil:
			t.Set(f)
		}
	}
}
