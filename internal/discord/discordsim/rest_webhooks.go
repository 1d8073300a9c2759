package discordsim

import (
	"net/http"
	"time"
)

// webhookRoutes serve an interaction's token as a webhook: the original reply, its edits, followups.
// https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages
func (a *rest) webhookRoutes() []route {
	const base = "/webhooks/{application}/{token}"
	routes := []route{
		{pattern: "POST " + base, serve: a.followUp},
		{pattern: "GET " + base + "/messages/{message}", serve: a.showMessage},
		{pattern: "PATCH " + base + "/messages/{message}", serve: a.editMessage},
		{pattern: "DELETE " + base + "/messages/{message}", serve: a.deleteMessage},
	}
	for n := range routes {
		routes[n].open, routes[n].exempt = true, true
		routes[n].quota, routes[n].major = quota{5, 5 * time.Second}, "token"
	}
	return routes
}

// followUp sends another message. Straight after a deferred reply it takes its place instead.
func (a *rest) followUp(r *request) (reply, error) {
	i, err := a.interactionOfPath(r)
	if err != nil {
		return reply{}, err
	}
	data, files, err := r.decodeMessage(nil)
	if err != nil {
		return reply{}, err
	}
	draft, err := r.readDraft(data, "", files, flagSuppressEmbeds|flagEphemeral|flagSuppressNotifications|flagComponentsV2)
	if err != nil {
		return reply{}, err
	}
	original, err := i.post("@original")
	if err != nil {
		return reply{}, err
	}
	m, err := i.newMessage(a.ids.next(), original, draft, files, time.Now())
	if err != nil {
		return reply{}, err
	}
	r.notePings(draft)
	p := newPost(m)
	if deferred := i.follow(p, a.exchange.keep); deferred != nil {
		return a.edit(i, deferred, draft, files)
	}
	return reply{http.StatusOK, m}, nil
}

func (a *rest) showMessage(r *request) (reply, error) {
	_, p, err := a.messageOfPath(r)
	if err != nil {
		return reply{}, err
	}
	m := p.read()
	if m == nil {
		return reply{}, errUnknown(10008, "Message")
	}
	return reply{http.StatusOK, m}, nil
}

func (a *rest) editMessage(r *request) (reply, error) {
	i, p, err := a.messageOfPath(r)
	if err != nil {
		return reply{}, err
	}
	data, files, err := r.decodeMessage(nil)
	if err != nil {
		return reply{}, err
	}
	draft, err := r.readDraft(data, "", files, flagSuppressEmbeds|flagEphemeral|flagComponentsV2)
	if err != nil {
		return reply{}, err
	}
	return a.edit(i, p, draft, files)
}

func (a *rest) edit(i *interaction, p *post, draft *messageDraft, files []upload) (reply, error) {
	now := time.Now()
	m, err := p.edit(func(m *message) error { return i.change(m, draft, files, now) })
	if err != nil {
		return reply{}, err
	}
	i.changed(p)
	return reply{http.StatusOK, m}, nil
}

func (a *rest) deleteMessage(r *request) (reply, error) {
	i, p, err := a.messageOfPath(r)
	if err != nil {
		return reply{}, err
	}
	if err := i.withdraw(p); err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusNoContent}, nil
}

func (a *rest) messageOfPath(r *request) (*interaction, *post, error) {
	i, err := a.interactionOfPath(r)
	if err != nil {
		return nil, nil, err
	}
	p, err := i.post(r.PathValue("message"))
	return i, p, err
}

func (a *rest) interactionOfPath(r *request) (*interaction, error) {
	app, err := r.id("application")
	if err != nil {
		return nil, err
	}
	return a.exchange.forWebhook(app, r.PathValue("token"), r.received)
}
