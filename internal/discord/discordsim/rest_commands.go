package discordsim

import (
	"net/http"
	"strconv"
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// commandRoutes register commands: globally, and the same again for one guild.
// https://docs.discord.com/developers/interactions/application-commands#endpoints
func (a *rest) commandRoutes() []route {
	var routes []route
	for _, base := range []string{"/applications/{application}", "/applications/{application}/guilds/{guild}"} {
		routes = append(
			routes,
			route{pattern: "GET " + base + "/commands", quota: quota{10, 10 * time.Second}, serve: a.listCommands},
			route{pattern: "PUT " + base + "/commands", quota: quota{5, 20 * time.Second}, serve: a.replaceCommands},
			route{pattern: "POST " + base + "/commands", quota: quota{5, 20 * time.Second}, serve: a.createCommand},
			route{pattern: "GET " + base + "/commands/{command}", quota: quota{10, 10 * time.Second}, serve: a.command},
			route{pattern: "PATCH " + base + "/commands/{command}", quota: quota{5, 20 * time.Second}, serve: a.editCommand},
			route{pattern: "DELETE " + base + "/commands/{command}", quota: quota{5, 20 * time.Second}, serve: a.deleteCommand},
		)
	}
	for i := range routes {
		routes[i].major = "guild"
		routes[i].serve = a.forOwner(routes[i].serve)
	}
	return routes
}

// forOwner lets a bot touch nobody's commands but its own.
func (a *rest) forOwner(serve func(*request) (reply, error)) func(*request) (reply, error) {
	return func(r *request) (reply, error) {
		if err := r.ownApplication(); err != nil {
			return reply{}, err
		}
		if _, err := a.guildOfPath(r); err != nil {
			return reply{}, err
		}
		return serve(r)
	}
}

func (a *rest) listCommands(r *request) (reply, error) {
	guild, err := a.guildOfPath(r)
	if err != nil {
		return reply{}, err
	}
	return reply{http.StatusOK, r.app.commands.list(guild)}, nil
}

func (a *rest) replaceCommands(r *request) (reply, error) {
	var drafts []commandDraft
	if err := r.decode(&drafts); err != nil {
		return reply{}, err
	}
	f := newForm()
	fields := checkCommands(f, drafts)
	if err := f.err(); err != nil {
		return reply{}, err
	}
	guild, err := a.guildOfPath(r)
	if err != nil {
		return reply{}, err
	}
	given := make([]*command, len(fields))
	for i := range fields {
		given[i] = a.newCommand(r.app, guild, fields[i])
	}
	kept, err := r.app.commands.replace(guild, given, time.Now())
	return reply{http.StatusOK, kept}, err
}

func (a *rest) createCommand(r *request) (reply, error) {
	var draft commandDraft
	if err := r.decode(&draft); err != nil {
		return reply{}, err
	}
	f := newForm()
	fields := checkCommand(f, "", draft)
	if err := f.err(); err != nil {
		return reply{}, err
	}
	guild, err := a.guildOfPath(r)
	if err != nil {
		return reply{}, err
	}
	c := a.newCommand(r.app, guild, fields)
	created, err := r.app.commands.put(guild, c, time.Now())
	if created {
		return reply{http.StatusCreated, c}, err
	}
	return reply{http.StatusOK, c}, err
}

func (a *rest) command(r *request) (reply, error) {
	guild, id, err := a.commandOfPath(r)
	if err != nil {
		return reply{}, err
	}
	c := r.app.commands.byID(guild, id)
	if c == nil {
		return reply{}, errUnknown(10063, "application command")
	}
	return reply{http.StatusOK, c}, nil
}

// editCommand changes the fields that the body names.
func (a *rest) editCommand(r *request) (reply, error) {
	guild, id, err := a.commandOfPath(r)
	if err != nil {
		return reply{}, err
	}
	old := r.app.commands.byID(guild, id)
	if old == nil {
		return reply{}, errUnknown(10063, "application command")
	}
	var draft commandDraft
	if err := r.decode(&draft); err != nil {
		return reply{}, err
	}
	f := newForm()
	fields := checkCommand(f, "", draft.complete(old.commandFields))
	if fields.Type != old.Type {
		f.choice("type", strconv.Itoa(old.Type))
	}
	if err := f.err(); err != nil {
		return reply{}, err
	}
	edited := a.newCommand(r.app, guild, fields)
	edited.ID = id
	if !r.app.commands.edit(guild, edited) {
		f.add("name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
	}
	return reply{http.StatusOK, edited}, f.err()
}

func (a *rest) deleteCommand(r *request) (reply, error) {
	guild, id, err := a.commandOfPath(r)
	if err != nil {
		return reply{}, err
	}
	if !r.app.commands.remove(guild, id) {
		return reply{}, errUnknown(10063, "application command")
	}
	return reply{status: http.StatusNoContent}, nil
}

func (a *rest) commandOfPath(r *request) (guild, id snowflake.ID, err error) {
	if guild, err = a.guildOfPath(r); err != nil {
		return 0, 0, err
	}
	id, err = r.id("command")
	return guild, id, err
}

func (a *rest) newCommand(app *application, guild snowflake.ID, fields commandFields) *command {
	id := a.ids.next()
	return &command{ID: id, ApplicationID: app.id, GuildID: guild, Version: id, commandFields: fields}
}

func errTooManyCreates() error {
	return &apiError{http.StatusBadRequest, "too_many_creates", 30034, "Max number of daily application command creates has been reached (200)", nil}
}

func errTooManyCommands() error {
	return &apiError{http.StatusBadRequest, "too_many_commands", 30032, "Maximum number of application commands reached (100).", nil}
}
