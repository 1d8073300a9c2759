package module

import (
	"context"
	"sync"
	"time"
)

// Trace gathers where the time of one use goes. Its methods may be called from
// several goroutines.
type Trace struct {
	begun time.Time

	mu    sync.Mutex
	spans []Span
}

// Span is a named stretch of time, from the trace's beginning.
type Span struct {
	Name  string
	Start time.Duration
	Took  time.Duration
}

// maxSpans bounds a trace: what does more tells no more.
const maxSpans = 24

// NewTrace begins a trace at an instant.
func NewTrace(begun time.Time) *Trace { return &Trace{begun: begun} }

type traceKey struct{}

// Within returns a context in which [Time] adds to the trace.
func (t *Trace) Within(ctx context.Context) context.Context {
	return context.WithValue(ctx, traceKey{}, t)
}

// Time begins a span of ctx's trace; calling the result ends it. Without a trace both
// do nothing. It is the one thing that a context carries here, because it is about
// the request and changes nothing.
//
//	defer module.Time(ctx, "database")()
func Time(ctx context.Context, name string) (end func()) {
	t, ok := ctx.Value(traceKey{}).(*Trace)
	if !ok {
		return func() {}
	}
	begun := time.Now()
	return func() { t.Add(name, begun, time.Now()) }
}

// Add adds a span that is over.
func (t *Trace) Add(name string, begun, ended time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.spans) < maxSpans {
		t.spans = append(t.spans, Span{Name: name, Start: begun.Sub(t.begun), Took: ended.Sub(begun)})
	}
}

// Spans are those that are over, in the order of their ends.
func (t *Trace) Spans() []Span {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]Span(nil), t.spans...)
}
