package economysql_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/modules/economy/economysql"
	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// the members of a ledger as the first version has kept it.
var (
	mint = economy.Mint(1000)
	mira = economy.Account{Guild: 1000, Holder: 2001}
	nova = economy.Account{Guild: 1000, Holder: 2002}
)

// earlier is when they were moved: of late, because sums are not kept for ever.
var earlier = time.Now().Add(-2 * time.Hour).UnixMilli()

// firstVersion makes a database with the tables and rows of the first version.
func firstVersion(t *testing.T, db *storage.DB) {
	t.Helper()
	tables, err := os.ReadFile("migrations/00001_ledger.sql")
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Migrate(t.Context(), "economy", fstest.MapFS{"00001_ledger.sql": {Data: tables}}); err != nil {
		t.Fatal(err)
	}
	transaction := func(key, content, once string, ms, day, length int64, from, to economy.Account, amount, fromAfter, toAfter int64) {
		streak := `{"day":"","length":0}`
		if length > 0 {
			streak = fmt.Sprintf(`{"day":"2026-11-%d","length":%d}`, day, length)
		}
		answer := fmt.Sprintf(`{"time":"2026-11-21T00:00:00Z","postings":[{"from":{"guild":"1000","holder":"%d"},"to":{"guild":"1000","holder":"%d"},"amount":"%d"}],`+
			`"balances":[{"guild":"1000","holder":"%d","coins":"%d"},{"guild":"1000","holder":"%d","coins":"%d"}],"streak":%s}`,
			from.Holder, to.Holder, amount, from.Holder, fromAfter, to.Holder, toAfter, streak)
		var name any
		if once != "" {
			name = once
		}
		write(t, db, "INSERT INTO economy_transactions (key, content, once, time_ms, posted) VALUES (?, ?, ?, ?, ?)", key, content, name, earlier+ms, answer)
		write(t, db, "INSERT INTO economy_postings (key, n, guild_id, source, destination, amount) VALUES (?, 0, 1000, ?, ?, ?)", key, from.Holder, to.Holder, amount)
	}
	transaction("51", "daily 1000 2001", "daily:1000:2001:2026-11-21", 1000, 21, 1, mint, mira, 100, -100, 100)
	transaction("52", "pay 1000 2001 2002 30", "", 2000, 0, 0, mira, nova, 30, 70, 30)
	transaction("53", "daily 1000 2001", "daily:1000:2001:2026-11-22", 3000, 22, 2, mint, mira, 110, -210, 180)
	for a, coins := range map[economy.Account]int{mint: -210, mira: 180, nova: 30} {
		write(t, db, "INSERT INTO economy_accounts (guild_id, holder_id, balance) VALUES (?, ?, ?)", a.Guild, a.Holder, coins)
	}
	write(t, db, "INSERT INTO economy_streaks (guild_id, holder_id, day, length) VALUES (1000, 2001, '2026-11-22', 2)")
}

func write(t testing.TB, db *storage.DB, statement string, args ...any) {
	t.Helper()
	err := db.Write(t.Context(), func(tx *storage.Tx) error {
		_, err := tx.Exec(statement, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestALedgerOfTheFirstVersionIsCarriedOver(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		db, err := storage.Open(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		log, err := journal.Open(t.Context(), db, &event.Bus{}, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		firstVersion(t, db)
		s, err := economysql.Open(t.Context(), db, log)
		if err != nil {
			t.Fatal(err)
		}
		entry := func(seq int64, key string, kind economy.Kind, ms int64, from, to economy.Account, amount, fromAfter, toAfter int64, streak economy.Streak) economy.Entry {
			return economy.Entry{
				Position: economy.Position{Seq: seq}, Key: key, Kind: kind, Time: time.UnixMilli(earlier + ms).UTC(),
				Posting: economy.Posting{From: from, To: to, Amount: amount}, FromAfter: fromAfter, ToAfter: toAfter, Streak: streak,
			}
		}
		want := []economy.Entry{
			entry(-2, "51", economy.Daily, 1000, mint, mira, 100, -100, 100, economy.Streak{Day: "2026-11-21", Length: 1}),
			entry(-1, "52", economy.Transfer, 2000, mira, nova, 30, 70, 30, economy.Streak{}),
			entry(0, "53", economy.Daily, 3000, mint, mira, 110, -210, 180, economy.Streak{Day: "2026-11-22", Length: 2}),
		}
		got, err := s.Replay(t.Context(), economy.Oldest, 10)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Error(err, diff)
		}
		held, err := s.Holding(t.Context(), mira)
		if want := (economy.Holding{Opened: true, Coins: 180, Streak: economy.Streak{Day: "2026-11-22", Length: 2}}); held != want || err != nil {
			t.Errorf("got %+v, %v, want %+v", held, err, want)
		}
		goesOn(t, s)
	})
}

// goesOn posts to a ledger that was carried over, and verifies all of it.
func goesOn(t *testing.T, s *economysql.Store) {
	t.Helper()
	again := paying("52", mira, nova, 30)
	again.Content = "pay 1000 2001 2002 30"
	if posted, err := s.Post(t.Context(), again); err != nil || posted.Balance(mira) != 70 {
		t.Errorf("a request from before, delivered again: %+v, %v", posted, err)
	}
	if posted, err := s.Post(t.Context(), paying("54", mira, nova, 80)); err != nil || posted.Balance(mira) != 100 {
		t.Errorf("a new request: %+v, %v", posted, err)
	}
	if err := s.Sum(t.Context()); err != nil {
		t.Error(err)
	}
	flows, err := s.Flows(t.Context(), 1000, time.Unix(0, 0))
	flows = economy.Total(flows)
	if err != nil || len(flows) != 2 || flows[0].Issued != 210 || flows[1].Moved != 110 {
		t.Errorf("got %+v, %v", flows, err)
	}
	differences, err := economy.Verify(t.Context(), s, func(ctx context.Context) error { return ctx.Err() })
	if err != nil || differences != nil {
		t.Errorf("got %v, %v", differences, err)
	}
}

// paying is a transaction that moves coins once.
func paying(key string, from, to economy.Account, amount int64) economy.Transaction {
	return economy.Transaction{
		Key: key, Kind: economy.Transfer,
		Postings: func(economy.Book) ([]economy.Posting, error) {
			return []economy.Posting{{From: from, To: to, Amount: amount}}, nil
		},
		Event: func(economy.Posted) event.Event {
			return event.Event{Type: "economy.test", Severity: event.Info, Source: "test", Title: "Posted"}
		},
	}
}
