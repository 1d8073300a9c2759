//go:build linux

package main

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

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
