package discordsim_test

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
	"github.com/klauspost/compress/zstd"

	"github.com/aurorabot/aurora/internal/discord/discordsim"
)

// frame is what the gateway sends.
type frame struct {
	Op   int             `json:"op"`
	Seq  *int64          `json:"s"`
	Type *string         `json:"t"`
	Data json.RawMessage `json:"d"`
	raw  []byte
	at   time.Time
	zip  bool // it came compressed
}

func (f frame) field(path ...any) any {
	var value any
	if err := json.Unmarshal(f.Data, &value); err != nil {
		return nil
	}
	return dig(value, path...)
}

func (f frame) is(event string) bool { return f.Type != nil && *f.Type == event }

// client is a gateway connection with as little cleverness as possible. Its frames wait in a channel;
// when the connection ends, the channel is closed and code tells how.
type client struct {
	conn   net.Conn
	frames chan frame
	code   ws.StatusCode // the server's close code, 0 = it just hung up
	hungUp time.Time     // when the TCP connection ended
}

const usualQuery = "/gateway?v=10&encoding=json"

func (d *discord) dial(t *testing.T, path string) *client {
	t.Helper()
	conn, from := d.handshake(t, path)
	c := &client{conn: conn, frames: make(chan frame, 10_000)}
	done := make(chan struct{})
	go func() {
		defer close(done)
		inflate, end := inflater(path)
		defer end()
		c.read(bufio.NewReader(from), inflate)
	}()
	t.Cleanup(func() {
		conn.Close()
		<-done
	})
	return c
}

// handshake opens a WebSocket and leaves it alone. What the server says is read from the second value.
func (d *discord) handshake(t *testing.T, path string) (net.Conn, io.Reader) {
	t.Helper()
	dialer := ws.Dialer{NetDial: func(context.Context, string, string) (net.Conn, error) { return d.listener.dial() }}
	conn, buffered, _, err := dialer.Dial(t.Context(), "ws://discord.test"+path)
	if err != nil {
		t.Fatalf("dial %s: %v", path, err)
	}
	if buffered != nil {
		return conn, buffered
	}
	return conn, conn
}

func (c *client) read(from io.Reader, inflate func([]byte) ([]byte, error)) {
	defer func() {
		c.hungUp = time.Now()
		close(c.frames)
	}()
	for {
		message, op, err := wsutil.ReadServerData(readWriter{from, c.conn})
		if closed, ok := errors.AsType[wsutil.ClosedError](err); ok {
			c.code = closed.Code
			_, _ = io.Copy(io.Discard, from) // until the server hangs up
			return
		}
		if err != nil {
			return
		}
		if op == ws.OpBinary {
			if message, err = inflate(message); err != nil {
				return
			}
		}
		f := frame{raw: message, at: time.Now(), zip: op == ws.OpBinary}
		if err := json.Unmarshal(message, &f); err != nil {
			return
		}
		c.frames <- f
	}
}

type readWriter struct {
	io.Reader
	io.Writer
}

// next waits for the next frame.
func (c *client) next(t *testing.T) frame {
	t.Helper()
	select {
	case f, ok := <-c.frames:
		if !ok {
			t.Fatalf("the connection ended with %d, want a frame", c.code)
		}
		return f
	case <-time.After(time.Minute):
		t.Fatal("no frame came for a minute")
	}
	panic("unreachable")
}

// until skips frames up to the first one that is an event of this type.
func (c *client) until(t *testing.T, event string) frame {
	t.Helper()
	for {
		if f := c.next(t); f.is(event) {
			return f
		}
	}
}

// ended waits for the end of the connection and returns the server's close code.
func (c *client) ended(t *testing.T) ws.StatusCode {
	t.Helper()
	timeout := time.After(5 * time.Minute)
	for {
		select {
		case _, ok := <-c.frames:
			if !ok {
				return c.code
			}
		case <-timeout:
			t.Fatal("the connection did not end")
		}
	}
}

func (c *client) send(t *testing.T, format string, args ...any) {
	t.Helper()
	if err := wsutil.WriteClientText(c.conn, fmt.Appendf(nil, format, args...)); err != nil {
		t.Fatalf("send: %v", err)
	}
}

// hangUp closes the connection as a client does: with a code, or without a word for 0.
func (c *client) hangUp(t *testing.T, code ws.StatusCode) {
	t.Helper()
	if code != 0 {
		f := ws.MaskFrameInPlace(ws.NewCloseFrame(ws.NewCloseFrameBody(code, "")))
		if err := ws.WriteFrame(c.conn, f); err != nil {
			t.Fatalf("close: %v", err)
		}
		c.ended(t)
	}
	c.conn.Close()
}

// identify says what a bot says first; shard is "0,1" or the like.
func (d *discord) identify(t *testing.T, c *client, shard string) {
	t.Helper()
	c.send(t, `{"op":2,"d":{"token":%q,"intents":1,"shard":[%s],"properties":{"os":"linux","browser":"test","device":"test"}}}`, d.sim.Token(), shard)
}

// login connects a shard and returns once it is ready, together with READY.
func (d *discord) login(t *testing.T, shard string) (*client, frame) {
	t.Helper()
	c := d.dial(t, usualQuery)
	if hello := c.next(t); hello.Op != 10 {
		t.Fatalf("got op %d first, want HELLO", hello.Op)
	}
	d.identify(t, c, shard)
	ready := c.until(t, "READY")
	guilds, _ := ready.field("guilds").([]any)
	for range guilds {
		c.until(t, "GUILD_CREATE")
	}
	synctest.Wait() // the simulator has yet to note that it said all this
	return c, ready
}

// interaction is what the tests' bot needs of an INTERACTION_CREATE.
type interaction struct {
	ID, Token string
	Type      int
	Member    struct{ User struct{ ID string } }
	Data      struct {
		Name    string
		Options []struct {
			Name    string
			Value   any
			Focused bool
		}
		CustomID   string `json:"custom_id"`
		Components []any
		Values     []string
	}
}

// bot logs in with one shard for everything, and lets handle answer each interaction, one after the
// other, until the test ends.
func (d *discord) bot(t *testing.T, handle func(i interaction)) *client {
	t.Helper()
	c, _ := d.login(t, "0,1")
	done := make(chan struct{})
	t.Cleanup(func() {
		c.conn.Close()
		<-done
	})
	go func() {
		defer close(done)
		for f := range c.frames {
			var i interaction
			if f.is("INTERACTION_CREATE") && json.Unmarshal(f.Data, &i) == nil {
				handle(i)
			}
		}
	}()
	return c
}

// callback answers an interaction.
func (d *discord) callback(t *testing.T, i interaction, body string) answer {
	t.Helper()
	return d.rest(t, "POST", "/interactions/"+i.ID+"/"+i.Token+"/callback", body)
}

// webhook makes a request to an interaction's webhook.
func (d *discord) webhook(t *testing.T, i interaction, method, path, body string) answer {
	t.Helper()
	return d.rest(t, method, "/webhooks/"+d.app+"/"+i.Token+path, body)
}

// use lets the first member of the first guild use a command.
func (d *discord) use(t *testing.T, command string) answer {
	t.Helper()
	return d.control(t, "POST", "/interactions", encode(t, d.usage(t, command)))
}

func (d *discord) usage(t *testing.T, command string) map[string]any {
	t.Helper()
	g := d.state(t).Guilds[0]
	return map[string]any{"guild": g.ID, "user": g.Members[0].ID, "command": command}
}

// inflater undoes the compression that a gateway address asks for; end ends it.
func inflater(path string) (inflate func([]byte) ([]byte, error), end func()) {
	switch {
	case strings.Contains(path, "zlib-stream"):
		return streamed(func(r io.Reader) (io.Reader, error) { return zlib.NewReader(r) })
	case strings.Contains(path, "zstd-stream"):
		return streamed(func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r, zstd.WithDecoderConcurrency(1)) })
	}
	return func(message []byte) ([]byte, error) {
		r, err := zlib.NewReader(bytes.NewReader(message))
		if err != nil {
			return nil, err
		}
		return io.ReadAll(r)
	}, func() {}
}

// streamed reads one JSON value for each message out of the stream that the messages are together.
func streamed(open func(io.Reader) (io.Reader, error)) (inflate func([]byte) ([]byte, error), end func()) {
	compressed, messages := io.Pipe()
	values := make(chan json.RawMessage)
	go func() {
		defer close(values)
		plain, err := open(compressed)
		for decoder := json.NewDecoder(plain); err == nil; {
			var value json.RawMessage
			if err = decoder.Decode(&value); err == nil {
				values <- value
			}
		}
		compressed.CloseWithError(err)
	}()
	inflate = func(message []byte) ([]byte, error) {
		if _, err := messages.Write(message); err != nil {
			return nil, err
		}
		return <-values, nil
	}
	return inflate, func() {
		messages.Close()
		<-values
	}
}

func wantRules(t *testing.T, d *discord, want ...string) {
	t.Helper()
	if got := d.rules(t); !slices.Equal(got, want) {
		t.Errorf("violations: got %v, want %v", d.state(t).Violations, want)
	}
}

func wantStatus(t *testing.T, a answer, status int, code float64) {
	t.Helper()
	if a.status != status || code != 0 && a.field("code") != code {
		t.Errorf("got %d %s, want %d with code %v", a.status, a.body, status, code)
	}
}

var small = discordsim.Config{Seed: 7, Guilds: 3, Members: 30}
