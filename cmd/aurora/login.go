package main

import (
	"github.com/aurorabot/aurora/internal/snowflake"
)

// loginOptions are the application of Discord's by which people sign in.
type loginOptions struct {
	clientID     snowflake.ID
	clientSecret string
}

func (o *loginOptions) define(s *settings) {
	s.TextVar(&o.clientID, "discord-client-id", snowflake.ID(0), "the application's id, for the login with Discord")
	s.secret(&o.clientSecret, "AURORA_DISCORD_CLIENT_SECRET", "the application's secret, for the login with Discord")
}

func (o *loginOptions) check() error {
	if (o.clientID == 0) != (o.clientSecret == "") {
		return usageError("AURORA_DISCORD_CLIENT_ID and AURORA_DISCORD_CLIENT_SECRET belong together: both are on the page OAuth2 of your application")
	}
	return nil
}

// configured reports whether people can sign in.
func (o *loginOptions) configured() bool { return o.clientID != 0 && o.clientSecret != "" }
