package web_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/history"
)

func TestTheHistoryOfARangeIsRead(t *testing.T) {
	s := open(t, setup{before: 7})
	for r, points := range map[history.Range]int{history.QuarterHour: 180, history.Hour: 60, history.Day: 96} {
		deadline := time.After(patience)
		for events := int64(0); events != 7; {
			var line history.Timeline
			status, body, _ := s.request("GET", "/api/history?range="+string(r))
			if err := json.Unmarshal([]byte(body), &line); err != nil || status != http.StatusOK {
				t.Fatalf("%s: got %d %s", r, status, body)
			}
			if line.Range != r || line.Epoch != s.journal.Epoch() || len(line.Points) != points {
				t.Fatalf("%s: got %s", r, body)
			}
			events = 0
			for _, p := range line.Points {
				if p.Events != nil {
					events += *p.Events
				}
			}
			select {
			case <-deadline:
				t.Fatalf("%s: got %d events, want 7", r, events)
			case <-time.After(5 * time.Millisecond):
			}
		}
	}
}

func TestAHistoryMarksTheStartsOfTheProgram(t *testing.T) {
	s := open(t, setup{before: 3})
	for range 2 {
		s.tells(event.Event{Type: "system.started", Message: "version 1"})
		s.tells(event.Event{Type: "system.started.not"})
	}
	var line struct {
		Markers []struct {
			Seq           uint64
			Type, Message string
			At            time.Time
		}
		Yesterday *struct{}
	}
	s.reads("/api/history?range=15m", &line)
	if len(line.Markers) != 2 || line.Markers[0].Seq != 4 || line.Markers[1].Seq != 6 || line.Markers[0].Message != "version 1" || line.Markers[0].At.IsZero() {
		t.Errorf("got %+v", line.Markers)
	}
	if line.Yesterday != nil {
		t.Error("got figures of a day when nothing ran")
	}
}

func TestAHistoryOfNoRangeIsRefusedByName(t *testing.T) {
	s := open(t, setup{})
	for query, want := range map[string]string{
		"": "range", "?range=": "range", "?range=2h": "range", "?range=1H": "range", "?range=1h&range=1h": "range",
		"?range=1h&guild=1": "guild", "?Range=1h": "Range",
	} {
		status, body, _ := s.request("GET", "/api/history"+query)
		var answer struct {
			Error struct{ Code, Message, Field string }
		}
		if err := json.Unmarshal([]byte(body), &answer); err != nil {
			t.Fatalf("%s: %s", query, body)
		}
		if status != http.StatusBadRequest || answer.Error.Field != want || answer.Error.Code == "" || answer.Error.Message == "" {
			t.Errorf("%q: got %d %s", query, status, body)
		}
	}
}
