package faultdisk

import (
	"bytes"
	"path/filepath"
	"sync"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// layer is this package's place in SQLite, whose list of file systems is one for the
// process: so is this. Files outside of every disk are the system's alone.
var layer struct {
	sync.RWMutex
	system  *sqlite3.Tsqlite3_vfs // SQLite's own file system
	pointer uintptr               // to it
	disks   map[string]*Disk      // by their directories
	open    map[uintptr]handle    // by the addresses of SQLite's structures
	methods map[uintptr]uintptr   // ours, by the system's that they forward to
}

// handle is an open file of a disk.
type handle struct {
	disk   *Disk
	path   string
	system *sqlite3.Tsqlite3_io_methods
}

// mount puts a disk under SQLite, the first one together with the layer.
func mount(d *Disk) {
	layer.Lock()
	defer layer.Unlock()
	if layer.system == nil {
		layer.disks, layer.open, layer.methods = make(map[string]*Disk), make(map[uintptr]handle), make(map[uintptr]uintptr)
		register()
	}
	layer.disks[d.dir] = d
}

func unmount(d *Disk) {
	layer.Lock()
	defer layer.Unlock()
	delete(layer.disks, d.dir)
}

func diskOf(path string) *Disk {
	layer.RLock()
	defer layer.RUnlock()
	return layer.disks[filepath.Dir(path)]
}

func opened(file uintptr) handle {
	layer.RLock()
	defer layer.RUnlock()
	return layer.open[file]
}

// register makes a copy of the system's table, with functions of ours to open and to
// remove a file, SQLite's default. It serves until the process ends.
func register() {
	tls := libc.NewTLS()
	layer.pointer = sqlite3.Xsqlite3_vfs_find(tls, 0)
	layer.system = at[sqlite3.Tsqlite3_vfs](layer.pointer)
	name, err := libc.CString("faultdisk")
	if err != nil {
		panic(err)
	}
	ours := *layer.system
	ours.FzName, ours.FxOpen, ours.FxDelete = name, pointer(openFile), pointer(deleteFile)
	if code := sqlite3.Xsqlite3_vfs_register(tls, allocated(tls, ours), 1); code != sqlite3.SQLITE_OK {
		panic(code)
	}
}

// methodsOver is a copy of the system's functions for an open file, with ours in place
// of those that read and change it. layer is locked.
func methodsOver(tls *libc.TLS, system *sqlite3.Tsqlite3_io_methods, key uintptr) uintptr {
	if layer.methods[key] == 0 {
		ours := *system
		ours.FxClose, ours.FxRead, ours.FxWrite = pointer(closeFile), pointer(readFile), pointer(writeFile)
		ours.FxTruncate, ours.FxSync = pointer(truncateFile), pointer(syncFile)
		layer.methods[key] = allocated(tls, ours)
	}
	return layer.methods[key]
}

// The functions that SQLite calls. Names and types are those of sqlite3_vfs and
// sqlite3_io_methods: https://www.sqlite.org/c3ref/io_methods.html

func openFile(tls *libc.TLS, _, name, file uintptr, flags int32, outFlags uintptr) int32 {
	system := func() int32 {
		return function[func(*libc.TLS, uintptr, uintptr, uintptr, int32, uintptr) int32](layer.system.FxOpen)(tls, layer.pointer, name, file, flags, outFlags)
	}
	path := libc.GoString(name)
	disk := diskOf(path)
	if disk == nil {
		return system()
	}
	methods := &at[sqlite3.Tsqlite3_file](file).FpMethods
	*methods = 0 // there is nothing to close where opening fails
	return disk.do(other, path, system, func(*image) {
		layer.Lock()
		defer layer.Unlock()
		theirs := at[sqlite3.Tsqlite3_io_methods](*methods)
		layer.open[file] = handle{disk: disk, path: path, system: theirs}
		*methods = methodsOver(tls, theirs, *methods)
	})
}

func deleteFile(tls *libc.TLS, _, name uintptr, flushed int32) int32 {
	system := func() int32 {
		return function[func(*libc.TLS, uintptr, uintptr, int32) int32](layer.system.FxDelete)(tls, layer.pointer, name, flushed)
	}
	path := libc.GoString(name)
	disk := diskOf(path)
	if disk == nil {
		return system()
	}
	return disk.do(other, path, system, func(i *image) {
		i.removed()
		if flushed != 0 {
			i.removalSynced()
		}
	})
}

func closeFile(tls *libc.TLS, file uintptr) int32 {
	f := opened(file)
	layer.Lock()
	delete(layer.open, file) // before its address is used again
	layer.Unlock()
	return function[func(*libc.TLS, uintptr) int32](f.system.FxClose)(tls, file)
}

func readFile(tls *libc.TLS, file, buffer uintptr, n int32, offset int64) int32 {
	f := opened(file)
	return f.disk.do(other, f.path, func() int32 {
		return function[func(*libc.TLS, uintptr, uintptr, int32, int64) int32](f.system.FxRead)(tls, file, buffer, n, offset)
	}, func(*image) {})
}

func writeFile(tls *libc.TLS, file, buffer uintptr, n int32, offset int64) int32 {
	f := opened(file)
	return f.disk.do(Write, f.path, func() int32 {
		return function[func(*libc.TLS, uintptr, uintptr, int32, int64) int32](f.system.FxWrite)(tls, file, buffer, n, offset)
	}, func(i *image) {
		i.pending = append(i.pending, change{content: bytes.Clone(unsafe.Slice(at[byte](buffer), n)), at: offset})
	})
}

func truncateFile(tls *libc.TLS, file uintptr, size int64) int32 {
	f := opened(file)
	return f.disk.do(Write, f.path, func() int32 {
		return function[func(*libc.TLS, uintptr, int64) int32](f.system.FxTruncate)(tls, file, size)
	}, func(i *image) { i.pending = append(i.pending, change{size: &size}) })
}

func syncFile(tls *libc.TLS, file uintptr, flags int32) int32 {
	f := opened(file)
	return f.disk.do(Sync, f.path, func() int32 {
		return function[func(*libc.TLS, uintptr, int32) int32](f.system.FxSync)(tls, file, flags)
	}, f.disk.synced)
}
