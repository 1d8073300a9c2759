package storage

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// lockedFile is a hold of a file of SQLite's. The lock is on a file beside it, because
// SQLite's own locks come and go, and the database is another file after a restore.
type lockedFile struct{ file *os.File }

func holdFile(path string, alone bool) (hold, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, private)
	if err != nil {
		return nil, err
	}
	flags := uint32(windows.LOCKFILE_FAIL_IMMEDIATELY)
	if alone {
		flags |= windows.LOCKFILE_EXCLUSIVE_LOCK
	}
	err = windows.LockFileEx(windows.Handle(file.Fd()), flags, 0, 1, 0, &windows.Overlapped{})
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		err = ErrInUse
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return lockedFile{file}, nil
}

// release leaves the file where it is: another process may be waiting to open it.
func (l lockedFile) release() error { return l.file.Close() }
