package storage

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	sqlite3 "modernc.org/sqlite/lib"
)

// failure is an answer of SQLite's.
type failure int

func (f failure) Error() string { return fmt.Sprintf("failed with code %d", int(f)) }

func (f failure) Code() int { return int(f) }

// failingConn is a connection on which one statement fails while there is an answer to
// give.
type failingConn struct {
	sqliteConn
	query  string
	answer *error
}

func (c failingConn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	statement, err := c.sqliteConn.PrepareContext(ctx, query)
	if err != nil || query != c.query {
		return statement, err
	}
	return failingStatement{statement, statement.(driver.StmtQueryContext), statement.(driver.StmtExecContext), c.answer}, nil
}

type failingStatement struct {
	driver.Stmt
	driver.StmtQueryContext
	whole  driver.StmtExecContext
	answer *error
}

func (s failingStatement) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	if *s.answer != nil {
		return nil, *s.answer
	}
	return s.whole.ExecContext(ctx, args)
}

// openFailing returns a database with an empty table, n, and where to put what query is
// answered.
func openFailing(t *testing.T, query string) (db *DB, answer *error) {
	t.Helper()
	db, err := Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "aurora.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	answer = new(error)
	statements := db.engine.(*sqlite).writer.statements
	statements.conn = failingConn{statements.conn, query, answer}
	if err := db.Write(t.Context(), run("CREATE TABLE n (n INTEGER)")); err != nil {
		t.Fatal(err)
	}
	return db, answer
}

func run(query string) func(*Tx) error {
	return func(tx *Tx) error { _, err := tx.Exec(query); return err }
}

func rowsIn(t *testing.T, db *DB) (rows int) {
	t.Helper()
	if err := db.QueryRow(t.Context(), "SELECT count(*) FROM n").Scan(&rows); err != nil {
		t.Error(err)
	}
	return rows
}

func TestACommitThatIsRefusedLeavesNothingAndTheNextSucceeds(t *testing.T) {
	db, answer := openFailing(t, "COMMIT")
	for code, want := range map[int]error{sqlite3.SQLITE_FULL: ErrNoSpace, sqlite3.SQLITE_BUSY: ErrUnavailable, sqlite3.SQLITE_BUSY_SNAPSHOT: ErrUnavailable} {
		*answer = failure(code)
		err := db.Write(t.Context(), func(tx *Tx) error {
			tx.OnCommit(func() { t.Error("what was not committed is announced") })
			return run("INSERT INTO n VALUES (1)")(tx)
		})
		if !errors.Is(err, want) || errors.Is(err, ErrOutcomeUnknown) {
			t.Errorf("code %d: got %v, want %v", code, err, want)
		}
	}
	*answer = nil
	if err := db.Write(t.Context(), run("INSERT INTO n VALUES (2)")); err != nil {
		t.Error(err)
	}
	if got := rowsIn(t, db); got != 1 {
		t.Errorf("%d rows, want 1", got)
	}
}

func TestACommitThatTheDiskFailsEndsAllWriting(t *testing.T) {
	for _, code := range []int{sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOMEM} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			db, answer := openFailing(t, "COMMIT")
			*answer = failure(code)
			leading, arrived := make(chan struct{}), make(chan struct{})
			first, second := make(chan error, 1), make(chan error, 1)
			go func() {
				first <- db.Write(t.Context(), func(tx *Tx) error { close(leading); <-arrived; return run("INSERT INTO n VALUES (1)")(tx) })
			}()
			<-leading
			go func() { second <- db.Write(t.Context(), run("INSERT INTO n VALUES (2)")) }()
			AwaitWaiting(db, 1)
			close(arrived)
			if err := <-first; !errors.Is(err, ErrOutcomeUnknown) || !errors.Is(err, failure(code)) {
				t.Errorf("its caller got %v, want ErrOutcomeUnknown with its cause", err)
			}
			*answer = nil // from now on the disk says that all is well
			if err := <-second; !errors.Is(err, ErrFailed) || errors.Is(err, ErrOutcomeUnknown) {
				t.Errorf("who waited got %v, want ErrFailed", err)
			}
			if err := db.Write(t.Context(), run("INSERT INTO n VALUES (3)")); !errors.Is(err, ErrFailed) {
				t.Errorf("who came later got %v, want ErrFailed", err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			if err := db.AwaitFailure(ctx); !errors.Is(err, ErrFailed) || !errors.Is(err, failure(code)) {
				t.Errorf("got %v, want ErrFailed with its cause", err)
			}
			if got := rowsIn(t, db); got != 0 {
				t.Errorf("%d rows are read, want 0", got)
			}
		})
	}
}

func TestACheckpointThatTheDiskFailsEndsAllWriting(t *testing.T) {
	for code, want := range map[int]error{sqlite3.SQLITE_IOERR_FSYNC: ErrFailed, sqlite3.SQLITE_FULL: nil, sqlite3.SQLITE_BUSY: nil, sqlite3.SQLITE_LOCKED: nil} {
		db, answer := openFailing(t, "PRAGMA wal_checkpoint(TRUNCATE)")
		db.engine.(*sqlite).writer.log.longest = 0
		*answer = failure(code)
		for range maxGroup { // in one of these turns it is looked at how long the log is
			if err := db.Write(t.Context(), run("INSERT INTO n VALUES (1)")); err != nil && !errors.Is(err, want) {
				t.Fatalf("code %d: got %v", code, err)
			}
		}
		if err := db.Write(t.Context(), run("INSERT INTO n VALUES (1)")); !errors.Is(err, want) {
			t.Errorf("code %d: got %v, want %v", code, err, want)
		}
	}
}

func TestNobodyIsToldOfAFailureThatThereWasNot(t *testing.T) {
	db, _ := openFailing(t, "COMMIT")
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := db.AwaitFailure(ctx); err != nil {
		t.Errorf("got %v", err)
	}
}

func TestTheEffectOfAStatementIsReadFromItsFirstWord(t *testing.T) {
	for query, want := range map[string]effect{
		"SELECT 1":                           changesNothing,
		"\n\tselect n FROM n":                changesNothing,
		"INSERT INTO n VALUES (1)":           changesRows,
		"update n SET n = 1 RETURNING n":     changesRows,
		"DELETE FROM n":                      changesRows,
		"UPDATE n SET n = 1; SELECT 1":       changesUnknown,
		"WITH m AS (SELECT 1) DELETE FROM n": changesUnknown,
		"CREATE TABLE m (n)":                 changesUnknown,
		"PRAGMA user_version = 1":            changesUnknown,
		"":                                   changesUnknown,
	} {
		if got := effectOf(query); got != want {
			t.Errorf("%q: got %d, want %d", query, got, want)
		}
	}
}
