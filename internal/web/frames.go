package web

import (
	"bytes"
	"encoding/binary"
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

// encoder makes the frames of one log: finished text frames of the wire, header
// included, each with one JSON object: {"type","epoch","seq","ts","data"}.
type encoder struct {
	epoch string
	now   func() time.Time
}

// appendEvent appends the NEW_EVENT of e to dst, which is unchanged on an error.
func (enc encoder) appendEvent(dst []byte, e event.Event) ([]byte, error) {
	data, err := json.Marshal(e)
	if err != nil {
		return dst, fmt.Errorf("encode event %d: %w", e.Seq, err)
	}
	return enc.appendFrame(dst, "NEW_EVENT", e.Seq, data), nil
}

// batch puts frames of appendEvent, one behind the other, into one.
func (enc encoder) batch(frames []byte, last uint64) []byte {
	data := make([]byte, 0, len(frames)+16)
	data = append(data, `{"events":[`...)
	for first := true; len(frames) > 0; first = false {
		if !first {
			data = append(data, ',')
		}
		var payload []byte
		payload, frames = splitFrame(frames)
		_, told, _ := bytes.Cut(payload, []byte(`"data":`))
		data = append(data, told[:len(told)-1]...)
	}
	return enc.frame("EVENT_BATCH", last, append(data, "]}"...))
}

func (enc encoder) stats(s dashboard.Stats) ([]byte, error) {
	data, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("encode stats: %w", err)
	}
	return enc.frame("STATS_UPDATE", s.Seq, data), nil
}

func (enc encoder) resumed(from, to uint64) []byte {
	return enc.frame("RESUMED", to, fmt.Appendf(nil, `{"from":%d,"to":%d}`, from, to))
}

func (enc encoder) reset(reason string, seq uint64) []byte {
	return enc.frame("RESET", seq, fmt.Appendf(nil, `{"reason":%q,"seq":%d}`, reason, seq))
}

func (enc encoder) restart(seq uint64, retryAfter time.Duration) []byte {
	return enc.frame("NOTICE", seq, fmt.Appendf(nil, `{"reason":"restart","retryAfterMs":%d}`, retryAfter.Milliseconds()))
}

func (enc encoder) pong(seq uint64) []byte {
	return enc.frame("PONG", seq, fmt.Appendf(nil, `{"serverTime":%q}`, enc.now().UTC().Format(timeLayout)))
}

func (enc encoder) refusal(seq uint64, p problem) []byte {
	data, err := json.Marshal(map[string]string{"code": p.code, "message": p.message})
	if err != nil {
		panic(err) // two strings can always be written
	}
	return enc.frame("ERROR", seq, data)
}

func (enc encoder) frame(kind string, seq uint64, data []byte) []byte {
	return enc.appendFrame(nil, kind, seq, data)
}

const timeLayout = "2006-01-02T15:04:05.000Z"

func (enc encoder) appendFrame(dst []byte, kind string, seq uint64, data []byte) []byte {
	var room [192]byte
	envelope := append(room[:0], `{"type":"`...)
	envelope = append(append(envelope, kind...), `","epoch":"`...)
	envelope = append(append(envelope, enc.epoch...), `","seq":`...)
	envelope = append(strconv.AppendUint(envelope, seq, 10), `,"ts":"`...)
	envelope = append(enc.now().UTC().AppendFormat(envelope, timeLayout), `","data":`...)
	dst = appendHeader(dst, len(envelope)+len(data)+1)
	return append(append(append(dst, envelope...), data...), '}')
}

// appendHeader begins an unmasked text frame in one piece (RFC 6455, section 5.2).
func appendHeader(dst []byte, length int) []byte {
	const finalText = 0x81
	switch {
	case length < 126:
		return append(dst, finalText, byte(length))
	case length < 1<<16:
		return binary.BigEndian.AppendUint16(append(dst, finalText, 126), uint16(length))
	default:
		return binary.BigEndian.AppendUint64(append(dst, finalText, 127), uint64(length))
	}
}

// splitFrame takes the first frame's payload off frames, which appendHeader began.
func splitFrame(frames []byte) (payload, rest []byte) {
	header, length := 2, int(frames[1])
	switch length {
	case 126:
		header, length = 4, int(binary.BigEndian.Uint16(frames[2:]))
	case 127:
		header, length = 10, int(binary.BigEndian.Uint64(frames[2:]))
	}
	return frames[header : header+length], frames[header+length:]
}
