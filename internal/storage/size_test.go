package storage_test

import (
	"strings"
	"testing"

	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

func TestADatabaseTellsItsSizeAndItsConnections(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		db, err := storage.Open(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		before, err := db.Size(t.Context())
		if err != nil || before < 0 {
			t.Fatalf("got %d bytes, %v", before, err)
		}
		err = db.Write(t.Context(), func(tx *storage.Tx) error {
			if _, err := tx.Exec("CREATE TABLE sized (text TEXT)"); err != nil {
				return err
			}
			for range 100 {
				if _, err := tx.Exec("INSERT INTO sized VALUES (?)", strings.Repeat("aurora", 500)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if after, err := db.Size(t.Context()); err != nil || after <= before {
			t.Errorf("got %d bytes after %d, %v", after, before, err)
		}
		if got := db.InUse(); got != 0 {
			t.Errorf("got %d connections at work, want none", got)
		}
		rows, err := db.Query(t.Context(), "SELECT text FROM sized")
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		if got := db.InUse(); got != 1 {
			t.Errorf("got %d connections at work, want 1", got)
		}
		if err := rows.Err(); err != nil {
			t.Error(err)
		}
	})
}
