package main

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/aurorabot/aurora/internal/discord"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// serveOptions are the settings of aurora serve.
type serveOptions struct{ options }

func serveSettings(o *serveOptions, env environment) *settings {
	s := newSettings("serve", env)
	o.define(s, 15*time.Second)
	s.secret(&o.token, "AURORA_DISCORD_TOKEN", "the bot's token")
	o.login.define(s)
	s.StringVar(&o.databaseURL, "database-url", defaultDatabase, "sqlite:PATH, sqlite::memory: or postgres://USER@HOST/NAME")
	s.StringVar(&o.discordURL, "discord-api-url", "https://discord.com", "Discord's address")
	s.IntVar(&o.shards, "shards", 0, "how many connections to Discord; 0 for as many as it recommends")
	s.TextVar(&o.devGuild, "dev-guild", snowflake.ID(0), "register the commands in this guild only, where they change at once; for development")
	return s
}

// runServe runs the bot on the real Discord.
func runServe(ctx context.Context, env environment) error {
	var o serveOptions
	s := serveSettings(&o, env)
	if help, err := s.parse(env); help || err != nil {
		return err
	}
	if err := o.checkDiscord(); err != nil {
		return err
	}
	if err := o.checkReach(ctx); err != nil {
		return err
	}
	p, dashboard, err := o.prepare(ctx, env)
	if err != nil {
		return err
	}
	defer dashboard.Close()
	fmt.Fprintf(env.stdout, "dashboard %s\n", urlOf(o.reach.scheme(), dashboard))
	if !o.login.configured() {
		p.logger.Info("no login is set up: only API keys reach the dashboard, and this machine where --public-url names no other; AURORA_DISCORD_CLIENT_ID and AURORA_DISCORD_CLIENT_SECRET set one up")
	}
	if o.reach.exposed() && p.certificate == nil && !strings.HasPrefix(o.publicURL, "https://") {
		p.logger.Warn("who can listen on the way can read keys and cookies: set --tls-cert and --tls-key, or --public-url to the https address of the proxy before it")
	}
	return p.runTo(ctx, newStages(ctx), dashboard)
}

// checkDiscord refuses settings with which Discord cannot be reached.
func (o *serveOptions) checkDiscord() error {
	if o.token == "" {
		return usageError("AURORA_DISCORD_TOKEN is not set: copy the token from the Bot page of your application at https://discord.com/developers/applications; to try Aurora without one, run: aurora demo")
	}
	if err := discord.CheckToken(o.token); err != nil {
		return usageError("AURORA_DISCORD_TOKEN: " + err.Error())
	}
	if u, err := url.Parse(o.discordURL); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return usageError(fmt.Sprintf("--discord-api-url: %.100q is not an address: write https://host", o.discordURL))
	}
	if o.shards < 0 {
		return usageError("--shards must be 0, for as many as Discord recommends, or more")
	}
	return nil
}
