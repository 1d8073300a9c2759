package discordsim

import (
	"errors"
	"fmt"
	"net/http"
)

// control serves /sim/: what goes on in the simulator, and ways to make more of it happen. It is no part
// of Discord, so its errors have the shape of Aurora's own API.
type control struct {
	shards   int // the number recommended
	world    *world
	apps     *applications
	exchange *exchange
	knobs    *knobs
	faults   *faults
	notes    *notebook
	counts   *counters
}

func newControl(shards int, w *world, apps *applications, x *exchange, k *knobs, f *faults, n *notebook, c *counters) *control {
	return &control{shards: shards, world: w, apps: apps, exchange: x, knobs: k, faults: f, notes: n, counts: c}
}

func (c *control) routes() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /sim/state", controlHandler(c.state))
	mux.Handle("PATCH /sim/settings", controlHandler(c.change))
	mux.Handle("POST /sim/interactions", controlHandler(c.interact))
	mux.Handle("POST /sim/faults", controlHandler(c.strike))
	mux.Handle("/sim/", controlHandler(func(r *http.Request) (any, error) {
		return nil, refuse(http.StatusNotFound, "not_found", "", "there is no %s %s", r.Method, r.URL.Path)
	}))
	return mux
}

// refusal says why a control request was not done.
type refusal struct {
	status  int
	Code    string `json:"code"`
	Message string `json:"message"`
	Field   string `json:"field,omitempty"`

	partial any // what had come when the time was up
}

func (e *refusal) Error() string { return e.Code + ": " + e.Message }

func refuse(status int, code, field, format string, args ...any) *refusal {
	return &refusal{status: status, Code: code, Message: fmt.Sprintf(format, args...), Field: field}
}

// controlHandler writes what serve returns.
func controlHandler(serve func(*http.Request) (any, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, err := serve(r)
		if err == nil {
			writeJSON(w, http.StatusOK, answer)
			return
		}
		no, ok := errors.AsType[*refusal](err)
		if !ok {
			no = refuse(http.StatusInternalServerError, "internal", "", "%v", err)
		}
		body := map[string]any{"error": no}
		if no.partial != nil {
			body["partial"] = no.partial
		}
		writeJSON(w, no.status, body)
	})
}

// change is PATCH /sim/settings: it sets what the body names and answers all.
func (c *control) change(r *http.Request) (any, error) {
	body, err := readObject(r)
	if err != nil {
		return nil, err
	}
	var named settings
	var edits []func(*settings)
	for _, setting := range []struct {
		name string
		most float64
		of   func(*settings) *float64
	}{
		{"rate", 1000, func(s *settings) *float64 { return &s.Rate }},
		{"latencyMs", 60_000, func(s *settings) *float64 { return &s.LatencyMs }},
		{"jitterMs", 60_000, func(s *settings) *float64 { return &s.JitterMs }},
		{"restLatencyMs", 60_000, func(s *settings) *float64 { return &s.RestLatencyMs }},
		{"errorRate", 1, func(s *settings) *float64 { return &s.ErrorRate }},
	} {
		if !body.has(setting.name) {
			continue
		}
		value := setting.of(&named)
		if err := body.number(setting.name, value, 0, setting.most); err != nil {
			return nil, err
		}
		edits = append(edits, func(s *settings) { *setting.of(s) = *value })
	}
	if err := body.rest(); err != nil {
		return nil, err
	}
	return c.knobs.change(edits), nil
}
