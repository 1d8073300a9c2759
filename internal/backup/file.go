package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/aurorabot/aurora/internal/storage"
)

// ErrExists is returned where a backup would overwrite a file.
var ErrExists = errors.New("there is a file already")

// partialSuffix ends the name of a file that is being written.
const partialSuffix = ".partial"

// WriteFile writes a backup into a file that only its owner may read: it holds names and
// what members own. The file is there when all of it is on disk, and not before. One that
// is there already is overwritten only if over is true.
func WriteFile(ctx context.Context, db *storage.DB, path, program string, over bool) (contents Contents, err error) {
	switch _, err := os.Lstat(path); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return Contents{}, err
	case !over:
		return Contents{}, fmt.Errorf("%s: %w", path, ErrExists)
	}
	partial := path + partialSuffix
	if err := removeIfThere(partial); err != nil { // of a backup that was interrupted
		return Contents{}, err
	}
	if contents, err = writePartial(ctx, db, partial, program); err == nil {
		err = os.Rename(partial, path)
	}
	if err != nil {
		return Contents{}, errors.Join(err, removeIfThere(partial))
	}
	return contents, storage.Flush(filepath.Dir(path))
}

func writePartial(ctx context.Context, db *storage.DB, path, program string) (contents Contents, err error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return Contents{}, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if contents, err = Write(ctx, db, file, program); err != nil {
		return Contents{}, err
	}
	return contents, file.Sync()
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
