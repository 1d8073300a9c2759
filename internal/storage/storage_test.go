package storage_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
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
	makeNotes(t, db)
	return db
}

func makeNotes(t *testing.T, db *storage.DB) {
	t.Helper()
	tables := fstest.MapFS{"00001_notes.sql": {Data: []byte(`-- +goose Up
CREATE TABLE notes (text TEXT NOT NULL CHECK (length(text) <= 10));`)}}
	for range 2 { // the second time there is nothing to do
		if err := db.Migrate(t.Context(), "notes", tables); err != nil {
			t.Fatal(err)
		}
	}
}

func note(text string) func(*storage.Tx) error {
	return func(tx *storage.Tx) error {
		_, err := tx.Exec("INSERT INTO notes (text) VALUES (?)", text)
		return err
	}
}

// notes are all texts, in alphabetical order.
func notes(t *testing.T, db *storage.DB) string {
	t.Helper()
	rows, err := db.Query(t.Context(), "SELECT text FROM notes")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		all = append(all, text)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

// onEach runs a test on a database of either kind.
func onEach(t *testing.T, test func(t *testing.T, db *storage.DB)) {
	storagetest.Each(t, func(t *testing.T, url string) { test(t, open(t, url)) })
}

func TestWhatWasAcknowledgedIsThereAfterReopening(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		first := open(t, url)
		if err := first.Write(t.Context(), note("kept")); err != nil {
			t.Fatal(err)
		}
		if err := first.Close(); err != nil {
			t.Fatal(err)
		}
		if err := first.Write(t.Context(), note("late")); !errors.Is(err, storage.ErrClosed) {
			t.Errorf("got %v, want ErrClosed", err)
		}
		if got := notes(t, open(t, url)); got != "kept" {
			t.Errorf("got %q, want kept", got)
		}
	})
}

func TestARefusedTransactionLeavesNothing(t *testing.T) {
	onEach(t, func(t *testing.T, db *storage.DB) {
		refused := errors.New("refused")
		err := db.Write(t.Context(), func(tx *storage.Tx) error {
			tx.OnCommit(func() { t.Error("what was refused is announced") })
			return errors.Join(note("bad")(tx), refused)
		})
		if !errors.Is(err, refused) {
			t.Errorf("got %v, want %v", err, refused)
		}
		if err := db.Write(t.Context(), note("more than ten letters")); err == nil {
			t.Error("the table's constraint is not told")
		}
		var announced []string
		err = db.Write(t.Context(), func(tx *storage.Tx) error {
			for _, name := range []string{"a", "b", "c"} {
				tx.OnCommit(func() { announced = append(announced, name) })
			}
			return note("good")(tx)
		})
		if err != nil || strings.Join(announced, "") != "abc" {
			t.Errorf("got %v, announced %v", err, announced)
		}
		if got := notes(t, db); got != "good" {
			t.Errorf("got %q, want good", got)
		}
	})
}

func TestACallerWhoGaveUpBeforeItsTurnLeavesNothing(t *testing.T) {
	onEach(t, func(t *testing.T, db *storage.DB) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := db.Write(ctx, note("late")); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want canceled", err)
		}
		if got := notes(t, db); got != "" {
			t.Errorf("got %q, want nothing", got)
		}
	})
}

func TestACallerWhoGivesUpDuringItsTurnLearnsTheOutcome(t *testing.T) {
	onEach(t, func(t *testing.T, db *storage.DB) {
		ctx, cancel := context.WithCancel(t.Context())
		err := db.Write(ctx, func(tx *storage.Tx) error {
			cancel()
			return note("kept")(tx)
		})
		if err != nil {
			t.Error(err)
		}
		if got := notes(t, db); got != "kept" {
			t.Errorf("got %q, want kept", got)
		}
	})
}

func TestAPanicReachesItsCallerAndNobodyElse(t *testing.T) {
	onEach(t, func(t *testing.T, db *storage.DB) {
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
	})
}

func TestAPanicAfterTheCommitReachesItsCallerAndNobodyElse(t *testing.T) {
	onEach(t, func(t *testing.T, db *storage.DB) {
		err := answerOf(db, func(tx *storage.Tx) error {
			tx.OnCommit(func() { panic("boom") })
			return note("kept")(tx)
		})
		if err == nil || !strings.Contains(err.Error(), "boom") {
			t.Errorf("got %v, want the panic", err)
		}
		if err := db.Write(t.Context(), note("next")); err != nil {
			t.Error(err)
		}
		if got := notes(t, db); got != "kept next" {
			t.Errorf("got %q", got)
		}
	})
}

func TestManyWriteAtOnceAndCloseWaitsForThem(t *testing.T) {
	onEach(t, func(t *testing.T, db *storage.DB) {
		const callers = 40 // more than there are connections
		var wg sync.WaitGroup
		for range callers {
			wg.Go(func() {
				if err := db.Write(t.Context(), note("x")); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got := len(strings.Fields(notes(t, db))); got != callers {
			t.Errorf("got %d notes, want %d", got, callers)
		}

		begun, closed := make(chan struct{}), make(chan error)
		var last error
		wg.Go(func() {
			last = db.Write(t.Context(), func(tx *storage.Tx) error {
				close(begun)
				return note("last")(tx)
			})
		})
		<-begun
		go func() { closed <- db.Close() }()
		wg.Wait()
		if err := <-closed; err != nil || last != nil {
			t.Errorf("got %v, and %v for the last caller", err, last)
		}
	})
}

func TestReadingConnectionsOnlyRead(t *testing.T) {
	onEach(t, func(t *testing.T, db *storage.DB) {
		var text string
		if err := db.QueryRow(t.Context(), "INSERT INTO notes (text) VALUES ('x') RETURNING text").Scan(&text); err == nil {
			t.Error("a reading connection has written")
		}
	})
}

func TestProcessesThatStartTogetherMigrateOnce(t *testing.T) {
	files := fstest.MapFS{
		"00001_table.sql":         {Data: []byte("-- +goose Up\nCREATE TABLE counted (n INTEGER);")},
		"00002_slow.sql":          {Data: []byte("-- +goose Up\nINSERT INTO counted WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n LIMIT 30000) SELECT 0 FROM n WHERE i < 0;")},
		"00002_slow.postgres.sql": {Data: []byte("-- +goose Up\nSELECT pg_sleep(0.1);")},
		"00003_row.sql":           {Data: []byte("-- +goose Up\nINSERT INTO counted (n) VALUES (1);")},
	}
	storagetest.Each(t, func(t *testing.T, url string) {
		var processes [4]*storage.DB
		for i := range processes {
			processes[i] = open(t, url)
		}
		first := fstest.MapFS{"00001_table.sql": files["00001_table.sql"]}
		if err := processes[0].Migrate(t.Context(), "counted", first); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for _, db := range processes {
			wg.Go(func() {
				if err := db.Migrate(t.Context(), "counted", files); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		var rows int
		if err := processes[0].QueryRow(t.Context(), "SELECT count(*) FROM counted").Scan(&rows); err != nil || rows != 1 {
			t.Errorf("got %d rows, %v, want 1", rows, err)
		}
	})
}

func TestPostgreSQLHasTwinsOfMigrations(t *testing.T) {
	files := fstest.MapFS{
		"00001_kind.sql":          {Data: []byte("-- +goose Up\nCREATE TABLE kind AS SELECT 'SQLite' AS name;")},
		"00001_kind.postgres.sql": {Data: []byte("-- +goose Up\nCREATE TABLE kind AS SELECT 'PostgreSQL' AS name;")},
	}
	onEach(t, func(t *testing.T, db *storage.DB) {
		if err := db.Migrate(t.Context(), "kind", files); err != nil {
			t.Fatal(err)
		}
		var name string
		if err := db.QueryRow(t.Context(), "SELECT name FROM kind").Scan(&name); err != nil || !strings.HasSuffix(t.Name(), name) {
			t.Errorf("got %q, %v", name, err)
		}
	})
}

func TestAMigrationThatFailsLeavesNothing(t *testing.T) {
	onEach(t, func(t *testing.T, db *storage.DB) {
		files := fstest.MapFS{"00001_bad.sql": {Data: []byte("-- +goose Up\nCREATE TABLE half (n INTEGER);\nCREATE TABLE half (n INTEGER);")}}
		if err := db.Migrate(t.Context(), "bad", files); err == nil {
			t.Error("its failure is not told")
		}
		files["00001_bad.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\nCREATE TABLE half (n INTEGER);")}
		if err := db.Migrate(t.Context(), "bad", files); err != nil {
			t.Errorf("the corrected one: %v", err)
		}
	})
}

func TestAnUnknownDatabaseIsRefusedWithoutItsPassword(t *testing.T) {
	for _, url := range []string{
		"mysql://root:hunter2@localhost/x", "hunter2", "sqlite:", "postgres:root:hunter2@localhost/x",
		"postgres://root:hunter2@local host/x", "postgres://root:hunter2@localhost:port/x", "postgres://root:x/hunter2@localhost/x",
		"postgres://localhost/x?password=hunter2&sslmode=hunter2", "postgresql://root:hunter2@localhost/%zz",
	} {
		_, err := storage.Open(t.Context(), url)
		if err == nil || strings.Contains(err.Error(), "hunter2") || storage.CheckURL(url) == nil {
			t.Errorf("%q: got %v", url, err)
		}
	}
}
