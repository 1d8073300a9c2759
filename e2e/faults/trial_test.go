package faults_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"testing"
	"text/tabwriter"
	"time"
)

// trial is a fault of Discord's and what the feed has to tell of it.
type trial struct {
	kind    string
	seconds float64 // 0: it happens once, or for as long as the simulator has it
	tells   []fact  // in this order, of each shard that it is for
}

// fact is an event of a type, of which a field of the data has a value.
type fact struct {
	kind         string
	field, value string // "": any data
}

func (f fact) fits(e event) bool {
	return e.Type == f.kind && (f.field == "" || fmt.Sprint(e.Data[f.field]) == f.value)
}

// Facts that several faults have in common.
var (
	disconnected = fact{kind: "shard.disconnected"}
	resumed      = fact{kind: "shard.resumed"}
	reidentified = fact{kind: "shard.reidentified"}
)

func closedWith(code int) fact { return fact{"shard.disconnected", "closeCode", strconv.Itoa(code)} }

func limited(scope string) fact { return fact{"rest.ratelimited", "scope", scope} }

func failedWith(code string) fact { return fact{"command.failed", "errorCode", code} }

// rehearsal is a bot that is used while faults befall it.
type rehearsal struct {
	discord  *discord
	database string
	bot      *bot
	load     *load
	table    map[string]recovery // by the kind of the fault: the slowest
}

// recovery is how a fault was got over, in time since it began.
type recovery struct{ lasts, told, served time.Duration }

// struck is a fault that was brought about.
type struck struct {
	trial
	at    time.Time
	until time.Time // its end; the same as at, where it happened once
}

// strike brings a fault about, for one shard or, with nil, for all.
func (r *rehearsal) strike(t *testing.T, one trial, shard *int) struck {
	t.Helper()
	body := map[string]any{"kind": one.kind}
	if shard != nil {
		body["shard"] = *shard
	}
	if one.seconds > 0 {
		body["seconds"] = one.seconds
	}
	now := time.Now()
	s := struck{trial: one, at: now, until: now}
	var begun struct{ Until *time.Time }
	if err := r.discord.control(t.Context(), http.MethodPost, "/faults", body, &begun); err != nil {
		t.Fatalf("%s: %v", one.kind, err)
	}
	if begun.Until != nil {
		s.until = *begun.Until
	}
	return s
}

// overcome waits until the feed has told a fault of a shard, and members are served there
// who asked after that and after the fault's end. nil: it is about no shard.
func (r *rehearsal) overcome(t *testing.T, s struck, shard *int) {
	t.Helper()
	told := s.at
	for _, f := range s.tells {
		told = r.bot.tells(t, f, shard, told)
	}
	since := told
	if s.kind != "no_ack" && s.until.After(told) { // that one is over for a connection made since
		since = s.until
	}
	r.note(s, told, r.load.servedAgain(t, shard, since))
}

// note keeps how a fault was got over, for the table.
func (r *rehearsal) note(s struck, told, served time.Time) {
	if after := served.Sub(s.at); after > r.table[s.kind].served {
		r.table[s.kind] = recovery{lasts: s.until.Sub(s.at), told: told.Sub(s.at), served: after}
	}
}

// tells waits for an event of a shard's, or with nil of any, that is no older than
// since, and returns its time.
func (b *bot) tells(t *testing.T, f fact, shard *int, since time.Time) (at time.Time) {
	t.Helper()
	query := url.Values{"type": {f.kind}, "limit": {"500"}}
	if shard != nil {
		query.Set("shard", strconv.Itoa(*shard))
	}
	since = since.Truncate(time.Millisecond) // as instants are told
	eventually(t, fmt.Sprintf("the feed tells %+v", f), func() bool {
		var page struct{ Events []event } // the newest first
		if err := getJSON(t.Context(), b.url+"/api/events?"+query.Encode(), &page); err != nil {
			return false
		}
		for _, e := range slices.Backward(page.Events) {
			if f.fits(e) && !e.Time.Before(since) {
				at = e.Time
				return true
			}
		}
		return false
	})
	return at
}

// check ends a rehearsal: so many shards are ready, nothing was lost or done twice, each
// fault has met the bot, and the bot broke no rule over it.
func (r *rehearsal) check(t *testing.T, ready int) {
	t.Helper()
	eventually(t, fmt.Sprintf("%d shards are ready", ready), func() bool { return r.bot.stats(t).Gateway.ShardsReady == ready })
	r.load.check(t, r.bot)
	r.checkHandledOnce(t)
	for _, f := range r.discord.state(t).Faults {
		if f.Hits == 0 {
			t.Errorf("the fault %s met nobody", f.Kind)
		}
	}
	r.discord.checkRules(t)
	r.bot.stop(t)
	checkLedger(t, r.database)
	r.print(t)
}

// checkHandledOnce wants that no interaction came to a second end, also where Discord
// sent it twice.
func (r *rehearsal) checkHandledOnce(t *testing.T) {
	t.Helper()
	ended := make(map[string]string)
	for _, e := range append(r.bot.events(t, "command.completed"), r.bot.events(t, "command.failed")...) {
		if before := ended[e.InteractionID]; before != "" {
			t.Errorf("the interaction %s has ended as %s and as %s", e.InteractionID, before, e.Type)
		}
		ended[e.InteractionID] = e.Type
	}
}

// print shows how long each fault lasted, when the feed had told it all, and when
// members were served again who asked after both.
func (r *rehearsal) print(t *testing.T) {
	t.Helper()
	if len(r.table) == 0 {
		return
	}
	w := tabwriter.NewWriter(t.Output(), 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "fault\tlasts\ttold after\tserved after")
	for _, kind := range slices.Sorted(maps.Keys(r.table)) {
		row := r.table[kind]
		lasts := "once"
		if row.lasts > 0 {
			lasts = row.lasts.Round(time.Second).String()
		}
		fmt.Fprintf(w, "%s\t%s\t%v\t%v\n", kind, lasts, row.told.Round(10*time.Millisecond), row.served.Round(10*time.Millisecond))
	}
	w.Flush()
}
