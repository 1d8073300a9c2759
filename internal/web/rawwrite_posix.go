//go:build unix && (!linux || 386 || s390x)

package web

import "syscall"

// rawWrite is write(2). On Linux this is for those processors whose sockets have one
// call for everything, socketcall(2).
func rawWrite(fd uintptr, bytes []byte) (n int, err error) { return syscall.Write(int(fd), bytes) }
