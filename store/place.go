package store

import (
	"encoding/binary"
	"fmt"
	"time"
)

// placeLen is the length of a place: source 4, received 6, seq 5.
const placeLen = 15

// newPlace returns the place of an article of source that was received at t
// and got seq as its first place in the log.
func newPlace(source uint32, t time.Time, seq uint64) []byte {
	k := make([]byte, 0, placeLen)
	k = binary.BigEndian.AppendUint32(k, source)
	k = append48(k, millis(t))
	return append(k, byte(seq>>32), byte(seq>>24), byte(seq>>16), byte(seq>>8), byte(seq))
}

// lowPlace sorts before all places of source at t and later.
func lowPlace(source uint32, t time.Time) []byte {
	return append48(be32(source), millis(t))
}

func append48(k []byte, n uint64) []byte {
	return append(k, byte(n>>40), byte(n>>32), byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
}

// millis clamps t to what a place can hold: 1970 to the year 10889.
func millis(t time.Time) uint64 {
	return uint64(min(max(t.UnixMilli(), 0), 1<<48-1))
}

func placeSource(place []byte) uint32 { return binary.BigEndian.Uint32(place) }

// placeMillis returns the Unix milliseconds in place.
func placeMillis(place []byte) int64 {
	return int64(binary.BigEndian.Uint64(place[2:10]) & (1<<48 - 1))
}

func checkPlace(place []byte) error {
	if len(place) != placeLen {
		return fmt.Errorf("place of %d bytes: %w", len(place), ErrCorrupt)
	}
	return nil
}
