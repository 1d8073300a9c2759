package web

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/gobwas/ws"

	"github.com/aurorabot/aurora/internal/dashboard"
	"github.com/aurorabot/aurora/internal/event"
)

// Close codes of our own, beside those of RFC 6455, section 7.4.1.
const (
	closeRestart ws.StatusCode = 1012 // registered with IANA: service restart
	closeTooSlow ws.StatusCode = 4408
)

// The reasons why a position cannot be served.
const (
	resetEpoch     = "epoch"     // of another log, or malformed
	resetRetention = "retention" // no longer kept
	resetTooFar    = "too_far"   // more events behind than are replayed
	resetFuture    = "future"    // not reached yet
)

// frame is a finished text frame of the wire, header included, never changed.
type frame struct {
	bytes []byte
	data  []byte // the part of bytes that is the envelope's data
}

// encoder makes the frames of one log. Each is one JSON object:
// {"type","epoch","seq","ts","data"}.
type encoder struct {
	epoch string
	now   func() time.Time
}

func (enc encoder) newEvent(e event.Event) (frame, error) {
	data, err := json.Marshal(e)
	if err != nil {
		return frame{}, fmt.Errorf("encode event %d: %w", e.Seq, err)
	}
	return enc.envelope("NEW_EVENT", e.Seq, data), nil
}

// batch puts frames of newEvent into one.
func (enc encoder) batch(frames []frame, last uint64) frame {
	data := []byte(`{"events":[`)
	for i, f := range frames {
		if i > 0 {
			data = append(data, ',')
		}
		data = append(data, f.data...)
	}
	return enc.envelope("EVENT_BATCH", last, append(data, "]}"...))
}

func (enc encoder) stats(s dashboard.Stats) (frame, error) {
	data, err := json.Marshal(s)
	if err != nil {
		return frame{}, fmt.Errorf("encode stats: %w", err)
	}
	return enc.envelope("STATS_UPDATE", s.Seq, data), nil
}

func (enc encoder) resumed(from, to uint64) frame {
	return enc.envelope("RESUMED", to, fmt.Appendf(nil, `{"from":%d,"to":%d}`, from, to))
}

func (enc encoder) reset(reason string, seq uint64) frame {
	return enc.envelope("RESET", seq, fmt.Appendf(nil, `{"reason":%q,"seq":%d}`, reason, seq))
}

func (enc encoder) restart(seq uint64, retryAfter time.Duration) frame {
	return enc.envelope("NOTICE", seq, fmt.Appendf(nil, `{"reason":"restart","retryAfterMs":%d}`, retryAfter.Milliseconds()))
}

func (enc encoder) pong(seq uint64) frame {
	return enc.envelope("PONG", seq, fmt.Appendf(nil, `{"serverTime":%q}`, enc.timestamp()))
}

func (enc encoder) refusal(seq uint64, p problem) frame {
	data, err := json.Marshal(map[string]string{"code": p.code, "message": p.message})
	if err != nil {
		panic(err) // two strings can always be written
	}
	return enc.envelope("ERROR", seq, data)
}

func (enc encoder) envelope(kind string, seq uint64, data []byte) frame {
	payload := make([]byte, 0, len(data)+128)
	payload = fmt.Appendf(payload, `{"type":%q,"epoch":%q,"seq":`, kind, enc.epoch)
	payload = strconv.AppendUint(payload, seq, 10)
	payload = fmt.Appendf(payload, `,"ts":%q,"data":`, enc.timestamp())
	start := len(payload)
	payload = append(append(payload, data...), '}')
	text := ws.MustCompileFrame(ws.NewTextFrame(payload))
	header := len(text) - len(payload)
	return frame{bytes: text, data: text[header+start : len(text)-1]}
}

func (enc encoder) timestamp() string {
	return enc.now().UTC().Format("2006-01-02T15:04:05.000Z")
}
