//go:build unix && !linux

package web

import "syscall"

// rawWrite is write(2).
func rawWrite(fd uintptr, bytes []byte) (n int, err error) { return syscall.Write(int(fd), bytes) }
