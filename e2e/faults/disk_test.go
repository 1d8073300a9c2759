package faults_test

import (
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// TestAFullDiskRefusesAndHeals is requirement D9, on a file system of its own.
func TestAFullDiskRefusesAndHeals(t *testing.T) {
	t.Parallel()
	volume := storagetest.SmallDisk(t, 400_000_000)
	database := "sqlite:" + filepath.Join(volume, "aurora.db")
	d := startDiscord(t)
	b := startBot(t, d, database)
	load := startLoad(t, d)
	load.goesOn(t, payers)

	filler := filepath.Join(volume, "filler")
	fill(t, filler)
	eventually(t, "a payment is refused", func() bool { return refusedForSpace(d) })
	if err := getJSON(t.Context(), b.url+"/api/events", nil); err != nil {
		t.Errorf("reading does not go on: %v", err)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	freed := time.Now()
	load.goesOn(t, 1)
	healed := time.Since(freed)
	t.Logf("payments go on %v after there is space again", healed.Round(10*time.Millisecond))
	if healed > 10*time.Second {
		t.Error("want that within 10 s")
	}
	load.goesOn(t, payers)
	load.check(t, b)
	b.stop(t)
	checkLedger(t, database)
}

// fill takes all space to the last byte.
func fill(t *testing.T, path string) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if n, err := io.Copy(file, zeros{}); err == nil {
		t.Fatalf("the volume took %d bytes and is not full", n)
	}
}

// zeros never end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// refusedForSpace says whether a member is told that there is no room.
func refusedForSpace(d *discord) bool {
	told := d.pays(d.guilds[0], 0, 1)
	return len(told) == 1 && told[0].Response != nil && !told[0].acknowledged()
}
