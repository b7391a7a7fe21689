package config

import (
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/mail"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // zones are known on machines that have no files of them

	"go.yaml.in/yaml/v4"
	"golang.org/x/text/language"
)

// maxName bounds names: they are parts of file names and addresses.
const maxName = 64

// zones are the names of the zones in Go's own copy of the IANA data, for
// suggestions.
//
//go:embed zones.txt
var zones string

// check looks at what values mean, once they have the right type. What has a
// wrong type is not in r.nodes and has been reported.
func (r *reader) check(c *Config, match CheckMatch) {
	r.each("site.url", c.Site.URL, wrongAddress)
	r.each("site.contact", c.Site.Contact, wrongContact)
	r.each("listen", c.Listen, wrongListen)
	r.each("store.path", c.Store.Path, wrongPath)
	r.settings(c.Defaults, "defaults")
	names, urls := make(map[string]int), make(map[string]int)
	for i, s := range c.Sources {
		p := fmt.Sprintf("sources[%d]", i)
		r.required(s, p)
		r.each(p+".name", s.Name, wrongName)
		r.unique(p+".name", s.Name, names)
		r.each(p+".url", s.URL, wrongFeed)
		r.unique(p+".url", s.URL, urls)
		r.each(p+".site", s.Site, wrongAddress)
		r.settings(s.Settings, p)
	}
	names = make(map[string]int)
	for i, t := range c.Topics {
		p := fmt.Sprintf("topics[%d]", i)
		r.required(t, p)
		r.each(p+".name", t.Name, wrongName)
		r.unique(p+".name", t.Name, names)
		if n := r.nodes[p+".match"]; n != nil && match != nil {
			r.rule(n, p+".match", match(t.Match))
		}
	}
	r.agencies(c.Agencies)
}

// each reports what is wrong with a value that was given.
func (r *reader) each(path, s string, wrong func(string) (msg, hint string)) {
	n := r.nodes[path]
	if n == nil || n.Kind != yaml.ScalarNode {
		return
	}
	if msg, hint := wrong(s); msg != "" {
		r.report(n, path, msg, hint)
	}
}

// unique reports the second of two likes.
func (r *reader) unique(path, s string, seen map[string]int) {
	n := r.nodes[path]
	if n == nil || s == "" {
		return
	}
	if first, twice := seen[s]; twice {
		r.report(n, path, fmt.Sprintf("%q given twice, first in line %d", s, first), "")
		return
	}
	seen[s] = n.Line
}

// required reports keys that an item must have and has not.
func (r *reader) required(item any, path string) {
	n := r.nodes[path]
	if n == nil || n.Kind != yaml.MappingNode && n.ShortTag() != "!!null" {
		return
	}
	for _, s := range r.shapes.of(reflect.TypeOf(item)) {
		if s.tag.Get("required") != "" && r.keys[join(path, s.key)] == nil {
			r.report(n, join(path, s.key), "missing", "every item of "+path[:strings.IndexByte(path, '[')]+" has a "+s.key)
		}
	}
}

func (r *reader) settings(s Settings, path string) {
	r.each(path+".timezone", s.Timezone, r.wrongZone)
	r.each(path+".language", s.Language, wrongLanguage)
	n := r.nodes[path+".every"]
	if n == nil {
		n = r.nodes[path+".ceiling"]
	}
	if n != nil && s.Every > s.Ceiling {
		r.report(n, path+".every", fmt.Sprintf("every (%s) is more than ceiling (%s)", FormatDuration(s.Every), FormatDuration(s.Ceiling)), "")
	}
}

func (r *reader) agencies(of map[string][]string) {
	owner := make(map[string]string)
	for _, name := range slices.Sorted(maps.Keys(of)) {
		path := "agencies." + name
		if name == "" || len(of[name]) == 0 && r.nodes[path] != nil {
			r.report(r.keys[path], path, "no forms", "write the forms as printed: "+strconv.Quote(name)+": [AFP, Agence France-Presse]")
		}
		for i, form := range of[name] {
			p := fmt.Sprintf("%s[%d]", path, i)
			n := r.nodes[p]
			other, twice := owner[strings.ToLower(form)]
			switch {
			case n == nil:
			case strings.TrimSpace(form) == "":
				r.report(n, p, "no text", "")
			case twice:
				r.report(n, p, fmt.Sprintf("%q is a form of %q already", form, other), "")
			default:
				owner[strings.ToLower(form)] = name
			}
		}
	}
}

// rule reports the error of a rule, at the place in the file where it is.
func (r *reader) rule(n *yaml.Node, path string, err error) {
	if err == nil {
		return
	}
	var e interface{ At() (int, string, string) }
	if !errors.As(err, &e) {
		r.report(n, path, err.Error(), "")
		return
	}
	offset, msg, hint := e.At()
	line, col := locate(r.lines, n, offset)
	r.at(line, col, path, msg, hint)
}

func wrongName(s string) (msg, hint string) {
	good := func(r rune) rune {
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
			return r
		}
		return '-'
	}
	clean := strings.Trim(strings.Map(good, strings.ToLower(s)), "-")
	clean = strings.Join(strings.FieldsFunc(clean, func(r rune) bool { return r == '-' }), "-")
	switch {
	case s == "":
		return "no name", ""
	case len(s) > maxName:
		return fmt.Sprintf("name of more than %d letters", maxName), ""
	case s == clean:
		return "", ""
	case clean == "":
		return fmt.Sprintf("%q is no name", s), "names are small letters, digits and single hyphens"
	}
	return fmt.Sprintf("%q is no name", s), "names are small letters, digits and single hyphens, such as " + clean
}

// wrongAddress is for addresses that people or machines are sent to.
func wrongAddress(s string) (msg, hint string) {
	if msg, hint = wrongFeed(s); msg != "" {
		return msg, hint
	}
	if strings.ContainsAny(s, "?#") {
		return fmt.Sprintf("%q has more than host and path", s), ""
	}
	return "", ""
}

// wrongFeed is for addresses that are polled.
func wrongFeed(s string) (msg, hint string) {
	u, err := url.Parse(s)
	switch {
	case s == "":
		return "no address", "write https://HOST/PATH"
	case err != nil || strings.ContainsAny(s, " \t\n"):
		return fmt.Sprintf("%q is no address", s), "write https://HOST/PATH, with %20 for a blank"
	case u.Scheme == "feed":
		_, rest, _ := strings.Cut(s, "feed:")
		return "unknown scheme feed:", "write https://" + strings.TrimPrefix(strings.TrimPrefix(rest, "https:"), "//")
	case u.Scheme == "" || u.Scheme != "http" && u.Scheme != "https" && u.Host == "":
		return fmt.Sprintf("%q has no scheme", s), "did you mean https://" + strings.TrimPrefix(s, "//") + "?"
	case u.Scheme != "http" && u.Scheme != "https":
		return "unknown scheme " + u.Scheme + ":", "addresses are https: or http:"
	case u.Hostname() == "":
		return fmt.Sprintf("%q has no host", s), "write https://HOST/PATH"
	case u.User != nil:
		return "a password in an address", "secrets do not stand in the configuration"
	case u.Port() != "" && !isPort(u.Port()):
		return "port " + u.Port() + " is none", "ports are 1 to 65535"
	case u.Fragment != "":
		return "#" + u.Fragment + " is never sent to a server", "leave it out"
	}
	return "", ""
}

func isPort(s string) bool {
	n, err := strconv.ParseUint(s, 10, 16)
	return err == nil && n > 0
}

func wrongContact(s string) (msg, hint string) {
	if a, err := mail.ParseAddress(s); err != nil || a.Address != s {
		return fmt.Sprintf("%q is no mail address", s), "write name@host"
	}
	return "", ""
}

func wrongListen(s string) (msg, hint string) {
	host, port, err := net.SplitHostPort(s)
	switch {
	case err != nil && strings.Trim(s, "0123456789") == "" && s != "":
		return fmt.Sprintf("%q is no address to listen at", s), "did you mean 127.0.0.1:" + s + ", or :" + s + " for every interface?"
	case err != nil && strings.Count(s, ":") > 1:
		return fmt.Sprintf("%q is no address to listen at", s), "write an IPv6 address in brackets, such as [::1]:8080"
	case err != nil:
		return fmt.Sprintf("%q is no address to listen at", s), "write host:port, such as 127.0.0.1:8080"
	case port != "0" && !isPort(port):
		return fmt.Sprintf("port %q is none", port), "ports are 1 to 65535, or 0 for any free one"
	case strings.ContainsAny(host, "/ @_"):
		return fmt.Sprintf("%q is no host", host), "write host:port, such as 127.0.0.1:8080"
	}
	if digits := strings.Trim(host, "0123456789."); digits == "" && host != "" && net.ParseIP(host) == nil {
		return fmt.Sprintf("%q is no IP address", host), "write host:port, such as 127.0.0.1:8080"
	}
	return "", ""
}

func wrongPath(s string) (msg, hint string) {
	if strings.TrimSpace(s) == "" || strings.HasSuffix(s, "/") {
		return fmt.Sprintf("%q is no file", s), "write a path, such as dateline.db"
	}
	return "", ""
}

func (r *reader) wrongZone(s string) (msg, hint string) {
	if s == "Local" {
		return "Local is another zone on every machine", "write the agency's own, such as Asia/Baku"
	}
	if r.zones[s] {
		return "", ""
	}
	if _, err := time.LoadLocation(s); err == nil && s != "" {
		r.zones[s] = true
		return "", ""
	}
	hint = didYouMean(s, strings.Fields(zones), "")
	if hint == "" {
		hint = zoneOf(s)
	}
	return fmt.Sprintf("unknown zone %q", s), hint
}

// zoneOf looks for a zone whose town was written alone.
func zoneOf(town string) string {
	for z := range strings.FieldsSeq(zones) {
		if strings.EqualFold(z[strings.LastIndexByte(z, '/')+1:], strings.ReplaceAll(town, " ", "_")) {
			return "did you mean " + z + "?"
		}
	}
	return "zones are those of the IANA data, such as Asia/Baku or UTC"
}

func wrongLanguage(s string) (msg, hint string) {
	if _, err := language.Parse(s); err != nil || s == "" || strings.Contains(s, "_") {
		hint = "write a BCP 47 tag, such as en, az or pt-BR"
		if t, err := language.Parse(strings.ReplaceAll(s, "_", "-")); err == nil && s != "" {
			hint = "did you mean " + t.String() + "?"
		}
		return fmt.Sprintf("unknown language %q", s), hint
	}
	return "", ""
}
