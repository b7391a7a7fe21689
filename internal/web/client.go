package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/datelinewire/dateline/wire"
)

// A Client asks a Control: over the socket of a running daemon (DialControl),
// or in this process (DirectControl). Callers cannot tell the difference.
type Client struct{ http *http.Client }

// DialControl returns a client of the daemon that listens at path. It does
// not connect yet; Status tells whether anybody is there.
func DialControl(path string) *Client {
	var d net.Dialer
	return &Client{&http.Client{Transport: &http.Transport{
		DialContext:        func(ctx context.Context, _, _ string) (net.Conn, error) { return d.DialContext(ctx, "unix", path) },
		DisableCompression: true, // it is the same machine
		DisableKeepAlives:  true, // one command asks once or twice
	}}}
}

// DirectControl returns a client of h in this process.
func DirectControl(h http.Handler) *Client {
	return &Client{&http.Client{Transport: direct{h}}}
}

// Status says who answers.
func (c *Client) Status(ctx context.Context) (ControlStatus, error) {
	return value[ControlStatus](ctx, c, "/control/status", nil)
}

// Stats returns the size of the store.
func (c *Client) Stats(ctx context.Context) (StoreStats, error) {
	return value[StoreStats](ctx, c, "/control/stats", nil)
}

// Article returns one article, at its latest version when version is 0. It
// fails with ErrNotFound.
func (c *Client) Article(ctx context.Context, id string, version int) (*wire.Article, error) {
	q := url.Values{}
	if version != 0 {
		q.Set("version", strconv.Itoa(version))
	}
	a, err := value[wire.Article](ctx, c, "/control/articles/"+url.PathEscape(id), q)
	if err != nil {
		return nil, err
	}
	return &a, nil
}

// Versions returns all versions of an article in the order of the store. It
// fails with ErrNotFound.
func (c *Client) Versions(ctx context.Context, id string) ([]*wire.Article, error) {
	return list[*wire.Article](ctx, c, "/control/articles/"+url.PathEscape(id)+"/versions", nil)
}

// Articles yields what q selects, newest received first, as it comes in. An
// error is the last thing it yields.
func (c *Client) Articles(ctx context.Context, q Query) iter.Seq2[*wire.Article, error] {
	v := url.Values{}
	for name, s := range map[string]string{"topic": q.Topic, "source": q.Source, "q": q.Q} {
		if s != "" {
			v.Set(name, s)
		}
	}
	for name, t := range map[string]time.Time{"since": q.Since, "until": q.Until} {
		if !t.IsZero() {
			v.Set(name, t.UTC().Format(time.RFC3339Nano))
		}
	}
	if q.Limit != 0 {
		v.Set("limit", strconv.Itoa(q.Limit))
	}
	return values[*wire.Article](ctx, c, "/control/articles", v)
}

// Topics returns the configured topics.
func (c *Client) Topics(ctx context.Context) ([]TopicInfo, error) {
	return list[TopicInfo](ctx, c, "/control/topics", nil)
}

// Sources returns the latest visit to every source that has been asked.
func (c *Client) Sources(ctx context.Context) ([]wire.Poll, error) {
	return list[wire.Poll](ctx, c, "/control/sources", nil)
}

// Backup writes a consistent copy of the store to w. When it fails, what has
// been written is of no use.
func (c *Client) Backup(ctx context.Context, w io.Writer) error {
	body, err := c.get(ctx, "/control/backup", nil)
	if err != nil {
		return err
	}
	defer body.Close()
	if _, err := io.Copy(w, body); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return nil
}

// maxFailure bounds the text of an error that is read, in bytes.
const maxFailure = 64 << 10

// get asks for path and returns the body of a good answer.
func (c *Client) get(ctx context.Context, path string, q url.Values) (io.ReadCloser, error) {
	u := url.URL{Scheme: "http", Host: "dateline", Path: path, RawQuery: q.Encode()}
	if p, err := url.PathUnescape(path); err == nil {
		u.Path, u.RawPath = p, path
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	resp, err := c.http.Do(req)
	if err != nil {
		var ue *url.Error
		if errors.As(err, &ue) {
			err = ue.Err // the URL is ours and says nothing
		}
		return nil, fmt.Errorf("control: %w", err)
	}
	if resp.StatusCode == http.StatusOK {
		return resp.Body, nil
	}
	defer resp.Body.Close()
	var f failure
	b, _ := io.ReadAll(io.LimitReader(resp.Body, maxFailure))
	if json.Unmarshal(b, &f) != nil || f.Error == "" {
		f.Error = resp.Status
	}
	if resp.StatusCode == http.StatusNotFound {
		return nil, told{f.Error, ErrNotFound}
	}
	return nil, errors.New(f.Error)
}

// told is an error as the other side worded it, that can be asked for by kind.
type told struct {
	text string
	kind error
}

func (e told) Error() string { return e.text }
func (e told) Unwrap() error { return e.kind }

func value[T any](ctx context.Context, c *Client, path string, q url.Values) (T, error) {
	var v T
	body, err := c.get(ctx, path, q)
	if err != nil {
		return v, err
	}
	defer body.Close()
	if err := json.NewDecoder(body).Decode(&v); err != nil {
		return v, fmt.Errorf("control %s: %w", path, err)
	}
	return v, nil
}

func list[T any](ctx context.Context, c *Client, path string, q url.Values) ([]T, error) {
	var vs []T
	for v, err := range values[T](ctx, c, path, q) {
		if err != nil {
			return nil, err
		}
		vs = append(vs, v)
	}
	return vs, nil
}

// values yields the lines of a list; a line that tells an error ends it.
func values[T any](ctx context.Context, c *Client, path string, q url.Values) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		body, err := c.get(ctx, path, q)
		if err != nil {
			yield(zero, err)
			return
		}
		defer body.Close()
		dec := json.NewDecoder(body)
		for {
			var line json.RawMessage
			if err := dec.Decode(&line); errors.Is(err, io.EOF) {
				return
			} else if err != nil {
				yield(zero, fmt.Errorf("control %s: %w", path, err))
				return
			}
			var v T
			if err := parseLine(line, &v); err != nil {
				yield(zero, err)
				return
			}
			if !yield(v, nil) {
				return
			}
		}
	}
}

// parseLine reads one line of a list, which may be the error that ends it: an
// object with the one member "error".
func parseLine(line []byte, v any) error {
	if bytes.HasPrefix(line, []byte(`{"error":`)) {
		var f failure
		dec := json.NewDecoder(bytes.NewReader(line))
		dec.DisallowUnknownFields()
		if dec.Decode(&f) == nil {
			return errors.New(f.Error)
		}
	}
	return json.Unmarshal(line, v)
}
