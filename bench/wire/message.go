//go:build linux

package main

import (
	"bytes"
	"strconv"
)

// message is a request or an answer of HTTP/1.1 whose length, if it has a body, is said
// in its head. Those of all the servers here are such.
type message struct{ head, body []byte }

// nextMessage cuts the first message off b. ok is false where b does not hold all of it.
func nextMessage(b []byte) (m message, rest []byte, ok bool) {
	head, after, ended := bytes.Cut(b, []byte("\r\n\r\n"))
	if !ended {
		return m, b, false
	}
	size, _ := strconv.Atoi(string(field(head, "content-length")))
	if len(after) < size {
		return m, b, false
	}
	return message{head: head, body: after[:size]}, after[size:], true
}

// status is an answer's.
func (m message) status() int {
	parts := bytes.SplitN(m.head, []byte(" "), 3)
	if len(parts) < 2 {
		return 0
	}
	status, _ := strconv.Atoi(string(parts[1]))
	return status
}

// field is the value of a header field, nil where head has none of that name.
func field(head []byte, name string) []byte {
	for line := range bytes.SplitSeq(head, []byte("\r\n")) {
		key, value, ok := bytes.Cut(line, []byte(":"))
		if ok && bytes.EqualFold(key, []byte(name)) {
			return bytes.TrimSpace(value)
		}
	}
	return nil
}
