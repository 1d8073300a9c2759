package web_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/aurorabot/aurora/internal/module"
)

// weather is a module of which the web knows nothing.
var weather = module.Module{Name: "weather", Queries: []module.Query{
	{Answer: func(context.Context, module.Asked) (any, error) { return map[string]string{"sky": "clear"}, nil }},
	{
		Path: "/places/{country}/{town}", Parameters: []string{"day"},
		Answer: func(_ context.Context, asked module.Asked) (any, error) {
			switch asked["town"] {
			case "atlantis":
				return nil, module.RefuseMissing("no_town", "There is no such town.")
			case "paris":
				return nil, module.RefuseParameter("day", "must be a day")
			case "bielefeld":
				return nil, errors.New("a secret of the database")
			}
			return asked, nil
		},
	},
}}

func TestTheQueriesOfAModuleAreAnswered(t *testing.T) {
	s := open(t, setup{modules: []module.Module{weather}})
	for path, want := range map[string]string{
		"/api/weather":                                  `{"sky":"clear"}`,
		"/api/weather/places/fr/lyon":                   `{"country":"fr","town":"lyon"}`,
		"/api/weather/places/fr/le%2Fmans?day=monday+1": `{"country":"fr","day":"monday 1","town":"le/mans"}`,
	} {
		status, body, header := s.request("GET", path)
		if status != http.StatusOK || strings.TrimSpace(body) != want || header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: got %d %s, want %s", path, status, body, want)
		}
	}
}

func TestAQueryThatIsRefusedSaysWhy(t *testing.T) {
	s := open(t, setup{modules: []module.Module{weather}})
	for path, want := range map[string]struct {
		status      int
		code, field string
	}{
		"/api/weather?day=1":                          {http.StatusBadRequest, "unknown_field", "day"},
		"/api/weather/places/fr/lyon?Day=1":           {http.StatusBadRequest, "unknown_field", "Day"},
		"/api/weather/places/fr/lyon?town=nice":       {http.StatusBadRequest, "unknown_field", "town"},
		"/api/weather/places/fr/lyon?day=1&day=2":     {http.StatusBadRequest, "out_of_range", "day"},
		"/api/weather/places/fr/paris":                {http.StatusBadRequest, "out_of_range", "day"},
		"/api/weather/places/gr/atlantis":             {http.StatusNotFound, "no_town", ""},
		"/api/weather/places/de/bielefeld":            {http.StatusInternalServerError, "internal", ""},
		"/api/weather/places/de":                      {http.StatusNotFound, "not_found", ""},
		"/api/weather/places/de/ulm/center":           {http.StatusNotFound, "not_found", ""},
		"/api/weather/places/fr/lyon?" + "x" + "=%FF": {http.StatusBadRequest, "unknown_field", "x"},
	} {
		status, body, _ := s.request("GET", path)
		var answer struct {
			Error struct{ Code, Message, Field string }
		}
		if err := json.Unmarshal([]byte(body), &answer); err != nil {
			t.Fatalf("%s: %s", path, body)
		}
		if e := answer.Error; status != want.status || e.Code != want.code || e.Field != want.field || strings.Contains(e.Message, "secret") {
			t.Errorf("%s: got %d %s, want %+v", path, status, body, want)
		}
	}
}

// TestAQueryIsForWhoeverMayRead asks without being at this machine.
func TestAQueryIsForWhoeverMayRead(t *testing.T) {
	s := open(t, setup{modules: []module.Module{weather}})
	for _, path := range []string{"/api/weather", "/api/weather/places/fr/lyon", "/api/events/export?format=csv"} {
		if status, body, _ := s.request("GET", path, "X-Forwarded-For: 203.0.113.9"); status != http.StatusForbidden {
			t.Errorf("%s: got %d %s", path, status, body)
		}
		if status, body, _ := s.request("POST", path); status != http.StatusMethodNotAllowed {
			t.Errorf("POST %s: got %d %s", path, status, body)
		}
	}
}
