package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	disgo "github.com/disgoorg/disgo/discord"
	"github.com/disgoorg/disgo/gateway"
	disgosnowflake "github.com/disgoorg/snowflake/v2"
	"github.com/gorilla/websocket"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// notebook is a journal in memory that can be held up.
type notebook struct {
	mu     sync.Mutex
	events []event.Event
	hold   chan struct{} // not nil: RecordAll waits until it is closed
}

func (n *notebook) RecordAll(_ context.Context, events []event.Event) error {
	if n.hold != nil {
		<-n.hold
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, e := range events {
		if e.Type == "" {
			return errors.New("an event without a type")
		}
	}
	n.events = append(n.events, events...)
	return nil
}

func (n *notebook) types() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	var types []string
	for _, e := range n.events {
		types = append(types, e.Type)
	}
	return strings.Join(types, " ")
}

const token = "MTIzNDU2Nzg5MDEyMzQ1Njc4.x.y" // of the application 123456789012345678

// newBot is a bot that talks to the given handler in the place of Discord.
func newBot(t *testing.T, discord http.Handler, commands ...module.Command) (*Bot, *notebook) {
	t.Helper()
	server := httptest.NewServer(discord)
	t.Cleanup(server.Close)
	notes := &notebook{}
	b, err := New(Config{
		Token: token, APIURL: server.URL, Version: "test", Heartbeat: time.Minute, Commands: commands,
		Journal: notes, Observe: func(event.Measure) {}, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return b, notes
}

// flush records all that b has told.
func flush(b *Bot) { b.recorder.start(context.Background()).finish() }

func TestATokenNamesItsApplication(t *testing.T) {
	if id, err := applicationOf(token); err != nil || id != 123456789012345678 {
		t.Errorf("got %v, %v", id, err)
	}
	for _, wrong := range []string{"", "abc", "MTIz", "MTIz.x", "MTIz.x.y.z", "!!!.x.y", "YWJj.x.y", "Bot " + token} {
		if id, err := applicationOf(wrong); err == nil || wrong != "" && strings.Contains(err.Error(), wrong) {
			t.Errorf("%q: got %v, %v; want an error that does not repeat it", wrong, id, err)
		}
	}
}

// answer is one callback as Discord would receive it.
type answer struct {
	Type int
	Data struct {
		Content         string
		Flags           int
		Embeds          []struct{ Title, Description string }
		AllowedMentions *struct{ Parse []string } `json:"allowed_mentions"`
	}
}

func TestHowACommandEndsIsAnsweredAndTold(t *testing.T) {
	const private = 64
	for name, c := range map[string]struct {
		run      func(context.Context, module.Interaction) (module.Reply, error)
		want     string // in the answer
		flags    int
		told     string
		severity event.Severity
	}{
		"well": {
			func(context.Context, module.Interaction) (module.Reply, error) {
				return module.Reply{Title: "Daily coins", Text: "100 coins for <@1>"}, nil
			}, "100 coins for <@1>", 0, "command.completed", event.Debug,
		},
		"with a refusal": {
			func(context.Context, module.Interaction) (module.Reply, error) {
				return module.Reply{}, fmt.Errorf("pay: %w", module.Refuse("self_transfer", "You cannot pay yourself."))
			}, "You cannot pay yourself.", private, "command.completed", event.Debug,
		},
		"with an error": {
			func(context.Context, module.Interaction) (module.Reply, error) {
				return module.Reply{}, errors.New("the password of the database is hunter2")
			}, "Something went wrong", private, "command.failed", event.Error,
		},
		"with a panic": {
			func(context.Context, module.Interaction) (module.Reply, error) { panic("boom") },
			"Something went wrong", private, "panic.recovered command.failed", event.Error,
		},
	} {
		t.Run(name, func(t *testing.T) {
			var got []answer
			discord := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				var a answer
				body, err := io.ReadAll(r.Body)
				if err := errors.Join(err, json.Unmarshal(body, &a)); err != nil {
					t.Error(err)
				}
				if r.URL.Path != "/api/v10/interactions/77/secret/callback" || strings.Contains(string(body), "hunter2") {
					t.Errorf("got %s %s", r.URL.Path, body)
				}
				got = append(got, a)
				w.WriteHeader(http.StatusNoContent)
			})
			b, notes := newBot(t, discord, module.Command{Name: "daily", Run: c.run})
			b.handle(t.Context(), use{
				Interaction: module.Interaction{ID: 77, Guild: event.Ref{ID: 1, Name: "g"}, User: event.Ref{ID: 2, Name: "mira"}, Command: "daily"},
				token:       "secret", received: time.Now(),
			})
			flush(b)
			if len(got) != 1 {
				t.Fatalf("%d answers, want 1", len(got))
			}
			text := got[0].Data.Content
			for _, embed := range got[0].Data.Embeds {
				text += embed.Description
			}
			if got[0].Type != 4 || !strings.Contains(text, c.want) || got[0].Data.Flags != c.flags {
				t.Errorf("got %+v, want %q", got[0], c.want)
			}
			if mentions := got[0].Data.AllowedMentions; mentions == nil || mentions.Parse == nil || len(mentions.Parse) != 0 {
				t.Errorf("the answer may notify: %+v", mentions)
			}
			if notes.types() != c.told {
				t.Errorf("told %s, want %s", notes.types(), c.told)
			}
			last := notes.events[len(notes.events)-1]
			if last.Severity != c.severity || last.TraceID != "77" || !strings.Contains(string(last.Data), `"ackMs"`) || !strings.Contains(string(last.Data), `"spans"`) {
				t.Errorf("told %+v %s", last, last.Data)
			}
		})
	}
}

func TestAnAnswerThatDiscordRefusesIsToldWithItsCode(t *testing.T) {
	discord := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte(`{"message":"Unknown interaction","code":10062}`))
	})
	b, notes := newBot(t, discord, module.Command{Name: "daily", Run: func(context.Context, module.Interaction) (module.Reply, error) {
		return module.Reply{Text: "late"}, nil
	}})
	b.handle(t.Context(), use{Interaction: module.Interaction{ID: 77, Guild: event.Ref{ID: 1}, Command: "daily"}, received: time.Now()})
	flush(b)
	if notes.types() != "command.failed" || !strings.Contains(string(notes.events[0].Data), `"errorCode":"10062"`) {
		t.Errorf("told %s %s", notes.types(), notes.events[0].Data)
	}
}

func TestMoreCommandsThanAreTakenAreToldAsOverload(t *testing.T) {
	b, notes := newBot(t, http.NotFoundHandler())
	deliver := func(id int) {
		var in disgo.ApplicationCommandInteraction
		text := fmt.Sprintf(`{"id":"%d","type":2,"token":"x","guild_id":"1","member":{"user":{"id":"2","username":"mira"}},
			"channel":{"id":"3","type":0},"data":{"id":"4","name":"daily","type":1}}`, id)
		if err := json.Unmarshal([]byte(text), &in); err != nil {
			t.Fatal(err)
		}
		b.receive(in, 0)
	}
	for id := range maxWaiting + 1 {
		deliver(id + 1)
		deliver(id + 1) // a duplicate is dropped
	}
	flush(b)
	if len(b.uses) != maxWaiting || notes.types() != "command.failed" {
		t.Errorf("%d are waiting, told: %s", len(b.uses), notes.types())
	}
}

func TestOptionsAreReadByTheirTypes(t *testing.T) {
	nick := "Nova ✨"
	resolved := disgo.ResolvedData{
		Users:   map[disgosnowflake.ID]disgo.User{5: {ID: 5, Username: "nova"}, 6: {ID: 6, Username: "robot", Bot: true}},
		Members: map[disgosnowflake.ID]disgo.ResolvedMember{5: {Member: disgo.Member{Nick: &nick}}},
	}
	given := func(kind disgo.ApplicationCommandOptionType, value string) disgo.SlashCommandOption {
		return disgo.SlashCommandOption{Type: kind, Value: []byte(value)}
	}
	for name, c := range map[string]struct {
		given disgo.SlashCommandOption
		want  module.Value
		ok    bool
	}{
		"a number":            {given(disgo.ApplicationCommandOptionTypeInt, `-9007199254740992`), module.Value{Integer: -1 << 53}, true},
		"not a number":        {given(disgo.ApplicationCommandOptionTypeInt, `"12"`), module.Value{}, false},
		"a fraction":          {given(disgo.ApplicationCommandOptionTypeInt, `1.5`), module.Value{}, false},
		"a member":            {given(disgo.ApplicationCommandOptionTypeUser, `"5"`), module.Value{Member: module.Member{Ref: event.Ref{ID: 5, Name: nick}}}, true},
		"a bot":               {given(disgo.ApplicationCommandOptionTypeUser, `"6"`), module.Value{Member: module.Member{Ref: event.Ref{ID: 6, Name: "robot"}, Bot: true}}, true},
		"somebody not sent":   {given(disgo.ApplicationCommandOptionTypeUser, `"7"`), module.Value{}, false},
		"not an id":           {given(disgo.ApplicationCommandOptionTypeUser, `{}`), module.Value{}, false},
		"a type not offered":  {given(disgo.ApplicationCommandOptionTypeString, `"x"`), module.Value{}, false},
		"nothing, of no type": {disgo.SlashCommandOption{}, module.Value{}, false},
	} {
		got, ok := optionValue(c.given, resolved)
		if ok != c.ok || ok && got != c.want {
			t.Errorf("%s: got %+v, %v, want %+v", name, got, ok, c.want)
		}
	}
}

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

func TestWhatReadyNoLongerListsIsGoneAndAnOutageGoesOn(t *testing.T) {
	var g guilds
	g.arrive(1, 0, "kept", 10)
	g.arrive(2, 0, "left", 20)
	g.arrive(3, 1, "of another shard", 30)
	g.arrive(4, 0, "in an outage", 40)
	g.depart(4)
	members, gone := g.expect(0, []snowflake.ID{1, 4, 5})
	if fmt.Sprint(members) != "[10 40 0]" || len(gone) != 1 || gone[0] != (event.Ref{ID: 2, Name: "left"}) {
		t.Errorf("got %v, gone %v", members, gone)
	}
	if before := g.arrive(4, 0, "in an outage", 40); before != unavailable {
		t.Errorf("the end of an outage is not noticed: it was %v", before)
	}
	if before := g.arrive(1, 0, "kept", 10); before != expected {
		t.Errorf("a guild that READY lists is %v, want expected", before)
	}
	if g.name(3) != "of another shard" {
		t.Error("a shard's READY has removed another's guild")
	}
}

func TestACommandWithoutItsOptionIsNotRun(t *testing.T) {
	b, _ := newBot(t, http.NotFoundHandler(), module.Command{
		Name: "pay", Options: []module.Option{{Name: "user", Kind: module.User, Required: true}},
		Run: func(context.Context, module.Interaction) (module.Reply, error) { panic("run") },
	})
	_, err := b.run(t.Context(), use{Interaction: module.Interaction{Command: "pay", Guild: event.Ref{ID: 1}}})
	if refusal, ok := errors.AsType[*module.Refusal](err); !ok || refusal.Code != "missing_option" {
		t.Errorf("got %v, want missing_option", err)
	}
}

func TestAUseThatHasWaitedTooLongIsNotCarriedOut(t *testing.T) {
	b, notes := newBot(t, http.NotFoundHandler(), module.Command{
		Name: "daily", Run: func(context.Context, module.Interaction) (module.Reply, error) {
			t.Error("a command was run whose answer nobody can see")
			return module.Reply{}, nil
		},
	})
	b.handle(t.Context(), use{Interaction: module.Interaction{Command: "daily", Guild: event.Ref{ID: 1}}, received: time.Now().Add(-deadline - time.Second)})
	flush(b)
	if notes.types() != "command.failed" || string(notes.events[0].Data) != `{"errorCode":"expired"}` {
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

func TestAFullRecorderDropsDebugAndCountsTheRest(t *testing.T) {
	notes := &notebook{hold: make(chan struct{})}
	r := newRecorder(notes, slog.New(slog.DiscardHandler))
	for range maxUnrecorded {
		r.record(event.Event{Type: "fits", Severity: event.Debug})
	}
	for range 5 {
		r.record(event.Event{Type: "dropped", Severity: event.Debug})
		r.record(event.Event{Type: "shard.zombie", Severity: event.Error, Message: "shard 1"})
	}
	close(notes.hold)
	r.start(t.Context()).finish()
	if n := len(notes.events); n != maxUnrecorded+2 {
		t.Fatalf("%d events were recorded, want %d", n, maxUnrecorded+2)
	}
	told := map[string]string{}
	for _, e := range notes.events {
		told[e.Type] = e.Message
	}
	if got, want := told["shard.zombie"], "shard 1 (and 4 more of this type)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := told["system.events.dropped"], "5 debug events were more than could be recorded"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAnEventThatCannotBeRecordedCostsNoOther(t *testing.T) {
	notes := &notebook{}
	r := newRecorder(notes, slog.New(slog.DiscardHandler))
	for _, kind := range []string{"a", "", "b"} {
		r.record(event.Event{Type: kind})
	}
	r.start(t.Context()).finish()
	if notes.types() != "a b" {
		t.Errorf("recorded %s, want a b", notes.types())
	}
}

func TestAnInteractionIsSeenOnceAndForgottenInTime(t *testing.T) {
	s, now := newSeen(), time.Now()
	if !s.first(1, now) || s.first(1, now) {
		t.Error("a duplicate was not noticed")
	}
	if !s.first(1, now.Add(seenFor+time.Second)) {
		t.Error("an interaction is remembered for longer than it can be answered")
	}
	for id := range snowflake.ID(maxSeen + 10) {
		s.first(id+100, now)
	}
	if len(s.ids) > maxSeen || len(s.ids) != len(s.order) {
		t.Errorf("%d ids and %d in order are remembered, want at most %d", len(s.ids), len(s.order), maxSeen)
	}
}
