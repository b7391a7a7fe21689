package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"

	"golang.org/x/net/http/httpproxy"
)

// environmentProxy returns which proxy HTTP_PROXY, HTTPS_PROXY and NO_PROXY
// name for an address, as they stand now; nil for none. Addresses of this
// machine have none.
func environmentProxy() func(*url.URL) (*url.URL, error) {
	return httpproxy.FromEnvironment().ProxyFunc()
}

// newProxied returns a transport for the addresses that have a proxy. Its
// dialer is free: the operator chose the proxy, which may well be on the
// inside, and it dials nothing else. What to resolve is left to the proxy; an
// address that is written as a number has been looked at before.
func newProxied(proxy func(*url.URL) (*url.URL, error), res *net.Resolver) *http.Transport {
	t := newTransport(&net.Dialer{Timeout: dialTimeout, Resolver: res})
	t.Proxy = func(r *http.Request) (*url.URL, error) { return proxy(r.URL) }
	t.MaxIdleConnsPerHost = idleConns // all http addresses are one host to it
	t.OnProxyConnectResponse = func(_ context.Context, p *url.URL, _ *http.Request, res *http.Response) error {
		return refusedBy(p, res)
	}
	return t
}

// send sends req through the proxy that is named for it, or else by the
// guarded transport.
func (c *Client) send(car *carrier, req *http.Request) (*http.Response, error) {
	if c.Transport != nil {
		return c.Transport.RoundTrip(req)
	}
	p, err := c.proxy(req.URL)
	if err != nil {
		return nil, &proxyError{Proxy: "of the environment", Err: err}
	}
	if p == nil {
		return car.rt.RoundTrip(req)
	}
	res, err := c.proxied.RoundTrip(req)
	if op, ok := err.(*net.OpError); ok && op.Op == "proxyconnect" {
		return nil, &proxyError{Proxy: p.Host, Err: root(op.Err)}
	}
	if err == nil && res.StatusCode == http.StatusProxyAuthRequired {
		res.Body.Close()
		return nil, refusedBy(p, res)
	}
	return res, err
}

// A proxyError is the trouble of a proxy of ours, not of who is asked.
type proxyError struct {
	Proxy string // host and port
	Err   error
}

func (e *proxyError) Unwrap() error { return e.Err }
func (e *proxyError) Error() string { return fmt.Sprintf("the proxy %s: %v", e.Proxy, e.Err) }

// refusedBy says why a proxy did not lead on to the server. That it could not
// reach it (5xx) is no matter of the proxy.
func refusedBy(p *url.URL, res *http.Response) error {
	switch {
	case res.StatusCode == http.StatusOK:
		return nil
	case res.StatusCode == http.StatusProxyAuthRequired:
		return &proxyError{Proxy: p.Host, Err: errors.New("it wants a name and password (407)")}
	case res.StatusCode >= 500:
		return fmt.Errorf("the proxy %s cannot reach it (%s)", p.Host, res.Status)
	}
	return &proxyError{Proxy: p.Host, Err: fmt.Errorf("it refuses (%s)", res.Status)}
}
