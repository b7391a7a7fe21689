package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"runtime"
	"sync"

	"github.com/datelinewire/dateline/wire"
	"github.com/fxamacker/cbor/v2"
	"github.com/klauspost/compress/zstd"
)

// maxUnpacked bounds what one record may unpack to, in bytes: several times the
// largest body that is read by default (16 MiB), since an article carries its
// text as paragraphs, as HTML and raw.
const maxUnpacked = 128 << 20

// keepBuffer is the largest scratch buffer that is kept for the next record;
// nearly all records are below a tenth of it.
const keepBuffer = 256 << 10

// A codec packs and unpacks the compressed part of records. It is safe for
// concurrent use; at most GOMAXPROCS calls of each kind run at once, the
// others wait, so that its memory stays bounded.
type codec struct {
	enc     *zstd.Encoder
	dec     *zstd.Decoder
	cborEnc cbor.UserBufferEncMode
	cborDec cbor.DecMode
	scratch sync.Pool // of *bytes.Buffer, for plain records
}

func newCodec() (*codec, error) {
	n := runtime.GOMAXPROCS(0)
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest),
		zstd.WithEncoderConcurrency(n), zstd.WithLowerEncoderMem(true))
	if err != nil {
		return nil, fmt.Errorf("zstd: %w", err)
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(n),
		zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(maxUnpacked))
	if err != nil {
		return nil, fmt.Errorf("zstd: %w", err)
	}
	c := &codec{enc: enc, dec: dec}
	c.scratch.New = func() any { return new(bytes.Buffer) }
	c.cborEnc, c.cborDec, err = cborModes()
	return c, err
}

func (c *codec) close() {
	c.dec.Close()
	c.enc.Close() // writes nothing: there is no stream
}

// pack returns the compressed part of the record of a and its raw entry: a
// zstd frame of the length of the CBOR (uint32), the CBOR, and raw.
func (c *codec) pack(a *wire.Article, raw []byte) ([]byte, error) {
	buf := c.scratch.Get().(*bytes.Buffer)
	defer func() {
		if buf.Cap() <= keepBuffer {
			c.scratch.Put(buf)
		}
	}()
	buf.Reset()
	buf.Write(make([]byte, 4))
	if err := c.cborEnc.MarshalToBuffer(fromArticle(a), buf); err != nil {
		return nil, fmt.Errorf("article %s: %w", a.ID, err)
	}
	n := buf.Len() - 4
	if n+len(raw)+4 > maxUnpacked {
		return nil, fmt.Errorf("article %s: %d bytes are too many", a.ID, n+len(raw))
	}
	binary.BigEndian.PutUint32(buf.Bytes(), uint32(n))
	buf.Write(raw)
	return c.enc.EncodeAll(buf.Bytes(), make([]byte, 0, buf.Len()/3)), nil
}

// unpack returns the CBOR of the article and the raw entry of a record, in
// fresh memory.
func (c *codec) unpack(packed []byte) (text, raw []byte, err error) {
	plain, err := c.dec.DecodeAll(packed, nil)
	if err != nil {
		return nil, nil, fmt.Errorf("unpack: %v: %w", err, ErrCorrupt)
	}
	if len(plain) < 4 {
		return nil, nil, fmt.Errorf("unpack: %d bytes: %w", len(plain), ErrCorrupt)
	}
	n := binary.BigEndian.Uint32(plain)
	plain = plain[4:]
	if uint64(n) > uint64(len(plain)) {
		return nil, nil, fmt.Errorf("unpack: text of %d bytes in %d: %w", n, len(plain), ErrCorrupt)
	}
	return plain[:n:n], plain[n:], nil
}

// decode returns the article with the header h whose CBOR is text.
func (c *codec) decode(text []byte, source string, h *header) (*wire.Article, error) {
	var r article
	if err := c.cborDec.Unmarshal(text, &r); err != nil {
		return nil, fmt.Errorf("article %s: %v: %w", h.id, err, ErrCorrupt)
	}
	return r.article(source, h), nil
}
