//go:build linux

package main

import (
	"bytes"
	"testing"
)

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
