package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/snowflake"
)

const (
	defaultLimit = 50
	maxLimit     = 500
	maxListed    = 16 // of one kind in a filter: the index is asked for each
)

// eventPage answers GET /api/events. Next is for after, or before, and null where there
// is no more. Only it tells: a search for what is rare ends a page after a certain
// amount of work, with fewer events than were asked for, or none, and a next.
type eventPage struct {
	Epoch  string        `json:"epoch"`
	Events []event.Event `json:"events"`
	Next   *uint64       `json:"next"`
}

// events answers GET /api/events: newest first, or oldest first with after.
func (s *Server) events(r *http.Request) (any, error) {
	filter, err := parseFilter(r.URL.Query())
	if err != nil {
		return nil, err
	}
	found, err := s.cfg.Journal.Select(r.Context(), filter)
	if err != nil {
		return nil, err
	}
	return eventPage{Epoch: s.cfg.Journal.Epoch(), Events: append([]event.Event{}, found.Events...), Next: found.Next}, nil
}

// parseFilter reads the query by exact names. What it does not know is refused: the
// answer would not be what was asked for.
func parseFilter(query url.Values) (journal.Filter, error) {
	filter := journal.Filter{Limit: defaultLimit}
	for name, values := range query {
		if len(values) > 1 {
			return filter, badParameter(name, "comes more than once")
		}
		if err := setFilter(&filter, name, values[0]); err != nil {
			return filter, err
		}
	}
	return filter, nil
}

func setFilter(filter *journal.Filter, name, value string) (err error) {
	switch name {
	case "after":
		filter.After, err = parseSeq(name, value)
	case "before":
		filter.Before, err = parseSeq(name, value)
	case "limit":
		filter.Limit, err = strconv.Atoi(value)
		if err != nil || filter.Limit < 1 || filter.Limit > maxLimit {
			return badParameter(name, fmt.Sprintf("must be 1 to %d", maxLimit))
		}
	case "type":
		filter.Types, err = parseTypes(name, value)
	case "severity":
		filter.Severities, err = parseSeverities(name, value)
	case "guild":
		filter.Guild, err = parseID(name, value)
	case "user":
		filter.User, err = parseID(name, value)
	case "shard":
		shard, convErr := strconv.Atoi(value)
		if convErr != nil || shard < 0 {
			return badParameter(name, "must be a number from 0")
		}
		filter.Shard = &shard
	case "trace":
		filter.Trace = value
	case "q":
		filter.Text = value
	default:
		return &apiError{
			status: http.StatusBadRequest, code: unknownField, field: name,
			message: fmt.Sprintf("parameter %.32q is not known; known are after, before, limit, type, severity, guild, user, shard, trace, q", name),
		}
	}
	return err
}

// parseTypes reads a list of types; empty asks for all of them.
func parseTypes(name, value string) ([]string, error) {
	if value == "" {
		return nil, nil
	}
	types := strings.SplitN(value, ",", maxListed+1)
	if len(types) > maxListed || slices.Contains(types, "") {
		return nil, badParameter(name, fmt.Sprintf("must list 1 to %d types with commas between them", maxListed))
	}
	return types, nil
}

func parseSeverities(name, value string) ([]event.Severity, error) {
	var severities []event.Severity
	for _, part := range strings.SplitN(value, ",", maxListed+1) {
		severity := event.Severity(part)
		if !severity.Known() || len(severities) == maxListed {
			return nil, badParameter(name, "must be debug, info, notice, warn, error or critical, or several of them with commas between them")
		}
		severities = append(severities, severity)
	}
	return severities, nil
}

// parseSeq reads a seq. The database's numbers are signed.
func parseSeq(name, value string) (*uint64, error) {
	seq, err := strconv.ParseUint(value, 10, 63)
	if err != nil {
		return nil, badParameter(name, "must be the seq of an event")
	}
	return &seq, nil
}

func parseID(name, value string) (snowflake.ID, error) {
	id, err := snowflake.Parse(value)
	if err != nil {
		return 0, badParameter(name, "must be the id of a guild or user")
	}
	return id, nil
}

func badParameter(name, reason string) error {
	return &apiError{status: http.StatusBadRequest, code: outOfRange, field: name, message: "parameter " + name + " " + reason}
}
