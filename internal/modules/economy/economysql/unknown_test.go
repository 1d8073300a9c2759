package economysql_test

import (
	"errors"
	"testing"

	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// TestTheSameKeyTellsWhatBecameOfALostCommit is requirement D4: the connection ends in
// the middle of a commit, and the same request says afterwards what it has done.
func TestTheSameKeyTellsWhatBecameOfALostCommit(t *testing.T) {
	l := openLedger(t, storagetest.PostgreSQL(t))
	for _, statement := range []string{
		`CREATE FUNCTION hang_up() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'`,
		`CREATE CONSTRAINT TRIGGER hang_up AFTER INSERT ON economy_entries DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hang_up()`,
	} {
		if err := l.write(t, statement); err != nil {
			t.Fatal(err)
		}
	}
	request := paying("1", economy.Mint(1000), mira, 5)
	if _, err := l.Post(t.Context(), request); !errors.Is(err, economy.ErrOutcomeUnknown) {
		t.Fatalf("got %v, want %v", err, economy.ErrOutcomeUnknown)
	}
	if err := l.write(t, "DROP TRIGGER hang_up ON economy_entries"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if posted, err := l.Post(t.Context(), request); err != nil || posted.Balance(mira) != 5 {
			t.Errorf("asked again: %+v, %v", posted, err)
		}
	}
}
