package discordsim

import (
	"encoding/json"
	"unicode/utf8"
)

// Kinds of components that a form may have.
const (
	componentSelect = 3
	componentInput  = 4
	componentText   = 10
	componentLabel  = 18
)

// maxInput is how long a text in a form may be.
const maxInput = 4000

// modal is a form that a bot opened. Of its fields texts are simulated.
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal
type modal struct {
	CustomID   string      `json:"custom_id"`
	Title      string      `json:"title"`
	Components []component `json:"components"`
}

func (r *request) readModal(data json.RawMessage) (*modal, error) {
	f := newForm()
	if len(data) == 0 {
		f.required("data")
		return nil, f.err()
	}
	m := new(modal)
	if err := r.decodeJSON(data, m); err != nil {
		return nil, err
	}
	f.length("data.custom_id", utf8.RuneCountInString(m.CustomID), 1, 100)
	f.length("data.title", utf8.RuneCountInString(m.Title), 1, 45)
	f.length("data.components", len(m.Components), 1, 5)
	seen := make(map[string]bool)
	for i, c := range m.Components {
		checkField(f, at("data.components", i), c, seen)
	}
	m.Components = numbered(m.Components)
	return m, f.err()
}

// checkField checks one line of a form: a text input in a row or behind a label, or a text to read.
func checkField(f *form, path string, c component, seen map[string]bool) {
	switch {
	case c.Type == componentText:
	case c.Type == componentRow:
		f.length(at(path, "components"), len(c.Components), 1, 1)
		for _, inner := range c.Components {
			f.length(at(at(path, "components.0"), "label"), utf8.RuneCountInString(inner.Label), 1, 45)
			checkInput(f, at(path, "components.0"), inner, seen)
		}
	case c.Type == componentLabel && c.Component == nil:
		f.required(at(path, "component"))
	case c.Type == componentLabel:
		f.length(at(path, "label"), utf8.RuneCountInString(c.Label), 1, 45)
		checkInput(f, at(path, "component"), *c.Component, seen)
	default:
		f.choice(at(path, "type"), "1, 10, 18")
	}
}

func checkInput(f *form, path string, c component, seen map[string]bool) {
	if c.Type != componentInput {
		f.choice(at(path, "type"), "4") // Discord takes selects and uploads too; ours is to simulate texts alone
		return
	}
	if c.Style != 1 && c.Style != 2 {
		f.choice(at(path, "style"), "1, 2")
	}
	f.length(at(path, "placeholder"), utf8.RuneCountInString(c.Placeholder), 0, 100)
	f.length(at(path, "value"), utf8.RuneCountInString(c.Value), 0, maxInput)
	checkCustomID(f, path, c.CustomID, seen)
}

// inputs lists the texts of a form that can be filled in, as they are nested.
func (m *modal) inputs() []component {
	var inputs []component
	for _, c := range m.Components {
		if c.Component != nil {
			inputs = append(inputs, *c.Component)
		}
		inputs = append(inputs, c.Components...)
	}
	return inputs
}

// submission is the data of a filled-in form: it has the form's structure.
func (m *modal) submission(values map[string]string) map[string]any {
	var lines []any
	for _, c := range m.Components {
		line := map[string]any{"type": c.Type, "id": c.ID}
		switch {
		case c.Component != nil:
			line["component"] = filled(*c.Component, values)
		case c.Type == componentRow:
			line["components"] = []any{filled(c.Components[0], values)}
		}
		lines = append(lines, line)
	}
	return map[string]any{"custom_id": m.CustomID, "components": lines}
}

func filled(c component, values map[string]string) map[string]any {
	return map[string]any{"type": c.Type, "id": c.ID, "custom_id": c.CustomID, "value": values[c.CustomID]}
}
