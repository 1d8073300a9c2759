package storage

import (
	"fmt"
	"os"
	"time"

	sqlite3 "modernc.org/sqlite/lib"
)

// SQLite itself moves what was written to the database's file when there are
// checkpointPages in the write-ahead log (16 MB; with its own 1000 a page that many
// change is moved four times as often), and begins the log anew if nobody is reading
// from it. Where there is always somebody, the log only grows: at longestLog the writer
// waits until those who are reading have ended, at most readersLimit, and after every
// further logStep again.
const (
	checkpointPages = 4000
	longestLog      = 32 << 20
	logStep         = 8 << 20
	readersLimit    = time.Second
)

// writeAheadLog keeps the file of the log short.
type writeAheadLog struct {
	path    string
	longest int64
	writes  int // since the file was looked at
}

func newWriteAheadLog(database string) *writeAheadLog {
	return &writeAheadLog{path: database + "-wal", longest: longestLog}
}

// bound is called between transactions, with the number of new writes.
func (l *writeAheadLog) bound(s *preparedStatements, writes int) error {
	if l.writes += writes; l.writes < maxGroup {
		return nil
	}
	l.writes = 0
	file, err := os.Stat(l.path)
	if err != nil || file.Size() <= l.longest {
		return nil //nolint:nilerr // where it cannot be looked at, it is not known to be too long
	}
	if err := truncateLog(s); err != nil {
		return err
	}
	l.longest = longestLog
	if now, err := os.Stat(l.path); err == nil && now.Size() > longestLog {
		l.longest = now.Size() + logStep
	}
	return nil
}

// truncateLog fails if the disk does. Where it is full, or somebody reads for too long,
// the log stays as it is.
func truncateLog(s *preparedStatements) error {
	for _, command := range []string{waitFor(readersLimit), "PRAGMA wal_checkpoint(TRUNCATE)", waitFor(lockLimit)} {
		if err := s.command(command); codeOf(err) == sqlite3.SQLITE_IOERR {
			return err
		}
	}
	return nil
}

func waitFor(limit time.Duration) string {
	return fmt.Sprintf("PRAGMA busy_timeout = %d", limit.Milliseconds())
}
