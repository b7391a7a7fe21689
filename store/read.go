package store

import (
	"bytes"
	"fmt"
	"iter"

	"github.com/datelinewire/dateline/wire"
	bolt "go.etcd.io/bbolt"
)

// Article returns the article with this ID at its current version. The error
// wraps ErrNotFound when there is none.
func (s *Store) Article(id string) (*wire.Article, error) {
	for a, err := range s.Articles([]string{id}) {
		return a, err
	}
	return nil, fmt.Errorf("article %s: %w", id, ErrNotFound)
}

// Articles yields the articles with these IDs at their current versions, in
// the order of ids; those that are not there are left out. They are looked up at
// once and unpacked one by one, so that of many large ones only what the caller
// keeps takes memory. An error is the last that it yields.
func (s *Store) Articles(ids []string) iter.Seq2[*wire.Article, error] {
	return func(yield func(*wire.Article, error) bool) {
		list, err := s.lookUp(ids)
		if err != nil {
			yield(nil, err)
			return
		}
		for i := range list {
			f := list[i]
			list[i] = found{}
			a, err := s.codec.decode(f.text, f.source, &f.head)
			if !yield(a, err) || err != nil {
				return
			}
		}
	}
}

// lookUp finds the current versions of the articles with these IDs.
func (s *Store) lookUp(ids []string) ([]found, error) {
	list := make([]found, 0, len(ids))
	err := s.view(func(tx *bolt.Tx) error {
		x, articles := indexOf(tx), tx.Bucket(bucketArticles)
		for _, id := range ids {
			place := x.place(id)
			if place == nil {
				continue
			}
			f, err := s.find(articles.Get(place), place)
			if err != nil {
				return fmt.Errorf("article %s: %w", id, err)
			}
			list = append(list, f)
		}
		return nil
	})
	return list, err
}

func (s *Store) decodeAll(list []found) ([]*wire.Article, error) {
	out := make([]*wire.Article, 0, len(list))
	for _, f := range list {
		a, err := s.codec.decode(f.text, f.source, &f.head)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

// An index leads from IDs to places.
type index struct{ young, ids *bolt.Bucket }

func indexOf(tx *bolt.Tx) index {
	return index{tx.Bucket(bucketYoung), tx.Bucket(bucketIDs)}
}

// place returns the place of the article id, nil when there is none; it shares
// memory with the file.
func (x index) place(id string) []byte {
	if id == "" {
		return nil
	}
	key := []byte(id)
	if place := x.young.Get(key); place != nil {
		return place
	}
	return x.ids.Get(key)
}

// Versions returns all texts of an article that are kept, by version: each
// text once, so numbers may be missing where an agency went back to an earlier
// text. The current version is the one Article returns; it is not the last
// when an older text came late. The error wraps ErrNotFound.
func (s *Store) Versions(id string) ([]*wire.Article, error) {
	var list []found
	err := s.view(func(tx *bolt.Tx) error {
		place := indexOf(tx).place(id)
		if place == nil {
			return ErrNotFound
		}
		cur, err := s.find(tx.Bucket(bucketArticles).Get(place), place)
		if err != nil {
			return err
		}
		c := tx.Bucket(bucketVersions).Cursor()
		for k, v := c.Seek(place); bytes.HasPrefix(k, place); k, v = c.Next() {
			f, err := s.find(v, place)
			if err != nil {
				return err
			}
			if cur.text != nil && f.head.version > cur.head.version {
				list = append(list, cur)
				cur.text = nil
			}
			list = append(list, f)
		}
		if cur.text != nil {
			list = append(list, cur)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("versions of %s: %w", id, err)
	}
	return s.decodeAll(list)
}

// Raw returns the entry of the current version of an article as its source
// sent it; nil when none was kept. The error wraps ErrNotFound.
func (s *Store) Raw(id string) ([]byte, error) {
	var raw []byte
	err := s.view(func(tx *bolt.Tx) error {
		place := indexOf(tx).place(id)
		if place == nil {
			return ErrNotFound
		}
		_, packed, err := parseHeader(tx.Bucket(bucketArticles).Get(place))
		if err != nil {
			return err
		}
		_, raw, err = s.codec.unpack(packed)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("raw entry of %s: %w", id, err)
	}
	if len(raw) == 0 {
		return nil, nil
	}
	return raw, nil
}

// article reads the record at place whole.
func (s *Store) article(record, place []byte) (*wire.Article, error) {
	f, err := s.find(record, place)
	if err != nil {
		return nil, err
	}
	return s.codec.decode(f.text, f.source, &f.head)
}
