package economysql_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/aurorabot/aurora/internal/modules/economy"
)

// bare sends the statements of a transfer to PostgreSQL by the driver alone: what the
// store could reach at best.
type bare struct {
	pool              *pgxpool.Pool
	callers, accounts int
	key               atomic.Int64
	spent             time.Duration
}

func openBare(b *testing.B, url string, callers, accounts int) *bare {
	b.Helper()
	benchLedger(b, url, accounts) // the same tables and rows
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		b.Fatal(err)
	}
	config.MaxConns = int32(callers)
	pool, err := pgxpool.NewWithConfig(b.Context(), config)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(pool.Close)
	return &bare{pool: pool, callers: callers, accounts: accounts}
}

func (p *bare) transferAll(b *testing.B, total int) {
	start := time.Now()
	var done atomic.Int64
	var wg sync.WaitGroup
	for c := range p.callers {
		random := rand.New(rand.NewPCG(uint64(p.key.Add(1)), uint64(c)))
		wg.Go(func() {
			for done.Add(1) <= int64(total) {
				from := random.IntN(p.accounts)
				to := (from + 1 + random.IntN(p.accounts-1)) % p.accounts
				if err := p.transfer(b.Context(), int64(benchMember(from).Holder), int64(benchMember(to).Holder)); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	p.spent += time.Since(start)
}

// transfer locks the accounts in ascending order, as the store does.
func (p *bare) transfer(ctx context.Context, from, to int64) error {
	return pgx.BeginFunc(ctx, p.pool, func(tx pgx.Tx) error {
		var balances [2]int64
		var seq int64
		var epoch string
		take := func() error {
			return tx.QueryRow(ctx, `UPDATE economy_accounts SET balance = balance + $1, name = CASE WHEN $2 = '' THEN name ELSE $2 END
				WHERE guild_id = $3 AND holder_id = $4 AND balance >= $5 RETURNING balance`, -1, "mira", int64(benchGuild), from, 1).Scan(&balances[0])
		}
		give := func() error {
			return tx.QueryRow(ctx, `INSERT INTO economy_accounts (guild_id, holder_id, balance, name) VALUES ($1, $2, $3, $4)
				ON CONFLICT (guild_id, holder_id) DO UPDATE SET balance = economy_accounts.balance + excluded.balance,
					name = CASE WHEN excluded.name = '' THEN economy_accounts.name ELSE excluded.name END
				WHERE economy_accounts.balance + excluded.balance BETWEEN $5 AND $6 RETURNING balance`,
				int64(benchGuild), to, 1, "nova", 0, int64(economy.MaxBalance)).Scan(&balances[1])
		}
		first, second := take, give
		if from > to {
			first, second = give, take
		}
		if err := first(); err != nil {
			return err
		}
		if err := second(); err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, "UPDATE journal_head SET seq = seq + 1 WHERE id = 1 RETURNING seq, epoch").Scan(&seq, &epoch); err != nil {
			return err
		}
		key, now := fmt.Sprint("bare ", p.key.Add(1)), time.Now().UnixMilli()
		_, err := tx.Exec(ctx, `INSERT INTO journal_events (seq, time_ms, type, severity, guild_id, user_id, shard, trace_id,
				title, message, source, guild_name, user_name, command, interaction_id, duration_ms, data)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
			seq, now, "economy.transfer.completed", "info", int64(benchGuild), from, nil, key,
			"Transfer completed", "mira paid 1 coin to nova", "economy", "Town", "mira", "pay", seq, 0.0, data(from, to, balances))
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO economy_entries (seq, n, key, content, once, kind, time_ms, guild_id, source, destination,
			amount, source_after, destination_after, actor, reason, reverses, streak_day, streak_length)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) ON CONFLICT DO NOTHING`,
			seq, 0, key, fmt.Sprintf("pay %d %d %d 1 ", benchGuild, from, to), nil, "transfer", now, int64(benchGuild), from, to,
			1, balances[0], balances[1], 0, "", nil, "", 0)
		return err
	})
}

// data is what the event tells of a transfer.
func data(from, to int64, balances [2]int64) string {
	return fmt.Sprintf(`{"amount":"1","from":{"id":"%d","name":"mira"},"fromBalance":"%d","to":{"id":"%d","name":"nova"},"toBalance":"%d"}`,
		from, balances[0], to, balances[1])
}
