package web

import (
	"net/http"
	"strings"
	"time"
)

// precondition decides a conditional request for a representation that exists
// (RFC 9110 §13.2.2): 0 is go on, else 304 or 412. Modified is zero when no
// Last-Modified is known.
func precondition(r *http.Request, etag string, modified time.Time) int {
	h := r.Header
	if v := h["If-Match"]; len(v) > 0 {
		if !listed(v, etag, false) {
			return http.StatusPreconditionFailed
		}
	} else if t, ok := since(h["If-Unmodified-Since"], modified); ok && modified.After(t) {
		return http.StatusPreconditionFailed
	}
	if v := h["If-None-Match"]; len(v) > 0 {
		if listed(v, etag, true) {
			return http.StatusNotModified
		}
		return 0 // If-Modified-Since is not to be looked at (§13.1.3)
	}
	if t, ok := since(h["If-Modified-Since"], modified); ok && !modified.After(t) {
		return http.StatusNotModified
	}
	return 0
}

// since reads an HTTP date; false when there is none, it is not valid, or
// there is nothing to hold against it (§13.1.3: then ignore it).
func since(v []string, modified time.Time) (time.Time, bool) {
	if len(v) != 1 || modified.IsZero() {
		return time.Time{}, false
	}
	t, err := http.ParseTime(v[0])
	return t, err == nil
}

// listed reports whether the field If-Match or If-None-Match holds "*" or an
// entity tag that compares equal to etag, which is strong (§8.8.3.2). A field
// that is no list of entity tags matches as far as it can be read.
func listed(fields []string, etag string, weak bool) bool {
	for _, s := range fields {
		if strings.Trim(s, " \t") == "*" {
			return true
		}
		for {
			s = strings.TrimLeft(s, " \t,")
			isWeak := strings.HasPrefix(s, "W/")
			if isWeak {
				s = s[2:]
			}
			if s == "" || s[0] != '"' {
				break
			}
			end := strings.IndexByte(s[1:], '"')
			if end < 0 {
				break
			}
			tag := s[:end+2]
			s = s[end+2:]
			if tag == etag && (weak || !isWeak) {
				return true
			}
		}
	}
	return false
}
