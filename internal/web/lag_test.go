package web_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"testing"
	"time"

	"github.com/gobwas/ws"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/web"
)

// TestAnAnswerNeverLandsInsideAFrame has a client ask while the server is stuck in the
// middle of a frame. What it then reads are whole frames, all events in order, and its
// answers between them.
func TestAnAnswerNeverLandsInsideAFrame(t *testing.T) {
	s := open(t, setup{limits: func(l *web.Limits) { l.SlowReaderTimeout = 0 }}) // however long the machine takes to be stuck
	c := s.dial("")
	if err := c.conn.(*net.TCPConn).SetReadBuffer(64 << 10); err != nil {
		t.Fatal(err)
	}
	c.expect("STATS_UPDATE")
	const total = 600 // more than both kernels' buffers hold
	for i := range total {
		if _, err := s.journal.Record(t.Context(), bigEvent()); err != nil {
			t.Fatal(err)
		}
		if i%100 == 99 {
			c.says(`{"type":"PING"}`)
			c.sends(ws.MaskFrame(ws.NewPingFrame([]byte("are you there"))))
		}
	}
	pongs, answers := 0, 0
	for handled := uint64(0); handled < total || answers < total/100 || pongs == 0; {
		f, err := c.frame()
		if err != nil {
			t.Fatalf("after event %d: %v", handled, err)
		}
		switch f.Header.OpCode {
		case ws.OpPong:
			pongs++
			continue
		case ws.OpPing:
			continue
		case ws.OpText:
		default:
			t.Fatalf("after event %d: got opcode %d", handled, f.Header.OpCode)
		}
		var e envelope
		if err := json.Unmarshal(f.Payload, &e); err != nil {
			t.Fatalf("after event %d: %v", handled, err)
		}
		switch {
		case e.Type == "PONG":
			answers++
		case e.Type == "NEW_EVENT" && e.Seq == handled+1:
			handled++
		default:
			t.Fatalf("after event %d: got %s of seq %d", handled, e.Type, e.Seq)
		}
	}
	s.records(1) // and it is live again
	c.expectEvents(total+1, total+1)
}

func TestASlowReaderIsHungUpOnAndHarmsNobody(t *testing.T) {
	s := open(t, setup{limits: func(l *web.Limits) { l.SlowReaderTimeout, l.RingEvents = 300*time.Millisecond, 1000 }})
	slow, quick := s.dial(""), s.dial("")
	if err := slow.conn.(*net.TCPConn).SetReadBuffer(4096); err != nil {
		t.Fatal(err)
	}
	quick.expect("STATS_UPDATE")
	seq, large := uint64(0), bigEvent()
	eventually(t, "the slow one is gone", func() bool {
		for range 50 {
			if _, err := s.journal.Record(t.Context(), large); err != nil {
				t.Fatal(err)
			}
			seq++
			quick.expectEvents(seq, seq)
		}
		return s.hub.Clients() == 1
	})
	eventually(t, "the slow one's connection ended", func() bool {
		_, err := slow.frame()
		return err != nil
	})
	if kicks := s.hub.Stats().Live.SlowKicked1h; kicks == nil || *kicks != 1 {
		t.Errorf("the stats tell of %v slow sockets, want 1", kicks)
	}
	s.expectMetrics("aurora_live_slow_kicks_total 1")
}

// TestThoseWhoStopReadingAreHungUpOnAndHarmNobody is requirement T5. How long events
// take to the others is measured before and after they stop reading.
func TestThoseWhoStopReadingAreHungUpOnAndHarmNobody(t *testing.T) {
	s := open(t, setup{limits: func(l *web.Limits) { l.SlowReaderTimeout = time.Second }})
	ears := s.crowd(scale(4, 10))
	for _, c := range ears {
		c.expect("STATS_UPDATE")
	}
	quiet := &delays{}
	hears := func(seq uint64, into *delays) {
		began := time.Now()
		if _, err := s.journal.Record(t.Context(), bigEvent()); err != nil {
			t.Fatal(err)
		}
		for _, c := range ears {
			c.expectEvents(seq, seq)
			into.add(time.Since(began))
		}
	}
	alone := uint64(scale(50, 1000))
	for seq := range alone {
		hears(seq+1, quiet)
	}
	deaf := s.crowd(scale(40, 200))
	for _, c := range deaf {
		if err := c.conn.(*net.TCPConn).SetReadBuffer(4096); err != nil {
			t.Fatal(err)
		}
	}
	before := heap()
	peak, busy := before, &delays{}
	for seq := range uint64(scale(300, 2000)) {
		hears(alone+seq+1, busy)
		if seq%100 == 99 {
			peak = max(peak, heap())
		}
	}
	stopped := time.Now()
	eventually(t, "those who do not read are gone", func() bool { return s.hub.Clients() == len(ears) })
	t.Logf("%d that do not read: the others' delay %v, before %v; %d MiB at most above %d MiB; all closed %v after the last event",
		len(deaf), busy, quiet, (peak-before)>>20, before>>20, time.Since(stopped).Round(time.Millisecond))
	for _, c := range deaf {
		c.mustEnd()
	}
	if kicks := *s.hub.Stats().Live.SlowKicked1h; kicks != len(deaf) {
		t.Errorf("the stats tell of %d slow sockets, want %d", kicks, len(deaf))
	}
	if peak-before > 200<<20 {
		t.Errorf("they cost %d MiB, want 200 at most", (peak-before)>>20)
	}
}

// mustEnd reads on until the server has ended the connection.
func (c *client) mustEnd() {
	c.t.Helper()
	if err := c.conn.SetReadDeadline(time.Now().Add(patience)); err != nil {
		c.t.Fatal(err)
	}
	_, err := io.Copy(io.Discard, c.conn)
	if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() {
		c.t.Fatal("the connection stays open")
	}
}

// bigEvent is as large as an event may be.
func bigEvent() event.Event {
	return event.Event{
		Type: "test.large", Severity: event.Info, Source: "test", Title: "large",
		Data: fmt.Appendf(nil, `"%04000d"`, 0),
	}
}
