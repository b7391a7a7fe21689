package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// A document is a response ready to be sent: its body in one or more codings,
// with the header values each needs. The values are slices made once, because
// the hot path puts them into the header map as they are; nobody may change
// them. A document that is shared between requests has been pressed before.
type document struct {
	modified time.Time // whole seconds, UTC; zero when not known
	shown    time.Time // the latest Last-Modified that this or an older document was served with
	variants [codings]*variant

	contentType, cacheControl, lastModified, link, vary []string
}

// A variant is a document's body in one coding. Being other bytes it has an
// entity tag of its own (RFC 9110 §8.8.3.3).
type variant struct {
	body []byte
	etag string

	etags, length, coding []string
}

// How long a response may be reused without asking again.
const (
	// Feeds: a reader polls every few minutes at most, so this only spares
	// us crowds behind one cache; longer would hold back corrections.
	cacheFeed = "public, max-age=60"
	// Pages change with the feeds; going back in a browser should show the
	// news, and a 304 is cheap.
	cachePage = "public, max-age=15"
	// What says how things are right now.
	cacheNever = "no-store"
	// Files whose URL changes with their bytes.
	cacheForever = "public, max-age=31536000, immutable"
	// Files that change with a new release only.
	cacheDay = "public, max-age=86400"
)

// varyCoding is shared by all documents, for they all come in several codings.
var varyCoding = []string{"Accept-Encoding"}

// newDocument makes a document of body, which it keeps. Modified may be zero.
func newDocument(body []byte, contentType, cacheControl string, modified time.Time) *document {
	d := &document{contentType: []string{contentType}, cacheControl: []string{cacheControl}, vary: varyCoding}
	d.setModified(modified)
	d.variants[identity] = newVariant(body, identity)
	return d
}

func (d *document) setModified(t time.Time) {
	d.modified, d.lastModified = time.Time{}, nil
	if t.IsZero() {
		return
	}
	d.modified = t.UTC().Truncate(time.Second)
	d.lastModified = []string{d.modified.Format(http.TimeFormat)}
}

// varyBy names another header by which this path answers differently.
func (d *document) varyBy(header string) *document {
	d.vary = []string{varyCoding[0] + ", " + header}
	return d
}

func newVariant(body []byte, c coding) *variant {
	sum := sha256.Sum256(body)
	v := &variant{body: body, etag: `"` + hex.EncodeToString(sum[:12]) + `"`}
	v.etags = []string{v.etag}
	v.length = []string{strconv.Itoa(len(body))}
	if c != identity {
		v.coding = []string{c.name()}
	}
	return v
}

// leastPressed is the size in bytes below which compressing is not worth it:
// such a body fits into one packet as it is.
const leastPressed = 1200

// press makes the compressed variants, so that d can be shared. A variant
// that would not be smaller is left out, and identity is sent in its place.
func (d *document) press() *document {
	for c := identity + 1; c < codings; c++ {
		d.pressInto(c)
	}
	return d
}

// pressInto makes the variant in coding c when it is worth it.
func (d *document) pressInto(c coding) {
	body := d.variants[identity].body
	if len(body) < leastPressed || d.variants[c] != nil {
		return
	}
	if b := compress(body, c); len(b) < len(body) {
		d.variants[c] = newVariant(b, c)
	}
}

// compress writes to memory, which does not fail; equal bodies give equal
// bytes, so entity tags survive a restart.
func compress(body []byte, c coding) []byte {
	if c == zstandard {
		// One goroutine: the blocks, and so the bytes, do not depend on timing.
		enc, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false))
		if err != nil {
			return body
		}
		defer enc.Close()
		return enc.EncodeAll(body, make([]byte, 0, len(body)/4))
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(body); err != nil {
		return body
	}
	if err := z.Close(); err != nil {
		return body
	}
	return b.Bytes()
}

// serve answers a GET or HEAD with d and returns the status. A document that
// is shared must have been pressed. The most it sets are eight headers, and
// feeds have all eight: a ninth makes Go's map of them a table and costs six
// percent of the requests per second (BenchmarkAgainstBare).
func (d *document) serve(w http.ResponseWriter, r *http.Request) int {
	v := d.variants[negotiate(r.Header["Accept-Encoding"])]
	if v == nil {
		v = d.variants[identity]
	}
	h := w.Header()
	h["Etag"] = v.etags
	h["Vary"] = d.vary
	h["Cache-Control"] = d.cacheControl
	if code := precondition(r, v.etag, d.modified); code != 0 {
		w.WriteHeader(code)
		return code
	}
	h["Content-Type"] = d.contentType
	h["Content-Length"] = v.length
	if v.coding != nil {
		h["Content-Encoding"] = v.coding
	}
	if d.lastModified != nil {
		h["Last-Modified"] = d.lastModified
	}
	if d.link != nil {
		h["Link"] = d.link
	}
	if r.Method == http.MethodHead {
		w.WriteHeader(http.StatusOK)
		return http.StatusOK
	}
	w.Write(v.body) // an error means the reader has gone
	return http.StatusOK
}

// serveOnce answers with a document made for this request alone: only the
// variant that is wanted is made.
func (d *document) serveOnce(w http.ResponseWriter, r *http.Request) int {
	if c := negotiate(r.Header["Accept-Encoding"]); c != identity {
		d.pressInto(c)
	}
	return d.serve(w, r)
}
