package backup_test

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aurorabot/aurora/internal/backup"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// TestARestoredDatabaseHoldsTheSame goes from either kind of database to either.
func TestARestoredDatabaseHoldsTheSame(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, from string) {
		before := open(t, from)
		before.lives()
		want, file := before.keeps(), before.backup()
		storagetest.Each(t, func(t *testing.T, to string) {
			contents := must[backup.Contents](t)(backup.Restore(t.Context(), to, bytes.NewReader(file), false))
			if contents.Events() != int64(len(want.Events)) || contents.Entries() != int64(len(want.Entries)) || contents.Supply != want.Totals.Supply {
				t.Errorf("the backup says %+v", contents)
			}
			after := open(t, to)
			after.sameAs(want)
			if after.log.Epoch() == before.log.Epoch() {
				t.Error("the epoch is the same")
			}
			differences, err := economy.Verify(t.Context(), after, func(ctx context.Context) error { return ctx.Err() })
			if err != nil || len(differences) > 0 {
				t.Errorf("got %+v, %v", differences, err)
			}
		})
	})
}

// TestWhatWasDoneBeforeTheBackupIsNotDoneAgainAfterIt delivers interactions again.
func TestWhatWasDoneBeforeTheBackupIsNotDoneAgainAfterIt(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		before := open(t, storagetest.SQLite(t))
		before.claimsAndPays()
		must[backup.Contents](t)(backup.Restore(t.Context(), url, bytes.NewReader(before.backup()), false))
		after := open(t, url)
		want := after.keeps()

		mira, nova := members[0], module.Member{Ref: members[1]}
		for _, a := range []*aurora{before, after} {
			granted := must[economy.Adjusted](t)(a.rules(2).Grant(t.Context(), use(21, mira), nova, 1000, "to begin with"))
			if granted.Balance != 1000 {
				t.Errorf("a second delivery is answered with %+v", granted)
			}
			claimed := must[economy.Claimed](t)(a.rules(2).ClaimDaily(t.Context(), use(12, mira)))
			if claimed.Streak != 3 || claimed.Balance != 330 {
				t.Errorf("a second delivery is answered with %+v", claimed)
			}
		}
		if _, err := after.rules(2).Grant(t.Context(), use(21, mira), nova, 999, "another one"); err == nil {
			t.Error("another request with the same key is carried out")
		}
		if _, err := after.rules(2).ClaimDaily(t.Context(), use(99, mira)); err == nil {
			t.Error("the day is paid twice")
		}
		after.sameAs(want)
		next := must[economy.Claimed](t)(after.rules(3).ClaimDaily(t.Context(), use(100, mira)))
		if next.Streak != 4 {
			t.Errorf("the streak goes on as %+v", next)
		}
		if events := after.events(); events[len(events)-1].Seq != want.Events[len(want.Events)-1].Seq+1 {
			t.Errorf("the next event is %+v", events[len(events)-1])
		}
	})
}

// TestADatabaseIsReplacedOnlyWhereThatIsSaid also restores beside what an interrupted
// restore has left.
func TestADatabaseIsReplacedOnlyWhereThatIsSaid(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		before := open(t, url)
		before.claimsAndPays()
		want, file := before.keeps(), before.backup()
		before.tells(3)
		changed := before.keeps()
		before.close()

		if _, err := backup.Restore(t.Context(), url, bytes.NewReader(file), false); !errors.Is(err, storage.ErrOccupied) {
			t.Fatalf("got %v", err)
		}
		still := open(t, url)
		still.sameAs(changed)
		still.close()
		leaveBehind(t, url)
		must[backup.Contents](t)(backup.Restore(t.Context(), url, bytes.NewReader(file), true))
		after := open(t, url)
		after.sameAs(want)
		after.close()
		if isPostgres(url) {
			return
		}
		old := open(t, url+".before-restore")
		old.sameAs(changed)
		if _, err := backup.Restore(t.Context(), url, bytes.NewReader(file), true); err == nil {
			t.Error("what an earlier restore has kept is lost")
		}
	})
}

// TestTheDatabaseOfARunningProgramIsNotReplaced holds one open.
func TestTheDatabaseOfARunningProgramIsNotReplaced(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		running := open(t, url)
		running.claimsAndPays()
		want := running.keeps()
		if _, err := backup.Restore(t.Context(), url, bytes.NewReader(running.backup()), true); !errors.Is(err, storage.ErrInUse) {
			t.Fatalf("got %v", err)
		}
		running.sameAs(want)
	})
}

// TestEveryTableIsBackedUpOrLeftOutByName keeps a new migration from being forgotten.
func TestEveryTableIsBackedUpOrLeftOutByName(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		a := open(t, url)
		known := make(map[string][]string)
		for _, room := range backup.Rooms() {
			known[room.Name+"_migrations"] = nil
			for _, table := range room.Tables {
				for _, column := range table.Columns {
					known[table.Name] = append(known[table.Name], column.Name)
				}
			}
			for _, table := range room.Derived {
				known[table] = nil
			}
		}
		found := a.tables()
		if diff := cmp.Diff(slices.Sorted(maps.Keys(known)), slices.Sorted(maps.Keys(found))); diff != "" {
			t.Errorf("tables (-backup +database):\n%s", diff)
		}
		for table, columns := range known {
			if diff := cmp.Diff(slices.Sorted(slices.Values(columns)), found[table]); columns != nil && diff != "" {
				t.Errorf("columns of %s (-backup +database):\n%s", table, diff)
			}
		}
	})
}

// tables are the names of all tables and, in their order, of their columns.
func (a *aurora) tables() map[string][]string {
	query := "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' ORDER BY 1, 2"
	if isPostgres(a.url) {
		query = "SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY 1, column_name::text COLLATE \"C\""
	}
	rows, err := a.db.Query(a.t.Context(), query)
	if err != nil {
		a.t.Fatal(err)
	}
	defer rows.Close()
	found := make(map[string][]string)
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			a.t.Fatal(err)
		}
		found[table] = append(found[table], column)
	}
	if err := rows.Err(); err != nil {
		a.t.Fatal(err)
	}
	return found
}

// leaveBehind makes what a restore that was killed has left.
func leaveBehind(t *testing.T, url string) {
	t.Helper()
	if !isPostgres(url) {
		writeFile(t, url[len("sqlite:"):]+".restoring", "half of a database")
		return
	}
	db := must[*storage.DB](t)(storage.Open(t.Context(), url))
	defer db.Close()
	err := db.Write(t.Context(), func(tx *storage.Tx) error {
		for _, statement := range []string{"CREATE SCHEMA public_restoring", "CREATE TABLE public_restoring.journal_head (id BIGINT)"} {
			if _, err := tx.Exec(statement); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
