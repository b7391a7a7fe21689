package store

import (
	"bytes"
	_ "embed"
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

// window is how far back in a record zstd looks, in bytes. It is more than
// nearly all records have, and each encoder holds that much: with the 4 MiB that
// is usual, half of what a first round needs.
const window = 512 << 10

// dictionary1 is text that entries and articles have in common, which zstd may
// refer to as if it stood before each of them: it saves an eighth of the file
// (feeds repeat their wrapping in every entry). It belongs to format 1 of the
// records and is never changed; a better one is a new format.
//
//go:embed data/dictionary1.txt
var dictionary1 []byte

// A codec packs and unpacks the compressed part of records. It is safe for
// concurrent use; at most GOMAXPROCS calls of each kind run at once, the
// others wait, so that its memory stays bounded.
type codec struct {
	enc     *zstd.Encoder
	dec     *zstd.Decoder
	cborEnc cbor.UserBufferEncMode
	cborDec cbor.DecMode
	scratch sync.Pool // of *bytes.Buffer, for plain records
	limit   int       // bytes of a record, unpacked
}

// newCodec returns a codec for records that unpack to at most limit bytes.
func newCodec(limit int) (*codec, error) {
	n := runtime.GOMAXPROCS(0)
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest),
		zstd.WithEncoderConcurrency(n), zstd.WithLowerEncoderMem(true), zstd.WithWindowSize(window),
		zstd.WithEncoderDictRaw(recordFormat, dictionary1))
	if err != nil {
		return nil, fmt.Errorf("zstd: %w", err)
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(n),
		zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(uint64(limit)),
		zstd.WithDecoderDictRaw(recordFormat, dictionary1))
	if err != nil {
		return nil, fmt.Errorf("zstd: %w", err)
	}
	c := &codec{enc: enc, dec: dec, limit: limit}
	c.scratch.New = func() any { return new(bytes.Buffer) }
	c.cborEnc, c.cborDec, err = cborModes()
	return c, err
}

func (c *codec) close() {
	c.dec.Close()
	c.enc.Close() // writes nothing: there is no stream
}

// pack returns the compressed part of the record of a and its raw entry: a
// zstd frame of the length of raw (uint32), raw, and the CBOR. Raw comes first
// since the article is made of it, and so is found in it.
func (c *codec) pack(a *wire.Article, raw []byte) ([]byte, error) {
	buf := c.scratch.Get().(*bytes.Buffer)
	defer func() {
		if buf.Cap() <= keepBuffer {
			c.scratch.Put(buf)
		}
	}()
	buf.Reset()
	buf.Write(be32(uint32(len(raw))))
	buf.Write(raw)
	if err := c.cborEnc.MarshalToBuffer(fromArticle(a), buf); err != nil {
		return nil, fmt.Errorf("article %s: %w", a.ID, err)
	}
	if buf.Len() > c.limit {
		return nil, fmt.Errorf("article %s: %d bytes are too many", a.ID, buf.Len())
	}
	return c.enc.EncodeAll(buf.Bytes(), make([]byte, 0, buf.Len()/3)), nil
}

// unpack returns the raw entry and the CBOR of the article of a record, in
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
		return nil, nil, fmt.Errorf("unpack: raw entry of %d bytes in %d: %w", n, len(plain), ErrCorrupt)
	}
	return plain[n:], plain[:n:n], nil
}

// decode returns the article with the header h whose CBOR is text.
func (c *codec) decode(text []byte, source string, h *header) (*wire.Article, error) {
	var r article
	if err := c.cborDec.Unmarshal(text, &r); err != nil {
		return nil, fmt.Errorf("article %s: %v: %w", h.id, err, ErrCorrupt)
	}
	return r.article(source, h), nil
}
