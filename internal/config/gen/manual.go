package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/invopop/jsonschema"
)

// manual writes the keys of the schema as the sections of a manual page.
func manual(s *jsonschema.Schema) []byte {
	var b bytes.Buffer
	b.WriteString(".SH KEYS\n")
	keys(&b, s, "", nil)
	for _, key := range []string{"site", "store", "polling", "defaults", "sources", "topics", "agencies"} {
		p, _ := s.Properties.Get(key)
		section(&b, key, p, s)
	}
	return b.Bytes()
}

// section writes the keys under one key of the top.
func section(b *bytes.Buffer, key string, p, top *jsonschema.Schema) {
	fmt.Fprintf(b, ".SH %s\n%s\n", strings.ToUpper(key), roff(p.Description))
	in := p.AnyOf[0]
	switch key {
	case "agencies":
		return
	case "sources":
		in = in.Items
		b.WriteString("Besides those below, a source takes every key of\n.BR defaults .\n")
		shared, _ := top.Properties.Get("defaults")
		keys(b, in, "", shared.AnyOf[0])
		return
	case "topics":
		in = in.Items
	}
	keys(b, in, "", nil)
}

// keys writes a paragraph a key, but for those that are in but.
func keys(b *bytes.Buffer, s *jsonschema.Schema, prefix string, but *jsonschema.Schema) {
	for p := s.Properties.Oldest(); p != nil; p = p.Next() {
		if but != nil {
			if _, shared := but.Properties.Get(p.Key); shared {
				continue
			}
		}
		v := p.Value
		fmt.Fprintf(b, ".TP\n.B %s\n%s\n", roff(prefix+p.Key), roff(v.Description))
		b.WriteString(roff(facts(v)))
		if v.AnyOf != nil && v.AnyOf[0].Properties != nil && p.Key == "rights" {
			keys(b, v.AnyOf[0], p.Key+".", nil)
		}
		if b.Bytes()[b.Len()-1] != '\n' {
			b.WriteByte('\n')
		}
	}
}

// facts are values, bounds and default in words.
func facts(v *jsonschema.Schema) string {
	var f []string
	if v.Enum != nil {
		var words []string
		for _, e := range v.Enum {
			words = append(words, fmt.Sprint(e))
		}
		f = append(f, "One of "+strings.Join(words, ", ")+".")
	}
	if v.Minimum != "" {
		f = append(f, fmt.Sprintf("From %s to %s.", v.Minimum, v.Maximum))
	}
	if v.Default != nil {
		f = append(f, fmt.Sprintf("Default: %v.", v.Default))
	}
	return strings.Join(f, " ")
}

// roff escapes what troff would take for its own.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(s)
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") {
		s = `\&` + s
	}
	return s
}
