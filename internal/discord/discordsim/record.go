package discordsim

import (
	"encoding/json"
	"io"
	"log/slog"
	"sync"
)

// Record writes down what passes between bots and a simulator, a JSON object a line: a frame for a client,
// or a REST request and its answer. Package simtest holds such a record against Discord's documents, for
// the runs of a program that cannot have it inside.
type Record struct {
	log *slog.Logger

	mu     sync.Mutex
	to     *json.Encoder
	failed bool
}

// Entry is one line of a record: one of the two.
type Entry struct {
	Frame json.RawMessage `json:"frame,omitempty"`
	Call  *RESTCall       `json:"call,omitempty"`
}

// NewRecord has each entry written to w as it happens, so that little is missing from the record of a
// program that is killed. That w fails is logged, once.
func NewRecord(w io.Writer, log *slog.Logger) *Record {
	return &Record{log: log, to: json.NewEncoder(w)}
}

// Of has the record keep what passes over the wire of the simulator that cfg is for.
func (r *Record) Of(cfg *Config) {
	cfg.Frames = func(frame []byte) { r.write(Entry{Frame: frame}) }
	cfg.Calls = func(call RESTCall) { r.write(Entry{Call: &call}) }
}

func (r *Record) write(e Entry) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.to.Encode(e); err != nil && !r.failed {
		r.failed = true
		r.log.Error("the simulator's record is not complete", "error", err)
	}
}
