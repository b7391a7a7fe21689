package store

import (
	"encoding/binary"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"
)

// The file, schema 1. All numbers are big endian, so that keys sort by them.
//
//	meta       "schema"                  → uint32, the number of this schema
//	           "counts"                  → uint64 articles, versions in history, young
//	sources    source uint32             → name of the source
//	polls      source                    → poll record (CBOR under the names of its JSON; poll.go)
//	known      source                    → hashes of the raw entries last seen, uint64 each
//	ids        article ID                → place of the article
//	young      article ID                → place, of those not yet moved to ids
//	articles   place                     → record (record.go): header, then zstd(CBOR, raw entry)
//	versions   place, version uint32     → record of a text that is not, or no longer, current
//	log        seq uint64                → place: the articles, each once, by latest change
//	gone       seq uint64                → ID of an article pruned, until all followers passed
//	followers  name                      → bucket:
//	             "cursor"                → uint64, seq of the last change acted upon
//	             "pages"                 → bucket of the follower's own
//
// A place is where an article stays for good: source uint32, received uint48
// (Unix milliseconds), seq uint40 (of its first version). So records lie in source
// and time order and a visit writes neighbours; a source's number is given at
// its first visit, so that a first round only appends. The sequence of bucket
// log is the latest seq given, that of sources the latest source number.
//
// IDs come at random: each would rewrite a page of ids of its own. So the latest
// few are kept apart in young, and moved together.
//
// Migration: Open runs migrations[n] in one transaction for each schema n
// older than this one and stores the new number with it; a newer schema is
// refused with [ErrSchema]. A change of the record alone needs no new schema
// but a new format byte (record.go), read beside the old one.
const schema = 1

// migrations holds for each old schema the step to the next.
var migrations = map[uint32]func(*bolt.Tx) error{}

var (
	bucketMeta      = []byte("meta")
	bucketSources   = []byte("sources")
	bucketPolls     = []byte("polls")
	bucketKnown     = []byte("known")
	bucketIDs       = []byte("ids")
	bucketYoung     = []byte("young")
	bucketArticles  = []byte("articles")
	bucketVersions  = []byte("versions")
	bucketLog       = []byte("log")
	bucketGone      = []byte("gone")
	bucketFollowers = []byte("followers")

	keySchema = []byte("schema")
	keyCounts = []byte("counts")
	keyCursor = []byte("cursor")
	keyPages  = []byte("pages")
)

// buckets lists the top level of the file.
var buckets = [][]byte{bucketMeta, bucketSources, bucketPolls, bucketKnown, bucketIDs, bucketYoung,
	bucketArticles, bucketVersions, bucketLog, bucketGone, bucketFollowers}

// ErrSchema is wrapped by Open when the file was written by a newer version of
// Dateline, or by another program.
var ErrSchema = errors.New("unknown schema")

// prepareSchema creates the buckets of a new file and brings an older file to
// the schema want, step by step, in the one transaction tx.
func prepareSchema(tx *bolt.Tx, want uint32, steps map[uint32]func(*bolt.Tx) error) error {
	meta := tx.Bucket(bucketMeta)
	if meta == nil {
		if k, _ := tx.Cursor().First(); k != nil {
			return fmt.Errorf("%w: a bbolt file of another program (bucket %q)", ErrSchema, k)
		}
		return createSchema(tx, want)
	}
	v := meta.Get(keySchema)
	if len(v) != 4 {
		return fmt.Errorf("%w: the file does not say which", ErrSchema)
	}
	have := binary.BigEndian.Uint32(v)
	if have > want {
		return fmt.Errorf("%w %d: the file was written by a newer dateline, this one knows %d; use the newer one or restore a backup", ErrSchema, have, want)
	}
	for ; have < want; have++ {
		step, ok := steps[have]
		if !ok {
			return fmt.Errorf("%w %d: no way from it to %d", ErrSchema, have, want)
		}
		if err := step(tx); err != nil {
			return fmt.Errorf("migrate schema %d to %d: %w", have, have+1, err)
		}
	}
	if binary.BigEndian.Uint32(v) == want {
		return nil
	}
	return meta.Put(keySchema, be32(want))
}

func createSchema(tx *bolt.Tx, version uint32) error {
	for _, name := range buckets {
		if _, err := tx.CreateBucketIfNotExists(name); err != nil {
			return fmt.Errorf("create bucket %s: %w", name, err)
		}
	}
	return tx.Bucket(bucketMeta).Put(keySchema, be32(version))
}

func be32(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }
func be64(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }
