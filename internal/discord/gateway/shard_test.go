package gateway

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

func TestAShardIdentifiesAndMeasuresEachHeartbeat(t *testing.T) {
	story(t, func(t *testing.T, d *discord) {
		l := d.begin(t, plenty)
		s, identify := d.greets()
		if want := `"shard":[1,4]`; identify.Op != opIdentify || !strings.Contains(string(identify.Data), want) {
			t.Fatalf("got opcode %d %s, want IDENTIFY with %s", identify.Op, identify.Data, want)
		}
		s.says(`{"op":0,"s":1,"t":"READY","d":{"session_id":"s","resume_gateway_url":"ws://discord.test/resume"}}`)
		begun := time.Now()
		for n, latency := range []time.Duration{40 * time.Millisecond, 6 * time.Second} {
			if beat := s.hears(); beat.Op != opHeartbeat || string(beat.Data) != "1" {
				t.Fatalf("got opcode %d %s, want a heartbeat with the last number", beat.Op, beat.Data)
			}
			if since := time.Since(begun); since != time.Duration(n)*15*time.Second {
				t.Errorf("heartbeat %d came after %v", n, since)
			}
			time.Sleep(latency)
			s.says(`{"op":11}`)
		}
		synctest.Wait()
		var got []time.Duration
		for _, m := range l.measures {
			if acked, ok := m.(event.HeartbeatAcked); ok {
				got = append(got, acked.Latency)
			}
		}
		if fmt.Sprint(got) != "[40ms 6s]" {
			t.Errorf("got latencies %v, want 40ms and 6s", got)
		}
		l.cancel()
		left := s.hears()
		l.end()
		if left.Op != -1 || s.left != closeForGood || l.err != nil {
			t.Errorf("at the end it says opcode %d, leaves with %d, error %v", left.Op, s.left, l.err)
		}
		if got, want := l.states(), "identifying connecting identifying ready disconnected"; got != want {
			t.Errorf("observed %s, want %s", got, want)
		}
		if l.told() != "shard.ready" || fmt.Sprint(l.dispatches) != "[READY]" {
			t.Errorf("told %s, dispatched %v", l.told(), l.dispatches)
		}
	})
}

func TestAHeartbeatThatDiscordAsksForComesAtOnce(t *testing.T) {
	story(t, func(t *testing.T, d *discord) {
		d.begin(t, plenty)
		s, _ := d.welcomes("s")
		s.says(`{"op":11}`)
		begun := time.Now()
		s.says(`{"op":1,"d":null}`)
		if beat := s.hears(); beat.Op != opHeartbeat || time.Since(begun) != 0 {
			t.Errorf("got opcode %d after %v, want a heartbeat at once", beat.Op, time.Since(begun))
		}
	})
}

func TestALostConnectionIsResumedWithoutAHole(t *testing.T) {
	story(t, func(t *testing.T, d *discord) {
		l := d.begin(t, plenty)
		s, _ := d.welcomes("s1")
		s.says(`{"op":0,"s":7,"t":"GUILD_UPDATE","d":{}}`)
		s.closes(0)
		s, resume := d.greets()
		if resume.Op != opResume || string(resume.Data) != `{"seq":7,"session_id":"s1","token":"secret"}` || s.path != "/resume" {
			t.Fatalf("got opcode %d %s at %s", resume.Op, resume.Data, s.path)
		}
		s.says(`{"op":0,"s":8,"t":"GUILD_CREATE","d":{}}`)
		s.says(`{"op":0,"s":9,"t":"GUILD_DELETE","d":{}}`)
		s.says(`{"op":0,"s":9,"t":"RESUMED","d":{}}`)
		s.hears()
		s.says(`{"op":0,"s":10,"t":"RESUMED","d":{}}`) // one of a connection before, replayed
		s.says(`{"op":11}`)
		synctest.Wait()
		begun := time.Now()
		if f := s.hears(); f.Op != opHeartbeat || time.Since(begun) == 0 {
			t.Errorf("got opcode %d after %v, want a heartbeat, and not at once", f.Op, time.Since(begun))
		}
		if got, want := l.told(), "shard.ready shard.disconnected shard.resumed"; got != want {
			t.Fatalf("told %s, want %s", got, want)
		}
		if resumed := string(l.events[2].Data); !strings.Contains(resumed, `"replayed":2`) || !strings.Contains(resumed, `"downMs":`) {
			t.Errorf("told %s, want two replayed events and for how long it was away", resumed)
		}
		if lost := l.events[1]; string(lost.Data) != `{"closeCode":null}` || *lost.Shard != 1 {
			t.Errorf("told %+v %s", lost, lost.Data)
		}
		if got := fmt.Sprint(l.dispatches); got != "[READY GUILD_UPDATE GUILD_CREATE GUILD_DELETE]" {
			t.Errorf("dispatched %s", got)
		}
	})
}

func TestASessionThatDiscordCannotKnowAnyMoreIsGivenUp(t *testing.T) {
	story(t, func(t *testing.T, d *discord) {
		l := d.begin(t, plenty)
		s, _ := d.welcomes("s")
		s.closes(0)
		for begun := time.Now(); time.Since(begun) < sessionLife; {
			s := <-d.opened
			if s.path != "/resume" {
				t.Errorf("after %v it connects to %s", time.Since(begun), s.path)
			}
			s.closes(0)
		}
		(<-d.opened).closes(0) // the one on its way
		if s, next := d.greets(); next.Op != opIdentify || s.path != "/gateway" {
			t.Errorf("it begins with opcode %d at %s, want IDENTIFY at the gateway's address", next.Op, s.path)
		}
		synctest.Wait()
		if got, want := l.told(), "shard.ready shard.disconnected"; got != want {
			t.Errorf("told %s, want %s: it was not ready in between", got, want)
		}
	})
}

func TestEachCloseCodeIsFollowedByWhatItWants(t *testing.T) {
	for code, want := range map[int]int{
		1000: opResume, 1001: opResume, 1012: opResume, 4000: opResume, 4001: opResume, 4002: opResume, 4003: opResume,
		4005: opResume, 4008: opResume, 4007: opIdentify, 4009: opIdentify,
	} {
		story(t, func(t *testing.T, d *discord) {
			l := d.begin(t, plenty)
			s, _ := d.welcomes("s")
			s.closes(code)
			if s, next := d.greets(); next.Op != want {
				t.Errorf("%d: the next connection begins with opcode %d at %s, want %d", code, next.Op, s.path, want)
			}
			synctest.Wait()
			if got, want := string(l.events[1].Data), fmt.Sprintf(`{"closeCode":%d}`, code); got != want {
				t.Errorf("told %s, want %s", got, want)
			}
		})
	}
}

func TestAFinalCloseCodeEndsTheShardWithTheMend(t *testing.T) {
	for code, mend := range map[int]string{4004: "token", 4010: "--shards", 4011: "--shards", 4012: "newer", 4013: "intents", 4014: "intents"} {
		story(t, func(t *testing.T, d *discord) {
			l := d.begin(t, plenty)
			s, _ := d.greets()
			s.closes(code)
			<-l.ended
			refused, ok := errors.AsType[*Refusal](l.err)
			if !ok || refused.Code != code || !strings.Contains(refused.Mend(), mend) {
				t.Errorf("%d: got %v", code, l.err)
			}
		})
	}
}

func TestDiscordMayAskToReconnectAtAnyTime(t *testing.T) {
	story(t, func(t *testing.T, d *discord) {
		d.begin(t, plenty)
		s, _ := d.welcomes("s")
		s.says(`{"op":7,"d":null}`)
		if s.hears(); s.left != closeKeeping {
			t.Errorf("it leaves with %d, want %d, which keeps the session", s.left, closeKeeping)
		}
		s = <-d.opened
		s.says(`{"op":7,"d":null}`) // in the place of HELLO
		if _, next := d.greets(); next.Op != opResume {
			t.Errorf("got opcode %d, want RESUME: no session is spent on it", next.Op)
		}
	})
}

func TestAnInvalidSessionIsGivenUpUnlessItCanBeResumed(t *testing.T) {
	for resumable, want := range map[bool]int{true: opResume, false: opIdentify} {
		story(t, func(t *testing.T, d *discord) {
			l := d.begin(t, plenty)
			s, _ := d.welcomes("s1")
			s.closes(0)
			s, _ = d.greets() // it resumes
			begun := time.Now()
			s.says(`{"op":9,"d":%v}`, resumable)
			s, next := d.greets()
			if waited := time.Since(begun); next.Op != want || waited < time.Second {
				t.Errorf("resumable %v: got opcode %d after %v, want %d after a second at least", resumable, next.Op, waited, want)
			}
			if resumable {
				return
			}
			s.says(`{"op":0,"s":1,"t":"READY","d":{"session_id":"s2"}}`)
			s.hears()
			synctest.Wait()
			if got, want := l.told(), "shard.ready shard.disconnected shard.reidentified"; got != want {
				t.Errorf("told %s, want %s", got, want)
			}
		})
	}
}

func TestAConnectionThatDoesNotAnswerIsLeftAndResumed(t *testing.T) {
	story(t, func(t *testing.T, d *discord) {
		l := d.begin(t, plenty)
		s, _ := d.welcomes("s") // whose heartbeat is never acknowledged
		begun := time.Now()
		if left := s.hears(); left.Op != -1 || time.Since(begun) != 15*time.Second {
			t.Errorf("after %v it says opcode %d, want it gone when the next heartbeat is due", time.Since(begun), left.Op)
		}
		if _, next := d.greets(); next.Op != opResume {
			t.Errorf("got opcode %d, want RESUME", next.Op)
		}
		synctest.Wait()
		if got, want := l.told(), "shard.ready shard.zombie shard.disconnected"; got != want {
			t.Errorf("told %s, want %s", got, want)
		}
		missed := 0
		for _, m := range l.measures {
			if _, ok := m.(event.HeartbeatMissed); ok {
				missed++
			}
		}
		if missed != 1 {
			t.Errorf("%d missed acknowledgements were observed, want 1", missed)
		}
	})
}

func TestAGatewayThatSaysNothingIsLeft(t *testing.T) {
	story(t, func(t *testing.T, d *discord) {
		d.begin(t, plenty)
		s, begun := <-d.opened, time.Now()
		if s.hears(); time.Since(begun) != helloPatience {
			t.Errorf("it waited %v for HELLO, want %v", time.Since(begun), helloPatience)
		}
	})
}

func TestAGatewayThatIsGoneIsTriedEverMoreSeldom(t *testing.T) {
	s := New(Config{})
	for tries, most := range map[int]time.Duration{1: time.Second, 3: 4 * time.Second, 50: maxBackoff} {
		s.tries = tries
		for range 100 {
			if wait := s.backoff(errReconnect); wait < 0 || wait > most {
				t.Errorf("the wait after %d tries is %v, want at most %v", tries, wait, most)
			}
		}
	}
}
