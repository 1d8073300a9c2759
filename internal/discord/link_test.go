package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	disgo "github.com/disgoorg/disgo/discord"
	"github.com/disgoorg/disgo/gateway"
	"github.com/gorilla/websocket"

	"github.com/aurorabot/aurora/internal/event"
)

func TestEachHeartbeatIsMatchedWithItsAcknowledgement(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &Bot{recorder: newRecorder(&notebook{}, slog.New(slog.DiscardHandler))}
		var latencies []time.Duration
		b.cfg.Observe = func(m event.Measure) {
			if acked, ok := m.(event.HeartbeatAcked); ok {
				latencies = append(latencies, acked.Latency)
			}
		}
		l := b.newLink(t.Context(), token, nil)
		sends := func(kind gateway.RateLimiterCommandType) {
			if err := l.Wait(t.Context(), kind); err != nil {
				t.Fatal(err)
			}
			l.Unlock()
		}
		l.Reset()
		sends(gateway.InternalCommandType) // IDENTIFY is not acknowledged
		sends(gateway.InternalCommandType) // the library's heartbeat
		time.Sleep(30 * time.Millisecond)  // of the bubble's clock
		sends(gateway.NormalCommandType)   // our probe, before the answer
		time.Sleep(20 * time.Millisecond)
		l.acknowledged()
		time.Sleep(25 * time.Millisecond)
		l.acknowledged()
		l.acknowledged() // to nothing
		if got := fmt.Sprint(latencies); got != "[50ms 45ms]" {
			t.Errorf("got %s, want [50ms 45ms]", got)
		}
		sends(gateway.NormalCommandType)
		l.Reset() // a new connection: what was open is never acknowledged
		l.acknowledged()
		if len(latencies) != 2 {
			t.Errorf("an acknowledgement was matched across connections: %v", latencies)
		}
	})
}

func TestAMissedAcknowledgementDoesNotShiftTheLaterOnes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &Bot{recorder: newRecorder(&notebook{}, slog.New(slog.DiscardHandler))}
		var latency time.Duration
		b.cfg.Heartbeat = 5 * time.Second
		b.cfg.Observe = func(m event.Measure) {
			if acked, ok := m.(event.HeartbeatAcked); ok {
				latency = acked.Latency
			}
		}
		l := b.newLink(t.Context(), token, nil)
		probes := func() {
			if err := l.Wait(t.Context(), gateway.NormalCommandType); err != nil {
				t.Fatal(err)
			}
			l.Unlock()
		}
		l.Reset()
		probes() // IDENTIFY
		l.ready()
		if !l.mayProbe() {
			t.Error("a ready shard is not probed")
		}
		probes()
		time.Sleep(6 * time.Second) // longer than the interval
		if l.mayProbe() {
			t.Error("a second probe is sent while the first is open")
		}
		l.acknowledged() // late, and still its own
		if latency != 6*time.Second {
			t.Errorf("got %v, want 6s", latency)
		}
		probes()
		time.Sleep(missedAfter) // the acknowledgement never comes
		if !l.mayProbe() {
			t.Error("a missed acknowledgement ends the probing")
		}
		probes()
		time.Sleep(40 * time.Millisecond)
		l.acknowledged()
		if latency != 40*time.Millisecond {
			t.Errorf("got %v, want 40ms", latency)
		}
	})
}

func TestAFrameThatNobodyExpectsDoesNotEndTheProgram(t *testing.T) {
	notes := &notebook{}
	b := &Bot{recorder: newRecorder(notes, slog.New(slog.DiscardHandler)), seen: newSeen(), uses: make(chan use, 1)}
	b.cfg.Observe = func(event.Measure) {}
	l := b.newLink(t.Context(), token, nil)
	var in disgo.ApplicationCommandInteraction // of neither a member nor a user
	if err := json.Unmarshal([]byte(`{"id":"9","type":2,"token":"x","channel":{"id":"3","type":0},"data":{"id":"4","name":"daily","type":1}}`), &in); err != nil {
		t.Fatal(err)
	}
	l.receive(nil, gateway.EventTypeInteractionCreate, 1, gateway.EventInteractionCreate{Interaction: in})
	flush(b)
	if notes.types() != "panic.recovered" || !strings.Contains(string(notes.events[0].Data), "stack") {
		t.Errorf("told %s", notes.types())
	}
}

func TestAFinalCloseCodeIsARefusalWithItsMend(t *testing.T) {
	for code, mend := range map[int]string{4004: "token", 4014: "intents", 4011: "restart"} {
		refused, ok := refusalIn(fmt.Errorf("open: %w", &websocket.CloseError{Code: code}), 2)
		if !ok || refused.code != code || !strings.Contains(refused.mend(), mend) {
			t.Errorf("%d: got %+v, %v", code, refused, ok)
		}
	}
	for _, code := range []int{1000, 1006, 4000, 4007, 4009} {
		if _, ok := refusalIn(&websocket.CloseError{Code: code}, 2); ok {
			t.Errorf("%d is taken for final", code)
		}
	}
}

func TestAfterTheEndNoShardDialsAgain(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, err := dialer(ctx).DialContext(t.Context(), "ws://127.0.0.1:1", nil) //nolint:bodyclose // there is no answer
	if !errors.Is(err, disgo.ErrGatewayAlreadyConnected) {
		t.Errorf("got %v, want the error at which the library stops", err)
	}
}

func TestAShardsLifeIsObserved(t *testing.T) {
	notes := &notebook{}
	b := &Bot{recorder: newRecorder(notes, slog.New(slog.DiscardHandler))}
	var states []event.ShardState
	b.cfg.Observe = func(m event.Measure) {
		if changed, ok := m.(event.ShardChanged); ok {
			states = append(states, changed.State)
		}
	}
	l := b.newLink(t.Context(), token, []gateway.ConfigOpt{gateway.WithShardID(1), gateway.WithShardCount(4)})
	l.Reset()
	b.dispatch(l, gateway.EventReady{Guilds: []disgo.UnavailableGuild{{ID: 9}}})
	b.dispatch(l, gateway.EventGuildCreate{GatewayGuild: disgo.GatewayGuild{RestGuild: disgo.RestGuild{Guild: disgo.Guild{ID: 9, Name: "Known", MemberCount: 5}}}})
	b.dispatch(l, gateway.EventGuildCreate{GatewayGuild: disgo.GatewayGuild{RestGuild: disgo.RestGuild{Guild: disgo.Guild{ID: 8, Name: "New"}}}})
	b.dispatch(l, gateway.EventGuildDelete{UnavailableGuild: disgo.UnavailableGuild{ID: 9, Unavailable: true}})
	b.dispatch(l, gateway.EventGuildCreate{GatewayGuild: disgo.GatewayGuild{RestGuild: disgo.RestGuild{Guild: disgo.Guild{ID: 9, Name: "Known", MemberCount: 5}}}})
	b.dispatch(l, gateway.EventGuildDelete{UnavailableGuild: disgo.UnavailableGuild{ID: 8}})
	l.Close(t.Context())
	flush(b)
	if got := fmt.Sprint(states); got != "[connecting ready disconnected]" {
		t.Errorf("observed %s", got)
	}
	if got, want := notes.types(), "shard.ready guild.joined guild.unavailable guild.available guild.left shard.disconnected"; got != want {
		t.Errorf("told %s, want %s", got, want)
	}
	if e := notes.events[2]; e.Guild.Name != "Known" || *e.Shard != 1 {
		t.Errorf("told %+v", e)
	}
}
