//go:build race

package document_test

// raceDetector says that code runs some ten times slower.
const raceDetector = true
