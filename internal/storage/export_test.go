package storage

import (
	"runtime"
	"time"
)

// AwaitWaiting returns when at least n callers wait for the commit of another, on a
// database of SQLite's.
func AwaitWaiting(db *DB, n int) {
	q := &db.engine.(*sqlite).writer.queue
	for waiting := 0; waiting < n; runtime.Gosched() {
		q.mu.Lock()
		waiting = len(q.waiting)
		q.mu.Unlock()
	}
}

// SetPatience sets how long a write waits for a connection to PostgreSQL.
func SetPatience(db *DB, patience time.Duration) { db.engine.(*postgres).patience = patience }
