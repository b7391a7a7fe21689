package feedcheck

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// parseJSON reads one JSON value and nothing behind it. A key that an object
// has twice is an error.
func parseJSON(data []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	v, err := value(dec)
	if err != nil {
		return nil, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("something stands behind the value")
	}
	return v, nil
}

func value(dec *json.Decoder) (any, error) {
	tok, err := dec.Token()
	if err != nil {
		return nil, err
	}
	switch tok {
	case json.Delim('['):
		list := []any{}
		for dec.More() {
			v, err := value(dec)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err = dec.Token()
		return list, err
	case json.Delim('{'):
		object := map[string]any{}
		for dec.More() {
			key, err := dec.Token()
			if err != nil {
				return nil, err
			}
			name, _ := key.(string)
			if _, twice := object[name]; twice {
				return nil, fmt.Errorf("key %q is there twice", name)
			}
			if object[name], err = value(dec); err != nil {
				return nil, err
			}
		}
		_, err = dec.Token()
		return object, err
	}
	return tok, nil
}

// Keys that JSON Feed 1.1 gives a meaning, beside those it deprecates.
var (
	feedKeys       = []string{"version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url", "icon", "favicon", "authors", "language", "expired", "hubs", "items"}
	itemKeys       = []string{"id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image", "date_published", "date_modified", "authors", "tags", "language", "attachments"}
	authorKeys     = []string{"name", "url", "avatar"}
	attachmentKeys = []string{"url", "mime_type", "title", "size_in_bytes", "duration_in_seconds"}
)

// json checks JSON Feed 1.1 (jsonfeed.org/version/1.1).
func (c *checker) json(v any) {
	feed, ok := c.object("feed", v, feedKeys)
	if !ok {
		return
	}
	if feed["version"] != "https://jsonfeed.org/version/1.1" {
		c.add("feed", "version is %v", feed["version"])
	}
	c.str("feed", feed, "title", true, nil)
	c.str("feed", feed, "home_page_url", true, isWeb)
	c.str("feed", feed, "feed_url", true, isWeb)
	c.str("feed", feed, "description", false, nil)
	c.str("feed", feed, "language", false, isLanguage)
	c.str("feed", feed, "next_url", false, isWeb)
	c.authors("feed", feed)
	items, ok := feed["items"].([]any)
	if !ok {
		c.add("feed", "items is no array")
	}
	seen := map[string]bool{}
	for i, v := range items {
		c.jsonItem(fmt.Sprintf("feed/items[%d]", i), v, seen)
	}
}

func (c *checker) jsonItem(where string, v any, seen map[string]bool) {
	it, ok := c.object(where, v, itemKeys)
	if !ok {
		return
	}
	id := c.str(where, it, "id", true, nil)
	c.unique(where, id, seen)
	for _, key := range []string{"url", "external_url", "image", "banner_image"} {
		c.str(where, it, key, false, isWeb)
	}
	for _, key := range []string{"title", "summary", "content_html", "content_text"} {
		c.str(where, it, key, false, nil)
	}
	if it["content_html"] == nil && it["content_text"] == nil {
		c.add(where, "neither content_html nor content_text")
	}
	for _, key := range []string{"date_published", "date_modified"} {
		c.str(where, it, key, false, func(s string) bool { _, ok := parse3339(s); return ok })
	}
	c.str(where, it, "language", false, isLanguage)
	c.authors(where, it)
	for i, v := range c.list(where, it, "tags") {
		if s, ok := v.(string); !ok || strings.TrimSpace(s) == "" {
			c.add(where, "tags[%d] is no text", i)
		}
	}
	for i, v := range c.list(where, it, "attachments") {
		at := fmt.Sprintf("%s/attachments[%d]", where, i)
		a, ok := c.object(at, v, attachmentKeys)
		if !ok {
			continue
		}
		c.str(at, a, "url", true, isWeb)
		c.str(at, a, "mime_type", true, mediaType.MatchString)
		c.str(at, a, "title", false, nil)
		if n, ok := a["size_in_bytes"]; ok {
			if n, ok := n.(json.Number); !ok || !digits.MatchString(n.String()) {
				c.add(at, "size_in_bytes is %v", n)
			}
		}
	}
}

func (c *checker) authors(where string, m map[string]any) {
	for i, v := range c.list(where, m, "authors") {
		at := fmt.Sprintf("%s/authors[%d]", where, i)
		a, ok := c.object(at, v, authorKeys)
		if !ok {
			continue
		}
		if len(a) == 0 {
			c.add(at, "is empty")
		}
		c.str(at, a, "name", false, nil)
		c.str(at, a, "url", false, isWeb)
		c.str(at, a, "avatar", false, isWeb)
	}
}

// object takes v as an object that has keys only from known, or its own that
// begin with an underscore.
func (c *checker) object(where string, v any, known []string) (map[string]any, bool) {
	m, ok := v.(map[string]any)
	if !ok {
		c.add(where, "is no object")
		return nil, false
	}
	for _, key := range slices.Sorted(maps.Keys(m)) {
		if !slices.Contains(known, key) && !strings.HasPrefix(key, "_") {
			c.add(where, "unknown key %q", key)
		}
		if m[key] == nil {
			c.add(where, "%s is null", key)
		}
	}
	return m, true
}

// str checks a string that is not blank, if it is there.
func (c *checker) str(where string, m map[string]any, key string, required bool, ok func(string) bool) string {
	v, has := m[key]
	if !has {
		if required {
			c.add(where, "no %s", key)
		}
		return ""
	}
	s, isString := v.(string)
	switch {
	case !isString || strings.TrimSpace(s) == "":
		c.add(where, "%s is %v", key, v)
	case strings.ContainsFunc(s, discouraged):
		c.add(where, "%s has a control character", key)
	case ok != nil && !ok(s):
		c.add(where, "%s is %q", key, s)
	}
	return s
}

// list returns an array, if it is there.
func (c *checker) list(where string, m map[string]any, key string) []any {
	v, has := m[key]
	if !has {
		return nil
	}
	l, ok := v.([]any)
	if !ok {
		c.add(where, "%s is no array", key)
	}
	return l
}
