package storage

import "time"

// commitWatch is who is told how long commits take, if anybody is.
type commitWatch struct {
	told func(took time.Duration)
}

// commit runs a COMMIT.
func (c *commitWatch) commit(run func() error) error {
	if c.told == nil {
		return run()
	}
	began := time.Now()
	err := run()
	c.told(time.Since(began))
	return err
}

func (c *commitWatch) watchCommits(told func(took time.Duration)) { c.told = told }

// WatchCommits has told called after every commit, whether it succeeded or not, with
// the time that the database took for it: the callers that share one are told as one,
// and what they waited for their turn is not in it. On PostgreSQL told is called from
// several goroutines. WatchCommits comes before the first write that shall be told,
// and beside no other call.
func (db *DB) WatchCommits(told func(took time.Duration)) { db.engine.watchCommits(told) }
