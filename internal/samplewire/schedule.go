package samplewire

import (
	"math/rand/v2"
	"time"
)

// What is filed next, in a round that repeats: mostly news, and early enough
// in it an edit, a correction and a kill for whoever looks on for a minute.
var round = [...]deed{
	news, news, edit, news, news, correction, news, edit, news, kill,
	news, news, news, edit, news, news, correction, news, news, edit,
	news, news, notice, news, news, edit, news, news, correction, news,
}

type deed int

const (
	news       deed = iota
	edit            // under the same guid
	correction      // under the same guid
	kill            // under the same guid
	notice          // a kill by a story of its own
)

// advance files everything due until now, in order.
func (w *Wire) advance(now time.Time) {
	if !now.After(w.now) {
		return
	}
	w.now = now.UTC()
	if w.o.Scripted {
		return
	}
	due := int(w.now.Sub(w.base) / w.o.Every)
	if due-w.filed > maxLeap {
		w.filed = due - maxLeap
	}
	for w.filed < due {
		w.filed++
		w.act(w.filed)
	}
}

// act does the nth filing. What it does depends on the seed, on n and on what
// stands in the documents, so on nothing but the options and the time.
func (w *Wire) act(n int) {
	r := w.rand(1, uint64(n))
	at := w.base.Add(time.Duration(n) * w.o.Every).Truncate(time.Second)
	all := stringers()
	switch d := round[n%len(round)]; d {
	case news:
		// Every source in turn, shuffled anew in each turn.
		turn := w.rand(2, uint64(n/len(all))).Perm(len(all))
		w.fileNews(w.desks[all[turn[n%len(all)]].Name], at)
	default:
		b := w.desks[all[r.IntN(len(all))].Name]
		s := b.standing(r)
		if s == nil {
			w.fileNews(b, at)
			return
		}
		w.redo(b, s, d, at)
	}
}

// redo edits, corrects or kills a story.
func (w *Wire) redo(b *bureau, s *Story, d deed, at time.Time) {
	switch d {
	case edit:
		b.edit(s)
	case correction:
		b.correct(s, b.bump(s))
	case kill, notice:
		w.kill(b, s, d == notice, at)
		return
	}
	s.Updated = at
	b.touch(at)
}

// kill withdraws s, by itself or by a notice, and returns the guid of what was filed.
func (w *Wire) kill(b *bureau, s *Story, notice bool, at time.Time) string {
	s.Killed = true
	if !notice {
		b.withdraw(s)
		s.Updated = at
		b.touch(at)
		return s.GUID
	}
	b.serial++
	k := b.killNotice(s)
	k.serial, k.GUID, k.Published = b.serial, b.guid(b.serial), at
	b.add(k, at)
	return k.GUID
}

// standing picks one of the newer stories that was not corrected or killed; nil when there is none.
func (b *bureau) standing(r *rand.Rand) *Story {
	var list []*Story
	for _, s := range b.stories[:min(len(b.stories), Window/2)] {
		if s.draft != nil && !s.Killed && !s.draft.corrected {
			list = append(list, s)
		}
	}
	if len(list) == 0 {
		return nil
	}
	return list[r.IntN(len(list))]
}

// fileBacklog files the stories of the hours before the start, oldest first,
// every source at its own hours.
func (w *Wire) fileBacklog() {
	for i := Backlog; i > 0; i-- {
		for k, s := range stringers() {
			r := w.rand(3, uint64(i*100+k))
			before := time.Duration(i)*40*time.Minute - time.Duration(r.IntN(39*60))*time.Second
			w.fileNews(w.desks[s.Name], w.base.Add(-before))
		}
	}
}

// fileNews files a new story of the bureau's own.
func (w *Wire) fileNews(b *bureau, at time.Time) {
	b.serial++
	var s *Story
	for try := range uint64(maxTries) {
		s = b.write(w.rand(uint64(4+try), uint64(b.serial)<<8|uint64(b.index)), at)
		if !w.spoken[s.Title] {
			break
		}
	}
	if len(w.spoken) >= maxSpoken {
		clear(w.spoken)
	}
	w.spoken[s.Title] = true
	s.serial, s.GUID, s.Published = b.serial, b.guid(b.serial), at
	b.add(s, at)
}

// maxTries bounds the search for a headline that was not used before. After
// that it is used again: there is only so much news in the world.
const maxTries = 12

// maxSpoken bounds the headlines we remember: some hours of news.
const maxSpoken = 10000

// rand is the dice of one purpose and number.
func (w *Wire) rand(purpose, n uint64) *rand.Rand {
	return rand.New(rand.NewPCG(w.o.Seed*0x9e3779b97f4a7c15+purpose, n*0xbf58476d1ce4e5b9+purpose))
}
