package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"

	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// runningDemo is a whole program on a database, with members who use commands.
type runningDemo struct {
	t       *testing.T
	address string
	stop    context.CancelFunc
	ended   chan int
}

func startDemo(t *testing.T, url string) *runningDemo {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	d := &runningDemo{t: t, stop: stop, ended: make(chan int, 1)}
	out, printed := io.Pipe()
	record := recorded(t)
	go func() {
		args := []string{"demo", "--addr", "127.0.0.1:0", "--sim-addr", "127.0.0.1:0", "--database-url", url, "--rate", "20", "--log-level", "error", record}
		d.ended <- run(ctx, environment{args: args, stdout: printed, stderr: t.Output()})
		printed.Close()
	}()
	t.Cleanup(d.end)
	d.address = awaitReady(t, out)
	return d
}

// end ends the program, once.
func (d *runningDemo) end() {
	if d.stop == nil {
		return
	}
	d.stop()
	d.stop = nil
	if code := <-d.ended; code != exitOK {
		d.t.Errorf("the demo ended with %d", code)
	}
}

// position is the epoch and the last event.
func (d *runningDemo) position() (epoch string, seq uint64) {
	d.t.Helper()
	answer, err := http.Get(d.address + "/api/stats")
	if err != nil {
		d.t.Fatal(err)
	}
	defer answer.Body.Close()
	var stats struct {
		Epoch string
		Seq   uint64
	}
	if err := json.NewDecoder(answer.Body).Decode(&stats); err != nil || stats.Epoch == "" {
		d.t.Fatalf("got %+v, %v", stats, err)
	}
	return stats.Epoch, stats.Seq
}

// awaitEvents waits for the log to reach an event, and returns the epoch.
func (d *runningDemo) awaitEvents(last uint64) (epoch string) {
	d.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if epoch, seq := d.position(); seq >= last {
			return epoch
		}
	}
	d.t.Fatalf("event %d is not committed", last)
	return ""
}

// awaitBackup waits until the page tells of a backup.
func (d *runningDemo) awaitBackup() {
	d.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		answer, err := http.Get(d.address + "/api/stats")
		if err != nil {
			d.t.Fatal(err)
		}
		var stats struct {
			Runtime struct {
				DB struct{ LastBackupAt *time.Time }
			}
		}
		err = json.NewDecoder(answer.Body).Decode(&stats)
		answer.Body.Close()
		if err != nil {
			d.t.Fatal(err)
		}
		if stats.Runtime.DB.LastBackupAt != nil {
			return
		}
	}
	d.t.Error("the page does not know of the backup")
}

// resume connects where a client has stopped, and returns the first frame that moves its
// cursor.
func (d *runningDemo) resume(epoch string, after uint64) (kind, data string) {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.t.Context(), 30*time.Second)
	defer cancel()
	url := fmt.Sprintf("ws%s/ws?epoch=%s&after=%d", strings.TrimPrefix(d.address, "http"), epoch, after)
	conn, early, _, err := ws.Dial(ctx, url)
	if err != nil {
		d.t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(30 * time.Second))
	from := io.Reader(conn)
	if early != nil {
		from = early
	}
	for {
		text, err := wsutil.ReadServerText(struct {
			io.Reader
			io.Writer
		}{from, conn})
		if err != nil {
			d.t.Fatal(err)
		}
		var frame struct {
			Type string
			Data json.RawMessage
		}
		if err := json.Unmarshal(text, &frame); err != nil {
			d.t.Fatal(err)
		}
		if frame.Type != "STATS_UPDATE" {
			return frame.Type, string(frame.Data)
		}
	}
}

// TestABackupIsMadeBesideARunningProgramAndRestoredAfterIt is requirement D10, by the
// commands, from either kind of database to the other.
func TestABackupIsMadeBesideARunningProgramAndRestoredAfterIt(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		other := storagetest.SQLite(t)
		if strings.HasPrefix(url, "sqlite") {
			other = storagetest.PostgreSQL(t)
		}
		file := filepath.Join(t.TempDir(), "backup")
		demo := startDemo(t, url)
		epoch := demo.awaitEvents(50)
		code, backedUp, stderr := line(t, nil, "backup", file, "--database-url", url)
		if code != exitOK || !strings.Contains(backedUp, "events (1 to ") {
			t.Fatalf("got exit %d, %s%s", code, backedUp, stderr)
		}
		demo.awaitBackup()
		if code, _, stderr := line(t, nil, "restore", file, "--database-url", url, "--replace"); code != exitFailed || !strings.Contains(stderr, "end it first") {
			t.Errorf("beside a running program: exit %d, %s", code, stderr)
		}
		if kind, _ := demo.resume(epoch, 40); kind == "RESET" {
			t.Error("the running program has lost its place")
		}
		demo.end()

		_, counted, _ := strings.Cut(backedUp, ": ")
		for to, more := range map[string][]string{url: {"--replace"}, other: nil} {
			code, restored, stderr := line(t, nil, append([]string{"restore", file, "--database-url", to}, more...)...)
			if code != exitOK || !strings.HasSuffix(restored, ": "+counted) {
				t.Fatalf("got exit %d, %s%s, want %s", code, restored, stderr, counted)
			}
			if code, stdout, stderr := line(t, nil, "ledger", "verify", "--database-url", to); code != exitOK {
				t.Errorf("got exit %d, %s%s", code, stdout, stderr)
			}
			again := startDemo(t, to)
			if kind, data := again.resume(epoch, 40); kind != "RESET" || !strings.Contains(data, `"reason":"epoch"`) {
				t.Errorf("an old cursor is answered with %s %s", kind, data)
			}
			if now, _ := again.position(); now == epoch {
				t.Error("the epoch is the same")
			}
			again.end()
		}
	})
}

func TestABackupGoesToStandardOutputToo(t *testing.T) {
	url := storagetest.SQLite(t)
	startDemo(t, url).awaitEvents(1)
	code, stdout, stderr := line(t, nil, "backup", "-", "--database-url", url)
	if code != exitOK || !strings.HasPrefix(stdout, "\x1f\x8b") || !strings.Contains(stderr, "backed up") {
		t.Errorf("got exit %d, %.20q, %s", code, stdout, stderr)
	}
}

func TestABackupOverwritesNothingBySlipOfThePen(t *testing.T) {
	url, file := storagetest.SQLite(t), filepath.Join(t.TempDir(), "backup")
	demo := startDemo(t, url)
	demo.awaitEvents(1)
	demo.end()
	if err := os.WriteFile(file, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	missing := filepath.Join(t.TempDir(), "missing")
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"a file that is there":       {[]string{"backup", file, "--database-url", url}, "--force"},
		"no file":                    {[]string{"backup"}, "FILE"},
		"a database that is missing": {[]string{"backup", file, "--data", missing}, missing},
		"a file that is missing":     {[]string{"restore", missing}, missing},
		"an unknown database":        {[]string{"restore", file, "--database-url", "mysql://x/y"}, "--database-url"},
	} {
		code, _, stderr := line(t, nil, c.args...)
		if code != exitUsage || !strings.Contains(stderr, c.want) {
			t.Errorf("%s: got exit %d, %q; want exit 2 and %q", name, code, stderr, c.want)
		}
	}
	if text, err := os.ReadFile(file); err != nil || !bytes.Equal(text, []byte("precious")) {
		t.Errorf("got %q, %v", text, err)
	}
	if code, _, stderr := line(t, nil, "backup", "--force", "--database-url", url, file); code != exitOK {
		t.Errorf("got exit %d, %s", code, stderr)
	}
	if code, _, stderr := line(t, nil, "restore", file, "--database-url", url); code != exitUsage || !strings.Contains(stderr, "--replace") {
		t.Errorf("got exit %d, %s", code, stderr)
	}
}
