//go:build unix

package web

import (
	"errors"
	"syscall"
)

// canWriteRaw says that writeNow works here.
const canWriteRaw = true

// writeNow writes to a descriptor that never waits, which those of the net package
// are.
func writeNow(fd uintptr, bytes []byte) (n int, err error) {
	for {
		n, err = rawWrite(fd, bytes)
		switch {
		case err == nil:
			return n, nil
		case errors.Is(err, syscall.EINTR):
		case errors.Is(err, syscall.EAGAIN):
			return 0, errWouldWait
		default:
			return 0, err
		}
	}
}
