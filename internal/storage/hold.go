package storage

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
)

// ErrInUse is returned where a database cannot be had alone, or is had by another alone.
var ErrInUse = errors.New("storage: the database is in use")

// hold is the right to use a database: shared by all programs that work on it
// ([OpenWith]), or of one alone that puts another in its place ([Replace]). It ends
// with its process, however that ends.
type hold interface{ release() error }

// free is a hold of what nobody else can reach.
type free struct{}

func (free) release() error { return nil }

// holdURL takes a hold and waits for nobody: what is in its way may stay for days.
func holdURL(ctx context.Context, url string, alone bool) (hold, error) {
	path, isFile := strings.CutPrefix(url, sqliteScheme)
	var held hold
	var err error
	switch {
	case isFile && path == ":memory:":
		return free{}, nil
	case isFile:
		held, err = holdFile(resolved(path)+"-lock", alone)
	default:
		held, err = holdPostgres(ctx, url, alone)
	}
	switch {
	case errors.Is(err, ErrInUse) && alone:
		return nil, fmt.Errorf("%w: a program is running on %s: end it first", ErrInUse, redacted(url))
	case errors.Is(err, ErrInUse):
		return nil, fmt.Errorf("%w: %s is being restored: wait until that has ended", ErrInUse, redacted(url))
	case err != nil:
		return nil, fmt.Errorf("open %s: %w", redacted(url), err)
	}
	return held, nil
}

// resolved is where a file is that a link may stand for: everybody has to lock the same
// one, and a link stays one when what it stands for is replaced.
func resolved(path string) string {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		return target
	}
	return path
}

// openHeld is [Open] with a hold that is shared and ends with the database. It is taken
// first: what is opened must not be replaced a moment later.
func openHeld(ctx context.Context, url string) (*DB, error) {
	if err := CheckURL(url); err != nil {
		return nil, err
	}
	held, err := holdURL(ctx, url, false)
	if err != nil {
		return nil, err
	}
	db, err := Open(ctx, url)
	if err != nil {
		return nil, errors.Join(err, held.release())
	}
	db.held = held
	return db, nil
}
