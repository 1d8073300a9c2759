package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// What ends the names of the file that is being filled, and of the one that it replaced.
const (
	newSuffix = ".restoring"
	oldSuffix = ".before-restore"
)

// besides are what SQLite has beside a file that is open, or was not closed.
var besides = []string{"-wal", "-shm"}

func replaceFile(ctx context.Context, url string, over bool, fill func(*DB) error) error {
	path := strings.TrimPrefix(url, sqliteScheme)
	if path == ":memory:" {
		return errors.New("a database in memory ends with its program: name a file")
	}
	path = resolved(path)
	if err := mayReplace(path, over); err != nil {
		return err
	}
	if err := removeDatabase(path + newSuffix); err != nil { // of a restore that was interrupted
		return err
	}
	err := fillFile(ctx, path+newSuffix, fill)
	if err == nil {
		err = putInPlace(ctx, path)
	}
	if err != nil {
		return errors.Join(err, removeDatabase(path+newSuffix))
	}
	return nil
}

// mayReplace refuses where data could be lost.
func mayReplace(path string, over bool) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0:
		return nil
	case err != nil:
		return err
	case !over:
		return ErrOccupied
	}
	if _, err := os.Lstat(path + oldSuffix); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is there from an earlier restore: move it away first", path+oldSuffix)
	}
	return nil
}

// fillFile makes the new file, and has it on disk when it returns.
func fillFile(ctx context.Context, path string, fill func(*DB) error) error {
	db, err := Open(ctx, sqliteScheme+path)
	if err != nil {
		return err
	}
	err = fill(db)
	if err == nil {
		err = checkIntegrity(ctx, db)
	}
	if err = errors.Join(err, db.Close()); err != nil { // which moves all of the write-ahead log into the file
		return err
	}
	return Flush(path)
}

func checkIntegrity(ctx context.Context, db *DB) error {
	var verdict string
	if err := db.QueryRow(ctx, "PRAGMA integrity_check(1)").Scan(&verdict); err != nil {
		return fmt.Errorf("check the new file: %w", err)
	}
	if verdict != "ok" {
		return fmt.Errorf("the new file is damaged: %s", verdict)
	}
	return nil
}

// putInPlace swaps the files. At every moment there is a whole database at path: the old
// one gets its second name before it loses the first. Where the file system has no
// second names, it loses the first for a moment.
func putInPlace(ctx context.Context, path string) error {
	if info, err := os.Stat(path); err == nil && info.Size() > 0 {
		if err := setAside(ctx, path); err != nil {
			return err
		}
	}
	if err := os.Rename(path+newSuffix, path); err != nil {
		return err
	}
	return Flush(filepath.Dir(path))
}

// setAside gives the old database its second name. One that is damaged, perhaps the
// reason to restore, is kept with its write-ahead log as it was found; SQLite would
// remove a log that it cannot read.
func setAside(ctx context.Context, path string) error {
	if err := copyFile(path+"-wal", path+oldSuffix+"-wal"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	unneeded := path + oldSuffix + "-wal"
	if err := closeProperly(ctx, path); err != nil {
		unneeded = path + "-wal"
	}
	for _, name := range []string{unneeded, path + "-shm"} {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := os.Link(path, path+oldSuffix); err == nil {
		return nil
	}
	return os.Rename(path, path+oldSuffix)
}

// closeProperly moves into a file what its last program has left in the write-ahead log:
// another file's log it must not become.
func closeProperly(ctx context.Context, path string) error {
	db, err := Open(ctx, sqliteScheme+path)
	if err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	for _, beside := range besides {
		if _, err := os.Stat(path + beside); !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s is left behind", path+beside)
		}
	}
	return nil
}

func copyFile(from, to string) (err error) {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close() //nolint:errcheck // it was only read
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, private)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Sync(), target.Close())
}

func removeDatabase(path string) error {
	for _, suffix := range append([]string{""}, besides...) {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// Flush waits until a file or the names in a directory are on disk. Windows has no
// flush of a directory.
func Flush(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	err = file.Sync()
	if info, statErr := file.Stat(); statErr == nil && info.IsDir() && runtime.GOOS == "windows" {
		err = nil
	}
	return errors.Join(err, file.Close())
}
