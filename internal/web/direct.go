package web

import (
	"fmt"
	"io"
	"net/http"
	"sync"
)

// direct is an http.RoundTripper that calls a handler in this process: no
// socket, no copy of the response in memory; what the handler writes is what
// the caller reads.
type direct struct{ h http.Handler }

// RoundTrip returns when the handler has begun its response. The handler's
// goroutine ends with the response: Close of its body waits for it.
func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	pr, pw := io.Pipe()
	w := &pipeWriter{header: http.Header{}, pipe: pw, begun: make(chan struct{})}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			// As with net/http, a panic ends this response and nothing else.
			if p := recover(); p != nil {
				w.begin(http.StatusInternalServerError)
				pw.CloseWithError(fmt.Errorf("response broke off: %v", p))
			}
		}()
		d.h.ServeHTTP(w, r)
		w.begin(http.StatusOK)
		pw.Close()
	}()
	<-w.begun
	return &http.Response{
		Status: http.StatusText(w.code), StatusCode: w.code,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.sent, Body: &pipeBody{pr, done}, ContentLength: -1, Request: r,
	}, nil
}

// pipeWriter is the handler's side.
type pipeWriter struct {
	header, sent http.Header
	code         int
	pipe         *io.PipeWriter
	once         sync.Once
	begun        chan struct{}
}

func (w *pipeWriter) Header() http.Header { return w.header }

func (w *pipeWriter) begin(code int) {
	w.once.Do(func() {
		w.code, w.sent = code, w.header.Clone()
		close(w.begun)
	})
}

func (w *pipeWriter) WriteHeader(code int) { w.begin(code) }

func (w *pipeWriter) Write(b []byte) (int, error) {
	w.begin(http.StatusOK)
	return w.pipe.Write(b)
}

// pipeBody is the caller's side.
type pipeBody struct {
	*io.PipeReader
	done chan struct{}
}

// Close lets the handler's next write fail, and waits until it has returned.
func (b *pipeBody) Close() error {
	err := b.PipeReader.Close()
	<-b.done
	return err
}
