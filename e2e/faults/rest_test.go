package faults_test

import "testing"

// TestEveryFaultOfRESTIsToldAndGotOver has one after another, as they befall all that
// the bot asks for.
func TestEveryFaultOfRESTIsToldAndGotOver(t *testing.T) {
	t.Parallel()
	times := 1
	if torture {
		times = 10
	}
	const shards = 2
	r := startRehearsal(t, shards)
	for range times {
		for _, one := range []trial{
			{kind: "rate_limit_user", tells: []fact{limited("user")}},
			{kind: "rate_limit_shared", tells: []fact{limited("shared")}},
			{kind: "rest_5xx", seconds: 4, tells: []fact{{kind: "command.failed"}}}, // longer than a request is repeated
			{kind: "unknown_interaction", seconds: 2, tells: []fact{failedWith("10062"), {kind: "command.ack.missed"}}},
		} {
			r.overcome(t, r.strike(t, one, nil), nil)
		}
		r.beginAnewUnderAGlobalLimit(t)
	}
	r.check(t, shards)
}

// beginAnewUnderAGlobalLimit lets the bot ask for something that is not about an
// interaction, since only that falls under the limit of all requests: before a new
// session it asks how many may begin.
func (r *rehearsal) beginAnewUnderAGlobalLimit(t *testing.T) {
	t.Helper()
	shard := 0
	limit := r.strike(t, trial{kind: "rate_limit_global", seconds: 3, tells: []fact{limited("global")}}, nil)
	session := r.strike(t, trial{kind: "close:4009", tells: []fact{closedWith(4009), reidentified}}, &shard)
	r.overcome(t, limit, nil)
	r.overcome(t, session, &shard)
}
