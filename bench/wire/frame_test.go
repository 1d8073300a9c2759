//go:build linux

package main

import (
	"bytes"
	"testing"

	"github.com/gobwas/ws"
)

func TestFramesAreCutWhereTheyEnd(t *testing.T) {
	var stream []byte
	sizes := []int{0, 1, 125, 126, 127, 65_535, 65_536, 70_000}
	for _, size := range sizes {
		payload := bytes.Repeat([]byte{'x'}, size)
		stream = append(stream, ws.MustCompileFrame(ws.NewTextFrame(payload))...)
	}
	for _, size := range sizes {
		f, rest, ok := nextFrame(stream)
		if !ok || f.op != ws.OpText || !f.final || len(f.payload) != size {
			t.Fatalf("got op %d, final %v, %d bytes, whole %v; want a whole text of %d bytes", f.op, f.final, len(f.payload), ok, size)
		}
		used := len(stream) - len(rest)
		for _, part := range []int{0, 1, 2, used / 2, used - 1} {
			if _, _, ok := nextFrame(stream[:part]); ok && part < used {
				t.Errorf("%d of %d bytes were taken for a whole frame", part, used)
			}
		}
		stream = rest
	}
	if len(stream) != 0 {
		t.Errorf("%d bytes are left", len(stream))
	}
}

func TestClientFrameIsMasked(t *testing.T) {
	h, err := ws.ReadHeader(bytes.NewReader(clientFrame(ws.OpPong, []byte("beat"))))
	if err != nil || !h.Masked || !h.Fin || h.OpCode != ws.OpPong || h.Length != 4 {
		t.Errorf("got %+v, %v", h, err)
	}
}
