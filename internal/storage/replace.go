package storage

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// ErrOccupied is returned where something is in the place of a new database.
var ErrOccupied = errors.New("storage: there is a database already")

// Replace has fill make a database that then takes the place of the one that url names,
// all at once: whatever fails or ends the program before leaves the old one as it was.
// No program may run on the old one ([ErrInUse]). Where there is one it is replaced only
// if over is true, else the error is [ErrOccupied]; SQLite's old file is kept, with
// .before-restore at the end of its name.
//
// fill is lent a database without tables, which it does not close.
func Replace(ctx context.Context, url string, over bool, fill func(*DB) error) (err error) {
	if err := CheckURL(url); err != nil {
		return err
	}
	held, err := holdURL(ctx, url, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, held.release()) }()
	replace := replacePostgres
	if strings.HasPrefix(url, sqliteScheme) {
		replace = replaceFile
	}
	if err := replace(ctx, url, over, fill); err != nil {
		return fmt.Errorf("replace %s: %w", redacted(url), err)
	}
	return nil
}
