package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	bolt "go.etcd.io/bbolt"
)

// Backup writes a consistent copy of the store to w and returns its length in
// bytes. Commits go on meanwhile, and are not in the copy; visits that are
// still pending are written first. The copy is itself a store.
func (s *Store) Backup(ctx context.Context, w io.Writer) (int64, error) {
	if err := s.Flush(ctx); err != nil {
		return 0, fmt.Errorf("backup: %w", err)
	}
	out := &ctxWriter{ctx: ctx, w: w}
	var n int64
	err := s.view(func(tx *bolt.Tx) (err error) {
		n, err = tx.WriteTo(out)
		return err
	})
	if out.err != nil {
		err = out.err
	}
	if err != nil {
		return n, fmt.Errorf("backup: %w", err)
	}
	return n, nil
}

// A ctxWriter ends a long copy when its context does, and keeps the error that
// bbolt would only print.
type ctxWriter struct {
	ctx context.Context
	w   io.Writer
	err error
}

func (c *ctxWriter) Write(b []byte) (n int, err error) {
	if err = c.ctx.Err(); err == nil {
		n, err = c.w.Write(b)
	}
	c.err = err
	return n, err
}

// Flush writes the visits that are pending, and returns when they are durable.
func (s *Store) Flush(ctx context.Context) error {
	return s.submit(ctx, &job{done: make(chan error, 1)})
}

// compactTx is how many bytes Compact writes in one transaction of the copy.
const compactTx = 16 << 20

// Compact writes a copy of the store without free room to a new file, and
// returns the lengths of both in bytes. The file must not be there yet; on an
// error it is removed. To take the place of the store it is renamed once the
// store is closed.
func (s *Store) Compact(ctx context.Context, path string) (before, after int64, err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o640)
	if err != nil {
		return 0, 0, fmt.Errorf("compact: %w", err)
	}
	if err := f.Close(); err != nil {
		return 0, 0, fmt.Errorf("compact: %w", err)
	}
	err = s.Flush(ctx)
	if err == nil {
		err = s.compact(ctx, path)
	}
	if err != nil {
		return 0, 0, errors.Join(fmt.Errorf("compact: %w", err), os.Remove(path))
	}
	before, err = size(s.path)
	if err == nil {
		after, err = size(path)
	}
	return before, after, err
}

func (s *Store) compact(ctx context.Context, path string) error {
	dst, err := openBolt(path, 0)
	if err != nil {
		return err
	}
	// Nobody reads the copy before it is whole: one fsync, and no room ahead.
	dst.NoSync, dst.NoGrowSync, dst.AllocSize = true, true, pageSize
	err = s.view(func(tx *bolt.Tx) error { return copyAll(ctx, dst, tx) })
	if err == nil {
		err = dst.Sync()
	}
	return errors.Join(err, dst.Close())
}

func size(path string) (int64, error) {
	fi, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return fi.Size(), nil
}

// A copier copies buckets key by key, full pages, in bounded transactions.
type copier struct {
	ctx  context.Context
	dst  *bolt.DB
	tx   *bolt.Tx
	size int
}

func copyAll(ctx context.Context, dst *bolt.DB, src *bolt.Tx) (err error) {
	c := &copier{ctx: ctx, dst: dst}
	if c.tx, err = dst.Begin(true); err != nil {
		return err
	}
	err = src.ForEach(func(name []byte, b *bolt.Bucket) error { return c.bucket([][]byte{name}, b) })
	if err != nil {
		return errors.Join(err, c.tx.Rollback())
	}
	return c.tx.Commit()
}

// at returns the bucket at path in the copy, created when it is not there.
func (c *copier) at(path [][]byte) (*bolt.Bucket, error) {
	b, err := c.tx.CreateBucketIfNotExists(path[0])
	for _, name := range path[1:] {
		if err != nil {
			return nil, err
		}
		b, err = b.CreateBucketIfNotExists(name)
	}
	if err != nil {
		return nil, err
	}
	b.FillPercent = 1 // keys come in order
	return b, nil
}

func (c *copier) bucket(path [][]byte, src *bolt.Bucket) error {
	if err := c.ctx.Err(); err != nil {
		return err
	}
	dst, err := c.at(path)
	if err != nil {
		return err
	}
	if err := dst.SetSequence(src.Sequence()); err != nil {
		return err
	}
	return src.ForEach(func(k, v []byte) error {
		if v == nil {
			return c.bucket(append(path[:len(path):len(path)], k), src.Bucket(k))
		}
		if c.size += len(k) + len(v); c.size > compactTx {
			c.size = 0
			if err := c.next(); err != nil {
				return err
			}
			dst = nil
		}
		if dst == nil {
			if dst, err = c.at(path); err != nil {
				return err
			}
		}
		return dst.Put(k, v)
	})
}

// next commits what was copied and begins the next transaction.
func (c *copier) next() (err error) {
	if err = c.ctx.Err(); err == nil {
		err = c.tx.Commit()
	}
	if err == nil {
		c.tx, err = c.dst.Begin(true)
	}
	return err
}
