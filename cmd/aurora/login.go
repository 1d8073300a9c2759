package main

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/aurorabot/aurora/internal/access"
	"github.com/aurorabot/aurora/internal/access/accesssql"
	"github.com/aurorabot/aurora/internal/discord/oauth"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/snowflake"
	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/web"
)

// loginOptions say who may come in, and how.
type loginOptions struct {
	clientID     snowflake.ID // of the application at Discord; 0 = nobody can sign in
	clientSecret string
	admins       userList
	viewers      userList
	sessionIdle  time.Duration
	sessionLife  time.Duration
}

func (o *loginOptions) define(s *settings) {
	s.TextVar(&o.clientID, "discord-client-id", snowflake.ID(0), "the id of your application at Discord, for the login; its OAuth2 page has to list --public-url with /auth/callback behind it")
	s.secret(&o.clientSecret, "AURORA_DISCORD_CLIENT_SECRET", "the secret of your application, for the login")
	s.TextVar(&o.admins, "admins", userList(nil), "Discord user ids, comma-separated, that every start lets sign in as admin")
	s.TextVar(&o.viewers, "viewers", userList(nil), "likewise, as viewer")
	s.DurationVar(&o.sessionIdle, "session-idle", 12*time.Hour, "a session ends when it was not used for so long; 0 = without limit")
	s.DurationVar(&o.sessionLife, "session-life", 7*24*time.Hour, "and so long after the login in any case; 0 = as long as a browser keeps it")
}

func (o *loginOptions) configured() bool { return o.clientID != 0 && o.clientSecret != "" }

// check refuses settings that do not fit. public is the address that browsers use.
func (o *loginOptions) check(public string) error {
	switch {
	case (o.clientID == 0) != (o.clientSecret == ""):
		return usageError("AURORA_DISCORD_CLIENT_ID and AURORA_DISCORD_CLIENT_SECRET belong together: both are on the page OAuth2 of your application")
	case !o.configured():
		return nil
	case o.sessionIdle != 0 && o.sessionIdle < 5*time.Minute || o.sessionLife != 0 && o.sessionLife < time.Minute:
		return usageError("--session-idle must be 0 or at least 5m, --session-life 0 or at least 1m")
	}
	if !web.KeepsSecrets(public) {
		return usageError(fmt.Sprintf("--public-url must be the https:// address of the dashboard for a login: over %.100s a session could be read on its way", public))
	}
	return nil
}

// userList is a list of Discord user ids as a setting has it.
type userList []snowflake.ID

// MarshalText writes the setting's form.
func (l userList) MarshalText() ([]byte, error) {
	var texts []string
	for _, id := range l {
		texts = append(texts, id.String())
	}
	return []byte(strings.Join(texts, ",")), nil
}

// UnmarshalText reads it.
func (l *userList) UnmarshalText(text []byte) error {
	*l = nil
	for part := range strings.SplitSeq(string(text), ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		id, err := snowflake.Parse(part)
		if err != nil || id == 0 {
			return fmt.Errorf("%.40q is no Discord user id, such as 80351110224678912", part)
		}
		*l = append(*l, id)
	}
	return nil
}

// longest is longer than any browser keeps a session.
const longest = 100 * 365 * 24 * time.Hour

// openAccess opens who may do what, with those in whom the settings name.
func (p *program) openAccess(ctx context.Context, db *storage.DB, log *journal.Journal) (*access.Service, error) {
	store, err := accesssql.Open(ctx, db, log)
	if err != nil {
		return nil, err
	}
	doors := access.NewService(access.Config{Store: store, Now: time.Now, Idle: cmp.Or(p.login.sessionIdle, longest), Life: cmp.Or(p.login.sessionLife, longest), Logger: p.logger})
	return doors, doors.Seed(ctx, p.login.admins, p.login.viewers)
}

// askDiscord is the login; nil where none is set up.
func (p *program) askDiscord(public string) web.Login {
	if !p.login.configured() {
		return nil
	}
	return oauth.New(oauth.Config{
		ClientID: p.login.clientID.String(), ClientSecret: p.login.clientSecret, APIURL: p.discordURL,
		RedirectURL: public + "/auth/callback", Logger: p.logger,
	})
}

// publicOrigin is the dashboard's address in a browser.
func (p *program) publicOrigin(listener net.Listener) string {
	if p.publicURL != "" {
		return strings.ToLower(strings.TrimSuffix(p.publicURL, "/"))
	}
	return urlOf(p.reach.scheme(), listener)
}
