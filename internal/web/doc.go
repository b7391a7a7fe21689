// Package web serves: pages and feeds to readers, the state of the sources to
// operators, and the control socket to the command line.
//
// Callers may rely on this: a feed is rendered once an edition, checked, and
// only then swapped in; every response says how long it is good and what it
// varies by; conditional requests are answered as RFC 9110 §13 asks; nothing
// served to the public says more of a source's copy than its rights allow; a
// handler that panics costs its own request and nothing else.
//
// The package knows the nouns of wire and how feed writes. Where editions,
// articles and polls come from it learns from the interfaces below.
package web

import "github.com/datelinewire/dateline/wire"

// A Desk has the current edition of every topic; *desk.Desk is one. As long
// as a topic does not change it returns the same pointer, and what it points
// to is not modified.
type Desk interface {
	Edition(topic string) (*wire.Edition, error)
}

// Articles are the kept articles; *store.Store has them. For an ID that is
// not known both return an error that is Server.NotFound.
type Articles interface {
	Article(id string) (*wire.Article, error)
	// Versions returns all versions of an article. Their order does not matter.
	Versions(id string) ([]*wire.Article, error)
}

// Polls are the states of the sources; *store.Store has them.
type Polls interface {
	Polls() ([]wire.Poll, error)
}
