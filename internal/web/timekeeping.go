package web

import (
	"math"
	"time"

	"github.com/gobwas/ws"
)

// closePause is between two sockets that are closed at a stop, so that they do not come
// back all at once, where they are not too many for that.
const closePause = 2 * time.Millisecond

// timeGrain is how exactly a writer keeps the times of its sockets. What falls due
// within one grain shares one encoding.
const timeGrain = 50 * time.Millisecond

// keepTime does what the hour asks for, and finds out when it next does.
func (w *writer) keepTime(now time.Duration) {
	next := now + time.Hour
	for _, s := range w.sockets {
		next = min(next, s.keepTime(now))
	}
	w.timeAt = max(next, now+timeGrain)
}

// keepTime does what is due to one socket, and returns when it next is.
func (s *socket) keepTime(now time.Duration) (next time.Duration) {
	if now >= s.statsAt {
		s.statsAt = nextTime(s.statsAt, s.hub.cfg.Interval, now)
		s.oweStats()
	}
	if now >= s.pingAt {
		s.pingAt = nextTime(s.pingAt, s.hub.cfg.Limits.PingInterval, now)
		s.answer(ws.CompiledPing)
	}
	next = min(s.statsAt, s.pingAt)
	if silentAt := from(time.Duration(s.heard.Load()), s.hub.cfg.Limits.SilenceTimeout); now < silentAt {
		next = min(next, silentAt)
	} else {
		s.abort()
	}
	switch {
	case s.closeAt == 0:
	case now < s.closeAt:
		next = min(next, s.closeAt)
	default:
		s.closeAt = 0
		s.close(closeRestart, "restart")
	}
	return next
}

// never is when something is due that is not to happen.
const never = time.Duration(math.MaxInt64)

// from is when a limit that begins at start is reached.
func from(start, limit time.Duration) time.Duration {
	if limit == 0 {
		return never
	}
	return start + limit
}

// nextTime is when what was due at last is due again: in the same phase, whatever
// has delayed it.
func nextTime(last, period, now time.Duration) time.Duration {
	return last + (now - last).Truncate(period) + period
}

// dismiss tells all clients that the server stops, and closes their sockets one
// after another within spread.
func (w *writer) dismiss(spread time.Duration) {
	w.stopping = true
	now := w.hub.age()
	for i, s := range w.sockets {
		w.sayGoodbye(s, now+spread*time.Duration(i)/time.Duration(len(w.sockets)))
	}
}

func (w *writer) sayGoodbye(s *socket, closeAt time.Duration) {
	s.leave(func(slot *slot) { slot.notice = true })
	s.closeAt = closeAt
	w.timeAt = min(w.timeAt, closeAt)
}
