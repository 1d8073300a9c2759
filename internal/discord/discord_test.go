package discord

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
)

// notebook is a journal in memory that can be held up.
type notebook struct {
	mu     sync.Mutex
	events []event.Event
	hold   chan struct{} // not nil: RecordAll waits until it is closed
}

func (n *notebook) RecordAll(_ context.Context, events []event.Event) error {
	if n.hold != nil {
		<-n.hold
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, e := range events {
		if e.Type == "" {
			return errors.New("an event without a type")
		}
	}
	n.events = append(n.events, events...)
	return nil
}

func (n *notebook) types() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	var types []string
	for _, e := range n.events {
		types = append(types, e.Type)
	}
	return strings.Join(types, " ")
}

const token = "MTIzNDU2Nzg5MDEyMzQ1Njc4.x.y" // of the application 123456789012345678

// newBot is a bot that talks to the given handler in the place of Discord.
func newBot(t *testing.T, discord http.Handler, commands ...module.Command) (*Bot, *notebook) {
	t.Helper()
	server := httptest.NewServer(discord)
	t.Cleanup(server.Close)
	notes := &notebook{}
	b, err := New(Config{
		Token: token, APIURL: server.URL, Version: "test", Heartbeat: time.Minute, Commands: commands,
		Journal: notes, Observe: func(event.Measure) {}, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return b, notes
}

// flush records all that b has told.
func flush(b *Bot) { b.recorder.start(context.Background()).finish() }

func TestATokenNamesItsApplication(t *testing.T) {
	if id, err := applicationOf(token); err != nil || id != 123456789012345678 {
		t.Errorf("got %v, %v", id, err)
	}
	for _, wrong := range []string{"", "abc", "MTIz", "MTIz.x", "MTIz.x.y.z", "!!!.x.y", "YWJj.x.y", "Bot " + token} {
		if id, err := applicationOf(wrong); err == nil || wrong != "" && strings.Contains(err.Error(), wrong) {
			t.Errorf("%q: got %v, %v; want an error that does not repeat it", wrong, id, err)
		}
	}
}
