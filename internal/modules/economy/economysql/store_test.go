package economysql_test

import (
	"log/slog"
	"testing"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
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

func open(t *testing.T, url string) economytest.Opened {
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
	return economytest.Opened{Store: store, Events: func(t *testing.T) []event.Event {
		events, err := log.After(t.Context(), 0, 500)
		if err != nil {
			t.Fatal(err)
		}
		return events
	}}
}
