package faultdisk

import (
	"unsafe"

	"modernc.org/libc"
	"modernc.org/libc/sys/types"
)

// SQLite is C translated to Go: its memory is not Go's, and its pointers are numbers.

// at is what SQLite has at an address.
func at[T any](address uintptr) *T { return *(**T)(unsafe.Pointer(&address)) }

// allocated is the address of a copy of v in SQLite's memory.
func allocated[T any](tls *libc.TLS, v T) uintptr {
	address := libc.Xmalloc(tls, types.Size_t(unsafe.Sizeof(v)))
	if address == 0 {
		panic("no memory")
	}
	*at[T](address) = v
	return address
}

// function is the function behind a pointer of SQLite's.
func function[F any](address uintptr) F { return *(*F)(unsafe.Pointer(&address)) }

// pointer is what SQLite calls a function of this package by.
func pointer[F any](f F) uintptr { return *(*uintptr)(unsafe.Pointer(&f)) }
