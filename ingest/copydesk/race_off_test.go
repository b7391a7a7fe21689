//go:build !race

package copydesk_test

// slack widens the limits of tests that measure time: four times for a busy
// machine.
const slack = 4
