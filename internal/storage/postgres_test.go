package storage_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

func TestASessionThatDoesNotWaitForTheDiskIsRefused(t *testing.T) {
	db, err := storage.Open(t.Context(), with(t, storagetest.PostgreSQL(t), "synchronous_commit", "off"))
	if err == nil {
		db.Close()
	}
	if err == nil || !strings.Contains(err.Error(), "synchronous_commit") {
		t.Errorf("got %v, want an error that names synchronous_commit", err)
	}
}

// with adds a setting to a URL.
func with(t *testing.T, text, name, value string) string {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	query.Set(name, value)
	u.RawQuery = query.Encode()
	return u.String()
}

func TestAPasswordIsNotTold(t *testing.T) {
	_, err := storage.Open(t.Context(), "postgres://root:hunter2@127.0.0.1:1/x?sslmode=disable&connect_timeout=2")
	if err == nil || strings.Contains(err.Error(), "hunter2") || !strings.Contains(err.Error(), "127.0.0.1") {
		t.Errorf("got %v, want an error with the address and without the password", err)
	}
}

// TestADeadlockIsEndedByRunningOneAgain lets two transactions take two rows in
// opposite order.
func TestADeadlockIsEndedByRunningOneAgain(t *testing.T) {
	db := open(t, storagetest.PostgreSQL(t))
	for _, text := range []string{"a", "b"} {
		if err := db.Write(t.Context(), note(text)); err != nil {
			t.Fatal(err)
		}
	}
	take := func(tx *storage.Tx, text string) error {
		_, err := tx.Exec("UPDATE notes SET text = text WHERE text = ?", text)
		return err
	}
	var both, done sync.WaitGroup // both have one row
	both.Add(2)
	var runs, announced atomic.Int64
	for _, order := range [][2]string{{"a", "b"}, {"b", "a"}} {
		done.Go(func() {
			first := true
			err := db.Write(t.Context(), func(tx *storage.Tx) error {
				runs.Add(1)
				tx.OnCommit(func() { announced.Add(1) })
				if err := take(tx, order[0]); err != nil {
					return err
				}
				if first {
					first = false
					both.Done()
					both.Wait()
				}
				return take(tx, order[1])
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	done.Wait()
	if runs.Load() < 3 || announced.Load() != 2 { // a slow server may end both
		t.Errorf("%d runs and %d announced, want 3 or more and 2", runs.Load(), announced.Load())
	}
}

func TestWhatAlwaysConflictsIsGivenUp(t *testing.T) {
	db := open(t, storagetest.PostgreSQL(t))
	runs := 0
	err := db.Write(t.Context(), func(tx *storage.Tx) error {
		runs++
		_, err := tx.Exec("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$")
		return err
	})
	if refused, ok := errors.AsType[*pgconn.PgError](err); !ok || refused.Code != "40001" || runs != 6 {
		t.Errorf("got %v after %d runs, want 40001 after 6", err, runs)
	}
}

func TestAFailedStatementThatIsPassedOverCommitsNothing(t *testing.T) {
	db := open(t, storagetest.PostgreSQL(t))
	err := db.Write(t.Context(), func(tx *storage.Tx) error {
		_ = note("lost")(tx)
		_ = note("more than ten letters")(tx)
		return nil
	})
	if err == nil || errors.Is(err, storage.ErrOutcomeUnknown) {
		t.Errorf("got %v, want an error that leaves nothing open", err)
	}
	if got := notes(t, db); got != "" {
		t.Errorf("got %q, want nothing", got)
	}
}

func TestAConnectionLostBeforeTheCommitLeavesNothing(t *testing.T) {
	db := open(t, storagetest.PostgreSQL(t))
	err := db.Write(t.Context(), func(tx *storage.Tx) error {
		if err := note("lost")(tx); err != nil {
			return err
		}
		_, err := tx.Exec("SELECT pg_terminate_backend(pg_backend_pid())")
		return err
	})
	if err == nil || errors.Is(err, storage.ErrOutcomeUnknown) {
		t.Errorf("got %v, want an error that leaves nothing open", err)
	}
	if err := db.Write(t.Context(), note("next")); err != nil {
		t.Error(err)
	}
	if got := notes(t, db); got != "next" {
		t.Errorf("got %q, want next", got)
	}
}

func TestConnectionsThatEndWhileNobodyUsesThemFailNobody(t *testing.T) {
	db := open(t, storagetest.PostgreSQL(t))
	for n := range 5 {
		if err := db.Write(t.Context(), note(strconv.Itoa(n))); err != nil {
			t.Error(err)
		}
		notes(t, db)
		err := db.Write(t.Context(), func(tx *storage.Tx) error {
			var others int
			return tx.QueryRow(`SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
				WHERE datname = current_database() AND pid <> pg_backend_pid()`, nil, &others)
		})
		if err != nil {
			t.Error(err)
		}
	}
	if got := notes(t, db); got != "0 1 2 3 4" {
		t.Errorf("got %q, want 0 1 2 3 4", got)
	}
}

func TestAConnectionLostDuringTheCommitLeavesTheOutcomeUnknown(t *testing.T) {
	server := storagetest.PostgreSQL(t)
	direct := open(t, server)
	cut := open(t, throughProxy(t, server))
	err := cut.Write(t.Context(), func(tx *storage.Tx) error {
		tx.OnCommit(func() { t.Error("what was not confirmed is announced") })
		return note("cut off")(tx)
	})
	if !errors.Is(err, storage.ErrOutcomeUnknown) {
		t.Errorf("got %v, want ErrOutcomeUnknown", err)
	}
	// The proxy has handed the commit on, and the server carries it out.
	for deadline := time.Now().Add(20 * time.Second); notes(t, direct) != "cut off"; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("got %q, want cut off", notes(t, direct))
		}
	}
}

// throughProxy is the server's URL by way of a proxy that hands on the first commit
// after an insert and then hangs up.
func throughProxy(t *testing.T, server string) string {
	t.Helper()
	config, err := pgx.ParseConfig(server)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var connections sync.WaitGroup
	t.Cleanup(func() { stop(); listener.Close(); connections.Wait() })
	connections.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			connections.Go(func() { proxy(ctx, client, config.Host, config.Port) })
		}
	})
	proxied := with(t, with(t, server, "sslmode", "disable"), "host", "127.0.0.1")
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	return with(t, proxied, "port", port)
}

// proxy carries bytes both ways until the commit is on its way.
func proxy(ctx context.Context, client net.Conn, host string, port uint16) {
	network, address := pgconn.NetworkAddress(host, port)
	server, err := net.Dial(network, address)
	if err != nil {
		client.Close()
		return
	}
	defer context.AfterFunc(ctx, func() { client.Close(); server.Close() })()
	var answers sync.WaitGroup
	answers.Go(func() {
		_, _ = io.Copy(client, server)
		client.Close()
	})
	inserted := false
	buffer := make([]byte, 64<<10)
	for {
		n, err := client.Read(buffer)
		inserted = inserted || bytes.Contains(buffer[:n], []byte("INSERT INTO notes"))
		committing := inserted && bytes.Contains(bytes.ToLower(buffer[:n]), []byte("commit"))
		if committing {
			client.Close()
		}
		if n > 0 {
			_, _ = server.Write(buffer[:n])
		}
		if err != nil || committing {
			break
		}
	}
	server.Close()
	answers.Wait()
}
