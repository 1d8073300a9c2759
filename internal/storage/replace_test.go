package storage_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// filled makes a database with one note.
func filled(t *testing.T, text string) func(*storage.DB) error {
	return func(db *storage.DB) error {
		makeNotes(t, db)
		return db.Write(t.Context(), note(text))
	}
}

func TestANewDatabaseTakesThePlaceOfTheOldOneWhenItIsWhole(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		if err := storage.Replace(t.Context(), url, false, filled(t, "first")); err != nil {
			t.Fatal(err)
		}
		want := func(text string) {
			t.Helper()
			db := open(t, url)
			defer db.Close()
			if got := notes(t, db); got != text {
				t.Errorf("got %s, want %s", got, text)
			}
		}
		want("first")
		if err := storage.Replace(t.Context(), url, false, filled(t, "second")); !errors.Is(err, storage.ErrOccupied) {
			t.Errorf("got %v", err)
		}
		broken := errors.New("broken")
		err := storage.Replace(t.Context(), url, true, func(db *storage.DB) error {
			return errors.Join(filled(t, "third")(db), broken)
		})
		if !errors.Is(err, broken) {
			t.Errorf("got %v", err)
		}
		want("first")
		if err := storage.Replace(t.Context(), url, true, filled(t, "fourth")); err != nil {
			t.Fatal(err)
		}
		want("fourth")
	})
}

func TestADatabaseThatIsWorkedOnIsNotReplacedNorOneThatIsReplacedWorkedOn(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		work := func() *storage.DB {
			db, err := storage.OpenWith(t.Context(), url, storage.Options{})
			if err != nil {
				t.Fatal(err)
			}
			return db
		}
		one, other := work(), work()
		for _, db := range []*storage.DB{one, other} {
			if err := storage.Replace(t.Context(), url, true, filled(t, "new")); !errors.Is(err, storage.ErrInUse) || !strings.Contains(err.Error(), "end it first") {
				t.Errorf("got %v", err)
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		}
		err := storage.Replace(t.Context(), url, true, func(*storage.DB) error {
			_, err := storage.OpenWith(t.Context(), url, storage.Options{WarnBelow: 1})
			return err
		})
		if !errors.Is(err, storage.ErrInUse) || !strings.Contains(err.Error(), "restored") {
			t.Errorf("got %v", err)
		}
		if err := storage.Replace(t.Context(), url, true, filled(t, "new")); err != nil {
			t.Error(err)
		}
		if err := work().Close(); err != nil {
			t.Error(err)
		}
	})
}

// TestALinkToADatabaseStaysOne also asks whether a program that came by the link and one
// that did not know of each other.
func TestALinkToADatabaseStaysOne(t *testing.T) {
	url := storagetest.SQLite(t)
	path, link := strings.TrimPrefix(url, "sqlite:"), filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	working, err := storage.OpenWith(t.Context(), url, storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := storage.Replace(t.Context(), "sqlite:"+link, true, filled(t, "new")); !errors.Is(err, storage.ErrInUse) {
		t.Errorf("got %v", err)
	}
	if err := working.Close(); err != nil {
		t.Fatal(err)
	}
	if err := storage.Replace(t.Context(), "sqlite:"+link, true, filled(t, "new")); err != nil {
		t.Fatal(err)
	}
	if got := notes(t, open(t, url)); got != "new" {
		t.Errorf("got %s", got)
	}
	if target, err := os.Readlink(link); err != nil || target != path {
		t.Errorf("the link leads to %s, %v", target, err)
	}
}

// TestTablesOfOthersStayWhereTheyAre asks of a schema that is shared.
func TestTablesOfOthersStayWhereTheyAre(t *testing.T) {
	url := storagetest.PostgreSQL(t)
	db := open(t, url)
	err := db.Write(t.Context(), func(tx *storage.Tx) error {
		_, err := tx.Exec("CREATE TABLE notes_of_others AS SELECT 7 AS n")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := storage.Replace(t.Context(), url, true, filled(t, "new")); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := db.QueryRow(t.Context(), "SELECT n FROM notes_of_others").Scan(&n); err != nil || n != 7 {
		t.Errorf("got %d, %v", n, err)
	}
}

// TestADamagedFileIsReplacedAndKept is what somebody restores for.
func TestADamagedFileIsReplacedAndKept(t *testing.T) {
	url := storagetest.SQLite(t)
	path := strings.TrimPrefix(url, "sqlite:")
	for _, damaged := range []string{path, path + "-wal"} {
		if err := os.WriteFile(damaged, []byte(strings.Repeat("damaged ", 1000)), 0o640); err != nil {
			t.Fatal(err)
		}
	}
	if err := storage.Replace(t.Context(), url, true, filled(t, "new")); err != nil {
		t.Fatal(err)
	}
	db := open(t, url)
	if got := notes(t, db); got != "new" {
		t.Errorf("got %s", got)
	}
	for _, kept := range []string{path + ".before-restore", path + ".before-restore-wal"} {
		if text, err := os.ReadFile(kept); err != nil || !strings.HasPrefix(string(text), "damaged ") {
			t.Errorf("%s: %.20q, %v", kept, text, err)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got the mode %v, %v", info.Mode(), err)
	}
}
