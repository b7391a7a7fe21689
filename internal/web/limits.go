package web

import (
	"log/slog"
	"net/http"
	"time"
)

// What one connection may cost. Slow ones are the cheapest way to fill a
// server, so all of them are bounded.
const (
	// A request line and headers fit in one packet; ten seconds are three
	// retransmissions on the worst of lines.
	readHeaderTimeout = 10 * time.Second
	// Readers send no bodies; hubs post one document of at most a few MB.
	readTimeout = 60 * time.Second
	// The largest feed goes out in two minutes at 64 kbit/s.
	writeTimeout = 2 * time.Minute
	// Longer than max-age of a feed, so that a cache in front of us keeps its
	// connection from one question to the next.
	idleTimeout = 90 * time.Second
	// Bytes; cookies of other programs on the same host included.
	maxHeaderBytes = 16 << 10
)

// NewHTTPServer returns an http.Server for h with the limits that a public
// address needs; its errors go to log, at Debug because they are the readers'
// doing; nil is silent. The caller runs and stops it.
func NewHTTPServer(h http.Handler, log *slog.Logger) *http.Server {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
}
