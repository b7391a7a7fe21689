package web

import (
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/datelinewire/dateline/wire"
)

// Metrics are the counters and gauges of /metrics, in a registry of their
// own. They outlive a reload. The zero value is not usable; see NewMetrics.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec   // route, code
	failures *prometheus.CounterVec   // format
	rendered *prometheus.HistogramVec // format
	panics   prometheus.Counter

	feedOK, feedNotModified, feedOther prometheus.Counter // of requests: the hot ones, looked up once

	world atomic.Pointer[world]
}

// world is what the collectors look at while they collect.
type world struct {
	polls  Polls
	topics int
}

// StoreStats is what /metrics and /control/stats tell of the store.
type StoreStats struct {
	Articles int64  `json:"articles"`
	Versions int64  `json:"versions"` // superseded ones included
	Bytes    int64  `json:"bytes"`    // of the file
	Sequence uint64 `json:"sequence"` // end of the change log
}

// NewMetrics returns Metrics with everything registered.
func NewMetrics() *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dateline_http_requests_total", Help: "Requests answered, by kind of path and status."}, []string{"route", "code"}),
		failures: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dateline_render_failures_total", Help: "Editions that could not be rendered; the old bytes stayed."}, []string{"format"}),
		rendered: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "dateline_render_seconds", Help: "Time to render, check and compress one edition in one format.",
			Buckets: prometheus.ExponentialBuckets(0.001, 2, 12)}, []string{"format"}),
		panics: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "dateline_http_panics_total", Help: "Requests that ended in a panic."}),
	}
	m.feedOK = m.requests.WithLabelValues("feed", "200")
	m.feedNotModified = m.requests.WithLabelValues("feed", "304")
	m.feedOther = m.requests.WithLabelValues("feed", "412")
	m.registry.MustRegister(m.requests, m.failures, m.rendered, m.panics, &pollCollector{m: m},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Registry is for those who add metrics of their own.
func (m *Metrics) Registry() prometheus.Registerer { return m.registry }

// WatchStore adds gauges of the store, asked for at every scrape. It is
// called once.
func (m *Metrics) WatchStore(stats func() (StoreStats, error)) {
	m.registry.MustRegister(&storeCollector{stats: stats})
}

// WatchDropped adds the count of articles whose rules were dropped because they
// would have lost text, asked for at every scrape. It is called once.
func (m *Metrics) WatchDropped(dropped func() int64) {
	m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{
		Name: "dateline_rules_dropped_total",
		Help: "Articles left as they came, because a rule would have lost text.",
	}, func() float64 { return float64(dropped()) }))
}

func (m *Metrics) watch(p Polls, topics int) { m.world.Store(&world{p, topics}) }

func (m *Metrics) count(route string, code int) {
	if route == "" {
		route = "other"
	}
	if code == 0 {
		code = http.StatusOK
	}
	m.requests.WithLabelValues(route, strconv.Itoa(code)).Inc()
}

// feed counts an answer of the hot path.
func (m *Metrics) feed(code int) {
	switch code {
	case http.StatusOK:
		m.feedOK.Inc()
	case http.StatusNotModified:
		m.feedNotModified.Inc()
	default:
		m.feedOther.Inc()
	}
}

// maxSourceSeries is for how many sources metrics are given one by one; above
// it only sums are, for ten series a source would make the scrape the largest
// thing we serve.
const maxSourceSeries = 1000

// pollCollector tells the state of the sources, as the store has it: its
// counters go on after a restart.
type pollCollector struct{ m *Metrics }

var (
	descEntries  = prometheus.NewDesc("dateline_entries_total", "Entries read, by outcome.", []string{"outcome"}, nil)
	descSources  = prometheus.NewDesc("dateline_sources", "Sources by state.", []string{"state"}, nil)
	descLost     = prometheus.NewDesc("dateline_entries_lost_total", "Entries probably lost between visits, estimated.", nil, nil)
	descSrcLost  = prometheus.NewDesc("dateline_source_entries_lost_total", "Entries probably lost between visits, estimated, by source.", []string{"source"}, nil)
	descEvery    = prometheus.NewDesc("dateline_source_interval_seconds", "The interval that was learnt.", []string{"source"}, nil)
	descTopics   = prometheus.NewDesc("dateline_topics", "Configured topics.", nil, nil)
	descUp       = prometheus.NewDesc("dateline_source_up", "1 when the latest visit was good.", []string{"source"}, nil)
	descFailures = prometheus.NewDesc("dateline_source_failures", "Visits that failed in a row.", []string{"source"}, nil)
	descStatus   = prometheus.NewDesc("dateline_source_http_status", "Status of the latest answer, 0 when there was none.", []string{"source"}, nil)
	descLast     = prometheus.NewDesc("dateline_source_last_poll_timestamp_seconds", "When the latest visit began.", []string{"source"}, nil)
	descGood     = prometheus.NewDesc("dateline_source_last_good_timestamp_seconds", "When a visit was last good.", []string{"source"}, nil)
	descNext     = prometheus.NewDesc("dateline_source_next_poll_timestamp_seconds", "When the next visit is due.", []string{"source"}, nil)
	descTook     = prometheus.NewDesc("dateline_source_poll_seconds", "How long the latest visit took.", []string{"source"}, nil)
	descSrcEntry = prometheus.NewDesc("dateline_source_entries_total", "Entries read, by source and outcome.", []string{"source", "outcome"}, nil)
)

func (c *pollCollector) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{descEntries, descSources, descTopics, descUp, descFailures, descStatus,
		descLast, descGood, descNext, descTook, descSrcEntry, descLost, descSrcLost, descEvery} {
		ch <- d
	}
}

func (c *pollCollector) Collect(ch chan<- prometheus.Metric) {
	w := c.m.world.Load()
	if w == nil || w.polls == nil {
		return
	}
	polls, err := w.polls.Polls()
	if err != nil {
		ch <- prometheus.NewInvalidMetric(descSources, err)
		return
	}
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	var total wire.Tally
	lost := 0
	states := map[State]int{StateGood: 0, StateFailing: 0, StateSilent: 0, StateGone: 0}
	for i := range polls {
		p := &polls[i]
		total.Add(p.Total)
		lost += p.Learnt.Lost
		state := pollState(p)
		states[state]++
		up := 0.0
		if state != StateFailing && state != StateGone {
			up = 1
		}
		if len(polls) > maxSourceSeries {
			continue
		}
		gauge(descUp, up, p.Source)
		gauge(descFailures, float64(p.Failures), p.Source)
		gauge(descStatus, float64(p.Status), p.Source)
		gauge(descTook, p.Took.Seconds(), p.Source)
		gauge(descLast, seconds(p.At), p.Source)
		gauge(descGood, seconds(p.LastGood), p.Source)
		gauge(descNext, seconds(p.Next), p.Source)
		gauge(descEvery, p.Learnt.Interval.Seconds(), p.Source)
		ch <- prometheus.MustNewConstMetric(descSrcLost, prometheus.CounterValue, float64(p.Learnt.Lost), p.Source)
		outcomes(ch, descSrcEntry, p.Total, p.Source)
	}
	outcomes(ch, descEntries, total)
	for state, n := range states {
		gauge(descSources, float64(n), string(state))
	}
	ch <- prometheus.MustNewConstMetric(descLost, prometheus.CounterValue, float64(lost))
	gauge(descTopics, float64(w.topics))
}

// pollState is the state of a source as far as its latest visit tells it.
func pollState(p *wire.Poll) State {
	switch {
	case p.Gone:
		return StateGone
	case p.Failures > 0 || p.Error != "":
		return StateFailing
	case !p.Learnt.Quiet.IsZero():
		return StateSilent
	}
	return StateGood
}

func outcomes(ch chan<- prometheus.Metric, d *prometheus.Desc, t wire.Tally, labels ...string) {
	for _, o := range []struct {
		name string
		n    int
	}{{"new", t.New}, {"changed", t.Changed}, {"same", t.Same}, {"refused", t.Refused}} {
		ch <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(o.n), append(labels[:len(labels):len(labels)], o.name)...)
	}
}

// seconds is a time as Prometheus has it; 0 for never.
func seconds(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.UnixMilli()) / 1000
}

// storeCollector tells the size of the store.
type storeCollector struct {
	stats func() (StoreStats, error)
}

var (
	descArticles = prometheus.NewDesc("dateline_articles", "Articles kept.", nil, nil)
	descVersions = prometheus.NewDesc("dateline_article_versions", "Versions of articles kept.", nil, nil)
	descBytes    = prometheus.NewDesc("dateline_store_bytes", "Size of the store's file.", nil, nil)
	descSequence = prometheus.NewDesc("dateline_change_log_sequence", "Number of the latest change.", nil, nil)
)

func (c *storeCollector) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{descArticles, descVersions, descBytes, descSequence} {
		ch <- d
	}
}

func (c *storeCollector) Collect(ch chan<- prometheus.Metric) {
	s, err := c.stats()
	if err != nil {
		ch <- prometheus.NewInvalidMetric(descArticles, err)
		return
	}
	ch <- prometheus.MustNewConstMetric(descArticles, prometheus.GaugeValue, float64(s.Articles))
	ch <- prometheus.MustNewConstMetric(descVersions, prometheus.GaugeValue, float64(s.Versions))
	ch <- prometheus.MustNewConstMetric(descBytes, prometheus.GaugeValue, float64(s.Bytes))
	ch <- prometheus.MustNewConstMetric(descSequence, prometheus.GaugeValue, float64(s.Sequence))
}
