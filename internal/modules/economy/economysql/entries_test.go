package economysql_test

import (
	"context"
	"strings"
	"testing"

	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

func TestAnEntryIsNeverChangedAndNeverRemoved(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		l := openLedger(t, url)
		if _, err := l.Post(t.Context(), paying("1", economy.Mint(1000), mira, 5)); err != nil {
			t.Fatal(err)
		}
		statements := []string{"UPDATE economy_entries SET amount = 6", "DELETE FROM economy_entries", "DELETE FROM economy_entries WHERE key = '1'"}
		if strings.HasPrefix(url, "postgres") {
			statements = append(statements, "TRUNCATE economy_entries")
		}
		for _, statement := range statements {
			if err := l.write(t, statement); err == nil || !strings.Contains(err.Error(), "an entry of the ledger") {
				t.Errorf("%s: got %v", statement, err)
			}
		}
		if entries, err := l.Entries(t.Context(), "1"); err != nil || len(entries) != 1 || entries[0].Amount != 5 {
			t.Errorf("got %+v, %v", entries, err)
		}
	})
}

// TestTheTablesKeepBalancesInTheirBounds asks the database alone, past the code.
func TestTheTablesKeepBalancesInTheirBounds(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		l := openLedger(t, url)
		for _, c := range []struct {
			holder  uint64
			balance int64
			fits    bool
		}{
			{2001, 0, true},
			{2002, economy.MaxBalance, true},
			{1, -economy.MaxSystemBalance, true},
			{3, economy.MaxSystemBalance, true},
			{2003, -1, false},
			{2004, economy.MaxBalance + 1, false},
			{2, -economy.MaxSystemBalance - 1, false},
			{4, economy.MaxSystemBalance + 1, false},
		} {
			err := l.write(t, "INSERT INTO economy_accounts (guild_id, holder_id, balance, name) VALUES (1000, ?, ?, '')", int64(c.holder), c.balance)
			if (err == nil) != c.fits {
				t.Errorf("holder %d with %d: got %v", c.holder, c.balance, err)
			}
		}
	})
}

// TestAccountsThatAreGoneAreMissed removes all accounts past the code.
func TestAccountsThatAreGoneAreMissed(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		l := openLedger(t, url)
		if _, err := l.Post(t.Context(), paying("1", economy.Mint(1000), mira, 5)); err != nil {
			t.Fatal(err)
		}
		if err := l.write(t, "DELETE FROM economy_accounts"); err != nil {
			t.Fatal(err)
		}
		differences, err := economy.Verify(t.Context(), l, func(ctx context.Context) error { return ctx.Err() })
		if want := (economy.Difference{Account: mira, Replayed: 5}); err != nil || len(differences) != 2 || differences[1] != want {
			t.Errorf("got %+v, %v", differences, err)
		}
	})
}
