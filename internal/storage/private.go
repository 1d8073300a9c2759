package storage

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// private is the mode of everything that holds data: for its owner only.
const private fs.FileMode = 0o600

// keepPrivate makes the database's file where there is none, so that nobody else can
// ever read it, and takes from others the right to read one of an earlier version.
// SQLite gives the files beside it the mode that it has.
//
// A file that is there is not opened: closing it would end the locks that this process
// may have on it already.
func keepPrivate(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, private)
	if err == nil {
		return file.Close()
	}
	for _, suffix := range append([]string{""}, besides...) {
		if err := takeFromOthers(path + suffix); err != nil {
			return fmt.Errorf("keep the database from other users: %w", err)
		}
	}
	return nil // whatever else is wrong with the file, SQLite says better
}

// takeFromOthers leaves a file to its owner. One of another user's is left as it is.
func takeFromOthers(path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil || info.Mode().Perm()&^private == 0 {
		return err
	}
	if err := os.Chmod(path, private); err != nil && !errors.Is(err, fs.ErrPermission) {
		return err
	}
	return nil
}
