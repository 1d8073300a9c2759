package storage_test

import (
	"errors"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// openWith opens a database whose table of notes exists already.
func openWith(t *testing.T, url string, o storage.Options) *storage.DB {
	t.Helper()
	open(t, url).Close()
	db, err := storage.OpenWith(t.Context(), url, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// await asks again and again, because what is waited for is a goroutine's business.
func await(t *testing.T, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !is(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s: waited 30 s", what)
		}
	}
}

func TestBelowTheMinimumOnlyWhatMakesRoomIsWritten(t *testing.T) {
	db := openWith(t, storagetest.SQLite(t), storage.Options{WarnBelow: math.MaxInt64, RefuseBelow: math.MaxInt64})
	if err := db.Write(t.Context(), note("refused")); !errors.Is(err, storage.ErrNoSpace) || !strings.Contains(err.Error(), "make room") {
		t.Errorf("got %v, want ErrNoSpace with the mend", err)
	}
	if err := db.Reclaim(t.Context(), note("let in")); err != nil {
		t.Error(err)
	}
	if got := notes(t, db); got != "let in" {
		t.Errorf("got %q", got)
	}
	if got := db.Space(); got.State != storage.SpaceFull || got.Free == 0 {
		t.Errorf("got %+v", got)
	}
}

func TestALowDiskIsToldAndWritten(t *testing.T) {
	db := openWith(t, storagetest.SQLite(t), storage.Options{WarnBelow: math.MaxInt64})
	select {
	case <-db.SpaceChanged():
	case <-time.After(30 * time.Second):
		t.Fatal("nobody is told")
	}
	if got := db.Space(); got.State != storage.SpaceLow || !strings.Contains(got.String(), "make room") {
		t.Errorf("got %+v, %s", got, got)
	}
	if err := db.Write(t.Context(), note("written")); err != nil {
		t.Error(err)
	}
}

func TestAReserveIsKeptBesideTheDatabase(t *testing.T) {
	url, size := storagetest.SQLite(t), int64(3<<20+1)
	path := strings.TrimPrefix(url, "sqlite:") + "-reserve"
	db := openWith(t, url, storage.Options{Reserve: uint64(size)})
	held := func() bool {
		info, err := os.Stat(path)
		return err == nil && info.Size() == size
	}
	await(t, "a reserve", held)
	if err := os.Truncate(path, 5); err != nil {
		t.Fatal(err)
	}
	await(t, "another after it was spoilt", held)
	if err := db.Close(); err != nil || !held() {
		t.Errorf("%v; the reserve is kept for the next start: %v", err, held())
	}
}

func TestAPanicInAReclaimingWriteReachesItsCaller(t *testing.T) {
	db := openWith(t, storagetest.SQLite(t), storage.Options{RefuseBelow: math.MaxInt64})
	defer func() {
		if recover() == nil {
			t.Error("it did not")
		}
		if err := db.Reclaim(t.Context(), note("after")); err != nil {
			t.Error(err)
		}
	}()
	_ = db.Reclaim(t.Context(), func(*storage.Tx) error { panic("here") })
}

func TestADatabaseWithoutADiskOfItsOwnIsNotWatched(t *testing.T) {
	for _, url := range []string{"sqlite::memory:", storagetest.PostgreSQL(t)} {
		db, err := storage.OpenWith(t.Context(), url, storage.Options{RefuseBelow: math.MaxInt64, Reserve: 1 << 20})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if err := db.Write(t.Context(), func(*storage.Tx) error { return nil }); err != nil || db.Space().State != storage.SpaceOK {
			t.Errorf("%s: %v, %v", url, err, db.Space())
		}
	}
}

func TestAServerWithAFullDiskHasNoSpace(t *testing.T) {
	db := open(t, storagetest.PostgreSQL(t))
	err := db.Write(t.Context(), func(tx *storage.Tx) error {
		_, err := tx.Exec("DO $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$")
		return err
	})
	if !errors.Is(err, storage.ErrNoSpace) {
		t.Errorf("got %v, want ErrNoSpace", err)
	}
}
