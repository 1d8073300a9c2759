package storage_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/aurorabot/aurora/internal/storage"
)

func TestAPathIsTakenLiterally(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a folder?with # odd%20name")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	db := open(t, "sqlite:"+filepath.Join(dir, "aurora.db"))
	if err := db.Write(t.Context(), note("kept")); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 || left[0].Name() != "aurora.db" {
		t.Errorf("closing leaves %v, %v, want aurora.db and no write-ahead log", left, err)
	}
}

func TestARefusalDoesNotUndoItsNeighbours(t *testing.T) {
	db := open(t, "sqlite::memory:")
	blocked, release := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	write := func(fn func(*storage.Tx) error) *error {
		var err error
		wg.Go(func() { err = db.Write(context.Background(), fn) })
		return &err
	}
	// While the first is running the other three gather, and share a commit.
	write(func(tx *storage.Tx) error { close(blocked); <-release; return note("first")(tx) })
	<-blocked
	var hooks []string
	good := write(func(tx *storage.Tx) error {
		tx.OnCommit(func() { hooks = append(hooks, "good") })
		return note("good")(tx)
	})
	refused := errors.New("refused")
	bad := write(func(tx *storage.Tx) error {
		tx.OnCommit(func() { hooks = append(hooks, "bad") })
		return errors.Join(note("bad")(tx), refused)
	})
	broken := write(note("more than ten letters"))
	close(release)
	wg.Wait()

	if *good != nil || !errors.Is(*bad, refused) || *broken == nil {
		t.Errorf("got %v, %v, %v", *good, *bad, *broken)
	}
	if got := notes(t, db); got != "first good" {
		t.Errorf("got %q", got)
	}
	if len(hooks) != 1 || hooks[0] != "good" {
		t.Errorf("hooks called: %v", hooks)
	}
}

func TestAFullDatabaseFailsOneCallerAndLosesNoOther(t *testing.T) {
	db := open(t, "sqlite::memory:")
	limit := func(tx *storage.Tx) error {
		var pages int
		if err := tx.QueryRow("PRAGMA page_count", nil, &pages); err != nil {
			return err
		}
		return tx.QueryRow(fmt.Sprintf("PRAGMA max_page_count = %d", pages+2), nil, &pages)
	}
	if err := db.Write(t.Context(), limit); err != nil {
		t.Fatal(err)
	}
	blocked, release := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	var before, full, after error
	hooks := 0
	wg.Go(func() {
		_ = db.Write(context.Background(), func(*storage.Tx) error { close(blocked); <-release; return nil })
	})
	<-blocked
	wg.Go(func() {
		before = db.Write(context.Background(), func(tx *storage.Tx) error { tx.OnCommit(func() { hooks++ }); return note("before")(tx) })
	})
	wg.Go(func() { // SQLite answers this with a rollback of the whole transaction
		full = db.Write(context.Background(), func(tx *storage.Tx) error {
			_, err := tx.Exec("INSERT INTO notes (text) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n LIMIT 100000) SELECT 'x' FROM n")
			return err
		})
	})
	wg.Go(func() {
		after = db.Write(context.Background(), func(tx *storage.Tx) error { tx.OnCommit(func() { hooks++ }); return note("after")(tx) })
	})
	close(release)
	wg.Wait()
	if before != nil || full == nil || after != nil || hooks != 2 {
		t.Errorf("got %v, %v, %v, %d hooks", before, full, after, hooks)
	}
	if got := notes(t, db); got != "after before" {
		t.Errorf("got %q", got)
	}
}

func TestADatabaseInMemoryLeavesNoFile(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	db, err := storage.Open(t.Context(), "sqlite::memory:")
	if err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(os.Getenv("TMPDIR")); len(left) == 0 {
		t.Fatal("the database is not where this test looks for it")
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(os.Getenv("TMPDIR")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestASharedCommitThatFailsIsUnknownToAll(t *testing.T) {
	db := open(t, "sqlite::memory:")
	if err := db.Write(t.Context(), func(tx *storage.Tx) error {
		_, err := tx.Exec("CREATE TABLE owed (n INTEGER PRIMARY KEY, to_n INTEGER REFERENCES owed DEFERRABLE INITIALLY DEFERRED)")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	err := db.Write(t.Context(), func(tx *storage.Tx) error {
		tx.OnCommit(func() { t.Error("what was not committed is announced") })
		_, err := tx.Exec("INSERT INTO owed (n, to_n) VALUES (1, 2)")
		return err
	})
	if !errors.Is(err, storage.ErrOutcomeUnknown) {
		t.Errorf("got %v, want ErrOutcomeUnknown", err)
	}
}
