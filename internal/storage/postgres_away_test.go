package storage_test

import (
	"context"
	"errors"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

func TestAServerThatIsAwayRefusesWritesUntilItIsBack(t *testing.T) {
	road := newRoad(t, storagetest.PostgreSQL(t))
	db := open(t, road.url)
	for _, text := range []string{"a", "b"} {
		if err := db.Write(t.Context(), note(text)); err != nil {
			t.Fatal(err)
		}
		road.close()
		for range 3 {
			if err := db.Write(t.Context(), note("lost")); !errors.Is(err, storage.ErrUnavailable) {
				t.Errorf("got %v, want ErrUnavailable", err)
			}
		}
		road.open(t)
	}
	if err := db.Write(t.Context(), note("c")); err != nil {
		t.Error(err)
	}
	if got := notes(t, db); got != "a b c" {
		t.Errorf("got %q, want a b c", got)
	}
}

func TestAServerThatSaysNothingRefusesWritesUntilItSpeaks(t *testing.T) {
	road := newRoad(t, storagetest.PostgreSQL(t))
	db := open(t, road.url)
	storage.SetPatience(db, 200*time.Millisecond)
	road.quiet.Lock()
	for range 3 {
		if err := db.Write(t.Context(), note("lost")); !errors.Is(err, storage.ErrUnavailable) {
			t.Errorf("got %v, want ErrUnavailable", err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := db.Write(ctx, note("late")); !errors.Is(err, context.Canceled) || errors.Is(err, storage.ErrUnavailable) {
		t.Errorf("who gives up got %v, want canceled", err)
	}
	road.quiet.Unlock()
	storage.SetPatience(db, 30*time.Second)
	if err := db.Write(t.Context(), note("heard")); err != nil {
		t.Error(err)
	}
	if got := notes(t, db); got != "heard" {
		t.Errorf("got %q, want heard", got)
	}
}

// road leads to a server, and may be closed or made quiet.
type road struct {
	url     string
	quiet   sync.RWMutex // while it is locked, no byte passes
	network string
	server  string
	address string

	listener net.Listener
	mu       sync.Mutex
	closed   bool
	ends     []net.Conn
	all      sync.WaitGroup
}

func newRoad(t *testing.T, server string) *road {
	t.Helper()
	config, err := pgx.ParseConfig(server)
	if err != nil {
		t.Fatal(err)
	}
	r := &road{address: "127.0.0.1:0"}
	r.network, r.server = pgconn.NetworkAddress(config.Host, config.Port)
	r.open(t)
	t.Cleanup(r.close)
	_, port, _ := net.SplitHostPort(r.address)
	r.url = with(t, with(t, with(t, server, "sslmode", "disable"), "host", "127.0.0.1"), "port", port)
	return r
}

func (r *road) open(t *testing.T) {
	listener, err := net.Listen("tcp", r.address)
	if err != nil {
		t.Fatal(err)
	}
	r.listener, r.address = listener, listener.Addr().String()
	r.mu.Lock()
	r.closed = false
	r.mu.Unlock()
	r.all.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			r.all.Go(func() { r.connect(client) })
		}
	})
}

// close ends all connections, and refuses further ones.
func (r *road) close() {
	r.listener.Close()
	r.mu.Lock()
	r.closed = true
	for _, end := range r.ends {
		end.Close()
	}
	r.ends = nil
	r.mu.Unlock()
	r.all.Wait()
}

func (r *road) connect(client net.Conn) {
	defer client.Close()
	server, err := net.Dial(r.network, r.server)
	if err != nil {
		return
	}
	defer server.Close()
	if !r.keep(client, server) {
		return
	}
	var answers sync.WaitGroup
	answers.Go(func() { r.carry(client, server) })
	r.carry(server, client)
	answers.Wait()
}

// keep remembers both ends of a connection, unless the road is closed.
func (r *road) keep(ends ...net.Conn) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ends = append(r.ends, ends...)
	return !r.closed
}

func (r *road) carry(to, from net.Conn) {
	defer to.Close()
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		r.quiet.RLock()
		_, writeErr := to.Write(buffer[:n])
		r.quiet.RUnlock()
		if err != nil || writeErr != nil {
			return
		}
	}
}
