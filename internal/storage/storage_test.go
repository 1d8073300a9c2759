package storage_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/aurorabot/aurora/internal/storage"
)

// open returns a database with one table, notes, of texts of at most 10 letters.
func open(t *testing.T, url string) *storage.DB {
	t.Helper()
	db, err := storage.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	tables := fstest.MapFS{"00001_notes.sql": {Data: []byte(`-- +goose Up
CREATE TABLE notes (text TEXT NOT NULL CHECK (length(text) <= 10)) STRICT;`)}}
	for range 2 { // the second time there is nothing to do
		if err := db.Migrate(t.Context(), "notes", tables); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

func note(text string) func(*storage.Tx) error {
	return func(tx *storage.Tx) error {
		_, err := tx.Exec("INSERT INTO notes (text) VALUES (?)", text)
		return err
	}
}

func notes(t *testing.T, db *storage.DB) string {
	t.Helper()
	var all sql.NullString
	if err := db.QueryRow(t.Context(), "SELECT group_concat(text, ' ') FROM (SELECT text FROM notes ORDER BY rowid)").Scan(&all); err != nil {
		t.Fatal(err)
	}
	return all.String
}

func TestWhatWasAcknowledgedIsThereAfterReopening(t *testing.T) {
	url := "sqlite:" + filepath.Join(t.TempDir(), "a folder?with # odd%20name", "..", "aurora.db")
	if err := os.MkdirAll(filepath.Dir(strings.TrimPrefix(url, "sqlite:")), 0o700); err != nil {
		t.Fatal(err)
	}
	first, err := storage.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Write(t.Context(), func(tx *storage.Tx) error {
		_, err := tx.Exec("CREATE TABLE kept (n INTEGER)")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if err := first.Write(t.Context(), note("late")); !errors.Is(err, storage.ErrClosed) {
		t.Errorf("got %v, want ErrClosed", err)
	}

	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(strings.TrimPrefix(url, "sqlite:")), "*-wal")); len(left) != 0 {
		t.Errorf("closing leaves %v behind", left)
	}

	second, err := storage.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	var n int
	if err := second.QueryRow(t.Context(), "SELECT count(*) FROM kept").Scan(&n); err != nil {
		t.Error(err)
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
	if got := notes(t, db); got != "before after" && got != "after before" {
		t.Errorf("got %q", got)
	}
}

func TestACallerWhoGaveUpBeforeItsTurnLeavesNothing(t *testing.T) {
	db := open(t, "sqlite::memory:")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := db.Write(ctx, note("late")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want canceled", err)
	}
	if got := notes(t, db); got != "" {
		t.Errorf("got %q, want nothing", got)
	}
}

func TestAPanicReachesItsCallerAndNobodyElse(t *testing.T) {
	db := open(t, "sqlite::memory:")
	func() {
		defer func() {
			if err, ok := recover().(error); !ok || !strings.Contains(err.Error(), "boom") {
				t.Errorf("recovered %v", err)
			}
		}()
		_ = db.Write(t.Context(), func(tx *storage.Tx) error { _ = note("lost")(tx); panic("boom") })
	}()
	if err := db.Write(t.Context(), note("kept")); err != nil {
		t.Fatal(err)
	}
	if got := notes(t, db); got != "kept" {
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

func TestAnUnknownDatabaseIsRefusedWithoutItsPassword(t *testing.T) {
	for _, url := range []string{"mysql://root:hunter2@localhost/x", "hunter2", "sqlite:"} {
		_, err := storage.Open(t.Context(), url)
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: got %v", url, err)
		}
	}
}
