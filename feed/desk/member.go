package desk

import (
	"fmt"

	"github.com/datelinewire/dateline/wire"
)

// Members returns the IDs of at most n articles of a topic, newest first; all
// when n is not positive. Those whose embargo has not ended are left out;
// Limit and PerSource do not count. It fails with ErrNoTopic or an error of
// the store.
func (d *Desk) Members(name string, n int) ([]string, error) {
	if _, ok := d.topics[name]; !ok {
		return nil, fmt.Errorf("topic %q: %w", name, ErrNoTopic)
	}
	if n <= 0 {
		n = int(^uint(0) >> 1)
	}
	var w window
	err := d.store.View(follower, func(p Pages) (err error) {
		w, err = d.window(p, wire.Topic{Name: name, Limit: n})
		return err
	})
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(w.members))
	for i, m := range w.members {
		ids[i] = m.id
	}
	return ids, nil
}

// TopicsOf returns the names of the configured topics that have the article
// with this ID among their members, sorted; none while its embargo lasts. It
// fails with an error of the store.
func (d *Desk) TopicsOf(id string) ([]string, error) {
	var names []string
	err := d.store.View(follower, func(p Pages) error {
		names = nil
		was, err := readDealt(p, id)
		if err != nil {
			return err
		}
		for _, name := range was.topics {
			key := memberKey(name, was.received, id)
			v := p.Get(key)
			if _, ok := d.topics[name]; !ok || v == nil {
				continue
			}
			m, err := parseMember(key[len(memberPrefix(name)):], v)
			if err != nil {
				return err
			}
			if !d.now().Before(m.embargo) {
				names = append(names, name)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("topics of %s: %w", id, err)
	}
	return names, nil
}
