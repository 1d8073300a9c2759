package backup_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/backup"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/snowflake"
	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// patience bounds every wait of these tests; none is long unless something is broken.
const patience = 30 * time.Second

// hooked is a file of which every write lets something happen first.
type hooked struct {
	bytes.Buffer
	before func()
}

func (h *hooked) Write(p []byte) (int, error) {
	h.before()
	return h.Buffer.Write(p)
}

// TestABackupIsOfOneMomentWhileOthersWrite lets eight members pay each other, and goes on
// with the backup only when they have gone on. That balances are what the entries add up
// to, and the numbers of events have no gap, is asked by the restore itself.
func TestABackupIsOfOneMomentWhileOthersWrite(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		a := open(t, url)
		a.rambles()
		var members []module.Member
		for n := range 8 {
			members = append(members, module.Member{Ref: event.Ref{ID: 1<<51 + snowflake.ID(n), Name: fmt.Sprint("member ", n)}})
			must[economy.Adjusted](t)(a.rules(2).Grant(t.Context(), use(snowflake.ID(200+n), members[n].Ref), members[n], 1_000_000, "to begin with"))
		}
		writing, stop := context.WithCancel(t.Context())
		defer stop()
		var writers sync.WaitGroup
		for n := range members {
			writers.Go(func() { a.paysUntil(writing, members[n].Ref, members[(n+1)%8], snowflake.ID(1_000_000*(n+1))) })
		}
		file := &hooked{before: func() { a.awaitEvents(10) }}
		contents := must[backup.Contents](t)(backup.Write(t.Context(), a.db, file, "test"))
		stop()
		writers.Wait()

		if last := a.last(); int64(last) <= contents.Cut {
			t.Fatalf("nobody has written: the cut is %d, and the last event %d", contents.Cut, last)
		}
		to := storagetest.SQLite(t)
		must[backup.Contents](t)(backup.Restore(t.Context(), to, bytes.NewReader(file.Bytes()), false))
		after := open(t, to)
		if events := after.events(); int64(len(events)) != contents.Cut || int64(after.last()) != contents.Cut {
			t.Errorf("%d events up to %d, want %d", len(events), after.last(), contents.Cut)
		}
		if totals := must[economy.Totals](t)(after.Totals(t.Context(), 0)); totals.Supply != a.supply() {
			t.Errorf("members have %d coins, and paid each other %d", totals.Supply, a.supply())
		}
	})
}

// rambles records events that fill many pages and do not become small by compression.
func (a *aurora) rambles() {
	events := make([]event.Event, 3*backup.PageSize)
	for n := range events {
		noise := make([]byte, 500)
		_, _ = rand.Read(noise) // it never fails
		events[n] = event.Event{Time: noon, Type: "test.noise", Severity: event.Info, Source: "test", Title: "Noise", Data: fmt.Appendf(nil, `"%x"`, noise)}
	}
	if err := a.log.RecordAll(a.t.Context(), events); err != nil {
		a.t.Fatal(err)
	}
}

// paysUntil pays a coin at a time until ctx ends.
func (a *aurora) paysUntil(ctx context.Context, from event.Ref, to module.Member, key snowflake.ID) {
	rules := a.rules(2)
	for ; ctx.Err() == nil; key++ {
		if _, err := rules.Pay(a.t.Context(), use(key, from), economy.Payment{To: to, Amount: 1}); err != nil {
			a.t.Error(err)
			return
		}
	}
}

// awaitEvents waits until so many more events are committed.
func (a *aurora) awaitEvents(more uint64) {
	deadline := time.Now().Add(patience)
	for want := a.last() + more; a.last() < want; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			a.t.Error("nothing is committed while a backup is written")
			return
		}
	}
}

func (a *aurora) last() uint64 {
	_, last, err := a.log.Bounds(a.t.Context())
	if err != nil {
		a.t.Error(err)
	}
	return last
}

func (a *aurora) supply() int64 {
	return must[economy.Totals](a.t)(a.Totals(a.t.Context(), 0)).Supply
}

// TestNothingIsOpenInTheDatabaseWhileTheFileIsWritten is requirement D8: a read that was
// open would keep the write-ahead log from being emptied.
func TestNothingIsOpenInTheDatabaseWhileTheFileIsWritten(t *testing.T) {
	url := storagetest.SQLite(t)
	a := open(t, url)
	a.rambles()
	other := must[*sql.DB](t)(sql.Open("sqlite", strings.TrimPrefix(url, "sqlite:")))
	defer other.Close()
	writes := 0
	file := &hooked{before: func() {
		writes++
		a.tells(1) // so that there is something in it
		var busy, pages, moved int
		if err := other.QueryRowContext(t.Context(), "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved); err != nil || busy != 0 {
			t.Errorf("write %d: got busy %d, %v", writes, busy, err)
		}
	}}
	must[backup.Contents](t)(backup.Write(t.Context(), a.db, file, "test"))
	if writes < 10 {
		t.Errorf("the file was written in %d pieces, so that little was asked in its midst", writes)
	}
}

// TestEventsThatAreDeletedMeanwhileAreNotMissed lets retention overtake the backup: what
// it holds is without a hole.
func TestEventsThatAreDeletedMeanwhileAreNotMissed(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		a := open(t, url)
		a.rambles()
		last, pieces := a.last(), 0
		deleted := last - 20 // in the last page
		file := &hooked{before: func() {
			if pieces++; pieces != 1 { // which is written when the first page is read
				return
			}
			err := a.db.Write(t.Context(), func(tx *storage.Tx) error {
				_, err := tx.Exec("DELETE FROM journal_events WHERE seq <= ?", deleted)
				return err
			})
			if err != nil {
				t.Error(err)
			}
		}}
		contents := must[backup.Contents](t)(backup.Write(t.Context(), a.db, file, "test"))
		if contents.First != int64(deleted+1) || contents.Events() != 20 {
			t.Fatalf("the backup holds %d to %d, and %d were deleted", contents.First, contents.Last, deleted)
		}
		want := a.keeps()
		to := storagetest.SQLite(t)
		must[backup.Contents](t)(backup.Restore(t.Context(), to, bytes.NewReader(file.Bytes()), false))
		open(t, to).sameAs(want)
	})
}

// TestAFileIsThereWhenItIsWholeAndForItsOwnerOnly also overwrites one where that is said.
func TestAFileIsThereWhenItIsWholeAndForItsOwnerOnly(t *testing.T) {
	a := open(t, storagetest.SQLite(t))
	a.claimsAndPays()
	path := filepath.Join(t.TempDir(), "backup")
	writeFile(t, path+".partial", "of a backup that was interrupted")
	must[backup.Contents](t)(backup.WriteFile(t.Context(), a.db, path, "test", false))
	first := must[[]byte](t)(os.ReadFile(path))
	info := must[os.FileInfo](t)(os.Stat(path))
	if info.Mode().Perm() != 0o600 {
		t.Errorf("its mode is %v", info.Mode())
	}
	a.tells(1)
	if _, err := backup.WriteFile(t.Context(), a.db, path, "test", false); err == nil || !bytes.Equal(first, must[[]byte](t)(os.ReadFile(path))) {
		t.Errorf("it is overwritten: %v", err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := backup.WriteFile(cancelled, a.db, path, "test", true); err == nil || !bytes.Equal(first, must[[]byte](t)(os.ReadFile(path))) {
		t.Errorf("a backup that fails takes the place of one that did not: %v", err)
	}
	must[backup.Contents](t)(backup.WriteFile(t.Context(), a.db, path, "test", true))
	if bytes.Equal(first, must[[]byte](t)(os.ReadFile(path))) {
		t.Error("it is not overwritten")
	}
	if _, err := os.Stat(path + ".partial"); err == nil {
		t.Error("a part of it is left behind")
	}
}
