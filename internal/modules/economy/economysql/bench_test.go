package economysql_test

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/modules/economy/economysql"
	"github.com/aurorabot/aurora/internal/storage"
)

// BenchmarkPost moves coins with their event, durably, by one caller and by many
// who share commits.
func BenchmarkPost(b *testing.B) {
	for _, callers := range []int{1, 64} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			db, err := storage.Open(b.Context(), "sqlite:"+filepath.Join(b.TempDir(), "aurora.db"))
			if err != nil {
				b.Fatal(err)
			}
			defer db.Close()
			log, err := journal.Open(b.Context(), db, &event.Bus{}, slog.New(slog.DiscardHandler))
			if err != nil {
				b.Fatal(err)
			}
			store, err := economysql.Open(b.Context(), db, log)
			if err != nil {
				b.Fatal(err)
			}
			var key atomic.Int64
			var wg sync.WaitGroup
			b.ResetTimer()
			for range callers {
				wg.Go(func() {
					for n := key.Add(1); n <= int64(b.N); n = key.Add(1) {
						if _, err := store.Post(b.Context(), issue(fmt.Sprint(n))); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			wg.Wait()
		})
	}
}

// issue is a transaction that gives a member one coin.
func issue(key string) economy.Transaction {
	to := economy.Account{Guild: 1 << 40, Holder: 1 << 50}
	return economy.Transaction{
		Key: key,
		Postings: func(economy.Book) ([]economy.Posting, error) {
			return []economy.Posting{{From: economy.Mint(to.Guild), To: to, Amount: 1}}, nil
		},
		Event: func(economy.Posted) event.Event {
			return event.Event{Type: "economy.test", Severity: event.Info, Source: "test", Title: "Posted"}
		},
	}
}
