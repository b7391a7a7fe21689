package desk

import (
	"iter"

	"github.com/datelinewire/dateline/wire"
)

// A Store is what the desk needs of package store.
type Store interface {
	Ledger
	// Articles yields the articles with these IDs at their latest version, one
	// by one. Those that are gone are left out.
	Articles(ids []string) iter.Seq2[*wire.Article, error]
}

// A Ledger is the change log and the desk's own pages beside it.
type Ledger interface {
	// Follow calls f with the next changes after the cursor of the follower
	// name, in one transaction in which f writes its pages and then the cursor
	// is moved; more says that the log goes on. It calls f with no changes
	// when there are none: rules may have changed where the log has not. An
	// error of f undoes everything. f may be called more than once.
	Follow(name string, f func(tx Tx, changes []wire.Change) error) (more bool, err error)
	// View calls f with the pages of the follower name, for reading; with
	// empty pages when it has none yet.
	View(name string, f func(p Pages) error) error
	// Wake returns a channel that is closed, or sent to, when the log grows
	// after this call.
	Wake() <-chan struct{}
}

// Pages are the keys and values of one follower. What they hand out is valid
// until the transaction ends.
type Pages interface {
	Get(key []byte) []byte       // nil when there is none
	Put(key, value []byte) error // a nil value deletes
	// Scan calls f with the pages whose key has the prefix, by key, downwards
	// when reverse is set, until f returns false. f does not write.
	Scan(prefix []byte, reverse bool, f func(key, value []byte) bool) error
}

// A Tx is a transaction of Follow.
type Tx interface {
	Pages
	// Rewind puts the cursor before the first change when the transaction
	// ends; the pages stay. The changes of this call count as not acted upon.
	Rewind() error
}
