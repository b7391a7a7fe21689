package feedcheck

import (
	"net/mail"
	"net/url"
	"regexp"
	"strings"
	"time"
)

var (
	languageTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)
	mediaType   = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}$`)
	digits      = regexp.MustCompile(`^[0-9]+$`)
	uriChars    = regexp.MustCompile(`^([A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+$`)
	tagURI      = regexp.MustCompile(`^tag:[a-z0-9]([a-z0-9.-]*[a-z0-9])?,[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?:`)
	rfc3339     = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$`)
)

func isLanguage(s string) bool { return languageTag.MatchString(s) }

// isWeb reports whether s is an absolute http or https URL in the characters
// of RFC 3986.
func isWeb(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && uriChars.MatchString(s)
}

// isID reports whether s is an absolute URI that can identify for good: a tag
// (RFC 4151), a URN or a web address.
func isID(s string) bool {
	if !uriChars.MatchString(s) {
		return false
	}
	return tagURI.MatchString(s) || strings.HasPrefix(s, "urn:") || isWeb(s)
}

func isMail(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Name == "" && a.Address == s
}

// parse3339 reads a date of RFC 3339 with upper-case T and Z (RFC 4287 §3.3).
func parse3339(s string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339, s)
	return t, err == nil && rfc3339.MatchString(s)
}

// parse822 reads a date of RFC 822 with four digits in its year; a day of the
// week that is not the date's is an error.
func parse822(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC1123Z, time.RFC1123} {
		t, err := time.Parse(layout, s)
		if err == nil && t.Format(layout) == s && (layout == time.RFC1123Z || strings.HasSuffix(s, " GMT")) {
			return t, true
		}
	}
	return time.Time{}, false
}
