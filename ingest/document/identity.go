package document

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/datelinewire/dateline/ingest/link"
)

// identities gives each entry its key. An identifier that several entries of
// the document have at different addresses is no identity by itself: then
// identifier and address are, and the other form is an alias, so that an
// entry filed under either stays the same article.
//
// Where they are at the same address too, or at none, and have different
// titles, the title is part of it: the address is that of a page which lists
// them. In Atom these are versions of one entry (RFC 4287 §4.2.6).
//
// What the known entries among them have for an address is not known: they
// are taken to differ, which costs a look at the alias and nothing else.
func (r *reader) identities() {
	shared, apart := r.sharedWithKnown(), r.apart()
	urls := map[string]string{}
	several := map[string]bool{}
	for i := range r.out {
		if e := &r.out[i]; !e.Known && e.ID != "" {
			if u, ok := urls[e.ID]; ok && u != e.URL {
				several[e.ID] = true
			}
			urls[e.ID] = e.URL
		}
	}
	for i := range r.out {
		if e := &r.out[i]; !e.Known && (len(r.fails) == 0 || r.fails[i] == "") {
			p := &r.c.entries[i]
			e.identify(several[e.ID] || shared[p.id], apart[p.name()], r.c.format != formatAtom)
		}
	}
}

// sharedWithKnown are the identifiers, hashed as printed, that a known entry
// has and another with other bytes too.
func (r *reader) sharedWithKnown() map[uint64]bool {
	type holder struct{ id, sum uint64 }
	all := make([]holder, 0, len(r.out))
	known := map[uint64]bool{}
	for i, p := range r.c.entries {
		if p.id != 0 {
			all = append(all, holder{p.id, r.out[i].Hash})
			known[p.id] = known[p.id] || r.out[i].Known
		}
	}
	slices.SortFunc(all, func(a, b holder) int { return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(a.sum, b.sum)) })
	shared := map[uint64]bool{}
	for i := 1; i < len(all); i++ {
		if a, b := all[i-1], all[i]; a.id == b.id && a.sum != b.sum && known[a.id] {
			shared[a.id] = true
		}
	}
	return shared
}

// name is what names the entry as printed: its identifier, else its address.
func (p *piece) name() uint64 {
	if p.id != 0 {
		return p.id
	}
	return p.at
}

// apart are the names, hashed as printed, that entries of different titles
// have, all at one address.
func (r *reader) apart() map[uint64]bool {
	if r.c.format == formatAtom {
		return nil
	}
	first := make(map[uint64]*piece, len(r.c.entries))
	titles, places := map[uint64]bool{}, map[uint64]bool{}
	for i := range r.c.entries {
		p := &r.c.entries[i]
		n := p.name()
		if n == 0 || p.title == 0 {
			continue
		}
		o := first[n]
		if o == nil {
			first[n] = p
			continue
		}
		if o.title != p.title {
			titles[n] = true
		}
		if o.at != p.at {
			places[n] = true
		}
	}
	for n := range places {
		delete(titles, n)
	}
	return titles
}

// identify sets ID, Key and Alias. shared says that other entries have the
// same identifier, apart that they are told from this one by their title;
// titled is false in a format in which they never are.
func (e *Entry) identify(shared, apart, titled bool) {
	url := link.Untracked(e.URL)
	hasID := e.ID != ""
	switch {
	case hasID:
	case url != "":
		e.ID = url
	default:
		h := sha256.New()
		h.Write([]byte(e.Title))
		h.Write([]byte{0})
		h.Write([]byte(e.HTML))
		e.ID = "text:" + hex.EncodeToString(h.Sum(nil)[:16])
		e.Key = e.ID
		return
	}
	titled = titled && e.Title != ""
	both := e.ID + "\x00" + url
	own := both + "\x00" + e.Title
	switch {
	case apart && titled:
		e.Key, e.Alias = own, nil // under the identifier another may be filed
		return
	case shared && hasID && url != "":
		e.Key, e.Alias = both, []string{e.ID}
		return
	}
	e.Key = e.ID
	if hasID && url != "" {
		e.Alias = append(e.Alias, both)
	}
	if titled {
		e.Alias = append(e.Alias, own)
	}
}
