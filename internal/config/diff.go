package config

import (
	"fmt"
	"net/netip"
	"reflect"
	"slices"
	"sort"
	"strings"
	"time"
)

// Diff says in words what differs from old to new, one line a change; nothing
// when nothing does. What a default brought to a source is told once, at the
// default.
func Diff(old, new *Config) []string {
	var out []string
	before, after := leaves(old), leaves(new)
	out = append(out, items("source", names(old.Sources), names(new.Sources))...)
	out = append(out, items("topic", names(old.Topics), names(new.Topics))...)
	gone := make(map[string]bool)
	for _, line := range out {
		what, _, _ := strings.Cut(line, ": ")
		gone[what] = true
	}
	var keys []string
	for k := range before {
		keys = append(keys, k)
	}
	for k := range after {
		if _, ok := before[k]; !ok {
			keys = append(keys, k)
		}
	}
	sort.Strings(keys)
	for _, k := range keys {
		what, key, named := strings.Cut(k, ": ")
		if b, a := before[k], after[k]; a != b && !gone[what] && !(named && byDefault(key, b, a, before, after)) {
			out = append(out, fmt.Sprintf("%s: %s → %s%s", k, shown(b), shown(a), restart(k)))
		}
	}
	return out
}

// items tells which items came, went or changed places.
func items(what string, old, new []string) []string {
	var out, stayedOld, stayedNew []string
	for _, n := range old {
		if !slices.Contains(new, n) {
			out = append(out, what+" "+n+": removed")
			continue
		}
		stayedOld = append(stayedOld, n)
	}
	for _, n := range new {
		if !slices.Contains(old, n) {
			out = append(out, what+" "+n+": added")
			continue
		}
		stayedNew = append(stayedNew, n)
	}
	if !slices.Equal(stayedOld, stayedNew) {
		out = append(out, what+"s: in another order")
	}
	return out
}

func names[T Source | Topic](of []T) []string {
	all := make([]string, len(of))
	for i := range of {
		all[i] = reflect.ValueOf(of[i]).FieldByName("Name").String()
	}
	return all
}

// byDefault reports whether a source's setting was and is the default.
func byDefault(key, b, a string, before, after map[string]string) bool {
	return before["defaults."+key] == b && after["defaults."+key] == a
}

// restart marks what a reload cannot change: store and listener stay open.
func restart(key string) string {
	if key == "listen" || key == "store.path" {
		return " (after a restart)"
	}
	return ""
}

func shown(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// leaves returns every value under its key, for sources and topics led by
// their name: "source trend: every".
func leaves(c *Config) map[string]string {
	of := make(map[string]string)
	make(shapes).collect(of, "", reflect.ValueOf(*c))
	return of
}

func (known shapes) collect(of map[string]string, path string, v reflect.Value) {
	for _, s := range known.of(v.Type()) {
		f, key := v.FieldByIndex(s.index), path+s.key
		switch f := f.Interface().(type) {
		case []Source:
			for _, src := range f {
				known.collect(of, "source "+src.Name+": ", reflect.ValueOf(src))
			}
			continue
		case []Topic:
			for _, t := range f {
				known.collect(of, "topic "+t.Name+": ", reflect.ValueOf(t))
			}
			continue
		case map[string][]string:
			for name, forms := range f {
				of[key+"."+name] = strings.Join(forms, ", ")
			}
			continue
		case []netip.Prefix:
			of[key] = strings.Trim(fmt.Sprint(f), "[]")
			continue
		}
		if f.Kind() == reflect.Struct {
			known.collect(of, key+".", f)
			continue
		}
		of[key] = printed(f, s.tag)
	}
}

// printed writes a value as the file would.
func printed(v reflect.Value, tag reflect.StructTag) string {
	switch x := v.Interface().(type) {
	case time.Duration:
		if z := tag.Get("zero"); x == 0 && z != "" {
			return z
		}
		return FormatDuration(x)
	case string:
		return x
	default:
		return fmt.Sprint(x)
	}
}
