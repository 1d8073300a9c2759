//go:build unix

package storage_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/aurorabot/aurora/internal/storage"
)

// TestOnlyTheOwnerCanReadAnyFile has a user whose files others may usually read and
// write, as many systems set it up for containers.
func TestOnlyTheOwnerCanReadAnyFile(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0))
	dir := t.TempDir()
	path := filepath.Join(dir, "aurora.db")
	for _, age := range []string{"a new database", "one of an earlier version"} {
		db, err := storage.OpenWith(t.Context(), "sqlite:"+path, storage.Options{Reserve: 1 << 20})
		if err != nil {
			t.Fatal(err)
		}
		makeNotes(t, db)
		wantPrivate(t, age, dir, 5) // itself, its log, its index, the lock and the reserve
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func wantPrivate(t *testing.T, when, dir string, count int) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != count {
		t.Errorf("%s: got %v, %v, want %d files", when, files, err, count)
	}
	for _, f := range files {
		info, err := f.Info()
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %s has the mode %v (%v)", when, f.Name(), info.Mode(), err)
		}
	}
}
