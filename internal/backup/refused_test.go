package backup_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/aurorabot/aurora/internal/backup"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// unzipped and zipped are the way between a backup and its lines.
func unzipped(t *testing.T, file []byte) string {
	t.Helper()
	from := must[*gzip.Reader](t)(gzip.NewReader(bytes.NewReader(file)))
	return string(must[[]byte](t)(io.ReadAll(from)))
}

func zipped(t *testing.T, text string) []byte {
	t.Helper()
	var file bytes.Buffer
	to := gzip.NewWriter(&file)
	if _, err := io.WriteString(to, text); err != nil {
		t.Fatal(err)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// TestAFileThatIsNotAWholeBackupIsRefused and leaves the database as it was.
func TestAFileThatIsNotAWholeBackupIsRefused(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		a := open(t, url)
		a.lives()
		want, file := a.keeps(), a.backup()
		a.close()
		text := unzipped(t, file)
		lines := strings.SplitAfter(text, "\n")
		without := func(n int) string { return strings.Join(lines[:n], "") + strings.Join(lines[n+1:], "") }
		for name, c := range map[string]struct {
			file []byte
			want error
		}{
			"nothing":                   {nil, backup.ErrForeign},
			"another file":              {[]byte("SQLite format 3\x00"), backup.ErrForeign},
			"another compressed file":   {zipped(t, "{\"hello\":\"world\"}\n"), backup.ErrForeign},
			"a compressed nothing":      {zipped(t, ""), backup.ErrForeign},
			"its first half":            {file[:len(file)/2], backup.ErrIncomplete},
			"all but the checksum":      {file[:len(file)-8], backup.ErrIncomplete},
			"all but the last line":     {zipped(t, strings.Join(lines[:len(lines)-2], "")), backup.ErrIncomplete},
			"something behind":          {append(bytes.Clone(file), "more than there should be"...), backup.ErrDamaged},
			"two of them":               {append(bytes.Clone(file), file...), backup.ErrDamaged},
			"one row less":              {zipped(t, without(5)), backup.ErrDamaged},
			"another amount":            {zipped(t, strings.Replace(text, ",77,", ",78,", 1)), backup.ErrDamaged},
			"another end":               {zipped(t, strings.Replace(text, `"first":1`, `"first":2`, 1)), backup.ErrDamaged},
			"a table of somebody's":     {zipped(t, strings.Replace(text, `"name":"access_keys"`, `"name":"pg_authid"`, 1)), backup.ErrDamaged},
			"a column that is none":     {zipped(t, strings.Replace(text, `"name":"hash"`, `"name":"hash) --"`, 1)), backup.ErrDamaged},
			"one of a newer program":    {zipped(t, strings.Replace(text, `"economy":`, `"economy":9`, 1)), backup.ErrNewer},
			"one in a form of tomorrow": {zipped(t, strings.Replace(text, `"format":1`, `"format":2`, 1)), backup.ErrNewer},
		} {
			if _, err := backup.Restore(t.Context(), url, bytes.NewReader(c.file), true); !errors.Is(err, c.want) {
				t.Errorf("%s: got %v, want %v", name, err, c.want)
			}
		}
		for range 20 {
			altered := bytes.Clone(file)
			at := 10 + rand.IntN(len(file)-10) // behind what the form leaves open: time and system
			altered[at] ^= 1 << rand.IntN(8)
			if _, err := backup.Restore(t.Context(), url, bytes.NewReader(altered), true); err == nil {
				t.Fatalf("with byte %d altered it is restored", at)
			}
		}
		open(t, url).sameAs(want)
	})
}

// changing is a file that becomes another when it is read again.
type changing struct {
	*bytes.Reader
	then []byte
}

func (c *changing) Seek(int64, int) (int64, error) {
	c.Reader = bytes.NewReader(c.then)
	return 0, nil
}

// TestARestoreThatFailsMidwayLeavesTheOldDatabase lets the file break while it is loaded.
func TestARestoreThatFailsMidwayLeavesTheOldDatabase(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		a := open(t, url)
		a.lives()
		want, file := a.keeps(), a.backup()
		a.tells(1)
		other := a.backup()
		a.close()
		for name, then := range map[string][]byte{"cut off": file[:len(file)*9/10], "another one": other} {
			if _, err := backup.Restore(t.Context(), url, &changing{bytes.NewReader(file), then}, true); err == nil {
				t.Errorf("%s: it is restored", name)
			}
		}
		after := open(t, url)
		want.Events = append(want.Events, after.events()[len(want.Events):]...)
		after.sameAs(want)
		for table := range after.tables() {
			if strings.Contains(table, "restor") {
				t.Errorf("%s is left behind", table)
			}
		}
		if path, isFile := strings.CutPrefix(url, "sqlite:"); isFile {
			for _, left := range []string{".restoring", ".restoring-wal", ".before-restore"} {
				if _, err := os.Stat(path + left); err == nil {
					t.Errorf("%s is left behind", left)
				}
			}
		}
	})
}
