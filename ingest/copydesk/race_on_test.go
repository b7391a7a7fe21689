//go:build race

package copydesk_test

// slack widens the limits of tests that measure time, for a busy machine and
// the race detector.
const slack = 60
