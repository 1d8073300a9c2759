package economysql_test

import (
	"flag"
	"log/slog"
	"os"
	"testing"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/modules/economy/economysql"
	"github.com/aurorabot/aurora/internal/modules/economy/economytest"
	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

func TestSQLite(t *testing.T) {
	t.Parallel() // one waits for the disk while the other computes
	economytest.TestStore(t, func(t *testing.T) economytest.Opened { return open(t, storagetest.SQLite(t)) })
}

func TestPostgreSQL(t *testing.T) {
	t.Parallel()
	economytest.TestStore(t, func(t *testing.T) economytest.Opened { return open(t, storagetest.PostgreSQL(t)) })
}

// TestRandomCommandsAreCarriedOutAsInMemory lets random commands run on both
// databases, whose disk is not waited for.
func TestRandomCommandsAreCarriedOutAsInMemory(t *testing.T) {
	if os.Getenv("AURORA_TORTURE") == "" {
		if err := flag.Set("rapid.checks", "20"); err != nil { // of the 100 that it makes by itself
			t.Fatal(err)
		}
	}
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		economytest.TestModel(t, openLedger(t, "sqlite::memory:"))
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		economytest.TestModel(t, openLedger(t, storagetest.PostgreSQL(t)))
	})
}

// ledger is a store with the database and the journal under it.
type ledger struct {
	*economysql.Store
	db  *storage.DB
	log *journal.Journal
}

func openLedger(t testing.TB, url string) ledger {
	t.Helper()
	db, err := storage.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	log, err := journal.Open(t.Context(), db, &event.Bus{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	store, err := economysql.Open(t.Context(), db, log)
	if err != nil {
		t.Fatal(err)
	}
	return ledger{store, db, log}
}

// write runs one statement.
func (l ledger) write(t *testing.T, statement string, args ...any) error {
	return l.db.Write(t.Context(), func(tx *storage.Tx) error {
		_, err := tx.Exec(statement, args...)
		return err
	})
}

func open(t *testing.T, url string) economytest.Opened {
	l := openLedger(t, url)
	return economytest.Opened{
		Store: l,
		Events: func(t *testing.T) []event.Event {
			events, err := l.log.After(t.Context(), 0, 500)
			if err != nil {
				t.Fatal(err)
			}
			return events
		},
		Tamper: func(a economy.Account, by int64) {
			err := l.write(t, "UPDATE economy_accounts SET balance = balance + ? WHERE guild_id = ? AND holder_id = ?", by, a.Guild, a.Holder)
			if err != nil {
				t.Error(err)
			}
		},
	}
}
