package main

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"net/netip"
	"path/filepath"
	"reflect"
	"strings"
	"time"

	"github.com/invopop/jsonschema"

	"github.com/datelinewire/dateline/internal/config"
)

// Patterns of values that JSON Schema has no type for.
const (
	duration = `^([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?$`
	size     = `^([0-9]+[Gg][Ii]?[Bb])?([0-9]+[Mm][Ii]?[Bb])?([0-9]+[Kk][Ii]?[Bb])?([0-9]+[Bb])?$`
	name     = `^[a-z0-9]+(-[a-z0-9]+)*$`
)

// schema reflects Config, with the comments in dir as descriptions.
func schema(dir string) (*jsonschema.Schema, error) {
	comments, err := fieldComments(filepath.Join(dir, "config.go"))
	if err != nil {
		return nil, err
	}
	r := &jsonschema.Reflector{
		FieldNameTag:               "yaml",
		DoNotReference:             true,
		RequiredFromJSONSchemaTags: true,
		Anonymous:                  true,
		Mapper:                     mapped,
		LookupComment:              func(t reflect.Type, field string) string { return comments[t.Name()+"."+field] },
	}
	s := r.Reflect(config.Config{})
	s.Title = "dateline.yaml"
	s.Description = "Configuration of Dateline, the wire desk."
	refine(s, reflect.TypeFor[config.Config]())
	return s, nil
}

// mapped are the types whose values are written as text.
func mapped(t reflect.Type) *jsonschema.Schema {
	two := uint64(2) // a digit and a unit: the patterns alone would take nothing at all
	switch t {
	case reflect.TypeFor[time.Duration]():
		return &jsonschema.Schema{Type: "string", Pattern: duration, MinLength: &two}
	case reflect.TypeFor[config.Bytes]():
		return &jsonschema.Schema{Type: "string", Pattern: size, MinLength: &two}
	case reflect.TypeFor[netip.Prefix]():
		return &jsonschema.Schema{Type: "string", Pattern: `^[0-9a-fA-F.:]+/[0-9]+$`}
	}
	return nil
}

// refine adds what the tags of package config say: defaults, bounds, values,
// what is required. And it lets sections and lists be empty, as Load does.
func refine(s *jsonschema.Schema, t reflect.Type) {
	for f := range t.Fields() {
		key, opt, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if opt == "inline" {
			refine(s, f.Type)
			continue
		}
		if key == "" {
			continue
		}
		p, ok := s.Properties.Get(key)
		if !ok {
			continue
		}
		if f.Tag.Get("required") != "" {
			s.Required = append(s.Required, key)
		}
		field(p, f)
		switch {
		case f.Type.Kind() == reflect.Struct:
			refine(p, f.Type)
			s.Properties.Set(key, orNothing(p))
		case f.Type.Kind() == reflect.Slice:
			if f.Type.Elem().Kind() == reflect.Struct && f.Type.Elem() != reflect.TypeFor[netip.Prefix]() {
				refine(p.Items, f.Type.Elem())
			}
			s.Properties.Set(key, orNothing(p))
		case f.Type.Kind() == reflect.Map:
			s.Properties.Set(key, orNothing(p))
		}
	}
}

// orNothing lets a section or list stand empty.
func orNothing(p *jsonschema.Schema) *jsonschema.Schema {
	describe := p.Description
	p.Description = ""
	return &jsonschema.Schema{Description: describe, AnyOf: []*jsonschema.Schema{p, {Type: "null"}}}
}

func field(p *jsonschema.Schema, f reflect.StructField) {
	number := f.Type.Kind() == reflect.Int
	if d, ok := f.Tag.Lookup("default"); ok {
		p.Default = d
		if number {
			p.Default = json.Number(d)
		}
	}
	if f.Type.Kind() == reflect.Bool {
		p.Default = false
	}
	if e := f.Tag.Get("enum"); e != "" {
		for v := range strings.SplitSeq(e, ",") {
			p.Enum = append(p.Enum, v)
		}
	}
	if z := f.Tag.Get("zero"); z != "" {
		p.Pattern = strings.TrimSuffix(p.Pattern, "$") + "$|^" + z + "$"
	}
	low, high := f.Tag.Get("min"), f.Tag.Get("max")
	switch {
	case number:
		p.Minimum, p.Maximum = json.Number(low), json.Number(high)
	case low != "" && high != "":
		p.Description += " From " + low + " to " + high + "."
	}
	if strings.HasPrefix(p.Description, "Short name") {
		p.Pattern = name
	}
}

// fieldComments reads the comments of the fields of a file's types, by
// "Type.Field", and leaves their order to reflection.
func fieldComments(path string) (map[string]string, error) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	of := make(map[string]string)
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok {
			return true
		}
		st, ok := spec.Type.(*ast.StructType)
		if !ok {
			return false
		}
		for _, f := range st.Fields.List {
			for _, id := range f.Names {
				of[spec.Name.Name+"."+id.Name] = strings.Join(strings.Fields(f.Doc.Text()), " ")
			}
		}
		return false
	})
	return of, nil
}

func encode(s *jsonschema.Schema) ([]byte, error) {
	raw, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := json.Indent(&b, raw, "", "  "); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}
