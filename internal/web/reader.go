package web

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"time"
	"unicode/utf8"

	"github.com/gobwas/ws"
)

const (
	maxMessage     = 16 << 10 // bytes of a client's message, fragments together
	messagesPer10s = 20
	maxErrors      = 10 // refused messages in a row
)

// frameReader reads a client's frames by the rules of RFC 6455.
type frameReader struct {
	input   *bufio.Reader
	message []byte // the fragments so far
	state   ws.State
}

func newFrameReader(input *bufio.Reader) *frameReader {
	return &frameReader{input: input, state: ws.StateServerSide}
}

// violation is a frame for which RFC 6455 wants the connection closed.
type violation struct {
	code   ws.StatusCode
	reason string
}

func (v violation) Error() string { return fmt.Sprintf("close %d: %s", v.code, v.reason) }

// next returns the next control frame, or the next text message whole. The payload
// is valid until the following call.
func (r *frameReader) next() (op ws.OpCode, payload []byte, err error) {
	for {
		header, err := ws.ReadHeader(r.input)
		if err != nil {
			return 0, nil, headerError(err)
		}
		if payload, err = r.payload(header); err != nil {
			return 0, nil, err
		}
		if header.OpCode.IsControl() {
			return header.OpCode, payload, nil
		}
		r.message = append(r.message, payload...)
		if !header.Fin {
			r.state = r.state.Set(ws.StateFragmented)
			continue
		}
		message := r.message
		r.message, r.state = r.message[:0], r.state.Clear(ws.StateFragmented)
		if !utf8.Valid(message) {
			return 0, nil, violation{ws.StatusInvalidFramePayloadData, "text is not UTF-8"}
		}
		return ws.OpText, message, nil
	}
}

// headerError tells a header that no frame can have from a connection that ended.
func headerError(err error) error {
	if errors.Is(err, ws.ErrHeaderLengthMSB) || errors.Is(err, ws.ErrHeaderLengthUnexpected) {
		return violation{ws.StatusProtocolError, err.Error()}
	}
	return err
}

// payload reads what header announces, after looking whether it may be.
func (r *frameReader) payload(header ws.Header) ([]byte, error) {
	if err := ws.CheckHeader(header, r.state); err != nil {
		return nil, violation{ws.StatusProtocolError, err.Error()}
	}
	if header.OpCode == ws.OpBinary {
		return nil, violation{ws.StatusUnsupportedData, "only text is understood"}
	}
	if header.Length > maxMessage || !header.OpCode.IsControl() && int64(len(r.message))+header.Length > maxMessage {
		return nil, violation{ws.StatusMessageTooBig, "a message is at most 16 KiB"}
	}
	payload := make([]byte, header.Length)
	if _, err := io.ReadFull(r.input, payload); err != nil {
		return nil, err
	}
	ws.Cipher(payload, header.Mask, 0)
	return payload, nil
}

// listen is the reader: it handles what the client sends and returns with what the
// connection is to be closed.
func (s *socket) listen(input *frameReader) (ws.StatusCode, string) {
	var talk conversation
	for {
		if !s.expectMore() {
			return ws.StatusNormalClosure, ""
		}
		op, payload, err := input.next()
		if v, ok := errors.AsType[violation](err); ok {
			return v.code, v.reason
		}
		if err != nil {
			return ws.StatusAbnormalClosure, ""
		}
		switch op {
		case ws.OpClose:
			return closeAnswer(payload)
		case ws.OpPing:
			s.answerPing(payload)
		case ws.OpText:
			if talk.refusedTooOften(s.handle(payload, &talk)) {
				return ws.StatusPolicyViolation, "ten refused messages in a row"
			}
		default: // a pong, which says that the client is there
		}
	}
}

// expectMore gives the client time for its next frame, unless the socket is being
// closed, when the writer has set the time.
func (s *socket) expectMore() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.code != 0 {
		return true
	}
	return s.conn.SetReadDeadline(time.Now().Add(silenceLimit)) == nil
}

// closeAnswer is what answers a close frame: its own code, if it may have that one.
func closeAnswer(payload []byte) (ws.StatusCode, string) {
	if len(payload) == 0 {
		return ws.StatusNoStatusRcvd, ""
	}
	code, reason := ws.ParseCloseFrameData(payload)
	if !utf8.ValidString(reason) {
		return ws.StatusInvalidFramePayloadData, ""
	}
	registered := code >= 1012 && code <= 1014 // with IANA, after the RFC
	if len(payload) == 1 || !registered && ws.CheckCloseFrameData(code, reason) != nil {
		return ws.StatusProtocolError, ""
	}
	return code, ""
}

// handle carries out one message, or answers it with an ERROR.
func (s *socket) handle(text []byte, talk *conversation) *problem {
	m, p := message{}, talk.count(time.Now())
	if p == nil {
		m, p = parseMessage(text)
	}
	switch {
	case p != nil:
		s.answer(s.hub.enc.refusal(s.hub.ring.head(), *p))
	case m.ping:
		s.answer(s.hub.enc.pong(s.hub.ring.head()))
	case m.subscribe:
		s.setBatching(m.batch)
	}
	return p
}

// conversation is what is remembered of a client's messages.
type conversation struct {
	times  [messagesPer10s]time.Time // of the latest messages
	next   int
	errors int
}

// count refuses a message that comes too soon after the others.
func (c *conversation) count(now time.Time) *problem {
	if now.Sub(c.times[c.next]) < 10*time.Second {
		return &problem{code: tooFast, message: fmt.Sprintf("at most %d messages in 10 s", messagesPer10s)}
	}
	c.times[c.next] = now
	c.next = (c.next + 1) % messagesPer10s
	return nil
}

func (c *conversation) refusedTooOften(p *problem) bool {
	if p == nil {
		c.errors = 0
		return false
	}
	c.errors++
	return c.errors >= maxErrors
}
