package discordsim

import (
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// keptViolations is how many violations are kept; the first ones, because they caused the others.
const keptViolations = 500

// violation is one rule of Discord's that the bot broke.
type violation struct {
	Time   time.Time `json:"time"`
	Rule   string    `json:"rule"` // a stable slug
	Detail string    `json:"detail"`
}

// notebook keeps the violations.
type notebook struct {
	log     *slog.Logger
	mu      sync.Mutex
	kept    []violation
	dropped int
}

func newNotebook(log *slog.Logger) *notebook {
	return &notebook{log: log}
}

// note records that rule was broken; the rest is formatted as by fmt.Sprintf and cut at 300 bytes.
func (n *notebook) note(rule, format string, args ...any) {
	v := violation{Time: time.Now().UTC().Truncate(time.Millisecond), Rule: rule, Detail: fmt.Sprintf("%.300s", fmt.Sprintf(format, args...))}
	n.log.Warn("the bot broke a rule of Discord's", "rule", v.Rule, "detail", v.Detail)
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.kept) == keptViolations {
		n.dropped++
		return
	}
	n.kept = append(n.kept, v)
}

// read returns the violations kept, oldest first, and how many more there were.
func (n *notebook) read() (kept []violation, dropped int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return append([]violation{}, n.kept...), n.dropped
}
