package transport

import (
	"net/http"
	"strings"
)

// route is what Discord counts a request under.
type route struct {
	name       string // such as "GET /applications/{id}/commands"
	bucket     string // name and the id that the limit is for
	exempt     bool   // not part of the limit of all requests
	idempotent bool   // doing it twice is doing it once
}

// routeOf reads a request's route off its path: /api/v10/channels/7/messages.
func routeOf(r *http.Request) route {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	if len(parts) > 2 && parts[0] == "api" {
		parts = parts[2:]
	}
	byToken := len(parts) > 2 && (parts[0] == "interactions" || parts[0] == "webhooks")
	major := ""
	if len(parts) > 1 {
		switch parts[0] {
		case "channels", "guilds", "webhooks", "interactions":
			major = parts[1]
		}
	}
	if byToken {
		major += "/" + parts[2]
	}
	for i, part := range parts {
		switch {
		case byToken && i == 2:
			parts[i] = "{token}"
		case isID(part):
			parts[i] = "{id}"
		}
	}
	name := r.Method + " /" + strings.Join(parts, "/")
	return route{
		name: name, bucket: name + " " + major, exempt: byToken,
		// A second callback to an interaction is refused by Discord, so it does no harm.
		idempotent: r.Method != http.MethodPost || strings.HasSuffix(name, "/callback"),
	}
}

func isID(part string) bool {
	return part != "" && strings.Trim(part, "0123456789") == ""
}
