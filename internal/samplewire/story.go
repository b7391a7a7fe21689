package samplewire

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// A Story is one entry of a document. All text is plain text.
type Story struct {
	GUID  string // stable over edits; made up when empty
	Link  string // the story's page on this service when empty
	Title string

	Byline     string   // without "By"; may be empty
	Advisory   string   // a line in front of the story, as printed; may be empty
	Dateline   string   // with its delimiter, without the blank that follows; may be empty
	Paragraphs []string // the lead first, without the dateline
	Closing    []string // lines after the story: notes for editors, "About" paragraphs

	Categories []string
	Published  time.Time // the time of the service when zero
	Updated    time.Time // zero until it is edited
	Undated    bool      // the document prints no date

	// HTML is printed instead of the text above when it is set, for tests of
	// what agencies' pages do.
	HTML string

	// Quotes is what a perfect reader finds in Paragraphs. Filled in for the
	// service's own stories until the first edit of their text by a caller.
	Quotes []Quote

	Killed bool

	serial   int
	headline string // Title without the marks of updates, corrections and kills
	draft    *draft // nil for stories of callers
}

// A Quote is direct speech with its speaker, as wire-copy readers should find it.
type Quote struct {
	Text      string // without marks, without the comma of the attribution
	Speaker   string
	Paragraph int // 0 is the lead
}

func (s *Story) clone() Story {
	c := *s
	c.Paragraphs = slices.Clone(s.Paragraphs)
	c.Closing = slices.Clone(s.Closing)
	c.Categories = slices.Clone(s.Categories)
	c.Quotes = slices.Clone(s.Quotes)
	c.draft = nil
	return c
}

// stamp is the latest time printed on the story.
func (s *Story) stamp() time.Time {
	if s.Updated.After(s.Published) {
		return s.Updated
	}
	return s.Published
}

// page is the path of the story's page.
func (b *bureau) page(s *Story) string {
	return "/stories/" + b.Name + "/" + strconv.Itoa(s.serial)
}

// guid is how the agency's system names its story.
func (b *bureau) guid(serial int) string {
	return fmt.Sprintf("urn:sample-wire:%s:%06d", b.Name, serial)
}

// File files a story at a source, on top of its document, and returns its guid.
func (w *Wire) File(source string, s Story) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	b, err := w.bureau(source)
	if err != nil {
		return "", err
	}
	b.serial++
	s = s.clone()
	s.serial, s.headline = b.serial, s.Title
	if s.GUID == "" {
		s.GUID = b.guid(s.serial)
	}
	if s.Published.IsZero() {
		s.Published = w.now
	}
	b.add(&s, w.now)
	return s.GUID, nil
}

// Edit changes a story under its guid and stamps it as updated now. The guid
// and the time of publication stay what they are.
func (w *Wire) Edit(source, guid string, change func(*Story)) error {
	return w.revise(source, guid, func(_ *bureau, s *Story) { s.apply(change) })
}

// Correct changes a story under its guid and marks it as corrected, in the
// manner of the agency. what says in a few words what was wrong.
func (w *Wire) Correct(source, guid, what string, change func(*Story)) error {
	return w.revise(source, guid, func(b *bureau, s *Story) {
		if change != nil {
			s.apply(change)
		}
		b.correct(s, what)
	})
}

// Kill withdraws a story in the manner of the agency: under the same guid, or
// when notice is true by a story of its own that orders the kill. It returns
// the guid of what was filed.
func (w *Wire) Kill(source, guid string, notice bool) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	b, err := w.bureau(source)
	if err != nil {
		return "", err
	}
	s := b.story(guid)
	if s == nil {
		return "", fmt.Errorf("%s: %q: %w", source, guid, ErrNoStory)
	}
	return w.kill(b, s, notice, w.now), nil
}

// Remove drops a story from the document without a word.
func (w *Wire) Remove(source, guid string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	b, err := w.bureau(source)
	if err != nil {
		return err
	}
	n := len(b.stories)
	b.stories = slices.DeleteFunc(b.stories, func(s *Story) bool { return s.GUID == guid })
	if len(b.stories) == n {
		return fmt.Errorf("%s: %q: %w", source, guid, ErrNoStory)
	}
	b.touch(w.now)
	return nil
}

// revise changes one story and stamps it.
func (w *Wire) revise(source, guid string, change func(*bureau, *Story)) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	b, err := w.bureau(source)
	if err != nil {
		return err
	}
	s := b.story(guid)
	if s == nil {
		return fmt.Errorf("%s: %q: %w", source, guid, ErrNoStory)
	}
	published := s.Published
	change(b, s)
	s.GUID, s.Published = guid, published
	s.Updated, s.Quotes = w.now, nil
	b.touch(w.now)
	return nil
}

// apply lets a caller change the story; a new title is a new headline.
func (s *Story) apply(change func(*Story)) {
	title := s.Title
	change(s)
	if s.Title != title {
		s.headline = s.Title
	}
}

// bureau finds a source by its name.
func (w *Wire) bureau(source string) (*bureau, error) {
	if b := w.desks[source]; b != nil {
		return b, nil
	}
	return nil, fmt.Errorf("%q: %w", source, ErrNoSource)
}
