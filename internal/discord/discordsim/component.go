package discordsim

import (
	"encoding/json"
	"unicode/utf8"
)

// Kinds of components, and the button style that opens an address.
// https://docs.discord.com/developers/components/reference
const (
	componentRow    = 1
	componentButton = 2

	styleLink    = 5
	stylePremium = 6
)

// component is a part of a message that is more than text, in both directions. Discord has a dozen
// kinds; the fields are those of all.
type component struct {
	Type          int             `json:"type"`
	ID            int             `json:"id,omitempty"`
	CustomID      string          `json:"custom_id,omitempty"`
	Style         int             `json:"style,omitempty"`
	Label         string          `json:"label,omitempty"`
	Emoji         json.RawMessage `json:"emoji,omitempty"`
	URL           string          `json:"url,omitempty"`
	SKUID         string          `json:"sku_id,omitempty"`
	Disabled      bool            `json:"disabled,omitempty"`
	Placeholder   string          `json:"placeholder,omitempty"`
	MinValues     *int            `json:"min_values,omitempty"`
	MaxValues     *int            `json:"max_values,omitempty"`
	MinLength     *int            `json:"min_length,omitempty"`
	MaxLength     *int            `json:"max_length,omitempty"`
	Required      *bool           `json:"required,omitempty"`
	Value         string          `json:"value,omitempty"`
	Options       json.RawMessage `json:"options,omitempty"`
	ChannelTypes  []int           `json:"channel_types,omitempty"`
	DefaultValues json.RawMessage `json:"default_values,omitempty"`
	Components    []component     `json:"components,omitempty"`
	Component     *component      `json:"component,omitempty"`
	Accessory     *component      `json:"accessory,omitempty"`
	Content       string          `json:"content,omitempty"`
	Description   string          `json:"description,omitempty"`
	Items         json.RawMessage `json:"items,omitempty"`
	Media         json.RawMessage `json:"media,omitempty"`
	File          json.RawMessage `json:"file,omitempty"`
	Spoiler       bool            `json:"spoiler,omitempty"`
	AccentColor   *int            `json:"accent_color,omitempty"`
	Divider       *bool           `json:"divider,omitempty"`
	Spacing       int             `json:"spacing,omitempty"`
}

// checkComponents checks the rows of a message, or with v2 only what a button needs.
func checkComponents(f *form, path string, components []component, v2 bool) {
	if !v2 {
		f.length(path, len(components), 0, 5)
	}
	seen := make(map[string]bool)
	for i, c := range components {
		here := at(path, i)
		if c.Type != componentRow {
			if !v2 {
				f.choice(at(here, "type"), "1")
			}
			continue
		}
		f.length(at(here, "components"), len(c.Components), 1, 5)
		for j, inner := range c.Components {
			checkInteractive(f, at(at(here, "components"), j), inner, seen)
		}
	}
}

func checkInteractive(f *form, path string, c component, seen map[string]bool) {
	f.length(at(path, "label"), utf8.RuneCountInString(c.Label), 0, 80)
	switch {
	case c.Type == componentButton && c.Style == styleLink:
		if c.URL == "" {
			f.required(at(path, "url"))
		}
		return
	case c.Type == componentButton && c.Style == stylePremium:
		return
	case c.Type == componentButton && (c.Style < 1 || c.Style > stylePremium):
		f.choice(at(path, "style"), "1, 2, 3, 4, 5, 6")
	case c.Type == componentSelect:
		checkSelect(f, path, c)
	}
	checkCustomID(f, path, c.CustomID, seen)
}

func checkCustomID(f *form, path, id string, seen map[string]bool) {
	f.length(at(path, "custom_id"), utf8.RuneCountInString(id), 1, 100)
	if seen[id] {
		f.add(at(path, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
	}
	seen[id] = true
}

// findControl looks for an enabled button or menu among nested components.
func findControl(components []component, customID string) *component {
	for i := range components {
		c := &components[i]
		if (c.Type == componentButton || c.Type == componentSelect) && c.CustomID == customID && !c.Disabled {
			return c
		}
		if c.Accessory != nil {
			if found := findControl([]component{*c.Accessory}, customID); found != nil {
				return found
			}
		}
		if found := findControl(c.Components, customID); found != nil {
			return found
		}
	}
	return nil
}
