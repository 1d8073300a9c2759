package gateway

import (
	"compress/zlib"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"time"

	"github.com/gorilla/websocket"
)

// Opcodes.
// https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-opcodes
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opResume         = 6
	opReconnect      = 7
	opInvalidSession = 9
	opHello          = 10
	opHeartbeatAck   = 11
)

// frame is one message in either direction.
type frame struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  int64           `json:"s,omitempty"`
	Type string          `json:"t,omitempty"`

	received time.Time
}

// link is one websocket to Discord. A goroutine of its own reads; one other may send.
type link struct {
	socket *websocket.Conn
	frames chan frame // closed when nothing can be read any more
	failed error      // why; to be read when frames is closed
	done   chan struct{}
}

const sendPatience = 5 * time.Second

// dial opens a websocket on which Discord sends one zlib stream.
func dial(ctx context.Context, dialer *websocket.Dialer, address string) (*link, error) {
	query := url.Values{"v": {"10"}, "encoding": {"json"}, "compress": {"zlib-stream"}}
	socket, response, err := dialer.DialContext(ctx, address+"?"+query.Encode(), nil) //nolint:bodyclose // the library says it need not be closed
	if err != nil {
		if response != nil {
			return nil, fmt.Errorf("%w: %s", err, response.Status)
		}
		return nil, err
	}
	l := &link{socket: socket, frames: make(chan frame), done: make(chan struct{})}
	go l.read()
	return l, nil
}

// read hands on what comes, until the socket is closed by either side.
func (l *link) read() {
	defer close(l.frames)
	inflated, err := zlib.NewReader(&messages{socket: l.socket})
	if err != nil {
		l.failed = err
		return
	}
	decoder := json.NewDecoder(inflated)
	for {
		var f frame
		if l.failed = decoder.Decode(&f); l.failed != nil {
			return
		}
		f.received = time.Now()
		select {
		case l.frames <- f:
		case <-l.done:
			return
		}
	}
}

// send writes one frame.
func (l *link) send(op int, data any) error {
	text, err := json.Marshal(data)
	if err != nil {
		return err
	}
	if err := l.socket.SetWriteDeadline(time.Now().Add(sendPatience)); err != nil {
		return err
	}
	return l.socket.WriteJSON(frame{Op: op, Data: text})
}

// close ends the connection with a code and waits for its reader. 1000 and 1001 end
// the session, too.
func (l *link) close(code int) {
	goodbye := websocket.FormatCloseMessage(code, "")
	_ = l.socket.WriteControl(websocket.CloseMessage, goodbye, time.Now().Add(time.Second)) // the peer may be gone
	_ = l.socket.Close()
	close(l.done)
	for range l.frames { // until the reader has seen it
	}
}

// messages are the payloads of a socket's messages as one stream of bytes.
type messages struct {
	socket  *websocket.Conn
	current io.Reader
}

// Read implements [io.Reader].
func (m *messages) Read(p []byte) (int, error) {
	for {
		if m.current == nil {
			_, next, err := m.socket.NextReader()
			if err != nil {
				return 0, err
			}
			m.current = next
		}
		n, err := m.current.Read(p)
		if errors.Is(err, io.EOF) {
			m.current, err = nil, nil
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
}
