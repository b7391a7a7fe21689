package document

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"

	"github.com/datelinewire/dateline/ingest/link"
)

// maxPage bounds how much of an HTML page is looked at for the feeds it
// advertises: they stand in its head, or soon after.
const maxPage = 512 << 10

// maxAdvertised bounds the feeds named of a page.
const maxAdvertised = 10

// notFeed is the error for bytes in which there is no feed.
func notFeed(b []byte, c *cut, base string) *NotFeed {
	e := &NotFeed{Kind: "text"}
	switch start := bytes.TrimLeft(b, " \t\r\n"); {
	case bytes.Contains(bytes.ToLower(start[:min(len(start), 1024)]), []byte("<opml")):
		e.Kind = "opml"
	case c.html || hasDoctypeHTML(start):
		e.Kind = "html"
		e.readLinks(b, base)
	case start[0] == '{' || start[0] == '[':
		e.Kind = "json"
	case start[0] == '<':
		e.Kind = "xml"
		if bytes.Contains(bytes.ToLower(start[:min(len(start), 4096)]), []byte("<head")) {
			e.Kind = "html"
			e.readLinks(b, base)
		}
	}
	return e
}

func hasDoctypeHTML(b []byte) bool {
	return len(b) > 14 && bytes.EqualFold(b[:14], []byte("<!doctype html"))
}

// readLinks reads the link elements of a page: the feeds it names (HTML
// §4.6.7.1), and its hub and topic (WebSub §4).
func (e *NotFeed) readLinks(b []byte, base string) {
	z := html.NewTokenizer(bytes.NewReader(b[:min(len(b), maxPage)]))
	z.SetMaxBuf(maxPage)
	head := true
	for len(e.Advertised) < maxAdvertised {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.StartTagToken, html.SelfClosingTagToken:
		default:
			continue
		}
		t := z.Token()
		at := map[string]string{}
		for _, a := range t.Attr[:min(len(t.Attr), maxAttrs)] {
			at[a.Key] = a.Val
		}
		switch t.Data {
		case "base":
			base = link.Rebase(base, at["href"])
		case "body":
			head = false
		case "link": // feeds in the body too, where sloppy pages have them; not hubs, which readers' comments could name there
			if u := link.Resolve(base, at["href"]); head && hasWord(at["rel"], "hub") && e.Hub == "" {
				e.Hub = u
			} else if head && hasWord(at["rel"], "self") && e.Self == "" {
				e.Self = u
			}
			typ, _, _ := strings.Cut(strings.ToLower(at["type"]), ";")
			if !hasWord(at["rel"], "alternate") && !hasWord(at["rel"], "feed") || hasWord(at["rel"], "stylesheet") {
				continue
			}
			if typ = strings.TrimSpace(typ); typ == "" && hasWord(at["rel"], "feed") {
				typ = "application/xml"
			}
			switch typ {
			case "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "text/xml", "application/xml":
				u := link.Resolve(base, at["href"])
				if u == "" { // better as printed than not at all
					u = strings.TrimSpace(limit(at["href"]))
				}
				e.Advertised = appendNew(e.Advertised, u)
			}
		}
	}
}

func hasWord(s, word string) bool {
	for _, w := range strings.Fields(s) {
		if strings.EqualFold(w, word) {
			return true
		}
	}
	return false
}
