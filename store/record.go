package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/datelinewire/dateline/wire"
)

// A record is one text of one article:
//
//	format    byte      1
//	flags     byte      1 undated, 2 revised
//	sum       16 bytes  wire.Article.Sum
//	stamp     time      wire.Article.Stamp
//	received  time      of the first version
//	revised   time      when this text was received; only with its flag
//	seq       uvarint   place in the change log; 0 in the history
//	version   uvarint   of this text
//	top       uvarint   highest version given to the article; 0 in the history
//	id        uvarint length, then the article's ID
//	packed    zstd frame (dictionary 1) of: uint32 length, raw entry, CBOR (article.go)
//
// where a time is a varint of seconds since 1970 and a uvarint of nanoseconds.
// The header is not compressed, since committing needs no more than that. What
// is known only inside the transaction stands in the header, so the rest can be
// packed before it.
const (
	recordFormat = 1

	flagUndated = 1
	flagRevised = 2

	// headerRoom is what a header needs at most, without the ID.
	headerRoom = 2 + 16 + 3*2*binary.MaxVarintLen64 + 4*binary.MaxVarintLen64
)

// maxID bounds an ID in bytes: those that wire.NewID makes have 16.
const maxID = 128

// ErrCorrupt is wrapped by all errors about bytes in the file that this
// package did not write.
var ErrCorrupt = errors.New("corrupt record")

type header struct {
	undated  bool
	sum      wire.Sum
	stamp    time.Time
	received time.Time
	revised  time.Time
	seq      uint64
	version  uint32
	top      uint32
	id       string
}

// appendHeader appends h to b.
func appendHeader(b []byte, h *header) []byte {
	var flags byte
	if h.undated {
		flags |= flagUndated
	}
	if !h.revised.IsZero() {
		flags |= flagRevised
	}
	b = append(b, recordFormat, flags)
	b = append(b, h.sum[:]...)
	b = appendTime(b, h.stamp)
	b = appendTime(b, h.received)
	if !h.revised.IsZero() {
		b = appendTime(b, h.revised)
	}
	b = binary.AppendUvarint(b, h.seq)
	b = binary.AppendUvarint(b, uint64(h.version))
	b = binary.AppendUvarint(b, uint64(h.top))
	b = binary.AppendUvarint(b, uint64(len(h.id)))
	return append(b, h.id...)
}

// parseHeader reads the header of a record and returns the packed rest, which
// shares memory with b; the header does not.
func parseHeader(b []byte) (h header, packed []byte, err error) {
	if len(b) < 2+len(h.sum) {
		return h, nil, fmt.Errorf("record of %d bytes: %w", len(b), ErrCorrupt)
	}
	if b[0] != recordFormat {
		return h, nil, fmt.Errorf("record of format %d: %w", b[0], ErrCorrupt)
	}
	flags := b[1]
	r := reader{rest: b[2+copy(h.sum[:], b[2:]):]}
	h.undated = flags&flagUndated != 0
	h.stamp = r.time()
	h.received = r.time()
	if flags&flagRevised != 0 {
		h.revised = r.time()
	}
	h.seq = r.uvarint(1<<64 - 1)
	h.version = uint32(r.uvarint(1<<32 - 1))
	h.top = uint32(r.uvarint(1<<32 - 1))
	n := int(r.uvarint(maxID))
	if r.bad || n > len(r.rest) {
		return h, nil, fmt.Errorf("record with a broken header: %w", ErrCorrupt)
	}
	h.id = string(r.rest[:n])
	return h, r.rest[n:], nil
}

// A reader reads numbers off rest until one is bad.
type reader struct {
	rest []byte
	bad  bool
}

func (r *reader) uvarint(limit uint64) uint64 {
	n, w := binary.Uvarint(r.rest)
	if w <= 0 || n > limit {
		r.bad = true
		return 0
	}
	r.rest = r.rest[w:]
	return n
}

func (r *reader) time() time.Time {
	sec, w := binary.Varint(r.rest)
	if w <= 0 {
		r.bad = true
		return time.Time{}
	}
	r.rest = r.rest[w:]
	return time.Unix(sec, int64(r.uvarint(1e9-1))).UTC()
}

func appendTime(b []byte, t time.Time) []byte {
	b = binary.AppendVarint(b, t.Unix())
	return binary.AppendUvarint(b, uint64(t.Nanosecond()))
}

// latest is when the text of h was received.
func (h *header) latest() time.Time {
	if h.revised.After(h.received) {
		return h.revised
	}
	return h.received
}
