package storage

import "os"

// SQLite moves what was written to the database's file itself, and starts the
// write-ahead log from its beginning, when there are checkpointPages in it (16 MB)
// and nobody is reading from it. Where there is always somebody, the log only grows:
// at longestLog the writer waits until those who read now have ended, but no longer
// than for a lock, and then tries again after every logStep.
const (
	checkpointPages = 4000
	longestLog      = 32 << 20
	logStep         = 8 << 20
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
	var busy, pages, moved int
	if err := s.queryRow("PRAGMA wal_checkpoint(TRUNCATE)", nil, []any{&busy, &pages, &moved}); err != nil && !refusal(err) {
		return err
	}
	l.longest = longestLog
	if now, err := os.Stat(l.path); err == nil && now.Size() > longestLog {
		l.longest = now.Size() + logStep
	}
	return nil
}
