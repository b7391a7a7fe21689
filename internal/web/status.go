package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/datelinewire/dateline/wire"
)

// Status is what /status?format=json says, and what the page shows.
type Status struct {
	Title   string         `json:"title"`
	Version string         `json:"version,omitempty"`
	Now     time.Time      `json:"now"`
	Started time.Time      `json:"started"`
	Ready   bool           `json:"ready"`
	Sources []SourceStatus `json:"sources"`
	Topics  []TopicStatus  `json:"topics"`
	Total   wire.Tally     `json:"total"`   // of all sources since the store was made
	Good    int            `json:"good"`    // sources whose latest visit was good
	Failing int            `json:"failing"` // sources whose latest visit failed
	Waiting int            `json:"waiting"` // sources not asked yet
}

// SourceStatus is one source at a glance. Addresses are without user names,
// passwords and queries, which may be secret.
type SourceStatus struct {
	Name     string         `json:"name"`
	Title    string         `json:"title"`
	URL      string         `json:"url"`
	State    State          `json:"state"`
	Words    string         `json:"words"` // the state in a sentence
	HTTP     int            `json:"http_status,omitempty"`
	Format   string         `json:"format,omitempty"`
	LastPoll time.Time      `json:"last_poll,omitzero"`
	LastGood time.Time      `json:"last_good,omitzero"`
	Next     time.Time      `json:"next,omitzero"`
	Failures int            `json:"failures"`
	Since    time.Time      `json:"since,omitzero"` // failing since
	Error    string         `json:"error,omitempty"`
	Latest   wire.Tally     `json:"latest"` // of the latest document
	Total    wire.Tally     `json:"total"`
	Refusals []wire.Refusal `json:"refusals,omitempty"`  // of the latest document
	Every    string         `json:"every,omitempty"`     // the interval that was learnt, such as "15m0s"
	Why      string         `json:"why,omitempty"`       // what decided it, in words
	Gaps     int            `json:"gaps,omitempty"`      // visits that found no entry of the visit before
	Lost     int            `json:"lost,omitempty"`      // entries that were probably lost in them
	Hub      wire.HubState  `json:"hub,omitempty"`       // how far its WebSub subscription has come
	HubFirst int            `json:"hub_first,omitempty"` // entries that polls found before the hub had announced them
}

// TopicStatus is one topic at a glance.
type TopicStatus struct {
	Name     string    `json:"name"`
	Title    string    `json:"title"`
	Articles int       `json:"articles"`
	Updated  time.Time `json:"updated,omitzero"`
}

// State is how a source is doing.
type State string

// The states of a source.
const (
	StateWaiting State = "waiting" // not asked yet
	StateGood    State = "good"    // the latest visit was answered by a feed, or by a 304
	StateOverdue State = "overdue" // good, but not asked for long after it was due
	StateFailing State = "failing" // the latest visit failed
	StateDead    State = "dead"    // never answered by a feed
	StateGone    State = "gone"    // withdrawn for good by its publisher (410), not asked any more
	StateSilent  State = "silent"  // good, but quiet far beyond its own rhythm
)

// overdue is how far past its time a visit may be before we say so: longer
// than a visit may take and the schedule needs to catch up after a start.
const overdue = 10 * time.Minute

// status gathers the state of all configured sources, in their order.
func (s *site) status() (*Status, error) {
	polls, err := s.Polls.Polls()
	if err != nil {
		return nil, fmt.Errorf("polls: %w", err)
	}
	bySource := make(map[string]*wire.Poll, len(polls))
	for i := range polls {
		bySource[polls[i].Source] = &polls[i]
	}
	st := &Status{Title: s.title, Version: s.Version, Now: s.Now().UTC(), Started: s.Started.UTC(), Ready: s.ready(),
		Sources: []SourceStatus{}, Topics: []TopicStatus{}}
	for _, src := range s.Sources {
		p := bySource[src.Name]
		if p == nil {
			p = &wire.Poll{}
		}
		one := sourceStatus(src, p, st.Now)
		st.Sources = append(st.Sources, one)
		st.Total.Add(one.Total)
		switch one.State {
		case StateWaiting:
			st.Waiting++
		case StateFailing, StateDead, StateGone:
			st.Failing++
		default:
			st.Good++
		}
	}
	for _, t := range s.Topics {
		one := TopicStatus{Name: t.Name, Title: topicTitle(t)}
		if e, err := s.Desk.Edition(t.Name); err == nil {
			one.Articles, one.Updated = len(e.Articles), e.Updated
		}
		st.Topics = append(st.Topics, one)
	}
	return st, nil
}

func sourceStatus(src wire.Source, p *wire.Poll, now time.Time) SourceStatus {
	o := SourceStatus{
		Name: src.Name, Title: src.Title, URL: publicURL(src.URL), HTTP: p.Status, Format: p.Format,
		LastPoll: p.At, LastGood: p.LastGood, Next: p.Next, Failures: p.Failures, Error: publicError(p.Error),
		Latest: p.Tally, Total: p.Total, Refusals: p.Refusals,
	}
	if o.Title == "" {
		o.Title = src.Name
	}
	o.Why, o.Gaps, o.Lost = p.Learnt.Why, p.Learnt.Gaps, p.Learnt.Lost
	o.Hub, o.HubFirst = p.Hub.State, p.Hub.First
	if p.Learnt.Interval > 0 {
		o.Every = p.Learnt.Interval.Round(time.Second).String()
	}
	switch {
	case p.At.IsZero():
		o.State, o.Words = StateWaiting, "not asked yet"
	case p.Gone:
		o.State, o.Since, o.Words = StateGone, p.Since, "withdrawn for good by its publisher, not asked any more"
	case p.Failures == 0 && p.Error != "": // our own network's fault, as it seems: nobody's failure is counted
		o.State, o.Since, o.Words = StateFailing, p.Since, "could not be reached"
	case p.Failures > 0 && p.LastGood.IsZero():
		o.State, o.Since, o.Words = StateDead, p.Since, "has never answered with a feed, "+count(p.Failures, "attempt", "attempts")
	case p.Failures > 0:
		o.State, o.Since, o.Words = StateFailing, p.Since, "failing, "+count(p.Failures, "time", "times")+" in a row"
	case !p.Next.IsZero() && now.Sub(p.Next) > overdue:
		o.State, o.Words = StateOverdue, "good, but overdue"
	case !p.Learnt.Quiet.IsZero():
		o.State, o.Since, o.Words = StateSilent, p.Learnt.Quiet, "answers, but is silent far beyond its own rhythm"
	default:
		o.State, o.Words = StateGood, "good"
	}
	if o.State == StateGood && p.Tally.Refused > 0 {
		o.Words = "good, " + count(p.Tally.Refused, "entry", "entries") + " refused"
	}
	if o.Lost > 0 {
		o.Words += "; " + count(o.Lost, "entry", "entries") + " probably lost between visits"
	}
	return o
}

// publicURL is an address without what may be secret in it.
func publicURL(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	u.User, u.Fragment = nil, ""
	if u.RawQuery != "" {
		u.RawQuery = "…"
	}
	return u.String()
}

// address finds web addresses in the text of an error.
var address = regexp.MustCompile(`https?://[^\s"'<>]+`)

// publicError is an error text without what may be secret in the addresses it
// names, those that a source redirects to included.
func publicError(text string) string {
	return address.ReplaceAllStringFunc(text, func(raw string) string {
		bare := strings.TrimRight(raw, ":;,.)")
		return publicURL(bare) + raw[len(bare):]
	})
}

func (s *site) serveStatus(w http.ResponseWriter, r *http.Request) {
	st, err := s.status()
	if err != nil {
		s.unavailable(w, r, "status", err)
		return
	}
	if !wantsJSON(r) {
		b, err := s.render("status.html", frame{Title: "Status", Page: st})
		if err != nil {
			s.unavailable(w, r, "status", err)
			return
		}
		newDocument(b, contentHTML, cacheNever, time.Time{}).varyBy("Accept").serveOnce(w, r)
		return
	}
	b, err := json.Marshal(st)
	if err != nil {
		s.unavailable(w, r, "status", err)
		return
	}
	newDocument(append(b, '\n'), "application/json; charset=utf-8", cacheNever, time.Time{}).varyBy("Accept").serveOnce(w, r)
}

// wantsJSON reports whether a program asks: by ?format=json, or by an Accept
// that names JSON and not HTML.
func wantsJSON(r *http.Request) bool {
	if f := r.URL.Query().Get("format"); f != "" {
		return f == "json"
	}
	accept := strings.Join(r.Header["Accept"], ",")
	return strings.Contains(accept, "application/json") && !strings.Contains(accept, "text/html")
}

// ready reports whether the desk has caught up.
func (s *site) ready() bool {
	if s.CaughtUp == nil {
		return true
	}
	select {
	case <-s.CaughtUp:
		return true
	default:
		return false
	}
}

// serveHealth says that we are there, whatever else is going on.
func (s *site) serveHealth(w http.ResponseWriter, _ *http.Request) {
	plain(w, http.StatusOK, "alive")
}

func (s *site) serveReady(w http.ResponseWriter, _ *http.Request) {
	if s.ready() {
		plain(w, http.StatusOK, "ready")
		return
	}
	w.Header().Set("Retry-After", retryAfter)
	plain(w, http.StatusServiceUnavailable, "catching up with the log")
}
