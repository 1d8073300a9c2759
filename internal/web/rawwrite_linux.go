//go:build !386 && !s390x

package web

import (
	"syscall"
	"unsafe"
)

// rawWrite is write(2) on a socket that never waits. Go's scheduler is not told of it,
// as it is of syscall.Write: of a call that lasts longer than 20 µs, which a busy
// machine makes of many, it would take the processor away, to give it to another thread
// in the middle of a round, and go on looking for more of them every 20 µs.
func rawWrite(fd uintptr, bytes []byte) (n int, err error) {
	written, _, errno := syscall.RawSyscall6(syscall.SYS_SENDTO, fd,
		uintptr(unsafe.Pointer(unsafe.SliceData(bytes))), //nolint:gosec // the pattern (5) of package unsafe: bytes stay where they are during the call
		uintptr(len(bytes)), syscall.MSG_NOSIGNAL, 0, 0)
	if errno != 0 {
		return 0, errno
	}
	return int(written), nil
}
