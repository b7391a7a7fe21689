package samplewire

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// A document is one feed, rendered.
type document struct {
	base     string
	changed  time.Time
	mime     string
	plain    []byte
	gzip     []byte
	etag     string // of plain
	gzipETag string
}

// rendered is the document of b for readers who reach the service at base.
func (b *bureau) rendered(base string) *document {
	if b.edition != nil && b.edition.base == base {
		return b.edition
	}
	d := &document{base: base, changed: b.changed}
	switch b.Format {
	case RSS:
		d.mime, d.plain = "application/rss+xml; charset=utf-8", b.rss(base)
	case Atom:
		d.mime, d.plain = "application/atom+xml; charset=utf-8", b.atom(base)
	case RDF:
		d.mime, d.plain = "application/rdf+xml; charset=utf-8", b.rdf(base)
	case JSON:
		d.mime, d.plain = "application/feed+json", b.jsonFeed(base)
	}
	d.gzip = pack(d.plain)
	d.etag, d.gzipETag = etag(d.plain), etag(d.gzip)
	b.edition = d
	return d
}

// pack is gzip of data. It does not fail: it writes to memory.
func pack(data []byte) []byte {
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	z.Write(data)
	z.Close()
	return buf.Bytes()
}

// etag is the strong validator of these bytes.
func etag(data []byte) string {
	sum := sha256.Sum256(data)
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}
