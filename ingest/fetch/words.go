package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"syscall"

	"code.dny.dev/ssrf"
)

// A Kind says what stood in the way of an answer.
type Kind string

// The kinds.
const (
	Name      Kind = "name"      // the DNS does not know the host
	Network   Kind = "network"   // nobody answers there
	Ours      Kind = "ours"      // our own network or resolver is down, as it seems
	TLS       Kind = "tls"       // the server cannot prove who it is
	Forbidden Kind = "forbidden" // we must not ask there
	Busy      Kind = "busy"      // it has asked not to be asked yet
	Redirect  Kind = "redirect"  // a chain that must not be followed
	Slow      Kind = "slow"      // a stage took too long
	Large     Kind = "large"     // the body is beyond its limit
	Broken    Kind = "broken"    // the answer breaks off or cannot be unpacked
	Stopped   Kind = "stopped"   // our own context ended
)

// An Error says in an operator's words why there was no answer, and what to
// do about it.
type Error struct {
	Kind Kind
	URL  string // asked when it happened
	Err  error
}

func (e *Error) Unwrap() error { return e.Err }

// Lost reports whether nothing came back at all, not even a refusal: it may as
// well be our own network that is down.
func (e *Error) Lost() bool {
	var op *net.OpError
	return errors.As(e.Err, &op) && op.Op == "dial" && (op.Timeout() || errors.Is(op, syscall.EHOSTUNREACH))
}

// Error names the matter first, then what to do.
func (e *Error) Error() string {
	host := e.URL
	if u, err := url.Parse(e.URL); err == nil && u.Host != "" {
		host = u.Host
	}
	switch e.Kind {
	case Name:
		return fmt.Sprintf("the name %s does not exist in the DNS; look for a typing error, or whether the publisher has moved", host)
	case Ours:
		var px *proxyError
		if errors.As(e.Err, &px) {
			return fmt.Sprintf("%s cannot be reached: %v; look at the proxy, and at HTTP_PROXY, HTTPS_PROXY and NO_PROXY; the source is not blamed", host, px)
		}
		return fmt.Sprintf("%s cannot be reached: %v; it seems to be our own network or resolver, so the source is not blamed", host, root(e.Err))
	case Network:
		return fmt.Sprintf("%s does not answer: %v; it is asked again later", host, root(e.Err))
	case TLS:
		return fmt.Sprintf("%s cannot prove who it is: %s", host, tlsWords(e.Err))
	case Forbidden:
		return fmt.Sprintf("%s: %v; if it is an address of your own network, allow it with allow_private", host, e.Err)
	case Busy:
		return fmt.Sprintf("%s has asked not to be asked: %v", host, e.Err)
	case Redirect:
		return fmt.Sprintf("the redirect of %s is not followed: %v; write the right address into the configuration", host, e.Err)
	case Slow:
		return fmt.Sprintf("%s is too slow: %v; it is asked again later", host, e.Err)
	case Large:
		return fmt.Sprintf("the answer of %s is not read: %v; raise max_body if that is really a feed", host, e.Err)
	case Broken:
		return fmt.Sprintf("the answer of %s breaks off: %v; what was known stays, it is asked again later", host, root(e.Err))
	}
	return fmt.Sprintf("%s: %v", host, e.Err)
}

// explain turns err of a request to u into an *Error.
func (c *Client) explain(ctx context.Context, u *url.URL, err error) error {
	e := &Error{URL: u.Redacted(), Err: err, Kind: kindOf(err)}
	if ctx.Err() != nil {
		e.Kind = Stopped
	}
	return e
}

// kindOf sorts the errors of a transport and of the readers on top of it.
func kindOf(err error) Kind {
	var dns *net.DNSError
	var op *net.OpError
	var down *readError
	var px *proxyError
	switch {
	case errors.As(err, &px):
		return Ours
	case errors.Is(err, ErrForbidden), errors.Is(err, ssrf.ErrProhibitedIP), errors.Is(err, ssrf.ErrProhibitedNetwork), errors.Is(err, ssrf.ErrProhibitedPort):
		return Forbidden
	case errors.Is(err, ErrTooLarge):
		return Large
	case errors.Is(err, errNoAnswer), errors.Is(err, errStalled), errors.Is(err, errTrickle), errors.Is(err, errTotal):
		return Slow
	case errors.Is(err, ErrEncoding), errors.As(err, &down):
		return Broken
	case errors.As(err, &dns):
		if dns.IsNotFound {
			return Name
		}
		return Ours
	case isTLS(err):
		return TLS
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.ENETDOWN), errors.Is(err, syscall.EADDRNOTAVAIL), errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return Ours
	case errors.As(err, &op) && (op.Op == "dial" || op.Op == "read"), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET):
		return Network
	case isTimeout(err):
		return Slow
	}
	return Network
}

func isTimeout(err error) bool {
	var t net.Error
	return errors.As(err, &t) && t.Timeout()
}

func isTLS(err error) bool {
	var verify *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	var host x509.HostnameError
	var unknown x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	return errors.As(err, &verify) || errors.As(err, &record) || errors.As(err, &alert) ||
		errors.As(err, &host) || errors.As(err, &unknown) || errors.As(err, &invalid) ||
		strings.Contains(err.Error(), "tls: ")
}

// tlsWords says what is wrong with a certificate and whose matter it is.
func tlsWords(err error) string {
	var host x509.HostnameError
	var unknown x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "its certificate is expired or not yet valid; look at this machine's clock, then tell the publisher"
	case errors.As(err, &host):
		return "its certificate is for another name; look for a typing error in the host, then tell the publisher"
	case errors.As(err, &unknown):
		return "its certificate is signed by nobody this machine trusts; install ca-certificates, or tell the publisher that the chain is incomplete"
	case errors.As(err, &record):
		return "it does not speak TLS on this port; try http instead of https"
	}
	return fmt.Sprintf("%v; tell the publisher", root(err))
}

// root returns the innermost error that still says something: the layers of
// net and net/http above it repeat the address.
func root(err error) error {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err
		}
		if _, ok := err.(*net.DNSError); ok {
			return err
		}
		if errors.Is(err, ErrEncoding) || errors.Is(err, ErrTooLarge) {
			return err
		}
		err = next
	}
}
