// Package config reads the configuration: one YAML file, strict. It finds all
// faults of a file at once, each with its line, column and key, what is allowed
// and the nearest right spelling; nothing that Load returns without an error can
// turn out wrong later. The only package that knows YAML.
//
// The comments of the types below are also the text of dateline.yaml(5) and of
// the JSON Schema: run go generate after changing them.
package config

import (
	"net/netip"
	"time"
)

//go:generate go run ./gen

// A Config is what the file says, with the defaults where it says nothing.
type Config struct {
	// How this desk presents itself, to readers and to the servers it asks.
	Site Site `yaml:"site"`
	// Address to serve at, as host:port; :8080 is every interface. Not used when systemd hands over a socket.
	Listen string `yaml:"listen" default:"127.0.0.1:8080" like:"127.0.0.1:8080"`
	// Where the articles are kept, and how long.
	Store Store `yaml:"store"`
	// Manners that hold for all sources together.
	Polling Polling `yaml:"polling"`
	// Settings for every source that does not say otherwise. Any setting of a source may stand here but name, title, url, site and agency.
	Defaults Settings `yaml:"defaults"`
	// The feeds that are polled.
	Sources []Source `yaml:"sources"`
	// The feeds that are published, in the order in which they are shown.
	Topics []Topic `yaml:"topics"`
	// Agencies beyond those known already: the name to use, and the forms in which copy prints it. They are looked for in datelines, bylines and sign-offs.
	Agencies map[string][]string `yaml:"agencies"`
	// Publish /feeds/_sources.atom, the operator's feed of source troubles.
	SourcesFeed bool `yaml:"sources_feed"`

	file string // it was read from; empty for Default
}

// A Site is the desk to the outside.
type Site struct {
	// Name of the desk, over its pages and in its feeds. The host of url when there is none.
	Title string `yaml:"title"`
	// Public address under which readers reach the desk, http or https, with a path when it does not live at the root. Links in feeds begin with it, and hubs call it. http:// and the listen address when there is none, which serves this machine alone.
	URL string `yaml:"url"`
	// Mail address of who runs the desk. It stands in the feeds and in the User-Agent of every request, so that a publisher can write before blocking.
	Contact string `yaml:"contact"`
}

// A Store is where articles are kept.
type Store struct {
	// File of the articles. A relative path starts at the folder of the configuration; under systemd, at the service's state directory.
	Path string `yaml:"path" default:"dateline.db"`
	// How long articles are kept after they came in, at least 1h; forever keeps all.
	Keep time.Duration `yaml:"keep" default:"90d" min:"1h" zero:"forever"`
}

// A Polling says how servers are asked, all sources together.
type Polling struct {
	// Pause between two requests to one host, and to the hosts of one registered domain.
	Gap time.Duration `yaml:"gap" default:"1s" min:"0s" max:"1h"`
	// Requests to one host at a time.
	PerHost int `yaml:"per_host" default:"1" min:"1" max:"16"`
	// Requests to all hosts of one registered domain at a time.
	PerDomain int `yaml:"per_domain" default:"1" min:"1" max:"64"`
	// Requests at a time, all in all. They mostly wait.
	Workers int `yaml:"workers" default:"32" min:"1" max:"1024"`
	// How often a source is asked for its whole document, so that a server whose validators stand still is found out.
	FullEvery time.Duration `yaml:"full_every" default:"7d" min:"1h"`
	// Networks that may be asked although they are not public, such as 10.0.0.0/8 for the feeds of an intranet. It holds for redirects, hubs and pages as well. A proxy that the environment names needs no leave.
	AllowPrivate []netip.Prefix `yaml:"allow_private"`
}

// Settings are what sources may share.
type Settings struct {
	// Least time between two polls. What the source says of itself, and what was learnt of it, slow this down and never speed it up.
	Every time.Duration `yaml:"every" default:"15m" min:"1s" max:"30d"`
	// Most time between two polls of a source that answers.
	Ceiling time.Duration `yaml:"ceiling" default:"1d" min:"1s" max:"30d"`
	// Time for one whole request, from the name lookup to the last byte.
	Timeout time.Duration `yaml:"timeout" default:"1m" min:"1s" max:"10m"`
	// Size of a document after unpacking, as 16MB or 512KB. Larger ones are refused.
	// Of its tags, paragraphs and quotes one for each 20 bytes of this are read at
	// once; the entries that are left are refused, and read when the document
	// comes changed and the others are known.
	MaxBody Bytes `yaml:"max_body" default:"16MB" min:"1KB" max:"1GB"`
	// Zone of the source's own days, as Asia/Baku. It dates the articles, and reads dates that name no zone.
	Timezone string `yaml:"timezone" default:"UTC"`
	// Language of the copy as a BCP 47 tag, where the feed names none.
	Language string `yaml:"language"`
	// Fetch the article's page when the feed has only a summary. robots.txt is obeyed.
	FullText bool `yaml:"full_text"`
	// What may be published of the copy.
	Rights Rights `yaml:"rights"`
	// What to do with a source's WebSub hub: take its word that there is news and poll (hint), file what it sends (content), or not subscribe (off).
	WebSub string `yaml:"websub" default:"hint" enum:"hint,content,off"`
	// Take pushes that are signed with SHA-1 too, as some older hubs sign. Otherwise SHA-256 or better is needed, and such a hub is polled past.
	WebSubSHA1 bool `yaml:"websub_sha1"`
	// Follow redirects from https to http, and subscribe at http hubs of https sources.
	Downgrade bool `yaml:"downgrade"`
	// The host serves many publishers, so that a Retry-After is for the one source that got it, not for all of the host.
	SharedHost bool `yaml:"shared_host"`
}

// Rights are what an agreement with the agency allows.
type Rights struct {
	// How much of an article is published: all of it (full), headline and first paragraph (lead), or headline and link (headline).
	Publish string `yaml:"publish" default:"full" enum:"full,lead,headline"`
	// The line naming the agency. The article's agency when there is none.
	Credit string `yaml:"credit"`
}

// A Source is one address that is polled.
type Source struct {
	// Short name, in logs, commands and rules. Small letters, digits and hyphens. Required; a source under another name is another source, whose articles are new.
	Name string `yaml:"name" required:"true"`
	// Name for people; the short name when there is none.
	Title string `yaml:"title"`
	// Address of the feed, http or https: RSS, Atom, RDF or JSON Feed. Required.
	URL string `yaml:"url" required:"true"`
	// The agency's home page.
	Site string `yaml:"site"`
	// Agency that files this source, for copy that names none.
	Agency string `yaml:"agency"`

	Settings `yaml:",inline"`
}

// A Topic is one feed that is published.
type Topic struct {
	// Short name, in the feed's address: small letters, digits and hyphens. Required.
	Name string `yaml:"name" required:"true"`
	// Title of the feed; the short name when there is none.
	Title string `yaml:"title"`
	// Rule that says which articles belong, see RULES. Required.
	Match string `yaml:"match" required:"true"`
	// Articles in the feed, at most. Of one longer than 256 KB its beginning is shown.
	Limit int `yaml:"limit" default:"100" min:"1" max:"1000"`
	// Articles of any one source in the feed, at most; 0 is no limit.
	PerSource int `yaml:"per_source" default:"0" min:"0" max:"1000"`
}
