package storage_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// BenchmarkAppendedFlush is the yardstick of a durable write: a page is appended to
// a file and flushed, which is the least that a commit asks of a disk.
func BenchmarkAppendedFlush(b *testing.B) {
	file := newFile(b, b.TempDir())
	for b.Loop() {
		appendFlushed(b, file)
	}
}

// BenchmarkWrite commits what a transfer does, by one caller and by many. x-flush is
// how many of them are committed in the time of one appended flush, measured in turn
// with them and in the same directory.
func BenchmarkWrite(b *testing.B) {
	b.Run("SQLite", func(b *testing.B) {
		for _, callers := range []int{1, 64} {
			b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
				dir := b.TempDir()
				db := openBench(b, "sqlite:"+filepath.Join(dir, "aurora.db"))
				file := newFile(b, dir)
				flush := inTurn(b, func(n int) { writeTransfers(b, db, callers, n) }, func() { appendFlushed(b, file) })
				b.ReportMetric(float64(flush)*float64(b.N)/float64(b.Elapsed()), "x-flush")
			})
		}
	})
	b.Run("PostgreSQL", func(b *testing.B) {
		b.Run("callers=16", func(b *testing.B) {
			db := openBench(b, storagetest.PostgreSQL(b))
			b.ResetTimer()
			writeTransfers(b, db, 16, b.N)
		})
	})
}

// inTurn measures b.N times the one and, in pauses, the other, of which it returns the
// average time.
func inTurn(b *testing.B, one func(n int), other func()) time.Duration {
	const rounds, others = 20, 100
	var spent time.Duration
	b.ResetTimer()
	for round := range rounds {
		one(b.N*(round+1)/rounds - b.N*round/rounds)
		b.StopTimer()
		begun := time.Now()
		for range others {
			other()
		}
		spent += time.Since(begun)
		b.StartTimer()
	}
	b.StopTimer()
	return spent / (rounds * others)
}

func newFile(b *testing.B, dir string) *os.File {
	file, err := os.CreateTemp(dir, "yardstick")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = file.Close() })
	return file
}

func appendFlushed(b *testing.B, file *os.File) {
	var page [4096]byte
	_, err := file.Write(page[:])
	if err := errors.Join(err, file.Sync()); err != nil {
		b.Fatal(err)
	}
}

// nextKey is the last key of a movement.
var nextKey atomic.Int64

// benchAccounts is how many accounts there are.
const benchAccounts = 1000

// writeTransfers has several callers commit n transfers.
func writeTransfers(b *testing.B, db *storage.DB, callers, n int) {
	var begun atomic.Int64
	var all sync.WaitGroup
	for range callers {
		all.Go(func() {
			for begun.Add(1) <= int64(n) {
				if err := db.Write(context.Background(), transfer()); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
}

func openBench(b *testing.B, url string) *storage.DB {
	db, err := storage.Open(b.Context(), url)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := db.Close(); err != nil {
			b.Error(err)
		}
	})
	tables := fstest.MapFS{
		"00001_tables.sql":          {Data: []byte("-- +goose Up\n" + fmt.Sprintf(benchTables, "INTEGER"))},
		"00001_tables.postgres.sql": {Data: []byte("-- +goose Up\n" + fmt.Sprintf(benchTables, "BIGINT"))},
	}
	if err := db.Migrate(b.Context(), "bench", tables); err != nil {
		b.Fatal(err)
	}
	err = db.Write(b.Context(), func(tx *storage.Tx) error {
		for holder := range benchAccounts {
			if _, err := tx.Exec("INSERT INTO accounts (guild, holder, balance) VALUES (?, ?, 1000000000)", benchGuild, holder); err != nil {
				return err
			}
		}
		_, err := tx.Exec("INSERT INTO head (id, seq) VALUES (1, 0)")
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return db
}

const benchGuild = int64(1) << 60

const benchTables = `
CREATE TABLE accounts (guild BIGINT, holder BIGINT, balance BIGINT NOT NULL CHECK (balance >= 0), PRIMARY KEY (guild, holder));
CREATE TABLE movements (key BIGINT PRIMARY KEY, guild BIGINT, source BIGINT, destination BIGINT, amount BIGINT NOT NULL CHECK (amount > 0),
	time_ms BIGINT, source_after BIGINT, destination_after BIGINT, reason TEXT, content TEXT);
CREATE TABLE head (id BIGINT PRIMARY KEY, seq BIGINT NOT NULL);
CREATE TABLE events (seq %s PRIMARY KEY, time_ms BIGINT, type TEXT, guild BIGINT, body TEXT NOT NULL);`

// transfer moves a coin between two accounts, the lower one first.
func transfer() func(*storage.Tx) error {
	n := nextKey.Add(1)
	low := rand.Int64N(benchAccounts - 1)
	high := low + 1 + rand.Int64N(benchAccounts-1-low)
	return func(tx *storage.Tx) error {
		for _, account := range [...]struct{ holder, coins int64 }{{low, -1}, {high, 1}} {
			result, err := tx.Exec("UPDATE accounts SET balance = balance + ? WHERE guild = ? AND holder = ? AND balance + ? >= 0",
				account.coins, benchGuild, account.holder, account.coins)
			if err != nil {
				return err
			}
			if rows, err := result.RowsAffected(); err != nil || rows != 1 {
				return errors.Join(err, fmt.Errorf("%d accounts changed", rows))
			}
		}
		_, err := tx.Exec(`INSERT INTO movements (key, guild, source, destination, amount, time_ms, source_after, destination_after, reason, content)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, n, benchGuild, low, high, 1, n, n, n, "transfer", "1 coin to somebody, with a note")
		if err != nil {
			return err
		}
		var seq int64
		if err := tx.QueryRow("UPDATE head SET seq = seq + 1 WHERE id = 1 RETURNING seq", nil, &seq); err != nil {
			return err
		}
		_, err = tx.Exec("INSERT INTO events (seq, time_ms, type, guild, body) VALUES (?, ?, ?, ?, ?)", seq, n, "economy.transfer.completed", benchGuild, benchBody)
		return err
	}
}

const benchBody = `{"time":"2026-11-21T18:56:03.123Z","type":"economy.transfer.completed","severity":"info","source":"economy",` +
	`"title":"Coins transferred","message":"mira gave 1 coin to jonas","guild":{"id":"1152921504606846976","name":"Northern Lights"},` +
	`"user":{"id":"1125899906842624","name":"mira"},"command":"pay","data":{"amount":"1","from":"1125899906842624","to":"1125899906842625"}}`
