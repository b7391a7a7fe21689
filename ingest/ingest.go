package ingest

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"github.com/datelinewire/dateline/ingest/fetch"
	"github.com/datelinewire/dateline/wire"
)

// Defaults and bounds of the engine.
const (
	DefaultEvery   = 15 * time.Minute
	DefaultCeiling = 24 * time.Hour
	// DefaultFullEvery is how often a source is asked without validators, so
	// that one whose validators stand still is found out.
	DefaultFullEvery = 7 * 24 * time.Hour
	// DefaultWorkers is the number of visits at a time. They mostly wait.
	DefaultWorkers = 32
)

// Errors of visits.
var (
	ErrHeld      = errors.New("the server asked not to be asked yet")
	ErrGone      = errors.New("the publisher has withdrawn this address for good (410)")
	ErrNoContent = errors.New("the answer is empty")
)

// A Store keeps what visits bring. *store.Store is one.
type Store interface {
	// Commit stores filings and the visit that brought them in one
	// transaction, and returns the tally with its new, changed and same.
	Commit(ctx context.Context, p wire.Poll, f []wire.Filing) (wire.Tally, error)
	// Poll returns the latest poll of a source; zero when there was none.
	Poll(source string) (wire.Poll, error)
	// Known returns the hashes of the latest document's entries.
	Known(source string) ([]uint64, error)
}

// An Ingester asks sources and commits what they answer. Its fields are set
// once, before Run, Round or Poll.
type Ingester struct {
	Store  Store
	Fetch  *fetch.Client
	Shaper *Shaper
	Log    *slog.Logger     // nil discards
	Now    func() time.Time // wall clock; nil is time.Now

	Workers   int           // visits at a time; 0 is DefaultWorkers
	FullEvery time.Duration // 0 is DefaultFullEvery
	// Callback is the public address under which ServeHTTP is reached, such as
	// "https://feeds.example.org/websub/"; empty subscribes to no hub.
	Callback string
	// Insist makes Round and Poll ask sources too that are gone for good (410).
	Insist bool
	// Observe, when set, is told of every visit, from several goroutines.
	Observe func(Visit)

	once    sync.Once
	shaping chan struct{} // one turn for each CPU
	holding chan struct{} // turns to hold a shaped document until it is committed
	large   chan struct{} // turns to hold a large body until what is made of it is committed
	heavy   chan struct{} // one turn to shape the largest bodies
	weather weather
	hints   chan hint // of hubs
	hubs    hubs
	robots  robots
}

// largeBodies is how many bodies of more than a megabyte may be held at a time,
// and of those of heavyBody and more one at a time is shaped. So hostile
// sources, however many, find no more memory than a few large documents need.
const (
	largeBodies = 2
	heavyBody   = 2 << 20
)

// A Visit is what came of asking one source once.
type Visit struct {
	Source string
	Poll   wire.Poll  // as it was committed
	Tally  wire.Tally // of this visit: zero when it brought no document
	Held   bool       // nobody was asked: the server had asked for patience, or never to be asked again
	Err    error      // why it brought nothing good; Poll.Error in words
}

func (in *Ingester) init() {
	in.once.Do(func() {
		if in.Log == nil {
			in.Log = slog.New(slog.DiscardHandler)
		}
		if in.Now == nil {
			in.Now = time.Now
		}
		if in.Shaper == nil {
			in.Shaper = new(Shaper)
		}
		if in.Workers <= 0 {
			in.Workers = DefaultWorkers
		}
		if in.FullEvery <= 0 {
			in.FullEvery = DefaultFullEvery
		}
		if in.Fetch.Pace == nil {
			in.Fetch.Pace = new(fetch.Pace)
		}
		in.shaping = make(chan struct{}, runtime.GOMAXPROCS(0))
		in.holding = make(chan struct{}, 8*runtime.GOMAXPROCS(0))
		in.large = make(chan struct{}, largeBodies)
		in.heavy = make(chan struct{}, 1)
		in.hints = make(chan hint, 64)
	})
}

// Run polls sources, each when it is due, until ctx ends; it returns when
// every visit has ended. What is due is read from the store, so Run goes on
// where another left off.
func (in *Ingester) Run(ctx context.Context, sources []wire.Source) error {
	in.init()
	s := newSchedule(in, sources)
	if err := s.load(); err != nil {
		return err
	}
	return s.run(ctx)
}

// Round visits every source once, due or not, as fast as manners allow, and
// returns when all have been. Report, if not nil, is told of each visit, one
// at a time.
func (in *Ingester) Round(ctx context.Context, sources []wire.Source, report func(Visit)) error {
	in.init()
	s := newSchedule(in, sources)
	s.once, s.report = true, report
	s.loadNow()
	return s.run(ctx)
}

// Poll visits src now, whole: it waits for its turn, asks, shapes and commits.
// The error is the visit's Err, or the store's.
func (in *Ingester) Poll(ctx context.Context, src wire.Source) (Visit, error) {
	in.init()
	v, err := in.visit(ctx, src, nil)
	if err != nil {
		return v, err
	}
	return v, v.Err
}

// now is the wall clock. Polls carry it; nothing is timed by it.
func (in *Ingester) now() time.Time { return in.Now().UTC().Round(0) }
