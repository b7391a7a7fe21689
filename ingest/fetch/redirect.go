package fetch

import (
	"fmt"
	"net/http"
	"net/url"
)

// follow decides whether the redirect from u to next may be followed.
func (c *Client) follow(r *Request, u, next *url.URL, a *Answer) error {
	fail := func(format string, args ...any) error {
		return &Error{Kind: Redirect, URL: u.Redacted(), Err: fmt.Errorf(format, args...)}
	}
	if u.Scheme == "https" && next.Scheme == "http" && !r.AllowDowngrade {
		return fail("it leads from https to %s, which anybody on the way can read and change; downgrade: true allows that", next.Redacted())
	}
	to := next.String()
	if to == r.URL {
		return fail("it leads in a circle, back to %s", next.Redacted())
	}
	for _, h := range a.Hops {
		if h.To == to {
			return fail("it leads in a circle, back to %s", next.Redacted())
		}
	}
	a.Hops = append(a.Hops, Hop{Status: a.Status, To: to})
	if len(a.Hops) > maxHops {
		return fail("more than %d in a row", maxHops)
	}
	return nil
}

// location returns where a redirect leads, or nil. A redirect without a
// Location, or with one that is no address, is an answer like any other.
func location(res *http.Response, u *url.URL) *url.URL {
	switch res.StatusCode {
	case 301, 302, 303, 307, 308:
	default:
		return nil
	}
	l := res.Header.Get("Location")
	if l == "" {
		return nil
	}
	next, err := u.Parse(l)
	if err != nil {
		return nil
	}
	next.User = nil
	next.Fragment, next.RawFragment = "", ""
	return next
}

// keepsForm reports whether a redirect with status leads to where a form is to
// be sent again; the others, in the practice of browsers, ask for a page.
func keepsForm(status int) bool {
	return status == http.StatusTemporaryRedirect || status == http.StatusPermanentRedirect
}
