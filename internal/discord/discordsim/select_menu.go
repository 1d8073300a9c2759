package discordsim

import (
	"encoding/json"
	"net/http"
	"slices"
	"unicode/utf8"
)

// selectOption is one entry of a menu of texts. https://docs.discord.com/developers/components/reference#string-select
type selectOption struct {
	Label       string          `json:"label"`
	Value       string          `json:"value"`
	Description string          `json:"description"`
	Emoji       json.RawMessage `json:"emoji"`
	Default     bool            `json:"default"`
}

func (c component) selectOptions() ([]selectOption, error) {
	var options []selectOption
	if len(c.Options) == 0 {
		return nil, nil
	}
	return options, json.Unmarshal(c.Options, &options)
}

func checkSelect(f *form, path string, c component) {
	options, err := c.selectOptions()
	if err != nil {
		f.add(at(path, "options"), "BASE_TYPE_BAD_TYPE", "Only lists of options can be used here.")
		return
	}
	f.length(at(path, "options"), len(options), 1, 25)
	f.length(at(path, "placeholder"), utf8.RuneCountInString(c.Placeholder), 0, 150)
	seen := make(map[string]bool, len(options))
	for i, o := range options {
		here := at(at(path, "options"), i)
		f.length(at(here, "label"), utf8.RuneCountInString(o.Label), 1, 100)
		f.length(at(here, "value"), utf8.RuneCountInString(o.Value), 1, 100)
		f.length(at(here, "description"), utf8.RuneCountInString(o.Description), 0, 100)
		if seen[o.Value] {
			f.add(at(here, "value"), "COMPONENT_SELECT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")
		}
		seen[o.Value] = true
	}
}

// choose checks what a member picks from a menu, or that they pick nothing where there is no menu.
func (c component) choose(values []string) error {
	if c.Type != componentSelect {
		if len(values) > 0 {
			return refuse(http.StatusBadRequest, "value_not_a_choice", "values", "a button has no values")
		}
		return nil
	}
	options, err := c.selectOptions()
	if err != nil {
		return err
	}
	least, most := 1, 1
	if c.MinValues != nil {
		least = *c.MinValues
	}
	if c.MaxValues != nil {
		most = *c.MaxValues
	}
	if len(values) < least || len(values) > most {
		return refuse(http.StatusBadRequest, "value_not_a_choice", "values", "from %d to %d have to be picked", least, most)
	}
	for _, value := range values {
		if !slices.ContainsFunc(options, func(o selectOption) bool { return o.Value == value }) {
			return refuse(http.StatusBadRequest, "value_not_a_choice", "values", "%.40q is none of the options", value)
		}
	}
	return nil
}
