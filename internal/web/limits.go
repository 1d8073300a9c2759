package web

import "time"

// Limits bound what those cost who come to the dashboard. In each, 0 means none:
// [DefaultLimits] are those to begin with. Sizes are in bytes.
//
// A limit that needs a clock of its own where it is reached, such as a page's patience,
// or that keeps a request from being held up by others, is no part of them.
type Limits struct {
	// Of a connection and a request.
	HeaderBytes      int           // of a request's first line and header
	HeaderTimeout    time.Duration // for it to come
	BodyTimeout      time.Duration // for the header and the body to come
	IdleTimeout      time.Duration // between two requests of a connection
	HandshakeTimeout time.Duration // for a client to take the answer that makes a connection a socket
	BodyBytes        int
	IngestBodyBytes  int // of POST /api/events

	// Of who comes.
	FailedTriesPerMinute int           // of logins and key checks, by address
	LoginTimeout         time.Duration // for a login, at Discord and back
	SocketsPerAccount    int
	IngestPerSecond      int // events of a key
	HandshakesPerSecond  int // of all together

	// Of a socket.
	MessageBytes      int // of what a client says, fragments together
	MessagesPer10s    int
	FramesPer10s      int           // of any kind: pings and pongs, and the fragments of messages
	ReplayEvents      int           // that it can ask to be sent again
	SlowReaderTimeout time.Duration // for a client to take something
	SocketBufferBytes int           // in the kernel, each way; Linux keeps twice that, for its own records
	PingInterval      time.Duration // between two pings; 0 = no pings
	SilenceTimeout    time.Duration // with nothing heard, not even a pong

	// Of what is held ready for all sockets that are a little behind.
	RingEvents int
	RingBytes  int

	// Of a stop.
	RestartSpread time.Duration // within which browsers are asked to come back
	CloseSpread   time.Duration // within which the sockets are closed; 0 = all at once
}

// DefaultLimits are the limits of a dashboard whose operator has set none.
func DefaultLimits() Limits {
	return Limits{
		HeaderBytes: 16 << 10, HeaderTimeout: 5 * time.Second, BodyTimeout: 15 * time.Second, IdleTimeout: time.Minute,
		HandshakeTimeout: 10 * time.Second, BodyBytes: 64 << 10, IngestBodyBytes: 1 << 20,

		FailedTriesPerMinute: 10, LoginTimeout: 10 * time.Minute, SocketsPerAccount: 10, IngestPerSecond: 5000, HandshakesPerSecond: 500,

		MessageBytes: 16 << 10, MessagesPer10s: 20, FramesPer10s: 200, ReplayEvents: 10_000, SlowReaderTimeout: 5 * time.Second,
		SocketBufferBytes: 128 << 10, PingInterval: 20 * time.Second, SilenceTimeout: 45 * time.Second,

		RingEvents: 10_000, RingBytes: 8 << 20,

		RestartSpread: 5 * time.Second, CloseSpread: 10 * time.Second,
	}
}
