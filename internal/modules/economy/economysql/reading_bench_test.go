package economysql_test

import (
	"context"
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// BenchmarkReading asks each question of a ledger of a hundred thousand entries, or of
// a million in the long form. Its cost should not follow from their number.
func BenchmarkReading(b *testing.B) {
	for name, url := range map[string]string{"SQLite": storagetest.SQLite(b), "PostgreSQL": storagetest.PostgreSQL(b)} {
		entries := 100_000
		if os.Getenv("AURORA_TORTURE") != "" {
			entries = 1_000_000
		}
		l := largeLedger(b, url, 10_000, entries)
		someone := benchMember(77)
		for question, ask := range map[string]func(context.Context) error{
			"holding": func(ctx context.Context) error { _, err := l.Holding(ctx, someone); return err },
			"history": func(ctx context.Context) error { _, err := l.History(ctx, someone, economy.Newest, 50); return err },
			"history-mint": func(ctx context.Context) error {
				_, err := l.History(ctx, economy.Grants(benchGuild), economy.Newest, 50)
				return err
			},
			"leaderboard":        func(ctx context.Context) error { _, err := l.Leaderboard(ctx, benchGuild, 0, 50); return err },
			"leaderboard-1000th": func(ctx context.Context) error { _, err := l.Leaderboard(ctx, benchGuild, 1000, 50); return err },
			"place":              func(ctx context.Context) error { _, err := l.Place(ctx, someone); return err },
			"totals":             func(ctx context.Context) error { _, err := l.Totals(ctx, 0); return err },
			"totals-guild":       func(ctx context.Context) error { _, err := l.Totals(ctx, benchGuild); return err },
			"flows":              func(ctx context.Context) error { _, err := l.Flows(ctx, 0, time.Now().Add(-23*time.Hour)); return err },
			"flows-guild": func(ctx context.Context) error {
				_, err := l.Flows(ctx, benchGuild, time.Now().Add(-23*time.Hour))
				return err
			},
			"flows-week": func(ctx context.Context) error {
				_, err := l.Flows(ctx, 0, time.Now().Add(-7*24*time.Hour))
				return err
			},
			"largest": func(ctx context.Context) error {
				_, err := l.Largest(ctx, time.Now().Add(-23*time.Hour), 20)
				return err
			},
			"active":        func(ctx context.Context) error { _, err := l.Active(ctx, time.Now().Add(-23*time.Hour)); return err },
			"count":         func(ctx context.Context) error { _, err := l.Count(ctx); return err },
			"sheets":        func(ctx context.Context) error { _, err := l.Sheets(ctx); return err },
			"entries":       func(ctx context.Context) error { _, err := l.Entries(ctx, "4242"); return err },
			"balances-page": func(ctx context.Context) error { _, err := l.Balances(ctx, someone, 2000); return err },
			"replay-page": func(ctx context.Context) error {
				_, err := l.Replay(ctx, economy.Position{Seq: 50_000}, 2000)
				return err
			},
			"verify": func(ctx context.Context) error {
				differences, err := economy.Verify(ctx, l, func(context.Context) error { return nil })
				if len(differences) > 0 {
					b.Errorf("%d differences", len(differences))
				}
				return err
			},
		} {
			b.Run(name+"/"+question, func(b *testing.B) {
				for b.Loop() {
					if err := ask(b.Context()); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkDashboard asks what the dashboard asks of a hundred thousand members, or of a
// million in the long form, of whom each has a streak: each second the summary, at a
// look the overview and an account, and each minute the check and the survey.
func BenchmarkDashboard(b *testing.B) {
	members := 100_000
	if os.Getenv("AURORA_TORTURE") != "" {
		members = 1_000_000
	}
	for name, url := range map[string]string{"SQLite": storagetest.SQLite(b), "PostgreSQL": storagetest.PostgreSQL(b)} {
		l := largeLedger(b, url, members, 3*members)
		write(b, l.db, `INSERT INTO economy_streaks (guild_id, holder_id, day, length)
			SELECT guild_id, holder_id, CAST(? AS TEXT), 1 + holder_id % 400 FROM economy_accounts WHERE holder_id > 1023`, time.Now().UTC().Format(time.DateOnly))
		rules := economy.NewService(l, l.log, economy.SystemClock(), slog.New(slog.DiscardHandler))
		dashboard := economy.Module(rules, nil, nil)
		asking := func(query int, asked module.Asked) func(context.Context) error {
			return func(ctx context.Context) error { _, err := dashboard.Queries[query].Answer(ctx, asked); return err }
		}
		for _, c := range []struct {
			question string
			ask      func(context.Context) error
		}{
			{"check", rules.Check},
			{"survey", func(ctx context.Context) error {
				return rules.TakeSurvey(ctx, func(context.Context) error { return nil })
			}},
			{"summary", func(ctx context.Context) error { _, err := dashboard.Summary(ctx); return err }},
			{"overview", asking(0, nil)},
			{"account", asking(1, module.Asked{"guild": benchGuild.String(), "user": benchMember(77).Holder.String()})},
		} {
			b.Run(name+"/"+c.question, func(b *testing.B) {
				for b.Loop() {
					if err := c.ask(b.Context()); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// largeLedger is one in which members pay each other.
func largeLedger(b *testing.B, url string, members, entries int) ledger {
	b.Helper()
	l := openLedger(b, url)
	first := int64(benchMember(0).Holder)
	err := l.db.Write(b.Context(), func(tx *storage.Tx) error {
		_, err := tx.Exec(`INSERT INTO economy_entries
			WITH RECURSIVE numbers(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM numbers WHERE i < ?)
			SELECT i, 0, CAST(i AS TEXT), 'generated', NULL, CASE WHEN i <= ? THEN 'grant' ELSE 'transfer' END, CAST(? AS BIGINT) + i * 86, CAST(? AS BIGINT),
				CASE WHEN i <= ? THEN 2 ELSE CAST(? AS BIGINT) + (i * 7919) % ? END, CASE WHEN i <= ? THEN CAST(? AS BIGINT) + i - 1 ELSE CAST(? AS BIGINT) + (i * 7919 + 1 + i % 97) % ? END,
				CASE WHEN i <= ? THEN 1000000 ELSE 1 END, 0, 0, 0, '', NULL, '', 0 FROM numbers`,
			entries, members, time.Now().Add(-24*time.Hour).UnixMilli(), benchGuild,
			members, first, members, members, first, first, members, members)
		if err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO economy_accounts (guild_id, holder_id, balance, name)
			SELECT guild_id, holder, CAST(sum(change) AS BIGINT), 'member' FROM (
				SELECT guild_id, source AS holder, -amount AS change FROM economy_entries
				UNION ALL SELECT guild_id, destination, amount FROM economy_entries) AS changes GROUP BY guild_id, holder`)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	write(b, l.db, "ANALYZE economy_entries") // as the databases do by themselves, in time
	start := time.Now()
	if err := l.Sum(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.Logf("%d entries were summed up in %s", entries, time.Since(start))
	return l
}
