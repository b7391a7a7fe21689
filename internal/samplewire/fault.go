package samplewire

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A Fault is a way in which a source can be broken.
type Fault string

// The faults. The zero value is none.
const (
	FaultNotFound  Fault = "404"
	FaultGone      Fault = "410"
	FaultLimited   Fault = "429"       // with Retry-After: 120
	FaultServer    Fault = "500"       //
	FaultBusy      Fault = "503"       // with Retry-After: 120
	FaultHTML      Fault = "html"      // a page, with a link to the feed it replaces
	FaultEmpty     Fault = "empty"     // 200 and no byte
	FaultEndless   Fault = "endless"   // a document that goes on
	FaultRubbish   Fault = "rubbish"   // bytes that are nothing
	FaultSlow      Fault = "slow"      // the right document, some bytes a second
	FaultTruncated Fault = "truncated" // the first half of the document, said to be all
	FaultCut       Fault = "cut"       // the connection ends in the middle of the document
	FaultBare      Fault = "bare"      // the right document without validators and gzip
)

// Faults lists all of them.
func Faults() []Fault {
	return []Fault{FaultNotFound, FaultGone, FaultLimited, FaultServer, FaultBusy, FaultHTML, FaultEmpty,
		FaultEndless, FaultRubbish, FaultSlow, FaultTruncated, FaultCut, FaultBare}
}

// Fault breaks a path from now on; the empty Fault mends it.
func (w *Wire) Fault(path string, f Fault) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if f == "" {
		delete(w.faults, path)
		return
	}
	w.faults[path] = f
}

// Bounds of the faults that would not end by themselves. Each ends at once
// when the reader goes away.
const (
	endlessBytes = 1 << 30                // enough for any limit a reader may have
	slowPiece    = 64                     // bytes
	slowPause    = 250 * time.Millisecond // between pieces
)

// fail answers in the manner of the fault. d is the document that should have
// been served; nil at a path that is no feed.
func fail(w http.ResponseWriter, r *http.Request, f Fault, d *document) {
	if d == nil {
		d = &document{mime: "text/html; charset=utf-8", plain: []byte(strings.Repeat("<p>A page.</p>\n", 100))}
	}
	w.Header().Set("Content-Type", d.mime)
	switch f {
	case FaultHTML:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, `<!doctype html><html><head><title>We moved</title><link rel="alternate" type="`+
			strings.TrimSuffix(d.mime, "; charset=utf-8")+`" href="`+r.URL.EscapedPath()+`"></head><body><p>Our feeds have moved.</p></body></html>`)
	case FaultEmpty:
		w.WriteHeader(http.StatusOK)
	case FaultEndless:
		endless(w, d)
	case FaultRubbish:
		w.Write(rubbish(4096))
	case FaultSlow:
		slow(w, r, d.plain)
	case FaultTruncated:
		w.Write(d.plain[:len(d.plain)/2])
	case FaultCut:
		w.Header().Set("Content-Length", strconv.Itoa(len(d.plain)))
		w.Write(d.plain[:len(d.plain)/2])
		panic(http.ErrAbortHandler) // the way net/http has for this
	case FaultBare:
		w.Write(d.plain)
	default:
		status, err := strconv.Atoi(string(f))
		if err != nil {
			status = http.StatusInternalServerError
		}
		if status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable {
			w.Header().Set("Retry-After", "120")
		}
		http.Error(w, http.StatusText(status), status)
	}
}

// endless writes the document's beginning and then its middle over and over.
func endless(w http.ResponseWriter, d *document) {
	half := d.plain[:len(d.plain)/2]
	sent, err := w.Write(half)
	for sent < endlessBytes && err == nil {
		var n int
		n, err = io.WriteString(w, strings.Repeat(" and so on", 1000))
		sent += n
	}
}

// slow writes data in small pieces.
func slow(w http.ResponseWriter, r *http.Request, data []byte) {
	out := http.NewResponseController(w)
	for len(data) > 0 {
		n := min(slowPiece, len(data))
		if _, err := w.Write(data[:n]); err != nil {
			return
		}
		data = data[n:]
		out.Flush() // where it cannot, the pieces come together
		select {
		case <-r.Context().Done():
			return
		case <-time.After(slowPause):
		}
	}
}

// rubbish is n bytes that are no text in any encoding, the same every time.
func rubbish(n int) []byte {
	out := make([]byte, n)
	x := uint32(2463534242)
	for i := range out {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
		out[i] = byte(x)
	}
	return out
}
