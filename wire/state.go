package wire

import (
	"fmt"
	"strings"
	"time"
)

// Learnt is what visits have taught about a source: how much it files, when,
// and from that how often to ask it.
type Learnt struct {
	Interval time.Duration `json:"interval,omitempty"` // chosen at the latest visit, before jitter; nanoseconds
	Why      string        `json:"why,omitempty"`      // in words, what decided Interval
	Rate     float64       `json:"rate,omitempty"`     // new entries an hour, of late
	LastNew  time.Time     `json:"last_new,omitzero"`  // latest visit or push that brought a new or changed entry
	Seen     int           `json:"seen,omitempty"`     // new entries that Rate and Rhythm were learnt from
	// Rhythm are weights of new entries by hour of the week, 168 of them
	// from Sunday 0:00 UTC on, with older ones fading; nil before the first.
	Rhythm []byte `json:"rhythm,omitempty"`
	// Gaps counts visits that found no entry of the visit before: entries in
	// between were probably lost. Lost estimates how many, by Rate.
	Gaps int `json:"gaps,omitempty"`
	Lost int `json:"lost,omitempty"`
	// Quiet is since when the source has been silent far beyond its own
	// rhythm; zero while it is not.
	Quiet time.Time `json:"quiet,omitzero"`
}

// Hints are what a source says about when to ask again. They slow polling
// down, never up.
type Hints struct {
	Document  time.Duration `json:"document,omitempty"`   // ttl and sy:update*; nanoseconds
	HTTP      time.Duration `json:"http,omitempty"`       // what was left of max-age or Expires at the latest answer
	SkipHours uint32        `json:"skip_hours,omitempty"` // bit h: not in hour h UTC
	SkipDays  uint8         `json:"skip_days,omitempty"`  // bit d: not on weekday d (Sunday is 0), UTC
}

// A Move is a permanent redirect on its way to being believed: one answer may
// be a slip, the same target for days is not.
type Move struct {
	From    string        `json:"from"` // the configured address
	To      string        `json:"to"`
	Since   time.Time     `json:"since"`
	Seen    int           `json:"seen"`              // visits in a row that were sent there
	Proof   time.Duration `json:"proof,omitempty"`   // for which that has been so; nanoseconds
	Adopted bool          `json:"adopted,omitempty"` // To is asked in place of From
	Next    string        `json:"next,omitempty"`    // where To itself has been moving since Since
}

// A Hub is a subscription to a WebSub hub (W3C Recommendation of 23 January
// 2018) that announces a source.
type Hub struct {
	URL   string   `json:"url"`
	Topic string   `json:"topic"` // the address subscribed to: the feed's own word for itself
	State HubState `json:"state"`
	// Token is the unguessable end of our callback's path and Secret signs
	// what is pushed to it; who prints a Poll leaves both out.
	Token  string `json:"token"`
	Secret string `json:"secret"`

	Asked  time.Time `json:"asked,omitzero"`   // latest request to the hub
	Lease  time.Time `json:"lease,omitzero"`   // end of the lease
	Renew  time.Time `json:"renew,omitzero"`   // when to ask the hub next
	Pushed time.Time `json:"pushed,omitzero"`  // latest push that was in order
	Pushes int       `json:"pushes,omitempty"` // that were in order
	Forged int       `json:"forged,omitempty"` // that were not signed with Secret
	Missed int       `json:"missed,omitempty"` // visits in a row that found first what no push had announced
	First  int       `json:"first,omitempty"`  // entries that visits found so, all in all
	Vain   int       `json:"vain,omitempty"`   // visits that a push had asked for and that found nothing, less those that did
	Error  string    `json:"error,omitempty"`  // of the latest request to the hub
}

// HubState says how far a subscription has come.
type HubState string

// The states. A hub is trusted once it is active and has pushed.
const (
	HubAsked   HubState = "asked"   // waiting for the hub to verify our intent
	HubActive  HubState = "active"  // leased
	HubDemoted HubState = "demoted" // silent or lying: polled as if it were not there
	HubDenied  HubState = "denied"  // the hub refused
)

// String says in words what the hints ask for; "none" when they ask for
// nothing.
func (h Hints) String() string {
	var parts []string
	if h.Document > 0 {
		parts = append(parts, fmt.Sprintf("the document asks for %v", h.Document))
	}
	if h.HTTP > 0 {
		parts = append(parts, fmt.Sprintf("the answer is fresh for %v", h.HTTP))
	}
	var skip []string
	for d := range 7 {
		if h.SkipDays&(1<<d) != 0 {
			skip = append(skip, time.Weekday(d).String())
		}
	}
	for n := range 24 {
		if h.SkipHours&(1<<n) != 0 {
			skip = append(skip, fmt.Sprintf("%02d:00 UTC", n))
		}
	}
	if skip != nil {
		parts = append(parts, "not on or at "+strings.Join(skip, ", "))
	}
	if parts == nil {
		return "none"
	}
	return strings.Join(parts, "; ")
}
