//go:build linux

package main

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// What an event is known by, in whatever a server wraps it. Behind the second stands
// the moment of its sending, in nanoseconds and nineteen digits.
var (
	eventMarker = []byte(`"type":"NEW_EVENT"`)
	sentMarker  = []byte(`"sentNs":"`)
)

const stampDigits = 19 // until the year 2286

// event is a prepared request that posts one. Only the moment of its sending changes.
type event struct {
	request []byte
	stampAt int
}

// Sizes of an event's JSON, in bytes: what most events of Aurora have, and nearly as
// much as one may have.
const (
	usualSize = 300
	largeSize = 4000
)

// newEvent prepares a request to s with an event of so many bytes.
func newEvent(s *server, size int) *event {
	const head = `{"type":"bench.ticked","severity":"info","title":"Bench ticked","message":"The time of sending and something to carry",` +
		`"data":{"sentNs":"0000000000000000000","load":"`
	const tail = `"}}`
	body := head + strings.Repeat("coins ", size)[:size-len(head)-len(tail)] + tail
	request := fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
		s.postPath, s.address(), len(body), body)
	return &event{request: request, stampAt: bytes.Index(request, sentMarker) + len(sentMarker)}
}

// stamped is the request for an event that is sent at ns. It is valid until the next.
func (e *event) stamped(ns int64) []byte {
	strconv.AppendInt(e.request[:e.stampAt], ns, 10) // as many digits as stood there
	return e.request
}

// parseStamp reads the moment of sending off the beginning of b.
func parseStamp(b []byte) (ns int64, ok bool) {
	if len(b) < stampDigits {
		return 0, false
	}
	for _, digit := range b[:stampDigits] {
		if digit < '0' || digit > '9' {
			return 0, false
		}
		ns = ns*10 + int64(digit-'0')
	}
	return ns, true
}

var (
	started   = time.Now()
	startedNs = started.UnixNano()
)

// now is a clock that never goes back and has nineteen digits.
func now() int64 { return startedNs + int64(time.Since(started)) }
