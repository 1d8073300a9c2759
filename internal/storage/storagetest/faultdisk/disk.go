// Package faultdisk gives tests a disk that fails as they ask for: that is full, whose
// flushes are refused, whose power is cut.
//
// It sits below the driver: SQLite reaches its files by way of a table of functions
// (https://www.sqlite.org/vfs.html), and this package puts one of its own before the
// system's. So what is tested is the product, opened by its ordinary URL.
//
// What it does not know is memory that is mapped: SQLite's -shm file is written so, and
// is never there after a cut; a database that were written so would pass it by. Of
// directories it knows that a file's name is durable with the first flush of it, and
// its removal with the next flush of any file, as on file systems that keep a journal.
// And it is not for the program.
package faultdisk

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"

	sqlite3 "modernc.org/sqlite/lib"
)

// Call is one of the calls that SQLite makes on a file.
type Call string

// The calls on which a [Fault] decides.
const (
	Write Call = "write" // or a new length
	Sync  Call = "sync"

	other Call = "" // opening, reading, removing: they fail only without power
)

// Fault answers a call on the file of the given base name with one of SQLite's codes
// (SQLITE_FULL, SQLITE_IOERR_FSYNC …), or lets it go on with SQLITE_OK. It is asked by
// one goroutine at a time and must not call the disk.
type Fault func(call Call, file string) int32

// Disk is a directory. Its methods may be called from several goroutines.
type Disk struct {
	t   testing.TB
	dir string

	mu     sync.Mutex // held during each call, so that a cut falls between two
	random *rand.Rand
	files  map[string]*image // by their paths
	fault  Fault
}

// New returns an empty disk, on which random decides what is left to chance.
func New(t testing.TB, random *rand.Rand) *Disk {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir()) // as SQLite asks for its files
	if err != nil {
		t.Fatal(err)
	}
	d := &Disk{t: t, dir: dir, random: random, files: make(map[string]*image)}
	mount(d)
	t.Cleanup(func() { unmount(d) })
	return d
}

// URL names the database on the disk.
func (d *Disk) URL() string { return "sqlite:" + filepath.Join(d.dir, "aurora.db") }

// Break has f decide on every call from now on; nil heals the disk.
func (d *Disk) Break(f Fault) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fault = f
}

// Cut cuts the power: every later call fails. It returns the disk as it can be found
// when the power is back. What was flushed is there. Of what was written since, each
// sector is there or not, whatever was written before or after it; and where a file
// has grown without its content there are zeros, or rubbish.
func (d *Disk) Cut() *Disk {
	d.t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fault = func(Call, string) int32 { return sqlite3.SQLITE_IOERR }
	found := New(d.t, d.random)
	for path, file := range d.files {
		if content, exists := file.afterCut(d.random); exists {
			found.put(filepath.Base(path), content)
		}
	}
	return found
}

// Kill ends the program that uses the disk: every later call fails. It returns the disk
// as the next program finds it: all that was written is there, and what was not flushed
// still is not.
func (d *Disk) Kill() *Disk {
	d.t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fault = func(Call, string) int32 { return sqlite3.SQLITE_IOERR }
	found := New(d.t, d.random)
	for path, file := range d.files {
		if content, err := os.ReadFile(path); err == nil {
			found.put(filepath.Base(path), content)
		}
		found.files[filepath.Join(found.dir, filepath.Base(path))] = file
	}
	d.files = nil
	return found
}

func (d *Disk) put(name string, content []byte) {
	d.t.Helper()
	if err := os.WriteFile(filepath.Join(d.dir, name), content, 0o600); err != nil {
		d.t.Fatal(err)
	}
}

// do lets the system carry a call out, unless a fault does not, and notes what it did.
func (d *Disk) do(call Call, path string, system func() int32, note func(*image)) int32 {
	d.mu.Lock()
	defer d.mu.Unlock()
	code := int32(sqlite3.SQLITE_OK)
	if d.fault != nil {
		code = d.fault(call, filepath.Base(path))
	}
	if d.files == nil { // killed
		return code
	}
	f := d.file(path)
	if code == sqlite3.SQLITE_OK {
		code = system()
	}
	switch {
	case code == sqlite3.SQLITE_OK:
		note(f)
	case call == Sync:
		f.lose()
	}
	return code
}

// synced notes that a file was flushed. d.mu is held.
func (d *Disk) synced(flushed *image) {
	flushed.synced(d.random)
	for _, f := range d.files {
		f.removalSynced()
	}
}

// file is what is known of a path. What is there when it is first used is durable.
func (d *Disk) file(path string) *image {
	if d.files[path] == nil {
		content, err := os.ReadFile(path)
		d.files[path] = &image{content: content, exists: err == nil}
	}
	return d.files[path]
}
