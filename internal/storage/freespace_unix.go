//go:build linux || darwin || freebsd

package storage

import "golang.org/x/sys/unix"

// freeSpace is how many bytes a program without privileges can still write in dir.
func freeSpace(dir string) (uint64, error) {
	var stat unix.Statfs_t
	if err := unix.Statfs(dir, &stat); err != nil {
		return 0, err
	}
	if stat.Bavail <= 0 { // where it is signed, it falls below 0 in the part kept for root
		return 0, nil
	}
	return uint64(stat.Bavail) * uint64(stat.Bsize), nil //nolint:unconvert // the types are each system's own
}
