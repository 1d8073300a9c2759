package discordsim

import (
	"context"
	"net/http"
	"unicode/utf8"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// press lets a member press a button of a message, or pick from a menu of it.
func (c *control) press(ctx context.Context, m *member, req interactionRequest) (use, error) {
	id, err := snowflake.Parse(req.message)
	if err != nil {
		return use{}, refuse(http.StatusBadRequest, "wrong_type", "message", "must be a message's id")
	}
	found, ok := c.exchange.message(id)
	shown := found.post.read()
	if !ok || shown == nil || found.by.guild != m.guild {
		return use{}, refuse(http.StatusBadRequest, "unknown_message", "message", "there is no such message in %s", m.guild.name)
	}
	pressed := findControl(shown.Components, req.component)
	if pressed == nil {
		return use{}, refuse(http.StatusBadRequest, "unknown_component", "component", "the message has no such button or menu that can be used")
	}
	if err := pressed.choose(req.values); err != nil {
		return use{}, err
	}
	return use{found.by.app, m, kindComponent, controlData(pressed, req.values), found.post}, c.awaitShard(ctx, found.by.app, m.guild)
}

// awaitShard waits a little for a shard that is about to be there.
func (c *control) awaitShard(ctx context.Context, app *application, g *guild) error {
	ctx, cancel := context.WithTimeout(ctx, shardWait)
	defer cancel()
	if !app.gateway.await(ctx, g.id) {
		return errShardAway(g)
	}
	return nil
}

// submit lets a member send the form that an interaction of theirs opened.
func (c *control) submit(ctx context.Context, m *member, req interactionRequest) (use, error) {
	id, err := snowflake.Parse(req.interaction)
	if err != nil {
		return use{}, refuse(http.StatusBadRequest, "wrong_type", "interaction", "must be an interaction's id")
	}
	opened := c.exchange.find(id)
	form := opened.opened()
	if form == nil || opened.member != m || form.CustomID != req.modal {
		return use{}, refuse(http.StatusBadRequest, "unknown_modal", "modal", "that interaction opened no such form for %s", m.name())
	}
	values := make(map[string]string)
	for _, input := range form.inputs() {
		value := input.Value
		if err := req.fields.string(input.CustomID, &value); err != nil {
			return use{}, err
		}
		if n := utf8.RuneCountInString(value); n > maxInput || !input.allows(n) {
			return use{}, refuse(http.StatusBadRequest, "field_out_of_range", "fields."+input.CustomID, "the text's length of %d is not allowed", n)
		}
		values[input.CustomID] = value
	}
	if err := req.fields.rest(); err != nil {
		return use{}, err
	}
	return use{opened.app, m, kindModal, form.submission(values), opened.pressed}, c.awaitShard(ctx, opened.app, m.guild)
}

// opened is the form that an interaction opened, if there is one.
func (i *interaction) opened() *modal {
	if i == nil {
		return nil
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.modal
}

// allows says whether a form's text may have n characters: none only if it is not required.
func (c component) allows(n int) bool {
	if n == 0 {
		return c.Required != nil && !*c.Required
	}
	return (c.MinLength == nil || n >= *c.MinLength) && (c.MaxLength == nil || n <= *c.MaxLength)
}
