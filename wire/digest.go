package wire

import (
	"encoding/binary"
	"hash"
)

// A digest hashes lists of fields so that no two lists give the same bytes:
// their number, and before each field its length, in bytes. It gathers them in
// blocks, as most fields are short; it is made for each entry of each new
// document.
type digest struct {
	h     hash.Hash
	block [1 << 10]byte
	n     int // bytes of block
}

// put adds a list of fields.
func (d *digest) put(fields ...string) {
	d.number(len(fields))
	for _, s := range fields {
		d.number(len(s))
		d.write(s)
	}
}

func (d *digest) number(n int) {
	if d.n+8 > len(d.block) {
		d.flush()
	}
	binary.BigEndian.PutUint64(d.block[d.n:], uint64(n))
	d.n += 8
}

func (d *digest) write(s string) {
	for len(s) > 0 {
		if d.n == len(d.block) {
			d.flush()
		}
		n := copy(d.block[d.n:], s)
		d.n += n
		s = s[n:]
	}
}

func (d *digest) flush() {
	d.h.Write(d.block[:d.n])
	d.n = 0
}

// sum ends the digest.
func (d *digest) sum() Sum {
	d.flush()
	return Sum(d.h.Sum(d.block[:0])[:len(Sum{})])
}
