package markup

import (
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/html/atom"

	"github.com/datelinewire/dateline/ingest/link"
	"github.com/datelinewire/dateline/wire"
)

// image writes a picture and notes it, unless it is there to count readers.
func (r *reader) image() {
	src := ""
	for _, name := range [...]string{"src", "data-src", "data-lazy-src", "data-original"} {
		if u := r.resolve(r.attr(name)); u != "" && (src == "" || name != "src") {
			src = u
		}
	}
	if src == "" {
		src = r.resolve(firstOfSet(r.attr("srcset")))
	}
	if src == "" || tracker(src, r.attr("width"), r.attr("height"), r.attr("style")) {
		return
	}
	src = link.Untracked(src)
	var room [5]attr
	keep := append(room[:0], attr{"src", src})
	alt := folded(r.attr("alt"))
	for _, a := range [...]attr{{"alt", alt}, {"title", r.attr("title")}, {"width", r.attr("width")}, {"height", r.attr("height")}} {
		if shown(a.value) {
			keep = append(keep, a)
		}
	}
	if n := len(r.stack); n == 0 || child(r.stack[n-1].a) != 0 {
		r.contain()
	}
	if !r.direct(atom.Img, keep) {
		r.judge(atom.Img, keep)
	}
	if len(r.images) < maxImages {
		r.images = append(r.images, wire.Media{URL: strings.Clone(src), Type: imageType(src), Title: strings.Clone(alt)})
	}
}

// firstOfSet is the first address of a srcset.
func firstOfSet(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), " ")
	return strings.TrimSuffix(s, ",")
}

// tracker reports a picture that nobody is meant to see: of one pixel or
// hidden, or from a known counter of readers.
func tracker(src, width, height, style string) bool {
	for _, s := range [...]string{width, height} {
		if s == "" {
			continue
		}
		if n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(s), "px")); err == nil && n <= 2 {
			return true
		}
	}
	style = strings.ReplaceAll(strings.ToLower(style), " ", "")
	if strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") || strings.Contains(style, "width:1px") || strings.Contains(style, "height:1px") {
		return true
	}
	host, path, ok := hostAndPath(src)
	if !ok {
		return true
	}
	host, path = strings.ToLower(host), strings.ToLower(path)
	for _, h := range [...]string{"pixel.wp.com", "stats.wordpress.com", "feeds.wordpress.com", "feedsportal.com", "google-analytics.com", "doubleclick.net",
		"scorecardresearch.com", "quantserve.com", "facebook.com", "2mdn.net", "chartbeat.net", "imrworldwide.com", "list-manage.com", "feedblitz.com",
		"pheedo.com", "pheedcontent.com", "googlesyndication.com", "xiti.com"} {
		if before, ok := strings.CutSuffix(host, h); ok && (before == "" || before[len(before)-1] == '.') {
			return h != "facebook.com" || path == "/tr"
		}
	}
	for _, p := range [...]string{"/pixel.gif", "/pixel.png", "/1x1.gif", "/1x1.png", "/spacer.gif", "/blank.gif", "/clear.gif", "/b.gif", "/rss-pixel", "/tracking-pixel", "/~r/", "/~4/", "/open.gif", "/beacon.gif", "/mf.gif"} {
		if strings.HasSuffix(path, p) || strings.HasSuffix(p, "/") && strings.HasPrefix(path, p) {
			return true
		}
	}
	return false
}

// hostAndPath are those of an address, the path decoded.
func hostAndPath(src string) (host, path string, ok bool) {
	if !link.Plain(src) || strings.IndexByte(src, '%') >= 0 {
		u, err := url.Parse(src)
		if err != nil {
			return "", "", false
		}
		return u.Hostname(), u.Path, true
	}
	_, host, _ = strings.Cut(src, "://")
	if n := strings.IndexByte(host, '/'); n >= 0 {
		host, path = host[:n], host[n:]
	}
	host, _, _ = strings.Cut(host, ":")
	if n := strings.IndexAny(path, "?#"); n >= 0 {
		path = path[:n]
	}
	return host, path, true
}

// folded is s with its white space folded to single blanks.
func folded(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c >= 0x80 || c == ' ' && (i == 0 || i+1 == len(s) || s[i-1] == ' ') {
			return strings.Join(strings.Fields(s), " ")
		}
	}
	return s
}

// imageType is the MIME type of a picture by its name; empty when that does
// not say.
func imageType(src string) string {
	src, _, _ = strings.Cut(src, "?")
	i := strings.LastIndexByte(src, '.')
	if i < 0 {
		return ""
	}
	switch e := strings.ToLower(src[i+1:]); e {
	case "jpg", "jpeg":
		return "image/jpeg"
	case "png", "gif", "webp", "avif":
		return "image/" + e
	case "svg":
		return "image/svg+xml"
	}
	return ""
}
