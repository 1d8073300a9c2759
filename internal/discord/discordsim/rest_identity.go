package discordsim

import (
	"net/http"
	"time"
)

// identityRoutes tell a bot who it is and where the gateway is.
func (a *rest) identityRoutes() []route {
	return []route{
		{pattern: "GET /gateway", open: true, quota: quota{5, 5 * time.Second}, serve: a.gateway},
		{pattern: "GET /gateway/bot", quota: quota{2, 5 * time.Second}, serve: a.gatewayBot},
		{pattern: "GET /users/@me", bearer: "identify", quota: quota{30, time.Minute}, serve: a.currentUser},
		{pattern: "GET /users/{user}", quota: quota{30, 30 * time.Second}, serve: a.user},
		{pattern: "GET /applications/@me", quota: quota{10, 10 * time.Second}, serve: a.application},
		{pattern: "GET /oauth2/applications/@me", quota: quota{10, 10 * time.Second}, serve: a.application},
	}
}

func (a *rest) gateway(r *request) (reply, error) {
	return reply{http.StatusOK, map[string]any{"url": a.gatewayURL(r)}}, nil
}

func (a *rest) gatewayBot(r *request) (reply, error) {
	return reply{http.StatusOK, map[string]any{
		"url":                 a.gatewayURL(r),
		"shards":              a.cfg.Shards,
		"session_start_limit": r.app.gateway.starts.read(time.Now()),
	}}, nil
}

func (a *rest) gatewayURL(r *request) string {
	return websocketURL(a.cfg.PublicURL, r.Host) + gatewayPath
}

func (a *rest) currentUser(r *request) (reply, error) {
	if r.grant != nil {
		return reply{http.StatusOK, r.grant.user.currentUser()}, nil
	}
	return reply{http.StatusOK, r.app.self.currentUser()}, nil
}

func (a *rest) user(r *request) (reply, error) {
	id, err := r.id("user")
	if err != nil {
		return reply{}, err
	}
	if id == r.app.id {
		return reply{http.StatusOK, r.app.self.user}, nil
	}
	for _, g := range a.world.guilds {
		if m := g.byID[id]; m != nil {
			return reply{http.StatusOK, m.user}, nil
		}
	}
	return reply{}, errUnknown(10013, "User")
}

// verifyKey would sign interactions that come by HTTP; none do.
const verifyKey = "0000000000000000000000000000000000000000000000000000000000000000"

// application is the bot's own application object, the same at both of its addresses.
// https://docs.discord.com/developers/resources/application#application-object
func (a *rest) application(r *request) (reply, error) {
	self := r.app.self.user
	return reply{http.StatusOK, map[string]any{
		"id": r.app.id, "name": "Aurora", "icon": nil, "description": "", "type": nil, "bot": self,
		"bot_public": false, "bot_require_code_grant": false,
		"verify_key": verifyKey,
		"flags":      0, "flags_new": "0", "redirect_uris": []string{}, "interactions_endpoint_url": nil,
		"role_connections_verification_url": nil, "owner": a.world.people[0].user, "team": nil,
		"approximate_guild_count": len(a.world.guilds), "approximate_user_install_count": 0,
		"approximate_user_authorization_count": 0, "explicit_content_filter": 0, "eligible_oauth2_scopes": []string{},
		"integration_types_config": map[string]any{"0": map[string]any{}},
	}}, nil
}

// ownApplication reads the application's id of a path: a bot may touch only its own.
func (r *request) ownApplication() error {
	id, err := r.id("application")
	if err != nil {
		return err
	}
	if id != r.app.id {
		return errMissingAccess()
	}
	return nil
}
