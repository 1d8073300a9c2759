package economy

import (
	"context"
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// Statistics are what the dashboard asks of all guilds at once.
type Statistics interface {
	// Sheets are what the accounts of each guild hold, all at one moment. It reads every
	// account.
	Sheets(ctx context.Context) ([]Sheet, error)
	// Count is how many entries the ledger has.
	Count(ctx context.Context) (int64, error)
	// Active is how many members have had coins moved since the beginning of the hour
	// (UTC) of an instant up to a day ago, by the entries that [Reader.Sum] has seen.
	Active(ctx context.Context, since time.Time) (int64, error)
	// Largest are the largest transfers of the 24 hours (UTC) that begin with the one of
	// since, the largest first and of equal ones the newest.
	Largest(ctx context.Context, since time.Time, limit int) ([]Entry, error)
	// Streaks counts the streaks up to each day, from a calendar day on, by guild.
	Streaks(ctx context.Context, from string) ([]Streaks, error)
	// Longest are the longest streaks up to a day in a guild, and of equal ones those of
	// the lower ids.
	Longest(ctx context.Context, guild snowflake.ID, day string, limit int) ([]Streaking, error)
	// Names are those of accounts' holders as last seen, of those that are known.
	Names(ctx context.Context, accounts []Account) (map[Account]string, error)
}

// Sheet is what all accounts of a guild hold together.
type Sheet struct {
	Guild    snowflake.ID
	Accounts int64 // the ledger's own among them
	Issued   int64 // what its sources have given, without what was taken back
	Burned   int64 // what its sinks have taken, likewise
	Supply   int64 // what members hold
}

// Drift is by how much a guild's members hold more than was issued and not burned: the
// sum of its accounts, which should be nothing.
func (s Sheet) Drift() int64 { return s.Supply + s.Burned - s.Issued }

func (s *Sheet) add(other Sheet) {
	s.Accounts += other.Accounts
	s.Issued += other.Issued
	s.Burned += other.Burned
	s.Supply += other.Supply
}

// Streaks are those of a guild that reach up to the same day.
type Streaks struct {
	Guild   snowflake.ID
	Zone    string // in which the guild counts its days
	Day     string
	Count   int64
	Days    int64 // of all of them
	Longest int64 // in days
}

// Streaking is a member with a streak.
type Streaking struct {
	Account
	Days int64
}
