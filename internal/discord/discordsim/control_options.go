package discordsim

import (
	"encoding/json"
	"math"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"
)

// filling turns what a control request says into what Discord's client would have sent, refusing what
// the client would not let a member type.
type filling struct {
	guild     *guild
	focused   string // the option that is being typed; "" = all is typed
	mentioned []*member
}

// fillIn fills in a command's options. subcommand is "", a name, or "group name"; focused is the option that
// is being typed, or "".
func fillIn(c *command, subcommand, focused string, given *object, g *guild) ([]optionValue, []*member, error) {
	f := &filling{guild: g, focused: focused}
	options, err := f.below(c.Options, strings.Fields(subcommand), given)
	return options, f.mentioned, err
}

// below fills in the options of one level, going down the path of subcommands first.
func (f *filling) below(options []option, path []string, given *object) ([]optionValue, error) {
	if len(path) > 0 {
		at := slices.IndexFunc(options, func(o option) bool { return o.Name == path[0] && o.nests() })
		if at < 0 {
			return nil, refuse(http.StatusBadRequest, "unknown_subcommand", "subcommand", "there is no %.40q", path[0])
		}
		inner, err := f.below(options[at].Options, path[1:], given)
		return []optionValue{{Name: path[0], Type: options[at].Type, Options: inner}}, err
	}
	var values []optionValue
	for _, o := range options {
		if o.nests() {
			return nil, refuse(http.StatusBadRequest, "missing_field", "subcommand", "the command needs a subcommand")
		}
		raw, ok := given.fields[o.Name]
		switch {
		case ok:
		case o.Required && f.focused == "":
			return nil, refuse(http.StatusBadRequest, "option_required", "options."+o.Name, "the option is required")
		default:
			continue
		}
		delete(given.fields, o.Name)
		filled, err := f.fill(o, raw)
		if err != nil {
			return nil, err
		}
		values = append(values, filled)
	}
	if !f.isFocused(values) {
		return nil, refuse(http.StatusBadRequest, "option_not_typed", "focused", "options has no %.40q that is being typed", f.focused)
	}
	return values, given.rest()
}

// isFocused says whether the option that is being typed is there, if one is.
func (f *filling) isFocused(values []optionValue) bool {
	return f.focused == "" || slices.ContainsFunc(values, func(v optionValue) bool { return v.Focused })
}

// fill fills in one option. What is being typed is a text whatever the option's type, and need not be valid yet.
func (f *filling) fill(o option, raw json.RawMessage) (optionValue, error) {
	if o.Name != f.focused {
		value, err := f.value(o, raw)
		return optionValue{Name: o.Name, Type: o.Type, Value: value}, err
	}
	if !o.Autocomplete {
		return optionValue{}, refuse(http.StatusBadRequest, "option_not_completed", "focused", "%s has no autocomplete", o.Name)
	}
	var typed string
	err := decodeOption(o, raw, &typed, "a string while it is being typed")
	return optionValue{Name: o.Name, Type: o.Type, Value: typed, Focused: true}, err
}

func (f *filling) value(o option, raw json.RawMessage) (any, error) {
	switch o.Type {
	case optionString:
		return stringValue(o, raw)
	case optionInteger, optionNumber:
		return numberValue(o, raw)
	case optionBoolean:
		var b bool
		return b, decodeOption(o, raw, &b, "true or false")
	case optionUser, optionMention:
		return f.memberValue(o, raw)
	}
	return nil, refuse(http.StatusBadRequest, "option_not_simulated", "options."+o.Name, "options of type %d are not simulated", o.Type)
}

func stringValue(o option, raw json.RawMessage) (any, error) {
	var text string
	if err := decodeOption(o, raw, &text, "a string"); err != nil {
		return nil, err
	}
	n := utf8.RuneCountInString(text)
	if n > 6000 || o.MinLength != nil && n < *o.MinLength || o.MaxLength != nil && n > *o.MaxLength {
		return nil, refuse(http.StatusBadRequest, "option_out_of_range", "options."+o.Name, "the text's length of %d is not allowed", n)
	}
	return text, o.oneOf(text)
}

// numberValue lets through what the registered option lets through: the bounds, where it has any, and
// otherwise what a client can send at all.
func numberValue(o option, raw json.RawMessage) (any, error) {
	var n float64
	if err := decodeOption(o, raw, &n, "a number"); err != nil {
		return nil, err
	}
	if o.Type == optionInteger && n != math.Trunc(n) {
		return nil, refuse(http.StatusBadRequest, "wrong_type", "options."+o.Name, "must be an integer")
	}
	if math.Abs(n) > maxInteger || o.MinValue != nil && n < *o.MinValue || o.MaxValue != nil && n > *o.MaxValue {
		return nil, refuse(http.StatusBadRequest, "option_out_of_range", "options."+o.Name, "%v is not allowed", n)
	}
	if err := o.oneOf(n); err != nil {
		return nil, err
	}
	if o.Type == optionInteger {
		return int64(n), nil
	}
	return n, nil
}

func (f *filling) memberValue(o option, raw json.RawMessage) (any, error) {
	var name string
	if err := decodeOption(o, raw, &name, "a member's id or name"); err != nil {
		return nil, err
	}
	m := f.guild.member(name)
	if m == nil {
		return nil, refuse(http.StatusBadRequest, "unknown_user", "options."+o.Name, "%s has no member %.40q", f.guild.name, name)
	}
	f.mentioned = append(f.mentioned, m)
	return m.user.ID, nil
}

// oneOf refuses a value that is none of the option's choices, if it has choices. Either is a string or a
// float64.
func (o option) oneOf(value any) error {
	if len(o.Choices) == 0 || slices.ContainsFunc(o.Choices, func(c choice) bool { return c.Value == value }) {
		return nil
	}
	return refuse(http.StatusBadRequest, "option_not_a_choice", "options."+o.Name, "%v is none of the choices", value)
}

func decodeOption(o option, raw json.RawMessage, into any, kind string) error {
	if string(raw) == "null" || json.Unmarshal(raw, into) != nil {
		return refuse(http.StatusBadRequest, "wrong_type", "options."+o.Name, "must be %s", kind)
	}
	return nil
}
