package storage_test

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

func TestEveryCommitIsTimedAndNothingElse(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		db := open(t, url)
		var commits, took atomic.Int64
		db.WatchCommits(func(d time.Duration) {
			commits.Add(1)
			took.Add(int64(d))
		})
		for range 3 {
			if err := db.Write(t.Context(), note("kept")); err != nil {
				t.Fatal(err)
			}
		}
		refused := errors.New("refused")
		if err := db.Write(t.Context(), func(*storage.Tx) error { return refused }); !errors.Is(err, refused) {
			t.Fatal(err)
		}
		// A caller who fails without a change shares SQLite's commit; alone, it is an empty one.
		if n := commits.Load(); n < 3 || n > 4 || took.Load() <= 0 {
			t.Errorf("told of %d commits that took %v, want 3 or 4", n, time.Duration(took.Load()))
		}
	})
}
