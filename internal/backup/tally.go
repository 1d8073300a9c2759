package backup

import (
	"maps"
	"slices"

	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/modules/economy/economysql"
	"github.com/aurorabot/aurora/internal/storage"
)

// tally is what writer and reader of a backup count, to compare it.
type tally struct {
	Rows   map[string]int64 `json:"rows"`          // by table
	First  int64            `json:"first"`         // the event from which on none is missing
	Last   int64            `json:"last"`          // the last event, First - 1 where there is none
	Supply int64            `json:"supply,string"` // coins of members, by the entries
}

// newTally begins before the first row. Where no event follows, the next would be the
// first behind the cut.
func newTally(cut int64) tally {
	return tally{Rows: make(map[string]int64), First: cut + 1, Last: cut}
}

// add counts a row. While a backup is written retention may delete events that were not
// read yet: of the log only what follows such a hole is of use.
func (t *tally) add(table storage.Table, values []any) {
	t.Rows[table.Name]++
	switch table.Name {
	case journal.EventsTable:
		seq := integer(table, values, "seq")
		if t.Rows[table.Name] == 1 || seq != t.Last+1 {
			t.First = seq
		}
		t.Last = seq
	case economysql.EntriesTable:
		t.Supply += economysql.Issued(integer(table, values, "source"), integer(table, values, "destination"), integer(table, values, "amount"))
	}
}

func (t *tally) equal(other tally) bool {
	return maps.Equal(t.Rows, other.Rows) && t.First == other.First && t.Last == other.Last && t.Supply == other.Supply
}

// integer is a row's value in a column, 0 where there is none.
func integer(table storage.Table, values []any, name string) int64 {
	at := slices.IndexFunc(table.Columns, func(c storage.Column) bool { return c.Name == name })
	if at < 0 {
		return 0
	}
	value, _ := values[at].(int64)
	return value
}
