package discord

import (
	"net/http"
	"strings"
	"testing"

	"github.com/aurorabot/aurora/internal/event"
)

func TestAFrameThatNobodyExpectsDoesNotEndTheProgram(t *testing.T) {
	b, notes := newBot(t, http.NotFoundHandler())
	dispatch := b.dispatcher(1)
	dispatch("INTERACTION_CREATE", []byte(`{"id":"8","type":99}`))
	dispatch("GUILD_CREATE", []byte(`{"id":"-1"}`))
	b.cfg.Observe = func(event.Measure) { panic("boom") }
	dispatch("GUILD_CREATE", []byte(`{"id":"9"}`))
	flush(b)
	if notes.types() != "panic.recovered" || !strings.Contains(string(notes.events[0].Data), "stack") || *notes.events[0].Shard != 1 {
		t.Errorf("told %s", notes.types())
	}
}

func TestWhatHappensToGuildsIsTold(t *testing.T) {
	b, notes := newBot(t, http.NotFoundHandler())
	var seen []event.GuildSeen
	b.cfg.Observe = func(m event.Measure) {
		if s, ok := m.(event.GuildSeen); ok {
			seen = append(seen, s)
		}
	}
	dispatch := b.dispatcher(1)
	dispatch("READY", []byte(`{"guilds":[{"id":"9","unavailable":true}]}`))
	dispatch("GUILD_CREATE", []byte(`{"id":"9","name":"Known","member_count":5}`))
	dispatch("GUILD_CREATE", []byte(`{"id":"8","name":"New"}`))
	dispatch("GUILD_UPDATE", []byte(`{"id":"9","name":"Renamed"}`)) // without a count
	dispatch("GUILD_DELETE", []byte(`{"id":"9","unavailable":true}`))
	dispatch("GUILD_CREATE", []byte(`{"id":"9","name":"Renamed","member_count":5}`))
	dispatch("GUILD_DELETE", []byte(`{"id":"8"}`))
	flush(b)
	if got, want := notes.types(), "guild.joined guild.unavailable guild.available guild.left"; got != want {
		t.Fatalf("told %s, want %s", got, want)
	}
	if e := notes.events[1]; e.Guild.Name != "Renamed" || *e.Shard != 1 {
		t.Errorf("told %+v", e)
	}
	outage := event.GuildSeen{Shard: 1, Guild: 9, Members: 5} // still as many: GUILD_UPDATE has not reset them
	if len(seen) != 5 || seen[3] != outage {
		t.Errorf("observed %+v", seen)
	}
}
