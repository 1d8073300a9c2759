package storage

import "runtime"

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
