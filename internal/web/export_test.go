package web_test

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aurorabot/aurora/internal/discord/pipenet"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/web"
)

func TestAnExportHasAllEventsThatAFilterFinds(t *testing.T) {
	s := open(t, setup{before: 1200}) // three pages
	odd := event.Event{Type: "test.odd", Severity: event.Warn, Source: "test", Title: "Odd", Message: "=1+1", User: event.Ref{ID: 1<<64 - 1, Name: "@mira"}}
	for range 2 {
		if _, err := s.journal.Record(t.Context(), odd); err != nil {
			t.Fatal(err)
		}
	}
	for query, want := range map[string]struct{ n, first, last int }{
		"":                      {1202, 1202, 1},
		"&after=0":              {1202, 1, 1202},
		"&after=700&before=703": {2, 701, 702},
		"&before=601":           {600, 600, 1},
		"&type=test.odd":        {2, 1202, 1201},
		"&type=nothing.*":       {0, 0, 0},

		"&type=nothing.*,test.odd&severity=error,warn": {2, 1202, 1201},
	} {
		_, text, _ := s.request("GET", "/api/events/export?format=ndjson"+query)
		var seqs []int
		for line := range strings.Lines(text) {
			var e event.Event
			if err := json.Unmarshal([]byte(line), &e); err != nil || e.Epoch != s.journal.Epoch() {
				t.Fatalf("%q: %v", line, err)
			}
			seqs = append(seqs, int(e.Seq))
		}
		if len(seqs) != want.n || want.n > 0 && (seqs[0] != want.first || seqs[len(seqs)-1] != want.last) {
			t.Errorf("%q: got %d events", query, len(seqs))
		}
	}
	status, text, header := s.request("GET", "/api/events/export?format=csv&user=18446744073709551615")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || status != http.StatusOK || len(rows) != 3 || rows[1][6] != "'=1+1" || rows[1][9] != "'18446744073709551615" || rows[1][10] != "'@mira" {
		t.Errorf("got %d %q, %v", status, rows, err)
	}
	if disposition := header.Get("Content-Disposition"); !strings.HasPrefix(disposition, `attachment; filename="aurora-events-`) || !strings.HasSuffix(disposition, `.csv"`) {
		t.Errorf("got %q", disposition)
	}
	if kind := header.Get("Content-Type"); !strings.HasPrefix(kind, "text/csv") {
		t.Errorf("got %q", kind)
	}
}

func TestAnExportThatCannotBeIsRefusedByName(t *testing.T) {
	s := open(t, setup{})
	for query, field := range map[string]string{
		"": "format", "?format=": "format", "?format=xlsx": "format", "?format=CSV": "format", "?format=csv&format=csv": "format",
		"?format=csv&limit=5": "limit", "?format=csv&guild=x": "guild", "?format=csv&severity=loud": "severity", "?format=csv&foo=1": "foo",
		"?format=csv&after=-1": "after", "?format=csv&type=a&type=b": "type",
	} {
		status, body, header := s.request("GET", "/api/events/export"+query)
		var answer struct {
			Error struct{ Code, Message, Field string }
		}
		if err := json.Unmarshal([]byte(body), &answer); err != nil || status != http.StatusBadRequest || answer.Error.Field != field {
			t.Errorf("%s: got %d %s", query, status, body)
		}
		if header.Get("Content-Disposition") != "" {
			t.Errorf("%s: a refusal is sent as a file", query)
		}
	}
}

// endless is a log of so many events that no connection holds them, read a page at a time.
type endless struct {
	web.Journal
	last  uint64
	pages atomic.Int64
	fails uint64 // where it cannot be read; or 0
}

func (l *endless) Bounds(context.Context) (first, last uint64, err error) { return 1, l.last, nil }

func (l *endless) Select(ctx context.Context, f journal.Filter) (page journal.Page, _ error) {
	if err := ctx.Err(); err != nil {
		return page, err
	}
	l.pages.Add(1)
	seq := *f.Before - 1
	for ; seq > 0 && len(page.Events) < f.Limit; seq-- {
		if seq == l.fails {
			return page, errors.New("the disk has failed")
		}
		page.Events = append(page.Events, event.Event{Seq: seq, Type: "test.happened", Severity: event.Info, Source: "test", Title: "It happened"})
	}
	if seq > 0 {
		page.Next = new(seq + 1)
	}
	return page, nil
}

// exporting runs a server on a network in memory. Its clock is the bubble's.
func exporting(t *testing.T, log web.Journal) (get func() (status int, header http.Header, body io.Reader)) {
	listener := pipenet.Listen()
	server := web.NewServer(web.Config{Journal: log, Logger: slog.New(slog.DiscardHandler)})
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Run(ctx, local{listener}) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return func() (int, http.Header, io.Reader) {
		conn, err := listener.Dial(t.Context(), "", "")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1/api/events/export?format=ndjson", nil)
		go func() { _ = r.Write(conn) }() // the server has gone where it fails
		response, err := http.ReadResponse(bufio.NewReaderSize(conn, 16), r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { response.Body.Close() })
		return response.StatusCode, response.Header, response.Body
	}
}

// local says of a network in memory that all who call are at this machine.
type local struct{ net.Listener }

func (l local) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	return here{conn}, err
}

type here struct{ net.Conn }

func (here) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

// TestASlowExportIsWholeAndHoldsNoPage reads for ten minutes what is longer than any
// limit of a request, and stops for a while in between.
func TestASlowExportIsWholeAndHoldsNoPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &endless{last: 20_000}
		_, _, body := exporting(t, log)()
		lines := bufio.NewReaderSize(body, 16)
		got := 0
		for ; ; got++ {
			if _, err := lines.ReadString('\n'); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("after %d events: %v", got, err)
			}
			time.Sleep(30 * time.Millisecond)
			if got%5000 == 0 {
				synctest.Wait()
				before := log.pages.Load()
				time.Sleep(20 * time.Second)
				synctest.Wait()
				if pages := log.pages.Load(); pages != before || pages > int64(got)/500+2 {
					t.Errorf("%d pages were read for %d events", pages, got)
				}
			}
		}
		if got != 20_000 {
			t.Errorf("got %d events", got)
		}
	})
}

// TestAClientThatTakesNothingMakesRoomForOthers has as many exports running as there
// may be, of which nobody reads anything.
func TestAClientThatTakesNothingMakesRoomForOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		get := exporting(t, &endless{last: 5_000})
		for range 4 {
			if status, _, _ := get(); status != http.StatusOK {
				t.Fatalf("got %d", status)
			}
		}
		if status, header, _ := get(); status != http.StatusServiceUnavailable || header.Get("Retry-After") == "" {
			t.Errorf("the fifth: got %d, %v", status, header)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if status, _, _ := get(); status != http.StatusOK {
			t.Errorf("when they are gone: got %d", status)
		}
	})
}

func TestAnExportThatFailsIsNotTakenForWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, _, body := exporting(t, &endless{last: 5_000, fails: 3_000})()
		text, err := io.ReadAll(body)
		if err == nil || strings.Contains(string(text), "disk") {
			t.Errorf("got %d bytes, %v", len(text), err)
		}
	})
}
