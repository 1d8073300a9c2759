//go:build linux

package main

import (
	"encoding/binary"

	"github.com/gobwas/ws"
)

// frame is what a server sent in one piece. It is a part of the buffer it was read into.
type frame struct {
	op      ws.OpCode
	final   bool
	payload []byte
}

// nextFrame cuts the first frame off b. ok is false where b does not hold all of it. A
// server's frames are not masked. https://www.rfc-editor.org/rfc/rfc6455#section-5.2
func nextFrame(b []byte) (f frame, rest []byte, ok bool) {
	if len(b) < 2 {
		return f, b, false
	}
	head, size := 2, uint64(b[1]&0x7f)
	switch size {
	case 126:
		head = 4
	case 127:
		head = 10
	}
	if len(b) < head {
		return f, b, false
	}
	switch head {
	case 4:
		size = uint64(binary.BigEndian.Uint16(b[2:]))
	case 10:
		size = binary.BigEndian.Uint64(b[2:])
	}
	if uint64(len(b)-head) < size {
		return f, b, false
	}
	end := head + int(size)
	return frame{op: ws.OpCode(b[0] & 0x0f), final: b[0]&0x80 != 0, payload: b[head:end]}, b[end:], true
}

// clientFrame is a frame as a client sends it: masked, here with zeros.
func clientFrame(op ws.OpCode, payload []byte) []byte {
	return ws.MustCompileFrame(ws.MaskFrameWith(ws.NewFrame(op, true, payload), [4]byte{}))
}
