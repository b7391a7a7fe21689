package config

import (
	"fmt"
	"net/netip"
	"reflect"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// A reader fills a Config from the nodes of a file and collects what is wrong.
type reader struct {
	file     string
	lines    []string
	nodes    map[string]*yaml.Node // values that were given, by path
	keys     map[string]*yaml.Node // the keys they were given under
	shapes   shapes
	zones    map[string]bool // that are known; each look is at a file
	problems Problems
}

// shapes are the settings of types that have been looked up: a file has
// thousands of sources, and all of one type.
type shapes map[reflect.Type][]setting

func (s shapes) of(t reflect.Type) []setting {
	all, ok := s[t]
	if !ok {
		all = settings(t)
		s[t] = all
	}
	return all
}

// A setting is a field of a struct under its key.
type setting struct {
	key   string
	index []int
	tag   reflect.StructTag
	typ   reflect.Type
}

// settings returns the keys of a struct, those of inlined structs among them.
func settings(t reflect.Type) []setting {
	var all []setting
	for f := range t.Fields() {
		key, opt, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case opt == "inline":
			for _, s := range settings(f.Type) {
				s.index = append([]int{f.Index[0]}, s.index...)
				all = append(all, s)
			}
		case key != "":
			all = append(all, setting{key, f.Index, f.Tag, f.Type})
		}
	}
	return all
}

// fill sets every setting of v that has a default.
func fill(v reflect.Value) {
	for _, s := range settings(v.Type()) {
		f := v.FieldByIndex(s.index)
		if f.Kind() == reflect.Struct && f.Type() != reflect.TypeFor[netip.Prefix]() {
			fill(f)
			continue
		}
		if def, ok := s.tag.Lookup("default"); ok {
			if err := set(f, def, s.tag); err != nil {
				panic(fmt.Sprintf("config: default of %s: %v", s.key, err)) // a fault of this package, found by any test
			}
		}
	}
}

func (r *reader) report(n *yaml.Node, key, msg, hint string) {
	line, col := 0, 0
	if n != nil {
		line, col = n.Line, n.Column
	}
	r.at(line, col, key, msg, hint)
}

func (r *reader) at(line, col int, key, msg, hint string) {
	p := Problem{File: r.file, Line: line, Column: col, Key: key, Message: msg, Hint: hint}
	if line > 0 && line <= len(r.lines) {
		p.Text = r.lines[line-1]
	}
	r.problems = append(r.problems, p)
}

// value reads n into v.
func (r *reader) value(n *yaml.Node, v reflect.Value, path string, tag reflect.StructTag) {
	for n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	r.nodes[path] = n
	switch {
	case v.Type() == reflect.TypeFor[netip.Prefix]():
		r.scalar(n, v, path, tag)
	case v.Kind() == reflect.Struct:
		r.mapping(n, v, path)
	case v.Kind() == reflect.Slice:
		r.sequence(n, v, path)
	case v.Kind() == reflect.Map:
		r.table(n, v, path)
	default:
		r.scalar(n, v, path, tag)
	}
}

// is reports whether n is of the kind that is wanted. A key without a value
// stands for nothing in lists and sections.
func (r *reader) is(n *yaml.Node, kind yaml.Kind, path, want, hint string) bool {
	if n.Kind == kind {
		return true
	}
	if n.ShortTag() != "!!null" {
		delete(r.nodes, path)
		r.report(n, path, "wrong type: "+kindOf(n)+" where "+want+" is wanted", hint)
	}
	return false
}

func (r *reader) mapping(n *yaml.Node, v reflect.Value, path string) {
	if !r.is(n, yaml.MappingNode, path, "a section", `write "key: value" lines under it`) {
		return
	}
	known := r.shapes.of(v.Type())
	r.pairs(n, path, func(key string, kn, vn *yaml.Node) {
		for _, s := range known {
			if s.key == key {
				r.value(vn, v.FieldByIndex(s.index), join(path, key), s.tag)
				return
			}
		}
		r.report(kn, join(path, key), "unknown key", unknownKey(key, path, known))
	})
}

// pairs calls f for every key of a mapping, the second of two likes left out.
func (r *reader) pairs(n *yaml.Node, path string, f func(key string, kn, vn *yaml.Node)) {
	seen := make(map[string]int)
	for i := 0; i+1 < len(n.Content); i += 2 {
		kn, vn := n.Content[i], n.Content[i+1]
		key := kn.Value
		switch first, twice := seen[key]; {
		case kn.ShortTag() == "!!merge":
			r.report(kn, join(path, key), "merging is not supported", "what all sources share stands under defaults:")
		case kn.Kind != yaml.ScalarNode:
			r.report(kn, path, "wrong type: a key is a word", "")
		case twice:
			r.report(kn, join(path, key), fmt.Sprintf("key given twice, first in line %d", first), "")
		default:
			seen[key] = kn.Line
			r.keys[join(path, key)] = kn
			f(key, kn, vn)
		}
	}
}

// unknownKey is what to write in place of key: the nearest one here, or the
// place where the key would be right.
func unknownKey(key, path string, known []setting) string {
	var names []string
	for _, s := range known {
		names = append(names, s.key)
	}
	if h := didYouMean(key, names, ""); strings.HasPrefix(h, "did") {
		return h
	}
	for _, place := range []struct {
		where string
		in    any
	}{{"at the top", Config{}}, {"under site:", Site{}}, {"under store:", Store{}}, {"under polling:", Polling{}},
		{"under defaults: or in a source", Settings{}}, {"under rights:", Rights{}}, {"in a source", Source{}}, {"in a topic", Topic{}}} {
		for _, s := range settings(reflect.TypeOf(place.in)) {
			if s.key == key {
				return "it belongs " + place.where
			}
		}
	}
	return "keys here are " + strings.Join(names, ", ")
}

func (r *reader) sequence(n *yaml.Node, v reflect.Value, path string) {
	if !r.is(n, yaml.SequenceNode, path, "a list", `write "- " before each of its items`) {
		return
	}
	out := reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content))
	blank := reflect.New(v.Type().Elem()).Elem()
	if blank.Kind() == reflect.Struct && blank.Type() != reflect.TypeFor[netip.Prefix]() {
		fill(blank)
	}
	for i, item := range n.Content {
		out.Index(i).Set(blank)
		r.value(item, out.Index(i), fmt.Sprintf("%s[%d]", path, i), "")
	}
	v.Set(out)
}

// table reads a mapping whose keys are the user's own.
func (r *reader) table(n *yaml.Node, v reflect.Value, path string) {
	if !r.is(n, yaml.MappingNode, path, "a section", `write "name: [form, form]" lines under it`) {
		return
	}
	out := reflect.MakeMap(v.Type())
	r.pairs(n, path, func(key string, _, vn *yaml.Node) {
		item := reflect.New(v.Type().Elem()).Elem()
		r.value(vn, item, join(path, key), "")
		out.SetMapIndex(reflect.ValueOf(key), item)
	})
	v.Set(out)
}

// scalar reads a single value and checks its type and bounds.
func (r *reader) scalar(n *yaml.Node, v reflect.Value, path string, tag reflect.StructTag) {
	delete(r.nodes, path) // unless it is good, later checks do not look at it
	want, hint := wanted(v, tag)
	switch {
	case n.ShortTag() == "!!null":
		r.report(n, path, "no value", "leave the key out for the default, or give "+want)
		return
	case n.Kind != yaml.ScalarNode:
		r.report(n, path, "wrong type: "+kindOf(n)+" where "+want+" is wanted", hint)
		return
	case v.Kind() == reflect.String && n.ShortTag() != "!!str":
		hint = fmt.Sprintf("write %q", n.Value)
		if like := tag.Get("like"); like != "" {
			hint = "write text such as " + like
		}
		r.report(n, path, "wrong type: "+kindOf(n)+" where text is wanted", hint)
		return
	case v.Type() == reflect.TypeFor[int]() && n.ShortTag() != "!!int", v.Kind() == reflect.Bool && n.ShortTag() != "!!bool":
		r.report(n, path, fmt.Sprintf("wrong type: %q where %s is wanted", n.Value, want), hint)
		return
	}
	if err := set(v, n.Value, tag); err != nil {
		if e, ok := err.(*valueError); ok {
			hint = e.hint
		}
		r.report(n, path, err.Error(), hint)
		return
	}
	r.nodes[path] = n
}

// A valueError has a hint of its own.
type valueError struct{ msg, hint string }

func (e *valueError) Error() string { return e.msg }

// set reads s into v, within the bounds of the tag.
func set(v reflect.Value, s string, tag reflect.StructTag) error {
	if s == tag.Get("zero") && s != "" {
		v.SetZero()
		return nil
	}
	switch v.Interface().(type) {
	case time.Duration:
		return setNumber(v, s, tag, func(s string) (int64, error) { d, err := ParseDuration(s); return int64(d), err })
	case Bytes:
		return setNumber(v, s, tag, func(s string) (int64, error) { b, err := ParseBytes(s); return int64(b), err })
	case int:
		return setNumber(v, s, tag, func(s string) (int64, error) {
			n, err := strconv.ParseInt(s, 10, 32)
			if err != nil {
				return 0, fmt.Errorf("%q is no whole number", s)
			}
			return n, nil
		})
	case bool:
		v.SetBool(strings.EqualFold(s, "true"))
	case netip.Prefix:
		p, err := netip.ParsePrefix(s)
		if err != nil {
			return fmt.Errorf("%q is no network", s)
		}
		if p != p.Masked() {
			return &valueError{fmt.Sprintf("%q has bits beyond its mask", s), "write " + p.Masked().String()}
		}
		v.Set(reflect.ValueOf(p))
	case string:
		if names := enum(tag); names != nil && !contains(names, s) {
			return &valueError{fmt.Sprintf("unknown value %q", s), didYouMean(s, names, "values are")}
		}
		v.SetString(s)
	}
	return nil
}

// setNumber reads s by parse and holds it to min and max, which are written
// like s.
func setNumber(v reflect.Value, s string, tag reflect.StructTag, parse func(string) (int64, error)) error {
	n, err := parse(s)
	if err != nil {
		return err
	}
	if low, ok := tag.Lookup("min"); ok {
		if least, _ := parse(low); n < least {
			return &valueError{s + " is too small", "at least " + low}
		}
	}
	if high, ok := tag.Lookup("max"); ok {
		if most, _ := parse(high); n > most {
			return &valueError{s + " is too large", "at most " + high}
		}
	}
	v.SetInt(n)
	return nil
}

// wanted says what a value must be, and how to write it.
func wanted(v reflect.Value, tag reflect.StructTag) (want, hint string) {
	switch v.Interface().(type) {
	case time.Duration:
		hint = "write a whole number with s, m, h, d or w, such as 15m or 1h30m"
		if z := tag.Get("zero"); z != "" {
			hint += ", or " + z
		}
		return "a duration", hint
	case Bytes:
		return "a size", "write a whole number with KB, MB or GB, such as 16MB"
	case int:
		return "a whole number", "write digits only"
	case bool:
		return "true or false", "write true or false"
	case netip.Prefix:
		return "a network", "write an address and the length of its mask, such as 10.0.0.0/8"
	}
	if names := enum(tag); names != nil {
		return "one of " + strings.Join(names, ", "), ""
	}
	return "text", ""
}

func enum(tag reflect.StructTag) []string {
	if e := tag.Get("enum"); e != "" {
		return strings.Split(e, ",")
	}
	return nil
}

func contains(names []string, s string) bool {
	for _, n := range names {
		if n == s {
			return true
		}
	}
	return false
}

// kindOf names what a node is, for people.
func kindOf(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a section"
	case yaml.SequenceNode:
		return "a list"
	}
	switch n.ShortTag() {
	case "!!int", "!!float":
		return "a number"
	case "!!bool":
		return n.Value
	case "!!timestamp":
		return "a date"
	case "!!null":
		return "nothing"
	}
	return "text"
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
