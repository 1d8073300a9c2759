package storage_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

var errRefused = errors.New("refused")

// ways are how a caller may end who writes text, and whether text then is there.
var ways = []struct {
	name string
	good bool
	fn   func(tx *storage.Tx, text string) error
}{
	{"writes", true, func(tx *storage.Tx, text string) error { return note(text)(tx) }},
	{"writes and reads", true, func(tx *storage.Tx, text string) error {
		var written string
		return tx.QueryRow("INSERT INTO notes (text) VALUES (?) RETURNING text", []any{text}, &written)
	}},
	{"reads and is refused", false, func(tx *storage.Tx, text string) error {
		var n int
		return errors.Join(tx.QueryRow("SELECT count(*) FROM notes WHERE text = ?", []any{text}, &n), errRefused)
	}},
	{"changes nothing and is refused", false, func(tx *storage.Tx, text string) error {
		result, err := tx.Exec("UPDATE notes SET text = '' WHERE text = ?", text)
		if err != nil {
			return err
		}
		if rows, err := result.RowsAffected(); err != nil || rows != 0 {
			return fmt.Errorf("%d rows of nobody, %w", rows, err)
		}
		return errRefused
	}},
	{"writes and is refused", false, func(tx *storage.Tx, text string) error { return errors.Join(note(text)(tx), errRefused) }},
	{"returns a row and is refused", false, func(tx *storage.Tx, text string) error {
		var written string
		return errors.Join(tx.QueryRow("INSERT INTO notes (text) VALUES (?) RETURNING text", []any{text}, &written), errRefused)
	}},
	{"makes a table and is refused", false, func(tx *storage.Tx, text string) error {
		_, err := tx.Exec("CREATE TABLE refused_" + text + " (n)")
		return errors.Join(err, errRefused)
	}},
	{"fails", false, func(tx *storage.Tx, text string) error { return note(text + " is too long")(tx) }},
	{"writes and fails", false, func(tx *storage.Tx, text string) error {
		if err := note(text)(tx); err != nil {
			return err
		}
		return note(text + " is too long")(tx)
	}},
	{"passes over a failure", true, func(tx *storage.Tx, text string) error {
		_ = note(text + " is too long")(tx)
		return note(text)(tx)
	}},
	{"panics", false, func(tx *storage.Tx, text string) error { _ = note(text)(tx); panic(text) }},
}

// TestCallersOfEveryKindShareCommitsAsIfEachWereAlone has many callers at once, of
// whom each ends in a way of its own.
func TestCallersOfEveryKindShareCommitsAsIfEachWereAlone(t *testing.T) {
	db := open(t, "sqlite::memory:")
	const callers, writes = 24, 150
	var mu sync.Mutex
	var want, announced []string
	var all sync.WaitGroup
	for caller := range callers {
		all.Go(func() {
			random := rand.New(rand.NewPCG(7, uint64(caller)))
			for n := range writes {
				way := ways[0]
				if random.IntN(8) == 0 { // most groups have nobody who fails, or one
					way = ways[random.IntN(len(ways))]
				}
				text := fmt.Sprintf("%dx%d", caller, n)
				err := answerOf(db, func(tx *storage.Tx) error {
					tx.OnCommit(func() { announced = append(announced, text) }) // one group at a time
					return way.fn(tx, text)
				})
				if (err == nil) != way.good {
					t.Errorf("who %s got %v", way.name, err)
				}
				if way.good {
					mu.Lock()
					want = append(want, text)
					mu.Unlock()
				}
			}
		})
	}
	all.Wait()
	slices.Sort(want)
	slices.Sort(announced)
	if got := notes(t, db); got != strings.Join(want, " ") {
		t.Errorf("%d notes, want %d", len(strings.Fields(got)), len(want))
	}
	if !slices.Equal(announced, want) {
		t.Errorf("%d announced, want %d", len(announced), len(want))
	}
	var tables int
	if err := db.QueryRow(t.Context(), "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'refused%'").Scan(&tables); err != nil || tables != 0 {
		t.Errorf("%d tables of the refused, %v", tables, err)
	}
}

// answerOf writes, and has a panic for an error.
func answerOf(db *storage.DB, fn func(*storage.Tx) error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = fmt.Errorf("panic: %v", value)
		}
	}()
	return db.Write(context.Background(), fn)
}

func TestOnlyWhoHasChangedSomethingCostsTheOthersASecondRun(t *testing.T) {
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			db := open(t, "sqlite::memory:")
			runs := 0
			good := func(tx *storage.Tx) error { runs++; return note("good")(tx) }
			answers := together(db, good, func(tx *storage.Tx) (err error) {
				defer func() {
					if recover() != nil {
						err = errRefused
					}
				}()
				return way.fn(tx, "other")
			}, good)
			if answers[0] != nil || (answers[1] == nil) != way.good || answers[2] != nil {
				t.Errorf("got %v", answers)
			}
			want := 2
			switch way.name {
			case "writes", "writes and reads", "reads and is refused", "changes nothing and is refused":
			case "fails", "writes and fails", "writes and is refused", "returns a row and is refused", "makes a table and is refused", "panics", "passes over a failure":
				want = 3 // the first was undone, and then both succeeded
			}
			if runs != want {
				t.Errorf("%d runs of those who succeed, want %d", runs, want)
			}
		})
	}
}

func TestACallerWhoGivesUpLeavesTheQueue(t *testing.T) {
	db := open(t, "sqlite::memory:")
	ctx, cancel := context.WithCancel(t.Context())
	leading, release := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		_ = db.Write(context.Background(), func(*storage.Tx) error { close(leading); <-release; return nil })
	})
	<-leading
	gone := make(chan error)
	go func() { gone <- db.Write(ctx, note("late")) }()
	storage.AwaitWaiting(db, 1)
	cancel()
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want canceled", err)
	}
	close(release)
	all.Wait()
	if got := notes(t, db); got != "" {
		t.Errorf("got %q, want nothing", got)
	}
}

func TestClosingRefusesThoseWhoWait(t *testing.T) {
	db := open(t, "sqlite::memory:")
	leading, release := make(chan struct{}), make(chan struct{})
	first, second, closed := make(chan error, 1), make(chan error, 1), make(chan error, 1)
	go func() {
		first <- db.Write(context.Background(), func(tx *storage.Tx) error { close(leading); <-release; return note("first")(tx) })
	}()
	<-leading
	go func() { second <- db.Write(context.Background(), note("second")) }()
	storage.AwaitWaiting(db, 1)
	go func() { closed <- db.Close() }()
	if err := <-second; !errors.Is(err, storage.ErrClosed) {
		t.Errorf("got %v, want ErrClosed", err)
	}
	close(release)
	if err := errors.Join(<-first, <-closed); err != nil {
		t.Error(err)
	}
}

func TestATransactionReadsRows(t *testing.T) {
	onEach(t, func(t *testing.T, db *storage.DB) {
		var read []string
		err := db.Write(t.Context(), func(tx *storage.Tx) error {
			read = nil
			for _, text := range []string{"b", "a"} {
				if err := note(text)(tx); err != nil {
					return err
				}
			}
			rows, err := tx.Query("SELECT text FROM notes WHERE text <> ? ORDER BY text", "c")
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
				var text string
				if err := rows.Scan(&text); err != nil {
					return err
				}
				read = append(read, text)
			}
			return rows.Err()
		})
		if err != nil || strings.Join(read, "") != "ab" {
			t.Errorf("got %v, %v", read, err)
		}
	})
}

func TestValuesArriveAlikeFromBothDatabases(t *testing.T) {
	type word string
	const query = "SELECT CAST(? AS BIGINT), CAST(? AS TEXT), CAST(NULL AS TEXT), CAST(? AS TEXT)"
	args := []any{int64(-7), word("x"), sql.NullString{String: "y", Valid: true}}
	onEach(t, func(t *testing.T, db *storage.DB) {
		check := func(tx *storage.Tx) error {
			var number int64
			var small int
			var text, digits string
			var bytes, none []byte
			var null sql.NullString
			var named word
			var pointer *string
			err := errors.Join(
				tx.QueryRow(query, args, &number, &text, &none, &null),
				tx.QueryRow(query, args, &small, &bytes, &pointer, &named),
				tx.QueryRow(query, args, &digits, &text, &none, &null),
			)
			if number != -7 || small != -7 || digits != "-7" || text != "x" || string(bytes) != "x" || none != nil || pointer != nil || null.String != "y" || named != "y" {
				t.Errorf("got %d %d %s %s %s %v %v %v %s", number, small, digits, text, bytes, none, pointer, null, named)
			}
			if err := tx.QueryRow("SELECT 1 WHERE 1 = 0", nil, &number); !errors.Is(err, sql.ErrNoRows) {
				t.Errorf("no row: got %v", err)
			}
			return err
		}
		if err := db.Write(t.Context(), check); err != nil {
			t.Error(err)
		}
		for name, dest := range map[string][]any{"NULL": {new(int64), new(string), new(string), new(string)}, "too few": {new(int64)}, "no number": {new(int64), new(int64), new([]byte), new(string)}} {
			if err := db.Write(t.Context(), func(tx *storage.Tx) error { return tx.QueryRow(query, args, dest...) }); err == nil {
				t.Errorf("%s: read without an error", name)
			}
		}
	})
}

// TestTheWriteAheadLogStaysShortWhileSomebodyAlwaysReads is requirement D8: readings
// overlap, so that at no moment nobody reads.
func TestTheWriteAheadLogStaysShortWhileSomebodyAlwaysReads(t *testing.T) {
	megabytes := 100
	if os.Getenv("AURORA_TORTURE") != "" {
		megabytes = 3_000
	}
	url := storagetest.SQLite(t)
	db := open(t, url)
	ctx, stop := context.WithCancel(t.Context())
	var reading sync.WaitGroup
	begun := make(chan struct{})
	reading.Go(func() { readInRelay(ctx, t, db, func() { close(begun) }) })
	<-begun
	longest := writeMegabytes(t, db, strings.TrimPrefix(url, "sqlite:")+"-wal", megabytes)
	stop()
	reading.Wait()
	if longest > 64<<20 {
		t.Errorf("the write-ahead log grew to %d MB, want at most 64", longest>>20)
	}
}

// readInRelay begins each reading before it ends the one before, until ctx ends.
func readInRelay(ctx context.Context, t *testing.T, db *storage.DB, begun func()) {
	endLast := beginReading(t, db)
	begun()
	for ctx.Err() == nil {
		end := beginReading(t, db)
		endLast()
		endLast = end
		time.Sleep(time.Millisecond)
	}
	endLast()
}

func beginReading(t *testing.T, db *storage.DB) (end func()) {
	rows, err := db.Query(context.Background(), "SELECT 1 FROM sqlite_schema") //nolint:rowserrcheck // end does
	if err != nil || !rows.Next() {
		t.Errorf("nothing to read: %v", err)
		return func() {}
	}
	return func() {
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Error(err)
		}
	}
}

// writeMegabytes returns how long the file log has been at most.
func writeMegabytes(t *testing.T, db *storage.DB, log string, megabytes int) (longest int64) {
	for n := range megabytes * 16 {
		body := bytes.Repeat([]byte{byte(n)}, 64<<10) // what is the same as before is not written
		err := db.Write(t.Context(), func(tx *storage.Tx) error {
			if n == 0 {
				if _, err := tx.Exec("CREATE TABLE large (n INTEGER PRIMARY KEY, body BLOB)"); err != nil {
					return err
				}
			}
			_, err := tx.Exec("INSERT INTO large (n, body) VALUES (?, ?) ON CONFLICT (n) DO UPDATE SET body = excluded.body", n%99, body)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if file, err := os.Stat(log); err == nil {
			longest = max(longest, file.Size())
		}
	}
	return longest
}
