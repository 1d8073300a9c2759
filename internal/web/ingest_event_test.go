package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"testing"

	"github.com/aurorabot/aurora/internal/event"
)

func FuzzIngest(f *testing.F) {
	const whole = `{"type":"a.b","severity":"info","title":"x","guild":{"id":"1","name":"n"},"durationMs":1,"data":{"a":[{}]}}`
	for _, body := range []string{whole, "[" + whole + "]", `{"data":{"a":[{}]}}`, `[`, `{"type":"\ud800"}`, `{"durationMs":1e999}`} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		events, err := parseEvents(body, "source")
		if refusal, ok := errors.AsType[*apiError](err); err != nil && (!ok || refusal.code == "" || refusal.status != http.StatusBadRequest) {
			t.Errorf("got %v, want a refusal", err)
		}
		for _, e := range events {
			if err == nil && (e.Type == "" || e.Title == "" || !e.Severity.Known() || e.Source != "source" || len(e.Data) > event.MaxData || len(e.Data) > 0 && !json.Valid(e.Data)) {
				t.Errorf("got %+v", e)
			}
		}
	})
}
