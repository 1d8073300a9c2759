//go:build unix

package dashboard

import (
	"syscall"
	"time"
)

// processorTime is how much of the processors' time the process has used, in its own
// code and in the system's.
func processorTime() (used time.Duration, known bool) {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0, false
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()), true
}
