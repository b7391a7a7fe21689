package fetch

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// acceptEncoding is what decode understands.
const acceptEncoding = "gzip, zstd"

// maxLayers bounds encodings on top of each other; two happen by accident.
const maxLayers = 2

// zstdWindow bounds what a zstd frame may make us hold while unpacking (RFC
// 8878 §3.1.1.1.2 recommends 8 MB to decoders).
const zstdWindow = 8 << 20

// ErrTooLarge is wrapped by errors about bodies beyond their limit.
var ErrTooLarge = errors.New("body is too large")

// ErrEncoding is wrapped by errors about bodies that cannot be unpacked.
var ErrEncoding = errors.New("body cannot be unpacked")

// decode reads body, unpacks it as its Content-Encoding says, and returns at
// most limit bytes; one more is ErrTooLarge, however small it was packed.
// A body labelled gzip that is not packed at all is taken as it is, and one
// that is packed without a label is unpacked: both are met in the wild.
// Before there is more than smallBody of it, room is waited for.
func decode(body io.Reader, encoding string, limit int64, size int64, pools *unpackers, room func() error) ([]byte, error) {
	r := bufio.NewReaderSize(body, 4<<10)
	labels := strings.FieldsFunc(strings.ToLower(encoding), func(c rune) bool { return c == ',' || c == ' ' })
	if len(labels) > maxLayers {
		return nil, fmt.Errorf("%w: %d encodings on top of each other", ErrEncoding, len(labels))
	}
	for _, l := range labels {
		if l != "identity" && l != "none" && l != "utf-8" && !strings.HasSuffix(l, "gzip") && l != "zstd" {
			return nil, fmt.Errorf("%w: it is encoded as %q, which was not asked for", ErrEncoding, l)
		}
	}
	for range maxLayers {
		magic, _ := r.Peek(4)
		var u io.ReadCloser
		var err error
		switch {
		case bytes.HasPrefix(magic, []byte{0x1f, 0x8b, 8}):
			u, err = pools.gzip(r)
		case bytes.Equal(magic, []byte{0x28, 0xb5, 0x2f, 0xfd}):
			u, err = pools.zstd(r)
		default:
			return readAll(r, limit, size, room)
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %v", ErrEncoding, err)
		}
		defer u.Close()
		size *= 5 // what feeds pack to, and room: growing costs more than it wastes
		r = bufio.NewReaderSize(&unpackReader{u}, 4<<10)
	}
	return readAll(r, limit, size, room)
}

// An unpackReader marks errors of the unpacker, but for those that came from
// the connection below it.
type unpackReader struct{ r io.Reader }

func (u *unpackReader) Read(b []byte) (int, error) {
	n, err := u.r.Read(b)
	if err == nil || err == io.EOF {
		return n, err
	}
	var below *readError
	if errors.As(err, &below) || errors.Is(err, ErrEncoding) {
		return n, err
	}
	return n, fmt.Errorf("%w: %w", ErrEncoding, err)
}

// readAll reads r to its end, limit bytes at most. Size is a guess, or -1.
func readAll(r io.Reader, limit, size int64, room func() error) ([]byte, error) {
	const least = 8 << 10
	size = min(max(size+bytes.MinRead, least), limit+bytes.MinRead)
	buf := bytes.NewBuffer(make([]byte, 0, min(size, smallBody)))
	n, err := buf.ReadFrom(io.LimitReader(r, min(limit+1, smallBody)))
	if err == nil && n == smallBody && n <= limit {
		if err = room(); err == nil {
			buf.Grow(int(max(size-n, bytes.MinRead)))
			var more int64
			more, err = buf.ReadFrom(io.LimitReader(r, limit+1-n))
			n += more
		}
	}
	if err != nil {
		return nil, err
	}
	if n > limit {
		return nil, fmt.Errorf("%w: more than %d bytes unpacked", ErrTooLarge, limit)
	}
	return buf.Bytes(), nil
}

// unpackers keeps decoders for the next body; making one costs more than a
// small feed does.
type unpackers struct{ gz, zs sync.Pool }

func (p *unpackers) gzip(r io.Reader) (io.ReadCloser, error) {
	z, ok := p.gz.Get().(*gzip.Reader)
	if !ok {
		z = new(gzip.Reader)
	}
	if err := z.Reset(r); err != nil {
		return nil, err
	}
	return pooled{z, func() { p.gz.Put(z) }}, nil
}

func (p *unpackers) zstd(r io.Reader) (io.ReadCloser, error) {
	z, ok := p.zs.Get().(*zstd.Decoder)
	if !ok {
		var err error
		z, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(zstdWindow))
		if err != nil {
			return nil, err
		}
	}
	if err := z.Reset(r); err != nil {
		return nil, err
	}
	return pooled{z, func() { _ = z.Reset(nil); p.zs.Put(z) }}, nil
}

type pooled struct {
	io.Reader
	put func()
}

func (p pooled) Close() error {
	p.put()
	return nil
}
