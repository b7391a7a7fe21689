package main

import (
	"os"
	"runtime/debug"
)

// What a desk may need of memory that Go manages before the garbage collector
// works harder to keep it there, in bytes: two large documents on their way,
// and by each source, twice what its schedule takes. It is no wall: what is in
// use stays.
const (
	memoryBase      = 176 << 20
	memoryPerSource = 4 << 10
)

// limitMemory sets that for a desk with so many sources, unless the operator
// has said something else with $GOMEMLIMIT. Without it the collector waits until
// the heap is twice what is in use, which hostile documents make much.
func limitMemory(sources int) {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(int64(memoryBase + sources*memoryPerSource))
	}
}
