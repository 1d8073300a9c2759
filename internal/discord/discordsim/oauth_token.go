package discordsim

import (
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// oauthRoutes turn codes into tokens and tell whose a token is.
// https://docs.discord.com/developers/topics/oauth2#authorization-code-grant
func (a *rest) oauthRoutes() []route {
	return []route{
		{pattern: "POST /oauth2/token", open: true, exempt: true, browser: true, quota: quota{50, time.Second}, serve: a.token},
		{pattern: "POST /oauth2/token/revoke", open: true, exempt: true, browser: true, quota: quota{50, time.Second}, serve: a.revoke},
		{pattern: "GET /oauth2/@me", bearer: "identify", quota: quota{10, 10 * time.Second}, serve: a.authorization},
		{pattern: "GET /users/@me/guilds", bearer: "guilds", quota: quota{5, 5 * time.Second}, serve: a.myGuilds},
	}
}

func (a *rest) token(r *request) (reply, error) {
	client, form, refused := a.oauthClient(r)
	if refused != nil {
		return *refused, nil
	}
	var g grant
	var err error
	switch now := time.Now(); form.Get("grant_type") {
	case "authorization_code":
		g, err = a.grants.exchange(client, form.Get("code"), form.Get("redirect_uri"), form.Get("code_verifier"), now)
	case "refresh_token":
		g, err = a.grants.refresh(client, form.Get("refresh_token"), now)
	default:
		err = &oauthError{"unsupported_grant_type", ""}
	}
	if refusal, ok := errors.AsType[*oauthError](err); ok {
		return reply{http.StatusBadRequest, refusal}, nil
	}
	answer := map[string]any{
		"access_token": g.access, "token_type": "Bearer", "expires_in": int(bearerLife.Seconds()),
		"refresh_token": g.refresh, "scope": strings.Join(g.scopes, " "),
	}
	if g.joined != nil {
		answer["guild"] = g.joined.object()
	}
	return reply{http.StatusOK, answer}, nil
}

func (a *rest) revoke(r *request) (reply, error) {
	client, form, refused := a.oauthClient(r)
	if refused != nil {
		return *refused, nil
	}
	a.grants.revoke(client, form.Get("token"))
	return reply{http.StatusOK, map[string]any{}}, nil
}

// oauthClient reads the form, the only body that these routes take, and who sent it: by Basic or in the form.
func (a *rest) oauthClient(r *request) (client snowflake.ID, form url.Values, refused *reply) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/x-www-form-urlencoded" {
		a.notes.note("content_type", "%s wants a form", r.route.pattern)
		return 0, nil, &reply{http.StatusBadRequest, &oauthError{"invalid_request", "The body must be application/x-www-form-urlencoded."}}
	}
	r.Body = http.MaxBytesReader(nil, r.Body, maxControlBody)
	if err := r.ParseForm(); err != nil {
		return 0, nil, &reply{http.StatusBadRequest, &oauthError{"invalid_request", "The form could not be read."}}
	}
	id, secret, basic := r.BasicAuth()
	if !basic {
		id, secret = r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")
	}
	client, err := snowflake.Parse(id)
	if err != nil || secret != clientSecret || !a.apps.known(client) {
		return 0, nil, &reply{http.StatusUnauthorized, &oauthError{"invalid_client", ""}}
	}
	return client, r.PostForm, nil
}

// authorization is GET /oauth2/@me.
func (a *rest) authorization(r *request) (reply, error) {
	if r.grant == nil {
		return reply{}, errUnauthorized("")
	}
	app := a.apps.named(r.grant.client)
	answer := map[string]any{
		"application": map[string]any{
			"id": app.id, "name": "Aurora", "icon": nil, "description": "", "type": nil, "bot_public": false,
			"bot_require_code_grant": false, "verify_key": verifyKey, "flags": 0, "flags_new": "0",
		},
		"scopes": r.grant.scopes, "expires": timestamp(r.grant.expires),
	}
	if r.grant.allows("identify") {
		answer["user"] = r.grant.user.user
	}
	return reply{http.StatusOK, answer}, nil
}

// myGuilds lists the guilds of the bot, or of the user whose token it is.
func (a *rest) myGuilds(r *request) (reply, error) {
	list := []map[string]any{}
	if r.grant != nil {
		g := r.grant.user.guild
		return reply{http.StatusOK, append(list, g.guildSummary(g.people()[0] == r.grant.user))}, nil
	}
	for _, g := range a.world.guilds {
		if r.app.gateway.guilds.in(g.id) && len(list) < 200 {
			list = append(list, g.guildSummary(false))
		}
	}
	return reply{http.StatusOK, list}, nil
}
