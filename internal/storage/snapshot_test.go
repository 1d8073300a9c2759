package storage_test

import (
	"testing"

	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// TestASnapshotIsOfOneMoment lets somebody write between two of its reads.
func TestASnapshotIsOfOneMoment(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		db := open(t, url)
		count := func(moment *storage.Snapshot) (n int) {
			t.Helper()
			rows, err := moment.Query(t.Context(), "SELECT text FROM notes WHERE text <> ?", "x")
			if err != nil {
				t.Fatal(err)
			}
			defer rows.Close()
			for rows.Next() {
				n++
			}
			if err := rows.Err(); err != nil {
				t.Error(err)
			}
			return n
		}
		for _, want := range []int{0, 1} {
			err := db.Snapshot(t.Context(), func(moment *storage.Snapshot) error {
				before := count(moment)
				if err := db.Write(t.Context(), note("later")); err != nil {
					return err
				}
				if after := count(moment); before != want || after != want {
					t.Errorf("got %d notes and then %d, want %d", before, after, want)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}
