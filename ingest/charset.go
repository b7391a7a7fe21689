package ingest

import (
	"bytes"
	"fmt"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"
)

// A Charset is how the text of a document is encoded, as far as anybody says.
type Charset struct {
	Is       string `json:"is,omitempty"`       // utf-8 and utf-16 show; else who declares it is believed, HTTP first
	HTTP     string `json:"http,omitempty"`     // as Content-Type says
	Document string `json:"document,omitempty"` // as the XML declaration says
}

var xmlEncoding = regexp.MustCompile(`^\s*<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']`)

func charsetOf(body []byte, contentType string) Charset {
	var c Charset
	if _, p, err := mime.ParseMediaType(contentType); err == nil {
		c.HTTP = strings.ToLower(p["charset"])
	}
	if m := xmlEncoding.FindSubmatch(bytes.TrimPrefix(body[:min(len(body), 256)], []byte("\ufeff"))); m != nil {
		c.Document = strings.ToLower(string(m[1]))
	}
	switch {
	case bytes.HasPrefix(body, []byte{0xff, 0xfe}), bytes.HasPrefix(body, []byte{0xfe, 0xff}):
		c.Is = "utf-16"
	case utf8.Valid(body):
		c.Is = "utf-8"
	case c.HTTP != "":
		c.Is = c.HTTP
	default:
		c.Is = c.Document
	}
	return c
}

// trouble says what is wrong with what is declared; "" when nothing is.
func (c Charset) trouble(body []byte) string {
	for _, said := range []string{c.HTTP, c.Document} {
		if c.Is == "utf-8" && said != "" && !strings.HasPrefix(said, "utf") && bytes.ContainsFunc(body, func(r rune) bool { return r >= utf8.RuneSelf }) {
			return fmt.Sprintf("the text is utf-8 though it is declared as %s; it is read as utf-8", said)
		}
	}
	switch {
	case c.Is == "":
		return "the text is not utf-8, and nobody says what it is; it is guessed"
	case c.Is == c.HTTP && c.Document != "" && c.Document != c.HTTP && c.Is != "utf-8":
		return fmt.Sprintf("HTTP says that the text is %s, the document that it is %s; HTTP is believed", c.HTTP, c.Document)
	}
	return ""
}

func (c Charset) String() string {
	is := c.Is
	if is == "" {
		is = "unknown"
	}
	return fmt.Sprintf("%s; declared by HTTP: %s, by the document: %s", is, orNone(c.HTTP), orNone(c.Document))
}
