package web

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"
	"unicode/utf8"

	"github.com/gobwas/ws"
)

const maxErrors = 10 // refused messages in a row

// frameReader reads a client's frames by the rules of RFC 6455.
type frameReader struct {
	limits  *Limits
	input   *bufio.Reader
	message []byte // the fragments so far
	state   ws.State

	since  time.Time // when the frames were counted anew
	frames int       // since then
}

// readBuffer holds a usual message. There is one for each socket, however idle, so it
// is small: what is longer is read past it.
const readBuffer = 64

// newFrameReader reads from input.
func newFrameReader(input io.Reader, limits *Limits) *frameReader {
	return &frameReader{limits: limits, input: bufio.NewReaderSize(input, readBuffer), state: ws.StateServerSide}
}

// afterHandshake reads on from conn behind what the handshake has read of it already.
func afterHandshake(conn io.Reader, handshake *bufio.Reader, limits *Limits) (*frameReader, error) {
	early := make([]byte, handshake.Buffered())
	if _, err := io.ReadFull(handshake, early); err != nil {
		return nil, err
	}
	if len(early) == 0 {
		return newFrameReader(conn, limits), nil
	}
	return newFrameReader(io.MultiReader(bytes.NewReader(early), conn), limits), nil
}

// drain reads on until the client has ended the connection, or we have. What lay
// unread at our own end would have the kernel take back the close frame.
func (r *frameReader) drain() {
	_, _ = io.Copy(io.Discard, r.input)
}

// violation is a frame for which RFC 6455 wants the connection closed.
type violation struct {
	code   ws.StatusCode
	reason string
}

func (v violation) Error() string { return fmt.Sprintf("close %d: %s", v.code, v.reason) }

// next returns the next control frame, or the next text message whole.
func (r *frameReader) next() (op ws.OpCode, payload []byte, err error) {
	for {
		header, err := r.header()
		if err == nil {
			err = r.count()
		}
		if err != nil {
			return 0, nil, err
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
		r.message, r.state = nil, r.state.Clear(ws.StateFragmented)
		if !utf8.Valid(message) {
			return 0, nil, violation{ws.StatusInvalidFramePayloadData, "text is not UTF-8"}
		}
		return ws.OpText, message, nil
	}
}

// header reads a frame's header.
func (r *frameReader) header() (ws.Header, error) {
	begin, err := r.input.Peek(2)
	if err != nil {
		return ws.Header{}, err
	}
	form := begin[1] & 0x7f // of the length: itself, or how many bytes it has
	header, err := ws.ReadHeader(r.input)
	tooLong := form == 126 && header.Length < 126 || form == 127 && header.Length < 1<<16
	switch {
	case errors.Is(err, ws.ErrHeaderLengthMSB), errors.Is(err, ws.ErrHeaderLengthUnexpected):
		return header, violation{ws.StatusProtocolError, err.Error()}
	case err == nil && tooLong:
		return header, violation{ws.StatusProtocolError, "a length that is longer than it needs to be"}
	}
	return header, err
}

// count refuses a flood. Messages are limited more narrowly, and with a warning, where
// they are understood; frames that say nothing are only not to cost anything.
func (r *frameReader) count() error {
	limit := r.limits.FramesPer10s
	if limit == 0 {
		return nil
	}
	if now := time.Now(); now.Sub(r.since) >= 10*time.Second {
		r.since, r.frames = now, 0
	}
	if r.frames++; r.frames > limit {
		return violation{ws.StatusPolicyViolation, fmt.Sprintf("more than %d frames in 10 s", limit)}
	}
	return nil
}

// payload reads what header announces, after looking whether it may be.
func (r *frameReader) payload(header ws.Header) ([]byte, error) {
	if err := ws.CheckHeader(header, r.state); err != nil {
		return nil, violation{ws.StatusProtocolError, err.Error()}
	}
	if header.OpCode == ws.OpBinary {
		return nil, violation{ws.StatusUnsupportedData, "only text is understood"}
	}
	if limit := int64(orAny(r.limits.MessageBytes)); !header.OpCode.IsControl() && header.Length > limit-int64(len(r.message)) {
		return nil, violation{ws.StatusMessageTooBig, fmt.Sprintf("a message is at most %d bytes", limit)}
	}
	payload, err := r.read(header.Length)
	if err != nil {
		return nil, err
	}
	ws.Cipher(payload, header.Mask, 0)
	return payload, nil
}

// trusted is up to what size a payload is believed to come. Of a longer one, which only
// comes where messages have a higher limit, room is made for what has come.
const trusted = 64 << 10

func (r *frameReader) read(length int64) ([]byte, error) {
	payload := make([]byte, min(length, trusted))
	if _, err := io.ReadFull(r.input, payload); err != nil || length <= trusted {
		return payload, err
	}
	rest := bytes.NewBuffer(payload)
	_, err := io.CopyN(rest, r.input, length-trusted)
	return rest.Bytes(), err
}

// listen is the reader: it handles what the client sends until the connection is to
// be closed.
func (s *socket) listen(input *frameReader) {
	talk := conversation{limit: s.hub.cfg.Limits.MessagesPer10s}
	for {
		op, payload, err := input.next()
		if v, ok := errors.AsType[violation](err); ok {
			s.close(v.code, v.reason)
			input.drain()
			return
		}
		if err != nil {
			s.close(ws.StatusAbnormalClosure, "")
			return
		}
		s.hear()
		switch op {
		case ws.OpClose:
			s.close(closeAnswer(payload))
			return
		case ws.OpPing:
			s.answerPing(payload)
		case ws.OpText:
			if talk.refusedTooOften(s.handle(payload, &talk)) {
				s.close(ws.StatusPolicyViolation, "ten refused messages in a row")
				input.drain()
				return
			}
		default: // a pong, which says that the client is there
		}
	}
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
	beyond := code >= 5000                     // of no range (section 7.4.2)
	if len(payload) == 1 || beyond || !registered && ws.CheckCloseFrameData(code, reason) != nil {
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
	limit  int         // messages in 10 s; 0 = any number
	times  []time.Time // of the latest messages, at most limit
	next   int         // the oldest of them, once there are so many
	errors int
}

// count refuses a message that comes too soon after the others.
func (c *conversation) count(now time.Time) *problem {
	if c.limit == 0 {
		return nil
	}
	if len(c.times) < c.limit {
		c.times = append(c.times, now)
		return nil
	}
	if now.Sub(c.times[c.next]) < 10*time.Second {
		return &problem{code: tooFast, message: fmt.Sprintf("at most %d messages in 10 s", c.limit)}
	}
	c.times[c.next] = now
	c.next = (c.next + 1) % c.limit
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
