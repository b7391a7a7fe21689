package document

// The limits. Real feeds stay far below them: they were read off some thousand
// feeds and then given room; what goes beyond is broken or hostile.
const (
	// MaxBytes bounds a document, unpacked. The largest real feeds are a few MB.
	MaxBytes = 16 << 20

	// MaxEntries bounds the entries read of one document; those after it are
	// not looked at and the document counts as truncated. Archives in one file
	// reach some thousand.
	MaxEntries = 10_000

	// maxEntryBytes bounds one entry: a book of a story is 1 MB, and pictures
	// inlined as data reach a few.
	maxEntryBytes = 4 << 20

	// maxDepth bounds the nesting of elements in an entry. Hand-written XHTML
	// stays under 40.
	maxDepth = 200

	// maxTokens bounds tags, texts and comments in an entry. A table of 5,000
	// cells in XHTML has 20,000.
	maxTokens = 200_000

	// bytesPerToken bounds the same in a document, and the lines of its texts: one
	// for so many bytes that it may have. What XHTML there is has one in 20 bytes.
	// The entries that are left are refused, until the document comes changed and
	// the others are known.
	bytesPerToken = 8

	// maxAttrs bounds the attributes of one element that are looked at, and
	// maxSpaces the namespaces in force at one place. Roots of real feeds
	// declare up to 30.
	maxAttrs  = 256
	maxSpaces = 256

	// maxHead bounds what an entry inherits (it is kept with each entry), and
	// maxHeadTag one start tag of root or channel.
	maxHead    = 16 << 10
	maxHeadTag = 8 << 10

	// maxParts bounds how many links, authors, categories, pictures … of one
	// entry are kept, each, and how many bases inside of a text.
	maxParts = 500

	// maxBatch bounds the entries that share one call of gofeed.
	maxBatch = 64

	// maxLine bounds titles, names, addresses and dates, bytes. Longer ones are
	// bodies in the wrong place.
	maxLine = 8 << 10
)
