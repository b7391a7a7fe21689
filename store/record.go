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
//	format    byte     1
//	flags     byte     1 undated
//	sum       16       wire.Article.Sum
//	stamp     int64 s, uint32 ns   wire.Article.Stamp
//	received  int64 s, uint32 ns   of the first version
//	revised   int64 s, uint32 ns   when this text was received; the zero time for the first
//	seq       uint64   place in the change log; 0 in the history
//	version   uint32   of this text
//	top       uint32   highest version given to the article; 0 in the history
//	id        byte length, then the article's ID
//	packed    zstd frame of: uint32 length, CBOR (article.go), raw entry
//
// The header is not compressed, since committing needs no more than that. What
// is known only inside the transaction stands in the header, so the rest can be
// packed before it.
const (
	recordFormat = 1
	headerLen    = 1 + 1 + 16 + 12 + 12 + 12 + 8 + 4 + 4 + 1

	flagUndated = 1
)

// maxID bounds an ID in bytes: its length is one byte, and bbolt holds keys of
// any length we could need below that.
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
	b = append(b, recordFormat, flags)
	b = append(b, h.sum[:]...)
	b = appendTime(b, h.stamp)
	b = appendTime(b, h.received)
	b = appendTime(b, h.revised)
	b = binary.BigEndian.AppendUint64(b, h.seq)
	b = binary.BigEndian.AppendUint32(b, h.version)
	b = binary.BigEndian.AppendUint32(b, h.top)
	b = append(b, byte(len(h.id)))
	return append(b, h.id...)
}

// parseHeader reads the header of a record and returns the packed rest, which
// shares memory with b; the header does not.
func parseHeader(b []byte) (h header, packed []byte, err error) {
	if len(b) < headerLen {
		return h, nil, fmt.Errorf("record of %d bytes: %w", len(b), ErrCorrupt)
	}
	if b[0] != recordFormat {
		return h, nil, fmt.Errorf("record of format %d: %w", b[0], ErrCorrupt)
	}
	h.undated = b[1]&flagUndated != 0
	copy(h.sum[:], b[2:18])
	h.stamp = parseTime(b[18:30])
	h.received = parseTime(b[30:42])
	h.revised = parseTime(b[42:54])
	h.seq = binary.BigEndian.Uint64(b[54:])
	h.version = binary.BigEndian.Uint32(b[62:])
	h.top = binary.BigEndian.Uint32(b[66:])
	n := int(b[70])
	if len(b) < headerLen+n {
		return h, nil, fmt.Errorf("record cut in its ID: %w", ErrCorrupt)
	}
	h.id = string(b[headerLen : headerLen+n])
	return h, b[headerLen+n:], nil
}

func appendTime(b []byte, t time.Time) []byte {
	b = binary.BigEndian.AppendUint64(b, uint64(t.Unix()))
	return binary.BigEndian.AppendUint32(b, uint32(t.Nanosecond()))
}

func parseTime(b []byte) time.Time {
	sec, nsec := int64(binary.BigEndian.Uint64(b)), int64(binary.BigEndian.Uint32(b[8:]))
	return time.Unix(sec, nsec%1e9).UTC()
}

// latest is when the text of h was received.
func (h *header) latest() time.Time {
	if h.revised.After(h.received) {
		return h.revised
	}
	return h.received
}
