package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"
)

// maxFindings bounds what Check reports: a damaged file has no end of them.
const maxFindings = 100

// Check reads the whole store and returns what does not agree, joined; nil
// when all is well. Every page is reached once; every ID, place in the log and
// version leads to a record that can be read, every article has exactly one ID
// and one place in the log; every source has one name; the counts are right. Commits wait while the
// pages are checked.
func (s *Store) Check(ctx context.Context) error {
	var c checker
	// bbolt's own list of free pages may be read only where nobody writes.
	err := s.update(func(tx *bolt.Tx) error {
		c.pages(tx)
		return errNothing
	})
	if err != errNothing {
		return fmt.Errorf("check: %w", err)
	}
	err = s.view(func(tx *bolt.Tx) error {
		for _, part := range []func(context.Context, *Store, *bolt.Tx){c.articles, c.versions, c.index, c.sources, c.followers} {
			part(ctx, s, tx)
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("check: %w", err)
	}
	return errors.Join(c.findings...)
}

type checker struct{ findings []error }

func (c *checker) found(format string, args ...any) {
	if len(c.findings) < maxFindings {
		c.findings = append(c.findings, fmt.Errorf(format, args...))
	}
}

// pages lets bbolt check its own tree; all its findings must be received.
func (c *checker) pages(tx *bolt.Tx) {
	for err := range tx.Check() {
		c.found("page: %w", err)
	}
}

// articles checks that each article can be read and is led to by its ID and
// by one place in the log.
func (c *checker) articles(ctx context.Context, s *Store, tx *bolt.Tx) {
	n := uint64(0)
	last, ids := tx.Bucket(bucketLog).Sequence(), indexOf(tx)
	c.each(ctx, tx.Bucket(bucketArticles), func(k, v []byte) error {
		n++
		a, err := s.article(v, k)
		if err != nil {
			return err
		}
		h, _, err := parseHeader(v)
		if err != nil {
			return err
		}
		switch {
		case tx.Bucket(bucketSources).Get(k[:4]) == nil:
			return fmt.Errorf("article %s: source %d has no name", h.id, placeSource(k))
		case !bytes.Equal(ids.place(h.id), k):
			return fmt.Errorf("article %s: its ID does not lead to it", h.id)
		case !bytes.Equal(tx.Bucket(bucketLog).Get(be64(h.seq)), k):
			return fmt.Errorf("article %s: place %d of the log does not lead to it", h.id, h.seq)
		case h.seq > last:
			return fmt.Errorf("article %s: place %d was never given", h.id, h.seq)
		case h.version == 0 || h.version > h.top:
			return fmt.Errorf("article %s: version %d of %d", h.id, h.version, h.top)
		case uint64(placeMillis(k)) != millis(h.received):
			return fmt.Errorf("article %s: not where it was received", h.id)
		case a.Sum() != h.sum:
			return fmt.Errorf("article %s: its sum is wrong", h.id)
		}
		return nil
	})
	if have := readCounts(tx).articles; have != n {
		c.found("%d articles, but %d are counted", n, have)
	}
}

// versions checks that each text in the history can be read and belongs to an
// article that counts it, and that no text is there twice.
func (c *checker) versions(ctx context.Context, s *Store, tx *bolt.Tx) {
	n := uint64(0)
	texts := map[string]bool{}
	c.each(ctx, tx.Bucket(bucketVersions), func(k, v []byte) error {
		n++
		if len(k) != placeLen+4 {
			return fmt.Errorf("version key of %d bytes", len(k))
		}
		place, version := k[:placeLen], binary.BigEndian.Uint32(k[placeLen:])
		if _, err := s.article(v, place); err != nil {
			return err
		}
		h, _, err := parseHeader(v)
		if err != nil {
			return err
		}
		cur, _, err := parseHeader(tx.Bucket(bucketArticles).Get(place))
		if err != nil {
			return fmt.Errorf("version %d of %s has no article: %w", version, h.id, err)
		}
		text := string(place) + string(h.sum[:])
		switch {
		case h.id != cur.id || h.version != version || version > cur.top || version == cur.version:
			return fmt.Errorf("version %d of %s does not fit version %d of %d of %s", version, h.id, cur.version, cur.top, cur.id)
		case h.sum == cur.sum || texts[text]:
			return fmt.Errorf("version %d of %s is kept twice", version, h.id)
		}
		texts[text] = true
		return nil
	})
	if have := readCounts(tx).versions; have != n {
		c.found("%d versions in the history, but %d are counted", n, have)
	}
}

// index checks that IDs and log lead to articles that know of them.
func (c *checker) index(ctx context.Context, _ *Store, tx *bolt.Tx) {
	articles := tx.Bucket(bucketArticles)
	ids := uint64(0)
	for _, name := range [][]byte{bucketIDs, bucketYoung} {
		c.each(ctx, tx.Bucket(name), func(k, v []byte) error {
			ids++
			h, _, err := parseHeader(articles.Get(v))
			if err == nil && h.id != string(k) {
				err = fmt.Errorf("leads to article %s", h.id)
			}
			return err
		})
	}
	if n := readCounts(tx).articles; ids != n {
		c.found("%d IDs for %d articles", ids, n)
	}
	c.each(ctx, tx.Bucket(bucketLog), func(k, v []byte) error {
		h, _, err := parseHeader(articles.Get(v))
		if err == nil && !bytes.Equal(be64(h.seq), k) {
			err = fmt.Errorf("leads to article %s at %d", h.id, h.seq)
		}
		return err
	})
	c.each(ctx, tx.Bucket(bucketGone), func(k, v []byte) error {
		if len(k) != 8 || len(v) == 0 || tx.Bucket(bucketLog).Get(k) != nil {
			return errors.New("is no place of a pruned article")
		}
		return nil
	})
}

// sources checks that numbers have names, and only one each.
func (c *checker) sources(ctx context.Context, s *Store, tx *bolt.Tx) {
	names := map[string]bool{}
	sources := tx.Bucket(bucketSources)
	c.each(ctx, sources, func(k, v []byte) error {
		if len(k) != 4 || len(v) == 0 || names[string(v)] {
			return fmt.Errorf("source %q has no number of its own", v)
		}
		names[string(v)] = true
		return nil
	})
	c.each(ctx, tx.Bucket(bucketPolls), func(k, v []byte) error {
		p, err := s.codec.poll(v)
		if err == nil && p.Source != string(sources.Get(k)) {
			err = fmt.Errorf("poll of %q under the number of %q", p.Source, sources.Get(k))
		}
		return err
	})
	c.each(ctx, tx.Bucket(bucketKnown), func(k, v []byte) error {
		if sources.Get(k) == nil || len(v)%8 != 0 {
			return errors.New("hashes of no source")
		}
		return nil
	})
}

// followers checks that no cursor is beyond the log.
func (c *checker) followers(_ context.Context, _ *Store, tx *bolt.Tx) {
	last := tx.Bucket(bucketLog).Sequence()
	followers := tx.Bucket(bucketFollowers)
	err := followers.ForEachBucket(func(name []byte) error {
		if at := cursorOf(followers.Bucket(name)); at > last {
			c.found("follower %s is at %d, the log ends at %d", name, at, last)
		}
		return nil
	})
	if err != nil {
		c.found("followers: %w", err)
	}
}

// each calls f with all of a bucket; what f returns is a finding.
func (c *checker) each(ctx context.Context, b *bolt.Bucket, f func(k, v []byte) error) {
	cur := b.Cursor()
	for k, v := cur.First(); k != nil && ctx.Err() == nil; k, v = cur.Next() {
		if err := f(k, v); err != nil {
			c.found("key %x: %w", k, err)
		}
	}
}
