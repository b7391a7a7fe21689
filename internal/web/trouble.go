package web

import (
	"bytes"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/datelinewire/dateline/feed"
	"github.com/datelinewire/dateline/wire"
)

// The operator's feed of source troubles. No topic can have its name, and no
// reader of topics ever sees it.
const (
	troubleName = "_sources"
	troublePath = "/feeds/" + troubleName + ".atom"
)

// serveTrouble answers the operator's feed: an entry for each source that is in
// trouble, for as long as it is, under one id as long as it is the same
// trouble.
func (s *site) serveTrouble(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		s.notAllowed(w, r, "trouble")
		return
	}
	st, err := s.status()
	if err != nil {
		s.unavailable(w, r, "trouble", err)
		return
	}
	e := troubles(st.Sources, s.origin+"/status")
	writer := *s.Writer
	writer.Sources = map[string]wire.Source{troubleName: {Name: troubleName, Title: s.title, Rights: wire.Rights{Publish: wire.ExtentFull}}}
	var b bytes.Buffer
	if err := writer.Write(&b, e, feed.Atom); err != nil {
		s.unavailable(w, r, "trouble", err)
		return
	}
	newDocument(b.Bytes(), feed.Atom.ContentType(), cachePage, e.Updated).serveOnce(w, r)
}

// troubles makes an edition of the sources that are in trouble; their entries
// link to their rows on the page at status.
func troubles(sources []SourceStatus, status string) *wire.Edition {
	e := &wire.Edition{Topic: wire.Topic{Name: troubleName, Title: "Source troubles"}}
	for _, src := range sources {
		if a := trouble(src); a != nil {
			a.URL = status + "#source-" + url.PathEscape(src.Name)
			e.Articles = append(e.Articles, a)
			if a.Received.After(e.Updated) {
				e.Updated = a.Received
			}
		}
	}
	slices.SortStableFunc(e.Articles, func(a, b *wire.Article) int { return b.Received.Compare(a.Received) })
	return e
}

// trouble is the entry of one source; nil when it is well.
func trouble(src SourceStatus) *wire.Article {
	what := map[State]string{
		StateFailing: "fails", StateDead: "has never answered with a feed",
		StateGone: "is withdrawn", StateSilent: "is silent",
	}[src.State]
	if what == "" {
		return nil
	}
	since := src.Since.UTC()
	id := wire.NewID(troubleName, src.Name+"\x00"+string(src.State)+"\x00"+since.Format(time.RFC3339Nano))
	body := src.Error
	if body == "" {
		body = src.Words
	}
	return &wire.Article{
		ID: id, Source: troubleName, EntryID: id, Status: wire.StatusUsable, Version: 1,
		Headline: src.Title + " " + what,
		Lead:     body,
		HTML:     fmt.Sprintf("<p>%s</p><p>Source %s, %s</p>", html.EscapeString(body), html.EscapeString(src.Name), html.EscapeString(src.URL)),
		Date:     since.Format(time.DateOnly), Published: since, Received: since,
	}
}
