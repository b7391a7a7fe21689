package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/datelinewire/dateline/wire"
	bolt "go.etcd.io/bbolt"
)

// A job is one visit on its way through the writer.
type job struct {
	visit   *visit // nil: nothing but what is pending
	filings []*filing
	size    int        // bytes packed
	tally   wire.Tally // in: as counted by the caller; out: with the filings
	done    chan error
}

// A filing is a wire.Filing, prepared outside of the transaction.
type filing struct {
	wire.Filing // Article and Raw only until packed
	url         string
	head        header // sum, stamp, undated, received and id; the rest comes with the transaction
	packed      []byte // nil while it looks the same as what is stored
}

// Commit stores a visit and the filings it brought in one transaction.
//
// p.Tally counts the entries of the document as far as the caller knows them
// (Entries, Refused, and Same for entries it left out as known); Commit adds
// the filings to New, Changed and Same, keeps the result as the Tally of the
// source, adds it to its Total and returns it. A filing is New when its
// article was not known, Same when its text is one that is kept already, and
// else Changed: it becomes the current version if it Supersedes that, and is
// kept in the history if not. Received stays that of the first version.
//
// With filings that are not all the same as the current texts, the visit is
// durable when Commit returns, and shares its fsync with all that wait at the
// same time. Otherwise it is deferred: visible at once in Poll, Polls and Known,
// and written with the next commit, within seconds, or at Close.
//
// Commit depends on nothing but its arguments and what is stored, and is safe to
// repeat: the same visit (same Source and At) and filings again change nothing.
// An error means that nothing of the visit is stored; when ctx ends first it is
// ctx.Err(). Articles are not modified, and not kept: once they are packed the
// caller may hold the only references to them.
func (s *Store) Commit(ctx context.Context, p wire.Poll, f []wire.Filing) (wire.Tally, error) {
	if err := checkVisit(&p, f); err != nil {
		return wire.Tally{}, fmt.Errorf("commit %s: %w", p.Source, err)
	}
	if len(f) == 0 {
		return p.Tally, s.deferVisit(newVisit(p, 0))
	}
	j := &job{visit: newVisit(p, len(f)), tally: p.Tally, done: make(chan error, 1)}
	news, err := s.prepare(j, f)
	if err == nil && !news {
		p.Tally.Same += len(f)
		return p.Tally, s.deferVisit(newVisit(p, len(f)))
	}
	if err == nil {
		err = s.submit(ctx, j)
	}
	if err != nil {
		return wire.Tally{}, fmt.Errorf("commit %s: %w", p.Source, err)
	}
	return j.tally, nil
}

// maxSource bounds a source's name in bytes; configuration allows far less.
const maxSource = 255

func checkVisit(p *wire.Poll, f []wire.Filing) error {
	if p.Source == "" || len(p.Source) > maxSource {
		return fmt.Errorf("a source's name has 1 to %d bytes", maxSource)
	}
	for i, x := range f {
		if x.Article == nil {
			return fmt.Errorf("filing %d has no article", i)
		}
		if n := len(x.Article.ID); n == 0 || n > maxID {
			return fmt.Errorf("filing %d: an article's id has 1 to %d bytes", i, maxID)
		}
		if x.Article.Source != p.Source {
			return fmt.Errorf("article %s is of source %q", x.Article.ID, x.Article.Source)
		}
		if n := len(x.Article.HTML) + len(x.Raw); n > maxUnpacked {
			return fmt.Errorf("article %s: %d bytes are too many", x.Article.ID, n)
		}
	}
	return nil
}

// deferVisit keeps a visit until the next transaction.
func (s *Store) deferVisit(v *visit) error {
	source := v.poll.Source
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing {
		return fmt.Errorf("commit %s: %w", source, ErrClosed)
	}
	s.pending[source] = append(s.pending[source], v)
	return nil
}

// prepare does all that needs no transaction: it digests the filings and packs
// those that are new or changed as far as can be seen, in the order in which
// they will be stored: by stamp, and the last of the document first, as
// documents begin with the newest. It reports whether there are any.
func (s *Store) prepare(j *job, f []wire.Filing) (news bool, err error) {
	j.filings = make([]*filing, len(f))
	for i, x := range f {
		a := x.Article
		j.filings[len(f)-1-i] = &filing{Filing: x, url: a.URL, head: header{
			id: a.ID, sum: a.Sum(), stamp: a.Stamp(), undated: a.Undated,
			received: received(a, &j.visit.poll, s.now),
		}}
	}
	slices.SortStableFunc(j.filings, func(a, b *filing) int { return a.head.stamp.Compare(b.head.stamp) })
	same, err := s.sameAs(j.visit.poll.Source, j.filings)
	if err != nil {
		return false, err
	}
	for i, x := range j.filings {
		if same[i] {
			continue
		}
		if err := x.pack(s.codec); err != nil {
			return false, err
		}
		j.size += len(x.packed)
		news = true
	}
	return news, nil
}

// received is when a was received: as it says, else when the visit began.
func received(a *wire.Article, p *wire.Poll, now func() time.Time) time.Time {
	if !a.Received.IsZero() {
		return a.Received.UTC()
	}
	if !p.At.IsZero() {
		return p.At.UTC()
	}
	return now().UTC()
}

// pack packs x and lets go of what it was made of: many visits may wait for
// the writer, and packed they are a quarter of their size.
func (x *filing) pack(c *codec) (err error) {
	if x.packed != nil {
		return nil
	}
	if x.packed, err = c.pack(x.Article, x.Raw); err == nil {
		x.Article, x.Raw = nil, nil
	}
	return err
}

// sameAs reports for each filing whether its text is the current one.
func (s *Store) sameAs(source string, filings []*filing) ([]bool, error) {
	same := make([]bool, len(filings))
	if s.sourceNumber(source) == 0 {
		return same, nil // its first visit
	}
	err := s.view(func(tx *bolt.Tx) error {
		ids, articles := indexOf(tx), tx.Bucket(bucketArticles)
		for i, x := range filings {
			v := ids.place(x.head.id)
			if v == nil {
				continue
			}
			h, _, err := parseHeader(articles.Get(v))
			if err != nil {
				return fmt.Errorf("article %s: %w", x.head.id, err)
			}
			same[i] = h.sum == x.head.sum
		}
		return nil
	})
	return same, err
}

// writeJob writes the filings of j and its visit.
func (b *batch) writeJob(j *job) error {
	source, err := b.source(j.visit.poll.Source)
	if err != nil {
		return err
	}
	old, err := b.s.codec.visited(b.polls.Get(be32(source)))
	if err != nil {
		return fmt.Errorf("poll of %s: %w", j.visit.poll.Source, err)
	}
	again := repeats(&j.visit.poll, &old) || outdated(&j.visit.poll, &old, b.now)
	taken := make(map[string]bool, len(j.filings))
	tally := j.tally
	for _, x := range j.filings {
		out, err := b.file(source, x, taken, again)
		if err != nil {
			return fmt.Errorf("article %s: %w", x.head.id, err)
		}
		tally.Add(out)
	}
	v := *j.visit
	v.poll.Tally = tally
	if err := b.writeVisit(source, &v); err != nil {
		return err
	}
	b.tallies = append(b.tallies, tally)
	return nil
}

// errNoRoom says that a version or place has reached what its bytes can hold.
var errNoRoom = errors.New("numbers are used up")

// file stores one filing of a source. taken holds the IDs that this visit has
// filed already; again is set when the visit is a repeated one.
func (b *batch) file(source uint32, x *filing, taken map[string]bool, again bool) (wire.Tally, error) {
	place, err := b.find(x, taken)
	if err != nil {
		return wire.Tally{}, err
	}
	taken[x.head.id] = true
	if place == nil {
		return wire.Tally{New: 1}, b.fileNew(source, x)
	}
	record := b.articles.Get(place)
	cur, packed, err := parseHeader(record)
	if err != nil {
		return wire.Tally{}, err
	}
	if cur.sum == x.head.sum {
		return wire.Tally{Same: 1}, nil
	}
	seen, err := b.inHistory(place, x.head.sum)
	if err != nil {
		return wire.Tally{}, err
	}
	if cur.top == 1<<32-1 {
		return wire.Tally{}, errNoRoom
	}
	x.head.version = cur.top + 1
	wins := supersedes(&x.head, &cur)
	if seen != nil && (again || !wins) {
		return wire.Tally{Same: 1}, nil
	}
	x.head.revised, x.head.received = x.head.received, cur.received
	if err := x.pack(b.s.codec); err != nil {
		return wire.Tally{}, err
	}
	if !wins {
		cur.top++
		return wire.Tally{Changed: 1}, b.fileOlder(place, x, &cur, packed)
	}
	return wire.Tally{Changed: 1}, b.fileChanged(place, seen, x, &cur, packed)
}

// supersedes asks wire.Article.Supersedes, with as much of the articles as it
// needs when their versions differ.
func supersedes(x, y *header) bool {
	a := wire.Article{Published: x.stamp, Undated: x.undated, Version: int(x.version)}
	c := wire.Article{Published: y.stamp, Undated: y.undated, Version: int(y.version)}
	return a.Supersedes(&c)
}

// find returns the place of the article that x is a version of, nil when it is
// new; x gets the ID under which the article is kept.
func (b *batch) find(x *filing, taken map[string]bool) ([]byte, error) {
	if place := b.place(x.head.id); place != nil {
		return slices.Clone(place), nil
	}
	for _, id := range x.Alias {
		place := b.place(id)
		if place == nil || taken[id] {
			continue
		}
		place = slices.Clone(place)
		a, err := b.s.article(b.articles.Get(place), place)
		if err != nil {
			return nil, err
		}
		if a.URL == x.url {
			x.head.id = id
			return place, nil
		}
	}
	return nil, nil
}

func (b *batch) fileNew(source uint32, x *filing) error {
	if err := x.pack(b.s.codec); err != nil {
		return err
	}
	seq, err := b.nextSeq()
	if err != nil {
		return err
	}
	place := newPlace(source, x.head.received, seq)
	x.head.version, x.head.top, x.head.seq = 1, 1, seq
	b.count.articles++
	b.count.young++
	return cmp.Or(
		b.articles.Put(place, x.record()),
		b.young.Put([]byte(x.head.id), place),
		b.logb.Put(be64(seq), place))
}

// fileChanged makes x current at place and moves the text that was into the
// history; from there goes an earlier filing of the same text as x, if any:
// the history holds each text once, at its latest version.
func (b *batch) fileChanged(place, seen []byte, x *filing, cur *header, packed []byte) error {
	seq, err := b.nextSeq()
	if err != nil {
		return err
	}
	x.head.top, x.head.seq = x.head.version, seq
	oldSeq := cur.seq
	cur.seq, cur.top = 0, 0
	if seen != nil {
		if err := b.versions.Delete(seen); err != nil {
			return err
		}
		b.count.versions--
	}
	b.count.versions++
	return cmp.Or(
		b.versions.Put(versionKey(place, cur.version), cur.record(packed)),
		b.articles.Put(place, x.record()),
		b.logb.Delete(be64(oldSeq)),
		b.logb.Put(be64(seq), place))
}

// fileOlder keeps x, which loses against the current text, in the history.
func (b *batch) fileOlder(place []byte, x *filing, cur *header, packed []byte) error {
	x.head.seq, x.head.top = 0, 0
	b.count.versions++
	return cmp.Or(
		b.versions.Put(versionKey(place, x.head.version), x.record()),
		b.articles.Put(place, cur.record(packed)))
}

func (x *filing) record() []byte { return x.head.record(x.packed) }

// record returns h and packed as one record, in fresh memory.
func (h *header) record(packed []byte) []byte {
	b := make([]byte, 0, headerRoom+len(h.id)+len(packed))
	return append(appendHeader(b, h), packed...)
}
