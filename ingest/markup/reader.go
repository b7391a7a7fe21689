package markup

import (
	"strings"
	"sync"

	"golang.org/x/net/html/atom"

	"github.com/datelinewire/dateline/wire"
)

// maxDepth bounds the elements open at one place of the output; the tags of
// deeper ones go, their text stays. Layout tables reach 20.
const maxDepth = 60

// maxImages bounds the pictures noted of one text.
const maxImages = 200

// maxMarks bounds the tags and paragraphs of one text that mean something. A
// book has 30,000. The tags that follow go, and their text stays, in one
// paragraph.
const maxMarks = 100_000

// linkMarks is for how many tags a link or a picture counts, and signsPerMark
// how many character references, or signs that need one, count for one.
const (
	linkMarks    = 4
	signsPerMark = 2
)

// A reader goes over tokens once, and writes paragraphs and HTML side by side.
// Tags without attributes are written from a fixed list, those with plain
// attributes as bluemonday would; all others go through bluemonday. Text is
// escaped.
type reader struct {
	base string

	out   []byte
	stack []open

	said    []byte  // the paragraphs and captions, one behind the other
	filed   []piece // where they end
	begun   int     // where the one begins that is being read
	blank   bool    // white space is due before the next letter
	breaks  int     // line breaks in a row
	caption int     // how many captions are open
	images  []wire.Media
	pre     int // how many pre elements are open
	nested  bool
	marks   int    // tags, links and paragraphs that were read
	signs   int    // of "&" and "<" in texts
	as      []attr // of the start tag that was read last
	next    []attr // of the one that scan is at
	words   []byte // the text that scan is at

	tags []byte // with attributes, parted by later
	late []late // one for each
}

// A piece is a paragraph or a caption.
type piece struct {
	end     int
	caption bool
}

// open is an element that is open in the output.
type open struct {
	a       atom.Atom
	start   int // where its start tag begins
	content int // and where its content
	caption bool
	late    int // 1 + index in late of its start tag, 0 for none
}

// An attr is one attribute.
type attr struct{ name, value string }

// readers are readers at rest, for their buffers.
var readers = sync.Pool{New: func() any { return new(reader) }}

// maxRest bounds the buffers that a reader keeps when at rest, bytes. Most
// stories need less than a tenth.
const maxRest = 256 << 10

func newReader() *reader { return readers.Get().(*reader) }

// release lets others have the reader's buffers. What close returned is not
// among them.
func (r *reader) release() {
	if cap(r.out)+cap(r.said)+cap(r.words)+cap(r.tags) > maxRest {
		return
	}
	clear(r.as[:cap(r.as)]) // which hold on to the text that was read
	clear(r.next[:cap(r.next)])
	*r = reader{
		out: r.out[:0], stack: r.stack[:0], said: r.said[:0], filed: r.filed[:0],
		as: r.as[:0], next: r.next[:0], words: r.words[:0], tags: r.tags[:0], late: r.late[:0],
	}
	readers.Put(r)
}

// close ends the text: nothing more is read.
func (r *reader) close() Text {
	r.closeTo(0)
	r.file()
	t := Text{HTML: r.finish(), Images: r.images, Marks: r.marks + r.signs/signsPerMark}
	t.Paragraphs, t.Captions = r.paragraphs()
	return t
}

// isTicker reports whether what looks like a tag is what agencies print in
// angle brackets: ARMCO <AS>.
func isTicker(raw string) bool {
	if len(raw) < 3 || len(raw) > 10 {
		return false
	}
	for _, c := range []byte(raw[1 : len(raw)-1]) {
		if (c < 'A' || c > 'Z') && c != '.' && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// attr is the value of an attribute of the tag being read.
func (r *reader) attr(name string) string {
	for _, a := range r.as {
		if a.name == name {
			return a.value
		}
	}
	return ""
}

// start takes a start tag.
func (r *reader) start(a atom.Atom, c class) {
	if r.marks > maxMarks {
		r.blank = true
		return
	}
	switch c {
	case inlineGone:
		if isCaption(r.attr("class")) {
			r.openCaption(a)
		}
	case blockGone:
		r.part()
		r.closeParagraph()
		if isCaption(r.attr("class")) {
			r.openCaption(a)
		}
	case inline:
		if a == atom.Q {
			r.text([]byte("“"))
			return
		}
		if a == atom.A {
			r.end(a, c) // links do not nest
		}
		r.contain()
		r.push(a)
	case text, holder:
		r.block(a, c)
	case void:
		r.void(a)
	}
}

// block opens a block that the output keeps.
func (r *reader) block(a atom.Atom, c class) {
	if a == atom.Td || a == atom.Th {
		r.blank = true // cells of a row stand in one line
	} else {
		r.part()
	}
	r.closeParagraph()
	if needsParent(a) && !r.toParent(a) {
		if c == text {
			a = atom.P
		} else {
			return
		}
	}
	if !needsParent(a) && a != atom.Figcaption {
		r.place(a)
	}
	was := len(r.stack)
	r.push(a)
	if len(r.stack) == was {
		return
	}
	if a == atom.Pre {
		r.pre++
	}
	if a == atom.Figcaption || a == atom.P && isCaption(r.attr("class")) {
		r.stack[was].caption = true
		r.caption++
	}
}

// openCaption marks a caption that is no figcaption: a paragraph of its own.
func (r *reader) openCaption(a atom.Atom) {
	if len(r.stack) >= maxDepth {
		return
	}
	r.part()
	r.closeParagraph()
	r.contain()
	if n := len(r.stack); n > 0 && r.stack[n-1].a == atom.P && !r.stack[n-1].caption {
		r.stack[n-1].caption = true
		r.caption++
	}
}

// isCaption reports the classes that the publishing systems in use give to
// captions.
func isCaption(class string) bool {
	if class == "" || !strings.Contains(class, "caption") {
		return false
	}
	for _, c := range strings.Fields(class) {
		switch c {
		case "wp-caption-text", "wp-caption-dd", "image-caption", "media-caption", "photo-caption", "img-caption", "caption-text", "figure-caption":
			return true
		}
	}
	return false
}

// end takes an end tag.
func (r *reader) end(a atom.Atom, c class) {
	switch c {
	case inlineGone:
		return
	case blockGone:
		r.part()
		r.closeParagraph()
		return
	case void:
		if a == atom.Br {
			r.void(a)
		}
		return
	case skip, raw:
		return
	case inline:
		if a == atom.Q {
			r.text([]byte("”"))
			return
		}
	case text, holder:
		if a == atom.Td || a == atom.Th {
			r.blank = true
		} else {
			r.part()
		}
	}
	for i := len(r.stack) - 1; i >= 0; i-- {
		o := r.stack[i].a
		if o == a {
			r.closeTo(i)
			return
		}
		if c == inline && classOf(o) != inline || scope(o) && c != holder {
			return
		}
	}
}

// closeParagraph closes an open p, as every block does in HTML, with what is
// open in it; inline elements outside of blocks too.
func (r *reader) closeParagraph() {
	for i := len(r.stack) - 1; i >= 0; i-- {
		o := r.stack[i].a
		if o == atom.P || classOf(o) == text && o >= atom.H1 && (o == atom.H1 || o == atom.H2 || o == atom.H3 || o == atom.H4 || o == atom.H5 || o == atom.H6) {
			r.closeTo(i)
			return
		}
		if classOf(o) != inline {
			r.closeTo(i + 1)
			return
		}
	}
	r.closeTo(0)
}

// closeTo closes elements until n are open. Empty ones are taken out again.
func (r *reader) closeTo(n int) {
	for len(r.stack) > n {
		o := r.stack[len(r.stack)-1]
		r.stack = r.stack[:len(r.stack)-1]
		if o.caption {
			r.flush()
			r.caption--
		}
		if o.a == atom.Pre {
			r.pre--
		}
		if len(r.out) == o.content && !scope(o.a) {
			r.out = r.out[:o.start]
			if o.late > 0 {
				r.tags, r.late = r.tags[:r.late[o.late-1].start], r.late[:o.late-1]
			}
			continue
		}
		if o.late > 0 {
			r.late[o.late-1].end = len(r.out)
		}
		r.out = append(append(append(r.out, "</"...), o.a.String()...), '>')
	}
}

// void takes br, hr and img.
func (r *reader) void(a atom.Atom) {
	switch a {
	case atom.Br:
		r.newline()
		if len(r.out) > 0 && len(r.stack) > 0 && r.stack[len(r.stack)-1].content != len(r.out) {
			r.out = append(r.out, "<br>"...)
		}
	case atom.Hr:
		r.part()
		r.closeParagraph()
		if len(r.stack) == 0 {
			r.out = append(r.out, "<hr>"...)
		}
	case atom.Img:
		r.image()
	}
}
