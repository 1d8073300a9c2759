package economy

import (
	"context"
	"slices"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// Store keeps all that the economy knows. It may be used from several goroutines;
// package economytest says, as tests, what every Store obeys. What one call returns
// is from one moment, and holds all that was done before the call.
type Store interface {
	Ledger
	Reader
	Statistics
	Settings
	Stops
}

// Ledger is where coins are moved, and all that was ever moved.
type Ledger interface {
	// Post carries out t, with its event, after which all of it is durable, or
	// returns an error, after which nothing of it remains. Only after
	// [ErrOutcomeUnknown] that is open: the same again tells.
	Post(ctx context.Context, t Transaction) (Posted, error)
	// Entries are those of the transaction with that key: none where there is none.
	Entries(ctx context.Context, key string) ([]Entry, error)
	// Replay is the part of the ledger behind a position, in its order.
	Replay(ctx context.Context, after Position, limit int) ([]Entry, error)
	// Balances are those of the accounts that follow one in the store's own order,
	// which begins with the zero Account, and what they are up to.
	Balances(ctx context.Context, after Account, limit int) (BalancesPage, error)
}

// BalancesPage is a part of all balances, as they were after the entries up to Seq.
type BalancesPage struct {
	Seq      int64
	Balances []Balance
}

// Reader answers questions about accounts and sums, each by an index.
type Reader interface {
	// Holding is what is known of an account: its zero value where nothing is.
	Holding(ctx context.Context, a Account) (Holding, error)
	// History are the entries of an account before a position, newest first.
	History(ctx context.Context, a Account, before Position, limit int) ([]NamedEntry, error)
	// Leaderboard are the members of a guild by what they hold, the richest first
	// and those who hold the same by their ids, without the first skip of them.
	Leaderboard(ctx context.Context, guild snowflake.ID, skip, limit int) ([]Holder, error)
	// Place is where on the leaderboard a member stands, from 1; 0 if nowhere.
	Place(ctx context.Context, a Account) (int, error)
	// Totals are sums over a guild, or over all where guild is 0.
	Totals(ctx context.Context, guild snowflake.ID) (Totals, error)
	// Flows are what was moved in a guild, or in all where guild is 0, since the
	// beginning of the hour (UTC) of an instant up to 31 days ago: one for each hour and
	// kind in which anything was, in that order.
	Flows(ctx context.Context, guild snowflake.ID, since time.Time) ([]Flow, error)
	// Sum brings the sums up to date from which Flows are made. Without it
	// they are as true, and slower.
	Sum(ctx context.Context) error
}

// Holding is what is known of an account.
type Holding struct {
	Opened bool // whether there is such an account
	Coins  int64
	Name   string // of its holder, as last seen
	Streak Streak
}

// Holder is a member on the leaderboard.
type Holder struct {
	event.Ref // as last seen
	Coins     int64
}

// NamedEntry is an entry with the names of both holders as last seen.
type NamedEntry struct {
	Entry
	FromName, ToName string
}

// Totals are sums over the accounts of members.
type Totals struct {
	Accounts int64
	Supply   int64 // the coins in them, which is what the sources have issued and the sinks not taken back
}

// Settings are the rules that each guild has chosen.
type Settings interface {
	// Config is a guild's, [DefaultConfig] where it has chosen nothing.
	Config(ctx context.Context, guild snowflake.ID) (Config, error)
	// Configure carries out r, with its event, all or nothing.
	Configure(ctx context.Context, r Reconfiguration) (before, after Config, err error)
}

// Reconfiguration is a change of a guild's rules. Key and Content are those of a
// [Transaction]: the same again is answered alike and changes nothing.
type Reconfiguration struct {
	Key, Content string
	Guild, Actor snowflake.ID
	// Change makes the new rules of those that hold. Its error refuses the change.
	// It may be called again.
	Change func(Config) (Config, error)
	Event  func(before, after Config) event.Event
}

// Stops are what keeps commands from working until somebody resumes them, in every
// process and after a restart.
type Stops interface {
	Stopped(ctx context.Context) ([]Stop, error)
	// Stop stops something in all guilds, with the event that tells it, unless it is
	// stopped in all of them already.
	Stop(ctx context.Context, s Stop, told event.Event) (changed bool, err error)
	// ResumeIn lifts a stop in one guild, with the event that tells it, unless there is
	// none.
	ResumeIn(ctx context.Context, guild snowflake.ID, what Stoppable, told event.Event) (changed bool, err error)
	// Resume lifts all stops everywhere, with the event that tells it, unless there are
	// none.
	Resume(ctx context.Context, told event.Event) (changed bool, err error)
}

// Stop says what is stopped, since when and why, and in which guilds no longer.
type Stop struct {
	What   Stoppable
	Since  time.Time
	Reason string
	Except []snowflake.ID // ascending
}

// holds reports whether it is stopped in a guild.
func (s Stop) holds(guild snowflake.ID) bool {
	_, lifted := slices.BinarySearch(s.Except, guild)
	return !lifted
}

// Stoppable is a part of the economy that can be stopped by itself.
type Stoppable string

// What can be stopped.
const (
	Claims Stoppable = "claims" // daily claims, because the clock is not to be trusted
	Money  Stoppable = "money"  // all that moves coins, because the ledger is not
)
