package desk

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/datelinewire/dateline/wire"
)

// The ledger, in the desk's pages. Numbers are big endian.
//
//	"t" topic                      → byte: ledgerFormat; fingerprint of the rule, 16 bytes;
//	                                 stamp: when an article last left the edition otherwise
//	                                 than by age; byte: 1 when the log has been dealt to its end
//	"m" topic 0 stamp ID           → a member: version uint32, stamp of its text, end of its
//	                                 embargo (stamp, all zero: none), name of its source
//	"a" ID                         → stamp, names of the topics joined by 0
//
// A stamp is a time as 12 bytes that sort like it: seconds, nanoseconds. That
// of members and articles is Received, so the edition is a scan downwards.
// Why an article is in a topic is not kept: the rule can say it again.
const (
	kindTopic   = 't'
	kindMember  = 'm'
	kindArticle = 'a'

	follower     = "desk"
	ledgerFormat = 1 // another is not read: the ledger is emptied and all dealt anew
	printSize    = 16
	stampSize    = 12
)

var errLedger = errors.New("unreadable ledger page")

// nameable reports whether name can stand in a key.
func nameable(name string) bool { return name != "" && strings.IndexByte(name, 0) < 0 }

// A fingerprint stands for a rule: membership dealt under another is void.
type fingerprint [printSize]byte

// printOf returns the fingerprint of t's rule. Limit and PerSource are no part
// of it: they choose from the members when an edition is made.
func printOf(t wire.Topic) fingerprint {
	sum := sha256.Sum256([]byte(t.Match))
	return fingerprint(sum[:printSize])
}

func appendStamp(b []byte, t time.Time) []byte {
	b = binary.BigEndian.AppendUint64(b, uint64(t.Unix())^1<<63) // so that times before 1970 sort first
	return binary.BigEndian.AppendUint32(b, uint32(t.Nanosecond()))
}

func parseStamp(b []byte) time.Time {
	return time.Unix(int64(binary.BigEndian.Uint64(b)^1<<63), int64(binary.BigEndian.Uint32(b[8:]))).UTC()
}

// A record is what the ledger knows of a topic.
type record struct {
	print fingerprint
	left  time.Time // zero: nothing left yet
	whole bool      // the members are all there; false while they are dealt anew
}

func topicKey(name string) []byte { return append([]byte{kindTopic}, name...) }

func (r *record) encode() []byte {
	b := appendStamp(append([]byte{ledgerFormat}, r.print[:]...), r.left)
	if r.whole {
		return append(b, 1)
	}
	return append(b, 0)
}

func parseRecord(b []byte) (record, error) {
	var r record
	if len(b) != 1+printSize+stampSize+1 || b[0] != ledgerFormat {
		return r, fmt.Errorf("topic of %d bytes: %w", len(b), errLedger)
	}
	copy(r.print[:], b[1:])
	r.left = parseStamp(b[1+printSize:])
	r.whole = b[len(b)-1] == 1
	return r, nil
}

// readRecord reads the record of a topic; zero when there is none.
func readRecord(p Pages, name string) (record, error) {
	b := p.Get(topicKey(name))
	if b == nil {
		return record{}, nil
	}
	return parseRecord(b)
}

// A member is an article's place in a topic.
type member struct {
	id, source string
	version    int
	received   time.Time
	text       time.Time // lastReceived: a version may come back
	embargo    time.Time // zero: none
}

func memberPrefix(topic string) []byte {
	return append(append([]byte{kindMember}, topic...), 0)
}

func memberKey(topic string, received time.Time, id string) []byte {
	return append(appendStamp(memberPrefix(topic), received), id...)
}

func memberOf(a *wire.Article) member {
	m := member{id: a.ID, source: a.Source, version: a.Version, received: a.Received, text: lastReceived(a)}
	if a.Embargo != nil {
		m.embargo = *a.Embargo
	}
	return m
}

func (m *member) encode() []byte {
	b := appendStamp(binary.BigEndian.AppendUint32(nil, uint32(m.version)), m.text)
	if m.embargo.IsZero() {
		b = append(b, make([]byte, stampSize)...)
	} else {
		b = appendStamp(b, m.embargo)
	}
	return append(b, m.source...)
}

// parseMember reads a member; key is without the topic's prefix.
func parseMember(key, value []byte) (member, error) {
	const text, embargo, head = 4, 4 + stampSize, 4 + 2*stampSize
	if len(key) < stampSize || len(value) < head {
		return member{}, fmt.Errorf("member of %d and %d bytes: %w", len(key), len(value), errLedger)
	}
	m := member{
		id:       string(key[stampSize:]),
		received: parseStamp(key),
		version:  int(binary.BigEndian.Uint32(value)),
		text:     parseStamp(value[text:]),
		source:   string(value[head:]),
	}
	if e := value[embargo:head]; !bytes.Equal(e, make([]byte, stampSize)) {
		m.embargo = parseStamp(e)
	}
	return m, nil
}

// A dealt record says to which topics an article has been dealt. It may name
// topics that are no more; whether the article is a member, its member page says.
type dealt struct {
	received time.Time
	topics   []string
}

func articleKey(id string) []byte { return append([]byte{kindArticle}, id...) }

func (d *dealt) encode() []byte {
	if len(d.topics) == 0 {
		return nil // deletes
	}
	return append(appendStamp(nil, d.received), strings.Join(d.topics, "\x00")...)
}

// readDealt reads where an article is; zero when it is nowhere.
func readDealt(p Pages, id string) (dealt, error) {
	b := p.Get(articleKey(id))
	if b == nil {
		return dealt{}, nil
	}
	if len(b) <= stampSize {
		return dealt{}, fmt.Errorf("article %s of %d bytes: %w", id, len(b), errLedger)
	}
	return dealt{received: parseStamp(b), topics: strings.Split(string(b[stampSize:]), "\x00")}, nil
}
