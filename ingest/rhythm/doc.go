// Package rhythm says when to ask a source again: from how much it files and
// when, as learnt from its entries, and from what it asks for itself. All of
// it are functions of their arguments, with no clock and no chance.
package rhythm
