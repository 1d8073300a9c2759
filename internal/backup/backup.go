// Package backup writes all that Aurora keeps into one file, while Aurora runs, and makes
// a database of either kind from such a file.
//
// A backup is of one moment: it goes up to one event, the cut. What is long, the event
// log and the ledger, is read in pages up to the cut, because it never changes; what is
// small and changes is read at the moment of the cut; what follows from the rest, such as
// balances, is made again. The rooms say what their tables are ([storage.Room]): this
// package knows how rows are read, written down and checked.
//
// It does not copy a database's files: those are of one kind, and of one version.
package backup

import "github.com/aurorabot/aurora/internal/modules/economy/economysql"

// Contents is what a backup holds.
type Contents struct {
	header
	tally
}

// Events is how many events can be restored: those from First to Last.
func (c Contents) Events() int64 { return c.Last - c.First + 1 }

// Entries is how many movements of coins there are.
func (c Contents) Entries() int64 { return c.Rows[economysql.EntriesTable] }
