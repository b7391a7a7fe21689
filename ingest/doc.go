// Package ingest decides when and how to ask each source, and commits what it
// answers.
//
// Callers may rely on four things. A source costs only itself: whatever it
// answers, the others go on. Validators are stored with the entries that they
// stand for, in one transaction, or not at all; so a crash repeats a visit and
// loses nothing. No host is asked more often, or by more requests at a time,
// than Pace allows, and a restart asks nobody early. And every visit adds up:
// new + changed + same + refused are the entries of its document.
package ingest
