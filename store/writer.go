package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"github.com/datelinewire/dateline/wire"
	bolt "go.etcd.io/bbolt"
)

// Limits of one transaction: enough visits to share an fsync, few enough bytes
// that none waits long and the dirty pages stay small.
const (
	maxGroup      = 100
	maxGroupBytes = 4 << 20

	// linger is how long a group waits for company when the group before has
	// only just been written: then visits come in a stream, and each shared
	// transaction saves an fsync and the pages above its leaves. A visit that
	// comes alone does not wait.
	linger = 25 * time.Millisecond
)

// commitStats count what the writer did since Open.
type commitStats struct {
	transactions, visits, filings uint64
}

// run is the writer: it takes whatever visits are waiting, commits them in one
// transaction, and answers all of them. A visit that comes alone never waits
// for company; in a stream of them each group lingers a moment.
func (s *Store) run() {
	defer close(s.done)
	tick := time.NewTicker(flushEvery)
	defer tick.Stop()
	var written time.Time // end of the latest group
	for {
		select {
		case j := <-s.jobs:
			s.write(s.group(j, time.Until(written.Add(linger))))
			written = time.Now()
		case <-tick.C:
			if err := s.commit(nil); err != nil {
				s.log.Error("visits not written, kept for the next commit", "err", err)
			}
		case <-s.quit:
			return
		}
	}
}

// group returns j and the jobs that wait behind it, or come within the given
// time if that is positive.
func (s *Store) group(j *job, wait time.Duration) []*job {
	jobs, size := []*job{j}, j.size
	var end <-chan time.Time
	if wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		end = timer.C
	}
	for len(jobs) < maxGroup && size < maxGroupBytes {
		select {
		case k := <-s.jobs:
			jobs, size = append(jobs, k), size+k.size
			continue
		default:
		}
		if end == nil {
			return jobs
		}
		select {
		case k := <-s.jobs:
			jobs, size = append(jobs, k), size+k.size
		case <-end:
			return jobs
		case <-s.quit:
			return jobs
		}
	}
	return jobs
}

// write commits jobs and answers them. When a group fails each is tried alone,
// so that one that cannot be stored costs only itself.
func (s *Store) write(jobs []*job) {
	err := s.commit(jobs)
	for _, j := range jobs {
		if err != nil && len(jobs) > 1 {
			j.done <- s.commit([]*job{j})
			continue
		}
		j.done <- err
	}
}

// A batch is the state of one transaction of the writer.
type batch struct {
	s *Store
	index
	tx                              *bolt.Tx
	now                             time.Time
	polls, articles, versions, logb *bolt.Bucket
	count                           counts
	numbers                         map[string]uint32 // sources that are new in this transaction
	tallies                         []wire.Tally      // one a job
	grown                           bool              // the log got a new place
}

// counts are what is in the store, kept up to date in every transaction.
type counts struct{ articles, versions, young uint64 }

func (s *Store) newBatch(tx *bolt.Tx) *batch {
	b := &batch{s: s, tx: tx, now: s.now(), numbers: map[string]uint32{}, count: readCounts(tx),
		polls: tx.Bucket(bucketPolls), index: indexOf(tx), articles: tx.Bucket(bucketArticles),
		versions: tx.Bucket(bucketVersions), logb: tx.Bucket(bucketLog)}
	// These buckets grow at their end, or, articles, at the end of a source.
	b.articles.FillPercent = 1
	b.logb.FillPercent = 1
	b.polls.FillPercent = 0.9
	return b
}

// commit writes jobs, and all pending visits before them, in one transaction.
// What is only in memory follows when that is on the disk.
func (s *Store) commit(jobs []*job) error {
	flushing := s.takePending()
	if len(jobs) == 0 && len(flushing) == 0 {
		return nil
	}
	var b *batch
	err := s.update(func(tx *bolt.Tx) error {
		b = s.newBatch(tx)
		return b.write(jobs, flushing)
	})
	s.settle(b, jobs, len(flushing), err)
	if err != nil {
		return err
	}
	for i, j := range jobs {
		j.tally = b.tallies[i]
	}
	if b.grown {
		s.wakeAll()
	}
	return nil
}

func (b *batch) write(jobs []*job, flushing []*visit) error {
	for _, v := range flushing {
		n, err := b.source(v.poll.Source)
		if err != nil {
			return err
		}
		if err := b.writeVisit(n, v); err != nil {
			return err
		}
	}
	for _, j := range jobs {
		if j.visit == nil { // Flush: there is no more to it
			b.tallies = append(b.tallies, wire.Tally{})
			continue
		}
		if err := b.writeJob(j); err != nil {
			return err
		}
	}
	return b.finish()
}

// takePending moves the pending visits to flushing and returns them in the
// order of their keys; those of one source in their own.
func (s *Store) takePending() []*visit {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.flushing, s.pending = s.pending, map[string][]*visit{}
	type key struct {
		number uint32 // less 1, so that new sources, which have 0, are last
		name   string
	}
	keys := make([]key, 0, len(s.flushing))
	for name := range s.flushing {
		keys = append(keys, key{s.numbers[name] - 1, name})
	}
	slices.SortFunc(keys, func(a, b key) int {
		return cmp.Or(cmp.Compare(a.number, b.number), cmp.Compare(a.name, b.name))
	})
	list := make([]*visit, 0, len(keys))
	for _, k := range keys {
		list = append(list, s.flushing[k.name]...)
	}
	return list
}

// settle ends the flush: after a commit the visits are forgotten, after a
// failure they are pending again, before those that came since.
func (s *Store) settle(b *batch, jobs []*job, flushed int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	flushing := s.flushing
	s.flushing = map[string][]*visit{}
	if err != nil {
		for source, list := range flushing {
			s.pending[source] = append(list, s.pending[source]...)
		}
		return
	}
	for name, n := range b.numbers {
		s.numbers[name], s.names[n] = n, name
	}
	s.stats.transactions++
	s.stats.visits += uint64(flushed)
	for _, j := range jobs {
		if j.visit != nil {
			s.stats.visits++
		}
		s.stats.filings += uint64(len(j.filings))
	}
}

// source returns the number of the source name, and gives it one when it is new.
func (b *batch) source(name string) (uint32, error) {
	if n := b.s.sourceNumber(name); n != 0 {
		return n, nil
	}
	if n := b.numbers[name]; n != 0 {
		return n, nil
	}
	sources := b.tx.Bucket(bucketSources)
	seq, err := sources.NextSequence()
	if err != nil {
		return 0, fmt.Errorf("source %s: %w", name, err)
	}
	if seq >= 1<<32 {
		return 0, fmt.Errorf("source %s: %w", name, errNoRoom)
	}
	n := uint32(seq)
	b.numbers[name] = n
	return n, sources.Put(be32(n), []byte(name))
}

// nextSeq returns the next place in the log.
func (b *batch) nextSeq() (uint64, error) {
	seq, err := b.logb.NextSequence()
	if err == nil && seq >= 1<<40 {
		err = errNoRoom
	}
	b.grown = true
	return seq, err
}

// versionKey is the key of version n of the article at place.
func versionKey(place []byte, n uint32) []byte {
	k := make([]byte, 0, placeLen+4)
	return binary.BigEndian.AppendUint32(append(k, place...), n)
}

// inHistory returns the key of the text with this sum in the history of the
// article at place, nil when there is none.
func (b *batch) inHistory(place []byte, sum wire.Sum) ([]byte, error) {
	c := b.versions.Cursor()
	for k, v := c.Seek(place); bytes.HasPrefix(k, place); k, v = c.Next() {
		h, _, err := parseHeader(v)
		if err != nil {
			return nil, err
		}
		if h.sum == sum {
			return bytes.Clone(k), nil
		}
	}
	return nil, nil
}

func readCounts(tx *bolt.Tx) counts {
	v := tx.Bucket(bucketMeta).Get(keyCounts)
	if len(v) != 24 {
		return counts{}
	}
	return counts{binary.BigEndian.Uint64(v), binary.BigEndian.Uint64(v[8:]), binary.BigEndian.Uint64(v[16:])}
}

// finish writes the counts, after the young IDs have been moved if they are many.
func (b *batch) finish() error {
	if b.count.young > maxYoung {
		if err := b.moveYoung(); err != nil {
			return fmt.Errorf("move young ids: %w", err)
		}
	}
	c := b.count
	if c == readCounts(b.tx) {
		return nil
	}
	v := be64(c.articles)
	v = binary.BigEndian.AppendUint64(v, c.versions)
	v = binary.BigEndian.AppendUint64(v, c.young)
	return b.tx.Bucket(bucketMeta).Put(keyCounts, v)
}

// maxYoung is how many IDs wait in bucket young: it stays within a dozen pages,
// and moving them rewrites a page of ids for several at once.
const maxYoung = 2048

// moveYoung moves all young IDs to bucket ids, in the order of its pages.
func (b *batch) moveYoung() error {
	err := b.young.ForEach(func(id, place []byte) error { return b.ids.Put(id, place) })
	if err != nil {
		return err
	}
	if err := b.tx.DeleteBucket(bucketYoung); err != nil {
		return err
	}
	b.young, err = b.tx.CreateBucket(bucketYoung)
	b.count.young = 0
	return err
}
