package samplewire

import (
	"bytes"
	"html/template"
	"io"
	"maps"
	"net/http"
	"strings"
)

// Visits counts what was asked of one path.
type Visits struct {
	Requests    int
	Full        int // answered 200
	NotModified int // answered 304
	Gzipped     int // of the full ones
	Bytes       int64
	Last        http.Header // of the latest request
}

// Visits returns the count of a path; all paths that are no feed share "".
func (w *Wire) Visits(path string) Visits {
	w.mu.Lock()
	defer w.mu.Unlock()
	if v := w.log[path]; v != nil {
		c := *v
		c.Last = maps.Clone(v.Last)
		return c
	}
	return Visits{}
}

// ServeHTTP serves the feeds, with strong validators and gzip; the page of
// every story a document holds; and at / a page that lists the feeds.
func (w *Wire) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	if w.o.Now != nil {
		w.Advance(w.o.Now())
	}
	out := &meter{ResponseWriter: rw}
	defer w.count(r, out)
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		out.Header().Set("Allow", "GET, HEAD")
		http.Error(out, "this service is for reading", http.StatusMethodNotAllowed)
		return
	}
	base := w.o.Base
	if base == "" {
		base = "http://" + r.Host
	}
	d, fault := w.document(r.URL.Path, base)
	switch {
	case fault != "":
		fail(out, r, fault, d)
	case d != nil:
		serve(out, r, d)
	case r.URL.Path == "/":
		render(out, index, Sources())
	case r.URL.Path == "/robots.txt":
		io.WriteString(out, "User-agent: *\nAllow: /\n")
	default:
		w.servePage(out, r)
	}
}

// document is the document at a path and the fault it has to be served with.
func (w *Wire) document(path, base string) (*document, Fault) {
	w.mu.Lock()
	defer w.mu.Unlock()
	b := w.paths[path]
	if b == nil {
		return nil, w.faults[path]
	}
	return b.rendered(base), w.faults[path]
}

// serve answers with a document, or with 304 when the reader has it.
func serve(w http.ResponseWriter, r *http.Request, d *document) {
	h := w.Header()
	h.Set("Content-Type", d.mime)
	h.Set("Vary", "Accept-Encoding")
	data, tag := d.plain, d.etag
	if acceptsGzip(r.Header.Get("Accept-Encoding")) {
		data, tag = d.gzip, d.gzipETag
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("ETag", tag)
	http.ServeContent(w, r, "", d.changed, bytes.NewReader(data))
}

// acceptsGzip reads an Accept-Encoding header as far as we need it.
func acceptsGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, q, _ := strings.Cut(part, ";")
		if strings.EqualFold(strings.TrimSpace(name), "gzip") {
			q = strings.ReplaceAll(strings.ToLower(q), " ", "")
			return q != "q=0" && q != "q=0.0"
		}
	}
	return false
}

// servePage answers with the page of a story, for readers who follow a link.
func (w *Wire) servePage(rw http.ResponseWriter, r *http.Request) {
	b, s := w.find(r.URL.Path)
	if b == nil {
		http.NotFound(rw, r)
		return
	}
	render(rw, page, struct {
		Title, Language, Source, Path, Notice string
		Text                                  template.HTML
	}{s.Title, b.Language, b.Title, b.Path, sampleNotice, template.HTML(b.html(&s))})
}

// find finds the story of a page.
func (w *Wire) find(path string) (*bureau, Story) {
	w.mu.Lock()
	defer w.mu.Unlock()
	rest, _ := strings.CutPrefix(path, "/stories/")
	name, _, _ := strings.Cut(rest, "/")
	b := w.desks[name]
	if b == nil {
		return nil, Story{}
	}
	for _, s := range b.stories {
		if b.page(s) == path {
			return b, s.clone()
		}
	}
	return nil, Story{}
}

func render(w http.ResponseWriter, t *template.Template, data any) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	t.Execute(w, data) // fails only when the reader has gone
}

var index = template.Must(template.New("index").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sample wire service</title>
{{range .}}<link rel="alternate" title="{{.Title}}" href="{{.Path}}">
{{end}}</head><body><h1>Sample wire service</h1>
<p>Invented news in the manner of real agencies. Nothing in it happened.</p>
<ul>{{range .}}<li><a href="{{.Path}}">{{.Title}}</a> ({{.Format}}, {{.Language}})</li>
{{end}}</ul></body></html>
`))

var page = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="{{.Language}}"><head><meta charset="utf-8"><title>{{.Title}}</title>
<link rel="alternate" title="{{.Source}}" href="{{.Path}}"></head>
<body><article><h1>{{.Title}}</h1>
{{.Text}}</article>
<footer>{{.Source}}. {{.Notice}}</footer></body></html>
`))

// A meter counts what goes out.
type meter struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (m *meter) WriteHeader(status int) {
	if m.status == 0 {
		m.status = status
	}
	m.ResponseWriter.WriteHeader(status)
}

func (m *meter) Write(p []byte) (int, error) {
	if m.status == 0 {
		m.status = http.StatusOK
	}
	n, err := m.ResponseWriter.Write(p)
	m.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (m *meter) Unwrap() http.ResponseWriter { return m.ResponseWriter }

// count writes a request into the log.
func (w *Wire) count(r *http.Request, m *meter) {
	w.mu.Lock()
	defer w.mu.Unlock()
	path := r.URL.Path
	if w.paths[path] == nil {
		path = "" // else a stranger could make us remember any path
	}
	v := w.log[path]
	if v == nil {
		v = new(Visits)
		w.log[path] = v
	}
	v.Requests++
	v.Bytes += m.bytes
	v.Last = r.Header.Clone()
	switch m.status {
	case http.StatusOK:
		v.Full++
		if m.Header().Get("Content-Encoding") == "gzip" {
			v.Gzipped++
		}
	case http.StatusNotModified:
		v.NotModified++
	}
}
