//go:build !unix

package web

import "errors"

// canWriteRaw says that writeNow does not work here: every socket has a solo.
const canWriteRaw = false

func writeNow(uintptr, []byte) (int, error) { return 0, errors.ErrUnsupported }
