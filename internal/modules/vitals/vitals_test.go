package vitals_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/modules/vitals"
)

// patient is a bot whose figures the test sets.
type patient struct {
	now      vitals.Vitals
	database time.Duration // for as long it thinks
	err      error
}

func (p patient) Vitals(int) vitals.Vitals { return p.now }

func (p patient) AskDatabase(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(p.database):
		return p.err
	}
}

// sees is what a member sees of /aurora with a subcommand.
func sees(t *testing.T, p patient, sub string) module.Reply {
	t.Helper()
	for _, c := range vitals.Module(p, slog.New(slog.DiscardHandler)).Commands[0].Subcommands {
		if c.Name == sub {
			reply, err := c.Run(t.Context(), module.Interaction{})
			if err != nil || !reply.Private || !c.Private {
				t.Errorf("got %+v, %v", reply, err)
			}
			return reply
		}
	}
	t.Fatalf("there is no /aurora %s", sub)
	return module.Reply{}
}

func TestAPingSaysWhetherItIsUsOrDiscord(t *testing.T) {
	const ms = time.Millisecond
	for name, c := range map[string]struct {
		patient
		want     string
		database string
	}{
		"all is quick":             {patient{vitals.Vitals{Gateway: 40 * ms, REST: 60 * ms, Ack: 90 * ms}, 2 * ms, nil}, "All is quick", "2 ms"},
		"nothing was measured":     {patient{}, "Discord was not measured yet", "below 1 ms"},
		"the gateway is slow":      {patient{vitals.Vitals{Gateway: 900 * ms, REST: 60 * ms}, ms, nil}, "It is Discord", "1 ms"},
		"answers wait for Discord": {patient{vitals.Vitals{Gateway: 40 * ms, REST: 1500 * ms, Ack: 1600 * ms}, ms, nil}, "It is Discord", "1 ms"},
		"answers wait for us":      {patient{vitals.Vitals{Gateway: 40 * ms, REST: 60 * ms, Ack: 1600 * ms}, ms, nil}, "It is us", "1 ms"},
		"the database is slow":     {patient{vitals.Vitals{}, 200 * ms, nil}, "It is us", "200 ms"},
		"everybody is slow":        {patient{vitals.Vitals{Gateway: 900 * ms}, 200 * ms, nil}, "Both", "200 ms"},
		"the database hangs":       {patient{vitals.Vitals{}, time.Hour, nil}, "It is us: the database does not answer", "no answer"},
		"the database fails":       {patient{vitals.Vitals{}, ms, errors.New("away")}, "It is us: the database does not answer", "no answer"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				reply := sees(t, c.patient, "ping")
				if !strings.Contains(reply.Text, c.want) || reply.Fields[2].Value != c.database {
					t.Errorf("got %+v", reply)
				}
			})
		})
	}
}

func TestAStatusSaysWhatIsAway(t *testing.T) {
	well := vitals.Vitals{Version: "1.2.3", Started: time.Unix(1_795_000_000, 0), Shards: 4, ShardsReady: 4, Guilds: 12, Members: 400}
	reply := sees(t, patient{now: well}, "status")
	if reply.Text != "Started <t:1795000000:R>." || reply.Tone != module.Good || reply.Fields[0].Value != "4 of 4 ready" || reply.Footer != "Version 1.2.3" {
		t.Errorf("got %+v", reply)
	}
	ill := well
	ill.ShardsReady, ill.GuildsAway = 3, 2
	reply = sees(t, patient{now: ill}, "status")
	if !strings.Contains(reply.Text, "not ready: 1.") || !strings.Contains(reply.Text, "cannot reach now: 2.") || reply.Tone != module.Caution {
		t.Errorf("got %+v", reply)
	}
}
