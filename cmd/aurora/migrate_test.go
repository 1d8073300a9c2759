package main

import (
	"bytes"
	"context"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

func TestMigrateSaysWhatItDidAndDoesItOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
			if err := os.WriteFile(path, nil, 0o600); err != nil { // to SQLite an empty database
				t.Fatal(err)
			}
		}
		for _, want := range []string{"made new", "up to date"} {
			code, stdout, stderr := line(t, nil, "migrate", "--database-url", url)
			if code != exitOK || stderr != "" {
				t.Fatalf("got exit %d, %s", code, stderr)
			}
			for room := range strings.Lines(stdout) {
				if !strings.HasSuffix(room, ", "+want+"\n") {
					t.Errorf("got %q, want %s", room, want)
				}
			}
			if !strings.Contains(stdout, "history") || !strings.Contains(stdout, "journal") || !strings.Contains(stdout, "economy") {
				t.Errorf("got %q", stdout)
			}
		}
		db, err := storage.Open(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		err = db.Write(t.Context(), func(tx *storage.Tx) error { // as an older program would have left it
			for _, undo := range []string{"DROP TABLE history_buckets", "DROP TABLE history_head", "DELETE FROM history_migrations WHERE version_id > 0"} {
				if _, err := tx.Exec(undo); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, stdout, _ := line(t, nil, "migrate", "--database-url", url); !strings.Contains(stdout, "history  2, made new\n") || strings.Count(stdout, "up to date") != strings.Count(stdout, "\n")-1 {
			t.Errorf("got %q", stdout)
		}
	})
}

// TestMigrateBesideARunningProgramFindsNothingToDo holds the two roads to the tables
// together: what serve and demo open, migrate opens.
func TestMigrateBesideARunningProgramFindsNothingToDo(t *testing.T) {
	dir := t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	out, printed := io.Pipe()
	ended := make(chan int, 1)
	record := recorded(t)
	go func() {
		args := []string{"demo", "--addr", "127.0.0.1:0", "--sim-addr", "127.0.0.1:0", "--data", dir, "--log-level", "error", record}
		var errs bytes.Buffer
		ended <- run(ctx, environment{args: args, stdout: printed, stderr: &errs})
		printed.Close()
	}()
	defer func() {
		stop()
		if code := <-ended; code != exitOK {
			t.Errorf("the demo ended with %d", code)
		}
	}()
	awaitReady(t, out)

	code, stdout, stderr := line(t, nil, "migrate", "--data", dir)
	if code != exitOK || strings.Count(stdout, "up to date") != strings.Count(stdout, "\n") {
		t.Errorf("got exit %d, %s%s", code, stdout, stderr)
	}
	if diff := cmp.Diff(rooms(t, dir), roomsOfMigrate(t)); diff != "" {
		t.Errorf("rooms that demo and migrate open (-demo +migrate):\n%s", diff)
	}
}

// awaitReady reads the dashboard's address, waits until it answers, and returns it.
func awaitReady(t *testing.T, out io.Reader) (address string) {
	t.Helper()
	text := make([]byte, 1024)
	n, err := out.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	go io.Copy(io.Discard, out)
	address, _, _ = strings.Cut(strings.TrimPrefix(string(text[:n]), "dashboard "), "\n")
	deadline := time.Now().Add(30 * time.Second)
	for {
		answer, err := http.Get(address + "/readyz")
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return address
			}
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s is not ready: %v", address, err)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// rooms have tables in the database in dir.
func rooms(t *testing.T, dir string) []string {
	t.Helper()
	db, err := storage.Open(t.Context(), "sqlite:"+filepath.Join(dir, databaseFile))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	versions, err := db.Versions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return slices.Sorted(maps.Keys(versions))
}

// roomsOfMigrate are those that migrate makes in an empty database.
func roomsOfMigrate(t *testing.T) []string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, databaseFile), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := line(t, nil, "migrate", "--data", dir); code != exitOK {
		t.Fatal(stderr)
	}
	return rooms(t, dir)
}

func TestMigrateMakesNoDatabaseOfASlipOfThePen(t *testing.T) {
	code, _, stderr := line(t, nil, "migrate", "--data", "nowhere")
	if code != exitUsage || !strings.Contains(stderr, "--database-url") {
		t.Errorf("got exit %d, %s", code, stderr)
	}
}
