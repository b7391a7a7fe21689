package desk

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"github.com/datelinewire/dateline/feed/topic"
	"github.com/datelinewire/dateline/wire"
)

// step deals one batch of the log, in one transaction; ended says that the end
// of the log has been reached since the topics are settled, so all are whole.
func (d *Desk) step(ended bool) (more bool, err error) {
	var h hand
	more, err = d.store.Follow(follower, func(tx Tx, changes []wire.Change) error {
		h = hand{desk: d, pages: tx, touched: make(map[string]bool)} // anew: f may be called again
		if !d.settled {
			rewind, err := h.settle()
			if err != nil {
				return err
			}
			if rewind {
				h.rewound = true
				return tx.Rewind()
			}
		}
		if ended {
			if err := h.complete(); err != nil {
				return err
			}
		}
		for _, c := range changes {
			if err := h.deal(c); err != nil {
				return fmt.Errorf("deal %s: %w", c.ID, err)
			}
		}
		return nil
	})
	if err != nil {
		return false, err
	}
	if !d.settled {
		d.settled, d.partial = true, h.partial
	}
	if ended {
		d.partial = false
	}
	d.touch(h.touched)
	return more || h.rewound, nil
}

// touch notes that the editions of these topics may have changed.
func (d *Desk) touch(names map[string]bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for name := range names {
		s := d.shelf[name]
		s.touched++
		d.shelf[name] = s
	}
}

// A hand deals within one transaction.
type hand struct {
	desk    *Desk
	pages   Pages
	touched map[string]bool // topics
	rewound bool
	partial bool // settle: some topic is not whole
}

// settle makes the ledger agree with the configured rules: topics that are no
// more are forgotten; the pages of those that are new or have another rule are
// emptied, and it reports true: the log must be dealt again from its start.
// That changes nothing in the others, since dealing twice is dealing once.
func (h *hand) settle() (rewind bool, err error) {
	known := make(map[string]record)
	var bad error
	err = h.pages.Scan([]byte{kindTopic}, false, func(k, v []byte) bool {
		var r record
		r, bad = parseRecord(v)
		known[string(k[1:])] = r
		return bad == nil
	})
	if err != nil {
		return false, fmt.Errorf("read topics: %w", err)
	}
	if bad != nil { // of another version of this program, most likely
		h.desk.log.Warn("ledger is dealt from the start of the log", "err", bad)
		clear(known)
		if err := h.erase(nil); err != nil {
			return false, fmt.Errorf("empty the ledger: %w", err)
		}
	}
	for name := range known {
		if _, ok := h.desk.topics[name]; !ok {
			if err := h.forget(name); err != nil {
				return false, err
			}
			h.desk.log.Info("topic forgotten", "topic", name)
		}
	}
	for name, t := range h.desk.topics {
		r, ok := known[name]
		if ok && r.print == printOf(t) {
			h.partial = h.partial || !r.whole // a restart has come between
			continue
		}
		if err := h.forget(name); err != nil {
			return false, err
		}
		r = record{print: printOf(t)}
		if err := h.pages.Put(topicKey(name), r.encode()); err != nil {
			return false, fmt.Errorf("topic %s: %w", name, err)
		}
		h.touched[name], h.partial, rewind = true, true, true
		h.desk.log.Info("topic is dealt from the start of the log", "topic", name)
	}
	return rewind, nil
}

// complete notes that all topics are whole.
func (h *hand) complete() error {
	for name := range h.desk.topics {
		r, err := readRecord(h.pages, name)
		if err != nil {
			return err
		}
		if r.whole {
			continue
		}
		r.whole, h.touched[name] = true, true
		if err := h.pages.Put(topicKey(name), r.encode()); err != nil {
			return fmt.Errorf("topic %s: %w", name, err)
		}
	}
	return nil
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// forget deletes all pages of a topic.
func (h *hand) forget(name string) error {
	if err := firstOf(h.erase(memberPrefix(name)), h.pages.Put(topicKey(name), nil)); err != nil {
		return fmt.Errorf("forget topic %s: %w", name, err)
	}
	return nil
}

// erase deletes the pages whose key has the prefix.
func (h *hand) erase(prefix []byte) error {
	var keys [][]byte
	err := h.pages.Scan(prefix, false, func(k, _ []byte) bool {
		keys = append(keys, bytes.Clone(k))
		return true
	})
	for _, k := range keys {
		err = firstOf(err, h.pages.Put(k, nil))
	}
	return err
}

// deal gives one changed article to the topics it belongs to now, and takes it
// from the others. Dealing the same change twice is dealing it once.
func (h *hand) deal(c wire.Change) error {
	was, err := readDealt(h.pages, c.ID)
	if err != nil {
		return err
	}
	is := dealt{topics: h.desk.choose(c.Article)}
	if len(is.topics) > 0 {
		is.received = c.Article.Received
	}
	for _, name := range was.topics {
		if slices.Contains(is.topics, name) && was.received.Equal(is.received) {
			continue
		}
		if err := h.leave(name, was.received, c); err != nil {
			return err
		}
	}
	for _, name := range is.topics {
		m := memberOf(c.Article)
		changed, err := h.put(memberKey(name, m.received, m.id), m.encode())
		if err != nil {
			return err
		}
		if changed {
			h.touched[name] = true
		}
	}
	_, err = h.put(articleKey(c.ID), is.encode())
	return err
}

// choose returns the names of the topics that a belongs to, sorted; none when
// it must not be published. An embargoed article belongs to its topics; its
// edition waits.
func (d *Desk) choose(a *wire.Article) []string {
	switch {
	case a == nil, a.Status == wire.StatusCanceled:
		return nil
	case a.Status == wire.StatusWithheld && a.Embargo == nil:
		return nil // withheld with no end
	}
	var names []string
	for _, hit := range d.index.Match(topic.NewDoc(a)) {
		names = append(names, hit.Topic)
	}
	slices.Sort(names)
	return names
}

// leave takes an article out of a topic. When the edition showed it, the topic
// remembers when it was taken out, for Updated: nothing else will tell.
func (h *hand) leave(name string, received time.Time, c wire.Change) error {
	key := memberKey(name, received, c.ID)
	if h.pages.Get(key) == nil {
		return nil // a topic forgotten or emptied meanwhile
	}
	h.touched[name] = true
	if c.Article != nil { // what is pruned leaves by age
		if err := h.note(name, c); err != nil {
			return err
		}
	}
	return h.pages.Put(key, nil)
}

func (h *hand) note(name string, c wire.Change) error {
	w, err := h.desk.window(h.pages, h.desk.topics[name])
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(w.members, func(m member) bool { return m.id == c.ID }) {
		return nil
	}
	r, err := readRecord(h.pages, name)
	if err != nil {
		return err
	}
	if at := lastReceived(c.Article); at.After(r.left) {
		r.left = at
		return h.pages.Put(topicKey(name), r.encode())
	}
	return nil
}

// put writes a page when it differs from what is there.
func (h *hand) put(key, value []byte) (changed bool, err error) {
	old := h.pages.Get(key)
	if (old == nil) == (value == nil) && bytes.Equal(old, value) {
		return false, nil
	}
	return true, h.pages.Put(key, value)
}
