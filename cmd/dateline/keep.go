package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"time"

	"github.com/datelinewire/dateline/feed/desk"
	"github.com/datelinewire/dateline/feed/topic"
	"github.com/datelinewire/dateline/internal/web"
	"github.com/datelinewire/dateline/store"
	"github.com/datelinewire/dateline/wire"
)

// lockWait is how long a starting daemon waits for the one before it to end.
const lockWait = 2 * time.Second

func openStore(path string, log *slog.Logger) (*store.Store, error) {
	s, err := store.Open(path, store.Options{Log: log, Wait: lockWait})
	if errors.Is(err, store.ErrLocked) {
		return nil, &hinted{err, "end it first, or use another 'store: {path: …}'"}
	}
	return s, err
}

// controlPath is where the daemon that has the store at path can be spoken to.
func controlPath(path string) string { return path + ".sock" }

// deskStore is the store as the desk wants it: the same methods, with the
// desk's own names for what it is given.
type deskStore struct{ *store.Store }

func (s deskStore) Follow(name string, f func(desk.Tx, []wire.Change) error) (bool, error) {
	return s.Store.Follow(name, func(tx *store.FollowTx, c []wire.Change) error { return f(tx, c) })
}

func (s deskStore) View(name string, f func(desk.Pages) error) error {
	return s.Store.View(name, func(tx *store.FollowTx) error { return f(tx) })
}

// errEnough ends a Range early.
var errEnough = errors.New("enough")

// control answers the commands that read the store.
func control(s *store.Store, dk *desk.Desk, p *plan, started time.Time) http.Handler {
	c := &web.Control{
		Articles: s,
		NotFound: store.ErrNotFound,
		Polls:    s,
		Desk:     dk,
		Topics:   p.topics,
		Range: func(_ context.Context, source string, since, until time.Time, fn func(*wire.Article) bool) error {
			err := s.Range(store.Query{Source: source, From: since, To: until}, func(a *wire.Article) error {
				if !fn(a) {
					return errEnough
				}
				return nil
			})
			if errors.Is(err, errEnough) {
				return nil
			}
			return err
		},
		Match: func(query string) (func(*wire.Article) bool, error) {
			rule, err := topic.Parse(query)
			if err != nil {
				return nil, err
			}
			return func(a *wire.Article) bool { _, ok := rule.Match(topic.NewDoc(a)); return ok }, nil
		},
		Backup: func(ctx context.Context, w io.Writer) error { _, err := s.Backup(ctx, w); return err },
		Stats:  func() (web.StoreStats, error) { return webStats(s) },

		Version: thisBuild().Version,
		Started: started,
	}
	return c.Handler()
}

func webStats(s *store.Store) (web.StoreStats, error) {
	st, err := s.Stats()
	return web.StoreStats{
		Articles: int64(st.Articles), Versions: int64(st.Versions), Bytes: st.FileBytes, Sequence: st.Seq,
	}, err
}

// ask lets f ask what the store of the plan holds: the running daemon, through
// its control socket, or the file itself when no daemon has it open.
func (a *app) ask(ctx context.Context, f func(*plan, *web.Client) error) error {
	p, err := a.plan()
	if err != nil {
		return err
	}
	if _, err := os.Stat(p.storePath); errors.Is(err, os.ErrNotExist) {
		return &hinted{fmt.Errorf("store %s: there is none yet", p.storePath), "'dateline poll' or 'dateline serve' makes it"}
	}
	s, err := store.Open(p.storePath, store.Options{})
	if errors.Is(err, store.ErrLocked) {
		return f(p, web.DialControl(controlPath(p.storePath)))
	}
	if err != nil {
		return err
	}
	dk, err := desk.New(deskStore{s}, p.topics, desk.Options{})
	if err == nil {
		err = dk.CatchUp(ctx)
	}
	if err == nil {
		err = f(p, web.DirectControl(control(s, dk, p, time.Now())))
	}
	return errors.Join(err, s.Close())
}
