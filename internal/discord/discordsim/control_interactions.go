package discordsim

import (
	"context"
	"math"
	"net/http"
	"time"
)

const (
	shardWait = 2 * time.Second // for a shard that is just connecting
	maxTimes  = 10              // an interaction can be delivered
)

// interactionRequest is the body of POST /sim/interactions.
type interactionRequest struct {
	guild, user         string
	command, subcommand string
	options             *object
	focused             string // the option that is being typed
	component, message  string
	values              []string // picked from a menu
	modal, interaction  string   // a form, and what opened it
	fields              *object
	times               float64
}

// interact is POST /sim/interactions: a member uses a command or presses a button; the answer is what
// they see.
func (c *control) interact(r *http.Request) (any, error) {
	req, err := readInteraction(r)
	if err != nil {
		return nil, err
	}
	u, err := c.prepare(r.Context(), req)
	if err != nil {
		return nil, err
	}
	i := c.exchange.open(u)
	if !pause(r.Context(), c.exchange.delay(i)) {
		return nil, r.Context().Err()
	}
	deliveries, offline, err := c.exchange.deliver(i, u.data, int(req.times))
	switch {
	case err != nil:
		return nil, err
	case offline:
		return nil, errShardAway(i.guild)
	}
	if err := c.wait(r.Context(), i, deliveries); err != nil {
		return nil, err
	}
	outcomes := make([]outcome, len(deliveries))
	for n, d := range deliveries {
		outcomes[n] = i.outcome(d)
	}
	if len(outcomes) == 1 {
		return outcomes[0], nil
	}
	return map[string]any{"deliveries": outcomes}, nil
}

func readInteraction(r *http.Request) (interactionRequest, error) {
	req := interactionRequest{times: 1}
	body, err := readObject(r)
	if err != nil {
		return req, err
	}
	for _, field := range []struct {
		name string
		into *string
	}{
		{"guild", &req.guild},
		{"user", &req.user},
		{"command", &req.command},
		{"subcommand", &req.subcommand},
		{"focused", &req.focused},
		{"component", &req.component},
		{"message", &req.message},
		{"modal", &req.modal},
		{"interaction", &req.interaction},
	} {
		if err := body.string(field.name, field.into); err != nil {
			return req, err
		}
	}
	if err := body.number("times", &req.times, 1, maxTimes); err != nil {
		return req, err
	}
	if err := body.take("values", &req.values, "a list of strings"); err != nil {
		return req, err
	}
	if req.options, err = body.object("options"); err != nil {
		return req, err
	}
	if req.fields, err = body.object("fields"); err != nil {
		return req, err
	}
	if err := body.rest(); err != nil {
		return req, err
	}
	return req, req.check()
}

func (req interactionRequest) check() error {
	missing := func(field string) error {
		return refuse(http.StatusBadRequest, "missing_field", field, "the field is needed")
	}
	switch {
	case req.guild == "":
		return missing("guild")
	case req.user == "":
		return missing("user")
	case req.command == "" && req.component == "" && req.modal == "":
		return missing("command")
	case req.component != "" && req.message == "":
		return missing("message")
	case req.modal != "" && req.interaction == "":
		return missing("interaction")
	case req.times != math.Trunc(req.times):
		return refuse(http.StatusBadRequest, "wrong_type", "times", "must be an integer")
	case req.command != "" && req.component != "", req.modal != "" && req.command+req.component != "":
		return refuse(http.StatusBadRequest, "conflicting_fields", "component", "a command, a component or a modal, not two of them")
	}
	return nil
}

// prepare finds everybody and everything the request names.
func (c *control) prepare(ctx context.Context, req interactionRequest) (use, error) {
	g := c.world.guild(req.guild)
	if g == nil {
		return use{}, refuse(http.StatusBadRequest, "unknown_guild", "guild", "there is no guild %.40q", req.guild)
	}
	m := g.member(req.user)
	if m == nil {
		return use{}, refuse(http.StatusBadRequest, "unknown_user", "user", "%s has no member %.40q", g.name, req.user)
	}
	switch {
	case req.component != "":
		return c.press(ctx, m, req)
	case req.modal != "":
		return c.submit(ctx, m, req)
	}
	app, err := c.appWith(ctx, g, req.command)
	if err != nil {
		return use{}, err
	}
	cmd := app.commands.lookup(g.id, req.command)
	if cmd == nil {
		return use{}, errNotRegistered(req.command)
	}
	options, mentioned, err := fillIn(cmd, req.subcommand, req.focused, req.options, g)
	if err != nil {
		return use{}, err
	}
	kind := kindCommand
	if req.focused != "" {
		kind = kindAutocomplete
	}
	return use{app: app, member: m, kind: kind, data: commandData(cmd, options, mentioned)}, nil
}

// appWith finds a bot that has registered the command and is connected for the guild, waiting for a
// shard that is about to be.
func (c *control) appWith(ctx context.Context, g *guild, name string) (*application, error) {
	ctx, cancel := context.WithTimeout(ctx, shardWait)
	defer cancel()
	var away error = errNotRegistered(name)
	for _, app := range c.apps.all() {
		if app.commands.lookup(g.id, name) == nil {
			continue
		}
		if app.gateway.await(ctx, g.id) {
			return app, nil
		}
		away = errShardAway(g)
	}
	return nil, away
}

func errNotRegistered(name string) *refusal {
	return refuse(http.StatusServiceUnavailable, "command_not_registered", "command", "no bot has registered /%.40s", name)
}

func errShardAway(g *guild) *refusal {
	return refuse(http.StatusServiceUnavailable, "shard_not_connected", "guild", "the bot is not connected for %s", g.name)
}
