package discordsim

import (
	"encoding/json"
	"net/http"
	"time"
)

// interactionRoutes answer interactions; the token in the path is the authorization.
// https://docs.discord.com/developers/interactions/receiving-and-responding#endpoints
func (a *rest) interactionRoutes() []route {
	return []route{{
		pattern: "POST /interactions/{interaction}/{token}/callback", open: true, exempt: true,
		quota: quota{5, 5 * time.Second}, major: "interaction token", serve: a.callback,
	}}
}

// callbackBody is the answer's envelope; what data is depends on the type.
type callbackBody struct {
	Type *int            `json:"type"`
	Data json.RawMessage `json:"data"`
}

func (a *rest) callback(r *request) (reply, error) {
	id, err := r.id("interaction")
	if err != nil {
		return reply{}, err
	}
	i, err := a.exchange.forCallback(id, r.PathValue("token"))
	if err != nil {
		return reply{}, err
	}
	var body callbackBody
	_, files, err := r.decodeMessage(&body)
	if err != nil {
		return reply{}, err
	}
	answer, err := a.readAnswer(r, i, body, files)
	if err != nil {
		return reply{}, err
	}
	switch {
	case a.faults.meets(faultUnknown, 0):
		return reply{}, i.disown(r.received)
	case r.fails != nil:
		i.loseAnswer()
	}
	if err := i.acknowledge(answer, r.received, a.faults.hindered(i.created), a.exchange.keep); err != nil {
		return reply{}, err
	}
	a.counts.acknowledged.Add(1)
	if r.URL.Query().Get("with_response") == "true" {
		return reply{http.StatusOK, i.callbackObject(answer)}, nil
	}
	return reply{status: http.StatusNoContent}, nil
}

// readReply reads an answer that shows a message: a new one, or the pressed one changed.
func (a *rest) readReply(r *request, i *interaction, kind int, data json.RawMessage, files []upload) (callbackAnswer, error) {
	draft, err := r.readDraft(data, "data", files, flagSuppressEmbeds|flagEphemeral|flagSuppressNotifications|flagComponentsV2)
	if err != nil {
		return callbackAnswer{}, err
	}
	now := time.Now()
	if kind == answerUpdate {
		edited, err := i.edited(i.pressed, draft, files, now)
		return callbackAnswer{kind: kind, post: i.pressed, shows: edited}, err
	}
	m, err := i.newMessage(a.ids.next(), i.pressed, draft, files, now)
	if err != nil {
		return callbackAnswer{}, err
	}
	r.notePings(draft)
	return callbackAnswer{kind: kind, post: newPost(m), shows: m}, nil
}

// readDeferral reads the promise of a message. It can only say whether that will be ephemeral.
func (a *rest) readDeferral(r *request, i *interaction, data json.RawMessage) (callbackAnswer, error) {
	flags := 0
	if len(data) > 0 && string(data) != "null" {
		draft, err := r.readDraft(data, "data", nil, flagEphemeral)
		if err != nil {
			return callbackAnswer{}, err
		}
		if draft.Flags != nil {
			flags = *draft.Flags
		}
	}
	return callbackAnswer{kind: answerDeferred, post: newPost(i.thinking(a.ids.next(), flags, time.Now()))}, nil
}

// readDraft reads and checks a message; path is where it is in the body.
func (r *request) readDraft(data json.RawMessage, path string, files []upload, flags int) (*messageDraft, error) {
	f := newForm()
	if len(data) == 0 || string(data) == "null" {
		f.required(path)
		return nil, f.err()
	}
	draft := new(messageDraft)
	if err := r.decodeJSON(data, draft); err != nil {
		return nil, err
	}
	draft.clearNulls(data)
	draft.check(f, path, files)
	draft.checkFlags(f, path, flags)
	return draft, f.err()
}

// notePings notes a new message that would ping because nobody said that it shall not.
func (r *request) notePings(d *messageDraft) {
	if d.pings() {
		r.notes.note("mentions_unrestricted", "%s mentions somebody and leaves out allowed_mentions: %.80q", r.route.pattern, *d.Content)
	}
}

// callbackObject is the answer to a callback that asked for one.
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback-interaction-callback-response-object
func (i *interaction) callbackObject(a callbackAnswer) map[string]any {
	about := map[string]any{"id": i.id, "type": i.kind, "channel_id": i.guild.channel, "guild_id": i.guild.id}
	object := map[string]any{"interaction": about}
	if m := a.post.read(); m != nil {
		about["response_message_id"] = m.ID
		about["response_message_loading"] = m.Flags&flagLoading != 0
		about["response_message_ephemeral"] = m.Flags&flagEphemeral != 0
	}
	if a.shows != nil { // a deferral has made no message yet
		object["resource"] = map[string]any{"type": a.kind, "message": a.shows}
	}
	return object
}
