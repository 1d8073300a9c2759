package backup_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/aurorabot/aurora/internal/backup"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// ofBeforeKeys is a backup as a program has written it that had no keys of access yet,
// and did not remember the requests of other programs.
func ofBeforeKeys(t *testing.T, file []byte) []byte {
	t.Helper()
	lines := strings.SplitAfter(strings.TrimSuffix(unzipped(t, file), "\n"), "\n")
	var header, trailer map[string]any
	for at, into := range map[int]*map[string]any{0: &header, len(lines) - 1: &trailer} {
		decoder := json.NewDecoder(strings.NewReader(lines[at]))
		decoder.UseNumber()
		if err := decoder.Decode(into); err != nil {
			t.Fatal(err)
		}
	}
	rooms := header["rooms"].(map[string]any)
	delete(rooms, "access")
	rooms["journal"] = 3
	header["tables"] = slices.DeleteFunc(header["tables"].([]any), func(table any) bool {
		return strings.HasPrefix(table.(map[string]any)["name"].(string), "access_")
	})
	rows := slices.DeleteFunc(lines[1:len(lines)-1], func(line string) bool { return strings.HasPrefix(line, `["access_`) })
	text := string(must[[]byte](t)(json.Marshal(header))) + "\n" + strings.Join(rows, "")

	end := trailer["end"].(map[string]any)
	for _, table := range []string{"access_keys", "access_accounts"} {
		delete(end["rows"].(map[string]any), table)
	}
	sum := sha256.Sum256([]byte(text))
	end["sha256"] = hex.EncodeToString(sum[:])
	return zipped(t, text+string(must[[]byte](t)(json.Marshal(trailer)))+"\n")
}

func TestABackupOfAnOlderProgramIsBroughtUpToDate(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		before := open(t, storagetest.SQLite(t))
		before.lives()
		want := before.keeps()
		must[backup.Contents](t)(backup.Restore(t.Context(), url, bytes.NewReader(ofBeforeKeys(t, before.backup())), false))
		after := open(t, url)
		versions := must[map[string]int64](t)(after.db.Versions(t.Context()))
		for _, room := range backup.Rooms() {
			if own := must[int64](t)(room.Version()); versions[room.Name] != own {
				t.Errorf("%s has version %d, want %d", room.Name, versions[room.Name], own)
			}
		}
		want.Keys, want.Accounts = nil, nil
		after.sameAs(want)
	})
}

// TestADatabaseOfAnotherVersionIsNotBackedUp undoes the last migration's count.
func TestADatabaseOfAnotherVersionIsNotBackedUp(t *testing.T) {
	a := open(t, storagetest.SQLite(t))
	if err := a.forgetMigration("access"); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if _, err := backup.Write(t.Context(), a.db, &file, "test"); err == nil || !strings.Contains(err.Error(), "aurora migrate") || file.Len() > 0 {
		t.Errorf("got %v, and %d bytes", err, file.Len())
	}
}
