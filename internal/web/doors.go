package web

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// who is a set of those who may pass a door.
type who uint8

// Those who come. An admin is a viewer, too; a key with the scope admin is all but local.
const (
	anyone    who = 1 << iota
	local         // whoever is at this machine
	viewer        // who may look
	admin         // who may act
	readKey       // a program with a key that has the scope read
	ingestKey     // and ingest
)

// door is one route: what is behind it, and who may pass.
type door struct {
	method string // "" = each, and what is behind it refuses some
	path   string // as of [http.ServeMux]
	who    who
	serve  http.Handler
}

const socketPath = "/ws"

// doors is the table of all routes: there is no other way in. What is left out is not
// served.
func (s *Server) doors() []door {
	table := []door{
		{"GET", "/api/stats", viewer | readKey, s.json(s.stats)},
		{"GET", "/api/events", viewer | readKey, s.json(s.events)},
		{"POST", "/api/events", admin | ingestKey, s.json(s.ingest)},
		{"GET", "/api/events/export", viewer | readKey, http.HandlerFunc(s.export)},
		{"GET", "/api/history", viewer | readKey, s.json(s.history)},
		{"GET", "/api/commands", viewer | readKey, s.json(s.commands)},
		{"GET", "/api/commands/{name}", viewer | readKey, s.json(s.command)},
		{"GET", "/api/traces/{id}", viewer | readKey, s.json(s.trace)},
		{"GET", "/api/shards", viewer | readKey, s.json(s.shards)},
		{"GET", "/api/rest", viewer | readKey, s.json(s.rest)},
		{"GET", socketPath, viewer | readKey, http.HandlerFunc(s.socket)},

		{"GET", "/api/keys", admin, s.json(s.listKeys)},
		{"POST", "/api/keys", admin, s.json(s.createKey)},
		{"DELETE", "/api/keys/{id}", admin, s.json(s.revokeKey)},
		{"GET", "/api/access", admin, s.json(s.listAccounts)},
		{"POST", "/api/access", admin, s.json(s.putAccount)},
		{"DELETE", "/api/access/{id}", admin, s.json(s.removeAccount)},
		{"GET", "/api/sessions", admin, s.json(s.listSessions)},
		{"DELETE", "/api/sessions", admin, s.json(s.endOwnSessions)},
		{"DELETE", "/api/sessions/{id}", admin, s.json(s.endSession)},

		{"GET", "/api/me", anyone, s.json(s.me)},
		{"GET", "/auth/login", anyone, http.HandlerFunc(s.beginLogin)},
		{"GET", "/auth/callback", anyone, http.HandlerFunc(s.finishLogin)},
		{"POST", "/auth/logout", anyone, http.HandlerFunc(s.logout)},

		{"GET", "/healthz", anyone, s.json(healthy)},
		{"GET", "/readyz", anyone, http.HandlerFunc(s.ready)},
		{"", "/api/", anyone, s.json(notFound)},
		{"", "/auth/", anyone, s.json(notFound)},
		{"GET", "/", anyone, page(s.cfg.Page)},
	}
	for _, m := range s.cfg.Modules {
		for _, q := range m.Queries {
			table = append(table, door{"GET", queryPath(m, q), viewer | readKey, s.json(ask(q))})
		}
	}
	if s.cfg.Metrics != nil {
		table = append(table, door{"GET", "/metrics", local | readKey, metrics(s.cfg.Metrics, s.cfg.Logger)})
	}
	for path, serve := range profiles {
		table = append(table, door{"GET", path, local | admin, serve})
	}
	if s.cfg.Sim != nil {
		table = append(table, door{"", "/sim/", local, s.cfg.Sim})
	}
	return table
}

func (s *Server) json(answer func(*http.Request) (any, error)) http.Handler {
	return handler{s.cfg.Logger, answer}
}

// routes sets up the doors of a table behind the entrance.
func (e *entrance) routes(table []door) http.Handler {
	paths := make(map[string]methods)
	for _, d := range table {
		if paths[d.path] == nil {
			paths[d.path] = make(methods)
		}
		paths[d.path][d.method] = e.admit(d)
	}
	routes := http.NewServeMux()
	for path, served := range paths {
		routes.Handle(path, served)
	}
	return routes
}

// methods are the doors of one path.
type methods map[string]http.Handler

// ServeHTTP passes a request on to the door of its method.
func (m methods) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	served := m[method]
	if served == nil {
		served = m[""]
	}
	if served == nil {
		w.Header().Set("Allow", m.allowed())
		writeError(w, &apiError{status: http.StatusMethodNotAllowed, code: "method_not_allowed", message: "allowed here: " + m.allowed()})
		return
	}
	served.ServeHTTP(w, r)
}

func (m methods) allowed() string {
	list := slices.Collect(maps.Keys(m))
	if m[http.MethodGet] != nil {
		list = append(list, http.MethodHead)
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}
