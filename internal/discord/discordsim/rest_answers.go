package discordsim

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// allowedAnswers says which callbacks suit an interaction: a message can only be updated where there is
// one, and a form does not answer a form.
func (i *interaction) allowedAnswers() []int {
	switch i.kind {
	case kindAutocomplete:
		return []int{answerAutocomplete}
	case kindComponent:
		return []int{answerMessage, answerDeferred, answerDeferredUpdate, answerUpdate, answerModal}
	case kindModal:
		if i.pressed != nil {
			return []int{answerMessage, answerDeferred, answerDeferredUpdate, answerUpdate}
		}
		return []int{answerMessage, answerDeferred}
	}
	return []int{answerMessage, answerDeferred, answerModal}
}

// readAnswer checks a callback's form by its type.
func (a *rest) readAnswer(r *request, i *interaction, body callbackBody, files []upload) (callbackAnswer, error) {
	f := newForm()
	if body.Type == nil {
		f.required("type")
		return callbackAnswer{}, f.err()
	}
	kind := *body.Type
	if allowed := i.allowedAnswers(); !slices.Contains(allowed, kind) {
		f.choice("type", strings.Trim(strings.ReplaceAll(fmt.Sprint(allowed), " ", ", "), "[]"))
		return callbackAnswer{}, f.err()
	}
	switch kind {
	case answerDeferred:
		return a.readDeferral(r, i, body.Data)
	case answerDeferredUpdate:
		return callbackAnswer{kind: kind, post: i.pressed}, nil
	case answerModal:
		modal, err := r.readModal(body.Data)
		return callbackAnswer{kind: kind, modal: modal}, err
	case answerAutocomplete:
		choices, err := r.readChoices(body.Data)
		return callbackAnswer{kind: kind, choices: choices}, err
	}
	return a.readReply(r, i, kind, body.Data, files)
}

// readChoices reads what is offered to a member who is typing.
func (r *request) readChoices(data json.RawMessage) ([]choice, error) {
	var draft struct {
		Choices *[]choice `json:"choices"`
	}
	f := newForm()
	if len(data) == 0 {
		f.required("data")
		return nil, f.err()
	}
	if err := r.decodeJSON(data, &draft); err != nil {
		return nil, err
	}
	if draft.Choices == nil {
		f.required("data.choices")
		return nil, f.err()
	}
	f.length("data.choices", len(*draft.Choices), 0, maxChoices)
	for n, c := range *draft.Choices {
		here := at("data.choices", n)
		f.length(at(here, "name"), utf8.RuneCountInString(c.Name), 1, 100)
		switch value := c.Value.(type) {
		case string:
			f.length(at(here, "value"), utf8.RuneCountInString(value), 1, 100)
		case float64:
		default:
			f.required(at(here, "value"))
		}
	}
	return *draft.Choices, f.err()
}
