// Package storagetest gives tests empty databases, of SQLite and of PostgreSQL, and
// removes them.
//
// It is not for the program: that opens what its settings name.
package storagetest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// patience bounds every wait for a server.
const patience = 30 * time.Second

// Each runs a test on an empty database of either kind, named by its URL.
func Each(t *testing.T, test func(t *testing.T, url string)) {
	t.Run("SQLite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, PostgreSQL(t)) })
}

// SQLite returns the URL of a file that does not exist yet.
func SQLite(t testing.TB) string {
	t.Helper()
	return "sqlite:" + filepath.Join(t.TempDir(), "aurora.db")
}

// PostgreSQL creates a database, drops it when the test ends, and returns its URL.
// Its texts are ordered as in a dictionary, not by their bytes, as in most databases
// that people run.
//
// The server is the one of AURORA_TEST_POSTGRES_URL, else one that listens on
// 127.0.0.1:5432 and lets the user postgres in without a password, else one that is
// started for this process from the machine's own binaries. Where there is none the
// test is skipped, or fails if CI is true.
func PostgreSQL(t testing.TB) string {
	t.Helper()
	server, err := server()
	if err != nil {
		missing(t, err)
	}
	name := "aurora_test_" + strings.ToLower(rand.Text())
	run(t, server, fmt.Sprintf("CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C'", name))
	t.Cleanup(func() { run(t, server, fmt.Sprintf("DROP DATABASE %s WITH (FORCE)", name)) })
	own := *server
	own.Path = "/" + name
	return own.String()
}

// missing ends a test that has no PostgreSQL.
func missing(t testing.TB, err error) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("no PostgreSQL, and CI skips nothing: %v", err)
	}
	t.Skipf("SKIPPED, NOT PASSED: no PostgreSQL to test on: %v", err)
}

// server finds the server for all tests of this process.
var server = sync.OnceValues(func() (*url.URL, error) {
	if given := os.Getenv("AURORA_TEST_POSTGRES_URL"); given != "" {
		return url.Parse(given)
	}
	local := &url.URL{Scheme: "postgres", User: url.User("postgres"), Host: "127.0.0.1:5432", Path: "/postgres", RawQuery: "sslmode=disable"}
	if answers(local) == nil {
		return local, nil
	}
	return startCluster()
})

// answers asks a server once.
func answers(server *url.URL) error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, server.String())
	if err != nil {
		return err
	}
	return conn.Close(ctx)
}

// run executes a command that needs a connection of its own.
func run(t testing.TB, server *url.URL, command string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	conn, err := pgx.Connect(ctx, server.String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx) //nolint:errcheck // what matters was answered before
	if _, err := conn.Exec(ctx, command); err != nil {
		t.Fatal(err)
	}
}
