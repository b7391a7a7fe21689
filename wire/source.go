package wire

import "time"

// A Source is one configured address that is polled, with a name.
type Source struct {
	Name     string
	Title    string         // for people; Name when the configuration has none
	URL      string         // absolute http(s)
	Site     string         // the agency's home page, where known
	Agency   string         // canonical name, the last resort when the copy names none
	Language string         // BCP 47, when the feed names none
	Zone     *time.Location // the source's own zone; never nil, UTC by default
	FullText bool           // fetch the page when the feed has only a summary
	Rights   Rights
	Pace     Pace
}

// A Pace says how one source may be asked.
type Pace struct {
	Every        time.Duration // least time between two polls
	Ceiling      time.Duration // most time between two polls of a healthy source
	Timeout      time.Duration // for one whole visit
	MaxBody      int64         // bytes, unpacked
	AllowPrivate bool          // addresses of intranets and of this machine may be asked

	AllowDowngrade bool // redirects from https to http are followed
	Shared         bool // a host of many publishers: its Retry-After is for this source alone
	NoPush         bool // WebSub hubs are not subscribed to
	PushContent    bool // what hubs push is filed; else it is a hint to poll
	PushSHA1       bool // pushes may be signed with SHA-1; else SHA-256 or better is needed
}

// Rights say what of a source's copy may be republished, and under whose name.
type Rights struct {
	Publish Extent
	Credit  string // the line naming the agency; the article's agency when empty
}

// Extent is how much of an article leaves the house.
type Extent string

// The extents; the zero value means ExtentFull.
const (
	ExtentFull     Extent = "full"
	ExtentLead     Extent = "lead"
	ExtentHeadline Extent = "headline"
)

// A Topic is a curated selection of articles.
type Topic struct {
	Name      string // in paths: [a-z0-9-]
	Title     string
	Match     string // a query (design.md §4)
	Limit     int    // articles in the edition, at most
	PerSource int    // of one source, at most; 0 is no limit
}

// An Edition is one topic's articles at one moment, newest first. It is
// immutable: a topic that did not change keeps the same *Edition.
type Edition struct {
	Topic    Topic
	Articles []*Article // usable ones only; newest first by Received, then ID
	Updated  time.Time  // when the newest change that concerns it was received; never the time of rendering
}
