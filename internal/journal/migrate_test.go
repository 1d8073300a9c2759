package journal_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// firstMigrations are those up to the last one that kept an event as JSON.
func firstMigrations(t *testing.T) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	entries, err := os.ReadDir("migrations")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), "00001") && !strings.HasPrefix(entry.Name(), "00002") {
			continue
		}
		text, err := os.ReadFile("migrations/" + entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		files[entry.Name()] = &fstest.MapFile{Data: text}
	}
	return files
}

func TestEventsThatWereKeptAsJSONAreReadFromColumns(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		db := database(t, url)
		if err := db.Migrate(t.Context(), "journal", firstMigrations(t)); err != nil {
			t.Fatal(err)
		}
		const at, insert = 1_700_000_000_123, `INSERT INTO journal_events (seq, time_ms, type, severity, guild_id, user_id, shard, trace_id, words, body)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', ?)`
		err := db.Write(t.Context(), func(tx *storage.Tx) error {
			if _, err := tx.Exec("INSERT INTO journal_head (id, epoch, seq) VALUES (1, 'e', 2)"); err != nil {
				return err
			}
			if _, err := tx.Exec(insert, 1, int64(at), "economy.daily.claimed", "info", int64(-1), int64(7), 0, "9",
				`{"seq":0,"epoch":"","title":"T","message":"a\u0000é","source":"economy","guild":{"id":"18446744073709551615","name":"Åland"},`+
					`"user":{"id":"7","name":"mira"},"shard":0,"command":"daily","interactionId":"9","traceId":"9","durationMs":12.4,"data":{"amount":"130"}}`); err != nil {
				return err
			}
			_, err := tx.Exec(insert, 2, int64(at), "x", "warn", nil, nil, nil, nil, `{"title":"t","source":"s","data":{"odd":"\ud800"}}`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		j, _ := open(t, db)
		got, err := j.After(t.Context(), 0, 10)
		if err != nil || len(got) != 2 {
			t.Fatalf("%d events, %v", len(got), err)
		}
		shard, then := 0, time.UnixMilli(at).UTC()
		want := []event.Event{
			{
				Seq: 1, Epoch: "e", Time: then, Type: "economy.daily.claimed", Severity: event.Info, Source: "economy", Title: "T", Message: "a\ufffdé",
				Guild: event.Ref{ID: 1<<64 - 1, Name: "Åland"}, User: event.Ref{ID: 7, Name: "mira"}, Shard: &shard,
				Command: "daily", InteractionID: 9, TraceID: "9", DurationMs: 12.4, Data: []byte(`{"amount":"130"}`),
			},
			{Seq: 2, Epoch: "e", Time: then, Type: "x", Severity: event.Warn, Source: "s", Title: "t", Data: got[1].Data}, // PostgreSQL replaces the half of a pair
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if !strings.HasPrefix(string(got[1].Data), `{"odd":"\u`) {
			t.Errorf("the data is %s", got[1].Data)
		}
	})
}
