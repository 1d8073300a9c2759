package discordsim

import (
	"net/http"
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// guildRoutes show the guilds that a bot is in, and let it leave one. It joins one by OAuth2.
func (a *rest) guildRoutes() []route {
	return []route{
		{pattern: "GET /guilds/{guild}", quota: quota{5, 5 * time.Second}, major: "guild", serve: a.guild},
		{pattern: "DELETE /users/@me/guilds/{guild}", quota: quota{5, 5 * time.Second}, serve: a.leaveGuild},
	}
}

func (a *rest) guild(r *request) (reply, error) {
	g, err := a.memberOf(r)
	if err != nil {
		return reply{}, err
	}
	o := g.object()
	if r.URL.Query().Get("with_counts") == "true" {
		o["approximate_member_count"], o["approximate_presence_count"] = g.size(), g.size()/3
	}
	return reply{http.StatusOK, o}, nil
}

func (a *rest) leaveGuild(r *request) (reply, error) {
	g, err := a.memberOf(r)
	if err != nil {
		return reply{}, err
	}
	if !r.app.gateway.depart(g.id) {
		return reply{}, errUnknown(10004, "Guild")
	}
	return reply{status: http.StatusNoContent}, nil
}

// memberOf reads the guild of a path, of which the application has to be a member.
func (a *rest) memberOf(r *request) (*guild, error) {
	id, err := r.id("guild")
	if err != nil {
		return nil, err
	}
	if !r.app.gateway.guilds.in(id) {
		return nil, errUnknown(10004, "Guild")
	}
	return a.world.byID[id], nil
}

// guildOfPath reads the guild of a path, or zero where the path has none.
func (a *rest) guildOfPath(r *request) (snowflake.ID, error) {
	if r.PathValue("guild") == "" {
		return 0, nil
	}
	id, err := r.id("guild")
	if err != nil {
		return 0, err
	}
	if !r.app.gateway.guilds.in(id) {
		return 0, errMissingAccess()
	}
	return id, nil
}

// guildSummary is a guild as its members' lists show it.
func (g *guild) guildSummary(owner bool) map[string]any {
	return map[string]any{
		"id": g.id, "name": g.name, "icon": nil, "banner": nil, "owner": owner,
		"permissions": memberPermissions, "features": []string{},
	}
}
