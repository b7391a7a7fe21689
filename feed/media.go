package feed

import (
	"net/url"
	"path"
	"strings"

	"github.com/datelinewire/dateline/wire"
)

// media is a picture, sound or film that is published with an item.
type media struct {
	url, kind, title, credit string // kind: MIME type, never empty
	length                   int64  // bytes; 0 when unknown
}

// mediaOf returns what can be linked of a's media, each address once.
func mediaOf(a *wire.Article) []media {
	var out []media
	seen := map[string]bool{}
	for _, m := range a.Media {
		u, ok := webURL(m.URL)
		if !ok || seen[u] {
			continue
		}
		seen[u] = true
		out = append(out, media{url: u, kind: mediaType(m.Type, u), title: line(m.Title), credit: line(m.Credit), length: max(m.Length, 0)})
	}
	return out
}

func (m *media) isImage() bool { return strings.HasPrefix(m.kind, "image/") }

// mediaType returns the media type t when it is one, else that of the
// address's extension. It does not ask the system's table, which differs from
// machine to machine.
func mediaType(t, address string) string {
	t, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(t)), ";")
	t = strings.TrimSpace(t)
	if main, sub, ok := strings.Cut(t, "/"); ok && isToken(main) && isToken(sub) {
		return t
	}
	if u, err := url.Parse(address); err == nil {
		if t, ok := extensions[strings.ToLower(path.Ext(u.Path))]; ok {
			return t
		}
	}
	return "application/octet-stream"
}

// isToken reports whether s is a restricted-name of RFC 6838 §4.2.
func isToken(s string) bool {
	for i, c := range []byte(s) {
		alnum := c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
		if !alnum && (i == 0 || strings.IndexByte("!#$&-^_.+", c) < 0) {
			return false
		}
	}
	return s != "" && len(s) <= 127
}

// extensions are the media types of what agencies attach.
var extensions = map[string]string{
	".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif",
	".webp": "image/webp", ".avif": "image/avif", ".svg": "image/svg+xml",
	".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".ogg": "audio/ogg", ".wav": "audio/wav",
	".mp4": "video/mp4", ".m4v": "video/mp4", ".webm": "video/webm", ".mov": "video/quicktime",
	".pdf": "application/pdf",
}

// medium is the kind of the object by Media RSS; empty for what it does not name.
func (m *media) medium() string {
	switch kind, _, _ := strings.Cut(m.kind, "/"); kind {
	case "image", "audio", "video":
		return kind
	}
	return ""
}

// caption is title and credit in one, where a format has no place for the credit.
func (m *media) caption() string {
	switch {
	case m.credit == "":
		return m.title
	case m.title == "":
		return m.credit
	}
	return m.title + " (" + m.credit + ")"
}
