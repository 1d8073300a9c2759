package levelingsql_test

import (
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/modules/leveling"
	"github.com/aurorabot/aurora/internal/modules/leveling/levelingsql"
	"github.com/aurorabot/aurora/internal/modules/leveling/levelingtest"
	"github.com/aurorabot/aurora/internal/snowflake"
	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

func open(t *testing.T, url string) (*levelingsql.Store, *storage.DB) {
	t.Helper()
	db, err := storage.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	store, err := levelingsql.Open(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	return store, db
}

func TestSQLite(t *testing.T) {
	levelingtest.TestStore(t, func(t *testing.T) leveling.Store { s, _ := open(t, storagetest.SQLite(t)); return s })
}

func TestPostgreSQL(t *testing.T) {
	levelingtest.TestStore(t, func(t *testing.T) leveling.Store { s, _ := open(t, storagetest.PostgreSQL(t)); return s })
}

func TestInteractionsAreForgottenAfterAnHour(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		s, db := open(t, url)
		at := time.Date(2026, 11, 21, 18, 0, 0, 0, time.UTC)
		for n := range 4 {
			use := leveling.Use{Member: leveling.Member{Guild: 1, User: 2}, Interaction: snowflake.ID(n), Time: at.Add(time.Duration(n) * 40 * time.Minute), XP: 20}
			if err := s.Credit(t.Context(), []leveling.Use{use}, uint64(n+1)); err != nil {
				t.Fatal(err)
			}
		}
		var left int
		if err := db.QueryRow(t.Context(), "SELECT count(*) FROM leveling_uses").Scan(&left); err != nil || left != 2 {
			t.Errorf("%d interactions are remembered, %v", left, err)
		}
	})
}
