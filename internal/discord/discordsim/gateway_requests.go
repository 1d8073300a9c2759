package discordsim

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/aurorabot/aurora/internal/snowflake"
)

const (
	chunkSize     = 1000 // members in one GUILD_MEMBERS_CHUNK
	maxAskedUsers = 100
	maxNonce      = 32 // bytes; a longer one is ignored
)

// membersRequest is the d of REQUEST_GUILD_MEMBERS.
// https://docs.discord.com/developers/events/gateway-events#request-guild-members
type membersRequest struct {
	GuildID   snowflake.ID    `json:"guild_id"`
	Query     *string         `json:"query"`
	Limit     *int            `json:"limit"`
	Presences bool            `json:"presences"`
	UserIDs   json.RawMessage `json:"user_ids"` // one id or a list
	Nonce     string          `json:"nonce"`
}

// request answers what a session asks for over the gateway. A presence and a voice state need no answer.
func (p *protocol) request(op int, data json.RawMessage) error {
	switch op {
	case opRequestMembers:
		return p.members(data)
	case opRequestSoundboard:
		var d struct {
			GuildIDs []snowflake.ID `json:"guild_ids"`
		}
		if err := p.decode("REQUEST_SOUNDBOARD_SOUNDS", data, &d); err != nil {
			return err
		}
		for _, id := range d.GuildIDs {
			p.answer(id, "SOUNDBOARD_SOUNDS", map[string]any{"guild_id": id, "soundboard_sounds": []any{}})
		}
	}
	return nil
}

// answer sends an event about a guild to the session that asked, if it sees the guild.
func (p *protocol) answer(guild snowflake.ID, event string, data map[string]any) {
	if p.app.gateway.guilds.in(guild) && p.session.sees(guild) {
		p.session.dispatch(event, mustJSON(data), nil)
	}
}

func (p *protocol) members(data json.RawMessage) error {
	var d membersRequest
	if err := p.decode("REQUEST_GUILD_MEMBERS", data, &d); err != nil {
		return err
	}
	ids, err := d.userIDs()
	if err != nil || len(ids) == 0 && (d.Query == nil || d.Limit == nil) || len(ids) > maxAskedUsers {
		return errDecode
	}
	if len(ids) == 0 && *d.Query == "" && *d.Limit == 0 {
		return errPrivileged // all members are for those with the intent, which nobody has here; the code is ours
	}
	if g := p.app.gateway.world.byID[d.GuildID]; g != nil {
		p.chunks(g, d, ids, g.asked(ids, d.Query, d.Limit))
	}
	return nil
}

// chunks sends the members found, a thousand at a time, and the ids of those not found.
func (p *protocol) chunks(g *guild, d membersRequest, ids []snowflake.ID, found []*member) {
	missing := slices.DeleteFunc(slices.Clone(ids), func(id snowflake.ID) bool { return g.byID[id] != nil })
	count := max(1, (len(found)+chunkSize-1)/chunkSize)
	for n := range count {
		part := found[n*chunkSize : min(len(found), (n+1)*chunkSize)]
		list := make([]memberObject, len(part))
		for i, m := range part {
			list[i] = m.object()
		}
		chunk := map[string]any{"guild_id": g.id, "members": list, "chunk_index": n, "chunk_count": count}
		if d.Nonce != "" && len(d.Nonce) <= maxNonce {
			chunk["nonce"] = d.Nonce
		}
		if len(missing) > 0 {
			chunk["not_found"] = missing
		}
		if d.Presences {
			chunk["presences"] = []any{}
		}
		p.answer(g.id, "GUILD_MEMBERS_CHUNK", chunk)
	}
}

// asked returns the members with these ids, or else those whose name begins with query, at most limit of
// them.
func (g *guild) asked(ids []snowflake.ID, query *string, limit *int) []*member {
	var found []*member
	for _, m := range g.members {
		if len(ids) > 0 {
			if slices.Contains(ids, m.user.ID) {
				found = append(found, m)
			}
			continue
		}
		if hasPrefixFold(m.name(), *query) || hasPrefixFold(m.user.Username, *query) {
			found = append(found, m)
		}
		if len(found) == *limit {
			break
		}
	}
	return found
}

func (d membersRequest) userIDs() ([]snowflake.ID, error) {
	if len(d.UserIDs) == 0 || string(d.UserIDs) == "null" {
		return nil, nil
	}
	var ids []snowflake.ID
	if d.UserIDs[0] == '[' {
		return ids, json.Unmarshal(d.UserIDs, &ids)
	}
	ids = make([]snowflake.ID, 1)
	return ids, json.Unmarshal(d.UserIDs, &ids[0])
}

func hasPrefixFold(s, prefix string) bool {
	return strings.HasPrefix(strings.ToLower(s), strings.ToLower(prefix))
}
