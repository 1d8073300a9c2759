package faults_test

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// TestPaymentsGoOnWhilePostgreSQLLosesItsConnections ends all of the bot's
// connections five times a second.
func TestPaymentsGoOnWhilePostgreSQLLosesItsConnections(t *testing.T) {
	t.Parallel()
	times := 20
	if torture {
		times = 600
	}
	database := storagetest.PostgreSQL(t)
	admin, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close(context.Background())
	d := startDiscord(t)
	b := startBot(t, d, database)
	load := startLoad(t, d)
	load.goesOn(t, payers)
	ended := 0
	for range times {
		var n int
		err := admin.QueryRow(t.Context(), `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid()`).Scan(&n)
		if err != nil {
			t.Fatal(err)
		}
		ended += n
		time.Sleep(200 * time.Millisecond) // the fault's own rhythm
	}
	load.goesOn(t, payers)
	load.check(t, b)
	b.stop(t)
	checkLedger(t, database)
	t.Logf("%d connections ended", ended)
	if ended == 0 {
		t.Error("no connection was ended")
	}
}

// TestTheBotOutlivesAPostgreSQLThatIsAway stops the server and starts it again.
func TestTheBotOutlivesAPostgreSQLThatIsAway(t *testing.T) {
	t.Parallel()
	away := 3 * time.Second
	if torture {
		away = 30 * time.Second
	}
	cluster := storagetest.StartCluster(t)
	d := startDiscord(t)
	b := startBot(t, d, cluster.URL())
	load := startLoad(t, d)
	load.goesOn(t, payers)
	cluster.Stop()
	eventually(t, "the bot says that it is not ready", func() bool { return getJSON(t.Context(), b.url+"/readyz", nil) != nil })
	if err := getJSON(t.Context(), b.url+"/healthz", nil); err != nil {
		t.Error(err)
	}
	time.Sleep(away) // the fault's own length
	if err := cluster.Start(); err != nil {
		t.Fatal(err)
	}
	back := time.Now()
	load.goesOn(t, 1)
	t.Logf("payments go on %v after the server is back", time.Since(back).Round(10*time.Millisecond))
	load.goesOn(t, payers)
	load.check(t, b)
	b.stop(t)
	checkLedger(t, cluster.URL())
}
