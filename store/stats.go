package store

import (
	"fmt"

	bolt "go.etcd.io/bbolt"
)

// Stats are the store in figures; cheap enough for every scrape of metrics.
type Stats struct {
	Path      string `json:"path"`
	Schema    int    `json:"schema"`
	Articles  uint64 `json:"articles"`
	Versions  uint64 `json:"versions"` // in the history, besides the current ones
	Sources   int    `json:"sources"`
	Seq       uint64 `json:"seq"`     // latest place in the log
	Pending   int    `json:"pending"` // visits not yet written
	FileBytes int64  `json:"file_bytes"`
	FreeBytes int64  `json:"free_bytes"` // of FileBytes, to be used again

	Followers map[string]uint64 `json:"followers"` // their cursors

	// Since Open: transactions of the writer, and what they carried.
	Transactions uint64 `json:"transactions"`
	Visits       uint64 `json:"visits"`
	Filings      uint64 `json:"filings"`
}

// Stats returns the store in figures.
func (s *Store) Stats() (Stats, error) {
	st := Stats{Path: s.path, Schema: schema, Followers: map[string]uint64{}}
	err := s.view(func(tx *bolt.Tx) error {
		c := readCounts(tx)
		st.Articles, st.Versions = c.articles, c.versions
		st.Seq = tx.Bucket(bucketLog).Sequence()
		st.FileBytes = tx.Size()
		followers := tx.Bucket(bucketFollowers)
		return followers.ForEachBucket(func(name []byte) error {
			st.Followers[string(name)] = cursorOf(followers.Bucket(name))
			return nil
		})
	})
	if err != nil {
		return Stats{}, fmt.Errorf("stats: %w", err)
	}
	st.FreeBytes = int64(s.db.Stats().FreePageN+s.db.Stats().PendingPageN) * int64(s.db.Info().PageSize)
	s.mu.RLock()
	defer s.mu.RUnlock()
	st.Sources, st.Pending = len(s.numbers), len(s.pending)+len(s.flushing)
	st.Transactions, st.Visits, st.Filings = s.stats.transactions, s.stats.visits, s.stats.filings
	return st, nil
}
