//go:build linux

package main

import (
	"bytes"
	"strings"
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

func TestMessagesOfHTTPAreCutWhereTheyEnd(t *testing.T) {
	const stream = "HTTP/1.1 204 No Content\r\n\r\n" + "HTTP/1.1 201 Created\r\nDate: now\r\ncontent-length: 5\r\n\r\nhello" + "HTTP"
	m, rest, ok := nextMessage([]byte(stream))
	if !ok || m.status() != 204 || len(m.body) != 0 {
		t.Fatalf("got %d %q, %v", m.status(), m.body, ok)
	}
	if _, _, ok := nextMessage(rest[:len(rest)-len("oHTTP")]); ok {
		t.Error("a body without its end was taken for whole")
	}
	m, rest, ok = nextMessage(rest)
	if !ok || m.status() != 201 || string(m.body) != "hello" || string(rest) != "HTTP" {
		t.Errorf("got %d %q, left %q, %v", m.status(), m.body, rest, ok)
	}
}

func TestEventHasItsSizeAndTheMomentOfItsSending(t *testing.T) {
	s := &server{postPath: "/events", port: 80}
	for _, size := range []int{usualSize, largeSize} {
		e := newEvent(s, size)
		sent := now()
		m, rest, ok := nextMessage(e.stamped(sent))
		if !ok || len(rest) != 0 || len(m.body) != size {
			t.Fatalf("got %d bytes and %d more, want %d", len(m.body), len(rest), size)
		}
		_, digits, _ := bytes.Cut(m.body, sentMarker)
		if got, ok := parseStamp(digits); !ok || got != sent {
			t.Errorf("got %d, %v, want %d", got, ok, sent)
		}
	}
}

// contains says whether text has all of the parts in it.
func contains(text string, parts ...string) bool {
	for _, part := range parts {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}
