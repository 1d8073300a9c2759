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
	var hooks []string
	refused := errors.New("refused")
	answers := together(db, func(tx *storage.Tx) error {
		tx.OnCommit(func() { hooks = append(hooks, "good") })
		return note("good")(tx)
	}, func(tx *storage.Tx) error {
		tx.OnCommit(func() { hooks = append(hooks, "bad") })
		return errors.Join(note("bad")(tx), refused)
	}, note("more than ten letters"), note("last"))

	if answers[0] != nil || !errors.Is(answers[1], refused) || answers[2] == nil || answers[3] != nil {
		t.Errorf("got %v", answers)
	}
	if got := notes(t, db); got != "good last" {
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
	hooks := 0
	counted := func(text string) func(*storage.Tx) error {
		return func(tx *storage.Tx) error { tx.OnCommit(func() { hooks++ }); return note(text)(tx) }
	}
	answers := together(db, counted("before"), func(tx *storage.Tx) error { // SQLite answers this with a rollback of the whole transaction
		_, err := tx.Exec("INSERT INTO notes (text) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n LIMIT 100000) SELECT 'x' FROM n")
		return err
	}, counted("after"))
	if answers[0] != nil || !errors.Is(answers[1], storage.ErrNoSpace) || answers[2] != nil || hooks != 2 {
		t.Errorf("got %v, %d hooks", answers, hooks)
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

func TestAConstraintThatIsBrokenAtTheCommitFailsItsCallerAlone(t *testing.T) {
	db := open(t, "sqlite::memory:")
	if err := db.Write(t.Context(), func(tx *storage.Tx) error {
		_, err := tx.Exec("CREATE TABLE owed (n INTEGER PRIMARY KEY, to_n INTEGER REFERENCES owed DEFERRABLE INITIALLY DEFERRED)")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	answers := together(db, note("before"), func(tx *storage.Tx) error {
		tx.OnCommit(func() { t.Error("what was not committed is announced") })
		_, err := tx.Exec("INSERT INTO owed (n, to_n) VALUES (1, 2)")
		return err
	}, note("after"))
	if answers[0] != nil || answers[1] == nil || errors.Is(answers[1], storage.ErrOutcomeUnknown) || answers[2] != nil {
		t.Errorf("got %v", answers)
	}
	if got := notes(t, db); got != "after before" {
		t.Errorf("got %q", got)
	}
}

// together has writes share a commit, in their order, and returns their answers.
func together(db *storage.DB, writes ...func(*storage.Tx) error) []error {
	answers := make([]error, len(writes))
	var all sync.WaitGroup
	leading, arrived := make(chan struct{}), make(chan struct{})
	all.Go(func() { // those who come while this one is in its turn are the next group
		_ = db.Write(context.Background(), func(*storage.Tx) error { close(leading); <-arrived; return nil })
	})
	<-leading
	for i, fn := range writes {
		all.Go(func() { answers[i] = db.Write(context.Background(), fn) })
		storage.AwaitWaiting(db, i+1)
	}
	close(arrived)
	all.Wait()
	return answers
}
