package fetch

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"code.dny.dev/ssrf"
	"golang.org/x/net/idna"
)

// Stage limits of a connection. A host that takes longer to shake hands will
// not be quicker with the body.
const (
	dialTimeout = 10 * time.Second
	tlsTimeout  = 10 * time.Second
	idleTimeout = 30 * time.Second // polls are minutes apart: a kept connection serves feeds of one host in a row
	idleConns   = 128              // over all hosts
	headerLimit = 64 << 10         // bytes of response headers
)

// ErrForbidden is wrapped by errors about addresses that must not be asked.
var ErrForbidden = errors.New("address is not allowed")

// checkURL refuses what no dialer needs to see: schemes other than http and
// https, literal addresses that are not allowed, numbers in disguise (octal,
// hexadecimal, one long number), and the names of this machine. Names are
// checked again in the dialer, after DNS.
func checkURL(u *url.URL, g *ssrf.Guardian, private bool) error {
	if u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("%w: scheme %q; write http or https", ErrForbidden, u.Scheme)
	}
	host := u.Hostname()
	if host == "" {
		return fmt.Errorf("%w: no host in it", ErrForbidden)
	}
	if strings.Contains(host, "%") {
		return fmt.Errorf("%w: %s has an IPv6 zone", ErrForbidden, host)
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		return checkAddr(ip, g)
	}
	name, err := idna.Lookup.ToASCII(host)
	if err != nil {
		return fmt.Errorf("%w: %q is no host name", ErrForbidden, host)
	}
	if ip, err := netip.ParseAddr(name); err == nil {
		return checkAddr(ip, g)
	}
	name = strings.TrimSuffix(strings.ToLower(name), ".")
	if endsInNumber(name) {
		return fmt.Errorf("%w: %s is a number in disguise", ErrForbidden, host)
	}
	if private {
		return nil
	}
	if name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return fmt.Errorf("%w: %s is this machine", ErrForbidden, host)
	}
	return nil
}

// checkAddr asks the guardian, which treats an IPv4-mapped address as the
// IPv6 address that it is written as: we look at what would be dialled.
func checkAddr(ip netip.Addr, g *ssrf.Guardian) error {
	if err := g.SafeAddr(ip.Unmap()); err != nil {
		return fmt.Errorf("%w: %v", ErrForbidden, err)
	}
	return nil
}

// endsInNumber reports whether the last label of name is a number as the
// WHATWG URL standard's host parser has it: such a host is an IPv4 address
// in some spelling, or nothing.
func endsInNumber(name string) bool {
	last := name[strings.LastIndexByte(name, '.')+1:]
	if last == "" {
		return false
	}
	if hex, ok := strings.CutPrefix(last, "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(last, "0123456789") == ""
}

// newGuardian allows global unicast addresses and the given prefixes; with
// private, every address but multicast and the like.
func newGuardian(allow []netip.Prefix, private bool) *ssrf.Guardian {
	var v4, v6 []netip.Prefix
	for _, p := range allow {
		if p.Addr().Is4() {
			v4 = append(v4, p)
			continue
		}
		v6 = append(v6, p)
	}
	if private {
		v4 = append(v4, privateV4...)
		v6 = append(v6, privateV6...)
	}
	return ssrf.New(ssrf.WithAnyPort(), ssrf.WithAllowedV4Prefixes(v4...), ssrf.WithAllowedV6Prefixes(v6...))
}

// The ranges of intranets and of this machine, for sources that may be there.
// Link-local addresses, where clouds keep their secrets, are never among them.
var (
	privateV4 = []netip.Prefix{
		netip.MustParsePrefix("10.0.0.0/8"),
		netip.MustParsePrefix("100.64.0.0/10"),
		netip.MustParsePrefix("127.0.0.0/8"),
		netip.MustParsePrefix("172.16.0.0/12"),
		netip.MustParsePrefix("192.168.0.0/16"),
	}
	privateV6 = []netip.Prefix{
		netip.MustParsePrefix("::1/128"),
		netip.MustParsePrefix("fc00::/7"),
	}
)

// newGuarded returns a transport whose dialer asks g after DNS, so that a
// name that changes its address between two looks, a redirect, a hub and a
// page are all covered. Connections of one transport are never used by
// another: what a source with more rights has opened, no other source enters.
// As many connections of a host are kept as may be used at a time.
func newGuarded(g *ssrf.Guardian, res *net.Resolver, perHost int) *http.Transport {
	t := newTransport(&net.Dialer{Timeout: dialTimeout, Resolver: res, Control: g.Safe})
	t.MaxIdleConnsPerHost = max(perHost, 1)
	return t
}

func newTransport(d *net.Dialer) *http.Transport {
	return &http.Transport{
		DialContext:            d.DialContext,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // unpacked here, with limits
		TLSHandshakeTimeout:    tlsTimeout,
		MaxIdleConns:           idleConns,
		IdleConnTimeout:        idleTimeout,
		MaxResponseHeaderBytes: headerLimit,
		WriteBufferSize:        2 << 10, // requests are small
	}
}
