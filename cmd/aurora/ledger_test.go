package main

import (
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/modules/economy/economysql"
	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// opened is the economy of a running server on a database.
func opened(t *testing.T, url string) (*storage.DB, *economy.Service) {
	t.Helper()
	db, err := storage.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	log, err := journal.Open(t.Context(), db, &event.Bus{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	store, err := economysql.Open(t.Context(), db, log)
	if err != nil {
		t.Fatal(err)
	}
	return db, economy.NewService(store, log, economy.SystemClock(), slog.New(slog.DiscardHandler))
}

// TestTheLedgerIsVerifiedAndResumedBesideARunningServer is requirement O4, by the
// commands.
func TestTheLedgerIsVerifiedAndResumedBesideARunningServer(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		db, server := opened(t, url)
		in := module.Interaction{ID: 1, Guild: event.Ref{ID: 1 << 40, Name: "Town"}, User: event.Ref{ID: 1 << 50, Name: "mira"}}
		mira := module.Member{Ref: in.User}
		if _, err := server.Grant(t.Context(), in, mira, 100, "to begin with"); err != nil {
			t.Fatal(err)
		}
		ledger := func(do string, wantCode int, want string) {
			t.Helper()
			code, stdout, stderr := line(t, nil, "ledger", do, "--database-url", url)
			if code != wantCode || !strings.Contains(stdout, want) {
				t.Errorf("%s: got exit %d, %q, %q; want exit %d and %q", do, code, stdout, stderr, wantCode, want)
			}
		}
		tamper := func(to int) {
			t.Helper()
			err := db.Write(t.Context(), func(tx *storage.Tx) error {
				_, err := tx.Exec("UPDATE economy_accounts SET balance = ? WHERE holder_id = ?", to, in.User.ID)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		ledger("verify", exitOK, "the ledger adds up")
		ledger("resume", exitOK, "nothing was stopped")
		tamper(107)
		ledger("verify", exitFailed, "guild 1099511627776, holder 1125899906842624: 107 coins stored, 100 by its entries\n")
		ledger("resume", exitFailed, "107 coins stored")
		tamper(100)
		ledger("resume", exitOK, "commands work again")
		ledger("verify", exitOK, "the ledger adds up")
	})
}

func TestTheLedgerOfNothingIsNotVerified(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing")
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no command":         {nil, "verify"},
		"an unknown command": {[]string{"mend"}, "aurora ledger mend"},
		"a flag first":       {[]string{"--data", missing}, "verify"},
		"no database":        {[]string{"verify", "--data", missing}, missing},
		"one for a moment":   {[]string{"verify", "--database-url", "sqlite::memory:"}, "--database-url"},
		"an unknown one":     {[]string{"resume", "--database-url", "mysql://x/y"}, "--database-url"},
	} {
		t.Run(name, func(t *testing.T) {
			code, _, stderr := line(t, nil, append([]string{"ledger"}, c.args...)...)
			if code != exitUsage || !strings.Contains(stderr, c.want) {
				t.Errorf("got exit %d, %q; want exit 2 and %q", code, stderr, c.want)
			}
		})
	}
	if code, stdout, _ := line(t, nil, "ledger", "verify", "--help"); code != exitOK || !strings.Contains(stdout, "--database-url") {
		t.Errorf("got exit %d, %s", code, stdout)
	}
}

// TestWatchingEndsWithItsContext starts the stage of the program as main does.
func TestWatchingEndsWithItsContext(t *testing.T) {
	_, rules := opened(t, storagetest.SQLite(t))
	ctx, stop := context.WithCancel(t.Context())
	parts := newStages(ctx)
	parts.start(rules.Watch)
	stop()
	parts.wait()
	if err := parts.stop(); err != nil {
		t.Error(err)
	}
}
