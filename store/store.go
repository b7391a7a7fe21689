package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// Sentinels on which callers branch.
var (
	ErrNotFound = errors.New("not found")
	ErrClosed   = errors.New("store is closed")
)

// How the file is laid out and grows. Measured with 50,000 articles of 2.9 kB of
// HTML and their raw entries, filed by 16 goroutines: 118 MB of file, 250 MB written.
const (
	// pageSize is the unit in which bbolt writes. Records have some 2 kB, so
	// smaller pages stay half empty (158 MB of file at 4 KiB, 128 at 8 KiB) and
	// larger ones are written for a few bytes (a third more at 32 KiB).
	pageSize = 16 << 10
	// allocSize is the step by which the file grows, each for an fsync: what a
	// group of visits brings in a stream is more than that.
	allocSize = 1 << 20
	// mapSize is how much address space is mapped at once. While the file is
	// smaller, a long reader (a backup) never holds up the writer.
	mapSize = 1 << 30
)

// flushEvery is how often visits that brought no article are written, when no
// commit takes them along sooner: what a crash can make us ask again.
const flushEvery = 5 * time.Second

// Options are what Open may be told; the zero value is good.
type Options struct {
	Log  *slog.Logger     // nil is silence
	Now  func() time.Time // nil is time.Now
	Wait time.Duration    // for the lock of another process; 0 does not wait
}

// A Store is one open file. Its methods may be called concurrently.
type Store struct {
	path  string
	db    *bolt.DB
	log   *slog.Logger
	now   func() time.Time
	codec *codec

	jobs   chan *job     // to the writer
	quit   chan struct{} // closed by Close: no more jobs
	done   chan struct{} // closed by the writer when it has ended
	closed sync.Once
	err    error // of Close

	wakeMu sync.Mutex
	wake   chan struct{} // guarded by wakeMu; closed and replaced when the log grows

	mu       sync.RWMutex // guards the fields below
	closing  bool
	numbers  map[string]uint32 // bucket sources, both ways
	names    map[uint32]string
	pending  map[string][]*visit // by source, in order; not yet written
	flushing map[string][]*visit // being written
	stats    commitStats
}

// Open opens the store at path, and creates it when there is none; its folder
// must be there. Errors wrap ErrLocked (as a *LockedError that says who holds
// it) and ErrSchema. The store must be closed.
func Open(path string, o Options) (*Store, error) {
	s := &Store{
		path: path, log: o.Log, now: o.Now,
		jobs: make(chan *job), quit: make(chan struct{}), done: make(chan struct{}),
		wake:    make(chan struct{}),
		numbers: map[string]uint32{}, names: map[uint32]string{},
		pending: map[string][]*visit{}, flushing: map[string][]*visit{},
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.now == nil {
		s.now = time.Now
	}
	if err := s.open(o.Wait); err != nil {
		return nil, err
	}
	go s.run()
	return s, nil
}

func (s *Store) open(wait time.Duration) (err error) {
	s.db, err = openBolt(s.path, wait)
	if err != nil {
		return err
	}
	if s.codec, err = newCodec(maxUnpacked); err != nil {
		return errors.Join(err, s.db.Close())
	}
	if err = s.load(); err == nil {
		err = writeHolder(s.path)
	}
	if err != nil {
		s.codec.close()
		return errors.Join(fmt.Errorf("open %s: %w", s.path, err), s.db.Close())
	}
	return nil
}

// openBolt opens the file alone, whatever is in it.
func openBolt(path string, wait time.Duration) (*bolt.DB, error) {
	if wait <= 0 {
		wait = 1 // bbolt takes 0 for "wait forever"; it tries once before it looks at the clock
	}
	db, err := bolt.Open(path, 0o640, &bolt.Options{
		Timeout:         wait,
		PageSize:        pageSize,
		InitialMmapSize: mapSize,
		FreelistType:    bolt.FreelistMapType, // the array is slow once much was pruned
		// The list of free pages is synced: without it each start reads the
		// whole file (1 ms against 30 to 240 at 118 MB), and it is a few pages.
		NoFreelistSync: false,
	})
	if errors.Is(err, berrors.ErrTimeout) {
		return nil, lockedError(path)
	}
	if errors.Is(err, berrors.ErrInvalid) || errors.Is(err, berrors.ErrVersionMismatch) || errors.Is(err, berrors.ErrChecksum) {
		return nil, fmt.Errorf("open %s: %w: no store of Dateline, or a damaged one: %v", path, ErrSchema, err)
	}
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	db.AllocSize = allocSize
	return db, nil
}

// load brings the file to this schema and reads the names of the sources.
func (s *Store) load() error {
	current := false
	err := s.db.View(func(tx *bolt.Tx) error {
		meta := tx.Bucket(bucketMeta)
		current = meta != nil && string(meta.Get(keySchema)) == string(be32(schema))
		return nil
	})
	if err != nil {
		return err
	}
	if !current {
		err := s.db.Update(func(tx *bolt.Tx) error { return prepareSchema(tx, schema, migrations) })
		if err != nil {
			return err
		}
	}
	return s.db.View(func(tx *bolt.Tx) error {
		return tx.Bucket(bucketSources).ForEach(func(k, v []byte) error {
			if len(k) != 4 {
				return fmt.Errorf("source number of %d bytes: %w", len(k), ErrCorrupt)
			}
			n := placeSource(k)
			s.names[n], s.numbers[string(v)] = string(v), n
			return nil
		})
	})
}

// Close writes what is pending and closes the file. Commits under way end
// first; later calls fail with ErrClosed. It may be called again.
func (s *Store) Close() error {
	s.closed.Do(func() {
		s.mu.Lock()
		s.closing = true // from here no visit is deferred, so none is forgotten
		s.mu.Unlock()
		close(s.quit)
		<-s.done
		s.err = s.commit(nil)
		if err := s.db.Close(); s.err == nil {
			s.err = err
		}
		s.codec.close()
		if err := os.Remove(holderPath(s.path)); err != nil && !errors.Is(err, os.ErrNotExist) && s.err == nil {
			s.err = err
		}
	})
	return s.err
}

// view runs f in a read transaction, update in one that writes.
func (s *Store) view(f func(tx *bolt.Tx) error) error   { return notOpen(s.db.View(f)) }
func (s *Store) update(f func(tx *bolt.Tx) error) error { return notOpen(s.db.Update(f)) }

func notOpen(err error) error {
	if errors.Is(err, berrors.ErrDatabaseNotOpen) {
		return ErrClosed
	}
	return err
}

// sourceName returns the name of source number n.
func (s *Store) sourceName(n uint32) string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.names[n]
}

// sourceNumber returns the number of the source name, 0 when it has none yet.
func (s *Store) sourceNumber(name string) uint32 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.numbers[name]
}

// submit hands a job to the writer and waits until it is durable.
func (s *Store) submit(ctx context.Context, j *job) error {
	select {
	case <-s.quit: // before the choice below, which is random
		return ErrClosed
	default:
	}
	select {
	case s.jobs <- j:
		return <-j.done // bounded by one commit; its outcome must be known
	case <-s.quit:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}
