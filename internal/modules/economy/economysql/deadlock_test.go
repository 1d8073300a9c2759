package economysql_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/snowflake"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// TestNothingDeadlocksOnPostgreSQL is requirement D5: 16 clients use all commands on 10
// accounts, and nobody fails but for want of coins. The database counts deadlocks
// itself, also those after which a transaction was run again. The long form runs for a
// minute, with transfers in it that come to 300 a second at least.
func TestNothingDeadlocksOnPostgreSQL(t *testing.T) {
	url := storagetest.PostgreSQL(t)
	l := openLedger(t, url)
	const callers, accounts = 16, 10
	s := &crowd{t: t, rules: economy.NewService(l, l.log, economy.SystemClock(), slog.New(slog.DiscardHandler))}
	for n := range accounts {
		s.grant(n, 1_000_000)
	}
	long := os.Getenv("AURORA_TORTURE") != ""
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	start := time.Now()
	var all sync.WaitGroup
	for c := range callers {
		all.Go(func() {
			random := rand.New(rand.NewPCG(3, uint64(c)))
			for n := 0; ctx.Err() == nil && (long || n < 40); n++ {
				s.use(random, accounts)
			}
		})
	}
	all.Wait()
	if rate := float64(s.transfers.Load()) / time.Since(start).Seconds(); long && rate < 300 {
		t.Errorf("%.0f transfers/s, want at least 300", rate)
	}
	l.db.Close() // its connections report what they have counted when they end
	if n := deadlocks(t, url); n != 0 {
		t.Errorf("the database has counted %d deadlocks", n)
	}
	t.Logf("%d uses, %d of them transfers, in %s", s.key.Load(), s.transfers.Load(), time.Since(start).Round(time.Millisecond))
}

// crowd are members and administrators who use commands at once.
type crowd struct {
	t         *testing.T
	rules     *economy.Service
	key       atomic.Uint64
	transfers atomic.Int64
}

func (s *crowd) interaction(by int) module.Interaction {
	return module.Interaction{
		ID: snowflake.ID(s.key.Add(1)), Guild: event.Ref{ID: benchGuild, Name: "Town"},
		User: named(by), Command: "test",
	}
}

func named(n int) event.Ref {
	return event.Ref{ID: benchMember(n).Holder, Name: fmt.Sprint("member ", n)}
}

func (s *crowd) grant(to int, amount int64) {
	in := s.interaction(to)
	_, err := s.rules.Grant(s.t.Context(), in, module.Member{Ref: in.User}, amount, "test")
	s.expect(err)
}

// use is one use of a command: in most cases a transfer.
func (s *crowd) use(random *rand.Rand, accounts int) {
	by := random.IntN(accounts)
	in, other := s.interaction(by), module.Member{Ref: named((by + 1 + random.IntN(accounts-1)) % accounts)}
	ctx := s.t.Context()
	var err error
	switch random.IntN(20) {
	case 0:
		_, err = s.rules.ClaimDaily(ctx, in)
	case 1:
		_, err = s.rules.Grant(ctx, in, other, 5, "test")
	case 2:
		_, err = s.rules.Deduct(ctx, in, other, 5, "test")
	case 3:
		_, err = s.rules.Reverse(ctx, in, fmt.Sprint(1+random.Uint64N(uint64(in.ID))), "test")
	default:
		_, err = s.rules.Pay(ctx, in, economy.Payment{To: other, Amount: 1 + random.Int64N(50)})
		s.transfers.Add(1)
	}
	s.expect(err)
}

// expect takes a refusal for an answer like any other.
func (s *crowd) expect(err error) {
	if _, refused := errors.AsType[*module.Refusal](err); err != nil && !refused {
		s.t.Error(err)
	}
}

func deadlocks(t *testing.T, url string) (n int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	err = conn.QueryRow(t.Context(), "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()").Scan(&n)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
