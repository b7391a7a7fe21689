// Package websub is the subscriber's half of the W3C WebSub protocol
// (Recommendation of 23 January 2018), as far as it needs no state and no
// network: discovery, requests to a hub, and the proof that a push is the
// hub's.
package websub

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Bounds of a lease. We ask for ten days; a hub that gives less than an hour
// would be asked more often than the source itself.
const (
	LeaseWanted = 10 * 24 * time.Hour
	LeaseMin    = time.Hour
	LeaseMax    = 30 * 24 * time.Hour
)

// Errors of Verify.
var (
	ErrUnsigned  = errors.New("push is not signed")
	ErrMethod    = errors.New("signature method is too weak or unknown; sha256, sha384 or sha512 is needed, websub_sha1 allows sha1")
	ErrSignature = errors.New("signature does not match")
)

// Discover returns the hub and the topic that the Link headers of an answer
// name, absolute; empty where they name none (§4).
func Discover(h http.Header, base string) (hub, topic string) {
	b, err := url.Parse(base)
	if err != nil {
		return "", ""
	}
	for _, v := range h.Values("Link") {
		for _, l := range links(v) {
			u, err := b.Parse(l.target)
			if err != nil || u.Scheme != "http" && u.Scheme != "https" {
				continue
			}
			for rel := range strings.FieldsSeq(strings.ToLower(l.rel)) {
				switch {
				case rel == "hub" && hub == "":
					hub = u.String()
				case rel == "self" && topic == "":
					topic = u.String()
				}
			}
		}
	}
	return hub, topic
}

type link struct{ target, rel string }

// links reads a Link header (RFC 8288 §3).
func links(s string) []link {
	var ls []link
	for {
		_, rest, ok := strings.Cut(s, "<")
		if !ok {
			return ls
		}
		target, rest, ok := strings.Cut(rest, ">")
		if !ok {
			return ls
		}
		l := link{target: strings.TrimSpace(target)}
		l.rel, s = relOf(rest)
		ls = append(ls, l)
	}
}

// relOf reads the parameters of a link up to the comma that ends it.
func relOf(s string) (rel, rest string) {
	for s != "" {
		s = strings.TrimLeft(s, " \t;")
		if s == "" || s[0] == ',' {
			return rel, s
		}
		n := strings.IndexAny(s, "=;,")
		if n < 0 {
			return rel, ""
		}
		name := strings.TrimSpace(s[:n])
		if s[n] != '=' {
			s = s[n:]
			continue
		}
		s = strings.TrimLeft(s[n+1:], " \t")
		var value string
		if strings.HasPrefix(s, `"`) {
			end := strings.IndexByte(s[1:], '"')
			if end < 0 {
				return rel, ""
			}
			value, s = s[1:1+end], s[2+end:]
		} else {
			end := strings.IndexAny(s, ";,")
			if end < 0 {
				end = len(s)
			}
			value, s = s[:end], s[end:]
		}
		if rel == "" && strings.EqualFold(name, "rel") {
			rel = strings.TrimSpace(value)
		}
	}
	return rel, ""
}

// Subscribe returns the form that asks a hub for a subscription (§5.1). A lease
// of 0 is left to the hub.
func Subscribe(callback, topic, secret string, lease time.Duration) string {
	form := url.Values{
		"hub.mode":     {"subscribe"},
		"hub.callback": {callback},
		"hub.topic":    {topic},
		"hub.secret":   {secret},
	}
	if lease > 0 {
		form.Set("hub.lease_seconds", strconv.Itoa(int(lease/time.Second)))
	}
	return form.Encode()
}

// NewToken returns the end of a callback's address, which nobody guesses.
func NewToken() string { return base64.RawURLEncoding.EncodeToString(random(32)) }

// NewSecret returns a secret to sign pushes with; shorter than the 200 bytes
// that are allowed.
func NewSecret() string { return hex.EncodeToString(random(32)) }

func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return b
}

// Verify reports whether body was signed with secret (§8), with sha256 or
// better, or with sha1 where weak allows it.
func Verify(h http.Header, secret string, body []byte, weak bool) error {
	s := h.Get("X-Hub-Signature")
	if s == "" {
		return ErrUnsigned
	}
	method, sum, _ := strings.Cut(s, "=")
	var f func() hash.Hash
	switch method = strings.ToLower(strings.TrimSpace(method)); method {
	case "sha1":
		if !weak {
			return fmt.Errorf("%w: %q", ErrMethod, method)
		}
		f = sha1.New
	case "sha256":
		f = sha256.New
	case "sha384":
		f = sha512.New384
	case "sha512":
		f = sha512.New
	default:
		return fmt.Errorf("%w: %q", ErrMethod, method)
	}
	got, err := hex.DecodeString(strings.TrimSpace(sum))
	if err != nil {
		return ErrSignature
	}
	mac := hmac.New(f, []byte(secret))
	mac.Write(body)
	if !hmac.Equal(got, mac.Sum(nil)) {
		return ErrSignature
	}
	return nil
}

// Lease reads hub.lease_seconds; what is missing, absurd or too short is
// brought into bounds.
func Lease(seconds string) time.Duration {
	n, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil || n <= 0 {
		return LeaseWanted
	}
	if n > int64(LeaseMax/time.Second) {
		return LeaseMax
	}
	return max(time.Duration(n)*time.Second, LeaseMin)
}
