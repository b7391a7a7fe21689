package main

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
)

// Limits of an OPML file that is imported: the largest lists of feeds met have
// some thousands; outlines nest by folder, and folders hardly.
const (
	maxOPML      = 16 << 20 // bytes
	maxOPMLDepth = 32
)

// opml is an OPML 2.0 document of subscriptions.
type opml struct {
	XMLName  xml.Name  `xml:"opml"`
	Version  string    `xml:"version,attr"`
	Title    string    `xml:"head>title"`
	Outlines []outline `xml:"body>outline"`
}

type outline struct {
	Text     string    `xml:"text,attr"`
	Title    string    `xml:"title,attr,omitempty"`
	Type     string    `xml:"type,attr,omitempty"`
	XMLURL   string    `xml:"xmlUrl,attr,omitempty"`
	HTMLURL  string    `xml:"htmlUrl,attr,omitempty"`
	Language string    `xml:"language,attr,omitempty"`
	Outlines []outline `xml:"outline"`
}

func (a *app) sourcesExportCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "export",
		Short: "Write the sources as OPML, for another reader",
		Args:  args(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			p, err := a.plan()
			if err != nil {
				return err
			}
			return p.exportOPML(a.stdout)
		},
	}
}

func (p *plan) exportOPML(w io.Writer) error {
	doc := opml{Version: "2.0", Title: p.site.Title}
	for _, s := range p.sources {
		doc.Outlines = append(doc.Outlines, outline{
			Text: s.Title, Title: s.Title, Type: "rss", XMLURL: s.URL, HTMLURL: s.Site, Language: s.Language,
		})
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", " ")
	if err := enc.Encode(doc); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (a *app) sourcesImportCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "import FILE|-",
		Short: "Turn an OPML file into sources for the configuration",
		Long: `Reads the feeds of an OPML file and prints them as the 'sources:' of a
configuration, to be pasted there: each address once, each under a name of its
own. The configuration itself is not touched.`,
		Args: args(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error {
			data, err := a.readFile(args[0], maxOPML)
			if err != nil {
				return err
			}
			found, left, err := readOPML(data)
			for _, address := range left {
				fmt.Fprintf(a.stderr, "left out: %q is no address with http or https\n", address)
			}
			if err != nil {
				return fmt.Errorf("import %s: %w", args[0], err)
			}
			return a.writeSources(found)
		},
	}
}

// readFile reads a file, or standard input for "-", up to limit bytes.
func (a *app) readFile(name string, limit int64) ([]byte, error) {
	if name == "-" {
		return readBounded(a.stdin, "standard input", limit)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readBounded(f, name, limit)
}

// A subscription is one feed of an OPML file, under the name it would have here.
type subscription struct {
	Name  string `json:"name"`
	Title string `json:"title,omitempty"`
	URL   string `json:"url"`
	Site  string `json:"site,omitempty"`
}

// readOPML returns the feeds of an OPML document in its order, each address
// once, and the addresses that cannot be polled.
func readOPML(data []byte) (found []subscription, left []string, err error) {
	var doc opml
	dec := xml.NewDecoder(strings.NewReader(string(data)))
	dec.Strict = false
	if err := dec.Decode(&doc); err != nil {
		return nil, nil, fmt.Errorf("not OPML: %w", err)
	}
	c := collector{names: map[string]bool{}, urls: map[string]bool{}}
	if err := c.collect(doc.Outlines, 0); err != nil {
		return nil, nil, err
	}
	if len(c.found) == 0 {
		return nil, c.left, fmt.Errorf("no feed is listed: no outline has an xmlUrl with http or https")
	}
	return c.found, c.left, nil
}

// A collector gathers feeds from nested outlines.
type collector struct {
	found       []subscription
	left        []string // addresses that cannot be polled
	names, urls map[string]bool
}

func (c *collector) collect(outlines []outline, depth int) error {
	if depth > maxOPMLDepth {
		return fmt.Errorf("outlines are nested more than %d deep", maxOPMLDepth)
	}
	for _, o := range outlines {
		u, ok := feedAddress(o.XMLURL)
		switch {
		case !ok && strings.TrimSpace(o.XMLURL) != "":
			c.left = append(c.left, o.XMLURL)
		case ok && !c.urls[u.String()]:
			c.urls[u.String()] = true
			title := strings.Join(strings.Fields(firstOf(o.Title, o.Text)), " ")
			c.found = append(c.found, subscription{c.name(title, u.Hostname()), title, u.String(), o.HTMLURL})
		}
		if err := c.collect(o.Outlines, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// feedAddress reads the address of a feed. Some readers write feed://host/path
// for http://host/path, and feed:https://host/path.
func feedAddress(s string) (*url.URL, bool) {
	s = strings.TrimSpace(s)
	if rest, ok := strings.CutPrefix(s, "feed:"); ok {
		if s = rest; strings.HasPrefix(rest, "//") {
			s = "http:" + rest
		}
	}
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return nil, false
	}
	u.Host = strings.ToLower(u.Host)
	return u, true
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// name makes a source's name of a title, or where it has none of these of the
// host: small letters, digits and hyphens, numbered where it is taken.
func (c *collector) name(title, host string) string {
	base := firstOf(slug(title), firstOf(slug(host), "source"))
	name := base
	for n := 2; c.names[name]; n++ {
		name = base + "-" + strconv.Itoa(n)
	}
	c.names[name] = true
	return name
}

func slug(s string) string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	name := strings.Join(words, "-")
	return strings.Trim(name[:min(len(name), 40)], "-")
}

// writeSources prints feeds as YAML, or as JSON lines. A JSON string is a
// YAML string, whatever is in it.
func (a *app) writeSources(found []subscription) error {
	if !a.json {
		fmt.Fprintln(a.stdout, "sources:")
	}
	for _, s := range found {
		if a.json {
			if err := a.writeJSON(s); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(a.stdout, "  - name: %s\n", s.Name)
		for _, kv := range [][2]string{{"title", s.Title}, {"url", s.URL}, {"site", s.Site}} {
			if kv[1] == "" {
				continue
			}
			quoted, err := json.Marshal(kv[1])
			if err != nil {
				return err
			}
			fmt.Fprintf(a.stdout, "    %s: %s\n", kv[0], quoted)
		}
	}
	return nil
}
