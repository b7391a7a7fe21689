package fetch

import (
	"context"
	"errors"
	"io"
	"time"
)

// What ends an answer that does not come as it should, by stage.
var (
	errNoAnswer = errors.New("no answer in time")
	errStalled  = errors.New("the body stopped coming")
	errTrickle  = errors.New("the body comes in drops")
	errTotal    = errors.New("the body did not end in time")
)

// A watch reads a body under its deadlines.
type watch struct {
	body    io.Reader
	ctx     context.Context
	cancel  context.CancelCauseFunc
	timer   *time.Timer
	start   time.Time // of the request
	started time.Time // of the body
	total   time.Duration
	n       int64
}

// pause waits for room, without the clocks of the body running on.
func (w *watch) pause(room func(context.Context) error) error {
	w.timer.Stop()
	begun := time.Now()
	err := room(w.ctx)
	waited := time.Since(begun)
	w.start, w.started = w.start.Add(waited), w.started.Add(waited)
	if err != nil {
		return &readError{err}
	}
	return nil
}

// A readError came from the connection, not from an unpacker on top of it.
type readError struct{ err error }

func (e *readError) Error() string { return e.err.Error() }
func (e *readError) Unwrap() error { return e.err }

func (w *watch) Read(b []byte) (int, error) {
	left := w.total - time.Since(w.start)
	why := errStalled
	if left < stallTimeout {
		why = errTotal
	}
	// The timer still runs: stop it, so that its old word is not said now.
	w.timer.Stop()
	w.timer = time.AfterFunc(min(stallTimeout, left), func() { w.cancel(why) })
	n, err := w.body.Read(b)
	w.n += int64(n)
	if err == io.EOF {
		return n, err
	}
	if cause := context.Cause(w.ctx); cause != nil {
		return n, &readError{cause}
	}
	if err != nil {
		return n, &readError{err}
	}
	if d := time.Since(w.started); d > trickleAfter && float64(w.n) < trickleRate*d.Seconds() {
		return n, &readError{errTrickle}
	}
	return n, nil
}
