package ingest

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/datelinewire/dateline/ingest/document"
	"github.com/datelinewire/dateline/ingest/fetch"
)

// Kinds of failure beside those of package fetch.
const (
	kindStatus  = "status"  // 4xx
	kindServer  = "server"  // 5xx
	kindBusy    = "busy"    // 429, 503
	kindGone    = "gone"    // 410
	kindParse   = "parse"   // no feed, or one that cannot be read
	kindUnknown = "unknown" // nothing comes back, and nobody can say whose fault that is
)

// A StatusError is an answer that is neither a document nor a 304.
type StatusError struct {
	Status     int
	URL        string
	RetryAfter time.Duration
	Location   bool // it redirects to nowhere
}

func statusError(a *fetch.Answer) error {
	return &StatusError{Status: a.Status, URL: a.URL, RetryAfter: a.RetryAfter}
}

// Error says what the status means for who runs the daemon.
func (e *StatusError) Error() string {
	host := hostOf(e.URL)
	switch e.Status {
	case http.StatusGone:
		return fmt.Sprintf("%s: %v; it is not asked any more: take the source out of the configuration, or find its new address", host, ErrGone)
	case http.StatusNotFound:
		return fmt.Sprintf("%s has nothing at this address (404); look for the feed's new address with 'dateline sources discover'", host)
	case http.StatusUnauthorized, http.StatusProxyAuthRequired:
		return fmt.Sprintf("%s wants a name and password (%d), for which the configuration has no place; ask the publisher for a feed without", host, e.Status)
	case http.StatusForbidden, http.StatusUnavailableForLegalReasons:
		return fmt.Sprintf("%s refuses to answer us (%d); ask the publisher to let our User-Agent in", host, e.Status)
	case http.StatusTooManyRequests:
		return fmt.Sprintf("%s finds us too frequent (429)%s; a larger 'every' for its sources helps", host, e.patience())
	case http.StatusServiceUnavailable:
		return fmt.Sprintf("%s is not available at the moment (503)%s", host, e.patience())
	case http.StatusNotModified:
		return fmt.Sprintf("%s answered 304 (not modified) though we had named nothing to compare with; tell the publisher", host)
	case http.StatusPartialContent:
		return fmt.Sprintf("%s sent a part of the document (206) though we had asked for the whole; tell the publisher", host)
	}
	text := strings.ToLower(http.StatusText(e.Status))
	switch {
	case e.Status >= 500:
		return fmt.Sprintf("%s has a fault of its own (%d %s); it is asked again later", host, e.Status, text)
	case e.Status >= 400:
		return fmt.Sprintf("%s does not like the question (%d %s); look whether the address is right", host, e.Status, text)
	case e.Status >= 300:
		return fmt.Sprintf("%s redirects (%d) but does not say where to; tell the publisher", host, e.Status)
	}
	return fmt.Sprintf("%s answered %d %s, which is no document", host, e.Status, text)
}

func (e *StatusError) patience() string {
	if e.RetryAfter <= 0 {
		return ""
	}
	return fmt.Sprintf(" and asks for %v of patience, which it gets", e.RetryAfter.Round(time.Second))
}

// kindOf sorts the failures of a visit.
func kindOf(err error, a *fetch.Answer) string {
	var fe *fetch.Error
	var se *StatusError
	switch {
	case errors.As(err, &fe):
		return string(fe.Kind)
	case errors.As(err, &se):
		switch {
		case se.Status == http.StatusGone:
			return kindGone
		case se.Status == http.StatusTooManyRequests, se.Status == http.StatusServiceUnavailable && se.RetryAfter > 0:
			return kindBusy
		case se.Status >= 500, se.Status == http.StatusRequestTimeout:
			return kindServer
		}
		return kindStatus
	}
	return kindParse
}

// kinds are what a document may be in place of a feed, in words.
var kinds = map[string]string{
	"opml": "a list of feeds (OPML)", "json": "JSON of another kind", "xml": "XML of another kind", "text": "plain text or something binary",
	"html": "a web page",
}

// words says what err means to who runs the daemon.
func words(err error, a *fetch.Answer) string {
	var nf *document.NotFeed
	if errors.As(err, &nf) && nf.Kind == "html" && len(nf.Advertised) == 0 {
		return fmt.Sprintf("%s answered with a web page, not a feed; look for its feed with 'dateline sources discover'", hostOf(a.URL))
	}
	if errors.As(err, &nf) && len(nf.Advertised) > 0 {
		return fmt.Sprintf("%s answered with a web page, not a feed; the page names this one: %s", hostOf(a.URL), nf.Advertised[0])
	}
	if errors.As(err, &nf) {
		return fmt.Sprintf("%s answered with %s, not a feed; look whether the address is right", hostOf(a.URL), kinds[nf.Kind])
	}
	if errors.Is(err, document.ErrEmpty) || errors.Is(err, ErrNoContent) {
		return fmt.Sprintf("%s answered with nothing in it; what was known stays", hostOf(a.URL))
	}
	if errors.Is(err, document.ErrTooLarge) {
		return fmt.Sprintf("the document of %s is too large; raise max_body if it is really a feed", hostOf(a.URL))
	}
	return err.Error()
}
