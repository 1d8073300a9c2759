//go:build !linux && !darwin && !freebsd && !windows

package storage

import "errors"

// freeSpace is not known on this system: the disk is not watched there.
func freeSpace(string) (uint64, error) { return 0, errors.ErrUnsupported }
