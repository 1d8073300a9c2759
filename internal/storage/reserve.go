package storage

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// reserve is a file that holds room on a disk for the time when it is full.
type reserve struct {
	path string
	size uint64
}

// make writes the file, unless it is there. Its content is noise, so that no file
// system keeps it in less room than it has.
func (r reserve) make() error {
	if info, err := os.Stat(r.path); r.size == 0 || err == nil && uint64(info.Size()) == r.size {
		return nil
	}
	if err := r.write(); err != nil {
		return errors.Join(fmt.Errorf("make a reserve: %w", err), r.release()) // part of it is none
	}
	return nil
}

func (r reserve) write() (err error) {
	file, err := os.OpenFile(r.path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, private)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	noise := make([]byte, 1<<20)
	_, _ = rand.Read(noise) // it never fails
	for left := r.size; left > 0; {
		n := min(left, uint64(len(noise)))
		if _, err := file.Write(noise[:n]); err != nil {
			return err
		}
		left -= n
	}
	return nil
}

// release gives the room back to the disk.
func (r reserve) release() error {
	if err := os.Remove(r.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("give up the reserve: %w", err)
	}
	return nil
}
