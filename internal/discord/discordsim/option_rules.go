package discordsim

import (
	"math"
	"unicode/utf8"
)

// checkOptions checks the options at a depth: 0 below the command, 1 below a subcommand or group, 2
// below a group's subcommand.
func checkOptions(f *form, path string, options []option, depth int) {
	if len(options) > maxOptions {
		f.length(path, len(options), 0, maxOptions)
		return
	}
	seen := make(map[string]bool, len(options))
	optional := false
	for i, o := range options {
		here := at(path, i)
		checkName(f, at(here, "name"), o.Name)
		checkDescription(f, at(here, "description"), o.Description, true)
		if seen[o.Name] {
			f.add(at(here, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists")
		}
		seen[o.Name] = true
		if o.nests() != options[0].nests() {
			f.add(here, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command and sub-command group option types are mutually exclusive to all other types")
		}
		if o.Required && optional {
			f.add(here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options")
		}
		optional = optional || !o.Required && !o.nests()
		checkOption(f, here, o, depth)
	}
}

func checkOption(f *form, path string, o option, depth int) {
	switch o.Type {
	case optionGroup, optionSubcommand:
		if depth > 1 || o.Type == optionGroup && depth > 0 {
			f.add(at(path, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command groups and sub-commands cannot be nested this deep")
			return
		}
		checkOptions(f, at(path, "options"), o.Options, depth+1)
		return
	case optionString, optionInteger, optionBoolean, optionUser, optionChannel, optionRole, optionMention, optionNumber, optionAttachment:
	default:
		f.choice(at(path, "type"), "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11")
		return
	}
	checkBounds(f, path, o)
	checkChoices(f, path, o)
}

// checkBounds: a bound only where the type has such, and the lower not above the upper.
func checkBounds(f *form, path string, o option) {
	numeric := o.Type == optionInteger || o.Type == optionNumber
	if (o.MinValue != nil || o.MaxValue != nil) && !numeric {
		f.add(path, "APPLICATION_COMMAND_OPTION_MIN_MAX_INVALID", "min_value and max_value need a numeric option")
	}
	if o.MinValue != nil && o.MaxValue != nil && *o.MinValue > *o.MaxValue {
		f.add(at(path, "max_value"), "NUMBER_TYPE_MIN", "int value should be greater than or equal to %v.", *o.MinValue)
	}
	for name, bound := range map[string]*float64{"min_value": o.MinValue, "max_value": o.MaxValue} {
		if bound != nil && (math.Abs(*bound) > maxInteger || o.Type == optionInteger && *bound != math.Trunc(*bound)) {
			f.add(at(path, name), "NUMBER_TYPE_COERCE", "Value %v is not an integer within 53 bits.", *bound)
		}
	}
	for name, bound := range map[string]*int{"min_length": o.MinLength, "max_length": o.MaxLength} {
		switch {
		case bound == nil:
		case o.Type != optionString:
			f.add(at(path, name), "APPLICATION_COMMAND_OPTION_LENGTH_INVALID", "%s needs a string option", name)
		case *bound < 0 || *bound > 6000 || name == "max_length" && *bound == 0:
			f.add(at(path, name), "NUMBER_TYPE_MAX", "int value should be within 0 and 6000.")
		}
	}
}

func checkChoices(f *form, path string, o option) {
	if len(o.Choices) == 0 {
		return
	}
	choices := at(path, "choices")
	f.length(choices, len(o.Choices), 0, maxChoices)
	typed := o.Type == optionString || o.Type == optionInteger || o.Type == optionNumber
	if !typed || o.Autocomplete {
		f.add(choices, "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID", "Choices need a string or number option without autocomplete")
	}
	for i, c := range o.Choices {
		f.length(at(at(choices, i), "name"), utf8.RuneCountInString(c.Name), 1, 100)
		text, isText := c.Value.(string)
		if isText != (o.Type == optionString) || utf8.RuneCountInString(text) > 100 {
			f.add(at(at(choices, i), "value"), "BASE_TYPE_BAD_TYPE", "The value does not fit the option's type.")
		}
	}
}
