package config_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"github.com/datelinewire/dateline/internal/config"
)

func TestExampleLoads(t *testing.T) {
	c, err := config.Parse("example.yaml", config.Example(), match)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Sources) < 14 || len(c.Topics) < 5 {
		t.Errorf("got %d sources and %d topics, want 14 and 5 or more", len(c.Sources), len(c.Topics))
	}
	for _, s := range c.WireSources() {
		if s.Agency == "" || s.Title == "" || s.Zone.String() == "UTC" {
			t.Errorf("source %s says too little: %+v", s.Name, s)
		}
	}
}

func TestExampleIsTheOneAtTheTop(t *testing.T) {
	top, err := os.ReadFile("../../config.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(top, config.Example()) {
		t.Error("config.example.yaml and internal/config/example.yaml differ: copy one over the other")
	}
}

// Every key is in the example, and what the comments call a default is one.
func TestExampleHasEveryKeyAndItsDefault(t *testing.T) {
	var doc map[string]any
	if err := yaml.Load(config.Example(), &doc); err != nil {
		t.Fatal(err)
	}
	var properties func(s map[string]any, path string)
	properties = func(s map[string]any, path string) {
		if of, ok := s["anyOf"].([]any); ok {
			s = of[0].(map[string]any)
		}
		if items, ok := s["items"].(map[string]any); ok {
			properties(items, path)
			return
		}
		props, _ := s["properties"].(map[string]any)
		for key, p := range props {
			p := p.(map[string]any)
			at := strings.TrimPrefix(path+"."+key, ".")
			if !regexp.MustCompile(`(?m)[ {]` + key + `:|^` + key + `:`).Match(config.Example()) {
				t.Errorf("%s is not in the example", at)
			}
			if def, ok := p["default"]; ok && strings.Count(at, ".") == 1 && !strings.HasPrefix(at, "sources.") && !strings.HasPrefix(at, "topics.") {
				section := doc[strings.Split(at, ".")[0]].(map[string]any)
				if got, _ := json.Marshal(section[key]); string(got) != mustJSON(def) {
					t.Errorf("%s: the example has %s, the default is %v", at, got, def)
				}
			}
			properties(p, at)
		}
	}
	properties(schema(t), "")
}

func mustJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func schema(t *testing.T) map[string]any {
	t.Helper()
	var s map[string]any
	if err := json.Unmarshal(config.Schema(), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSchema(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(config.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("dateline.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("dateline.json")
	if err != nil {
		t.Fatal(err)
	}
	valid := func(file string, data []byte) error {
		var v any
		if err := yaml.Load(data, &v); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(mustJSON(v)))
		if err != nil {
			t.Fatal(err)
		}
		return s.Validate(v)
	}
	if err := valid("example.yaml", config.Example()); err != nil {
		t.Errorf("example: %v", err)
	}
	for _, file := range []string{"sections", "styles"} {
		data, err := os.ReadFile("testdata/" + file + ".good.yaml")
		if err != nil {
			t.Fatal(err)
		}
		if err := valid(file, data); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	for _, file := range []string{"unknown-key", "misplaced-key", "types", "missing", "durations", "names", "list-top"} {
		data, err := os.ReadFile("testdata/" + file + ".bad.yaml")
		if err != nil {
			t.Fatal(err)
		}
		if valid(file, data) == nil {
			t.Errorf("%s: the schema takes it", file)
		}
	}
}

// The manual page names every key, and every field of the language.
func TestManualNamesEveryKey(t *testing.T) {
	data, err := os.ReadFile("../../doc/dateline.yaml.5")
	if err != nil {
		t.Fatal(err)
	}
	page := strings.ReplaceAll(string(data), `\-`, "-")
	var walk func(s map[string]any)
	walk = func(s map[string]any) {
		for _, in := range []string{"anyOf", "items"} {
			switch sub := s[in].(type) {
			case []any:
				walk(sub[0].(map[string]any))
			case map[string]any:
				walk(sub)
			}
		}
		props, _ := s["properties"].(map[string]any)
		for key, p := range props {
			if !regexp.MustCompile(`(?m)^\.B (rights\.)?` + key + `$`).MatchString(page) {
				t.Errorf("doc/dateline.yaml.5 does not name %s", key)
			}
			walk(p.(map[string]any))
		}
	}
	walk(schema(t))
	for _, f := range strings.Fields("headline lead body quote speaker byline agency source place country lang category signal url NEAR") {
		if !strings.Contains(page, f) {
			t.Errorf("doc/dateline.yaml.5 does not name %s", f)
		}
	}
}

func TestLoadWithoutFile(t *testing.T) {
	_, err := config.Load("testdata/none.yaml", nil)
	var ps config.Problems
	if !errors.Is(err, fs.ErrNotExist) || errors.As(err, &ps) {
		t.Errorf("got %v, want that the file does not exist", err)
	}
}
