package module_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aurorabot/aurora/internal/module"
)

func TestATraceSaysWhereTheTimeWent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		trace := module.NewTrace(time.Now())
		ctx := trace.Within(t.Context())
		time.Sleep(3 * time.Millisecond)
		end := module.Time(ctx, "database")
		time.Sleep(20 * time.Millisecond)
		end()
		want := []module.Span{{Name: "database", Start: 3 * time.Millisecond, Took: 20 * time.Millisecond}}
		if diff := cmp.Diff(want, trace.Spans()); diff != "" {
			t.Error(diff)
		}
		for range 100 { // a loop over the database
			module.Time(ctx, "database")()
		}
		if n := len(trace.Spans()); n > 32 {
			t.Errorf("the trace has %d spans, which do not fit into an event", n)
		}
	})
}

func TestWithoutATraceNothingIsTimed(t *testing.T) {
	module.Time(context.Background(), "database")()
}
