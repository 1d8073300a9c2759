package storage

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
)

// Options say what room a database in a file needs on its disk. With none of them the
// disk is not watched.
type Options struct {
	WarnBelow   uint64 // free bytes below which Space is low; 0 = never
	RefuseBelow uint64 // free bytes below which writes are refused; 0 = only where the disk takes no more
	Reserve     uint64 // bytes kept beside the database, to be given up when it is full; 0 = none
	Logger      *slog.Logger
}

// SpaceState is how a database's disk stands.
type SpaceState string

// The states of a disk.
const (
	SpaceOK   SpaceState = "ok"
	SpaceLow  SpaceState = "low"  // it works, and somebody should make room
	SpaceFull SpaceState = "full" // writes are refused; reads go on
)

// Space is the room on the disk of a database. It is a value.
type Space struct {
	State SpaceState
	Free  uint64 // bytes, when it was last looked at

	refuseBelow, openAbove uint64
}

// String is the state for people: the reason and the mend.
func (s Space) String() string {
	switch {
	case s.State == SpaceFull:
		return fmt.Sprintf("the database's disk is full, with %d MiB free: nothing is written until %d MiB are; make room, and it goes on by itself", s.Free>>20, s.openAbove>>20)
	case s.State == SpaceLow && s.refuseBelow > 0:
		return fmt.Sprintf("the database's disk has only %d MiB free, and below %d MiB nothing is written: make room", s.Free>>20, s.refuseBelow>>20)
	case s.State == SpaceLow:
		return fmt.Sprintf("the database's disk has only %d MiB free: make room", s.Free>>20)
	}
	return "ok"
}

// OpenWith is [Open] for a program that works on the database: until Close nobody can
// restore it ([ErrInUse]), and the disk of its file is watched. A database of
// PostgreSQL's or in memory has no such disk.
func OpenWith(ctx context.Context, url string, o Options) (*DB, error) {
	path, isFile := strings.CutPrefix(url, sqliteScheme)
	watched := o.WarnBelow > 0 || o.RefuseBelow > 0 || o.Reserve > 0
	if !isFile || path == "" || path == ":memory:" || !watched {
		return openHeld(ctx, url)
	}
	g := newGuard(path, o)
	g.look() // first of all: on a disk that is full only the reserve lets SQLite open
	db, err := openHeld(ctx, url)
	if err != nil {
		return nil, err
	}
	g.engine, db.engine = db.engine, g
	g.start()
	return db, nil
}

// Space is how the disk stands: ok where it is not watched.
func (db *DB) Space() Space {
	if g, ok := db.engine.(*guard); ok {
		return g.current()
	}
	return Space{State: SpaceOK}
}

// SpaceChanged yields when the state of [DB.Space] has changed, to one reader. It is
// nil where the disk is not watched.
func (db *DB) SpaceChanged() <-chan struct{} {
	if g, ok := db.engine.(*guard); ok {
		return g.changed
	}
	return nil
}

// Reclaim is [DB.Write] for what has to be written also when the disk is full: what
// makes room, and what tells of it. It may still be [ErrNoSpace].
func (db *DB) Reclaim(ctx context.Context, fn func(*Tx) error) error {
	if g, ok := db.engine.(*guard); ok {
		return (&DB{engine: unguarded{g}}).Write(ctx, fn)
	}
	return db.Write(ctx, fn)
}
