package economy

import (
	"cmp"
	"context"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// refs names an account on the wire.
type refs struct {
	Guild event.Ref `json:"guild"`
	User  event.Ref `json:"user"`
}

// party is one side of an entry on the wire.
type party struct {
	Kind  string       `json:"kind"` // member or system
	ID    snowflake.ID `json:"id"`
	Name  string       `json:"name"`
	Guild event.Ref    `json:"guild"`
}

// entryView is an entry on the wire.
type entryView struct {
	ID          string     `json:"id"` // its position
	Time        time.Time  `json:"time"`
	Kind        Kind       `json:"kind"`
	Ref         string     `json:"ref"`
	From        party      `json:"from"`
	To          party      `json:"to"`
	Amount      coins      `json:"amount"`
	FromBalance coins      `json:"fromBalance"` // afterwards
	ToBalance   coins      `json:"toBalance"`
	Note        string     `json:"note"` // in the words of who asked; or ""
	By          *event.Ref `json:"by"`   // who asked; nil where it is not known
	Seq         *int64     `json:"seq"`  // of the event that tells it; nil where it is older than that
}

// directory are names. Who has none is called by the id.
type directory struct {
	holders map[Account]string
	guild   GuildName
}

// names learns what the holders of accounts are called.
func (x explorer) names(ctx context.Context, of []Account) (directory, error) {
	holders, err := x.store.Names(ctx, of)
	return directory{holders, x.guildName}, err
}

// entriesOf leaves the names out, which are read with those of who has asked.
func entriesOf(named []NamedEntry) []Entry {
	entries := make([]Entry, len(named))
	for i, n := range named {
		entries[i] = n.Entry
	}
	return entries
}

// involved are the accounts of all of whom entries tell, each once.
func involved(entries []Entry) []Account {
	var all []Account
	seen := make(map[Account]bool)
	for _, e := range entries {
		for _, account := range []Account{e.From, e.To, actorOf(e)} {
			if !seen[account] && !account.System() {
				seen[account] = true
				all = append(all, account)
			}
		}
	}
	return all
}

// actorOf is the account, where there is one, of who has asked for an entry.
func actorOf(e Entry) Account { return Account{Guild: e.From.Guild, Holder: e.Actor} }

// systemNames are what the ledger's own accounts are called.
var systemNames = map[snowflake.ID]string{mint: "daily mint", grants: "grants", deductions: "deductions"}

func (d directory) holder(a Account) event.Ref {
	return event.Ref{ID: a.Holder, Name: cmp.Or(d.holders[a], systemNames[a.Holder], a.Holder.String())}
}

func (d directory) guildRef(id snowflake.ID) event.Ref {
	ref := event.Ref{ID: id, Name: id.String()}
	if d.guild != nil {
		ref.Name = cmp.Or(d.guild(id), ref.Name)
	}
	return ref
}

func (d directory) refs(a Account) refs { return refs{Guild: d.guildRef(a.Guild), User: d.holder(a)} }

func (d directory) party(a Account) party {
	holder := d.holder(a)
	side := party{Kind: "member", ID: holder.ID, Name: holder.Name, Guild: d.guildRef(a.Guild)}
	if a.System() {
		side.Kind = "system"
	}
	return side
}

func (d directory) entries(entries []Entry) []entryView {
	views := make([]entryView, len(entries))
	for i, e := range entries {
		views[i] = entryView{
			ID: e.String(), Time: e.Time, Kind: e.Kind, Ref: e.Key, From: d.party(e.From), To: d.party(e.To),
			Amount: coins(e.Amount), FromBalance: coins(e.FromAfter), ToBalance: coins(e.ToAfter), Note: e.Reason,
		}
		if e.Actor != 0 {
			views[i].By = new(d.holder(actorOf(e)))
		}
		if e.Seq > 0 {
			views[i].Seq = new(e.Seq)
		}
	}
	return views
}
