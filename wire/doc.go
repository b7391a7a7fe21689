// Package wire defines the article, the shape in which news moves through the
// daemon, and the nouns around it: source, poll, filing, change, topic,
// edition. It has no verbs but those that keep a noun valid or print it, and
// uses the standard library only.
package wire
