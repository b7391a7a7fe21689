package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"mime"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/datelinewire/dateline/ingest/copydesk"
	"github.com/datelinewire/dateline/ingest/document"
	"github.com/datelinewire/dateline/ingest/markup"
	"github.com/datelinewire/dateline/wire"
)

// Plain makes the article of a plain-text document: one in the shape
// "[HEADLINE] date YYYY-MM-DD DATELINE LEAD" (design.md §2), or any text that
// the cover says is text/plain. False means that data is neither, and then
// nobody should read it as copy.
func (sh *Shaper) Plain(data []byte, src wire.Source, c Cover) (*Shaped, bool) {
	if !utf8.Valid(data) {
		return nil, false
	}
	text := string(data)
	cp, ok := copydesk.ParseText(text)
	if !ok {
		if t, _, err := mime.ParseMediaType(c.ContentType); err != nil || t != "text/plain" || strings.TrimSpace(text) == "" {
			return nil, false
		}
		cp = copydesk.ParsePlain(text, time.Time{})
	}
	undated := cp.Date.IsZero()
	if undated {
		cp.Date = c.Received
		if src.Zone != nil {
			cp.Date = cp.Date.In(src.Zone)
		}
	}
	cp.Language = src.Language
	a, spans, _ := sh.reader(src.Agency).Read(cp)
	sum := sha256.Sum256(data)
	key := hex.EncodeToString(sum[:])
	a.ID, a.Source, a.EntryID = wire.NewID(src.Name, key), src.Name, key
	a.HTML = markup.Escape(a.Text())
	// The day is printed, the hour is not: the time first seen stands in for it.
	a.Published, a.Received, a.Undated, a.Version = c.Received.UTC(), c.Received.UTC(), true, 1
	if a.Status == "" {
		a.Status = wire.StatusUsable
	}
	return &Shaped{
		Format:  "text",
		Filings: []wire.Filing{{Article: &a, Raw: data}},
		Spans:   [][]copydesk.Span{spans},
		Tally:   wire.Tally{Entries: 1},
		entries: []document.Entry{{}},
	}, true
}
