package backup_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/aurorabot/aurora/internal/access"
	"github.com/aurorabot/aurora/internal/access/accesssql"
	"github.com/aurorabot/aurora/internal/backup"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/history"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/modules/economy/economysql"
	"github.com/aurorabot/aurora/internal/modules/leveling"
	"github.com/aurorabot/aurora/internal/modules/leveling/levelingsql"
	"github.com/aurorabot/aurora/internal/snowflake"
	"github.com/aurorabot/aurora/internal/storage"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

const guild = snowflake.ID(1 << 40)

// members have ids of all sizes: the last one's is below zero where it is stored.
var members = []event.Ref{{ID: 1 << 50, Name: "mira"}, {ID: 1<<50 + 1, Name: "nova"}, {ID: 1<<64 - 1, Name: "Zoë \"<&>\" 星"}}

// aurora is all that a program keeps in a database.
type aurora struct {
	t    *testing.T
	url  string
	db   *storage.DB
	log  *journal.Journal
	past *history.History
	who  *access.Service
	*economysql.Store

	levels *levelingsql.Store
}

func open(t *testing.T, url string) *aurora {
	t.Helper()
	a := &aurora{t: t, url: url}
	a.db = must[*storage.DB](t)(storage.OpenWith(t.Context(), url, storage.Options{}))
	t.Cleanup(a.close)
	a.log = must[*journal.Journal](t)(journal.Open(t.Context(), a.db, &event.Bus{}, slog.New(slog.DiscardHandler)))
	a.Store = must[*economysql.Store](t)(economysql.Open(t.Context(), a.db, a.log))
	a.past = must[*history.History](t)(history.Open(t.Context(), history.Config{
		DB: a.db, Epoch: a.log.Epoch(), Now: func() time.Time { return noon }, Logger: slog.New(slog.DiscardHandler),
	}))
	store := must[*accesssql.Store](t)(accesssql.Open(t.Context(), a.db, a.log))
	a.who = access.NewService(access.Config{Store: store, Now: func() time.Time { return noon }, Logger: slog.New(slog.DiscardHandler)})
	a.levels = must[*levelingsql.Store](t)(levelingsql.Open(t.Context(), a.db))
	return a
}

func (a *aurora) close() { a.db.Close() }

// must returns what a call has returned beside no error.
func must[T any](t *testing.T) func(T, error) T {
	t.Helper()
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// rules are the economy's on a day.
func (a *aurora) rules(day int) *economy.Service {
	clock := economy.Clock{Now: func() time.Time { return noon.AddDate(0, 0, day) }, Elapsed: func() time.Duration { return 0 }}
	return economy.NewService(a.Store, a.log, clock, slog.New(slog.DiscardHandler))
}

func use(id snowflake.ID, by event.Ref) module.Interaction {
	return module.Interaction{ID: id, Guild: event.Ref{ID: guild, Name: "Town"}, User: by, Command: "test"}
}

// lives lets everything happen of which a trace is kept.
func (a *aurora) lives() {
	t := a.t
	a.claimsAndPays()
	zone := "Europe/Berlin"
	must[economy.Config](t)(a.rules(2).Configure(t.Context(), use(30, members[0]), economy.Change{Zone: &zone}))
	told := event.Event{Type: "economy.integrity.failed", Severity: event.Critical, Source: "economy", Title: "Stopped"}
	if changed, err := a.Stop(t.Context(), economy.Stop{What: economy.Claims, Since: noon, Reason: "the clock"}, told); err != nil || !changed {
		t.Fatal(changed, err)
	}
	a.letsIn()
	learned := leveling.Use{Member: leveling.Member{Guild: guild, User: members[0].ID}, Interaction: 10, Time: noon, XP: 20}
	if err := a.levels.Credit(t.Context(), []leveling.Use{learned}, 3); err != nil {
		t.Fatal(err)
	}
	a.tells(2*backup.PageSize + 1)
	a.past.Record(a.events())
	a.past.Observe(event.HeartbeatAcked{Latency: 40 * time.Millisecond})
	if err := a.past.Save(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// letsIn lets a program and a person in.
func (a *aurora) letsIn() {
	t, by := a.t, access.Actor{Name: "test"}
	if _, _, err := a.who.CreateKey(t.Context(), by, access.NewKey{Name: "metrics", Scope: access.Read, Life: time.Hour}); err != nil {
		t.Fatal(err)
	}
	must[access.Account](t)(a.who.PutAccount(t.Context(), by, members[2].ID, access.RoleAdmin))
	if _, _, err := a.who.SignIn(t.Context(), access.Visitor{User: members[2]}); err != nil {
		t.Fatal(err)
	}
}

func (a *aurora) claimsAndPays() {
	t := a.t
	for day := range 3 {
		must[economy.Claimed](t)(a.rules(day).ClaimDaily(t.Context(), use(snowflake.ID(10+day), members[0])))
	}
	for n, member := range members {
		must[economy.Adjusted](t)(a.rules(2).Grant(t.Context(), use(snowflake.ID(20+n), members[0]), module.Member{Ref: member}, 1000, "to begin with"))
	}
	must[economy.Paid](t)(a.rules(2).Pay(t.Context(), use(25, members[0]), economy.Payment{To: module.Member{Ref: members[2]}, Amount: 77, Note: "thanks\u2028"}))
	must[economy.Reversed](t)(a.rules(2).Reverse(t.Context(), use(26, members[0]), "21", "by mistake"))
	a.carriesOver()
}

// carriesOver writes down a claim as it is found in a ledger of before entries had the
// number of their event.
func (a *aurora) carriesOver() {
	err := a.db.Write(a.t.Context(), func(tx *storage.Tx) error {
		const member = int64(1<<50 + 7)
		for _, account := range []struct{ holder, coins int64 }{{1, -100}, {member, 100}} {
			_, err := tx.Exec(`INSERT INTO economy_accounts (guild_id, holder_id, balance, name) VALUES (?, ?, ?, 'of old')
				ON CONFLICT (guild_id, holder_id) DO UPDATE SET balance = economy_accounts.balance + excluded.balance`, guild, account.holder, account.coins)
			if err != nil {
				return err
			}
		}
		if _, err := tx.Exec("INSERT INTO economy_streaks (guild_id, holder_id, day, length) VALUES (?, ?, '2025-01-01', 1)", guild, member); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO economy_entries (seq, n, key, content, once, kind, time_ms, guild_id, source, destination, amount,
			source_after, destination_after, actor, reason, reverses, streak_day, streak_length)
			VALUES (-3, 0, 'old', 'daily', 'daily:old', 'daily', 0, ?, 1, ?, 100, -100, 100, 0, '', NULL, '2025-01-01', 1)`, guild, member)
		return err
	})
	if err != nil {
		a.t.Fatal(err)
	}
}

// tells records many events, with all that an event may have.
func (a *aurora) tells(count int) {
	shard := 0
	events := make([]event.Event, count)
	for n := range events {
		events[n] = event.Event{
			Time: noon, Type: "command.completed", Severity: event.Debug, Source: "test", Title: "T <&>", Message: "line\nline \u2028 星",
			Guild: event.Ref{ID: guild, Name: "Town"}, User: members[2], Shard: &shard, Command: "pay", InteractionID: snowflake.ID(n),
			TraceID: fmt.Sprint(n), DurationMs: float64(n) / 8, Data: []byte(`{"ackMs":1e1,"html":"<b>"}`),
		}
	}
	if err := a.log.RecordAll(a.t.Context(), events); err != nil {
		a.t.Fatal(err)
	}
}

// events are all of the log.
func (a *aurora) events() (all []event.Event) {
	a.t.Helper()
	for after := uint64(0); ; after = all[len(all)-1].Seq {
		page := must[[]event.Event](a.t)(a.log.After(a.t.Context(), after, 500))
		if all = append(all, page...); len(page) == 0 {
			return all
		}
	}
}

// kept is what a restored database has to have in common with the one that was backed up.
type kept struct {
	Events   []event.Event
	Entries  []economy.Entry
	Balances []economy.Balance
	Holdings []economy.Holding
	Totals   economy.Totals
	Flows    []economy.Flow
	Config   economy.Config
	Stops    []economy.Stop
	Keys     []access.Key
	Accounts []access.Account
	Past     []history.Point
	Level    leveling.Standing
	Counted  uint64 // by leveling
}

func (a *aurora) keeps() (k kept) {
	a.t.Helper()
	ctx, t := a.t.Context(), a.t
	k.Events = a.events()
	k.Entries = must[[]economy.Entry](t)(a.Replay(ctx, economy.Oldest, 10_000))
	k.Balances = must[economy.BalancesPage](t)(a.Balances(ctx, economy.Account{}, 10_000)).Balances
	for _, b := range k.Balances {
		k.Holdings = append(k.Holdings, must[economy.Holding](t)(a.Holding(ctx, b.Account)))
	}
	k.Totals = must[economy.Totals](t)(a.Totals(ctx, 0))
	k.Flows = must[[]economy.Flow](t)(a.Flows(ctx, guild, noon.Add(-time.Hour)))
	k.Config = must[economy.Config](t)(a.Config(ctx, guild))
	k.Stops = must[[]economy.Stop](t)(a.Stopped(ctx))
	k.Keys = must[[]access.Key](t)(a.who.Keys(ctx))
	k.Accounts = must[[]access.Account](t)(a.who.Accounts(ctx))
	k.Past = must[history.Timeline](t)(a.past.Read(ctx, history.Day)).Points
	k.Level = must[leveling.Standing](t)(a.levels.Standing(ctx, leveling.Member{Guild: guild, User: members[0].ID}))
	var err error
	if k.Counted, _, err = a.levels.Counted(ctx); err != nil {
		t.Fatal(err)
	}
	return k
}

// sameAs compares with what was kept before, whatever the epoch is.
func (a *aurora) sameAs(before kept) {
	a.t.Helper()
	if diff := cmp.Diff(before, a.keeps(), cmpopts.IgnoreFields(event.Event{}, "Epoch")); diff != "" {
		a.t.Errorf("what is kept (-before +now):\n%s", diff)
	}
}

// backup returns one of the database.
func (a *aurora) backup() []byte {
	a.t.Helper()
	var file bytes.Buffer
	must[backup.Contents](a.t)(backup.Write(a.t.Context(), a.db, &file, "test"))
	return file.Bytes()
}

// isPostgres says of which kind a database is.
func isPostgres(url string) bool { return strings.HasPrefix(url, "postgres") }

// forgetMigration makes the last migration of a room one that was not done.
func (a *aurora) forgetMigration(room string) error {
	return a.db.Write(a.t.Context(), func(tx *storage.Tx) error {
		_, err := tx.Exec("DELETE FROM " + room + "_migrations WHERE version_id > 0")
		return err
	})
}
