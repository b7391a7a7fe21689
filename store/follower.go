package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/datelinewire/dateline/wire"
	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// A FollowTx is a transaction on the pages of one follower. It must not be used
// after the function it was given to has returned.
type FollowTx struct {
	tx     *bolt.Tx
	pages  *bolt.Bucket // nil while there are none
	cursor uint64       // of the last change acted upon, before this transaction
	rewind bool
	writes int
}

// Follow calls f with the next changes after the cursor of the follower name,
// in one transaction in which f writes its pages and after which the cursor is
// moved: a follower can be stopped at any instant and has acted on each change
// exactly once. f is called without changes when there are none: rules may have
// changed where the log has not. If it then writes nothing, nothing is written.
//
// An error of f undoes all of it and is returned, wrapped. f may be called again
// when the cursor was moved by another call meanwhile. It must not call Commit,
// Follow, Update, Prune or Close, and should be quick: commits wait for it.
// more says that the log went on after these changes.
func (s *Store) Follow(name string, f func(tx *FollowTx, changes []wire.Change) error) (more bool, err error) {
	for {
		cursor, changes, more, err := s.next(name)
		if err != nil {
			return false, fmt.Errorf("follower %s: %w", name, err)
		}
		done := false
		err = s.follow(name, func(tx *FollowTx) (uint64, error) {
			if tx.cursor != cursor {
				return tx.cursor, nil
			}
			done = true
			if len(changes) > 0 {
				cursor = changes[len(changes)-1].Seq
			}
			return cursor, f(tx, changes)
		})
		if err != nil || done {
			return more, err
		}
	}
}

// next reads the changes after the cursor of the follower name, outside of the
// transaction that acts on them. If one of them changes meanwhile, it is in the
// log again further on.
func (s *Store) next(name string) (cursor uint64, changes []wire.Change, more bool, err error) {
	var list []found
	err = s.view(func(tx *bolt.Tx) (err error) {
		cursor = cursorOf(tx.Bucket(bucketFollowers).Bucket([]byte(name)))
		list, err = s.after(tx, cursor, maxChanges)
		if len(list) > 0 {
			last := be64(list[len(list)-1].seq + 1)
			l, _ := tx.Bucket(bucketLog).Cursor().Seek(last)
			g, _ := tx.Bucket(bucketGone).Cursor().Seek(last)
			more = l != nil || g != nil
		}
		return err
	})
	if err != nil {
		return 0, nil, false, err
	}
	changes, err = s.changes(list)
	return cursor, changes, more, err
}

// Update calls f with the pages of the follower name, for reading and writing,
// without moving its cursor; see Follow for what f may do.
func (s *Store) Update(name string, f func(tx *FollowTx) error) error {
	return s.follow(name, func(tx *FollowTx) (uint64, error) { return tx.cursor, f(tx) })
}

// errNothing undoes a transaction that has nothing to write.
var errNothing = errors.New("nothing to write")

// follow runs f in a transaction on the pages of name and marks the cursor it
// returns.
func (s *Store) follow(name string, f func(tx *FollowTx) (cursor uint64, err error)) error {
	err := s.update(func(tx *bolt.Tx) error {
		b, err := tx.Bucket(bucketFollowers).CreateBucketIfNotExists([]byte(name))
		if err != nil {
			return err
		}
		pages, err := b.CreateBucketIfNotExists(keyPages)
		if err != nil {
			return err
		}
		t := &FollowTx{tx: tx, pages: pages, cursor: cursorOf(b)}
		cursor, err := f(t)
		if err != nil {
			return err
		}
		if t.rewind {
			cursor = 0
		}
		if t.writes == 0 && cursor == t.cursor {
			return errNothing
		}
		return b.Put(keyCursor, be64(cursor))
	})
	if err == errNothing {
		return nil
	}
	if err != nil {
		return fmt.Errorf("follower %s: %w", name, err)
	}
	return nil
}

// View calls f with the pages of the follower name, for reading; they are empty
// when it has none yet.
func (s *Store) View(name string, f func(tx *FollowTx) error) error {
	err := s.view(func(tx *bolt.Tx) error {
		t := &FollowTx{tx: tx}
		if b := tx.Bucket(bucketFollowers).Bucket([]byte(name)); b != nil {
			t.pages, t.cursor = b.Bucket(keyPages), cursorOf(b)
		}
		return f(t)
	})
	if err != nil {
		return fmt.Errorf("follower %s: %w", name, err)
	}
	return nil
}

// Forget removes the follower name with its pages. What is pruned waits no
// longer for it.
func (s *Store) Forget(name string) error {
	return s.update(func(tx *bolt.Tx) error {
		followers := tx.Bucket(bucketFollowers)
		if followers.Bucket([]byte(name)) == nil {
			return nil
		}
		return followers.DeleteBucket([]byte(name))
	})
}

func cursorOf(b *bolt.Bucket) uint64 {
	if b == nil {
		return 0
	}
	v := b.Get(keyCursor)
	if len(v) != 8 {
		return 0
	}
	return binary.BigEndian.Uint64(v)
}

// Cursor returns the place of the last change acted upon before this
// transaction.
func (t *FollowTx) Cursor() uint64 { return t.cursor }

// Get returns a copy of the page key; nil when there is none.
func (t *FollowTx) Get(key []byte) []byte {
	if t.pages == nil {
		return nil
	}
	return bytes.Clone(t.pages.Get(key))
}

// Put writes a page; a nil value deletes it. Keys have 1 to 32768 bytes. The
// page is a copy of value.
func (t *FollowTx) Put(key, value []byte) error {
	if value == nil {
		return t.Delete(key)
	}
	if t.pages == nil {
		return fmt.Errorf("put %q: %w", key, berrors.ErrTxNotWritable)
	}
	t.writes++
	return t.pages.Put(key, bytes.Clone(value))
}

// Delete removes a page; it is no error when there is none.
func (t *FollowTx) Delete(key []byte) error {
	if t.pages == nil {
		return fmt.Errorf("delete %q: %w", key, berrors.ErrTxNotWritable)
	}
	t.writes++
	return t.pages.Delete(key)
}

// Rewind puts the cursor before the first change when the transaction ends:
// the changes of this call count as not acted upon. The pages stay.
func (t *FollowTx) Rewind() error {
	if t.pages == nil || !t.tx.Writable() {
		return fmt.Errorf("rewind: %w", berrors.ErrTxNotWritable)
	}
	t.rewind = true
	t.writes++
	return nil
}

// Reset removes all pages and rewinds: the follower is rebuilt from the log.
func (t *FollowTx) Reset() error {
	if err := t.Rewind(); err != nil {
		return err
	}
	c := t.pages.Cursor()
	for k, _ := c.First(); k != nil; k, _ = c.First() {
		if err := t.pages.Delete(k); err != nil {
			return fmt.Errorf("reset: %w", err)
		}
	}
	return nil
}

// Scan calls f with the pages whose key has the prefix, by key, downwards when
// reverse is set, until f returns false. f gets copies, and may write.
func (t *FollowTx) Scan(prefix []byte, reverse bool, f func(key, value []byte) bool) error {
	return t.ScanFrom(prefix, nil, reverse, f)
}

// ScanFrom is Scan that begins at the key from, or at the next in its direction
// when there is no such page; nil begins at the end where the scan starts.
func (t *FollowTx) ScanFrom(prefix, from []byte, reverse bool, f func(key, value []byte) bool) error {
	if t.pages == nil {
		return nil
	}
	c := t.pages.Cursor()
	k, v := first(c, prefix, from, reverse)
	for k != nil && bytes.HasPrefix(k, prefix) {
		key, writes := bytes.Clone(k), t.writes
		if !f(key, bytes.Clone(v)) {
			return nil
		}
		switch {
		case writes == t.writes && reverse:
			k, v = c.Prev()
		case writes == t.writes:
			k, v = c.Next()
		default: // f has written: the cursor's pages may have moved
			k, v = nextTo(t.pages.Cursor(), key, reverse)
		}
	}
	return nil
}

// first places c at the first key of a scan.
func first(c *bolt.Cursor, prefix, from []byte, reverse bool) (k, v []byte) {
	if !reverse {
		return c.Seek(maxKey(prefix, from))
	}
	if from != nil && bytes.HasPrefix(from, prefix) {
		if k, v = c.Seek(from); bytes.Equal(k, from) && k != nil {
			return k, v
		}
		return nextTo(c, from, true)
	}
	end := successor(prefix)
	if end == nil {
		return c.Last()
	}
	return nextTo(c, end, true)
}

// nextTo places c at the key after key, or before it when reverse is set.
func nextTo(c *bolt.Cursor, key []byte, reverse bool) (k, v []byte) {
	k, v = c.Seek(key)
	if !reverse {
		if bytes.Equal(k, key) {
			return c.Next()
		}
		return k, v
	}
	if k == nil {
		return c.Last()
	}
	return c.Prev()
}

func maxKey(a, b []byte) []byte {
	if bytes.Compare(a, b) < 0 {
		return b
	}
	return a
}

// successor returns the first key after all that begin with prefix, nil when
// there is none.
func successor(prefix []byte) []byte {
	end := bytes.Clone(prefix)
	for i := len(end) - 1; i >= 0; i-- {
		if end[i]++; end[i] != 0 {
			return end[:i+1]
		}
	}
	return nil
}
