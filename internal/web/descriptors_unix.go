//go:build unix

package web

import (
	"math"
	"syscall"
)

// maxDescriptors is how many files this process may have open, 0 where that is not
// known or more than could ever matter.
func maxDescriptors() int {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil || limit.Cur > math.MaxInt32 {
		return 0
	}
	return int(limit.Cur)
}
