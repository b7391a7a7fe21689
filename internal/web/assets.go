package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"time"
)

//go:embed static
var static embed.FS

//go:embed static/style.css
var styleSheet []byte

// styleName changes with the style sheet, so that browsers may keep it.
var styleName = func() string {
	sum := sha256.Sum256(styleSheet)
	return "style-" + hex.EncodeToString(sum[:4]) + ".css"
}()

// robots lets engines read the pages, and keeps them away from what is only
// of use to operators and to programs that know what they want.
const robots = `User-agent: *
Disallow: /status
Disallow: /metrics
Disallow: /articles/*/versions
Disallow: /articles/*.json$
Disallow: /articles/*.ninjs$
Disallow: /articles/*.nitf$
Disallow: /articles/*.txt$
`

// loadAssets makes the files that never change while we run.
func (s *site) loadAssets() {
	file := func(name, contentType, cache string) *document {
		b, err := static.ReadFile("static/" + name)
		if err != nil {
			b = nil // the embedded files are there, or a test fails
		}
		return newDocument(b, contentType, cache, time.Time{}).press()
	}
	icon := file("favicon.png", "image/png", cacheDay)
	s.assets = map[string]*document{
		"/assets/" + styleName: file("style.css", "text/css; charset=utf-8", cacheForever),
		"/assets/icon.svg":     file("icon.svg", "image/svg+xml", cacheDay),
		"/favicon.ico":         icon,
		"/robots.txt":          newDocument([]byte(robots), "text/plain; charset=utf-8", cacheDay, time.Time{}).press(),
	}
}

func (s *site) serveAsset(w http.ResponseWriter, r *http.Request) {
	d := s.assets[r.URL.Path]
	if d == nil {
		plain(w, http.StatusNotFound, "not found")
		return
	}
	d.serve(w, r)
}
