//go:build linux

package main

import (
	"errors"
	"fmt"
	"time"

	"golang.org/x/sys/unix"
)

// source is what owns a descriptor, and is told when there is something to read.
type source interface {
	ready()
}

// loop waits for many descriptors in one thread. Go's own network poller would start a
// goroutine for every frame that arrives, and would cost more than the servers do.
type loop struct {
	epoll   int
	events  []unix.EpollEvent
	sources []source // by descriptor
	buffer  []byte   // for one read; only the source that is being told may use it
}

func newLoop() (*loop, error) {
	epoll, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("epoll: %w", err)
	}
	return &loop{epoll: epoll, events: make([]unix.EpollEvent, 256), buffer: make([]byte, 512<<10)}, nil
}

// add watches fd until it is dropped.
func (l *loop) add(fd int, s source) error {
	for len(l.sources) <= fd {
		l.sources = append(l.sources, nil)
	}
	l.sources[fd] = s
	err := unix.EpollCtl(l.epoll, unix.EPOLL_CTL_ADD, fd, &unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(fd)})
	if err != nil {
		return fmt.Errorf("epoll: watch: %w", err)
	}
	return nil
}

// drop closes fd, which ends the watching, too.
func (l *loop) drop(fd int) {
	if fd < len(l.sources) {
		l.sources[fd] = nil
	}
	_ = unix.Close(fd)
}

// poll waits until something is ready, at most as long as wait, and tells the sources.
func (l *loop) poll(wait time.Duration) error {
	ms := int((wait + time.Millisecond - 1) / time.Millisecond) // rounded up, or the last millisecond would be spun away
	n, err := unix.EpollWait(l.epoll, l.events, max(ms, 0))
	if err != nil && !errors.Is(err, unix.EINTR) {
		return fmt.Errorf("epoll: %w", err)
	}
	for _, event := range l.events[:max(n, 0)] {
		if s := l.sources[event.Fd]; s != nil {
			s.ready()
		}
	}
	return nil
}

// idle reads whatever comes for so long.
func (l *loop) idle(length time.Duration) error {
	for end := time.Now().Add(length); ; {
		left := time.Until(end)
		if left <= 0 {
			return nil
		}
		if err := l.poll(left); err != nil {
			return err
		}
	}
}

// read fills the loop's buffer behind what is kept. ok is false when there is nothing
// to read now; data is nil when the other side has closed.
func (l *loop) read(fd int, kept []byte) (data []byte, ok bool) {
	n := copy(l.buffer, kept)
	got, err := unix.Read(fd, l.buffer[n:])
	switch {
	case errors.Is(err, unix.EAGAIN), errors.Is(err, unix.EINTR):
		return nil, false
	case err != nil, got == 0:
		return nil, true
	}
	return l.buffer[:n+got], true
}

func (l *loop) close() { _ = unix.Close(l.epoll) }
