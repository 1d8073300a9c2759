package main

import (
	"fmt"
	"time"

	"github.com/aurorabot/aurora/internal/web"
)

// limitOptions are what those may cost who come to the dashboard. In all of them 0 means
// none.
type limitOptions struct {
	web  web.Limits
	stop time.Duration // for all of the program to end
}

// countLimit is a setting that is a number: of things, or of bytes.
type countLimit struct {
	name        string
	value       *int
	least, most int // of what is not 0
	usage       string
}

// timeLimit is a setting that is a length of time.
type timeLimit struct {
	name  string
	value *time.Duration
	usage string
}

// What is beyond these is a mistake. Rates and messages are remembered one by one.
const (
	manyBytes = 1 << 30
	many      = 1_000_000
	manySaid  = 10_000
	longTime  = 24 * time.Hour
)

func (o *limitOptions) counts() []countLimit {
	l := &o.web
	return []countLimit{
		{"max-handshakes-per-second", &l.HandshakesPerSecond, 1, many, "new live connections a second, of all pages together"},
		{"max-sockets-per-account", &l.SocketsPerAccount, 1, many, "live connections that one person or key may have"},
		{"max-ingest-per-second", &l.IngestPerSecond, 1, many, "events a second that a key may send"},
		{"max-failed-tries-per-minute", &l.FailedTriesPerMinute, 1, many, "failed logins and key checks of one address"},
		{"max-messages-per-10s", &l.MessagesPer10s, 1, manySaid, "messages in 10 s that a live connection may send"},
		{"max-frames-per-10s", &l.FramesPer10s, 1, many, "frames in 10 s, pings and fragments among them"},
		{"max-message-bytes", &l.MessageBytes, 128, manyBytes, "bytes of a message that a live connection may send"},
		{"max-body-bytes", &l.BodyBytes, 1 << 10, manyBytes, "bytes that an HTTP request may bring"},
		{"max-ingest-body-bytes", &l.IngestBodyBytes, 1 << 10, manyBytes, "bytes that POST /api/events may bring"},
		{"max-header-bytes", &l.HeaderBytes, 1 << 10, manyBytes, "bytes of an HTTP request's header"},
		{"max-replay-events", &l.ReplayEvents, 1, manyBytes, "missed events that a page is sent when it comes back"},
		{"max-ring-events", &l.RingEvents, 1, manyBytes, "newest events that are held ready in memory"},
		{"max-ring-bytes", &l.RingBytes, 64 << 10, manyBytes, "bytes of the newest events that are held ready in memory"},
		{"max-socket-buffer-bytes", &l.SocketBufferBytes, 4 << 10, 64 << 20, "bytes that the kernel holds for a live connection, each way"},
	}
}

func (o *limitOptions) times() []timeLimit {
	l := &o.web
	return []timeLimit{
		{"header-timeout", &l.HeaderTimeout, "for an HTTP request's header to come, and for a TLS handshake; 0 = without limit"},
		{"body-timeout", &l.BodyTimeout, "for an HTTP request to come whole; 0 = without limit"},
		{"idle-timeout", &l.IdleTimeout, "between two HTTP requests of a connection; 0 = without limit"},
		{"handshake-timeout", &l.HandshakeTimeout, "for a page to take the answer that makes its connection live; 0 = without limit"},
		{"slow-reader-timeout", &l.SlowReaderTimeout, "for a live connection to take something; then it is closed, and comes back for the rest; 0 = without limit"},
		{"ping-interval", &l.PingInterval, "between two pings of a live connection; 0 = none"},
		{"silence-timeout", &l.SilenceTimeout, "with nothing heard of a live connection, not even an answer to a ping; 0 = without limit"},
		{"login-timeout", &l.LoginTimeout, "for a login at Discord; 0 = as long as a browser keeps it"},
		{"restart-spread", &l.RestartSpread, "within which pages are asked to come back after a stop; 0 = at once"},
		{"close-spread", &l.CloseSpread, "within which live connections are closed at a stop; 0 = all at once"},
		{"stop-timeout", &o.stop, "for the program to end after a signal; then it is broken off, exit 1; 0 = without limit"},
	}
}

func (o *limitOptions) define(s *settings) {
	o.web, o.stop = web.DefaultLimits(), 25*time.Second
	for _, l := range o.counts() {
		s.IntVar(l.value, l.name, *l.value, l.usage+"; 0 = any number")
	}
	for _, l := range o.times() {
		s.DurationVar(l.value, l.name, *l.value, l.usage)
	}
}

// check refuses limits with which nothing could work.
func (o *limitOptions) check() error {
	for _, l := range o.counts() {
		if n := *l.value; n != 0 && (n < l.least || n > l.most) {
			return usageError(fmt.Sprintf("--%s must be 0, for none, or %d to %d", l.name, l.least, l.most))
		}
	}
	for _, l := range o.times() {
		if d := *l.value; d != 0 && (d < time.Millisecond || d > longTime) {
			return usageError(fmt.Sprintf("--%s must be 0, for none, or 1ms to %v, such as %v", l.name, longTime, 5*time.Second))
		}
	}
	switch l := o.web; {
	case l.RingEvents == 0 && l.RingBytes == 0:
		return usageError("--max-ring-events and --max-ring-bytes must not both be 0: the events would fill the memory")
	case o.stop > 0 && o.stop <= l.CloseSpread:
		return usageError("--stop-timeout must be longer than --close-spread, or 0")
	case l.SilenceTimeout > 0 && (l.PingInterval == 0 || l.SilenceTimeout <= l.PingInterval):
		return usageError("--silence-timeout must be longer than --ping-interval, or 0: a page that only listens is heard when it answers a ping")
	}
	return nil
}
