package faults_test

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/gobwas/ws"

	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// TestAStopIsToldToAllAndLosesNothing is requirement O1: many pages are open and members
// pay when the signal comes.
func TestAStopIsToldToAllAndLosesNothing(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, database string) {
		pages := 300
		if torture {
			pages = 5000
		}
		d := startDiscord(t)
		b := startBot(t, d, database)
		load := startLoad(t, d)
		a := openAudience(t, b, pages)
		load.goesOn(t, payers)
		began := time.Now()
		if err := b.command.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		told := b.unreadyUntil(t, a)
		a.check(t, pages)
		select {
		case <-b.ended:
		case <-time.After(patience):
			t.Fatal("it does not end")
		}
		took := time.Since(began)
		t.Logf("%d pages, %d payments: not ready after %v, the last page closed after %v, at the end after %v",
			pages, load.acknowledged(), told.Sub(began).Round(time.Millisecond), a.last.Sub(began).Round(time.Millisecond), took.Round(time.Millisecond))
		if code := b.command.ProcessState.ExitCode(); code != 0 || took > 25*time.Second {
			t.Errorf("exit code %d after %v, want 0 within 25 s", code, took)
		}
		load.end()
		load.check(t, startBot(t, d, database))
		checkLedger(t, database)
	})
}

// unreadyUntil asks whether the program is ready until the last page is closed. It has
// to answer all the while, and always that it is not once it has said so. It returns
// when that was.
func (b *bot) unreadyUntil(t *testing.T, a *audience) (told time.Time) {
	t.Helper()
	for a.left.Load() > 0 {
		status, err := b.readiness()
		switch {
		case err != nil:
			if a.left.Load() > 0 {
				t.Fatalf("%d pages are open and nobody says whether it is ready: %v", a.left.Load(), err)
			}
		case status == http.StatusServiceUnavailable && told.IsZero():
			told = time.Now()
		case status != http.StatusServiceUnavailable && !told.IsZero():
			t.Errorf("it is ready again: %d", status)
		}
	}
	if told.IsZero() {
		t.Error("it was ready until the last page was closed")
	}
	return told
}

func (b *bot) readiness() (status int, err error) {
	response, err := client.Get(b.url + "/readyz")
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	return response.StatusCode, err
}

// audience is pages that are open.
type audience struct {
	all  sync.WaitGroup
	left atomic.Int32 // how many are open

	mu      sync.Mutex
	endings map[ending]int
	last    time.Time // when the last page was closed
}

// ending is how a page was closed.
type ending struct {
	noticed bool // it was told before
	code    ws.StatusCode
}

// openAudience opens so many pages, as fast as they are let in.
func openAudience(t *testing.T, b *bot, pages int) *audience {
	t.Helper()
	a := &audience{endings: make(map[ending]int)}
	for range pages {
		conn, in := b.openPage(t)
		a.left.Add(1)
		a.all.Go(func() { a.ended(watchToTheEnd(in), conn) })
	}
	return a
}

func (b *bot) openPage(t *testing.T) (conn net.Conn, in *bufio.Reader) {
	t.Helper()
	eventually(t, "a page is let in", func() bool {
		var err error
		conn, in, _, err = ws.Dial(t.Context(), "ws"+strings.TrimPrefix(b.url, "http")+"/ws")
		if refused, ok := errors.AsType[ws.StatusError](err); err != nil && (!ok || refused != http.StatusServiceUnavailable) {
			t.Fatal(err)
		}
		return err == nil
	})
	t.Cleanup(func() { conn.Close() })
	if in == nil { // nothing has come with the handshake
		in = bufio.NewReader(conn)
	}
	return conn, in
}

// watchToTheEnd reads a page's frames until it is closed.
func watchToTheEnd(in io.Reader) (e ending) {
	for {
		header, err := ws.ReadHeader(in)
		payload := make([]byte, header.Length) // what our own program says
		if err == nil {
			_, err = io.ReadFull(in, payload)
		}
		switch {
		case err != nil:
			e.code = ws.StatusAbnormalClosure
			return e
		case header.OpCode == ws.OpClose:
			e.code, _ = ws.ParseCloseFrameData(payload)
			return e
		case bytes.HasPrefix(payload, []byte(`{"type":"NOTICE"`)):
			e.noticed = true
		}
	}
}

func (a *audience) ended(e ending, conn net.Conn) {
	conn.Close()
	a.mu.Lock()
	defer a.mu.Unlock()
	a.endings[e]++
	a.last = time.Now()
	a.left.Add(-1)
}

// check waits until all pages are closed, and looks how.
func (a *audience) check(t *testing.T, pages int) {
	t.Helper()
	a.all.Wait()
	if want := (ending{noticed: true, code: 1012}); a.endings[want] != pages {
		t.Errorf("of %d pages so many ended so: %v; want all %v", pages, a.endings, want)
	}
}
